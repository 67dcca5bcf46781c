import { groupsOf } from "../model/attachments/attachments";
import { listed } from "../model/names/listed";
import { internetAddresses, isPublic } from "../model/exposure/exposure";
import { meantForPublic } from "../model/exposure/meant-for-public";
import { admissionOf, lost, type Admission } from "../model/needs/admissions";
import type { Need } from "../model/needs/need";
import type { Declaration, Direction, Rule } from "../model/network";
import { addressesOf, rulesOf, trafficOf } from "../model/rules/groups";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { noTraffic, type Traffic } from "../net/ports";
import type { Closing, ClosingPart } from "../plans/goal";
import { blocksOf, canReferTo, resolve } from "./resolve";
import { admissionOfGrant, variantsOf, type Entry, type Grant, type GrantedPeer } from "./grants";
import { byDeclaration, placeOf } from "../model/rules/places";
import { piecesOf, type Piece } from "./spelling";

/** A goal of a policy for one group. */
export interface Wanted {
  readonly goal: Closing;
}

/** What a group is to let through, said by its own declarations. */
export interface Target {
  /** The goals that are met. */
  readonly met: readonly Wanted[];
  readonly changes: readonly DeclarationChange[];
  /** What the group lets through from then on. */
  readonly admissions: (direction: Direction) => readonly Admission[];
}

/** What becomes of one declaration. */
export interface DeclarationChange {
  readonly declaration: Declaration;
  readonly all: readonly Rule[];
  readonly gone: ReadonlyMap<Rule, Traffic>;
  readonly entries: readonly Entry[];
  readonly grants: readonly Grant[];
}

/** What is asked about a group, and what was decided about others. */
export interface Surroundings {
  readonly world: World;
  readonly group: string;
  readonly needs: readonly Need[];
  /** What other groups let through, where they are to change as well. */
  readonly planned: (group: string, direction: Direction) => readonly Admission[] | undefined;
  /** What must stay of a rule, because somebody accepted it. */
  readonly accepted: (rule: Rule) => Traffic;
}

export interface Decision {
  readonly target: Target | undefined;
  readonly refused: ReadonlyMap<Wanted, string>;
}

/** The smallest change of a group's rules that meets as many goals as can be met without cutting anybody off. */
export function targetOf(surroundings: Surroundings, wanted: readonly Wanted[]): Decision {
  const refused = new Map<Wanted, string>();
  let active = wanted;
  while (active.length > 0) {
    const drafted = new Draft(surroundings, active).complete();
    if (drafted.kind === "target") {
      for (const [goal, reason] of drafted.postponed) refused.set(goal, reason);
      return { target: drafted.target, refused };
    }
    for (const goal of drafted.goals) refused.set(goal, drafted.reason);
    active = active.filter((goal) => !refused.has(goal));
  }
  return { target: undefined, refused };
}

type Drafted =
  | { readonly kind: "target"; readonly target: Target; readonly postponed: ReadonlyMap<Wanted, string> }
  | { readonly kind: "refused"; readonly goals: readonly Wanted[]; readonly reason: string };

/** More rounds than there can be reasons to begin again. */
const mostRounds = 100;

/** One way to meet some goals together. It is begun again with less whenever something turns out to be needed. */
class Draft {
  private readonly rules: readonly Rule[];
  private readonly spared = new Map<Rule, Traffic>();
  private readonly widened = new Set<Declaration>();
  private gone: ReadonlyMap<Rule, Traffic> = new Map();
  private grants: Grant[] = [];
  private postponed = new Map<Wanted, string>();
  private spareReason = "somebody accepted it: an exemption keeps it open";

  constructor(
    private readonly around: Surroundings,
    private readonly wanted: readonly Wanted[],
  ) {
    const { world, group } = around;
    this.rules = [...rulesOf(world, group, "ingress"), ...rulesOf(world, group, "egress")];
  }

  complete(): Drafted {
    const hidden = this.partWith((part) => part.rule.declaration.traffic.holes.length > 0);
    if (hidden !== undefined)
      return { kind: "refused", goals: [hidden.wanted], reason: `the ports of ${placeOf(hidden.part.rule.declaration)} are not known` };
    for (let round = 0; round < mostRounds; round++) {
      const drafted = this.attempt();
      if (drafted !== undefined) return drafted;
    }
    return { kind: "refused", goals: this.wanted, reason: "what is needed of these rules cannot be told apart from what is not" };
  }

