import { isHole, type Fact } from "../model/approx";
import type { PortMapping, Ref } from "../model/network";
import { computedFrom } from "../resources/resource";
import { scriptsIn } from "../resources/start-up-scripts";
import type { Decoder, Decoders, Emit } from "./decoder";
import { documentOf, isObject } from "./documents";
import type { Property } from "./read";
import { named } from "./types";

const isCluster = (type: string): boolean => type === "aws:ecs/cluster:Cluster" || type === "aws-native:ecs:Cluster";
const isProvider = named("CapacityProvider");
const isScalingGroup = named("Group", "AutoScalingGroup");
const isTaskDefinition = named("TaskDefinition");

export const decoders: Decoders = {
  "aws:ecs/service:Service": service("capacityProviderStrategies"),
  "aws:ecs/taskSet:TaskSet": service("capacityProviderStrategies"),
  "aws-native:ecs:Service": service("capacityProviderStrategy"),
  "aws-native:ecs:TaskSet": service("capacityProviderStrategy"),
  "aws:ecs/taskDefinition:TaskDefinition": taskDefinition,
  "aws-native:ecs:TaskDefinition": taskDefinition,
  "aws:ecs/capacityProvider:CapacityProvider": capacityProvider,
  "aws-native:ecs:CapacityProvider": capacityProvider,
  "aws:ecs/cluster:Cluster": (inputs, emit) => hostedByProviders({ kind: "resource", urn: inputs.resource.urn }, inputs, emit),
  "aws-native:ecs:Cluster": (inputs, emit) => hostedByProviders({ kind: "resource", urn: inputs.resource.urn }, inputs, emit),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": (inputs, emit) =>
    hostedByProviders(clusterIn(inputs.get("clusterName")), inputs, emit),
  "aws-native:ecs:ClusterCapacityProviderAssociations": (inputs, emit) => hostedByProviders(clusterIn(inputs.get("cluster")), inputs, emit),
  "aws:ec2/instance:Instance": registering("userData", "userDataBase64"),
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": registering("userData", "userDataBase64"),
  "aws:ec2/launchTemplate:LaunchTemplate": registering("userData"),
  "aws:ec2/launchConfiguration:LaunchConfiguration": registering("userData", "userDataBase64"),
  "aws-native:ec2:Instance": registering("userData"),
  "aws-native:ec2:LaunchTemplate": registering("launchTemplateData"),
  "aws-native:autoscaling:LaunchConfiguration": registering("userData"),
};

function service(strategies: string): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const own: Ref = { kind: "resource", urn: resource.urn };
    const network = inputs.get("networkConfiguration");
    emit("containerService", {
      urn: resource.urn,
      resource,
      hasInterfaces: network.isHidden ? network.hole() : network.exists,
      taskDefinition: inputs.get("taskDefinition").ref(isTaskDefinition),
    });
    const chosen = inputs.get(strategies);
    const elements = chosen.elements();
    const providers = isHole(elements) ? [chosen] : elements.map((each) => each.get("capacityProvider"));
    const from = providers.length > 0 ? providers.flatMap(providerIn) : [clusterIn(inputs.get("cluster"))];
    for (const by of from) emit("hosting", { urn: resource.urn, resource, of: own, by });
  };
}

/** Without one, it is the cluster that every account has. */
function clusterIn(property: Property): Ref {
  return property.ref(isCluster) ?? { kind: "external", id: "default", hole: property.hole("is missing") };
}

/** Fargate has no machines of the stack. */
function providerIn(property: Property): readonly Ref[] {
  if (property.value === "FARGATE" || property.value === "FARGATE_SPOT") return [];
  const ref = property.ref(isProvider);
  return ref === undefined ? [] : [ref];
}

function hostedByProviders(cluster: Ref, inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const providers = inputs.get("capacityProviders");
  for (const property of providers.isHidden ? [providers] : providers.list())
    for (const by of providerIn(property)) emit("hosting", { urn: resource.urn, resource, of: cluster, by });
}

function capacityProvider(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const by = inputs.get("autoScalingGroupProvider").get("autoScalingGroupArn").ref(isScalingGroup);
  if (by !== undefined) emit("hosting", { urn: resource.urn, resource, of: { kind: "resource", urn: resource.urn }, by });
}

/** A machine joins the cluster that its user data names. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html */
function registering(...names: readonly string[]): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const computed = names
      .flatMap((name) => computedFrom(resource, name))
      .filter((urn) => isCluster(/([^$:]+:[^$:]+:[^$:]+)::[^:]*$/.exec(urn)?.[1] ?? ""));
    const said = names.flatMap((name) => {
      const property = inputs.get(name);
      return scriptsIn(property.value).flatMap((script) => {
        const [, cluster] = /\bECS_CLUSTER=["']?([\w-]+)/.exec(script) ?? [];
        const ref = cluster === undefined ? undefined : property.as(cluster).ref(isCluster);
        return ref?.kind === "resource" ? [ref.urn] : [];
      });
    });
    for (const urn of new Set([...computed, ...said]))
      emit("hosting", { urn: resource.urn, resource, of: { kind: "resource", urn }, by: { kind: "resource", urn: resource.urn } });
  };
}

function taskDefinition(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const mode = inputs.get("networkMode").text();
  emit("taskDefinition", {
    urn: resource.urn,
    resource,
    sharesNetwork: isHole(mode) ? mode : mode === "host",
    mappings: mappingsOf(inputs.get("containerDefinitions")),
  });
}

function mappingsOf(property: Property): Fact<readonly PortMapping[]> {
  const containers = documentOf(property);
  if (isHole(containers)) return containers;
  if (containers === undefined || containers === null) return [];
  if (!Array.isArray(containers)) return property.hole("is not a list");
  const lists = containers.map((container: unknown) => (isObject(container) ? container.portMappings : container));
  if (lists.some((list) => typeof list === "symbol")) return property.hole();
  return lists
    .flatMap((list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []))
    .map((mapping) => {
      const at = isObject(mapping) ? mapping : {};
      return {
        containerPort: typeof mapping === "symbol" ? property.hole() : portIn(property, at.containerPort),
        hostPort: portIn(property, at.hostPort),
        isDatagram: typeof at.protocol === "symbol" ? property.hole() : at.protocol === "udp",
      };
    });
}

/** A port that is 0 is one that nobody chose. */
function portIn(property: Property, value: unknown): Fact<number | undefined> {
  if (value === undefined || value === null) return undefined;
  const port = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  if (!Number.isInteger(port)) return property.hole(typeof value === "symbol" ? undefined : "has a port that is not a whole number");
  return port === 0 ? undefined : port;
}
