import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List, type Pass } from "../reader/interpreter/list";
import { RecordData, type Value } from "../reader/interpreter/value";
import type { Span } from "../reader/syntax/tree";
import { isDocument } from "./yaml/nodes";
import { plannedAt, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { emptiedAt } from "./emptied";
import type { Range } from "./lines";
import { isDeclined, type Outcome } from "./outcome";
import { sequenceAt, siteOf } from "./sites";
import { removeCall, withoutAdded } from "./removals";
import type { Use } from "./uses";

/** A piece of source that a loop, a comprehension or a map goes through, for each of which it makes something. */
type Source =
  | { readonly kind: "element"; readonly list: Span; readonly at: Span }
  | { readonly kind: "argument"; readonly call: Span; readonly at: Span }
  | { readonly kind: "entry"; readonly record: Value; readonly at: Span };

/**
 * Takes out what loops went through when they made something that goes: of the innermost list or record from which all goes that was made of an element,
 * all such elements. Undefined where there is none, or where nothing would be left of a record.
 */
export function removedPass(context: EditContext, passes: readonly Pass[]): Outcome<TextEdit[]> | undefined {
  for (const source of sourcesOf(passes)) {
    if (!isToGo(context, source.at)) continue;
    const edits = withoutPassed(context, source);
    if (edits !== undefined && !isDeclined(edits)) return edits;
  }
  return undefined;
}

function withoutPassed(context: EditContext, source: Source): Outcome<TextEdit[]> | undefined {
  if (source.kind === "entry") {
    const { data } = source.record;
    const site = siteOf(context, source.record);
    if (isDeclined(site) || !(data instanceof RecordData)) return undefined;
    const gone = [...data.fields].filter(([, { entry }]) => isToGo(context, entry));
    if (gone.length === data.fields.size || gone.some(([key]) => isAskedFor(context, key))) return undefined;
    return site.edit(
      gone.map(([, { entry }]) => entry),
      [],
    );
  }
  const list = source.kind === "element" ? source.list : context.syntax(source.call.file.name)?.call(source.call)?.argumentsSpan;
  const sequence = list === undefined ? undefined : sequenceAt(context, list);
  if (list === undefined || sequence === undefined || isDeclined(sequence)) return undefined;
  const gone = sequence.elements.flatMap(({ start, end }, index) => (isToGo(context, { file: list.file, start, end }) ? [index] : []));
  if (gone.length === 0 || renamesOthers(context, list, sequence.elements, gone)) return undefined;
  const whole = source.kind === "argument" ? withoutAdded(context, source.call, gone) : undefined;
  if (whole !== undefined) return whole;
  if (gone.length < sequence.elements.length) return sequence.edit({ removed: gone });
  // That nothing is left of a setting is for whoever set it to say.
  if (isDocument(list.file.name)) return undefined;
  if (source.kind === "argument") return removeCall(context, source.call, source.at);
  return emptiedAt(context, list, sequence, "") ?? sequence.edit({ removed: gone });
}

/** Whether resources are named by the places of the elements that they are made of, so that those behind what goes would have each other's names. */
function renamesOthers(context: EditContext, { file }: Span, elements: readonly Range[], gone: readonly number[]): boolean {
  const namesOf = (index: number): readonly string[] => {
    const { start = 0, end = 0 } = elements[index] ?? {};
    const place = new RegExp(`(?<!\\d)(?:${index}|${index + 1})(?!\\d)`);
    const made = context.madeOf({ file, start, end }).filter(({ path }) => path.length === 0);
    return made.flatMap(({ registration: { name } }) => (place.test(name) ? [name.replace(place, "#")] : []));
  };
  const own = new Set(gone.flatMap(namesOf));
  const first = Math.min(...gone);
  return own.size > 0 && elements.some((_, index) => index > first && !gone.includes(index) && namesOf(index).some((name) => own.has(name)));
}

/** Whether the program asks somewhere for what is under a key, and not for all that there is. */
function isAskedFor({ modules, syntax }: EditContext, key: string): boolean {
  return modules.some(({ file }) => syntax(file.name)?.asksFor(key) === true);
}

/** Whether all goes that was made of a piece of source, in every stack. */
function isToGo(context: EditContext, span: Span): boolean {
  const made = context.madeOf(span);
  return (
    made.length > 0 &&
    made.every(({ registration, path }) =>
      [...path.keys(), path.length].some((length) => plannedAt(context, registration, path.slice(0, length))?.length === 0),
    )
  );
}

/** The pieces of source behind what loops went through, the innermost first. */
function sourcesOf(passes: readonly Pass[]): readonly Source[] {
  return [...passes].reverse().flatMap((pass): readonly Source[] => {
    if ("record" in pass) return [{ kind: "entry", record: pass.record, at: pass.entry }];
    const { placement } = pass;
    const outer = sourcesOf(pass.passes ?? []);
    if (placement.kind === "literal") return [{ kind: "element", list: placement.list, at: placement.element }, ...outer];
    if (placement.kind === "added") return [{ kind: "argument", call: placement.call, at: placement.argument }, ...outer];
    return outer;
  });
}

/** What was made of each piece of source that a loop goes through: resources, and elements of the lists that they are given. */
export function madeOfPasses(registrations: Iterable<Registration>): (span: Span) => readonly Use[] {
  const made = new Map<string, Use[]>();
  const note = (passes: readonly Pass[], use: Use): void => {
    for (const { at } of sourcesOf(passes)) {
      const known = made.get(keyOf(at));
      if (known === undefined) made.set(keyOf(at), [use]);
      else if (known.at(-1) !== use) known.push(use);
    }
  };
  const visit = (registration: Registration, { data }: Value, path: Path): void => {
    if (path.length > deepest) return;
    if (data instanceof RecordData) for (const [name, { value }] of data.fields) visit(registration, value, [...path, name]);
    if (!(data instanceof List)) return;
    for (const [index, item] of data.items.entries()) {
      const own = [...path, index];
      if (item.passes !== undefined) note(item.passes, { registration, path: own });
      visit(registration, item.value, own);
    }
  };
  for (const registration of registrations) {
    note(registration.passes, { registration, path: [] });
    visit(registration, registration.inputs, []);
  }
  return (span) => made.get(keyOf(span)) ?? [];
}

/** Deeper than the inputs of any resource nest. */
const deepest = 12;

function keyOf({ file, start }: Span): string {
  return `${file.name}:${start}`;
}
