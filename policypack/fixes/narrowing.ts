import { deployConnectionTo } from "../model/attachments/deployer";
import { peerText, rulesByDeclaration, type JudgedGroup } from "../model/rules/groups";
import { intendedPorts, listeningPorts } from "../model/exposure/intended-ports";
import type { Declaration, Rule } from "../model/network";
import { listed } from "../model/names/listed";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { describe, everyTraffic, type Traffic } from "../net/ports";
import type { FixPlan, Step } from "../plans/plan";
import { parseUrn } from "../resources/resource";
import { balancerCutOff } from "./cut-off";
import { byDeclaration, isForEverything, mostPieces, placeOf, spelledPorts, withoutPeers } from "./sources";

/** Leaves the public what it is meant to reach; of a rule for every protocol, as far as something is known to listen there. */
export function narrowingToIntended(world: World, group: JudgedGroup, rules: readonly Rule[]): FixPlan {
  // In doubt about what listens, more is kept: nothing is kept that is not admitted now.
  const intended = intendedPorts(world.opposite, group.key);
  return narrowing(world, group, rules, (declaration) => (isForEverything(declaration) ? keptOfEverything(world, group.key) : intended));
}

/** What a rule for every protocol leaves the public: what is meant for it, as far as something is known to listen there. */
export function keptOfEverything(world: World, group: string): Traffic {
  const intended = intendedPorts(world.opposite, group);
  // What a group is on that is looked at alone is not known: then nothing tells that nobody listens.
  if (world.isAlone) return intended;
  const listening = listeningPorts(world.opposite, group);
  return intervals.covers(listening, everyTraffic) ? intervals.none : intervals.intersect(intended, listening);
}

/**
 * Leaves the sources in some rules the traffic that is kept, and takes them out where nothing of it remains. Other sources of the same rules
 * keep all that they have. Declines where a rule has traffic of which `keep` says nothing.
 */
export function narrowing(
  world: World,
  group: JudgedGroup,
  rules: readonly Rule[],
  keep: (declaration: Declaration) => Traffic | undefined,
): FixPlan {
  const connection = deployConnectionTo(world, group.key);
  if (connection !== undefined)
    return { kind: "declined", reason: `${parseUrn(connection).name} connects there while the program is deployed, perhaps through this rule` };
  const siblings = rulesByDeclaration(world, group.key, "ingress");
  const steps: Step[] = [];
  let kept: Traffic = intervals.none;
  for (const [declaration, narrowed] of byDeclaration(rules)) {
    if (declaration.traffic.holes.length > 0) return { kind: "declined", reason: `the ports of ${placeOf(declaration)} are not known` };
    const wanted = keep(declaration);
    if (wanted === undefined) return { kind: "declined", reason: `${placeOf(declaration)} is for more than this: say which ports it needs` };
    const rest = intervals.intersect(declaration.traffic.must, wanted);
    const cutOff = balancerCutOff(world, group.key, rules, intervals.subtract(declaration.traffic.must, wanted));
    if (cutOff !== undefined) return { kind: "declined", reason: cutOff };
    const pieces = spelledPorts(declaration, rest);
    if (pieces === undefined) return { kind: "declined", reason: `${describe(rest)} would take more than ${mostPieces} rules` };
    const others = (siblings.get(declaration) ?? []).filter((rule) => !narrowed.includes(rule));
    kept = intervals.union(kept, rest);
    const variants = [...(others.length === 0 ? [] : [withoutPeers(narrowed)]), ...pieces.map((set) => ({ ...withoutPeers(others), set }))];
    steps.push({ kind: "vary", urn: declaration.urn, path: declaration.path, variants });
  }
  const sources = listed(rules.map(peerText));
  const places = byDeclaration(rules).map(([declaration]) => placeOf(declaration));
  return {
    kind: "plan",
    summary: intervals.isEmpty(kept)
      ? `Closes ${places.join(", ")} to ${sources}`
      : `Narrows ${places.join(", ")} to ${describe(kept)} for ${sources}`,
    losesAccess: intervals.isEmpty(kept)
      ? `${sources}, unless another rule admits them.`
      : `${sources}, to anything else than ${describe(kept)}, unless another rule admits them.`,
    steps,
  };
}
