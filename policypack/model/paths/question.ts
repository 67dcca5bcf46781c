import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import type { PackSettings } from "../../contract/settings";
import { parseUrn } from "../../resources/resource";
import { Hole } from "../approx";
import type { Network } from "../network";
import { workloadByUrn } from "../placement/placement";
import { World } from "../world";
import { clientsAt, workloadsAt, type End } from "./endpoints";
import { groupAt } from "./groups";
import type { Cause } from "./permits";
import { reach, type Hop, type Reached, type Unreached } from "./reach";

/** Whether somebody gets through to something on any of some traffic. */
export interface Question {
  readonly from: End;
  readonly to: Extract<End, { readonly kind: "named" }>;
  readonly traffic: Traffic;
}

export type Answer =
  | { readonly answer: "yes"; readonly hops: readonly Hop[]; readonly traffic: Traffic; readonly clients: AddressSet }
  | { readonly answer: "no"; readonly by: Cause; readonly others: readonly Cause[] }
  | {
      readonly answer: "unknown";
      /** The way that there may be. */
      readonly hops: readonly Hop[];
      readonly traffic: Traffic;
      readonly clients: AddressSet;
      /** What is not certain to let it through. */
      readonly by: Cause;
      readonly holes: readonly Hole[];
    };

/** Answers a question about a network: yes and no are certain whatever is not known yet. */
export function ask(network: Network, settings: PackSettings, question: Question): Answer {
  // Worlds of its own: what has had a say in an earlier question is not what hides the answer to this one.
  const may = new World(network, settings, "may");
  const possible = may.trace(() => reachIn(may, question));
  if (possible.result.kind === "unreached") return { answer: "no", by: possible.result.by, others: possible.result.others };
  const certain = reachIn(may.opposite, question);
  if (certain.kind === "reached") return { answer: "yes", hops: certain.hops, traffic: certain.traffic, clients: certain.clients };
  const { hops, traffic, clients } = possible.result;
  const holes = nothingOn(may, question) ?? (possible.holes.length > 0 ? possible.holes : unchosen(may, question, certain.by, hops));
  return { answer: "unknown", hops, traffic, clients, by: certain.by, holes };
}

/** Of a group that nothing carries, everything else that is not known ensues from that. */
function nothingOn(world: World, { to }: Question): readonly Hole[] | undefined {
  const isSupposed = workloadsAt(world, to.urn).every(({ urn }) => !workloadByUrn(world).has(urn));
  return isSupposed ? [new Hole(to.urn, [], "is on nothing in this program, and what carries it elsewhere is not known")] : undefined;
}

/** Where nothing is hidden, it is the address that somebody has in a subnet, or by which somebody comes over the internet. */
function unchosen(world: World, { from, to }: Question, by: Cause, [first]: readonly Hop[]): readonly Hole[] {
  if (from.kind === "named" && first?.steps.some(({ kind }) => kind === "address") === true)
    return [new Hole(from.urn, [], "has an address on the internet that is not known")];
  const isOnDeparture = from.kind === "named" && workloadsAt(world, from.urn).some((workload) => groupAt(world, workload) === by.urn);
  const end = from.kind === "named" && !isOnDeparture ? from : to;
  return [new Hole(end.urn, [], "may have any address of its subnet")];
}

/** Why nobody comes from an end. */
function nobody(from: End): Cause {
  if (from.kind === "named") return { kind: "place", says: `nothing that could connect is at ${parseUrn(from.urn).name}`, urn: from.urn, path: [] };
  const who = from.kind === "block" ? from.text : "the internet";
  return { kind: "place", says: `no subnet of this program has an address of ${who}`, urn: "", path: [] };
}

/** The first of the targets that is reached; else the one to which clients get the closest. */
function reachIn(world: World, { from, to, traffic }: Question): Reached | Unreached {
  const clients = clientsAt(world, from);
  if (clients.length === 0) return { kind: "unreached", by: nobody(from), others: [] };
  let unreached: Unreached | undefined;
  for (const target of workloadsAt(world, to.urn)) {
    const outcome = reach(world, clients, target, traffic);
    if (outcome.kind === "reached") return outcome;
    unreached ??= outcome;
  }
  return unreached ?? { kind: "unreached", by: { kind: "place", says: "nothing is there", urn: to.urn, path: [] }, others: [] };
}
