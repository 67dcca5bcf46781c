import type { Span } from "../syntax/tree";
import { characterOf, fieldsInOrder } from "./elements";
import { methodOf, staticOf } from "./members";
import { Native } from "./native";
import { Raised, type Run } from "./run";
import { Further, Hole } from "./hole";
import { List, type Item, type Pass } from "./list";
import { ClassData, Closure, computed, Instance, numeral, RecordData, type Value } from "./value";

/** What is met when something is gone through, and what else may be. */
export interface Elements {
  readonly items: readonly Item[];
  readonly rest?: Hole;
}

/** The element of something at an index, where it is known which one that is. */
export function elementIn({ items, rest }: Elements, { data }: Value, index: number): Item | undefined {
  return rest === undefined || (data instanceof List && index < data.inPlace) ? items[index] : undefined;
}

/** The elements of a list, text, map or object; what can be gone through once is empty afterwards. */
export function elementsOf(run: Run, value: Value, span: Span): Elements {
  const { data } = value;
  if (data instanceof List) return ofList(run, data);
  const item = (element: Value, ...passes: Pass[]): Item => ({ value: element, placement: { kind: "computed", span }, passes });
  if (typeof data === "string" && value.numeral === "bytes")
    return { items: [...Buffer.from(data)].map((byte) => item(computed(byte, span, [value]))) };
  if (typeof data === "string") {
    const isNumeric = run.dialect.hasNumericTextElements;
    return {
      items: Array.from(data).map((character) =>
        item(numeral(computed(isNumeric ? (character.codePointAt(0) ?? 0) : character, span, [value]), characterOf(run))),
      ),
    };
  }
  // A function is an object of whatever has one method: `Iterable<T>`.
  const isIterable = data instanceof Closure && run.dialect.functionMethods !== undefined;
  const iterated =
    data instanceof Instance || data instanceof RecordData
      ? iteratedBy(run, value, span)
      : isIterable
        ? goneThrough(run, run.apply(value, [], span), value, span)
        : undefined;
  if (iterated !== undefined) return iterated;
  if (data instanceof RecordData) {
    const items = fieldsInOrder(run, data).map(([key, field]) =>
      item(
        run.dialect.iteratesKeys && data.type !== undefined
          ? field.value
          : run.dialect.iteratesKeys
            ? (data.keys?.get(key) ?? computed(key, span, [value]))
            : run.list([keyOf(run, data, key) ?? computed(key, span, [value]), field.value], span),
        { record: value, entry: field.entry },
      ),
    );
    return data.rest === undefined ? { items } : { items, rest: data.rest };
  }
  if (data instanceof Native && data.behaviour.elements !== undefined) return elementsOf(run, data.behaviour.elements(run, span), span);
  if (data === null)
    return run.dialect.failsByNothing === undefined ? { items: [] } : { items: [], rest: nothingIn(run, run.dialect.failsByNothing, span) };
  if (data instanceof ClassData && run.dialect.iteratesEnums) return { items: membersOfEnum(data).map((member) => item(member)) };
  return { items: [], rest: data instanceof Hole ? data : new Hole("is not a list that is known", span) };
}

function nothingIn(run: Run, error: string, span: Span): Hole {
  const { data } = run.fail("is nothing, and the program ends here", span, error);
  return data instanceof Hole ? data : new Hole("is nothing", span);
}

/** Gives the elements one after the other until nobody wants more; what else it may hold, where all of them were wanted. */
export function walkThrough(run: Run, value: Value, span: Span, give: (item: Item) => boolean): Hole | undefined {
  const { data } = value;
  if (data instanceof List) data.restart();
  if (data instanceof List && data.source !== undefined) return data.walk(give, span);
  const { items, rest } = elementsOf(run, value, span);
  for (const [index, item] of [...items].entries()) {
    if (give(item)) continue;
    if (data instanceof List && data.isOnce === true) data.items = items.slice(index + 1);
    return undefined;
  }
  return rest;
}

function ofList(run: Run, list: List): Elements {
  list.restart();
  const registered = run.registrations.length;
  const { items, rest } = list;
  // What makes resources is gone through once: a second time would be an error.
  if (run.registrations.length > registered) list.settle();
  if (list.isOnce === true && (items.length > 0 || rest !== undefined)) {
    run.touch(list);
    list.items = [];
    list.rest = undefined;
  }
  return rest === undefined ? { items } : { items, rest };
}

/** What an object gives that can be gone through. */
function iteratedBy(run: Run, object: Value, span: Span): Elements | undefined {
  for (const name of iterators) {
    const method = ownMethod(run, object, name, span);
    const iterator = method === undefined ? undefined : run.apply(method, [], span);
    const next = iterator === undefined || name !== "[Symbol.iterator]" ? undefined : ownMethod(run, iterator, "next", span);
    if (next !== undefined) return stepped(run, next, span);
    const elements = iterator === undefined ? undefined : goneThrough(run, iterator, object, span);
    if (elements !== undefined) return elements;
  }
  return undefined;
}