  /** Undefined where it has to be begun again. */
  private attempt(): Drafted | undefined {
    this.close();
    this.grants = [];
    const first = this.name(false) ?? this.keepNeeded() ?? this.name(true);
    if (first !== undefined) return first === "again" ? undefined : first;
    const byAddress = this.wanted.filter(
      ({ goal }) =>
        goal.byReference !== undefined && goal.parts.some((part) => this.grantsByAddress(part, goal.byReference?.except ?? ip.noAddresses)),
    );
    if (byAddress.length > 0) return { kind: "refused", goals: byAddress, reason: this.whoStays(byAddress) };
    return this.write();
  }

  /** Takes away what is to go: of rules that are too wide to keep the rest of them, all but what is meant for the public. */
  private close(): void {
    const { world, group, accepted } = this.around;
    const gone = new Map<Rule, Traffic>();
    const take = ({ rule, traffic }: ClosingPart): void => {
      const open = intervals.subtract(
        intervals.subtract(intervals.intersect(traffic, trafficOf(world, rule)), accepted(rule)),
        this.spared.get(rule) ?? noTraffic,
      );
      if (!intervals.isEmpty(open)) gone.set(rule, intervals.union(gone.get(rule) ?? noTraffic, open));
    };
    for (const { goal } of this.wanted) for (const part of goal.parts) if (part.coveredBy === undefined) take(part);
    for (const declaration of this.widened) {
      const left = this.wanted.flatMap(({ goal }) =>
        goal.leaves !== undefined && goal.parts.some(({ rule }) => rule.declaration === declaration) ? [goal.leaves] : [],
      );
      const meant = intervals.unionAll([meantForPublic(world, group), ...left]);
      for (const rule of [...gone.keys()].filter((each) => each.declaration === declaration))
        take({ rule, traffic: intervals.subtract(trafficOf(world, rule), meant) });
    }
    this.postponed = new Map();
    const unconditional = new Map(gone);
    for (const each of this.wanted)
      for (const part of each.goal.parts) {
        if (part.coveredBy === undefined) continue;
        if (intervals.meets(unconditional.get(part.coveredBy) ?? noTraffic, part.traffic))
          this.postponed.set(each, "what covers it is changed by another repair");
        else take(part);
      }
    this.gone = gone;
  }

  /** Names whom the policies want in place of what goes; of the public, only where nobody that needs it is named. */
  private name(isPublicPart: boolean): Drafted | undefined {
    const { world, group } = this.around;
    for (const wanted of this.wanted) {
      for (const part of wanted.goal.parts) {
        const { rule, instead } = part;
        const traffic = intervals.intersect(this.gone.get(rule) ?? noTraffic, part.traffic);
        if (instead === undefined || intervals.isEmpty(traffic)) continue;
        const isOpen = instead.kind === "callers" && isPublic(world, internetAddresses(world, addressesOf(world, rule.peer)));
        if (isOpen !== isPublicPart) continue;
        const named = this.grants.some(
          (grant) =>
            grant.peer.kind === "group" && intervals.meets(grant.traffic, traffic) && grant.declaration.direction === rule.declaration.direction,
        );
        if (isOpen && named) continue;
        const callers = instead.kind === "callers" ? instead.callers() : undefined;
        if (callers !== undefined && "reason" in callers) return { kind: "refused", goals: [wanted], reason: callers.reason };
        const peers: readonly GrantedPeer[] =
          instead.kind === "addresses"
            ? peersOfAddresses(ip.intersect(instead.addresses, addressesOf(world, rule.peer)))
            : instead.kind === "prefix list"
              ? [{ kind: "prefix list", id: instead.id, name: instead.name }]
              : ((instead.kind === "groups" ? instead.groups : undefined) ?? callers?.groups ?? []).map((key) => ({ kind: "group", key }));
        const cyclic = peers.find((peer) => peer.kind === "group" && !canReferTo(world, rule.declaration, group, peer.key));
        if (cyclic !== undefined)
          return {
            kind: "refused",
            goals: [wanted],
            reason: `${cyclic.kind === "group" ? nameOf(cyclic.key) : ""} refers to it already: two groups can refer to each other in rules of their own only`,
          };
        const on = instead.kind === "callers" && instead.on !== undefined ? intervals.intersect(traffic, instead.on) : traffic;
        for (const peer of peers) this.grant({ declaration: rule.declaration, traffic: on, peer });
      }
    }
    return undefined;
  }

