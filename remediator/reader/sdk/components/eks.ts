import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { computed, RecordData, ResourceData, type Value } from "../../interpreter/value";
import type { Parts } from "./parts";

/** The groups of a cluster and its nodes admit each other by reference, and everybody may be reached from them. */
export function cluster(parts: Parts): void {
  const { name } = parts;
  const vpcId = parts.given("vpcId") ?? parts.hole("is the default VPC of the account");
  const skip = skipsGroups(parts);
  const own = parts.argument("clusterSecurityGroup");
  if (skip === undefined || own.state === "unknown") parts.gap("makes groups or not: which, is not known");
  const clusterGroup = own.state === "given" ? own.value : skip === false && own.state === "absent" ? clusterSecurityGroup(parts, vpcId) : undefined;
  const clusterGroupId = clusterGroup === undefined ? undefined : parts.property(clusterGroup, "id");
  const unknownGroups = clusterGroup === undefined && (skip === undefined || own.state === "unknown");
  const eksCluster = parts.make("aws:eks/cluster:Cluster", `${name}-eksCluster`, {
    name: parts.given("name"),
    version: parts.given("version"),
    enabledClusterLogTypes: parts.given("enabledClusterLogTypes"),
    deletionProtection: parts.given("deletionProtection"),
    vpcConfig: {
      securityGroupIds:
        clusterGroupId === undefined ? (unknownGroups ? parts.unknownList("are groups that are made or not") : undefined) : [clusterGroupId],
      subnetIds: subnetsOf(parts),
      endpointPrivateAccess: parts.given("endpointPrivateAccess"),
      endpointPublicAccess: parts.given("endpointPublicAccess"),
      publicAccessCidrs: parts.given("publicAccessCidrs"),
    },
  });
  const nodes = skip === false && clusterGroupId !== undefined ? nodeGroupRules(parts, vpcId, clusterGroupId) : undefined;
  const provided = parts.property(parts.property(eksCluster, "vpcConfig"), "clusterSecurityGroupId");
  const core = parts.record({
    vpcId,
    cluster: eksCluster,
    clusterSecurityGroup: clusterGroup,
    subnetIds: subnetsOf(parts),
    publicSubnetIds: parts.given("publicSubnetIds"),
    privateSubnetIds: parts.given("privateSubnetIds"),
  });
  // Its identity provider, kubeconfig, storage classes and more, which have nothing to do with networks.
  if (core.data instanceof RecordData) core.data.rest = new Hole("is a part of the cluster that only the engine knows", parts.span);
  if (!skipsNodes(parts)) machines(parts, nodes?.group, core, "launch template");
  parts.give({
    core,
    eksCluster,
    clusterSecurityGroup: clusterGroup,
    clusterSecurityGroupId: clusterGroupId ?? (unknownGroups ? parts.hole("is a group that is made or not") : provided),
    nodeSecurityGroup: nodes?.group,
    nodeSecurityGroupId:
      nodes === undefined ? (unknownGroups ? parts.hole("is a group that is made or not") : provided) : parts.property(nodes.group, "id"),
    eksClusterIngressRule: nodes?.clusterRule,
  });
}

/** Nodes outside of the cluster's own component. */
export function nodeGroup(shape: "launch configuration" | "launch template"): (parts: Parts) => void {
  return (parts) => {
    const core = coreOf(parts);
    const given = parts.given("nodeSecurityGroup");
    const givenId = parts.given("nodeSecurityGroupId");
    const made =
      given === undefined && givenId === undefined ? nodeGroupRules(parts, member(parts, core, "vpcId"), clusterGroupOf(parts, core)) : undefined;
    const group = given ?? made?.group;
    machines(parts, group ?? givenId, core, shape);
    parts.give({
      nodeSecurityGroup: group,
      nodeSecurityGroupId: group === undefined ? givenId : parts.property(group, "id"),
      extraNodeSecurityGroups: parts.given("extraNodeSecurityGroups") ?? [],
    });
  };
}