/** What an iterator of an object gives; undefined where the object is its own and does not say how. */
function goneThrough(run: Run, iterator: Value, object: Value, span: Span): Elements | undefined {
  // What goes through a list of the language's own.
  const list = iterator.data instanceof RecordData && iterator.data.type === "Iterator" ? iterator.data.fields.get("list")?.value : iterator;
  if (list === undefined) return undefined;
  const steps = list.data instanceof Instance ? stepsOf(run, list, span) : undefined;
  return steps ?? (list.data === object.data ? undefined : elementsOf(run, list, span));
}

function ownMethod(run: Run, object: Value, name: string, span: Span): Value | undefined {
  if (!(object.data instanceof RecordData)) return methodOf(run, object, name, span);
  return name.startsWith("[") || name === "next" ? object.data.fields.get(name)?.value : undefined;
}

/** Whoever never says that it is done gives more than anybody takes. */
const mostSteps = 10_000;

/** What JavaScript's `next` gives until it says that it is done. */
function stepped(run: Run, next: Value, span: Span): Elements {
  const items: Item[] = [];
  while (items.length < mostSteps) {
    const step = run.apply(next, [], span);
    const done = run.truth(run.member(step, "done", span));
    if (done === true) return { items };
    if (done === undefined) return { items, rest: new Hole("is given until something is done, and nobody knows when", span) };
    items.push({ value: run.member(step, "value", span), placement: { kind: "computed", span } });
  }
  return { items, rest: new Further("is one of more elements than are followed", span) };
}

/** How an object of the program is asked whether there is more, and for it: Java's and C#'s iterators. */
const askers = [
  ["hasNext", "next"],
  ["MoveNext", "Current"],
] as const;

function stepsOf(run: Run, iterator: Value, span: Span): Elements | undefined {
  const { steppingMethod } = run.dialect;
  const step = steppingMethod === undefined ? undefined : methodOf(run, iterator, steppingMethod.name, span);
  if (step !== undefined && steppingMethod !== undefined) return untilEnded(run, step, steppingMethod.end, span);
  const asker = askers.find(([name]) => methodOf(run, iterator, name, span) !== undefined);
  if (asker === undefined) return undefined;
  const [asks, gives] = asker;
  const items: Item[] = [];
  while (items.length < mostSteps) {
    const asked = methodOf(run, iterator, asks, span);
    const more = asked === undefined ? undefined : run.truth(run.call(asked, [], span));
    if (more === false) return { items };
    if (more === undefined) return { items, rest: new Hole("is given until something is done, and nobody knows when", span) };
    const method = methodOf(run, iterator, gives, span);
    const value = method === undefined ? run.member(iterator, gives, span) : run.call(method, [], span);
    items.push({ value, placement: { kind: "computed", span } });
  }
  return { items, rest: new Further("is one of more elements than are followed", span) };
}

/** What Python's `__next__` gives until it ends with an error that says so. */
function untilEnded(run: Run, step: Value, end: string, span: Span): Elements {
  const items: Item[] = [];
  const { trying } = run;
  while (items.length < mostSteps) {
    run.tries++;
    run.trying = { conditions: run.conditions.length };
    try {
      const value = run.apply(step, [], span);
      if (value.data instanceof Hole) return { items, rest: value.data };
      items.push({ value, placement: { kind: "computed", span } });
    } catch (error) {
      if (!(error instanceof Raised) || errorName(error.value) !== end) throw error;
      return { items };
    } finally {
      run.tries--;
      run.trying = trying;
    }
  }
  return { items, rest: new Further("is one of more elements than are followed", span) };
}

function errorName({ data }: Value): string | undefined {
  return data instanceof RecordData ? data.type : data instanceof Native ? data.name : data instanceof Instance ? data.type.name : undefined;
}

/** The keys of maps have types: Java's, C#'s, and those of JavaScript's Map. */
function keyOf({ dialect }: Run, { keys, type }: RecordData, name: string): Value | undefined {
  return dialect.typedKeys === "all" || type === "Map" ? keys?.get(name) : undefined;
}

/** Going through an enum gives its members. */
export function membersOfEnum(type: ClassData): readonly Value[] {
  const names = type.expression.members.filter(({ kind, isStatic, name }) => kind === "field" && isStatic && !name.startsWith("_"));
  const members = names.map(({ name }) => ({ name, value: staticOf(type, name) }));
  return members.flatMap(({ name, value }) => (value === undefined || type.aliases.has(name) ? [] : [value]));
}

/** How methods are called that go through what an object holds: Python, JavaScript, Java, C#. */
const iterators = ["__iter__", "[Symbol.iterator]", "iterator", "GetEnumerator"];
