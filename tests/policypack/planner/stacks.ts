import type { Plain, Resource } from "@portcullis/policypack/resources/resource";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

type Props = Readonly<Record<string, CaseValue>>;

export const world = { cidrBlocks: ["0.0.0.0/0"] } as const;
export const office = { settings: { trustedCidrs: ["52.94.76.0/24"] } };

/** The identifier that a deployed resource of a case has. */
export function sg(name: string): string {
  return `securitygroup-${name}`;
}

export function rule(protocol: string, from: number, to: number, peers: Props): Readonly<Record<string, CaseValue>> {
  return { protocol, fromPort: from, toPort: to, ...peers };
}

export function tcp(from: number, peers: Props, to = from): Readonly<Record<string, CaseValue>> {
  return rule("tcp", from, to, peers);
}

export function all(peers: Props): Readonly<Record<string, CaseValue>> {
  return rule("-1", 0, 0, peers);
}

export function group(name: string, ...ingress: readonly CaseValue[]): Entry {
  return resource("aws:ec2/securityGroup:SecurityGroup", name, { description: name, vpcId: ref("vpc"), ingress });
}

/** A stack that gives the identifier of a group to others. */
export function exporting(name: string, entries: readonly Entry[]): readonly Resource[] {
  return stackOf([...entries, resource("pulumi:pulumi:Stack", "shop")], "deployed").map((each) =>
    each.type === "pulumi:pulumi:Stack" ? { ...each, outputs: { id: idOf(name, entries) } } : each,
  );
}

function idOf(name: string, entries: readonly Entry[]): string {
  return stackOf(entries, "deployed").find((each) => each.name === name)?.id ?? "";
}

/** The newer kind of rule. */
export function ruleFor(name: string, of: string, from: number, to: number, peers: Props): Entry {
  return resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, {
    securityGroupId: ref(of),
    ipProtocol: "tcp",
    fromPort: from,
    toPort: to,
    ...peers,
  });
}

/** The older kind. */
export function classicRuleFor(name: string, of: string, from: number, to: number, peers: Props): Entry {
  return resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, {
    type: "ingress",
    securityGroupId: ref(of),
    protocol: "tcp",
    fromPort: from,
    toPort: to,
    ...peers,
  });
}

export const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
export const outer = resource("aws:ec2/subnet:Subnet", "outer", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
export const inner = resource("aws:ec2/subnet:Subnet", "inner", { vpcId: ref("vpc"), cidrBlock: "10.0.2.0/24" });
export const network: readonly Entry[] = [vpc, outer, inner];

export function host(name: string, groups: readonly string[], subnet = "outer", props: Props = {}): Entry {
  return resource("aws:ec2/instance:Instance", name, {
    subnetId: ref(subnet),
    vpcSecurityGroupIds: groups.map((each) => ref(each)),
    metadataOptions: { httpTokens: "required" },
    ...props,
  });
}

/** A load balancer that listens on one port and sends it to another of a machine. */
export function balanced(
  kind: "application" | "network",
  { listens, target, to, protocol = kind === "network" ? "TCP" : "HTTP", balancer = {}, targetGroup = {} }: BalancerCase,
): readonly Entry[] {
  return [
    resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: kind, subnets: [ref("outer")], ...balancer }),
    resource("aws:lb/targetGroup:TargetGroup", "targets", { port: target, protocol, vpcId: ref("vpc"), ...targetGroup }),
    resource("aws:lb/listener:Listener", "listener", {
      loadBalancerArn: ref("front", "arn"),
      port: listens,
      protocol,
      defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
    }),
    resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "attached", { targetGroupArn: ref("targets", "arn"), targetId: ref(to) }),
  ];
}

interface BalancerCase {
  readonly listens: number;
  readonly target: number;
  readonly to: string;
  readonly protocol?: string;
  readonly balancer?: Props;
  readonly targetGroup?: Props;
}

export function database(name: string, groups: readonly string[], props: Props = {}): Entry {
  return resource("aws:rds/instance:Instance", name, {
    engine: "mysql",
    dbSubnetGroupName: ref("stores"),
    vpcSecurityGroupIds: groups.map((each) => ref(each)),
    ...props,
  });
}

export const stores = resource("aws:rds/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("inner")] });

/** A stack with components in it, which the engine sends without an identifier; children name them as their parent. */
export function withComponents(
  entries: readonly Entry[],
  components: readonly (readonly [type: string, name: string, children: readonly string[], inputs?: Props])[],
): readonly Resource[] {
  const owners = new Map(components.flatMap(([type, name, children]) => children.map((child) => [child, urnOfComponent(type, name)] as const)));
  const made = stackOf([...entries, ...components.map(([type, name, , inputs = {}]) => resource(type, name, inputs))], "deployed");
  const isComponent = new Set(components.map(([type, name]) => urnOfComponent(type, name)));
  return made.map((each) => {
    const parent = owners.get(each.name);
    if (isComponent.has(each.urn)) return { ...each, custom: false, id: undefined, outputs: {} };
    return parent === undefined ? each : { ...each, parent };
  });
}

function urnOfComponent(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}

export type { Plain };
