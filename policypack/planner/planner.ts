import { grouped } from "../grouped";
import type { Admission } from "../model/needs/admissions";
import { needsIn } from "../model/needs/needs";
import type { Need } from "../model/needs/need";
import { groupsThatMeet } from "../model/needs/parties";
import type { Rule } from "../model/network";
import { peerText } from "../model/rules/groups";
import { perWorld, type World } from "../model/world";
import * as intervals from "../net/intervals";
import { noTraffic } from "../net/ports";
import type { Closing, Goal } from "../plans/goal";
import { namingKey, type FixPlan, type ResourceStep, type SourceChange, type Step } from "../plans/plan";
import { componentReason, packageComponentOf } from "./components";
import { argumentFor } from "./component-arguments";
import { needyOf, variantsOf } from "./grants";
import { targetOf } from "./draft";
import type { DeclarationChange, Target, Wanted } from "./target";
import { inWords } from "./words";

/** A goal of a finding, and the group that it is about. */
export interface Request<T> {
  readonly of: T;
  readonly group: string;
  readonly goal: Goal;
}

/** A plan, and why some of the rules that a finding is about stay as they are. */
export interface PlanInPart {
  readonly fix: FixPlan;
  readonly stays?: string;
}

/**
 * Plans the repair of a stack: for each group, what it lets through less what violates, with what is accepted or needed kept, and from that the
 * smallest change of its rules. Findings whose rules change together have one plan between them.
 */
export function planRepairs<T>(
  world: World,
  requests: readonly Request<T>[],
  {
    accepted,
    violating,
    unnamed,
  }: { readonly accepted: readonly Closing[]; readonly violating: ReadonlySet<Rule>; readonly unnamed: ReadonlyMap<string, string> },
): ReadonlyMap<T, PlanInPart> {
  const plans = new Map<T, PlanInPart>();
  const byGroup = new Map<string, Map<Wanted, T>>();
  for (const { of, group, goal } of requests) {
    if (goal.kind !== "close") plans.set(of, { fix: withoutComponents(world, goal) });
    else byGroup.set(group, (byGroup.get(group) ?? new Map<Wanted, T>()).set({ goal }, of));
  }
  const planned = new Map<string, Target>();
  for (const group of [...byGroup.keys()].sort()) {
    const wanted = byGroup.get(group) ?? new Map<Wanted, T>();
    const needs = needsByGroup(world).get(group) ?? [];
    const { target, refused } = targetOf(
      {
        world,
        group,
        needs,
        planned: (key, direction): readonly Admission[] | undefined => planned.get(key)?.admissions(direction),
        accepted: (rule) => acceptedOf(accepted, rule),
        violates: (rule) => violating.has(rule),
        whyUnnamed: ({ urn }, key) => unnamed.get(namingKey(urn, key)),
      },
      [...wanted.keys()],
    );
    for (const [each, reason] of refused) {
      const of = wanted.get(each);
      if (of !== undefined) plans.set(of, { fix: { kind: "declined", reason } });
    }
    if (target === undefined) continue;
    planned.set(group, target);
    for (const { goals, changes } of partsOf(target)) {
      const plan = planOf(world, changes, needs.filter(isOnlyNameable));
      for (const each of goals) {
        const { partOf } = each;
        const of = wanted.get(partOf?.whole ?? each);
        if (of !== undefined) plans.set(of, { fix: plan, ...(partOf === undefined ? {} : { stays: partOf.stays }) });
      }
    }
  }
  return plans;
}

/** The needs that the rules of a group have to meet, at least in part. */
const needsByGroup = perWorld((world): ReadonlyMap<string, readonly Need[]> => {
  const needs = needsIn(world).flatMap((need) => groupsThatMeet(world, need).map((key) => ({ key, need })));
  return new Map(
    grouped(needs, ({ key }) => key).map(([key, those]) => {
      const own = those.map(({ need }) => need);
      const named = own.findLastIndex(({ party }) => party.kind === "operator") + 1;
      const first = own.slice(0, named);
      return [key, [...first.filter((need) => !isOnlyNameable(need)), ...first.filter(isOnlyNameable), ...own.slice(named)]];
    }),
  );
});

/** Whether nobody but configuration can name who it is: somebody unseen, in a network that is not known. A setting that others need names them as well, so these are asked first. */
function isOnlyNameable({ party }: Need): boolean {
  return party.kind === "network" && !party.isSeen && party.addresses === undefined;
}

function acceptedOf(accepted: readonly Closing[], rule: Rule): ReturnType<typeof intervals.unionAll> {
  const parts = accepted.flatMap(({ parts: all }) =>
    all.filter((part) => part.rule.declaration.urn === rule.declaration.urn && samePath(part.rule, rule)),
  );
  return parts.length === 0 ? noTraffic : intervals.unionAll(parts.map(({ traffic }) => traffic));
}

