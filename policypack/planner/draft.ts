import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { internetAddresses, isPublic } from "../model/exposure/exposure";
import { cutOffInWords } from "../model/needs/cut-off";
import { admissionOf, admissionsOf, lost, type Admission } from "../model/needs/admissions";
import type { Need } from "../model/needs/need";
import { servesNothingElse } from "../model/needs/public-servers";
import { groupsThatMeet } from "../model/needs/parties";
import type { Declaration, Direction, Rule } from "../model/network";
import { Admitted } from "../model/rules/admitted";
import { conditionsOf, holdsWith } from "../model/rules/conditions";
import { addressesOf, peerText, rulesOf, trafficOf } from "../model/rules/groups";
import { byDeclaration, placeOf } from "../model/rules/places";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { noTraffic, type Traffic } from "../net/ports";
import type { ClosingPart, Instead } from "../plans/goal";
import { parseUrn } from "../resources/resource";
import { componentReason, packageComponentOf } from "./components";
import { closedBy } from "./closing";
import { entriesOf, isWithinBudget } from "./entries";
import { admissionOfGrant, isGrantedByAddress, spanning, whoStays, type Grant } from "./grants";
import { portionsOf, trafficGone, type Portion } from "./portions";
import { agreed, groupPeers, isSamePeer, peersOfAddresses, tooManyGroups, type NoProposal, type Proposal } from "./proposals";
import { canReferTo, resolve } from "./resolve";
import { besides, Objections, hopeless, isMetBesides, needersIn, refusal, type Refused } from "./refusals";
import { regranted, shutOutBy, withoutShutOut, type ShutOut } from "./shut-out";
import { alike } from "./said-once";
import type { Decision, DeclarationChange, Surroundings, Target, Wanted } from "./target";

/** The smallest change of a group's rules that meets as many goals as can be met without cutting anybody off. */
export function targetOf(surroundings: Surroundings, wanted: readonly Wanted[]): Decision {
  const refused = new Map<Wanted, string>();
  let active = wanted;
  while (active.length > 0) {
    const drafted = new Draft(surroundings, active).complete();
    if (drafted.kind === "target") return { target: drafted.target, refused };
    const { reasons, rules } = drafted;
    active = active.flatMap((each) => {
      const reason = reasons.get(each);
      if (reason === undefined) return [each];
      const rest = besides(each, rules?.get(each), reason);
      if (rest === undefined) refused.set(each.partOf?.whole ?? each, each.partOf?.stays ?? reason);
      return rest ?? [];
    });
  }
  return { target: undefined, refused };
}

type Drafted = { readonly kind: "target"; readonly target: Target } | Refused;

/** Whether all that a group is on is seen to serve what it serves. */
function isSeenAsAWhole({ world, group }: Surroundings): boolean {
  const carriers = world.isAlone ? [] : launchedWorkloadsOf(world.opposite, group);
  return carriers.length > 0 && carriers.every((workload) => servesNothingElse(world, workload));
}

/** More rounds than there can be reasons to begin again. */
const mostRounds = 100;

/** One way to meet some goals together. It is begun again with less whenever something turns out to be needed. */
class Draft {
  private readonly rules: readonly Rule[];
  private readonly namingGroups: readonly Rule[];
  private readonly shutOut: ShutOut;
  private readonly admittedBefore: Partial<Record<Direction, Admitted>> = {};
  /** What the goals say of each rule. */
  private readonly parts = new Map<Rule, { readonly wanted: Wanted; readonly part: ClosingPart }[]>();
  private readonly spared = new Map<Rule, Traffic>();
  private readonly widened = new Set<Declaration>();
  private gone: ReadonlyMap<Rule, Traffic> = new Map();
  /** What goes of any rule. */
  private closed: Readonly<Record<Direction, Traffic>> = { ingress: noTraffic, egress: noTraffic };
  private grants: Grant[] = [];
  /** What is to be asked again when the other goals are met. */
  private postponed: ReadonlySet<Wanted> = new Set();
  /** Declarations that name nobody but who needs it. */
  private readonly bare = new Set<Declaration>();
  /** Rules of a list that another rule of it can say as well, and that one. */
  private readonly folded = new Map<Declaration, Declaration>();
  /** Declarations of which the groups are let through on all ports between those that they need. */
  private readonly spanned = new Set<Declaration>();
  /** Declarations of which nothing of the web stays but what something is seen to serve. */
  private readonly served = new Set<Declaration>();
  /** Who is spared, in words, where that is why rules stay. */
  private sparedFor: string | undefined;
  private spareReason = "somebody accepted it: an exemption keeps it open";

