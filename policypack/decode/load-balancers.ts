import { isHole, type Fact } from "../model/approx";
import type { LoadBalancer, Ref } from "../model/network";
import type { Decoder, Decoders, Emit } from "./decoder";
import type { Property } from "./read";
import { isAny, isListener, isLoadBalancer, isTargetGroup, named } from "./types";

const balancer: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const groups = inputs.get("securityGroups");
  const noGroups = !groups.exists || (Array.isArray(groups.value) && groups.value.length === 0);
  emit("loadBalancer", {
    urn: resource.urn,
    resource,
    kind: kindOf(inputs.get("loadBalancerType").text()),
    internal: orElse(inputs.get("internal").flag(), false),
    hasGroups: groups.isHidden ? groups.hole() : !noGroups,
  });
};

const listener: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const balancerRef = inputs.get("loadBalancerArn").ref(isLoadBalancer);
  if (balancerRef === undefined) return;
  emit("listener", {
    urn: resource.urn,
    resource,
    balancer: balancerRef,
    port: inputs.get("port").number(),
    protocol: inputs.get("protocol").text(),
    targetGroups: targetGroupsOf(inputs.get("defaultActions")),
  });
};

/** A further rule of a listener: the same port, other target groups. */
const listenerRule: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const of = inputs.get("listenerArn").ref(isListener);
  if (of !== undefined) emit("listenerRule", { urn: resource.urn, resource, listener: of, targetGroups: targetGroupsOf(inputs.get("actions")) });
};

const targetGroup: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const protocol = inputs.get("protocol").text();
  const targetType = orElse(inputs.get("targetType").text(), "instance");
  emit("targetGroup", {
    urn: resource.urn,
    resource,
    port: inputs.get("port").number(),
    protocol,
    targetType,
    preservesClientAddress: preserves(inputs, protocol, targetType),
  });
};

const attachment: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const group = inputs.get("targetGroupArn").ref(isTargetGroup);
  const workload = inputs.get("targetId").ref(isAny);
  if (group === undefined || workload === undefined) return;
  emit("target", { urn: resource.urn, resource, targetGroup: group, workload, port: inputs.get("port").number() });
};

export const decoders: Decoders = {
  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:alb/loadBalancer:LoadBalancer": balancer,
  "aws:lb/listener:Listener": listener,
  "aws:alb/listener:Listener": listener,
  "aws:lb/listenerRule:ListenerRule": listenerRule,
  "aws:alb/listenerRule:ListenerRule": listenerRule,
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:alb/targetGroup:TargetGroup": targetGroup,
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": attachment,
  "aws:alb/targetGroupAttachment:TargetGroupAttachment": attachment,
  "aws:autoscaling/group:Group": (inputs, emit) => targets(inputs, inputs.get("targetGroupArns"), emit),
  "aws:autoscaling/attachment:Attachment": (inputs, emit) => {
    const scalingGroup = inputs.get("autoscalingGroupName").ref(named("Group"));
    const group = inputs.first("lbTargetGroupArn", "albTargetGroupArn").ref(isTargetGroup);
    if (scalingGroup !== undefined && group !== undefined)
      emit("target", { urn: inputs.resource.urn, resource: inputs.resource, targetGroup: group, workload: scalingGroup, port: undefined });
  },
  "aws:ecs/service:Service": (inputs, emit) => {
    for (const entry of inputs.get("loadBalancers").list()) {
      const group = entry.get("targetGroupArn").ref(isTargetGroup);
      if (group !== undefined) emit("target", { ...own(inputs), targetGroup: group, port: entry.get("containerPort").number() });
    }
  },
};

function targets(inputs: Property, list: Property, emit: Emit): void {
  for (const group of list.refs(isTargetGroup).refs) emit("target", { ...own(inputs), targetGroup: group, port: undefined });
}

function own({ resource }: Property): { urn: string; resource: Property["resource"]; workload: Ref } {
  return { urn: resource.urn, resource, workload: { kind: "resource", urn: resource.urn } };
}

function kindOf(type: Fact<string | undefined>): LoadBalancer["kind"] {
  if (isHole(type)) return type;
  return type === "network" || type === "gateway" ? type : "application";
}

function targetGroupsOf(actions: Property): readonly Ref[] {
  return actions.list().flatMap((action) => {
    const direct = action.get("targetGroupArn").ref(isTargetGroup);
    const weighted = action
      .get("forward")
      .get("targetGroups")
      .list()
      .map((target) => target.get("arn").ref(isTargetGroup));
    return [direct, ...weighted].filter((ref) => ref !== undefined);
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation */
function preserves(inputs: Property, protocol: Fact<string | undefined>, targetType: Fact<string>): Fact<boolean> {
  if (isHole(protocol)) return protocol;
  if (["UDP", "TCP_UDP", "QUIC", "TCP_QUIC"].includes(protocol ?? "")) return true;
  const chosen = inputs.get("preserveClientIp").flag();
  if (chosen !== undefined) return chosen;
  return isHole(targetType) ? targetType : targetType === "instance";
}

function orElse<T>(fact: Fact<T | undefined>, fallback: T): Fact<T> {
  return isHole(fact) ? fact : (fact ?? fallback);
}
