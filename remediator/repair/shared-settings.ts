import { commonSetting } from "@portcullis/policypack/planner/setting-names";
import { effectsOf, settingsIn, type FixPlan, type ResourceStep, type Step } from "@portcullis/policypack/plans/plan";
import type { LocatedFinding } from "../judging/check";
import type { Registration } from "../reader/interpreter/registration";
import { valueAt, writtenAt } from "../reader/places";
import type { Change } from "./plans";

interface StackPlans {
  readonly stack: string;
  readonly changes: readonly Change[];
}

/**
 * Plans of which what one place in the source makes many times reads one key of the configuration, whatever it is for each of them: a loop over ports says
 * once whom they admit.
 */
export function withSharedSettings<T extends StackPlans>(
  plans: readonly T[],
  registrationsOf: (stack: string) => readonly Registration[],
): readonly T[] {
  const keysByPlace = new Map<string, Set<string>>();
  const placed = plans.map((each) => {
    const places = placesIn(() => registrationsOf(each.stack), each.changes);
    for (const [step, place] of places) keysByPlace.set(place, new Set([...(keysByPlace.get(place) ?? []), ...settingsIn(step)]));
    return { each, places };
  });
  if ([...keysByPlace.values()].every(({ size }) => size < 2)) return plans;
  return placed.map(({ each, places }) => {
    const changes = each.changes.map((change) => renamed(change, (step) => keysByPlace.get(places.get(step) ?? "") ?? new Set()));
    return { ...each, changes };
  });
}

/** Where steps that read settings change something: what makes a resource, or gives an element or a property of it. */
function placesIn(registrations: () => readonly Registration[], changes: readonly Change[]): ReadonlyMap<ResourceStep, string> {
  const steps = changes.flatMap((change) => effectsOf(change.steps)).filter((step) => settingsIn(step).length > 0);
  const byUrn = new Map((steps.length < 2 ? [] : registrations()).map((registration) => [registration.urn, registration]));
  return new Map(
    steps.flatMap((step): readonly (readonly [ResourceStep, string])[] => {
      const registration = byUrn.get(step.urn);
      if (registration === undefined) return [];
      const place = step.path.length === 0 ? registration.span : writtenAt(valueAt(registration, step.path).origin);
      return place === undefined ? [] : [[step, `${place.file.name}:${place.start}:${place.end}`]];
    }),
  );
}

function renamed(change: Change, keysOf: (step: ResourceStep) => ReadonlySet<string>): Change {
  const names = new Map<string, string>();
  for (const step of effectsOf(change.steps)) {
    const keys = keysOf(step);
    if (keys.size > 1) for (const key of settingsIn(step)) names.set(key, commonSetting([...keys]));
  }
  if (names.size === 0) return change;
  const inSteps = (steps: readonly Step[]): readonly Step[] => steps.map((step) => withNames(step, names));
  const inFinding = (finding: LocatedFinding): LocatedFinding =>
    finding.fix === undefined ? finding : { ...finding, fix: planWith(finding.fix, names, inSteps) };
  return { findings: change.findings.map(inFinding), steps: inSteps(change.steps) };
}

function planWith(plan: FixPlan, names: ReadonlyMap<string, string>, inSteps: (steps: readonly Step[]) => readonly Step[]): FixPlan {
  if (plan.kind === "declined") return plan;
  const said = (text: string): string => text.replace(/\w+/g, (word) => names.get(word) ?? word);
  const parts = plan.parts?.map((part) => ({ ...part, says: said(part.says) }));
  return {
    ...plan,
    summary: said(plan.summary),
    losesAccess: said(plan.losesAccess),
    steps: inSteps(plan.steps),
    ...(parts === undefined ? {} : { parts }),
  };
}

/** The same with other keys, wherever it reads one. */
function withNames<T>(value: T, names: ReadonlyMap<string, string>): T {
  if (Array.isArray(value)) return value.map((each: unknown) => withNames(each, names)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, part]: [string, unknown]) => [
    name,
    name === "setting" && typeof part === "string" ? (names.get(part) ?? part) : withNames(part, names),
  ]);
  return Object.fromEntries(entries) as T;
}