  constructor(
    private readonly around: Surroundings,
    private readonly wanted: readonly Wanted[],
  ) {
    const { world, group } = around;
    this.rules = [...rulesOf(world, group, "ingress"), ...rulesOf(world, group, "egress")];
    this.shutOut = shutOutBy(world, wanted);
    this.namingGroups = this.rules.filter(({ peer }) => peer.kind === "group" || peer.kind === "self");
    for (const each of wanted)
      for (const part of each.goal.parts) {
        const known = this.parts.get(part.rule);
        if (known === undefined) this.parts.set(part.rule, [{ wanted: each, part }]);
        else known.push({ wanted: each, part });
      }
  }

  complete(): Drafted {
    const reasons = hopeless(this.wanted, this.around);
    if (reasons.size > 0) return { kind: "refused", reasons };
    for (let round = 0; round < mostRounds; round++) {
      const drafted = this.attempt();
      if (drafted !== undefined) return drafted;
    }
    return refusal(this.wanted, "what is needed of these rules cannot be told apart from what is not");
  }

  /** Undefined where it has to be begun again. */
  private attempt(): Drafted | undefined {
    const { gone, postponed } = closedBy(this.around, this.wanted, this.rules, this.spared, this.widened, this.served);
    this.gone = gone;
    this.postponed = postponed;
    this.grants = [];
    this.fold();
    this.closed = { ingress: trafficGone(this.gone, "ingress"), egress: trafficGone(this.gone, "egress") };
    const first = this.name(false) ?? this.keepNeeded() ?? this.name(true);
    if (first !== undefined) return first === "again" ? undefined : first;
    this.grants = this.grants.map((grant) => this.throughKept(this.spanned.has(grant.declaration) ? spanning(grant) : grant));
    const byAddress = this.wanted.filter(
      ({ goal }) =>
        goal.byReference !== undefined &&
        goal.parts.some((part) => isGrantedByAddress(this.grants, part, goal.byReference?.except ?? ip.noAddresses)),
    );
    const parts = byAddress.flatMap(({ goal }) => goal.parts);
    if (byAddress.length > 0) return refusal(byAddress, whoStays(this.grants, parts));
    const reasons = regranted(this.shutOut, this.gone, this.grants);
    return reasons.size > 0 ? { kind: "refused", reasons } : this.write();
  }

  /** Addresses are let through on one range where a rule that stays lets them through between its parts: that takes fewer rules, and admits nobody more. */
  private throughKept(grant: Grant): Grant {
    const { declaration, peer, traffic } = grant;
    if (peer.kind !== "blocks" || traffic.length < 2) return grant;
    const { world } = this.around;
    const addresses = ip.unionAll(peer.blocks.map((block) => block.addresses));
    const kept = this.rules
      .filter((rule) => rule.declaration === declaration && ip.covers(addressesOf(world, rule.peer), addresses))
      .map((rule) => intervals.subtract(trafficOf(world, rule), this.gone.get(rule) ?? noTraffic));
    const joined = intervals.union(traffic, intervals.unionAll(kept)).flatMap((whole) => {
      const own = intervals.intersect(traffic, [whole]);
      const [first, last] = [own[0], own.at(-1)];
      return first === undefined || last === undefined ? [] : [intervals.interval(first.first, last.last)];
    });
    return { ...grant, traffic: intervals.unionAll(joined) };
  }

  /** Has one rule of a list say what is left of others. */
  private fold(): void {
    const { world } = this.around;
    const gone = new Map(this.gone);
    for (const [rule, closed] of this.gone) {
      const declaration = this.folded.get(rule.declaration);
      if (declaration === undefined) continue;
      const traffic = intervals.subtract(trafficOf(world, rule), closed);
      const text = peerText(rule);
      if (!intervals.isEmpty(traffic))
        this.grants.push({
          declaration,
          traffic,
          peer: { kind: "blocks", blocks: [{ value: text, addresses: addressesOf(world, rule.peer), name: text }] },
          isMoved: true,
        });
      gone.set(rule, trafficOf(world, rule));
    }
    this.gone = gone;
  }

