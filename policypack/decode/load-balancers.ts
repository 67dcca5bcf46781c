import { isHole, type Fact, type Hole } from "../model/approx";
import type { LoadBalancer, Ref } from "../model/network";
import type { Resource } from "../resources/resource";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isAny, isListener, isLoadBalancer, isTargetGroup, named } from "./types";

/** `scheme` and `type` are what aws-native calls them. */
const balancer: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("loadBalancer", {
    urn: resource.urn,
    resource,
    kind: kindOf(inputs.first("loadBalancerType", "type")),
    internal: isInternal(inputs),
    hasGroups: hasGroups(inputs),
    hasIpv6: hasIpv6(inputs.get("ipAddressType")),
    enforcesGroupsOnPrivateLink: enforces(inputs.get("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic")),
  });
};

/** A classic load balancer is its own listeners and target groups, one for each port. */
const classicBalancer: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const itself: Ref = { kind: "resource", urn: resource.urn };
  emit("loadBalancer", {
    urn: resource.urn,
    resource,
    kind: "classic",
    internal: isInternal(inputs),
    hasGroups: hasGroups(inputs),
    // Outside of EC2-Classic it has IPv4 alone: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
    hasIpv6: false,
    enforcesGroupsOnPrivateLink: true,
  });
  for (const entry of inputs.get("listeners").list()) {
    const port = entry.first("lbPort", "loadBalancerPort");
    const targetGroup = {
      port: present(entry.get("instancePort"), entry.get("instancePort").number()),
      protocol: entry.get("instanceProtocol").text(),
    };
    emit("listener", {
      urn: resource.urn,
      resource,
      balancer: itself,
      port: present(port, port.number()),
      protocol: entry.first("lbProtocol", "protocol").text(),
      targetGroups: [itself],
    });
    emit("targetGroup", {
      urn: resource.urn,
      resource,
      ...targetGroup,
      targetType: "instance",
      preservesClientAddress: false,
      healthPort: classicHealthPort(inputs),
    });
  }
  for (const workload of refsOf(inputs.get("instances"), isAny))
    emit("target", { urn: resource.urn, resource, targetGroup: itself, workload, port: undefined });
};

const listener: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("listener", {
    urn: resource.urn,
    resource,
    balancer: required(inputs.get("loadBalancerArn"), isLoadBalancer),
    port: inputs.get("port").number(),
    protocol: inputs.get("protocol").text(),
    targetGroups: targetGroupsOf(inputs.get("defaultActions")),
  });
};

/** A further rule of a listener: the same port, other target groups. */
const listenerRule: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("listenerRule", {
    urn: resource.urn,
    resource,
    listener: required(inputs.get("listenerArn"), isListener),
    targetGroups: targetGroupsOf(inputs.get("actions")),
  });
};

const targetGroup: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const protocol = inputs.get("protocol").text();
  const targetType = inputs.get("targetType").text() ?? "instance";
  const port = inputs.get("port").number();
  emit("targetGroup", {
    urn: resource.urn,
    resource,
    // A function has no port.
    port: targetType === "lambda" ? port : present(inputs.get("port"), port),
    protocol,
    targetType,
    preservesClientAddress: preserves(inputs, protocol, targetType),
    healthPort: healthPort(inputs),
  });
  for (const target of inputs.get("targets").list()) {
    const workload = target.get("id").ref(isAny);
    if (workload !== undefined)
      emit("target", { urn: resource.urn, resource, targetGroup: itself(resource), workload, port: target.get("port").number() });
  }
};

const attachment: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("target", {
    urn: resource.urn,
    resource,
    targetGroup: required(inputs.get("targetGroupArn"), isTargetGroup),
    workload: required(inputs.get("targetId"), isAny),
    port: inputs.get("port").number(),
  });
};

const scalingGroup: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const sources = [
    ...refsOf(inputs.get("targetGroupArns"), isTargetGroup),
    ...refsOf(inputs.first("loadBalancers", "loadBalancerNames"), isLoadBalancer),
    ...inputs
      .get("trafficSources")
      .list()
      .flatMap((source) => source.get("identifier").ref(isTrafficSource) ?? []),
  ];
  for (const source of sources) emit("target", { urn: resource.urn, resource, targetGroup: source, workload: itself(resource), port: undefined });
};

const scalingGroupAttachment: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  // A managed node group tells the name of the scaling group that it has made.
  const workload = required(inputs.get("autoscalingGroupName"), isScaling);
  const sources = [
    inputs.first("lbTargetGroupArn", "albTargetGroupArn").ref(isTargetGroup),
    inputs.get("elb").ref(isLoadBalancer),
    inputs.get("trafficSource").get("identifier").ref(isTrafficSource),
  ];
  for (const source of sources)
    if (source !== undefined) emit("target", { urn: resource.urn, resource, targetGroup: source, workload, port: undefined });
};

const containers: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  for (const entry of inputs.get("loadBalancers").list()) {
    const port = entry.get("containerPort").number();
    for (const source of [entry.get("targetGroupArn").ref(isTargetGroup), entry.first("elbName", "loadBalancerName").ref(isLoadBalancer)])
      if (source !== undefined) emit("target", { urn: resource.urn, resource, targetGroup: source, workload: itself(resource), port });
  }
};