function samePath(a: Rule, b: Rule): boolean {
  return a.path.length === b.path.length && a.path.every((step, index) => step === b.path[index]);
}

interface Part {
  readonly goals: readonly Wanted[];
  readonly changes: readonly DeclarationChange[];
}

/** The goals that share a declaration have one plan; others are repaired one without another. */
function partsOf({ met, changes }: Target): readonly Part[] {
  const byDeclaration = new Map(changes.map((change) => [change.declaration, change]));
  const partOf = new Map<DeclarationChange, { readonly goals: Wanted[]; readonly changes: Set<DeclarationChange> }>();
  for (const goal of met) {
    const own = new Set(goal.goal.parts.flatMap(({ rule }) => byDeclaration.get(rule.declaration) ?? []));
    const joined = new Set([...own].flatMap((change) => partOf.get(change) ?? []));
    const part = {
      goals: [...[...joined].flatMap((each) => each.goals), goal],
      changes: new Set([...[...joined].flatMap((each) => [...each.changes]), ...own]),
    };
    for (const change of part.changes) partOf.set(change, part);
  }
  const order = new Map(changes.map((change, index) => [change, index]));
  const inOrder = (a: DeclarationChange, b: DeclarationChange): number => (order.get(a) ?? 0) - (order.get(b) ?? 0);
  return [...new Set(partOf.values())].map(({ goals, changes: own }) => ({ goals, changes: [...own].sort(inOrder) }));
}

function planOf(world: World, changes: readonly DeclarationChange[], nameable: readonly Need[]): FixPlan {
  const steps = changes.flatMap((change) => stepsOf(change, nameable));
  const words = inWords(world, changes);
  return withoutComponents(world, { kind: "plan", ...words, steps });
}

function stepsOf(change: DeclarationChange, nameable: readonly Need[]): readonly ResourceStep[] {
  const { declaration, all, entries } = change;
  const isUnchanged =
    entries.length === 1 && entries[0]?.piece === undefined && entries[0]?.keep.length === all.length && entries[0].add.length === 0;
  if (isUnchanged) return [];
  return [
    {
      kind: "vary",
      urn: declaration.urn,
      path: declaration.path,
      variants: variantsOf(declaration, all, entries),
      sources: sourcesOf(change, nameable),
    },
  ];
}

/** What becomes of each source that loses something. Of whom a setting has to name, those are told as well whom nothing else can. */
function sourcesOf({ declaration, gone, grants: all, entries }: DeclarationChange, nameable: readonly Need[]): readonly SourceChange[] {
  const grants = all.filter(({ isMoved }) => isMoved !== true);
  return [...gone.keys()].map((rule) => {
    const isKept = entries.some(({ keep }) => keep.includes(rule));
    const isRestricted = grants.some(
      ({ peer }) => peer.kind === "setting" || (peer.kind === "blocks" && peer.blocks.every(({ value }) => typeof value === "string")),
    );
    const becomes = isKept ? "narrowed" : grants.length === 0 ? "removed" : isRestricted ? "restricted" : "replaced";
    // Who gets through otherwise does not wait for a setting.
    const bySetting = grants.filter(({ peer }) => peer.kind === "setting");
    const beside = nameable.filter(
      ({ direction, traffic }) => direction === declaration.direction && bySetting.some((grant) => intervals.meets(grant.traffic, traffic)),
    );
    const known = (bySetting.length > 0 ? bySetting : grants).flatMap((grant) => needyOf(grant) ?? []);
    const keeps = [...new Set([...known, ...beside.map(({ who }) => who)])];
    return { path: rule.path, text: peerText(rule), becomes, ...(keeps.length === 0 ? {} : { keeps }) };
  });
}

/** What a package makes is not the program's to edit: it is said in the call of the component, where that is clear. */
function withoutComponents(world: World, plan: FixPlan): FixPlan {
  if (plan.kind !== "plan") return plan;
  const steps: Step[] = [];
  const inside: ResourceStep[] = [];
  for (const step of plan.steps) {
    if (step.kind === "argument" || packageComponentOf(world.network, step.urn) === undefined) steps.push(step);
    else inside.push(step);
  }
  for (const [urn, own] of grouped(inside, (step) => step.urn)) {
    const component = packageComponentOf(world.network, urn);
    if (component === undefined) continue;
    const argument = argumentFor(world, component, urn, own);
    if (argument === undefined) return { kind: "declined", reason: componentReason(urn, component) };
    steps.push(argument);
  }
  return { ...plan, steps };
}
