import { expect } from "@jest/globals";
import fc from "fast-check";
import { unknown } from "@portcullis/policypack/resources/resource";
import { ref, resource, type CaseValue, type Entry } from "../../../harness/stack";

/** A small network as numbers: the oracle reads it directly, the question reads the resources that are made of it. */
export interface Net {
  readonly subnets: readonly NetSubnet[];
  readonly acls: readonly (readonly AclRule[])[];
  readonly groups: readonly (readonly GroupRule[])[];
  readonly machines: readonly Machine[];
  readonly peering: "none" | "requested" | "accepted";
  readonly balancer: Balancer | undefined;
}

interface NetSubnet {
  readonly vpc: 0 | 1;
  /** Undefined for the ACL that AWS makes. */
  readonly acl: number | undefined;
  /** Undefined for the main table, which has the local route only. */
  readonly routes: readonly NetRoute[] | undefined;
}

interface NetRoute {
  readonly destination: string;
  readonly over: "internet" | "nat" | "peering" | "appliance";
}

interface AclRule {
  readonly direction: "ingress" | "egress";
  readonly order: number;
  readonly allows: boolean | "hidden";
  readonly ports: readonly [number, number];
  readonly block: string;
}

interface GroupRule {
  readonly direction: "ingress" | "egress";
  readonly ports: readonly [number, number];
  readonly peer: { readonly block: string } | { readonly group: number } | "self" | "hidden";
}

interface Machine {
  readonly subnet: number;
  readonly groups: readonly number[];
  readonly isPublic: boolean | "hidden";
}

interface Balancer {
  readonly subnet: number;
  readonly group: number;
  readonly isInternal: boolean;
  readonly listener: number;
  readonly target: number;
  readonly targetPort: number;
}

const vpcBlocks = ["10.0.0.0/16", "10.1.0.0/16"] as const;
export const subnetBlocks = ["10.0.0.0/30", "10.0.0.4/30", "10.1.0.0/30"] as const;
const blocks = [
  "0.0.0.0/0",
  "10.0.0.0/30",
  "10.0.0.0/31",
  "10.0.0.2/31",
  "10.0.0.0/29",
  "10.1.0.0/16",
  "3.3.3.0/30",
  "3.3.3.0/31",
  "0.0.0.0/1",
  "128.0.0.0/1",
];
const ranges: readonly (readonly [number, number])[] = [
  [80, 80],
  [443, 443],
  [80, 443],
  [0, 65535],
  [1024, 65535],
  [1024, 2000],
  [2001, 65535],
];

const direction = fc.constantFrom("ingress" as const, "egress" as const);
const ports = fc.oneof({ weight: 1, arbitrary: fc.constant([0, 65535] as const) }, { weight: 1, arbitrary: fc.constantFrom(...ranges) });
const block = fc.oneof({ weight: 2, arbitrary: fc.constant("0.0.0.0/0") }, { weight: 3, arbitrary: fc.constantFrom(...blocks) });
const aclRule = fc.record({
  direction,
  order: fc.integer({ min: 1, max: 6 }),
  allows: fc.oneof(
    { weight: 6, arbitrary: fc.constant(true) },
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant("hidden" as const) },
  ),
  ports: fc.oneof({ weight: 2, arbitrary: fc.constant([0, 65535] as const) }, { weight: 2, arbitrary: ports }),
  block,
});
const groupRule: fc.Arbitrary<GroupRule> = fc.record({
  direction,
  ports,
  peer: fc.oneof(
    { weight: 4, arbitrary: fc.record({ block }) },
    { weight: 3, arbitrary: fc.record({ group: fc.integer({ min: 0, max: 2 }) }) },
    { weight: 1, arbitrary: fc.constant("self" as const) },
    { weight: 1, arbitrary: fc.constant("hidden" as const) },
  ),
});
const route = fc.record({
  destination: fc.oneof(
    { weight: 2, arbitrary: fc.constant("0.0.0.0/0") },
    { weight: 1, arbitrary: fc.constantFrom("10.0.0.0/16", "10.1.0.0/16", "10.1.0.0/31", "0.0.0.0/1", "128.0.0.0/1") },
  ),
  over: fc.constantFrom("internet" as const, "internet" as const, "nat" as const, "peering" as const, "peering" as const, "appliance" as const),
});
const subnetOf = (vpc: 0 | 1): fc.Arbitrary<NetSubnet> =>
  fc.record({
    vpc: fc.constant(vpc),
    acl: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined, freq: 3 }),
    routes: fc.option(fc.uniqueArray(route, { maxLength: 3, selector: ({ destination }) => destination }), { nil: undefined, freq: 4 }),
  });