  private grant(grant: Grant): void {
    const same = this.grants.findIndex((other) => other.declaration === grant.declaration && isSamePeer(other.peer, grant.peer));
    const known = same < 0 ? undefined : this.grants[same];
    if (known === undefined) this.grants.push(grant);
    else this.grants[same] = { ...known, traffic: intervals.union(known.traffic, grant.traffic) };
  }

  /** Lets through by name whoever has to get through and came through what goes. */
  private keepNeeded(): Drafted | "again" | undefined {
    const { world, group } = this.around;
    for (const need of this.around.needs) {
      const loss = this.lossOf(need);
      if (intervals.isEmpty(loss)) continue;
      let rest = loss;
      for (const [declaration, rules] of byDeclaration([...this.gone.keys()].filter((rule) => rule.declaration.direction === need.direction))) {
        const traffic = intervals.intersect(rest, intervals.unionAll(rules.map((rule) => this.gone.get(rule) ?? noTraffic)));
        if (intervals.isEmpty(traffic)) continue;
        const resolution = resolve({
          world,
          group,
          rules: this.rules.filter((rule) => rule.declaration.direction === need.direction),
          declaration,
          need,
          traffic,
        });
        if ("refusal" in resolution) return this.refuse(need, traffic, resolution.refusal);
        for (const peer of resolution.peers) this.grant({ declaration, traffic, peer, who: need.who });
        rest = intervals.subtract(rest, traffic);
      }
    }
    return undefined;
  }

  private lossOf(need: Need): Traffic {
    const { world, group, planned } = this.around;
    const { direction } = need;
    const groups = groupsOf(world, need.of);
    const before = groups.flatMap((key) => rulesOf(world, key, direction).map((rule) => admissionOf(world, rule)));
    const after = groups.flatMap((key) =>
      key === group
        ? this.admissions(direction)
        : (planned(key, direction) ?? rulesOf(world, key, direction).map((rule) => admissionOf(world, rule))),
    );
    return lost(world, need, before, after);
  }

  private admissions(direction: Direction): readonly Admission[] {
    const { world } = this.around;
    const left = this.rules
      .filter((rule) => rule.declaration.direction === direction)
      .map((rule) => ({ ...admissionOf(world, rule), traffic: intervals.subtract(trafficOf(world, rule), this.gone.get(rule) ?? noTraffic) }));
    return [...left, ...this.grants.filter(({ declaration }) => declaration.direction === direction).map(admissionOfGrant)].filter(
      ({ traffic }) => !intervals.isEmpty(traffic),
    );
  }

  /** The goals that would cut somebody off are given up, or leave what is needed where that is enough for them. */
  private refuse(need: Need, traffic: Traffic, reason: string): Drafted | "again" {
    const culprits = this.wanted.filter(({ goal }) =>
      goal.parts.some(
        ({ rule, traffic: part }) =>
          rule.declaration.direction === need.direction && intervals.meets(intervals.intersect(part, this.gone.get(rule) ?? noTraffic), traffic),
      ),
    );
    this.spareReason = reason;
    const strict = culprits.filter(({ goal }) => goal.sparesNeeds !== true || need.party.kind !== "public");
    if (strict.length > 0) return { kind: "refused", goals: strict, reason };
    for (const [rule, closed] of this.gone)
      if (rule.declaration.direction === need.direction && intervals.meets(closed, traffic))
        this.spared.set(rule, intervals.union(this.spared.get(rule) ?? noTraffic, traffic));
    return "again";
  }

