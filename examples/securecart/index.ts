import { url } from "./api";
import { bastion } from "./bastion";
import "./data";
import { distribution } from "./media";
import "./monitoring";
import "./payments";
import { balancer } from "./web";

export const shop = balancer.dnsName;
export const pictures = distribution.domainName;
export const orders = url;
export const bastionAddress = bastion.publicIp;