const machine = fc.record({
  subnet: fc.integer({ min: 0, max: 2 }),
  groups: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 2 }),
  isPublic: fc.oneof({ weight: 4, arbitrary: fc.boolean() }, { weight: 1, arbitrary: fc.constant("hidden" as const) }),
});

/** Often open but for something: what decides nothing tests nothing. */
const directions = ["ingress", "egress"] as const;
const open = fc.constantFrom<readonly AclRule["direction"][]>(directions, directions, ["ingress"], ["egress"], []);
const aclOf = fc
  .tuple(fc.uniqueArray(aclRule, { maxLength: 4, selector: (rule) => `${rule.direction}${rule.order}` }), open)
  .map(([rules, rest]): readonly AclRule[] => [
    ...rules,
    ...rest.map((way): AclRule => ({ direction: way, order: 7, allows: true, ports: [0, 65535], block: "0.0.0.0/0" })),
  ]);
const groupOf = fc
  .tuple(fc.array(groupRule, { maxLength: 3 }), open)
  .map(([rules, rest]): readonly GroupRule[] => [
    ...rules,
    ...rest.map((way): GroupRule => ({ direction: way, ports: [0, 65535], peer: { block: "0.0.0.0/0" } })),
  ]);

export const network: fc.Arbitrary<Net> = fc.record({
  subnets: fc.tuple(subnetOf(0), subnetOf(0), subnetOf(1)),
  acls: fc.tuple(aclOf, aclOf),
  groups: fc.tuple(groupOf, groupOf, groupOf),
  machines: fc.array(machine, { minLength: 2, maxLength: 2 }),
  peering: fc.constantFrom("none" as const, "requested" as const, "accepted" as const, "accepted" as const),
  balancer: fc.option(
    fc.record({
      subnet: fc.integer({ min: 0, max: 2 }),
      group: fc.integer({ min: 0, max: 2 }),
      isInternal: fc.boolean(),
      listener: fc.constantFrom(80, 443),
      target: fc.integer({ min: 0, max: 1 }),
      targetPort: fc.constantFrom(80, 443),
    }),
    { nil: undefined },
  ),
});

export type Client = "internet" | { readonly block: string } | { readonly machine: number };

export const client: fc.Arbitrary<Client> = fc.record({ block: fc.constantFrom("3.3.3.0/30", "10.0.0.0/30", "10.1.0.2/31", "9.9.9.9/32") });

