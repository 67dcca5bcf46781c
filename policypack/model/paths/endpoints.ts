import * as ip from "../../net/ip";
import { parseUrn } from "../../resources/resource";
import { isTemplate, workloadByUrn, workloadsOf } from "../attachments/attachments";
import { unseenCarrier } from "../attachments/unseen-carrier";
import type { Workload } from "../network";
import { placesOf } from "./places";
import { perWorld, type World } from "../world";
import { asClients, inBlock, onInternet, strangers, type Client } from "./clients";

/** One end of a question: the internet, a block of addresses, or something of the stack by its name. */
export type End =
  | { readonly kind: "internet" }
  | { readonly kind: "block"; readonly block: ip.AddressSet; readonly text: string }
  | { readonly kind: "named"; readonly urn: string };

/** Something that a question can name. */
export interface Nameable {
  readonly urn: string;
  readonly name: string;
  /** "RDS instance", "security group". */
  readonly noun: string;
}

/**
 * Everything that a question can name, what carries groups before the groups themselves: of several things under one name, those count that come
 * first in this order.
 */
export const nameables = perWorld((world): readonly (readonly Nameable[])[] => {
  const all = <T extends { readonly urn: string }>(nouns: readonly T[], nounOf: (noun: T) => string): readonly Nameable[] => [
    ...new Map(nouns.map((each) => [each.urn, { urn: each.urn, name: parseUrn(each.urn).name, noun: nounOf(each) }])).values(),
  ];
  // A gateway endpoint is a route, and has no address.
  const gateways = new Set(world.all("vpcEndpoint").flatMap(({ urn, isGateway }) => (isGateway === true ? [urn] : [])));
  const workloads = world.all("workload").filter((workload) => !isTemplate(workload) && !gateways.has(workload.urn));
  return [
    all(workloads, ({ noun }) => noun),
    all(world.all("group"), () => "security group"),
    all([...world.all("restApi"), ...world.all("gatewayApi")], () => "API"),
    all(world.all("subnet"), () => "subnet"),
    all(world.all("vpc"), () => "VPC"),
  ];
});

/** Who opens connections, of what an end names. */
export function clientsAt(world: World, end: End): readonly Client[] {
  if (end.kind === "internet") return strangers(world);
  if (end.kind === "block") return inBlock(world, end.block, end.text);
  if (isApi(world, end.urn)) return [onInternet(`the API ${parseUrn(end.urn).name}`), ...linksOf(world).flatMap((link) => asClients(world, link))];
  // What is only supposed to carry a group connects to nobody.
  const actual = workloadsAt(world, end.urn).filter(({ urn }) => workloadByUrn(world).has(urn));
  return actual.flatMap((workload) => asClients(world, workload));
}

/** What takes connections, of what a name means: a workload itself, what carries a group, what is in a subnet or a VPC. */
export function workloadsAt(world: World, urn: string): readonly Workload[] {
  const own = world.all("workload").filter((workload) => workload.urn === urn && !isTemplate(workload));
  if (own.length > 0) return own;
  const carriers = workloadsOf(world, urn).filter((workload) => !isTemplate(workload));
  if (carriers.length > 0) return carriers;
  const group = world.all("group").find((each) => each.urn === urn);
  if (group !== undefined) return [somethingOn(world, urn)];
  return world
    .all("workload")
    .filter((workload) => !isTemplate(workload) && placesOf(world, workload).some(({ subnet, vpc }) => subnet === urn || vpc === urn));
}

/** Of a group that is on nothing, whatever would carry it. */
function somethingOn(world: World, urn: string): Workload {
  const group = world.all("group").find((each) => each.urn === urn);
  if (group === undefined) throw new Error(`${urn} is a group of the stack`);
  return unseenCarrier(urn, group.resource, "carrier of the group", [{ kind: "resource", urn }]);
}

function isApi(world: World, urn: string): boolean {
  return [...world.all("restApi"), ...world.all("gatewayApi")].some((api) => api.urn === urn);
}

/** An API gets into VPCs through links only. */
const linksOf = perWorld((world) => world.all("workload").filter(({ kind }) => kind === "api-link"));