/** Managed nodes are in the group that EKS makes for the cluster. */
export function managedNodeGroup(parts: Parts): void {
  const core = coreOf(parts);
  const eksCluster = member(parts, core, "cluster");
  const nodeGroupResource = parts.make("aws:eks/nodeGroup:NodeGroup", parts.name, {
    clusterName: parts.given("clusterName") ?? member(parts, eksCluster, "name"),
    subnetIds: parts.given("subnetIds") ?? member(parts, core, "subnetIds"),
    remoteAccess: parts.given("remoteAccess"),
    launchTemplate: parts.given("launchTemplate"),
    instanceTypes: parts.given("instanceTypes"),
  });
  parts.give({ nodeGroup: nodeGroupResource });
}

export function nodeGroupSecurityGroup(parts: Parts): void {
  const clusterGroup = parts.given("clusterSecurityGroup");
  const clusterGroupId = clusterGroup === undefined ? parts.hole("is a group that is not known") : parts.property(clusterGroup, "id");
  const { group, clusterRule } = nodeGroupRules(parts, parts.given("vpcId") ?? parts.hole("is a VPC that is not known"), clusterGroupId);
  parts.give({ securityGroup: group, securityGroupRule: clusterRule });
}

/** Whether the groups are left out; undefined where that cannot be said. */
function skipsGroups(parts: Parts): boolean | undefined {
  const skip = parts.argument("skipDefaultSecurityGroups");
  if (skip.state === "unknown") return undefined;
  if (skip.state === "given") return skip.value.data === true;
  return autoMode(parts);
}

function autoMode(parts: Parts): boolean | undefined {
  if (parts.argument("autoMode").state === "unknown") return undefined;
  const enabled = parts.within("autoMode")?.argument("enabled");
  if (enabled?.state === "unknown") return undefined;
  return enabled?.state === "given" && enabled.value.data === true;
}

function skipsNodes(parts: Parts): boolean {
  const truthy = (name: string): boolean => {
    const argument = parts.argument(name);
    return argument.state === "given" && argument.value.data !== false;
  };
  return truthy("skipDefaultNodeGroup") || truthy("fargate") || autoMode(parts) !== false;
}

function subnetsOf(parts: Parts): Value {
  const given = parts.given("subnetIds");
  if (given !== undefined) return given;
  const both = [parts.given("publicSubnetIds"), parts.given("privateSubnetIds")].filter((value) => value !== undefined);
  if (both.length === 0) return parts.unknownList("are the subnets of the default VPC");
  const items = both.flatMap(({ data }) => (data instanceof List ? data.items : []));
  const rest = both
    .map(({ data }) => (data instanceof List ? data.rest : data instanceof Hole ? data : undefined))
    .find((hole) => hole !== undefined);
  return computed(rest === undefined ? new List([...items]) : new List([...items], rest), parts.span, both);
}

function clusterSecurityGroup(parts: Parts, vpcId: Value): Value {
  const name = `${parts.name}-eksClusterSecurityGroup`;
  const group = parts.make("aws:ec2/securityGroup:SecurityGroup", name, { vpcId, revokeRulesOnDelete: true, tags: { Name: name } });
  parts.make("aws:ec2/securityGroupRule:SecurityGroupRule", `${parts.name}-eksClusterInternetEgressRule`, {
    description: "Allow internet access.",
    type: "egress",
    fromPort: 0,
    toPort: 0,
    protocol: "-1",
    cidrBlocks: ["0.0.0.0/0"],
    securityGroupId: parts.property(group, "id"),
  });
  return group;
}

