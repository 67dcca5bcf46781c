import { exactly, isHole, type Approx } from "../model/approx";
import type { Ref, WorkloadKind } from "../model/network";
import * as ports from "../net/ports";
import { engineDefaultPorts } from "../net/well-known";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isGroup, isSubnet, named } from "./types";

/** Where a resource type keeps its groups and subnets; paths into lists go through every element. */
interface Shape {
  readonly kind: WorkloadKind;
  readonly noun: string;
  readonly groups: readonly string[];
  readonly subnets?: readonly string[];
  readonly template?: string;
  readonly ports?: (inputs: Property) => Approx<ports.Traffic>;
}

const shapes: Readonly<Record<string, Shape>> = {
  "aws:ec2/instance:Instance": {
    kind: "instance",
    noun: "instance",
    groups: ["vpcSecurityGroupIds", "securityGroups", "networkInterfaces.securityGroups"],
    subnets: ["subnetId"],
    template: "launchTemplate",
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    kind: "instance",
    noun: "launch template",
    groups: ["vpcSecurityGroupIds", "securityGroupNames", "networkInterfaces.securityGroups"],
    subnets: ["networkInterfaces.subnetId"],
  },
  "aws:ec2/launchConfiguration:LaunchConfiguration": { kind: "instance", noun: "launch configuration", groups: ["securityGroups"] },
  "aws:autoscaling/group:Group": {
    kind: "scaling-group",
    noun: "scaling group",
    groups: [],
    subnets: ["vpcZoneIdentifiers"],
    template: "launchTemplate",
  },
  "aws:rds/instance:Instance": { kind: "data-store", noun: "RDS instance", groups: ["vpcSecurityGroupIds"], ports: databasePorts },
  "aws:rds/cluster:Cluster": { kind: "data-store", noun: "Aurora cluster", groups: ["vpcSecurityGroupIds"], ports: databasePorts },
  "aws:lb/loadBalancer:LoadBalancer": {
    kind: "load-balancer",
    noun: "load balancer",
    groups: ["securityGroups"],
    subnets: ["subnets", "subnetMappings.subnetId"],
  },
  "aws:alb/loadBalancer:LoadBalancer": {
    kind: "load-balancer",
    noun: "load balancer",
    groups: ["securityGroups"],
    subnets: ["subnets", "subnetMappings.subnetId"],
  },
  "aws:lambda/function:Function": {
    kind: "function",
    noun: "Lambda function",
    groups: ["vpcConfig.securityGroupIds"],
    subnets: ["vpcConfig.subnetIds"],
  },
  "aws:ecs/service:Service": {
    kind: "container-service",
    noun: "ECS service",
    groups: ["networkConfiguration.securityGroups"],
    subnets: ["networkConfiguration.subnets"],
  },
};

export const decoders: Decoders = Object.fromEntries(Object.entries(shapes).map(([token, shape]) => [token, workload(shape)]));

const isTemplate = named("LaunchTemplate", "LaunchConfiguration");

function workload(shape: Shape): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const lists = shape.groups.flatMap((path) => at(inputs, path).map((property) => property.refs(isGroup)));
    const subnets = (shape.subnets ?? []).flatMap((path) => at(inputs, path).flatMap((property) => property.refs(isSubnet).refs));
    emit("workload", {
      urn: resource.urn,
      resource,
      kind: shape.kind,
      noun: shape.noun,
      groups: lists.flatMap(({ refs }) => refs),
      groupsHole: lists.find(({ hole }) => hole !== undefined)?.hole,
      subnets,
      ports: shape.ports?.(inputs),
      template: shape.template === undefined ? undefined : templateOf(inputs, shape.template),
    });
  };
}

function templateOf(inputs: Property, name: string): Ref | undefined {
  const template = inputs.get(name);
  return template.first("id", "name").ref(isTemplate) ?? inputs.get("launchConfiguration").ref(isTemplate);
}

/** The properties at a dotted path, one for each element of the lists on the way. */
function at(inputs: Property, path: string): readonly Property[] {
  const [head = "", ...rest] = path.split(".");
  const property = inputs.get(head);
  if (rest.length === 0) return property.exists ? [property] : [];
  const elements = property.elements();
  return isHole(elements) ? [property] : elements.flatMap((element) => at(element, rest.join(".")));
}

/** An RDS database listens on `port`, else on its engine's default. */
function databasePorts(inputs: Property): Approx<ports.Traffic> {
  const port = inputs.get("port").number();
  const engine = inputs.get("engine").text();
  if (!isHole(port) && port !== undefined) return exactly(ports.tcp(port));
  if (isHole(port)) return { must: ports.noTraffic, may: ports.ofProtocol(6), holes: [port] };
  if (isHole(engine)) return { must: ports.noTraffic, may: ports.ofProtocol(6), holes: [engine] };
  const known = engine === undefined ? undefined : engineDefaultPorts(engine);
  // A replica or a restored database has the engine of its source.
  const hole = inputs.get("engine").hole(engine === undefined ? "is missing" : "is not an engine whose port is known");
  return known === undefined ? { must: ports.noTraffic, may: ports.ofProtocol(6), holes: [hole] } : exactly(known);
}
