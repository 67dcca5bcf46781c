import type { Span } from "../syntax/tree";
import { births } from "./births";
import { maybeThese, oneOf } from "./choices";
import { reopen, settled, type Doubt } from "./doubts";
import { textOf } from "./operations";
import type { Run } from "./run";
import { Binding } from "./scope";
import { Hole } from "./hole";
import { List, type Item } from "./list";
import { ClassData, computed, Instance, passedOn, RecordData, ResourceData, written, type Field, type Value } from "./value";

/** What may change while a program runs. */
export type Cell = Binding | List | RecordData | Instance | ClassData;

export type Snapshot =
  | { readonly kind: "binding"; readonly value: Value | undefined }
  | { readonly kind: "list"; readonly items: readonly Item[]; readonly rest: Hole | undefined; readonly inPlace: number }
  | { readonly kind: "statics"; readonly statics: ReadonlyMap<string, Value>; readonly given: ReadonlySet<string> | undefined }
  | { readonly kind: "fields"; readonly fields: ReadonlyMap<string, Field>; readonly rest: Hole | undefined };

/** What the cells that changed since it was begun were before. */
export type Journal = Map<Cell, Snapshot>;

/**
 * Runs alternatives of which nobody can say which one happens. Each starts from the same state; afterwards whatever they left different is a hole, a list
 * has what they agree on and may hold more, and what only exists in one of them exists.
 */
export function alternatives<T>(run: Run, reason: string, span: Span, conditions: readonly string[], branches: readonly (() => T)[]): T[] {
  const ends: Journal[] = [];
  const touched: Journal = new Map();
  const doubts: Doubt[] = [];
  const results = branches.map((branch, index) => {
    const journal: Journal = new Map();
    const born = births();
    run.journals.push(journal);
    const level = run.journals.length;
    const condition = conditions[index];
    if (condition !== undefined && condition !== "") run.conditions.push(condition);
    try {
      return branch();
    } finally {
      if (condition !== undefined && condition !== "") run.conditions.pop();
      doubts.push(...settled(run, level));
      run.journals.pop();
      const end: Journal = new Map();
      for (const [cell, before] of journal) {
        // What came into being on this way exists on no other.
        if (cell.birth > born) continue;
        end.set(cell, snapshot(cell));
        restore(cell, before);
        if (!touched.has(cell)) touched.set(cell, before);
      }
      ends.push(end);
    }
  });
  for (const [cell, before] of touched) {
    run.touch(cell);
    merge(
      cell,
      ends.map((end) => end.get(cell) ?? before),
      new Hole(reason, span),
      before,
    );
  }
  reopen(run, doubts);
  return results;
}

/**
 * What comes of something that is done to whichever of several things a value is; undefined where nothing is known of what it may be. It is done to a hole
 * as well where the value may be something else, and to that alone where it makes resources: of several that are made in its place, only one exists.
 */
export function withEachChoice(run: Run, value: Value, span: Span, act: (choice: Value) => Value): Value | undefined {
  const { data, choices, origin } = value;
  if (!(data instanceof Hole) || choices === undefined) return undefined;
  const { choices: _, ...other } = value;
  const ways = choices.values.map((choice) => () => act(passedOn(choice, "chosen", origin.span)));
  const [only, ...further] = choices.isOneOfThem ? ways : [...ways, () => act(other)];
  if (only === undefined || further.length === 0) return only?.();
  const made = attempted(run, () => run.either(data.reason, span, [...ways.map(() => textOf(origin.span)), ""], [only, ...further]));
  if (made === undefined) return madeOfOne(run, span, () => act(other));
  return choices.isOneOfThem ? mergeValues(made, new Hole(data.reason, span)) : oneOf(data, span, [value, ...made], made, false);
}

function madeOfOne(run: Run, span: Span, act: () => Value): Value {
  const { length } = run.registrations;
  const made = act();
  if (run.registrations.length === length)
    run.gap("resources are made in one of several ways, and it is not known in which: they are not read", span);
  return made;
}

