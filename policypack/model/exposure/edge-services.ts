import * as intervals from "../../net/intervals";
import { everyTraffic, noTraffic, type Traffic } from "../../net/ports";
import type { Ref, Workload } from "../network";
import { perWorld, ReferenceIndex, type World } from "../world";

/** Where a distribution reaches a workload by its name on the internet: nothing where none does. */
export function originTraffic(world: World, { urn, kind }: Workload): Traffic {
  const ports = origins(world).of(urn);
  // Whatever a balancer listens on leads to the same targets.
  if (kind === "load-balancer") return ports.length === 0 ? noTraffic : everyTraffic;
  return intervals.unionAll(ports.map((each) => each()));
}

/** Whether CloudFront reaches a workload inside its VPC. */
export function isVpcOrigin(world: World, { urn }: Workload): boolean {
  return vpcOrigins(world).of(urn).length > 0;
}

/** Whether Global Accelerator sends clients to a workload, with their own addresses. */
export function isAccelerated(world: World, { urn }: Workload): boolean {
  return accelerated(world).of(urn).length > 0;
}

/** Where Global Accelerator sends clients to a workload, and asks for its health. */
export function acceleratedTraffic(world: World, { urn }: Workload): Traffic {
  return intervals.unionAll(
    acceleratedPorts(world)
      .of(urn)
      .map((each) => each()),
  );
}

const acceleratedPorts = perWorld((world) => {
  const addresses = elasticOwners(world);
  return new ReferenceIndex<() => Traffic>(
    world,
    world.all("acceleratorEndpoint").flatMap(({ endpoint, ports }) => {
      const owners = endpoint.kind === "resource" ? addresses.of(endpoint.urn) : [];
      return [endpoint, ...owners].map((ref) => [ref, (): Traffic => world.pick(ports)] as const);
    }),
  );
});

const origins = perWorld((world) => {
  const addresses = elasticOwners(world);
  return new ReferenceIndex<() => Traffic>(
    world,
    world.all("origin").flatMap(({ host, ports }) => {
      if (host === undefined) return [];
      const pick = (): Traffic => world.pick(ports);
      const owners = host.kind === "resource" ? addresses.of(host.urn) : [];
      return [host, ...owners].map((ref) => [ref, pick] as const);
    }),
  );
});

const vpcOrigins = perWorld((world) => endpoints(world, world.all("vpcOrigin")));
const accelerated = perWorld((world) => endpoints(world, world.all("acceleratorEndpoint")));

function endpoints(world: World, all: readonly { readonly endpoint: Ref }[]): ReferenceIndex<true> {
  const addresses = elasticOwners(world);
  return new ReferenceIndex(
    world,
    all.flatMap(({ endpoint }) => {
      const owners = endpoint.kind === "resource" ? addresses.of(endpoint.urn) : [];
      return [endpoint, ...owners].map((ref) => [ref, true] as const);
    }),
  );
}

/** What an Elastic IP address is on, by the resource that makes the address. */
const elasticOwners = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("elasticAddress").map(({ urn, to }) => [{ kind: "resource", urn } as const, to] as const),
    ),
);