function nodeGroupRules(parts: Parts, vpcId: Value, clusterGroupId: Value): { readonly group: Value; readonly clusterRule: Value } {
  const { name } = parts;
  const group = parts.make("aws:ec2/securityGroup:SecurityGroup", `${name}-nodeSecurityGroup`, {
    vpcId,
    revokeRulesOnDelete: true,
    tags: { Name: `${name}-nodeSecurityGroup` },
  });
  const groupId = parts.property(group, "id");
  const rule = (suffix: string, inputs: Parameters<Parts["record"]>[0]): Value =>
    parts.make("aws:ec2/securityGroupRule:SecurityGroupRule", `${name}-${suffix}`, inputs);
  rule("eksNodeIngressRule", {
    description: "Allow nodes to communicate with each other",
    type: "ingress",
    fromPort: 0,
    toPort: 0,
    protocol: "-1",
    securityGroupId: groupId,
    self: true,
  });
  rule("eksNodeClusterIngressRule", {
    description: "Allow worker Kubelets and pods to receive communication from the cluster control plane",
    type: "ingress",
    fromPort: 1025,
    toPort: 65535,
    protocol: "tcp",
    securityGroupId: groupId,
    sourceSecurityGroupId: clusterGroupId,
  });
  rule("eksExtApiServerClusterIngressRule", {
    description: "Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
    type: "ingress",
    fromPort: 443,
    toPort: 443,
    protocol: "tcp",
    securityGroupId: groupId,
    sourceSecurityGroupId: clusterGroupId,
  });
  rule("eksNodeInternetEgressRule", {
    description: "Allow internet access.",
    type: "egress",
    fromPort: 0,
    toPort: 0,
    protocol: "-1",
    cidrBlocks: ["0.0.0.0/0"],
    securityGroupId: groupId,
  });
  const clusterRule = rule("eksClusterIngressRule", {
    description: "Allow pods to communicate with the cluster API Server",
    type: "ingress",
    fromPort: 443,
    toPort: 443,
    protocol: "tcp",
    securityGroupId: clusterGroupId,
    sourceSecurityGroupId: groupId,
  });
  return { group, clusterRule };
}

/** What the nodes are started from, with the groups that they are in. */
function machines(parts: Parts, group: Value | undefined, core: Value, shape: "launch configuration" | "launch template"): void {
  const isResource = group?.data instanceof ResourceData;
  const first = group === undefined ? parts.hole("is a group that is made or not") : isResource ? parts.property(group, "id") : group;
  const extra = parts.given("extraNodeSecurityGroups");
  const others = extra?.data instanceof List ? extra.data.items.map(({ value }) => parts.property(value, "id")) : [];
  const groups = parts.value([first, ...others]);
  const rest = extra?.data instanceof Hole ? extra.data : extra?.data instanceof List ? extra.data.rest : undefined;
  if (rest !== undefined && groups.data instanceof List) groups.data.rest = rest;
  const isPublic = parts.given("nodeAssociatePublicIpAddress") ?? parts.value(true);
  const common = { instanceType: parts.given("instanceType") ?? "t3.medium", keyName: parts.given("keyName") };
  if (shape === "launch configuration") {
    parts.make("aws:ec2/launchConfiguration:LaunchConfiguration", `${parts.name}-nodeLaunchConfiguration`, {
      ...common,
      associatePublicIpAddress: isPublic,
      securityGroups: groups,
    });
    return;
  }
  const text = typeof isPublic.data === "boolean" ? parts.value(String(isPublic.data)) : isPublic;
  const template = parts.make("aws:ec2/launchTemplate:LaunchTemplate", `${parts.name}-launchTemplate`, {
    ...common,
    networkInterfaces: [{ associatePublicIpAddress: text, securityGroups: groups }],
  });
  const subnets = parts.given("nodeSubnetIds") ?? knownMember(parts, core, "privateSubnetIds") ?? knownMember(parts, core, "publicSubnetIds");
  parts.make("aws:autoscaling/group:Group", parts.name, {
    minSize: parts.given("minSize") ?? 1,
    maxSize: parts.given("maxSize") ?? 2,
    desiredCapacity: parts.given("desiredCapacity") ?? 2,
    launchTemplate: { name: parts.property(template, "name") },
    vpcZoneIdentifiers: subnets ?? parts.unknownList("are those of the cluster's subnets that are private"),
  });
}

/** `cluster` is a cluster, or what it gives as its core. */
function coreOf(parts: Parts): Value {
  const given = parts.given("cluster");
  if (given === undefined) return parts.hole("is a cluster that is not known");
  return given.data instanceof ResourceData ? parts.property(given, "core") : given;
}

function clusterGroupOf(parts: Parts, core: Value): Value {
  const group = knownMember(parts, core, "clusterSecurityGroup");
  if (group !== undefined) return parts.property(group, "id");
  return member(parts, member(parts, member(parts, core, "cluster"), "vpcConfig"), "clusterSecurityGroupId");
}

function member(parts: Parts, object: Value, name: string): Value {
  return parts.property(object, name);
}

function knownMember(parts: Parts, object: Value, name: string): Value | undefined {
  return object.data instanceof RecordData && object.data.fields.has(name) ? parts.property(object, name) : undefined;
}
