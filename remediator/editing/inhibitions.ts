import { listed } from "@portcullis/policypack/model/names/listed";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { isSetting, settingsIn, type Path, type ResourceStep } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List, type Origin } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import { placeText, plannedAt, type EditContext } from "./context";

/** Why steps must not be written, whatever they are written in. */
export function whyNotWritten(context: EditContext, registration: Registration, steps: readonly ResourceStep[]): string | undefined {
  const unsaid = context.printer.setting === undefined || !inLists(steps) ? settingReason(steps) : undefined;
  return unsaid ?? withoutSource(registration, steps) ?? computedSource(context, registration, steps);
}

/**
 * A rule of its own is deployed with a source or not at all: the provider waits in vain for one that names none, and refuses it in former versions
 * (https://github.com/hashicorp/terraform-provider-aws/issues/42018). A rule inside of its group is left out by AWS instead.
 */
function withoutSource(registration: Registration, steps: readonly ResourceStep[]): string | undefined {
  for (const step of steps) {
    if (step.kind !== "vary" || step.path.length > 0) continue;
    for (const { append = {}, without = {} } of step.variants)
      for (const [property, added] of Object.entries(append)) {
        const setting = added.find(isSetting);
        const { data } = valueAt(registration, [property]);
        const left = data instanceof List ? data.items.length - (without[property] ?? []).length : 0;
        if (setting !== undefined && added.every(isSetting) && left === 0)
          return `${registration.name} is a rule of its own, which cannot be deployed without a source, and has none until ${setting.setting} names one: name the callers in trustedCidrs`;
      }
  }
  return undefined;
}

/** Whether what settings name goes into lists: a rule that takes one source would have to be made once for each. */
function inLists(steps: readonly ResourceStep[]): boolean {
  return steps.every((step) => step.kind === "set" || step.variants.every(({ set = {} }) => !Object.values(set).some(isSetting)));
}

/** Addresses that only configuration can name are its owner's to name. */
export function settingReason(steps: readonly ResourceStep[]): string | undefined {
  const [setting] = steps.flatMap(settingsIn);
  if (setting === undefined) return undefined;
  const keeps = listed(steps.flatMap((step) => (step.kind === "vary" ? (step.sources ?? []).flatMap((source) => source.keeps ?? []) : [])));
  return `${keeps === "" ? "somebody" : keeps} has to get through, from addresses that only configuration can name: take them from a new key ${setting}, or name them in trustedCidrs`;
}

/** A source that is computed may be another one in another stack, where nothing is wrong with it. */
function computedSource(context: EditContext, registration: Registration, steps: readonly ResourceStep[]): string | undefined {
  for (const { path, text } of steps.flatMap((step) => (step.kind === "vary" ? (step.sources ?? []) : []))) {
    // A list may come from there as a whole.
    const around = typeof path.at(-1) === "number" ? [path, path.slice(0, -1)] : [path];
    const place = around.map((each) => choiceIn(originAt(registration, each))).find((found) => found !== undefined);
    if (place === undefined || isOfOthers(context, place, text)) continue;
    const { file, start, end } = place.span;
    const sketch = file.text.slice(start, Math.min(end, start + 80)).replace(/\s+/g, " ");
    return `${placeText(place.span)} computes ${text}: ${sketch}, which other stacks may have another value for`;
  }
  return undefined;
}

/**
 * Whether a setting gives what stays its addresses as well: another rule, or a route. Nobody can narrow it for the sake of one rule, which is what is
 * wrong then.
 */
function isOfOthers(context: EditContext, { how, name }: Origin, text: string): boolean {
  if (how !== "setting" || name === undefined) return false;
  return context.uses
    .ofSetting(name)
    .some(
      ({ registration, path }) =>
        /SecurityGroup|Route|NetworkAcl/.test(parseUrn(registration.urn).type) &&
        path.some((step) => /cidr/i.test(String(step))) &&
        valueAt(registration, path).data === text &&
        ![...path.keys()].some((length) => plannedAt(context, registration, path.slice(0, length)) !== undefined),
    );
}

function originAt(registration: Registration, path: Path): Origin {
  return valueAt(registration, path).origin;
}

/** The step of an origin at which configuration, or a condition that may be decided otherwise elsewhere, gave the value. */
function choiceIn(origin: Origin): Origin | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) {
    if (step.how === "setting" || (step.how === "chosen" && (step.by === undefined || !isFixed(step.by)))) return step;
    for (const part of step.parts ?? []) {
      const found = choiceIn(part);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether a value is the same in every stack: all that went into it stands in the source. */
function isFixed(origin: Origin): boolean {
  const seen = new Set<Origin>();
  const open = [origin];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (seen.has(step)) continue;
    seen.add(step);
    const before = [step.from, step.of, step.by, ...(step.parts ?? [])].filter((each) => each !== undefined);
    if (step.how === "setting" || (before.length === 0 && step.how !== "written")) return false;
    open.push(...before);
  }
  return true;
}