  /** Says what is left by the declarations that change: with one rule more than before at most. */
  private write(): Drafted | undefined {
    const changes: DeclarationChange[] = [];
    const tooMany: Declaration[] = [];
    let isAgain = false;
    const all = byDeclaration(this.rules);
    for (const [declaration, rules] of all) {
      const gone = new Map(rules.flatMap((rule) => (this.gone.has(rule) ? [[rule, this.gone.get(rule) ?? noTraffic] as const] : [])));
      if (gone.size === 0) continue;
      const grants = this.grants.filter((grant) => grant.declaration === declaration);
      const entries = entriesOf(this.around.world, declaration, rules, gone, grants);
      if (entries === undefined) {
        if (this.widened.has(declaration)) tooMany.push(declaration);
        else isAgain = true;
        this.widened.add(declaration);
      } else changes.push({ declaration, all: rules, gone, entries, grants });
    }
    if (isAgain) return undefined;
    for (const direction of ["ingress", "egress"] as const) {
      const own = changes.filter(({ declaration }) => declaration.direction === direction);
      const written = all.map(([declaration]) => declaration).filter((declaration) => declaration.direction === direction);
      if (!isWithinBudget(written, own)) {
        const split = own.filter(({ declaration, entries }) => entries.length > 1 && !this.widened.has(declaration));
        if (split.length > 0) {
          for (const { declaration } of split) this.widened.add(declaration);
          return undefined;
        }
        tooMany.push(...own.filter(({ entries }) => entries.length > 1).map(({ declaration }) => declaration));
      }
    }
    const given = this.wanted.filter(
      ({ goal }) => goal.orElse !== undefined && goal.parts.some(({ rule }) => this.widened.has(rule.declaration)) && !this.isMetBesides(goal),
    );
    if (given.length > 0) return { kind: "refused", goals: given, reason: given[0]?.goal.orElse ?? "" };
    if (tooMany.length > 0) return this.refuseSplitting(tooMany, changes);
    const idle = this.wanted.filter(
      (each) =>
        !this.postponed.has(each) && each.goal.parts.every(({ rule, traffic }) => !intervals.meets(this.gone.get(rule) ?? noTraffic, traffic)),
    );
    if (idle.length > 0) return { kind: "refused", goals: idle, reason: this.spareReason };
    const met = this.wanted.filter((each) => !this.postponed.has(each));
    return { kind: "target", target: { met, changes, admissions: this.admissionsAfter() }, postponed: this.postponed };
  }

  private admissionsAfter(): (direction: Direction) => readonly Admission[] {
    const [ingress, egress] = [this.admissions("ingress"), this.admissions("egress")];
    return (direction) => (direction === "ingress" ? ingress : egress);
  }

  /** Whether other goals close all that a goal is about. */
  private isMetBesides(goal: Closing): boolean {
    return goal.parts.every(({ rule, traffic }) => {
      const others = this.wanted
        .flatMap((other) => (other.goal === goal || other.goal.orElse !== undefined ? [] : other.goal.parts))
        .filter((part) => part.rule === rule);
      return intervals.covers(
        intervals.unionAll(others.map((part) => part.traffic)),
        intervals.intersect(traffic, trafficOf(this.around.world, rule)),
      );
    });
  }

  private refuseSplitting(declarations: readonly Declaration[], changes: readonly DeclarationChange[]): Drafted {
    const goals = this.wanted.filter(({ goal }) => goal.parts.some(({ rule }) => declarations.includes(rule.declaration)));
    const [first] = declarations;
    const count = changes.find(({ declaration }) => declaration === first)?.entries.length;
    const place = first === undefined ? "it" : placeOf(first);
    const reason =
      count === undefined
        ? `what is left of ${place} would take more rules than can be read: say which ports it needs`
        : `${place} would become ${count} rules${this.needers(declarations)}: say which ports it needs, and for whom`;
    return { kind: "refused", goals, reason };
  }

  private needers(declarations: readonly Declaration[]): string {
    const names = this.grants.flatMap(({ declaration, who }) =>
      who !== undefined && declarations.includes(declaration) ? [who.replace(/,$/, "")] : [],
    );
    return names.length === 0 ? "" : `, since ${listed(names)} ${new Set(names).size === 1 ? "has" : "have"} to get through`;
  }

  private grantsByAddress({ rule, traffic }: ClosingPart, except: ip.AddressSet): boolean {
    return this.grants.some(
      ({ declaration, peer, traffic: granted }) =>
        declaration === rule.declaration &&
        (peer.kind === "prefix list" || (peer.kind === "blocks" && !peer.blocks.every(({ addresses }) => ip.covers(except, addresses)))) &&
        intervals.meets(granted, traffic),
    );
  }