export const decoders: Decoders = {
  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:alb/loadBalancer:LoadBalancer": balancer,
  "aws-native:elasticloadbalancingv2:LoadBalancer": balancer,
  "aws:elb/loadBalancer:LoadBalancer": classicBalancer,
  "aws-native:elasticloadbalancing:LoadBalancer": classicBalancer,
  "aws:elb/attachment:Attachment": (inputs, emit) => {
    const { resource } = inputs;
    const of = required(inputs.get("elb"), isLoadBalancer);
    emit("target", { urn: resource.urn, resource, targetGroup: of, workload: required(inputs.get("instance"), isAny), port: undefined });
  },
  "aws:lb/listener:Listener": listener,
  "aws:alb/listener:Listener": listener,
  "aws-native:elasticloadbalancingv2:Listener": listener,
  "aws:lb/listenerRule:ListenerRule": listenerRule,
  "aws:alb/listenerRule:ListenerRule": listenerRule,
  "aws-native:elasticloadbalancingv2:ListenerRule": listenerRule,
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:alb/targetGroup:TargetGroup": targetGroup,
  "aws-native:elasticloadbalancingv2:TargetGroup": targetGroup,
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": attachment,
  "aws:alb/targetGroupAttachment:TargetGroupAttachment": attachment,
  "aws:autoscaling/group:Group": scalingGroup,
  "aws-native:autoscaling:AutoScalingGroup": scalingGroup,
  "aws:autoscaling/attachment:Attachment": scalingGroupAttachment,
  "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment": scalingGroupAttachment,
  "aws:ecs/service:Service": containers,
  "aws:ecs/taskSet:TaskSet": containers,
  "aws-native:ecs:Service": containers,
  "aws-native:ecs:TaskSet": containers,
};

const isScaling = named("Group", "AutoScalingGroup", "NodeGroup", "Nodegroup");
const isTrafficSource = named("TargetGroup", "LoadBalancer");

function itself({ urn }: Resource): Ref {
  return { kind: "resource", urn };
}

function required(property: Property, accepts: (type: string) => boolean): Ref {
  return property.ref(accepts) ?? anything(property.hole("is missing"));
}

function anything(hole: Hole): Ref {
  return { kind: "unclear", candidates: [], hole };
}

/** The resources that a list names; of a list that is hidden, at least one that could be any. */
function refsOf(property: Property, accepts: (type: string) => boolean): readonly Ref[] {
  const { refs, hole } = property.refs(accepts);
  return hole !== undefined && refs.length === 0 ? [anything(hole)] : refs;
}

function kindOf(property: Property): LoadBalancer["kind"] {
  const type = property.text();
  if (isHole(type)) return type;
  if (type === undefined || type === "application") return "application";
  return type === "network" || type === "gateway" ? type : property.hole("is not a type of load balancer");
}

/** IPv4 alone unless it says otherwise: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type */
function hasIpv6(type: Property): Fact<boolean> {
  const text = type.text();
  return isHole(text) ? text : text !== undefined && text !== "ipv4";
}

function isInternal(inputs: Property): Fact<boolean> {
  const scheme = inputs.get("scheme").text();
  if (isHole(scheme)) return scheme;
  return scheme === undefined ? (inputs.get("internal").flag() ?? false) : scheme === "internal";
}

function hasGroups(inputs: Property): Fact<boolean> {
  const groups = inputs.get("securityGroups").elements();
  return isHole(groups) ? groups : groups.length > 0;
}

/** On by default: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html */
function enforces(property: Property): Fact<boolean> {
  const chosen = property.text();
  return isHole(chosen) ? chosen : chosen?.toLowerCase() !== "off";
}

function targetGroupsOf(actions: Property): readonly Ref[] {
  const elements = actions.elements();
  if (isHole(elements)) return [required(actions, isTargetGroup)];
  return elements.flatMap((action) => {
    if (action.isHidden) return [required(action, isTargetGroup)];
    const direct = action.get("targetGroupArn").ref(isTargetGroup);
    const weighted = action
      .first("forward", "forwardConfig")
      .get("targetGroups")
      .list()
      .map((target) => target.first("arn", "targetGroupArn").ref(isTargetGroup));
    return [direct, ...weighted].filter((ref) => ref !== undefined);
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation */
function preserves(inputs: Property, protocol: Fact<string | undefined>, targetType: Fact<string>): Fact<boolean> {
  if (isHole(protocol)) return protocol;
  if (["UDP", "TCP_UDP", "QUIC", "TCP_QUIC"].includes(protocol?.toUpperCase() ?? "")) return true;
  const chosen = inputs.get("preserveClientIp").exists ? inputs.get("preserveClientIp").flag() : attribute(inputs, "preserve_client_ip.enabled");
  if (chosen !== undefined) return chosen;
  return isHole(targetType) ? targetType : targetType !== "ip";
}

/** What aws-native has as a list of keys and values. */
function attribute(inputs: Property, name: string): Fact<boolean | undefined> {
  const attributes = inputs.get("targetGroupAttributes").elements();
  if (isHole(attributes)) return attributes;
  for (const entry of attributes) {
    const key = entry.get("key").text();
    if (isHole(key)) return key;
    if (key === name) return entry.get("value").flag();
  }
  return undefined;
}

/** Undefined where it is the port of the traffic. */
function healthPort(inputs: Property): Fact<number | undefined> {
  const port = inputs.get("healthCheckPort").exists ? inputs.get("healthCheckPort") : inputs.get("healthCheck").get("port");
  return port.value === "traffic-port" ? undefined : port.number();
}

/** "HTTP:8082/up": https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HealthCheck.html */
function classicHealthPort(inputs: Property): Fact<number | undefined> {
  const target = inputs.get("healthCheck").get("target").text();
  if (target === undefined || isHole(target)) return target;
  const [, port] = /^[a-z]+:(\d+)/i.exec(target) ?? [];
  return port === undefined ? undefined : Number(port);
}

function present(property: Property, port: Fact<number | undefined>): Fact<number | undefined> {
  return port ?? property.hole("is missing");
}