/** Runs something, unless it makes resources: then everything is as it was before. */
function attempted<T>(run: Run, body: () => T): T | undefined {
  const { registrations, variables, ports, journals } = run;
  const [registered, named, numbered] = [registrations.length, variables.length, ports.length];
  const journal: Journal = new Map();
  journals.push(journal);
  const level = journals.length;
  let doubts: readonly Doubt[] = [];
  let result: T;
  try {
    result = body();
  } finally {
    doubts = settled(run, level);
    journals.pop();
  }
  if (registrations.length === registered) {
    const outer = journals.at(-1);
    for (const [cell, before] of journal) if (outer?.has(cell) === false) outer.set(cell, before);
    reopen(run, doubts);
    return result;
  }
  for (const [cell, before] of journal) restore(cell, before);
  variables.length = named;
  ports.length = numbered;
  run.unregister(registered);
  return undefined;
}

export function snapshot(cell: Cell): Snapshot {
  if (cell instanceof Binding) return { kind: "binding", value: cell.value };
  if (cell instanceof List) return { kind: "list", items: [...cell.items], rest: cell.rest, inPlace: cell.inPlace };
  if (cell instanceof ClassData)
    return { kind: "statics", statics: new Map(cell.statics), given: cell.given === undefined ? undefined : new Set(cell.given) };
  return { kind: "fields", fields: new Map(cell.fields), rest: cell instanceof RecordData ? cell.rest : undefined };
}

export function restore(cell: Cell, before: Snapshot): void {
  if (cell instanceof Binding && before.kind === "binding") cell.value = before.value;
  else if (cell instanceof List && before.kind === "list") {
    cell.hold([...before.items], before.rest, before.inPlace);
  } else if (cell instanceof ClassData && before.kind === "statics") {
    for (const name of cell.statics.keys()) if (!before.statics.has(name) && cell.given?.has(name) === true) cell.statics.delete(name);
    for (const [name, value] of before.statics) cell.statics.set(name, value);
    cell.given = before.given === undefined ? undefined : new Set(before.given);
  } else if (!(cell instanceof Binding) && !(cell instanceof List) && !(cell instanceof ClassData) && before.kind === "fields") {
    cell.fields.clear();
    for (const [name, field] of before.fields) cell.fields.set(name, field);
    if (cell instanceof RecordData) cell.rest = before.rest;
  }
}

/** A field that was there `before`, and is not at each of the ends, is one of those that a record may have. */
export function merge(cell: Cell, ends: readonly Snapshot[], hole: Hole, before?: Snapshot): void {
  if (cell instanceof Binding) {
    const values = ends.flatMap((end) => (end.kind === "binding" ? [end.value] : []));
    cell.value = mergeValues(values, hole);
    return;
  }
  if (cell instanceof List) {
    const lists = ends.flatMap((end) => (end.kind === "list" ? [end] : []));
    const [first, ...others] = lists;
    if (first === undefined) return;
    const agreed = first.items.findIndex((item, index) => others.some(({ items }) => items[index]?.value !== item.value));
    const items = agreed === -1 ? [...first.items] : first.items.slice(0, agreed);
    const differs = agreed !== -1 || others.some((other) => other.items.length !== first.items.length);
    cell.hold(
      items,
      differs ? hole : lists.find(({ rest }) => rest !== undefined)?.rest,
      Math.min(items.length, ...lists.flatMap(({ rest, inPlace }) => (rest === undefined ? [] : [inPlace]))),
    );
    return;
  }
  if (cell instanceof ClassData) {
    const classes = ends.flatMap((end) => (end.kind === "statics" ? [end] : []));
    for (const name of new Set(classes.flatMap(({ statics }) => [...statics.keys()]))) {
      const value = mergeValues(
        classes.map(({ statics }) => statics.get(name)),
        hole,
      );
      if (value !== undefined) cell.statics.set(name, value);
    }
    for (const { given = [] } of classes) for (const name of given) (cell.given ??= new Set()).add(name);
    return;
  }
  const records = ends.flatMap((end) => (end.kind === "fields" ? [end] : []));
  let rest = records.find((record) => record.rest !== undefined)?.rest;
  cell.fields.clear();
  for (const name of new Set(records.flatMap(({ fields }) => [...fields.keys()]))) {
    const fields = records.map((record) => record.fields.get(name));
    const field = fields.find((candidate) => candidate !== undefined);
    if (field === undefined) continue;
    const isTakenOut = before?.kind === "fields" && before.fields.has(name) && fields.includes(undefined);
    const values = fields.map((candidate) => candidate?.value);
    const value = mergeValues(isTakenOut && cell instanceof Instance ? [...values, written(null, hole.span)] : values, hole);
    if (value === undefined) continue;
    if (isTakenOut && cell instanceof RecordData) rest = maybeThese(rest ?? hole, [value]);
    else cell.fields.set(name, { ...field, value });
  }
  if (cell instanceof RecordData) cell.rest = rest;
}

