import { maybeThese } from "../interpreter/choices";
import type { Machine } from "../interpreter/machine";
import { Native, type Given, type NativeCall } from "../interpreter/native";
import { Hole, isNotANumber, partOfText } from "../interpreter/hole";
import { List, LiveList, type Item } from "../interpreter/list";
import { Closure, computed, passedOn, RecordData, written, type Data, type Value } from "../interpreter/value";
import type { Span } from "../syntax/tree";
import { repositoryName } from "./paths";

/** What the languages' libraries have in common. */

/** A function of a library. */
export function native(name: string, span: Span, call: (call: NativeCall) => Value): Value {
  return written(new Native(name, { call }), span);
}

/** A namespace: an object of functions and constants. */
export function namespace(name: string, span: Span, members: Readonly<Record<string, ((call: NativeCall) => Value) | Value | undefined>>): Value {
  return written(
    new Native(name, {
      member: (member, _, place) => {
        const found = Object.hasOwn(members, member) ? members[member] : undefined;
        return typeof found === "function" ? native(member, place, found) : found;
      },
    }),
    span,
  );
}

/** The value of an argument by its position. */
export function at(given: readonly Given[], index: number): Value | undefined {
  return given[index]?.value;
}

/** A hole that keeps the reason of the first of some values that is not known. */
export function unknownFrom(
  machine: Machine,
  span: Span,
  values: readonly (Value | undefined)[],
  reason = "is computed in a way that is not known",
  texts: readonly Data[] = [],
  separator = "",
): Value {
  const known = values.filter((value) => value !== undefined);
  // JavaScript's NaN is known: what is made with it is another hole.
  const hole = known.find(({ data }) => data instanceof Hole && !isNotANumber(data));
  return hole?.data instanceof Hole ? computed(partOfText(hole.data, texts, separator), span, known) : machine.hole(reason, span, known);
}

/** Calls a function for each element of a list. What a list of unknown length may hold more is one call with a hole, whose result is not kept. */
export function eachOf(machine: Machine, list: Value, span: Span, visit: (item: Item, index: number, isBeyond: boolean) => void): Hole | undefined {
  let index = 0;
  const rest = machine.walk(list, span, (item) => {
    const place = index++;
    if (item.isAbsent !== true) machine.passing(item, () => visit(item, place, false));
    return true;
  });
  beyond(machine, rest, index, list, span, visit);
  return rest;
}

function eachIn(
  machine: Machine,
  { items, rest }: ReturnType<Machine["elements"]>,
  list: Value,
  span: Span,
  visit: (item: Item, index: number, isBeyond: boolean) => void,
): Hole | undefined {
  for (const [index, item] of [...items].entries()) if (item.isAbsent !== true) machine.passing(item, () => visit(item, index, false));
  beyond(machine, rest, items.length, list, span, visit);
  return rest;
}

/** What else there may be is one element more that nobody knows. */
function beyond(
  machine: Machine,
  rest: Hole | undefined,
  index: number,
  list: Value,
  span: Span,
  visit: (item: Item, index: number, isBeyond: boolean) => void,
): void {
  if (rest !== undefined)
    machine.uncertain(`each of what ${rest.reason}`, span, () =>
      visit({ value: computed(rest, span, [list]), placement: { kind: "computed", span } }, index, true),
    );
}

/** A list of what a function makes of each element. */
export function mapped(machine: Machine, list: Value, span: Span, change: (element: Value, index: number) => Value): Value {
  const elements = machine.elements(list, span);
  const items = [...elements.items];
  const rest = eachIn(machine, elements, list, span, (item, index, isBeyond) => {
    const made = change(passedOn(item.value, "element", span), index);
    if (!isBeyond) items[index] = { value: made, placement: { kind: "computed", span }, passes: machine.passes };
  });
  return computed(new List(items, rest, list.data instanceof List ? list.data.inPlace : 0), span, [list]);
}

/** A list of the elements for which a function says true. Where it cannot be known, the list may hold more. */
export function filtered(machine: Machine, list: Value, span: Span, test: (element: Value, index: number) => Value): Value {
  const items: Item[] = [];
  const doubtful: Value[] = [];
  let unsure: Hole | undefined;
  const rest = eachOf(machine, list, span, (item, index, isBeyond) => {
    const answer = test(item.value, index);
    const truth = machine.truth(answer);
    if (isBeyond) return;
    if (truth === true) items.push(item);
    if (truth !== undefined) return;
    unsure ??= answer.data instanceof Hole ? answer.data : new Hole("is a condition that is not known", span);
    doubtful.push(item.value);
  });
  const open = rest ?? unsure;
  return computed(open === undefined ? new List(items) : new List(items, maybeThese(open, doubtful)), span, [list]);
}

/** A list of all that a function gives for each element. */
export function flatMapped(machine: Machine, list: Value, span: Span, change: (element: Value, index: number) => Value): Value {
  return flattened(machine, mapped(machine, list, span, change), span);
}

/** One list of what lists of a list hold; what is no list stays. */
export function flattened(machine: Machine, list: Value, span: Span, depth = 1): Value {
  const { items, rest } = machine.elements(list, span);
  let open = rest;
  const all = items.flatMap((item): readonly Item[] => {
    if (item.value.data instanceof Hole) {
      open ??= item.value.data;
      return [];
    }
    if (!(item.value.data instanceof List) || depth === 0) return [item];
    const inner = depth > 1 ? flattened(machine, item.value, span, depth - 1) : item.value;
    const { items: own, rest: more } = machine.elements(inner, span);
    open ??= more;
    return own;
  });
  return computed(open === undefined ? new List([...all]) : new List([...all], open), span, [list]);
}

/** Adds elements to a list, as the arguments of a call. */
export function added(machine: Machine, list: Value, given: readonly Given[], span: Span): void {
  const { data } = list;
  if (!(data instanceof List)) return;
  machine.touch(data);
  const items = data.unordered;
  for (const { value, span: argument, isSpread } of given) {
    if (isSpread === true) data.goesOn(value.data instanceof Hole ? value.data : new Hole("adds what is not known", span));
    else items.push({ value, placement: { kind: "added", call: span, argument }, passes: machine.passes });
  }
  if (data instanceof LiveList) data.items = items;
}

/** Why the content of a file is not known whose name is not: it is neither the stack's name nor whatever else the file's name is made of. */
export const fromUnnamedFile = "comes from a file whose name is not known";

/** The text of a file of the repository that a known path names; a hole where it cannot be read. */
export function fileText(machine: Machine, path: Value | undefined, span: Span): Value {
  if (typeof path?.data !== "string") return machine.hole(fromUnnamedFile, span, path === undefined ? [] : [path]);
  const name = repositoryName(path.data, machine.program.mainFolder);
  const file = name === undefined || !machine.program.repository.has(name) ? undefined : machine.program.repository.read(name);
  return file === undefined
    ? machine.hole(`is the content of ${path.data}, which is not in the repository`, span, [path])
    : computed(file.text.replace(/^\uFEFF/, ""), span, [path]);
}

/** The lines of a file of the repository, without their ends. */
export function fileLines(machine: Machine, path: Value | undefined, span: Span): Value {
  const text = fileText(machine, path, span);
  if (typeof text.data !== "string") return text;
  const lines = text.data.replace(/\r?\n$/, "").split(/\r?\n/);
  return machine.list(
    lines.map((line) => computed(line, span, [text])),
    span,
  );
}

export function isFunction({ data }: Value): boolean {
  return data instanceof Closure || data instanceof Native;
}

export { RecordData };
