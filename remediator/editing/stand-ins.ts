import { defaultVpcBlock, defaultVpcId } from "@portcullis/policypack/resources/default-vpc";
import { isReference, type Path, type PlannedElement, type ResourceStep } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { RecordData, type Origin } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import { isStackFile } from "../reader/project/stack-files";
import { textAt } from "../reader/syntax/spans";
import type { Span } from "../reader/syntax/tree";
import { areAlike, isWithin, plannedAt, sharedUrn, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { before, choiceOf, isFixed, stepsOf } from "./inhibitions";
import { isDocument } from "./yaml/nodes";

/**
 * Another block in place of the one that stands in where a stack has no setting, `config.get("cidr") ?? "0.0.0.0/0"`: what stacks say stays. Undefined where
 * the step does something else, or where others have the same default.
 */
export function standInEdits(context: EditContext, registration: Registration, step: ResourceStep): readonly TextEdit[] | undefined {
  const swap = step.kind === "vary" ? swapIn(step.path, step.variants) : undefined;
  const [source, ...others] = step.kind === "vary" ? (step.sources ?? []) : [];
  if (swap === undefined || source === undefined || others.length > 0 || String(source.path) !== String(swap.path)) return undefined;
  const text = blockOf(context, swap.element);
  const place = standInAt(registration, swap.path, source.text);
  if (text === undefined || place === undefined || !isOfAlike(context, registration, step, place)) return undefined;
  const written = textAt(place);
  return [{ file: place.file.name, start: place.start, end: place.end, text: written.replace(source.text, text) }];
}

/** What takes the place of the one source that goes. */
interface Swap {
  readonly path: Path;
  readonly element: PlannedElement;
}

function swapIn(path: Path, variants: Extract<ResourceStep, { kind: "vary" }>["variants"]): Swap | undefined {
  const [only, ...others] = variants;
  if (only === undefined || others.length > 0 || (only.drop ?? []).length > 0) return undefined;
  const { without = {}, append = {}, set = {} } = only;
  const [[property, indexes] = [], ...more] = Object.entries(without);
  const [[appended, elements] = [], ...rest] = Object.entries(append);
  const values = Object.entries(set);
  if (property === undefined && appended === undefined) {
    const [[name, value] = [], ...further] = values;
    const isSource = name !== undefined && /^cidr/i.test(name) && further.length === 0;
    return isSource && value !== undefined && !Array.isArray(value) ? { path: [...path, name], element: value as PlannedElement } : undefined;
  }
  const [index] = indexes ?? [];
  const [element] = elements ?? [];
  const isSwap = property === appended && more.length + rest.length + values.length === 0 && indexes?.length === 1 && elements?.length === 1;
  return isSwap && property !== undefined && index !== undefined && element !== undefined ? { path: [...path, property, index], element } : undefined;
}

/** A block as it can be written wherever one stood. */
function blockOf({ registrations }: EditContext, element: PlannedElement): string | undefined {
  if (typeof element === "string") return element;
  if (!isReference(element) || element.output !== "cidrBlock") return undefined;
  if (element.reference === defaultVpcId) return defaultVpcBlock;
  const inputs = registrations.get(element.reference)?.inputs.data;
  const block = inputs instanceof RecordData ? inputs.fields.get("cidrBlock")?.value : undefined;
  // One that a stack says is another one in the next.
  return typeof block?.data === "string" && isFixed(block.origin) ? block.data : undefined;
}

/** Where the text is written that stands in for a setting, if that is all that decides on it. */
function standInAt(registration: Registration, path: Path, text: string): Span | undefined {
  const choice = choiceOf(registration, path);
  if (choice === undefined || !isBySettingsAlone(choice)) return undefined;
  let step = valueAt(registration, path).origin;
  while (step.from !== undefined) step = step.from;
  if (step.how !== "written" || isStackFile(step.span.file.name)) return undefined;
  const bare = isDocument(step.span.file.name) ? /^(["']?)(.*)\1$/ : /^(["'`])(.*)\1$/;
  return bare.exec(textAt(step.span))?.[2] === text ? step.span : undefined;
}

/** Whether nothing but settings, and what the source compares them with, decides. */
function isBySettingsAlone(choice: Origin): boolean {
  if (choice.how === "setting") return true;
  const leaves = choice.how !== "chosen" || choice.by === undefined ? [] : stepsOf(choice.by).filter((step) => before(step).length === 0);
  return (
    leaves.some(({ how }) => how === "setting") &&
    leaves.every(({ how, span }) => how === "setting" || (how === "written" && !isStackFile(span.file.name)))
  );
}

/** Whether all that has the text wants the same in its place. */
function isOfAlike(context: EditContext, registration: Registration, step: ResourceStep, place: Span): boolean {
  const own = step.kind === "vary" ? step.variants : undefined;
  return context.uses.of(place).every(({ registration: other, path }) => {
    if (sharedUrn(other.urn) === sharedUrn(registration.urn) && isWithin(path, step.path)) return true;
    return [...path.keys()].some((length) => areAlike(context, plannedAt(context, other, path.slice(0, length)), own));
  });
}
