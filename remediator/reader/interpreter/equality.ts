import { memberOf } from "./members";
import { isScalar } from "./operators";
import type { Run } from "./run";
import { Hole, isNotANumber } from "./hole";
import { List } from "./list";
import { Instance, RecordData, written, type Value } from "./value";

/** Whether two values are the same to the language's `==`; undefined if it is not known. */
export function areSame(run: Run, a: Value, b: Value): boolean | undefined {
  if (isNotANumber(a.data) || isNotANumber(b.data)) return false;
  if (a.data instanceof Hole || b.data instanceof Hole) return undefined;
  // An object that holds nothing is something.
  if (a.holder !== b.holder && (a.data === null || b.data === null)) return false;
  const object = a.data instanceof Instance ? a.data : b.data instanceof Instance ? b.data : undefined;
  // An operator of the class may make one of the other, or compare them.
  if (
    object !== undefined &&
    a.data !== null &&
    b.data !== null &&
    run.dialect.converted !== undefined &&
    isScalar(object === a.data ? b.data : a.data)
  )
    return object.type.expression.members.some(({ name }) => /^(?:operator|conversion to) /.test(name)) ? undefined : false;
  if (
    (a.data instanceof List && a.data.isNothing === true && b.data === null) ||
    (b.data instanceof List && b.data.isNothing === true && a.data === null)
  )
    return true;
  if (isScalar(a.data) || isScalar(b.data)) return sameScalars(run, a, b);
  if (a.data instanceof List && b.data instanceof List && run.dialect.comparesElements) return a.data === b.data || sameLists(run, a.data, b.data);
  if (a.data instanceof RecordData && b.data instanceof RecordData && a.data !== b.data && run.dialect.comparesElements)
    return sameRecords(run, a.data, b.data) ?? (run.dialect.areOther?.(a, b) === true ? false : undefined);
  if (a.data instanceof Instance && b.data instanceof Instance && a.data !== b.data && run.dialect.comparesElements) {
    const { type } = a.data;
    if (type === b.data.type && type.expression.isRecord === true) return sameFields(run, a.data, b.data);
  }
  return a.data === b.data ? true : run.dialect.areOther?.(a, b) === true ? false : undefined;
}

function sameScalars(run: Run, { data: a, isNull: first, numeral: kind }: Value, { data: b, isNull: second, numeral: other }: Value): boolean {
  if ((kind === "bytes") !== (other === "bytes") && typeof a === "string" && typeof b === "string") return false;
  if (run.dialect.countsBooleans && typeof a !== typeof b && isCounted(a) && isCounted(b)) return Number(a) === Number(b);
  return a === null && b === null && run.dialect.hasUndefined ? (first ?? false) === (second ?? false) : a === b;
}

function sameLists(run: Run, a: List, b: List): boolean | undefined {
  if (a.rest !== undefined || b.rest !== undefined) return undefined;
  if (a.items.length !== b.items.length) return false;
  const isSet = [a, b].map(({ type }) => type === "set" || type === "frozenset");
  if (isSet.includes(true)) return isSet.includes(false) ? false : sameElements(run, a, b);
  // Lists that the library makes may be tuples.
  const pairwise = samePairs(run, a, b);
  return pairwise === true && (a.type === "tuple") !== (b.type === "tuple") ? undefined : pairwise;
}

function sameElements(run: Run, a: List, b: List): boolean | undefined {
  const found = a.items.map(({ value }) => {
    const answers = b.items.map((other) => areSame(run, value, other.value));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  });
  return found.includes(false) ? false : found.includes(undefined) ? undefined : true;
}

function sameRecords(run: Run, a: RecordData, b: RecordData): boolean | undefined {
  if (a.rest !== undefined || b.rest !== undefined || a.type !== undefined || b.type !== undefined) return undefined;
  if (a.fields.size !== b.fields.size) return false;
  const pairs = [...a.fields].map(([name, { value }]) => {
    const other = b.fields.get(name);
    return other === undefined ? (a.keys === undefined && b.keys === undefined ? false : undefined) : areSame(run, value, other.value);
  });
  return pairs.includes(false) ? false : pairs.includes(undefined) ? undefined : true;
}

function sameFields(run: Run, a: Instance, b: Instance): boolean | undefined {
  if (memberOf(run, written(a, run.here), "__eq__", run.here, true) !== undefined) return undefined;
  const pairs = [...a.fields].map(([name, { value }]) => {
    const other = b.fields.get(name);
    return other === undefined ? undefined : areSame(run, value, other.value);
  });
  return pairs.includes(false) ? false : pairs.includes(undefined) ? undefined : true;
}

function samePairs(run: Run, a: List, b: List): boolean | undefined {
  const pairs = a.items.map((item, index) => (b.items[index] === undefined ? false : areSame(run, item.value, b.items[index].value)));
  return pairs.includes(false) ? false : pairs.includes(undefined) ? undefined : true;
}

function isCounted(data: Value["data"]): boolean {
  return typeof data === "number" || typeof data === "boolean";
}
