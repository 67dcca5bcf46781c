import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { computed, RecordData, ResourceData, type Value } from "../../interpreter/value";
import { Parts, type Input, type Inputs } from "./parts";

/** Without groups of its own, and unless it is told not to, it makes one that admits everybody to everything. */
export function applicationLoadBalancer(parts: Parts): void {
  const { vpcId, subnets, isDefault } = place(parts);
  // In the default VPC is also what names no VPC.
  const group = groupOf(parts, isDefault === true ? undefined : vpcId);
  const arguments_ = parts.allBut(
    "subnetIds",
    "subnets",
    "defaultTargetGroup",
    "defaultTargetGroupPort",
    "defaultSecurityGroup",
    "listener",
    "listeners",
  );
  const loadBalancer = parts.make(
    "aws:lb/loadBalancer:LoadBalancer",
    parts.name,
    parts.record({ subnets, ...(group.groups === undefined ? {} : { securityGroups: group.groups }), loadBalancerType: "application" }, arguments_),
  );
  const usual = httpDefaults(parts);
  const targetGroup = parts.make(
    "aws:lb/targetGroup:TargetGroup",
    parts.name,
    parts.record({}, merged(parts, { vpcId, targetType: "ip", ...usual }, parts.given("defaultTargetGroup"))),
  );
  const listeners = listenersOf(parts, loadBalancer, targetGroup, (given) => (given === undefined ? usual : listenerDefaults(parts, given)), usual);
  parts.give({ loadBalancer, defaultSecurityGroup: group.made, defaultTargetGroup: targetGroup, listeners, vpcId });
}

/** It has no group of its own, in any version. */
export function networkLoadBalancer(parts: Parts): void {
  const { vpcId, subnets } = place(parts);
  const arguments_ = parts.allBut("subnetIds", "subnets", "defaultTargetGroup", "defaultTargetGroupPort", "listener", "listeners");
  const loadBalancer = parts.make(
    "aws:lb/loadBalancer:LoadBalancer",
    parts.name,
    parts.record({ subnets, loadBalancerType: "network", enableHttp2: false, idleTimeout: 0 }, arguments_),
  );
  const targetGroup = parts.make(
    "aws:lb/targetGroup:TargetGroup",
    parts.name,
    merged(parts, { vpcId, protocol: "TCP", port: parts.given("defaultTargetGroupPort") ?? 80 }, parts.given("defaultTargetGroup")),
  );
  const tcp = { protocol: "TCP", port: 80 };
  const listeners = listenersOf(parts, loadBalancer, targetGroup, () => tcp, tcp);
  parts.give({ loadBalancer, defaultTargetGroup: targetGroup, listeners, vpcId });
}

/** Every protocol from everywhere, and every TCP port to everywhere. */
export function openGroup(vpcId: Value | undefined): Inputs {
  const everywhere = { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };
  return {
    vpcId,
    ingress: [{ fromPort: 0, toPort: 0, protocol: "-1", ...everywhere }],
    egress: [{ fromPort: 0, toPort: 65535, protocol: "tcp", ...everywhere }],
  };
}

function groupOf(parts: Parts, vpcId: Value | undefined): { readonly groups?: Input; readonly made?: Value } {
  const own = parts.argument("securityGroups");
  if (own.state === "given") return {};
  const options = parts.within("defaultSecurityGroup");
  const skip = options?.argument("skip");
  const isSkipped = skip?.state === "given" && skip.value.data === true;
  if (isSkipped) return {};
  if (own.state === "unknown" || parts.argument("defaultSecurityGroup").state === "unknown" || skip?.state === "unknown") {
    const hole = own.state === "unknown" ? own.hole : new Hole("depends on defaultSecurityGroup, which is not known", parts.span);
    parts.gap("makes a group that admits everybody where it is given none: whether it is, is not known");
    return { groups: computed(new List([], hole), parts.span, []) };
  }
  const given = options?.given("securityGroupId");
  if (given !== undefined) return { groups: [given] };
  const description = options?.given("args");
  const made = parts.make("aws:ec2/securityGroup:SecurityGroup", parts.name, description ?? openGroup(vpcId));
  return { groups: [parts.property(made, "id")], made };
}

/** Its subnets and their VPC. */
function place(parts: Parts): { readonly vpcId: Value; readonly subnets: Value | undefined; readonly isDefault?: true } {
  const subnets = parts.given("subnets");
  if (subnets !== undefined) {
    const first = subnets.data instanceof List ? subnets.data.items[0]?.value : undefined;
    return {
      vpcId: first === undefined ? parts.hole("is the VPC of subnets that are not known", [subnets]) : parts.property(first, "vpcId"),
      subnets: identifiers(parts, subnets),
    };
  }
  const subnetIds = parts.given("subnetIds");
  if (subnetIds !== undefined) return { vpcId: vpcOf(parts, subnetIds), subnets: subnetIds };
  const mappings = parts.given("subnetMappings");
  if (mappings !== undefined) return { vpcId: parts.hole("is the VPC of subnets that are not known", [mappings]), subnets: undefined };
  return {
    vpcId: parts.hole("is the default VPC of the account"),
    subnets: parts.unknownList("are the public subnets of the default VPC"),
    isDefault: true,
  };
}

