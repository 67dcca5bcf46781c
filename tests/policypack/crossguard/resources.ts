import { join } from "node:path";
import type { EngineResource, Json } from "./analyzer";

/** The compiled pack, as users have it. */
export const packFolder = join(__dirname, "../../../policypack");

/** The text that stands for an unknown value of any type of string. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const stack: EngineResource = {
  urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
  type: "pulumi:pulumi:Stack",
  name: "shop-dev",
  inputs: {},
  outputs: {},
};

export function resource(type: string, name: string, inputs: EngineResource["inputs"], rest: Partial<EngineResource> = {}): EngineResource {
  return { urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, inputs, ...rest };
}

export const groupType = "aws:ec2/securityGroup:SecurityGroup";
export const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";

/** A group with inline rules. */
export function group(name: string, ingress: Json, rest: Partial<EngineResource> = {}, inputs: EngineResource["inputs"] = {}): EngineResource {
  return resource(groupType, name, { description: name, ingress, ...inputs }, rest);
}

export function tcp(port: number, ...cidrBlocks: readonly string[]): Json {
  return { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks, description: "a rule" };
}

export const world = "0.0.0.0/0";
export const ssh = tcp(22, world);
