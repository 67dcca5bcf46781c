import { PolicyPack } from "@pulumi/policy";
import { packArgs } from "./crossguard/pack";
import { policies } from "./contract/registry";

new PolicyPack("portcullis", packArgs(policies));
