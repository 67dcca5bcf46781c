import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { isTemplate, workloadsOf } from "@portcullis/policypack/model/attachments/attachments";
import { backendsOf } from "@portcullis/policypack/model/balancers/balancers";
import type { Workload } from "@portcullis/policypack/model/network";
import { asClients, inBlock, strangers, type Client } from "@portcullis/policypack/model/paths/clients";
import { placesOf } from "@portcullis/policypack/model/paths/places";
import { reachDirectly } from "@portcullis/policypack/model/paths/reach";
import { candidates, groupRefsOf } from "@portcullis/policypack/model/attachments/attachments";
import { peerGroupKey, rulesOf } from "@portcullis/policypack/model/rules/groups";
import type { World } from "@portcullis/policypack/model/world";
import { parseCidr } from "@portcullis/policypack/net/ip";
import * as intervals from "@portcullis/policypack/net/intervals";
import { describe, everyTraffic, type Traffic } from "@portcullis/policypack/net/ports";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { LocatedProblem } from "../report/report";

/** Who is in a picture. */
export interface PictureNode {
  readonly id: string;
  readonly name: string;
  readonly noun: string;
  readonly kind: "outside" | "balancer" | "application" | "data";
  /** Where it is: its VPC and its subnets, as one text each; undefined for what is outside, or drawn without its place. */
  readonly vpc: string | undefined;
  readonly subnets: string | undefined;
}

/** That one reaches another. */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Open, and should not be. */
  readonly isBad: boolean;
  /** Whether it is not certain. */
  readonly isPossible: boolean;
}

export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** Who reaches whom in a stack. Whoever draws it leaves out what nobody could read. */
export function pictureOf(world: World, problems: readonly LocatedProblem[] = []): Picture {
  const discretion = new Discretion(world.network.resources.values());
  const workloads = world.all("workload").filter((workload) => !isTemplate(workload) && workload.kind !== "endpoint");
  const bad = badWorkloads(problems);
  const edges = [...edgesFromOutside(world, workloads, bad), ...edgesWithin(world, workloads)].map((edge) => ({
    ...edge,
    label: discretion.say(edge.label, [edge.to]),
  }));
  const nodes = [...outsidesOf(world).map(({ node }) => node), ...workloads.map((workload) => nodeOf(world, workload, discretion))];
  return { nodes: nodes.filter(({ id, kind }) => kind !== "outside" || edges.some(({ from }) => from === id)), edges };
}

/** What is open and should not be first, then what the internet reaches, then what trusted networks do, then the rest. */
export function rankOf({ isBad, from }: PictureEdge): number {
  return (isBad ? 4 : 0) + (from === internetId ? 2 : from.startsWith(outsidePrefix) ? 1 : 0);
}

/** What carries something that strangers are let through to and should not be. */
function badWorkloads(problems: readonly LocatedProblem[]): ReadonlyMap<string, Traffic> {
  const bad = new Map<string, Traffic>();
  for (const { level, carriers = [], findings } of problems) {
    if (level !== "mandatory") continue;
    const exposed = intervals.unionAll(findings.map(({ exposes }) => exposes ?? intervals.none));
    for (const { urn } of carriers) bad.set(urn, intervals.union(bad.get(urn) ?? intervals.none, exposed));
  }
  return bad;
}

const outsidePrefix = "outside:";
const internetId = `${outsidePrefix}internet`;

interface Outside {
  readonly node: PictureNode;
  readonly clients: readonly Client[];
}

/** The internet, and each trusted network. */
function outsidesOf(world: World): readonly Outside[] {
  const outside = (id: string, name: string, noun: string, clients: readonly Client[]): Outside => ({
    node: { id, name, noun, kind: "outside", vpc: undefined, subnets: undefined },
    clients,
  });
  const trusted = world.settings.trustedCidrs.flatMap((text) => {
    const block = parseCidr(text);
    return block === undefined ? [] : [outside(`${outsidePrefix}${text}`, text, "trusted network", inBlock(world, block, text))];
  });
  return [outside(internetId, "the internet", "", strangers(world)), ...trusted];
}

function edgesFromOutside(world: World, workloads: readonly Workload[], bad: ReadonlyMap<string, Traffic>): readonly PictureEdge[] {
  const byInternet = new Set<string>();
  return outsidesOf(world).flatMap(({ node, clients }) =>
    workloads.flatMap((target) => {
      const edge = edgeBetween(world, node.id, () => clients, target);
      if (edge === undefined) return [];
      // What everybody may do says nothing about whom one trusts.
      const key = JSON.stringify([target.urn, edge.drawn.label, edge.drawn.isPossible]);
      if (byInternet.has(key)) return [];
      if (node.id === internetId) byInternet.add(key);
      const isBad = node.id === internetId && intervals.meets(bad.get(target.urn) ?? intervals.none, edge.traffic);
      return [{ ...edge.drawn, isBad }];
    }),
  );
}

/** Balancers and what is behind them; and whoever a rule names by its group. */
function edgesWithin(world: World, workloads: readonly Workload[]): readonly PictureEdge[] {
  return workloads.flatMap((target) => {
    const callers = new Map<string, Workload>();
    for (const group of groupRefsOf(world, target).flatMap((ref) => candidates(world, ref)))
      for (const rule of rulesOf(world, group, "ingress")) {
        const named = peerGroupKey(rule);
        if (named !== undefined) for (const caller of workloadsOf(world, named)) if (caller.kind !== "endpoint") callers.set(caller.urn, caller);
      }
    const balancers = new Set(backendsOf(world, target).map(({ balancer }) => balancer.urn));
    for (const workload of workloads) if (balancers.has(workload.urn)) callers.set(workload.urn, workload);
    callers.delete(target.urn);
    return [...callers.values()].flatMap((caller) =>
      isTemplate(caller) ? [] : (edgeBetween(world, caller.urn, (each) => asClients(each, caller), target)?.drawn ?? []),
    );
  });
}

function edgeBetween(
  world: World,
  from: string,
  clientsIn: (world: World) => readonly Client[],
  target: Workload,
): { readonly drawn: PictureEdge; readonly traffic: Traffic } | undefined {
  const [must, may] = world.polarity === "must" ? [world, world.opposite] : [world.opposite, world];
  const possible = reachDirectly(may, clientsIn(may), target, everyTraffic);
  if (possible.kind === "unreached") return undefined;
  const certain = reachDirectly(must, clientsIn(must), target, everyTraffic);
  const { traffic } = certain.kind === "reached" ? certain : possible;
  return { drawn: { from, to: target.urn, label: describe(traffic, 2), isBad: false, isPossible: certain.kind !== "reached" }, traffic };
}

function nodeOf(world: World, workload: Workload, discretion: Discretion): PictureNode {
  const { urn, kind, noun, resource } = workload;
  const places = placesOf(world, workload);
  const names = (keys: readonly (string | undefined)[]): string =>
    [
      ...new Set(
        keys.flatMap((key) =>
          key === undefined ? [] : [discretion.say(key.startsWith("urn:") ? parseUrn(key).name : key.replace(/^external:/, ""))],
        ),
      ),
    ]
      .sort()
      .join(", ");
  return {
    id: urn,
    name: discretion.say(resource.name),
    noun,
    kind: kind === "load-balancer" || kind === "api-link" ? "balancer" : kind === "data-store" || kind === "file-system" ? "data" : "application",
    vpc: names(places.map(({ vpc }) => vpc)) || "not known",
    subnets: names(places.map(({ subnet }) => subnet)) || "not known",
  };
}
