import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ResourceData, type Value } from "../../interpreter/value";
import { merged } from "./balancers";
import { enrollClassic } from "./classic";
import { groupIds, rule, securityGroup } from "./classic-groups";
import { anyAddress, portsOf, ruleArguments } from "./classic-rules";
import { defaultOf } from "./classic-services";
import type { Parts } from "./parts";

type Kind = "application" | "network";

/** Without groups, an application balancer makes an empty one; listeners open it. */
export function balancer(kind: Kind): (parts: Parts) => void {
  return (parts) => {
    const network = parts.given("vpc") ?? defaultOf(parts, "vpc");
    const given = parts.argument("securityGroups");
    if (given.state === "unknown") parts.gap("has groups that are not known");
    const groups = parts.given("securityGroups") ?? (kind === "application" ? parts.value([ownGroup(parts, network)]) : parts.value([]));
    const external = parts.given("external");
    const isExternal = external === undefined ? true : external.data;
    const internal = typeof isExternal === "boolean" ? !isExternal : parts.hole("depends on external, which is not known");
    const usual = parts.property(network, isExternal === false ? "privateSubnetIds" : "publicSubnetIds");
    const loadBalancer = parts.make(
      "aws:lb/loadBalancer:LoadBalancer",
      parts.name,
      parts.record(
        {
          subnets: parts.given("subnetMappings") === undefined ? (parts.given("subnets") ?? usual) : undefined,
          internal,
          securityGroups: groupIds(parts, groups),
          loadBalancerType: kind,
        },
        parts.allBut("vpc", "external", "subnets", "securityGroups"),
      ),
    );
    parts.give({ loadBalancer, vpc: network, securityGroups: groups });
  };
}

function ownGroup(parts: Parts, network: Value): Value {
  const { parent } = parts.component.options;
  const inputs = parts.record({ description: `Default security group for ALB: ${parts.name}`, vpc: network });
  return enrollClassic(parts, "awsx:x:ec2:SecurityGroup", parts.name, inputs, parent === undefined ? {} : { parent }, securityGroup);
}

/** The balancer that is given, or one that the component makes for itself. */
function balancerOf(parts: Parts, kind: Kind): Value {
  const given = parts.given("loadBalancer");
  if (given?.data instanceof ResourceData) return given;
  const token = kind === "application" ? "aws:lb:ApplicationLoadBalancer" : "awsx:lb:NetworkLoadBalancer";
  const inputs = merged(parts, { vpc: parts.given("vpc"), name: parts.given("name") }, given);
  const { parent } = parts.component.options;
  return enrollClassic(parts, token, parts.name, inputs, parent === undefined ? {} : { parent }, balancer(kind));
}

export function targetGroup(kind: Kind): (parts: Parts) => void {
  return (parts) => {
    const loadBalancer = balancerOf(parts, kind);
    const network = parts.property(loadBalancer, "vpc");
    const { port, protocol } = portOf(parts, kind);
    const made =
      parts.given("targetGroup") ??
      parts.make(
        "aws:lb/targetGroup:TargetGroup",
        parts.name,
        parts.record(
          { vpcId: parts.property(network, "id"), port, protocol, targetType: parts.given("targetType") ?? "ip" },
          parts.allBut("loadBalancer", "vpc", "port", "protocol", "targetType", "targetGroup"),
        ),
      );
    parts.give({ targetGroup: made, loadBalancer, vpc: network, arn: parts.property(made, "arn"), port });
  };
}

/** A listener of an application balancer opens the balancer's groups to everybody on its port, unless `external` is false. */
export function listener(kind: Kind): (parts: Parts) => void {
  return (parts) => {
    const loadBalancer = balancerOf(parts, kind);
    const { port, protocol } = portOf(parts, kind);
    const target = targetOf(parts, kind, loadBalancer, port, protocol);
    const made = parts.make(
      "aws:lb/listener:Listener",
      parts.name,
      parts.record(
        {
          loadBalancerArn: parts.property(parts.property(loadBalancer, "loadBalancer"), "arn"),
          port,
          protocol,
          defaultActions:
            parts.given("defaultActions") ??
            (target === undefined
              ? parts.hole("are actions that are not known")
              : [{ type: "forward", targetGroupArn: parts.property(parts.property(target, "targetGroup"), "arn") }]),
        },
        parts.allBut("loadBalancer", "vpc", "targetGroup", "defaultAction", "defaultActions", "external", "port", "protocol", "name"),
      ),
    );
    parts.give({ listener: made, loadBalancer, defaultTargetGroup: target });
    if (kind === "application") openGroups(parts, loadBalancer, port);
  };
}

function openGroups(parts: Parts, loadBalancer: Value, port: Value): void {
  const external = parts.argument("external");
  if (external.state === "given" && external.value.data === false) return;
  if (external.state === "unknown") parts.gap("opens its port to everybody or not: which, is not known");
  if (external.state === "unknown") return;
  const self: Value = { data: new ResourceData(parts.component), origin: { span: parts.span, how: "computed" } };
  const groups = parts.property(loadBalancer, "securityGroups");
  const items = groups.data instanceof List ? groups.data.items : [];
  if (!(groups.data instanceof List) || groups.data.rest !== undefined) parts.gap("opens groups that are not known");
  const description =
    typeof port.data === "number"
      ? parts.value(`Externally available at port ${port.data}`)
      : parts.hole("depends on a port that is not known", [port]);
  const args = ruleArguments(parts, anyAddress(parts, "cidrBlocks"), portsOf(parts, "tcp", port, undefined), description);
  for (const [index, { value }] of items.entries()) {
    if (!(value.data instanceof ResourceData)) {
      parts.gap("opens a group that is not of this program");
      continue;
    }
    for (const direction of ["ingress", "egress"] as const)
      rule(parts, direction, `${parts.name}-external-${String(index)}-${direction}`, value, args, { parent: self });
  }
}

function targetOf(parts: Parts, kind: Kind, loadBalancer: Value, port: Value, protocol: Value): Value | undefined {
  if (parts.given("defaultActions") !== undefined) return undefined;
  const action = parts.given("defaultAction");
  if (action !== undefined) return action.data instanceof ResourceData ? action : undefined;
  const given = parts.given("targetGroup");
  if (given?.data instanceof ResourceData) return given;
  const inputs =
    given === undefined ? parts.record({ port, protocol, loadBalancer, name: parts.given("name") }) : parts.record({ loadBalancer }, given);
  const token = kind === "application" ? "awsx:lb:ApplicationTargetGroup" : "awsx:lb:NetworkTargetGroup";
  const above = loadBalancer.data instanceof ResourceData ? { parent: loadBalancer.data.registration } : {};
  return enrollClassic(parts, token, parts.name, inputs, above, targetGroup(kind));
}

/** One of port and protocol gives the other. */
function portOf(parts: Parts, kind: Kind): { readonly port: Value; readonly protocol: Value } {
  const port = parts.given("port");
  const protocol = parts.given("protocol");
  if (kind === "network") return { port: port ?? parts.hole("is a port that is not given"), protocol: protocol ?? parts.value("TCP") };
  return {
    port:
      port ??
      (protocol?.data === "HTTPS" ? parts.value(443) : protocol?.data === "HTTP" ? parts.value(80) : parts.hole("is a port that is not known")),
    protocol:
      protocol ??
      (port === undefined || port.data instanceof Hole
        ? parts.hole("is a protocol that is not known")
        : parts.value(port.data === 443 || port.data === 8443 ? "HTTPS" : "HTTP")),
  };
}
