import { addTo } from "@portcullis/policypack/grouped";
import { listed } from "@portcullis/policypack/model/names/listed";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { settingOf, settingsIn, type Path, type ResourceStep } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Origin } from "../reader/interpreter/value";
import { itemAt, valueAt } from "../reader/places";
import { isStackFile } from "../reader/project/stack-files";
import type { Span } from "../reader/syntax/tree";
import { isOfSetting, placeText, plannedAt, type EditContext } from "./context";

/** Why steps must not be written, whatever they are written in. */
export function whyNotWritten(context: EditContext, registration: Registration, steps: readonly ResourceStep[]): string | undefined {
  const unsaid = context.printer.setting === undefined || !inLists(steps) ? settingReason(steps) : undefined;
  return unsaid ?? withoutSource(context, registration, steps) ?? computedSource(context, registration, steps);
}

/**
 * A rule of its own is deployed with a source or not at all: the provider waits in vain for one that names none, and refuses it in former versions
 * (https://github.com/hashicorp/terraform-provider-aws/issues/42018). It is made once for each source that a setting names, where the language has loops. A
 * rule inside of its group is left out by AWS instead.
 */
function withoutSource({ printer }: EditContext, { name }: Registration, steps: readonly ResourceStep[]): string | undefined {
  if (printer.each !== undefined) return undefined;
  const [key] = steps.flatMap((step) =>
    step.kind === "vary" && step.path.length === 0 ? step.variants.flatMap((variant) => settingOf(variant) ?? []) : [],
  );
  return key === undefined
    ? undefined
    : `${name} is a rule of its own, which cannot be deployed without a source, and has none until ${key} names one: name the callers in trustedCidrs`;
}

/** Whether what settings name goes into lists, or into rules of their own: a rule of a list that takes one source would have to be there once for each. */
function inLists(steps: readonly ResourceStep[]): boolean {
  return steps.every((step) => step.kind === "set" || step.path.length === 0 || step.variants.every((variant) => settingOf(variant) === undefined));
}

/** Addresses that only configuration can name are its owner's to name. */
export function settingReason(steps: readonly ResourceStep[]): string | undefined {
  const [setting] = steps.flatMap(settingsIn);
  if (setting === undefined) return undefined;
  const keeps = listed(steps.flatMap((step) => (step.kind === "vary" ? (step.sources ?? []).flatMap((source) => source.keeps ?? []) : [])));
  return `${keeps === "" ? "somebody" : keeps.includes(",") ? `${keeps},` : keeps} has to get through, from addresses that only configuration can name: take them from a new key ${setting}, or name them in trustedCidrs`;
}

/** A source that is computed may be another one in another stack, where nothing is wrong with it. */
function computedSource(context: EditContext, registration: Registration, steps: readonly ResourceStep[]): string | undefined {
  const code = steps.filter((step) => !isSaidInSetting(registration, step));
  for (const { path, text } of code.flatMap((step) => (step.kind === "vary" ? (step.sources ?? []) : []))) {
    const place = choiceOf(registration, path);
    if (place === undefined || isOfOthers(context, place, text)) continue;
    const said = [place, place.from].find((step) => step?.how === "written")?.span;
    if (said !== undefined && (place.how === "setting" || isSaidByStack(place))) {
      const elsewhere = isStackFile(said.file.name)
        ? ", which other stacks may have another value for"
        : " in every stack that has no value of its own";
      const key = place.how === "written" ? "" : ` for ${place.name?.split(":").at(-1) ?? "a setting"}`;
      return `${placeText(said)} says ${text}${key}${elsewhere}: say there whom it admits`;
    }
    const { file, start, end } = place.span;
    const sketch = file.text.slice(start, Math.min(end, start + 80)).replace(/\s+/g, " ");
    return `${placeText(place.span)} computes ${text}: ${sketch}, which other stacks may have another value for: say there whom each of them admits`;
  }
  return undefined;
}

/** Where configuration, or a condition, decides on a source. */
export function choiceOf(registration: Registration, path: Path): Origin | undefined {
  const own = choiceIn(valueAt(registration, path).origin);
  // The setting that has a name says more than what a stack says under it.
  return own === undefined || own.how === "written" ? (choiceOfList(registration, path) ?? own) : own;
}

/** Whether a step only takes elements out of lists that settings give: they go where a stack says them, and stay in the others. */
function isSaidInSetting(registration: Registration, step: ResourceStep): boolean {
  if (step.kind !== "vary") return false;
  const { path, variants } = step;
  const [only, ...others] = variants;
  if (only === undefined) {
    const item = itemAt(registration, path);
    const pass = (path.length === 0 ? registration.passes : (item?.passes ?? [])).at(-1);
    return (item !== undefined && isOfSetting(item)) || (pass !== undefined && "placement" in pass && isOfSetting(pass));
  }
  const { without = {}, drop = [], append = {}, set = {} } = only;
  if (others.length + drop.length + Object.keys(append).length + Object.keys(set).length > 0) return false;
  return Object.entries(without).every(([property, indexes]) =>
    indexes.every((index) => {
      const item = itemAt(registration, [...path, property, index]);
      return item !== undefined && isOfSetting(item);
    }),
  );
}

