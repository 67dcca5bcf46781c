import type { Run } from "../../interpreter/run";
import { ResourceData, type Value } from "../../interpreter/value";
import { enrollClassic } from "./classic";
import { groupIds, rule, securityGroup } from "./classic-groups";
import { allTraffic, anyAddress, portsOf, ruleArguments } from "./classic-rules";
import type { Maker, Parts } from "./parts";

/** Its subnets depend on arguments and defaults that changed between versions. */
export function vpc(parts: Parts): void {
  const made = parts.make(
    "aws:ec2/vpc:Vpc",
    parts.name,
    parts.record(
      { cidrBlock: parts.given("cidrBlock") ?? "10.0.0.0/16" },
      parts.allBut("cidrBlock", "numberOfAvailabilityZones", "requestedAvailabilityZones", "numberOfNatGateways", "subnets", "vpc"),
    ),
  );
  const id = parts.property(made, "id");
  parts.gap("has subnets that are not read");
  const subnets = (which: string): Value => parts.unknownList(`are the ${which} subnets of ${parts.name}, which are not read`);
  parts.give({
    vpc: made,
    id,
    publicSubnetIds: subnets("public"),
    privateSubnetIds: subnets("private"),
    isolatedSubnetIds: subnets("isolated"),
  });
}

function defaultVpc(parts: Parts): void {
  const subnets = (which: string): Value => parts.unknownList(`are the ${which} subnets of the default VPC`);
  parts.give({
    id: parts.hole("is the default VPC of the account"),
    publicSubnetIds: subnets("public"),
    privateSubnetIds: subnets("private"),
    isolatedSubnetIds: subnets("isolated"),
  });
}

/** Without groups, its machines admit SSH and every TCP port from everybody. */
export function cluster(parts: Parts): void {
  const given = parts.given("cluster");
  const resource = given ?? parts.make("aws:ecs/cluster:Cluster", parts.name, parts.allBut("vpc", "cluster", "securityGroups"));
  const network = parts.given("vpc") ?? defaultOf(parts, "vpc");
  const groups = parts.given("securityGroups") ?? parts.value([openGroup(parts, network)]);
  if (parts.argument("securityGroups").state === "unknown") parts.gap("has groups that are not known");
  parts.give({ cluster: resource, id: parts.property(resource, "id"), arn: parts.property(resource, "arn"), vpc: network, securityGroups: groups });
}

function openGroup(parts: Parts, network: Value): Value {
  const { name } = parts;
  const inputs = parts.record({ vpc: network, tags: { Name: name } });
  const group = enrollClassic(parts, "awsx:x:ec2:SecurityGroup", name, inputs, { parent: parts.component }, securityGroup);
  const add = (direction: "ingress" | "egress", suffix: string, ports: Value, description: string): Value =>
    rule(parts, direction, `${name}-${suffix}`, group, ruleArguments(parts, anyAddress(parts, "cidrBlocks"), ports, parts.value(description)));
  add("egress", "egress", allTraffic(parts), "allow output to any ipv4 address using any protocol");
  add("ingress", "ssh", portsOf(parts, "tcp", parts.value(22), undefined), "allow ssh in from any ipv4 address");
  const every = portsOf(parts, "tcp", parts.value(0), parts.value(65535));
  add("ingress", "containers", every, "allow incoming tcp on any port from any ipv4 address");
  return group;
}

/** A service is in the groups of its cluster. */
export function service(launchType: "FARGATE" | "EC2"): (parts: Parts) => void {
  return (parts) => {
    const owner = parts.given("cluster") ?? defaultOf(parts, "cluster");
    const groups = parts.given("securityGroups") ?? parts.property(owner, "securityGroups");
    const isPublic = parts.given("assignPublicIp") ?? parts.value(launchType === "FARGATE");
    const network = parts.property(owner, "vpc");
    const usesPublic = launchType === "EC2" || isPublic.data !== false;
    const subnets = parts.given("subnets") ?? parts.property(network, usesPublic ? "publicSubnetIds" : "privateSubnetIds");
    const made = parts.make(
      "aws:ecs/service:Service",
      parts.name,
      parts.record(
        {
          cluster: owner.data instanceof ResourceData ? parts.property(owner, "arn") : owner,
          launchType,
          networkConfiguration: { subnets, assignPublicIp: launchType === "EC2" ? false : isPublic, securityGroups: groupIds(parts, groups) },
          loadBalancers: parts.unknownList("are the target groups of containers, which are not read"),
        },
        parts.allBut("cluster", "taskDefinition", "taskDefinitionArgs", "securityGroups", "subnets", "assignPublicIp", "waitForSteadyState"),
      ),
    );
    parts.give({ service: made, cluster: owner });
  };
}

/** The default VPC and the default cluster are made once for a program. */
export function defaultOf(maker: Maker, what: "vpc" | "cluster"): Value {
  const known = defaults.get(maker.run) ?? new Map<string, Value>();
  defaults.set(maker.run, known);
  const found = known.get(what);
  if (found !== undefined) return found;
  const made =
    what === "vpc"
      ? enrollClassic(maker, "awsx:x:ec2:Vpc", "default-vpc", undefined, {}, defaultVpc)
      : enrollClassic(maker, "awsx:x:ecs:Cluster", "default-cluster", undefined, {}, cluster);
  known.set(what, made);
  return made;
}

const defaults = new WeakMap<Run, Map<string, Value>>();