/** The network as resources. */
export function entriesOf({ subnets, acls, groups, machines, peering, balancer }: Net): readonly Entry[] {
  const entries: Entry[] = vpcBlocks.map((cidrBlock, index) => resource("aws:ec2/vpc:Vpc", `vpc${index}`, { cidrBlock }));
  const add = (type: string, name: string, props: Readonly<Record<string, CaseValue>>): void => void entries.push(resource(type, name, props));
  for (const index of [0, 1]) {
    add("aws:ec2/internetGateway:InternetGateway", `igw${index}`, { vpcId: ref(`vpc${index}`) });
    add("aws:ec2/natGateway:NatGateway", `nat${index}`, {});
  }
  if (peering !== "none")
    add("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", {
      vpcId: ref("vpc0"),
      peerVpcId: ref("vpc1"),
      autoAccept: peering === "accepted",
    });
  for (const [index, { vpc, acl, routes }] of subnets.entries()) {
    add("aws:ec2/subnet:Subnet", `subnet${index}`, { vpcId: ref(`vpc${vpc}`), cidrBlock: subnetBlocks[index] ?? "", mapPublicIpOnLaunch: false });
    if (acl !== undefined)
      add("aws:ec2/networkAclAssociation:NetworkAclAssociation", `acl-of-${index}`, {
        networkAclId: ref(`acl${acl}`),
        subnetId: ref(`subnet${index}`),
      });
    if (routes === undefined) continue;
    const targets: Record<NetRoute["over"], Readonly<Record<string, CaseValue>>> = {
      internet: { gatewayId: ref(`igw${vpc}`) },
      nat: { natGatewayId: ref(`nat${vpc}`) },
      peering: { vpcPeeringConnectionId: peering === "none" ? "pcx-1" : ref("peering") },
      appliance: { networkInterfaceId: "eni-1" },
    };
    add("aws:ec2/routeTable:RouteTable", `table${index}`, {
      vpcId: ref(`vpc${vpc}`),
      routes: routes.map(({ destination, over }) => ({ cidrBlock: destination, ...targets[over] })),
    });
    add("aws:ec2/routeTableAssociation:RouteTableAssociation", `table-of-${index}`, {
      subnetId: ref(`subnet${index}`),
      routeTableId: ref(`table${index}`),
    });
  }
  for (const [index, rules] of acls.entries()) {
    const written = (wanted: AclRule["direction"]): CaseValue =>
      rules
        .filter((rule) => rule.direction === wanted)
        .map(({ order, allows, ports: [fromPort, toPort], block: cidrBlock }) => ({
          ruleNo: order,
          action: allows === "hidden" ? unknown : allows ? "allow" : "deny",
          protocol: "tcp",
          fromPort,
          toPort,
          cidrBlock,
        }));
    add("aws:ec2/networkAcl:NetworkAcl", `acl${index}`, { vpcId: ref("vpc0"), ingress: written("ingress"), egress: written("egress") });
  }
  // Each group is in the VPC of whatever carries it: references across need a peering, which is for the oracle to say.
  for (const [index, rules] of groups.entries()) {
    add("aws:ec2/securityGroup:SecurityGroup", `group${index}`, { description: "A group" });
    for (const [
      at,
      {
        direction: way,
        ports: [fromPort, toPort],
        peer,
      },
    ] of rules.entries()) {
      const whom: Readonly<Record<string, CaseValue>> =
        peer === "self"
          ? { referencedSecurityGroupId: ref(`group${index}`) }
          : peer === "hidden"
            ? { cidrIpv4: unknown }
            : "group" in peer
              ? { referencedSecurityGroupId: ref(`group${peer.group}`) }
              : { cidrIpv4: peer.block };
      add(
        way === "ingress" ? "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" : "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        `rule${index}-${at}`,
        {
          securityGroupId: ref(`group${index}`),
          ipProtocol: "tcp",
          fromPort,
          toPort,
          ...whom,
        },
      );
    }
  }
  for (const [index, { subnet, groups: own, isPublic }] of machines.entries())
    add("aws:ec2/instance:Instance", `machine${index}`, {
      subnetId: ref(`subnet${subnet}`),
      associatePublicIpAddress: isPublic === "hidden" ? unknown : isPublic,
      vpcSecurityGroupIds: own.map((group) => ref(`group${group}`)),
    });
  if (balancer !== undefined) {
    add("aws:lb/loadBalancer:LoadBalancer", "balancer", {
      loadBalancerType: "application",
      internal: balancer.isInternal,
      subnets: [ref(`subnet${balancer.subnet}`)],
      securityGroups: [ref(`group${balancer.group}`)],
    });
    add("aws:lb/targetGroup:TargetGroup", "targets", { port: balancer.targetPort, protocol: "HTTP", targetType: "instance" });
    add("aws:lb/listener:Listener", "listener", {
      loadBalancerArn: ref("balancer", "arn"),
      port: balancer.listener,
      protocol: "HTTP",
      defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
    });
    add("aws:lb/targetGroupAttachment:TargetGroupAttachment", "target", {
      targetGroupArn: ref("targets", "arn"),
      targetId: ref(`machine${balancer.target}`),
    });
  }
  return entries;
}

/** Whether a client gets to machine 1 on a port, packet by packet. */
export function oracle(net: Net, from: Client, port: number): "yes" | "no" | "unknown" {
  const answers = completionsOf(net).map((completed) => packetsOf(completed, from, port));
  if (answers.every((answer) => answer.some(({ everybody }) => everybody))) {
    // One packet has to get through however the rest turns out: the packets of each completion are listed in the same order.
    const [first = []] = answers;
    if (first.some((_, at) => answers.every((answer) => answer[at]?.everybody === true))) return "yes";
  }
  return answers.every((answer) => answer.every(({ somebody }) => !somebody)) ? "no" : "unknown";
}

/** Every network that this one can turn out to be: what is hidden is there or not, or open to nobody or to everybody. */
function completionsOf(net: Net): readonly Net[] {
  const hidden = [
    ...net.acls.flatMap((rules, acl) => rules.flatMap(({ allows }, at) => (allows === "hidden" ? [{ acl, at }] : []))),
    ...net.groups.flatMap((rules, group) => rules.flatMap(({ peer }, at) => (peer === "hidden" ? [{ group, at }] : []))),
    ...net.machines.flatMap(({ isPublic }, machine) => (isPublic === "hidden" ? [{ machine }] : [])),
  ];
  let completed: readonly Net[] = [net];
  for (const hole of hidden) completed = completed.flatMap((each) => [true, false].map((value) => withValue(each, hole, value)));
  return completed;
}

