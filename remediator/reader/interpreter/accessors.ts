import type { Span } from "../syntax/tree";
import type { Machine } from "./machine";
import type { Run } from "./run";
import { type Hole } from "./hole";
import { type List } from "./list";
import { computed, written, type Field, type Instance, type RecordData, type Value } from "./value";

interface Accessors {
  readonly get: Value | undefined;
  readonly set: Value | undefined;
}

const known = new WeakMap<Field, Accessors>();

/** Gives an object a property with code of its own, which runs each time that it is asked for or set. A copy of the field keeps what it gave then. */
export function putAccessor(machine: Machine, data: RecordData, name: string, kind: "get" | "set", code: Value, entry: Span): void {
  const before = data.fields.get(name);
  const accessors: Accessors = { get: undefined, set: undefined, ...(before === undefined ? {} : known.get(before)), [kind]: code };
  const { get } = accessors;
  const field: Field = {
    get value() {
      return get === undefined ? written(null, entry) : machine.apply(get, [], entry);
    },
    entry,
    placement: "computed",
  };
  known.set(field, accessors);
  data.fields.set(name, field);
}

/** Runs the code that sets a property, where it has code of its own, and says whether it has. */
export function setByAccessor(run: Run, data: RecordData, name: string, value: Value, entry: Span): boolean {
  const field = data.fields.get(name);
  const accessors = field === undefined ? undefined : known.get(field);
  if (accessors === undefined) return false;
  if (accessors.set === undefined) run.fail(`is ${name}, which cannot be set`, entry, "TypeError");
  else run.apply(accessors.set, [value], entry);
  return true;
}

const frozen = new WeakSet<object>();

/** Keeps an object or list from being changed. */
export function freeze(data: List | RecordData | Instance): void {
  frozen.add(data);
}

/** Whether something may not be changed, which is an error then. */
export function isFrozen(run: Run, data: object, entry: Span): boolean {
  if (!frozen.has(data)) return false;
  run.fail("is changed, although it is frozen", entry, run.dialect.failsByMember ?? "TypeError");
  return true;
}

const doubtful = new WeakMap<object, Hole>();

/** What is set on an object from now on is perhaps not kept as it is. */
export function doubt(data: RecordData | Instance, hole: Hole): void {
  doubtful.set(data, hole);
}

/** What an object keeps of what it is set to. */
export function kept(data: RecordData | Instance, value: Value): Value {
  const hole = doubtful.get(data);
  return hole === undefined ? value : computed(hole, value.origin.span, [value]);
}

/** Whether a property has code of its own, which would run if it was asked for. */
export function hasCode(field: Field): boolean {
  return known.has(field);
}

/** What properties with code of their own give at the time. */
export function settle(data: RecordData): void {
  for (const [name, field] of data.fields) if (hasCode(field)) data.fields.set(name, { ...field });
}
