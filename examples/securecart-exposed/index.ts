import { url } from "./api";
import "./data";
import { bastion } from "./hosts";
import "./payments";
import "./rules";
import { balancer, distribution } from "./web";

export const shop = balancer.dnsName;
export const pictures = distribution.domainName;
export const orders = url;
export const bastionAddress = bastion.publicIp;