function withValue(net: Net, hole: { acl?: number; group?: number; machine?: number; at?: number }, value: boolean): Net {
  const at = <T>(list: readonly T[], index: number | undefined, change: (one: T) => T): readonly T[] =>
    list.map((one, each) => (each === index ? change(one) : one));
  if (hole.acl !== undefined) return { ...net, acls: at(net.acls, hole.acl, (rules) => at(rules, hole.at, (rule) => ({ ...rule, allows: value }))) };
  if (hole.machine !== undefined) return { ...net, machines: at(net.machines, hole.machine, (one) => ({ ...one, isPublic: value })) };
  const peer: GroupRule["peer"] = value ? { block: "0.0.0.0/0" } : { block: "240.0.0.0/32" };
  return { ...net, groups: at(net.groups, hole.group, (rules) => at(rules, hole.at, (rule) => ({ ...rule, peer }))) };
}

/** For each packet that a client can send: whether it gets through from and to every address that may be theirs, or from and to some. */
function packetsOf(net: Net, from: Client, port: number): readonly { readonly everybody: boolean; readonly somebody: boolean }[] {
  const target = net.machines[1];
  if (target === undefined) throw new Error("there are two machines");
  const direct = waysTo(net, from, { subnet: target.subnet, groups: target.groups, isPublic: target.isPublic === true }, port);
  const { balancer } = net;
  if (balancer?.target !== 1 || balancer.targetPort !== port) return direct;
  const front = { subnet: balancer.subnet, groups: [balancer.group], isPublic: !balancer.isInternal };
  const behind = waysTo(net, { standing: front }, { subnet: target.subnet, groups: target.groups, isPublic: target.isPublic === true }, port)[0];
  const ahead = waysTo(net, from, front, balancer.listener);
  return [
    ...direct,
    ...ahead.map(({ everybody, somebody }) => ({
      everybody: everybody && behind?.everybody === true,
      somebody: somebody && behind?.somebody === true,
    })),
  ];
}

interface Standing {
  readonly subnet: number;
  readonly groups: readonly number[];
  readonly isPublic: boolean;
}

function waysTo(
  net: Net,
  from: Client | { readonly standing: Standing },
  to: Standing,
  port: number,
): readonly { readonly everybody: boolean; readonly somebody: boolean }[] {
  const targets = addressesIn(subnetBlocks[to.subnet] ?? "");
  const get = (source: number, sender: Standing | undefined): boolean[] => targets.map((target) => passes(net, source, sender, target, to, port));
  if (from === "internet") return outsiders.map((source) => summary(get(source, undefined)));
  if ("block" in from) {
    const inside = subnetBlocks.findIndex((each) => isIn(addressesIn(from.block)[0] ?? 0, each));
    const sender = inside < 0 ? undefined : { subnet: inside, groups: [], isPublic: false };
    return addressesIn(from.block).map((source) => summary(get(source, sender)));
  }
  const sender = "standing" in from ? from.standing : net.machines[from.machine];
  if (sender === undefined) throw new Error("there are two machines");
  const standing: Standing = { subnet: sender.subnet, groups: sender.groups, isPublic: sender.isPublic === true };
  const local = addressesIn(subnetBlocks[standing.subnet] ?? "").flatMap((source) => get(source, standing));
  return [summary(local), overInternet(net, standing, to, port)];
}

function summary(passed: readonly boolean[]): { readonly everybody: boolean; readonly somebody: boolean } {
  return { everybody: passed.length > 0 && passed.every(Boolean), somebody: passed.some(Boolean) };
}

/** Addresses that stand for all of the internet, as far as the blocks tell it apart. */
const outsiders = ["3.3.3.0", "3.3.3.1", "3.3.3.2", "3.3.3.3", "9.9.9.9", "200.0.0.1"].map(numberOf);

/** Out through a gateway with some address, and into a public one: neither of the two is known. */
function overInternet(net: Net, sender: Standing, to: Standing, port: number): { readonly everybody: boolean; readonly somebody: boolean } {
  const leaves = outsiders.map((address) => {
    const route = routeOf(net, sender.subnet, address);
    const isOut = route === "nat" || (route === "internet" && sender.isPublic);
    return (
      isOut &&
      groupsAllow(net, sender, "egress", address, undefined, port, to) &&
      aclAllows(net, sender.subnet, "egress", address, port) &&
      ephemeral.some((answer) => aclAllows(net, sender.subnet, "ingress", address, answer))
    );
  });
  const enters = outsiders.map((source) => passes(net, source, undefined, addressesIn(subnetBlocks[to.subnet] ?? "")[0] ?? 0, to, port));
  return { everybody: leaves.every(Boolean) && enters.every(Boolean), somebody: leaves.some(Boolean) && enters.some(Boolean) };
}