  private whoStays(goals: readonly Wanted[]): string {
    const grant = this.grants.find(
      ({ peer, declaration }) => peer.kind !== "group" && goals.some(({ goal }) => goal.parts.some(({ rule }) => rule.declaration === declaration)),
    );
    const names =
      grant === undefined ? "addresses" : grant.peer.kind === "blocks" ? grant.peer.blocks.map(({ name }) => name).join(", ") : "a setting";
    return `who has to get through by ${names} cannot be named by a group`;
  }

  private partWith(claim: (part: ClosingPart) => boolean): { readonly wanted: Wanted; readonly part: ClosingPart } | undefined {
    for (const wanted of this.wanted) {
      const part = wanted.goal.parts.find(claim);
      if (part !== undefined) return { wanted, part };
    }
    return undefined;
  }
}

function peersOfAddresses(addresses: ip.AddressSet): readonly GrantedPeer[] {
  return ip.isEmpty(addresses) ? [] : [{ kind: "blocks", blocks: blocksOf(addresses) }];
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function isSamePeer(a: GrantedPeer, b: GrantedPeer): boolean {
  if (a.kind === "group") return b.kind === "group" && a.key === b.key;
  if (a.kind === "setting") return b.kind === "setting" && a.key === b.key;
  if (a.kind === "prefix list") return b.kind === "prefix list" && a.id === b.id;
  return (
    b.kind === "blocks" && ip.equals(ip.unionAll(a.blocks.map(({ addresses }) => addresses)), ip.unionAll(b.blocks.map(({ addresses }) => addresses)))
  );
}

/** What a declaration says afterwards; undefined where what is left of it takes too many rules, or none could say it. */
function entriesOf(
  world: World,
  declaration: Declaration,
  rules: readonly Rule[],
  gone: ReadonlyMap<Rule, Traffic>,
  grants: readonly Grant[],
): readonly Entry[] | undefined {
  const entries = new Map<string, { piece: Piece | undefined; keep: Rule[]; add: GrantedPeer[] }>();
  const at = (piece: Piece | undefined): { keep: Rule[]; add: GrantedPeer[] } => {
    const key = piece === undefined ? "" : piece.traffic.map(({ first, last }) => `${first}-${last}`).join(",");
    const entry = entries.get(key) ?? { piece, keep: [], add: [] };
    entries.set(key, entry);
    return entry;
  };
  const spread = (traffic: Traffic, put: (entry: { keep: Rule[]; add: GrantedPeer[] }) => void): boolean => {
    if (intervals.equals(traffic, declaration.traffic.must)) put(at(undefined));
    else {
      const pieces = piecesOf(declaration, traffic);
      if (pieces === undefined) return false;
      for (const piece of pieces) put(at(piece));
    }
    return true;
  };
  // What stays as it is comes first, so that it stays where it is.
  for (const rule of [...rules].sort((a, b) => Number(gone.has(a)) - Number(gone.has(b)))) {
    const left = intervals.subtract(trafficOf(world, rule), gone.get(rule) ?? noTraffic);
    if (!intervals.isEmpty(left) && !spread(left, ({ keep }) => keep.push(rule))) return undefined;
  }
  for (const { traffic, peer } of grants) if (!spread(traffic, ({ add }) => add.push(peer))) return undefined;
  return [...entries.values()];
}

/** Never more than one rule more than before; the same ports for several sources count once where each takes a rule of its own. */
function isWithinBudget(written: readonly Declaration[], changes: readonly DeclarationChange[]): boolean {
  const changed = new Set(changes.map(({ declaration }) => declaration));
  const untouched = written.filter((declaration) => !changed.has(declaration));
  const after = changes.flatMap(({ declaration, all, entries }) => variantsOf(declaration, all, entries)).length;
  if (untouched.length + after <= written.length + 1) return true;
  const text = (traffic: Traffic): string => traffic.map(({ first, last }) => `${first}-${last}`).join(",");
  const before = new Set(written.map(({ traffic }) => text(traffic.must)));
  const now = new Set([
    ...untouched.map(({ traffic }) => text(traffic.must)),
    ...changes.flatMap(({ declaration, entries }) => entries.map(({ piece }) => text(piece?.traffic ?? declaration.traffic.must))),
  ]);
  return now.size <= before.size + 1;
}
