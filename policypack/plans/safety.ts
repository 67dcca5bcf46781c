import { isDeepStrictEqual } from "node:util";
import { placeOf } from "../model/rules/places";
import { Admitted } from "../model/rules/admitted";
import { addressesOf, hasSameRules, judgedGroups, namesSomebody, rulesOf, trafficOf } from "../model/rules/groups";
import { pathText } from "../model/approx";
import { candidates, workloadsOf } from "../model/attachments/attachments";
import type { Direction, Ref, Rule } from "../model/network";
import { isOnMachineAlone, machineAt } from "../model/instances/private-addresses";
import { isWhollyIn } from "../model/placement/applications";
import { keyOf, type World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { originalsOf } from "./plan";
import { parseUrn } from "../resources/resource";

/** What became of what a group admits. `unproven`: it may admit more, and nothing shows that it does not. */
export interface Comparison {
  readonly group: string;
  readonly name: string;
  readonly verdict: "same" | "less" | "more" | "unproven";
  /** What is not known, where that is why nothing is proven. */
  readonly doubt?: string;
}

/** The groups whose place others take, by these. */
export type Predecessors = ReadonlyMap<string, string>;

type Compared = Pick<Comparison, "verdict" | "doubt">;

/**
 * Compares what every group admits, and may reach, before and after a change. `before` is read as the least that it certainly admits,
 * `after` as the most that it could. A group that is not there any more admits nothing; one that takes the place of another is compared with that.
 */
export function compareAdmission(before: World, after: World, predecessors: Predecessors = new Map()): readonly Comparison[] {
  const names = new Map([...judgedGroups(before), ...judgedGroups(after)].map(({ key, name }) => [key, name]));
  return [...names].map(([group, name]) => {
    const old = predecessors.get(group) ?? group;
    const directions = (["ingress", "egress"] as const).map((direction) => compareDirection(before, after, { group, old }, direction));
    const order = ["more", "unproven", "less", "same"] as const;
    const worst = order.flatMap((verdict) => directions.filter((direction) => direction.verdict === verdict))[0];
    return { group, name, verdict: "same", ...worst };
  });
}

/** A group that has more than one rule more than before: then a repair is no narrowing but a rewriting. */
export function grownGroups(
  before: World,
  after: World,
  predecessors: Predecessors = new Map(),
): readonly { readonly name: string; readonly before: number; readonly after: number }[] {
  const [old, now] = [countRules(before), countRules(after)];
  return [...now.values()].flatMap(({ group, direction, name, rules }) => {
    const known = old.get(`${direction} ${predecessors.get(group) ?? group}`)?.rules.size ?? 0;
    return rules.size > known + 1 ? [{ name, before: known, after: rules.size }] : [];
  });
}

interface Counted {
  readonly group: string;
  readonly direction: Direction;
  readonly name: string;
  readonly rules: ReadonlySet<string>;
}

/**
 * The rules of each group in each direction; the same ports for several sources are one where each takes a rule of its own. What names nobody, until a setting
 * does, is none.
 */
function countRules(world: World): ReadonlyMap<string, Counted> {
  const result = new Map<string, Counted & { readonly rules: Set<string> }>();
  for (const declaration of world.all("declaration")) {
    const { group, urn, path, style, spelling, direction, traffic } = declaration;
    const key = keyOf(group);
    if (key === undefined || !namesSomebody(world, declaration)) continue;
    const counted = result.get(`${direction} ${key}`) ?? { group: key, direction, name: parseUrn(key).name || key, rules: new Set<string>() };
    const isOfList = style === "inline" && spelling.severalPeers;
    counted.rules.add(isOfList ? `${urn} ${pathText(path)}` : intervals.keyOf(traffic.must));
    result.set(`${direction} ${key}`, counted);
  }
  return result;
}

function compareDirection(
  before: World,
  after: World,
  { group, old: predecessor }: { readonly group: string; readonly old: string },
  direction: Direction,
): Compared {
  const old = rulesOf(before, predecessor, direction);
  const now = rulesOf(after.opposite, group, direction);
  if (group === predecessor && hasSameRules(before, after.opposite, group, direction) && hasSameRules(after.opposite, after, group, direction))
    return { verdict: "same" };
  const written = new Set(old.map(textOf));
  const doubts = doubtfulRules(before, predecessor, direction);
  const doubtsLeft = doubtfulRules(after, group, direction);
  // AWS's own rule may come into force with a rule that goes.
  const places = new Set(now.map(positionOf));
  const isSettled = [...old, ...doubts.values()].some((rule) => !places.has(positionOf(rule)));
  const isDoubtfulAsBefore = (rule: Rule): boolean => {
    const text = textInPlace(rule);
    return doubts.has(text) && doubtsLeft.has(text) && (rule.declaration.group.kind === "unclear" || !isSettled);
  };
  const rewritten = now.filter((rule) => !written.has(textOf(rule)) && !isDoubtfulAsBefore(rule));
  if (rewritten.length === 0) return { verdict: now.length - doubtsLeft.size === old.length ? "same" : "less" };
  const admitted = new Admitted(before, old);
  const verdicts = rewritten.map((rule) => {
    const original = originalOf(before, rule, doubts);
    return isWithin(before, original.length === 0 ? admitted : new Admitted(before, [...old, ...original]), after, rule);
  });
  if (verdicts.includes("more")) return { verdict: "more" };
  const doubt = verdicts.find((verdict) => typeof verdict === "object");
  return doubt === undefined ? { verdict: "less" } : { verdict: "unproven", ...doubt };
}

/** Whether what a rule admits was admitted before, by all the old rules together. */
function isWithin(before: World, old: Admitted, after: World, rule: Rule): "within" | "more" | { readonly doubt: string } {
  const { peer, declaration } = rule;
  if (declaration.traffic.holes.length > 0) return { doubt: `the ports of ${placeOf(declaration)} are not known` };
  const traffic = trafficOf(after.opposite, rule);
  if (peer.kind === "self" || peer.kind === "group") {
    const groups = peer.kind === "self" ? [declaration.group] : [peer.group];
    if (peer.kind === "group" && peer.group.kind === "unclear") return { doubt: `which group ${placeOf(declaration)} names is not known` };
    for (const key of groups.flatMap((ref) => candidates(after, ref))) {
      const byGroup = intervals.unionAll(
        old.rules
          .filter((other) => admits(before, other, key) || admitsItsMachine(before, after, other, key))
          .map((other) => trafficOf(before, other)),
      );
      const rest = intervals.subtract(traffic, byGroup);
      // A group is within a block where everything that carries it lives there; what carries a group from outside is not known.
      const everybody = isOfIpv4Alone(after, declaration.group) ? ip.everyIpv4 : ip.everyAddress;
      const covered = old
        .onEachPart(rest)
        .every((theirs) => ip.covers(theirs, everybody) || (after.network.resources.has(key) && isWhollyIn(after, key, theirs)));
      if (!covered)
        return { doubt: `${parseUrn(key).name || key}, which ${placeOf(declaration)} names, may be on something that it did not let through` };
    }
    return "within";
  }
  const addresses = addressesOf(after.opposite, peer);
  if (peer.kind === "prefix-list" && peer.list.kind !== "resource")
    return { doubt: `what the prefix list of ${placeOf(declaration)} holds is not known` };
  const isWithinAll = old.onEachPart(traffic).every((theirs) => ip.covers(theirs, addresses));
  // Addresses that are not known are within all that there are.
  if (isWithinAll && peer.kind === "addresses") return "within";
  if (hasHoles(rule)) return { doubt: `whom ${placeOf(declaration)} names is not known` };
  return isWithinAll ? "within" : "more";
}

/** Whether nothing that may carry a group has an address of IPv6: what such a group admits comes over IPv4. */
function isOfIpv4Alone(world: World, group: Ref): boolean {
  const carriers = candidates(world.may, group).flatMap((key) => workloadsOf(world.may, key));
  return carriers.length > 0 && carriers.every(({ takesIpv6 }) => takesIpv6 === false);
}

function admits(world: World, rule: Rule, key: string): boolean {
  if (rule.peer.kind === "group") return candidates(world, rule.peer.group).includes(key);
  return rule.peer.kind === "self" && candidates(world, rule.declaration.group).includes(key);
}

/** Whether a rule admits the machine by its address that alone carries a group. */
function admitsItsMachine(before: World, after: World, { peer }: Rule, key: string): boolean {
  const machine = machineAt(before, peer);
  return machine !== undefined && after.network.resources.has(key) && isOnMachineAlone(after, key, machine);
}

/** A rule that is written the same before and after is the same, even where something of it is not known. */
function textOf(rule: Rule): string {
  const { declaration, peer } = rule;
  const ref = peer.kind === "group" ? peer.group : peer.kind === "prefix-list" ? peer.list : undefined;
  const name = ref === undefined ? "" : ref.kind === "resource" ? ref.urn : ref.kind === "external" ? ref.id : ref.candidates.join(" ");
  const addresses = peer.kind === "addresses" ? `${ip.keyOfSet(peer.addresses.must)}${peer.machine ?? ""}` : "";
  const traffic = intervals.keyOf(declaration.traffic.may);
  const holes = hasHoles(rule) ? `${declaration.urn} hidden` : "";
  return [peer.kind, name, addresses, traffic, holes].join("|");
}

/** The rules of which it is not known whether they are the group's, by their place and their text. */
function doubtfulRules(world: World, group: string, direction: Direction): ReadonlyMap<string, Rule> {
  const certain = new Set(rulesOf(world, group, direction));
  const possible = rulesOf(world.opposite, group, direction);
  return new Map(possible.filter((rule) => !certain.has(rule)).map((rule) => [textInPlace(rule), rule]));
}

/** What a rule was whose group is not known: it is of the same group as before, and so are the copies that a plan makes of it. */
function originalOf(before: World, { declaration: { urn, group } }: Rule, doubts: ReadonlyMap<string, Rule>): readonly Rule[] {
  if (group.kind !== "unclear") return [];
  const original = [urn, ...originalsOf(urn)].find((each) => before.network.resources.has(each)) ?? urn;
  return [...doubts.values()].filter(
    ({ declaration }) =>
      declaration.urn === original && declaration.group.kind === "unclear" && isDeepStrictEqual(declaration.group.candidates, group.candidates),
  );
}

function textInPlace(rule: Rule): string {
  const { group } = rule.declaration;
  return [positionOf(rule), group.kind === "unclear" ? group.candidates.join(" ") : "", textOf(rule)].join("|");
}

function positionOf({ declaration }: Rule): string {
  return `${declaration.urn} ${pathText(declaration.path)}`;
}

function hasHoles({ declaration, peer }: Rule): boolean {
  if (declaration.traffic.holes.length > 0 || peer.kind === "hidden") return true;
  if (peer.kind === "addresses") return peer.addresses.holes.length > 0;
  return (peer.kind === "group" && peer.group.kind === "unclear") || (peer.kind === "prefix-list" && peer.list.kind === "unclear");
}