const ephemeral = [1024, 2000, 2001, 40000, 65535];

/** Whether one packet gets there, and its answer back. */
function passes(net: Net, source: number, sender: Standing | undefined, target: number, to: Standing, port: number): boolean {
  if (!groupsAllow(net, to, "ingress", source, sender, port, to)) return false;
  if (sender === undefined) {
    if (!to.isPublic || routeOf(net, to.subnet, source) !== "internet") return false;
    return aclAllows(net, to.subnet, "ingress", source, port) && ephemeral.some((answer) => aclAllows(net, to.subnet, "egress", source, answer));
  }
  if (sender.groups.length > 0 && !groupsAllow(net, sender, "egress", target, to, port, to)) return false;
  const isWithin = net.subnets[sender.subnet]?.vpc === net.subnets[to.subnet]?.vpc;
  const wanted = isWithin ? "local" : "peering";
  if (!isWithin && net.peering !== "accepted") return false;
  if (routeOf(net, sender.subnet, target) !== wanted || routeOf(net, to.subnet, source) !== wanted) return false;
  if (sender.subnet === to.subnet) return true;
  return (
    aclAllows(net, sender.subnet, "egress", target, port) &&
    aclAllows(net, to.subnet, "ingress", source, port) &&
    ephemeral.some((answer) => aclAllows(net, to.subnet, "egress", source, answer) && aclAllows(net, sender.subnet, "ingress", target, answer))
  );
}

/** The longest prefix wins; the block of the VPC is local. */
function routeOf(net: Net, subnet: number, address: number): NetRoute["over"] | "local" | "none" {
  const { vpc, routes = [] } = net.subnets[subnet] ?? { vpc: 0 };
  const all = [{ destination: vpcBlocks[vpc], over: "local" as const }, ...routes];
  const matching = all.filter(({ destination }) => isIn(address, destination));
  const [best] = matching.sort((a, b) => lengthOf(b.destination) - lengthOf(a.destination));
  if (best?.over === "peering" && net.peering === "none") return "none";
  return best?.over ?? "none";
}

function aclAllows(net: Net, subnet: number, way: AclRule["direction"], address: number, port: number): boolean {
  const acl = net.subnets[subnet]?.acl;
  if (acl === undefined) return true;
  const rules = (net.acls[acl] ?? []).filter((rule) => rule.direction === way).sort((a, b) => a.order - b.order);
  return rules.find((rule) => rule.ports[0] <= port && port <= rule.ports[1] && isIn(address, rule.block))?.allows === true;
}

function groupsAllow(
  net: Net,
  own: Standing,
  way: GroupRule["direction"],
  address: number,
  other: Standing | undefined,
  port: number,
  _to: Standing,
): boolean {
  return own.groups.some((group) =>
    (net.groups[group] ?? []).some(({ direction: of, ports: [first, last], peer }) => {
      if (of !== way || port < first || port > last || peer === "hidden") return false;
      if (peer !== "self" && "block" in peer) return isIn(address, peer.block);
      const named = peer === "self" ? group : peer.group;
      if (other === undefined) return false;
      const isNear = net.subnets[other.subnet]?.vpc === net.subnets[own.subnet]?.vpc || net.peering === "accepted";
      return isNear && other.groups.includes(named);
    }),
  );
}

function numberOf(text: string): number {
  return text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function lengthOf(cidr: string): number {
  return Number(cidr.split("/")[1]);
}

function isIn(address: number, cidr: string): boolean {
  const size = 2 ** (32 - lengthOf(cidr));
  return Math.floor(address / size) === Math.floor(numberOf(cidr.split("/")[0] ?? "") / size);
}

function addressesIn(cidr: string): readonly number[] {
  const first = numberOf(cidr.split("/")[0] ?? "");
  return Array.from({ length: 2 ** (32 - lengthOf(cidr)) }, (_, at) => first + at);
}

/** Both answers, where they differ: the network is shown with them. */
export function expectSame(net: Net, from: Client, port: number, answer: string): void {
  expect({ from, port, answer }).toEqual({ from, port, answer: oracle(net, from, port) });
}
