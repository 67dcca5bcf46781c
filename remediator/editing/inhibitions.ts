import { listed } from "@portcullis/policypack/model/names/listed";
import { effectsOf, isSetting, settingsIn, type Path, type Step } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Origin } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import { placeText } from "./context";
import type { Printer } from "./printer";

/** Why steps must not be written, whatever they are written in. */
export function whyNotWritten(registration: Registration, steps: readonly Step[], printer: Printer): string | undefined {
  const unsaid = printer.setting === undefined || !inLists(steps) ? settingReason(steps) : undefined;
  return argumentReason(registration.name, steps) ?? unsaid ?? computedSource(registration, steps);
}

/** The call of a component is changed by hand. */
export function argumentReason(name: string, steps: readonly Step[]): string | undefined {
  const argument = steps.find((step) => step.kind === "argument");
  return argument === undefined
    ? undefined
    : `it takes the argument ${argument.path.join(".")} in the call of the component ${name}: ${JSON.stringify(argument.value)}`;
}

/** Whether what settings name goes into lists: a rule that takes one source would have to be made once for each. */
function inLists(steps: readonly Step[]): boolean {
  return effectsOf(steps).every((step) => step.kind === "set" || step.variants.every(({ set = {} }) => !Object.values(set).some(isSetting)));
}

/** Addresses that only configuration can name are its owner's to name. */
export function settingReason(steps: readonly Step[]): string | undefined {
  const effects = effectsOf(steps);
  const [setting] = effects.flatMap(settingsIn);
  if (setting === undefined) return undefined;
  const keeps = listed(effects.flatMap((step) => (step.kind === "vary" ? (step.sources ?? []).flatMap((source) => source.keeps ?? []) : [])));
  return `${keeps === "" ? "somebody" : keeps} has to get through, from addresses that only configuration can name: take them from a new key ${setting}, or name them in trustedCidrs`;
}

/** A source that is computed may be another one in another stack, where nothing is wrong with it. */
function computedSource(registration: Registration, steps: readonly Step[]): string | undefined {
  for (const { path, text } of steps.flatMap((step) => (step.kind === "vary" ? (step.sources ?? []) : []))) {
    const origin = originAt(registration, path);
    const place = origin === undefined ? undefined : choiceIn(origin);
    if (place === undefined) continue;
    const { file, start, end } = place.span;
    const sketch = file.text.slice(start, Math.min(end, start + 80)).replace(/\s+/g, " ");
    return `${placeText(place.span)} computes ${text}: ${sketch}, which other stacks may have another value for`;
  }
  return undefined;
}

function originAt(registration: Registration, path: Path): Origin | undefined {
  return valueAt(registration, path).origin;
}

/** The step of an origin at which configuration, or a condition, gave the value. */
function choiceIn(origin: Origin): Origin | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) {
    if (step.how === "setting" || step.how === "chosen") return step;
    for (const part of step.parts ?? []) {
      const found = choiceIn(part);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