  /** Names whom the policies want in place of what goes; of the public, only where nobody that needs it is named. */
  private name(isPublicPart: boolean): Drafted | undefined {
    const { world, group } = this.around;
    const objections = new Objections();
    for (const [rule, closed] of this.gone) {
      const own = this.parts.get(rule) ?? [];
      if (own.every(({ part }) => part.instead === undefined)) continue;
      const isOpen = isPublic(world, internetAddresses(world, addressesOf(world, rule.peer)));
      const proposals: Proposal[] = [];
      for (const { wanted, part } of own) {
        if (part.instead === undefined) continue;
        const traffic = intervals.intersect(closed, part.traffic);
        if (intervals.isEmpty(traffic) || (part.instead.kind === "callers" && isOpen) !== isPublicPart) continue;
        if (isPublicPart && this.namesGroup(rule.declaration.direction, traffic)) continue;
        const proposal = this.proposalOf(wanted, part.instead, rule, traffic);
        if ("refused" in proposal) objections.add(wanted, proposal.refused, new Set([rule]));
        else proposals.push(proposal);
      }
      for (const { wanted, peers, traffic } of agreed(proposals)) {
        const nameless = peers.map((peer) => (peer.kind === "group" ? this.around.whyUnnamed(rule.declaration, peer.key) : undefined)).find(Boolean);
        if (nameless !== undefined) {
          // Whoever needs to get through gets through by address, where that is enough.
          if (wanted.goal.byReference !== undefined || wanted.goal.parts.some((part) => part.instead?.kind === "groups"))
            objections.add(wanted, nameless, new Set([rule]));
          continue;
        }
        const cyclic = peers.find((peer) => peer.kind === "group" && !canReferTo(world, rule.declaration, group, peer.key));
        if (cyclic?.kind === "group")
          objections.add(
            wanted,
            `${parseUrn(cyclic.key).name} refers to it already: two groups can refer to each other in rules of their own only`,
            new Set([rule]),
          );
        else for (const peer of withoutShutOut(this.shutOut, traffic, peers)) this.grant({ declaration: rule.declaration, traffic, peer });
      }
    }
    return objections.refused();
  }

  private namesGroup(direction: Direction, traffic: Traffic): boolean {
    return this.grants.some(
      (grant) => grant.peer.kind === "group" && grant.declaration.direction === direction && intervals.meets(grant.traffic, traffic),
    );
  }

  private proposalOf(wanted: Wanted, instead: Instead, rule: Rule, traffic: Traffic): Proposal | NoProposal {
    const { world } = this.around;
    switch (instead.kind) {
      case "addresses":
        return { wanted, traffic, peers: peersOfAddresses(ip.intersect(instead.addresses, addressesOf(world, rule.peer))) };
      case "prefix list":
        return { wanted, traffic, peers: [{ kind: "prefix list", id: instead.id, name: instead.name }] };
      case "groups":
        if (instead.isOptional === true && this.bare.has(rule.declaration)) return { wanted, traffic, peers: [] };
        return this.named(wanted, rule, instead.groups, traffic);
      case "callers": {
        const callers = instead.callers();
        if ("reason" in callers) return { refused: callers.reason };
        return this.named(wanted, rule, callers.groups, instead.on === undefined ? traffic : intervals.intersect(traffic, instead.on));
      }
    }
  }

  /** The groups in the place of a rule's source. */
  private named(wanted: Wanted, { declaration: { direction } }: Rule, groups: readonly string[], traffic: Traffic): Proposal | NoProposal {
    const kept = this.rules.filter((rule) => rule.declaration.direction === direction && !this.gone.has(rule)).length;
    return tooManyGroups(kept, groups) ?? { wanted, traffic, peers: groupPeers(groups) };
  }