/**
 * Whether a setting, or what stands in where a stack has none, gives what stays its addresses as well: another rule, a route, or a network. Nobody can
 * narrow it for the sake of one rule, which is what is wrong then.
 */
function isOfOthers(context: EditContext, place: Origin, text: string): boolean {
  const names = settingsBehind(place);
  if (names.length === 0 || names.some((name) => callers.test(name.split(":").at(-1) ?? ""))) return false;
  const all = place.how === "setting" ? names.flatMap((name) => context.uses.ofSetting(name)) : context.uses.of(place.span);
  return all.some(
    ({ registration, path }) =>
      /(?:SecurityGroup|Route|NetworkAcl|Vpc|Subnet)\w*$/.test(parseUrn(registration.urn).type) &&
      path.some((step) => /cidr/i.test(String(step))) &&
      valueAt(registration, path).data === text &&
      ![...path.keys()].some((length) => plannedAt(context, registration, path.slice(0, length)) !== undefined),
  );
}

/** The keys that alone decide a value: its own, or those whose absence makes it the one that stands in for them. */
function settingsBehind(place: Origin): readonly string[] {
  if (place.how === "setting") return place.name === undefined ? [] : [place.name];
  const leaves = place.by === undefined ? [] : stepsOf(place.by).filter((step) => before(step).length === 0);
  const names = leaves.map(({ how, name }) => (how === "setting" ? name : undefined));
  return names.every((name) => name !== undefined) ? names : [];
}

/** How a key is called that is there to say who may come in: its owner narrows it, and a rule that reads it is none too many. */
const callers = /ssh|rdp|admin|allow|trusted|office|vpn|manage?ment|mgmt|my_?ip|white_?list|bastion|operator|maintenance/i;

/** A list may come from a choice as a whole. What was put together with the one that an element stands in is no choice of the element. */
function choiceOfList(registration: Registration, path: Path): Origin | undefined {
  const item = itemAt(registration, path);
  if (item === undefined) return undefined;
  const { origin } = valueAt(registration, path.slice(0, -1));
  const { placement } = item;
  if (placement.kind === "added") return choiceIn(origin, itself);
  return choiceIn(origin, placement.kind === "literal" ? leadingTo(origin, placement.list) : undefined);
}

/** The way of what a call adds to a list: whatever that was before has no say in it. */
const itself: ReadonlySet<Origin> = new Set();

/**
 * The step of an origin at which configuration, or a condition that may be decided otherwise elsewhere, gave the value. Of what was put together from several
 * parts, only those that are on the way are followed, where there are any.
 */
export function choiceIn(origin: Origin, way?: ReadonlySet<Origin>): Origin | undefined {
  const seen = new Set<Origin>();
  const open = [origin];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (seen.has(step)) continue;
    seen.add(step);
    if (step.how === "setting" || isSaidByStack(step) || (step.how === "chosen" && (step.by === undefined || !isFixed(step.by)))) return step;
    if (step.from !== undefined) open.push(step.from);
    const parts: readonly Origin[] = step.parts ?? [];
    const own = way === undefined ? [] : parts.filter((part) => way.has(part));
    open.push(...(own.length > 0 || way === itself ? own : parts).toReversed());
  }
  return undefined;
}

/** Whether a stack's file says a value: a part of a setting, which is read from it. */
function isSaidByStack({ how, span }: Origin): boolean {
  return how === "written" && isStackFile(span.file.name);
}

/** The steps of an origin that the literal of a list went into, and itself. */
function leadingTo(origin: Origin, list: Span): ReadonlySet<Origin> {
  const steps = stepsOf(origin);
  const after = new Map<Origin, [Origin, ...Origin[]]>();
  for (const step of steps) for (const each of before(step)) addTo(after, each, step);
  const leading = new Set(steps.filter((step) => isWrittenAs(step, list)));
  // What is added while it is gone through is gone through as well.
  for (const step of leading) for (const made of after.get(step) ?? []) leading.add(made);
  return leading;
}

/** Whether a value is the literal of a list, whose span may have its type as well. */
function isWrittenAs({ how, span }: Origin, list: Span): boolean {
  return how === "written" && span.file === list.file && span.start < list.end && list.start < span.end;
}

/** Whether a value is the same in every stack: all that went into it stands in the source. */
export function isFixed(origin: Origin): boolean {
  return stepsOf(origin).every((step) => step.how !== "setting" && (step.how === "written" || before(step).length > 0));
}

/** All that went into a value. */
export function stepsOf(origin: Origin): readonly Origin[] {
  const seen = new Set([origin]);
  // What is added while it is gone through is gone through as well.
  for (const step of seen) for (const each of before(step)) seen.add(each);
  return [...seen];
}

/** What went into a value last. */
export function before({ from, of, by, parts = [] }: Origin): readonly Origin[] {
  return [from, of, by, ...parts].filter((each) => each !== undefined);
}