function identifiers(parts: Parts, subnets: Value): Value {
  if (!(subnets.data instanceof List)) return subnets;
  const items = subnets.data.items.map(({ value }) => parts.property(value, "id"));
  const { rest } = subnets.data;
  const list = parts.value(items);
  if (rest !== undefined && list.data instanceof List) list.data.rest = rest;
  return list;
}

/** The VPC that the first of some subnets is in, where that is a subnet of the program. */
function vpcOf(parts: Parts, subnetIds: Value): Value {
  const first = subnetIds.data instanceof List ? subnetIds.data.items[0]?.value : undefined;
  const [subnet, ...others] = [...(first?.from ?? [])].filter(({ type }) => type === "aws:ec2/subnet:Subnet");
  if (subnet === undefined || others.length > 0) return parts.hole("is the VPC of subnets that are not known", [subnetIds]);
  const resource: Value = { data: new ResourceData(subnet), origin: { span: parts.span, how: "computed" } };
  return parts.property(resource, "vpcId");
}

interface Defaults {
  readonly port?: Input;
  readonly protocol?: Input;
}

/** What the target group and the listeners have where they say nothing themselves. */
function httpDefaults(parts: Parts): Defaults {
  const listeners = parts.argument("listeners");
  if (listeners.state === "unknown") return { port: computed(listeners.hole, parts.span, []), protocol: computed(listeners.hole, parts.span, []) };
  if (listeners.state === "given") {
    const items = listeners.value.data instanceof List ? listeners.value.data.items : [];
    // The component leaves a single listener of the list to itself.
    return items.length === 1 ? {} : listenerDefaults(parts, items[0]?.value);
  }
  return listenerDefaults(parts, parts.given("listener"));
}

function listenerDefaults(parts: Parts, listener: Value | undefined): Defaults {
  const inner = listener === undefined ? undefined : new Parts(parts.run, parts.component, listener);
  const port = inner?.given("port");
  const protocol = inner?.given("protocol");
  if (listener === undefined) return { port: parts.given("defaultTargetGroupPort") ?? 80, protocol: "HTTP" };
  if (port !== undefined && protocol !== undefined) return { port, protocol };
  if (port !== undefined)
    return {
      port,
      protocol: port.data instanceof Hole ? parts.hole("depends on a port that is not known", [port]) : port.data === 443 ? "HTTPS" : "HTTP",
    };
  if (protocol !== undefined)
    return {
      protocol,
      port: protocol.data instanceof Hole ? parts.hole("depends on a protocol that is not known", [protocol]) : protocol.data === "HTTPS" ? 443 : 80,
    };
  return { port: 80, protocol: "HTTP" };
}

function listenersOf(
  parts: Parts,
  loadBalancer: Value,
  targetGroup: Value,
  defaults: (given: Value | undefined) => Defaults,
  usual: Defaults,
): Value {
  const defaultActions = [{ type: "forward", targetGroupArn: parts.property(targetGroup, "arn") }];
  const make = (index: number, given: Value | undefined, own: Defaults): Value =>
    parts.make(
      "aws:lb/listener:Listener",
      `${parts.name}-${index}`,
      parts.record({ loadBalancerArn: parts.property(loadBalancer, "arn") }, merged(parts, { defaultActions, ...own }, given)),
    );
  const listeners = parts.given("listeners");
  if (listeners === undefined) return parts.value([make(0, parts.given("listener"), usual)]);
  if (!(listeners.data instanceof List)) return parts.unknownList("are listeners that are not known");
  const made = parts.value(listeners.data.items.map(({ value }, index) => make(index, value, defaults(value))));
  if (listeners.data.rest !== undefined) {
    parts.gap("has listeners that are not known");
    if (made.data instanceof List) made.data.rest = listeners.data.rest;
  }
  return made;
}

/** A record with defaults: what is given comes first, and a null is what is left out. */
export function merged(parts: Parts, defaults: Inputs, given: Value | undefined): Value {
  const base = parts.record(defaults);
  if (given === undefined || !(base.data instanceof RecordData)) return base;
  if (given.data instanceof RecordData) {
    for (const [name, field] of given.data.fields) if (field.value.data !== null) base.data.fields.set(name, field);
    if (given.data.rest !== undefined) base.data.rest = given.data.rest;
  } else if (given.data instanceof Hole) base.data.rest = given.data;
  return base;
}