  /** Names a peer where no other rule of the group names it: nothing is said twice. */
  private grant(asked: Grant): void {
    const grant = { ...asked, traffic: intervals.subtract(asked.traffic, this.saidOf(asked)) };
    if (intervals.isEmpty(grant.traffic)) return;
    const same = this.grants.findIndex((other) => other.declaration === grant.declaration && isSamePeer(other.peer, grant.peer));
    const known = same < 0 ? undefined : this.grants[same];
    if (known === undefined) this.grants.push(grant);
    else this.grants[same] = { ...known, traffic: intervals.union(known.traffic, grant.traffic) };
  }

  private saidOf({ peer, declaration }: Grant): Traffic {
    if (peer.kind !== "group") return noTraffic;
    const { direction } = declaration;
    const conditions = conditionsOf(this.around.world, declaration);
    const named = this.admissions(direction, this.namingGroups).filter(
      (admission) => admission.groups.includes(peer.key) && holdsWith(admission.conditions, conditions),
    );
    return intervals.unionAll(named.map(({ traffic }) => traffic));
  }

  /** Lets through by name whoever has to get through and came through what goes. */
  private keepNeeded(): Drafted | "again" | undefined {
    const { world, group, whyUnnamed } = this.around;
    for (const need of this.around.needs) {
      const loss = this.lossOf(need);
      if (intervals.isEmpty(loss)) continue;
      const objections = new Objections();
      for (const portion of portionsOf(world, this.gone, loss, need.direction)) {
        const { declaration, traffic } = portion;
        const resolution = resolve({ world, group, admitted: this.admitted(need.direction), declaration, need, traffic, whyUnnamed });
        if ("peers" in resolution) {
          for (const peer of resolution.peers) this.grant({ declaration, traffic, peer, who: need.who });
          continue;
        }
        const refused = this.refuse(need, portion, resolution.refusal);
        if (refused === "again") return refused;
        // Whoever is anybody is content with the rules of one goal that stay; others need each of them.
        const isContent = need.party.kind === "anybody" && !objections.isEmpty();
        for (const [wanted, reason] of refused.reasons) if (!isContent || objections.has(wanted)) objections.add(wanted, reason, portion.rules);
      }
      const refused = objections.refused();
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  private admitted(direction: Direction): Admitted {
    return (this.admittedBefore[direction] ??= new Admitted(this.around.world, rulesOf(this.around.world, this.around.group, direction)));
  }

  private lossOf(need: Need): Traffic {
    const { world, group, planned } = this.around;
    const { direction, party } = need;
    const closed = intervals.intersect(need.traffic, this.closed[direction]);
    if (intervals.isEmpty(closed)) return noTraffic;
    // Whoever may be anybody is content with what is left elsewhere; others lose of what goes, and of nothing beside it.
    const isAnybody = party.kind === "anybody";
    const counts = ({ traffic }: Admission): boolean => isAnybody || intervals.meets(traffic, closed);
    const own = (key: string): readonly Admission[] => admissionsOf(world, key)[direction];
    const now = (key: string): readonly Admission[] => (key === group ? this.admissions(direction) : (planned(key, direction) ?? own(key)));
    const [before, after] = [own, now].map((of) => groupsThatMeet(world, need).flatMap((key) => of(key).filter(counts)));
    return lost(world, isAnybody ? need : { ...need, traffic: closed }, before ?? [], after ?? []);
  }

  private admissions(direction: Direction, rules = this.rules): readonly Admission[] {
    const { world } = this.around;
    const left = rules
      .filter((rule) => rule.declaration.direction === direction)
      .map((rule) => ({ ...admissionOf(world, rule), traffic: intervals.subtract(trafficOf(world, rule), this.gone.get(rule) ?? noTraffic) }));
    const granted = this.grants.filter(({ declaration }) => declaration.direction === direction).map((grant) => admissionOfGrant(world, grant));
    return [...left, ...granted].filter(({ traffic }) => !intervals.isEmpty(traffic));
  }

  /** The goals that would cut somebody off are given up, or leave what is needed where that is enough for them. */
  private refuse(need: Need, { traffic, rules }: Portion, reason: string): Refused | "again" {
    const culprits = new Set<Wanted>();
    for (const rule of rules)
      for (const { wanted, part } of this.parts.get(rule) ?? []) {
        const gone = this.gone.get(rule) ?? noTraffic;
        // Which of its ports serve is not known: what others would leave of the rule is no guess at them.
        if (intervals.meets(intervals.intersect(part.traffic, gone), need.party.kind === "anybody" ? gone : traffic)) culprits.add(wanted);
      }
    this.spareReason = reason;
    this.sparedFor = cutOffInWords(need, traffic);
    const strict = [...culprits].filter(({ goal }) => goal.sparesNeeds !== true || need.party.kind !== "public");
    if (strict.length > 0) return refusal(strict, reason);
    for (const rule of rules) this.spared.set(rule, intervals.union(this.spared.get(rule) ?? noTraffic, traffic));
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
        const isWidened = this.widened.has(declaration);
        const canSpan = isWidened && !this.spanned.has(declaration) && grants.some((grant) => spanning(grant) !== grant);
        if (isWidened && !canSpan) tooMany.push(declaration);
        else isAgain = true;
        if (canSpan) this.spanned.add(declaration);
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
        const wide = own.filter(({ entries }) => entries.length > 1);
        const named = wide.filter(({ declaration, grants }) => !this.bare.has(declaration) && grants.some(({ who }) => who === undefined));
        if (named.length > 0) {
          for (const { declaration } of named) this.bare.add(declaration);
          return undefined;
        }
        const guessed = wide.filter((each) => !this.served.has(each.declaration));
        if (direction === "ingress" && guessed.length > 0 && isSeenAsAWhole(this.around)) {
          for (const { declaration } of guessed) this.served.add(declaration);
          return undefined;
        }
        const [into, ...others] = alike(wide);
        if (into !== undefined) {
          for (const { declaration } of others) this.folded.set(declaration, into.declaration);
          return undefined;
        }
        const scattered = wide.filter(
          ({ declaration, grants }) => !this.spanned.has(declaration) && grants.some((grant) => spanning(grant) !== grant),
        );
        if (scattered.length > 0) {
          for (const { declaration } of scattered) this.spanned.add(declaration);
          return undefined;
        }
        tooMany.push(...wide.map(({ declaration }) => declaration));
      }
    }
    const given = this.wanted.filter(
      (each) =>
        each.goal.orElse !== undefined &&
        each.goal.parts.some(({ rule }) => this.widened.has(rule.declaration)) &&
        !isMetBesides(this.around.world, each, this.wanted),
    );
    if (given.length > 0) return { kind: "refused", reasons: new Map(given.map((each) => [each, each.goal.orElse ?? ""])) };
    if (tooMany.length > 0) return this.refuseSplitting(tooMany, changes);
    const idle = this.wanted.filter(
      (each) =>
        !this.postponed.has(each) && each.goal.parts.every(({ rule, traffic }) => !intervals.meets(this.gone.get(rule) ?? noTraffic, traffic)),
    );
    if (idle.length > 0) return refusal(idle, this.spareReason);
    const met = this.wanted.filter((each) => !this.postponed.has(each));
    return { kind: "target", target: { met, changes, admissions: this.admissionsAfter() } };
  }

  private admissionsAfter(): (direction: Direction) => readonly Admission[] {
    const [ingress, egress] = [this.admissions("ingress"), this.admissions("egress")];
    return (direction) => (direction === "ingress" ? ingress : egress);
  }

  private refuseSplitting(declarations: readonly Declaration[], changes: readonly DeclarationChange[]): Drafted {
    const goals = this.wanted.filter(({ goal }) => goal.parts.some(({ rule }) => declarations.includes(rule.declaration)));
    const [first] = declarations;
    const count = changes.find(({ declaration }) => declaration === first)?.entries.length;
    const place = first === undefined ? "it" : placeOf(first);
    const component = first === undefined ? undefined : packageComponentOf(this.around.world.network, first.urn);
    if (first !== undefined && component !== undefined) return refusal(goals, componentReason(first.urn, component));
    const split = count === undefined ? `what is left of ${place} would take more rules than can be read` : `${place} would become ${count} rules`;
    return refusal(goals, `${split}${needersIn(this.grants, declarations, this.sparedFor)}: say which ports it needs, and for whom`);
  }
}
