import * as intervals from "../../net/intervals";
import { noTraffic, tcp, udp, type Ports, type Traffic } from "../../net/ports";
import { Hole, isHole, type Fact } from "../approx";
import { candidates, isTemplate, workloadByUrn } from "./attachments";
import type { PortMapping, Ref, TaskDefinition, Workload } from "../network";
import { keyOf, perWorld, ReferenceIndex, type World } from "../world";

/** The machines on whose interfaces the tasks of a service take their traffic: none where the tasks have interfaces of their own. */
export function containerInstancesOf(world: World, { urn }: Pick<Workload, "urn">): readonly Workload[] {
  const service = services(world).get(urn);
  if (service === undefined || !world.holds(service.hasInterfaces, (has) => !has)) return [];
  const keys = new Set([urn]);
  const found = new Set<Workload>();
  // A set can grow while it is gone through.
  for (const key of keys) {
    const workload = workloadByUrn(world).get(key);
    if (workload !== undefined && isMachine(workload) && !isTemplate(workload)) found.add(workload);
    for (const ref of [...hostings(world).of(key), ...templateUsers(world).of(key)]) {
      for (const next of candidates(world, ref)) keys.add(next);
      // Machines that join a cluster from outside of the stack may be any.
      if ((ref.kind === "external" || (ref.kind === "unclear" && ref.candidates.length === 0)) && world.doubt(ref.hole))
        for (const machine of machines(world)) found.add(machine);
    }
  }
  return [...found];
}

/** Where the machines take what is for a port of a service's containers: ranges of ports. */
export function hostPorts(world: World, { urn }: Pick<Workload, "urn">, containerPort: Fact<number | undefined>): Fact<readonly Ports[]> {
  const ref = services(world).get(urn)?.taskDefinition;
  const definition = taskDefinitions(world).get((ref === undefined ? undefined : keyOf(ref)) ?? "");
  if (ref === undefined) return new Hole(urn, ["taskDefinition"], "is missing");
  if (definition === undefined) return ref.kind === "resource" ? new Hole(ref.urn, [], "is from outside the stack") : ref.hole;
  return portsIn(definition, containerPort);
}

function portsIn({ sharesNetwork, mappings }: TaskDefinition, port: Fact<number | undefined>): Fact<readonly Ports[]> {
  if (isHole(sharesNetwork)) return sharesNetwork;
  if (isHole(port)) return port;
  if (sharesNetwork) return port === undefined ? [] : [port];
  if (isHole(mappings)) return mappings;
  const own: PortMapping[] = [];
  for (const mapping of mappings) {
    if (isHole(mapping.containerPort)) return mapping.containerPort;
    if (isHole(mapping.hostPort)) return mapping.hostPort;
    if (mapping.containerPort === port) own.push(mapping);
  }
  return own.map(({ hostPort }) => (isHole(hostPort) || hostPort === undefined ? ephemeral : hostPort));
}

/** What the containers of a service take, as far as its task definition says: on interfaces of their own, or on those of its machines. */
export function portsOfContainers(world: World, { urn }: Pick<Workload, "urn">, where: "on its own" | "on its machines" = "on its own"): Traffic {
  const service = services(world).get(urn);
  const definition = service?.taskDefinition === undefined ? undefined : taskDefinitions(world).get(keyOf(service.taskDefinition) ?? "");
  if (service === undefined || definition === undefined || isHole(definition.mappings)) return noTraffic;
  const isOwn = where === "on its own";
  if (!world.holds(service.hasInterfaces, (has) => has === isOwn)) return noTraffic;
  const isShared = !isOwn && world.holds(definition.sharesNetwork, Boolean);
  return intervals.unionAll(
    definition.mappings.flatMap(({ containerPort, hostPort, isDatagram }) => {
      const port = isOwn || isShared ? containerPort : hostPort;
      return isHole(port) || port === undefined ? [] : [world.holds(isDatagram, Boolean) ? udp(port) : tcp(port)];
    }),
  );
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html: ports below are for those who choose one. */
const ephemeral: Ports = [32768, 65535];

function isMachine({ kind }: Workload): boolean {
  return kind === "instance" || kind === "scaling-group";
}

const machines = perWorld((world) => world.all("workload").filter((workload) => isMachine(workload) && !isTemplate(workload)));
const services = perWorld((world) => new Map(world.all("containerService").map((service) => [service.urn, service])));
const taskDefinitions = perWorld((world) => new Map(world.all("taskDefinition").map((definition) => [definition.urn, definition])));

const hostings = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("hosting").map(({ of, by }) => [of, by] as const),
    ),
);

const templateUsers = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("workload").flatMap(({ urn, templates }) => templates.map((template) => [template, { kind: "resource", urn }] as const)),
    ),
);