/** One value for several that are possible: the one that all agree on, the resource that exists in some, otherwise a hole. */
export function mergeValues(values: readonly (Value | undefined)[], hole: Hole): Value | undefined {
  const known = values.filter((value) => value !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;
  if (known.every((value) => value.data === first.data)) return first;
  const results = mergeResults(known, hole);
  if (results !== undefined) return results;
  const existing = known.filter((value) => value.data !== null);
  const [only] = existing;
  if (only !== undefined && existing.every(({ data }) => data === only.data) && isResource(only)) return only;
  const [list] = existing;
  if (list?.data instanceof List && existing.length === 1 && existing.length < known.length) {
    return { ...list, data: standingFor([list.data], new List([], hole)) };
  }
  if (list !== undefined && existing.every(({ data }) => data instanceof List)) return commonPart(list, known, hole);
  return oneOf(hole, hole.span, known, known, true);
}

function standingFor(lists: readonly List[], list: List): List {
  list.standsFor = [...new Set(lists.flatMap((one) => one.standsFor ?? [one]))];
  return list;
}

/** A list that every way has begun in the same manner has what they agree on, and may hold more. */
function commonPart(list: Value, known: readonly Value[], hole: Hole): Value {
  const lists = known.flatMap(({ data }) => (data instanceof List ? [data] : []));
  const [first = [], ...others] = lists.map(({ items }) => items);
  const agreed = first.findIndex((item, index) => others.some((items) => items[index]?.value.data !== item.value.data));
  const common = agreed === -1 ? [...first] : first.slice(0, agreed);
  const placed = lists.flatMap(({ rest, inPlace }) => (rest === undefined ? [] : [inPlace]));
  const merged = standingFor(lists, new List(common, hole, Math.min(common.length, ...placed)));
  if (list.data instanceof List && list.data.type !== undefined) merged.type = list.data.type;
  return { ...computed(merged, list.origin.span, known), origin: list.origin };
}

/** Go's several results, each by itself. Where some ways end with an error the others are taken. */
function mergeResults(known: readonly Value[], hole: Hole): Value | undefined {
  const lists = known.map(({ data }) => (data instanceof List && data.type === "results" ? data : undefined));
  const [first] = lists;
  if (first === undefined || !lists.every((list) => list?.items.length === first.items.length)) return undefined;
  const good = lists.filter((list) => {
    const last = list?.items.at(-1)?.value.data;
    return !(last instanceof RecordData && last.type === "error");
  });
  const taken = good.length === 0 ? lists : good;
  const items = first.items.map((item, index): Item => {
    const value = mergeValues(
      taken.map((list) => list?.items[index]?.value),
      hole,
    );
    return value === undefined ? item : { ...item, value };
  });
  const merged = new List(items);
  merged.type = "results";
  return computed(merged, hole.span, known);
}

function isResource({ data }: Value): boolean {
  return data instanceof ResourceData || (data instanceof Instance && data.registration !== undefined);
}
