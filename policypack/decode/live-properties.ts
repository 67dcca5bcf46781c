import type { Plain, Properties, Resource } from "../resources/resource";

/** What AWS chooses where a program says nothing, and what somebody may have changed by hand. Of groups, `live` rules tell. */
const chosen = [
  "vpcSecurityGroupIds",
  "securityGroupIds",
  "subnetId",
  "subnetIds",
  "subnets",
  "dbSubnetGroupName",
  "subnetGroupName",
  "clusterSubnetGroupName",
  "neptuneSubnetGroupName",
  "port",
  "publiclyAccessible",
  "associatePublicIpAddress",
  "mapPublicIpOnLaunch",
];

const ofNetworkAcls = [...chosen, "ingress", "egress"];
const ofPrefixLists = [...chosen, "entries"];
/** An instance has the names of its groups under this one, where these are of the default VPC. */
const ofOthers = [...chosen, "securityGroups"];

/** The properties of a resource in a state: where the program says nothing of one, what is there. */
export function propertiesOf({ type, inputs, outputs, isState }: Resource): Properties {
  if (isState !== true || !type.startsWith("aws:")) return inputs;
  const seen = namesOf(type).flatMap((name): readonly [string, Plain][] => {
    const value = outputs[name];
    return isAbsent(inputs[name]) && value !== undefined && !isAbsent(value) ? [[name, value]] : [];
  });
  return seen.length === 0 ? inputs : { ...inputs, ...Object.fromEntries(seen) };
}

function namesOf(type: string): readonly string[] {
  if (type.endsWith("NetworkAcl")) return ofNetworkAcls;
  if (type.endsWith(":ManagedPrefixList")) return ofPrefixLists;
  return /:(Instance|SpotInstanceRequest|SecurityGroup|DefaultSecurityGroup)$/.test(type) ? chosen : ofOthers;
}

function isAbsent(value: Plain | undefined): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
