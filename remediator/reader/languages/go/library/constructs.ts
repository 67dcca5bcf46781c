import { Native, type NativeCall } from "../../../interpreter/native";
import {
  ClassData,
  Closure,
  computed,
  Hole,
  Instance,
  isHole,
  List,
  RecordData,
  written,
  type Data,
  type Field,
  type Item,
  type Value,
} from "../../../interpreter/value";
import type { Construct } from "../context";
import { addedItems, appended } from "./builtins";
import { argument, errorType, native, nil, results, unknown, values, type Implementation } from "./support";
import { describe, descriptionOf, isOfType, shaped, zero } from "./types";

/** What the lowering calls for constructs of Go that the common tree does not have. */
export const constructs: Readonly<Record<Construct, Implementation>> = {
  "go copy": (call) => {
    const value = argument(call, 0);
    return value === undefined ? nil(call) : copied(value, 0);
  },
  "go keys": keys,
  "go key": (call) => {
    const [map, key] = [argument(call, 0)?.data, argument(call, 1)];
    if (key === undefined) return nil(call);
    return map instanceof RecordData && hasNumericKeys(map) ? numeric(call, key) : key;
  },
  "go failed": (call) => {
    const error = argument(call, 0);
    return computed(error !== undefined && error.data !== null && !isHole(error), call.span, values(call));
  },
  "go results": (call) => results(call, ...values(call)),
  "go first": (call) => {
    const wrapped = argument(call, 0);
    if (wrapped === undefined) return nil(call);
    return native(
      "function",
      ({ machine, given, span }) => {
        const result = machine.call(wrapped, given, span);
        return result.data instanceof List && result.data.type === "results" ? (result.data.items[0]?.value ?? result) : result;
      },
      call.span,
    );
  },
  "go lookup": lookup,
  "go assert": (call) => {
    const [value, type] = [argument(call, 0), argument(call, 1)];
    if (value === undefined) return unknown(call, "is an assertion that is not known");
    const matches = type === undefined ? undefined : isOfType(value, type);
    return results(call, value, matches === undefined ? unknown(call, "asks for a type") : computed(matches, call.span, [value]));
  },
  "go is": (call) => {
    const [value, type] = [argument(call, 0), argument(call, 1)];
    const matches = value === undefined || type === undefined ? undefined : isOfType(value, type);
    return matches === undefined ? unknown(call, "asks for a type that is not known") : computed(matches, call.span, values(call));
  },
  "go slice of": (call) => describe({ kind: "slice", of: argument(call, 0) }, call.span),
  "go map of": (call) => describe({ kind: "map", key: argument(call, 0), of: argument(call, 1) }, call.span),
  "go pointer to": (call) => describe({ kind: "pointer", of: argument(call, 0) }, call.span),
  "go any": (call) => call.initializer ?? argument(call, 0) ?? nil(call),
  "go make": make,
  "go new": (call) => {
    const type = argument(call, 0);
    return type === undefined ? nil(call) : zero(call.machine, type, call.span);
  },
  "go indexed": indexed,
  "go grow": (call) => grow(call, addedItems(call)),
  "go grow by": (call) => {
    const added = argument(call, 1);
    const { items, rest } = added === undefined ? { items: [] } : call.machine.elements(added, call.span);
    return grow(call, items, rest);
  },
  "go fence": (call) => {
    const data = argument(call, 0)?.data;
    if (data instanceof List) grown.delete(data);
    return nil(call);
  },
  "go concat": concatenated,
  "go decode": (call) => {
    const [value, type, current] = values(call);
    if (value === undefined) return nil(call);
    // What is absent leaves the variable as it is.
    if (value.data === null) return current ?? value;
    if (type !== undefined && type.data !== null) return shaped(call.machine, value, type, call.span);
    return current?.data instanceof Instance ? shaped(call.machine, value, written(current.data.type, call.span), call.span) : value;
  },
  "go store": store,
  "go nil after": (call) => nil(call),
};

/** Lists that were made in the loop that runs, and that only its variable holds. */
const grown = new WeakSet<List>();

function grow(call: NativeCall, added: readonly Item[], rest?: Hole): Value {
  const list = argument(call, 0);
  if (list?.data instanceof List && grown.has(list.data)) {
    call.machine.touch(list.data);
    for (const item of added) list.data.items.push(item);
    if (rest !== undefined) list.data.rest ??= rest;
    return list;
  }
  const made = appended(call, added, rest);
  if (made.data instanceof List) grown.add(made.data);
  return made;
}

/** A struct is copied with the structs in it; maps, lists, pointers and resources are shared. */
function copied(value: Value, depth: number): Value {
  const { data } = value;
  if (depth > 20) return value;
  if (data instanceof Instance && data.registration === undefined) {
    const copy = new Instance(data.type);
    for (const [name, field] of data.fields) {
      const type = data.type.expression.members.find((member) => member.name === name)?.type ?? "";
      copy.fields.set(
        name,
        type.startsWith("*") || type === ""
          ? field
          : { ...field, value: field.value.data instanceof Instance ? copied(field.value, depth + 1) : field.value },
      );
    }
    return { ...value, data: copy };
  }
  if (data instanceof RecordData && isStruct(data)) {
    const copy = new RecordData();
    for (const [name, field] of data.fields) copy.fields.set(name, field);
    if (data.rest !== undefined) copy.rest = data.rest;
    if (data.type !== undefined) copy.type = data.type;
    return { ...value, data: copy };
  }
  return value;
}

function isStruct({ type }: RecordData): boolean {
  return type !== undefined && type !== errorType && !/^map\[|Map$/.test(type);
}

export function hasNumericKeys({ type }: RecordData): boolean {
  return type !== undefined && /^map\[(?:u?int\d*|byte|rune|float\d*)\]/.test(type);
}

function numeric(call: NativeCall, key: Value): Value {
  const number = typeof key.data === "string" && key.data.trim() !== "" ? Number(key.data) : NaN;
  return Number.isNaN(number) ? key : computed(number, call.span, [key]);
}

function keys(call: NativeCall): Value {
  const subject = argument(call, 0);
  const data = subject?.data;
  const parts = subject === undefined ? [] : [subject];
  const listed = (elements: readonly Data[], rest?: Hole): Value => {
    const items = elements.map((element): Item => ({ value: computed(element, call.span, parts), placement: { kind: "computed", span: call.span } }));
    return computed(rest === undefined ? new List(items) : new List(items, rest), call.span, parts);
  };
  const counted = (count: number, rest?: Hole): Value =>
    listed(
      Array.from({ length: Math.min(Math.max(0, count), 500_000) }, (_, index) => index),
      rest,
    );
  if (data === null) return listed([]);
  if (typeof data === "number") return counted(data);
  if (typeof data === "string") return counted(data.length);
  if (data instanceof List) return counted(data.items.length, data.rest);
  if (data instanceof RecordData) {
    const names = [...data.fields.keys()];
    return listed(hasNumericKeys(data) ? names.map(Number) : names, data.rest);
  }
  return unknown(call, "is no list that is known");
}

function lookup(call: NativeCall): Value {
  const [map, key, fallback] = values(call);
  const absent = (): Value => results(call, fallback ?? nil(call), computed(false, call.span, []));
  if (map === undefined || map.data === null) return absent();
  const name = key?.data;
  if (!(map.data instanceof RecordData) || (typeof name !== "string" && typeof name !== "number")) {
    const hole = unknown(call, "is looked up in what is not known");
    return results(call, hole, hole);
  }
  const field = map.data.fields.get(String(name));
  if (field !== undefined) return results(call, field.value, computed(true, call.span, []));
  if (map.data.rest === undefined) return absent();
  const hole = computed(map.data.rest, call.span, [map]);
  return results(call, hole, hole);
}

function make(call: NativeCall): Value {
  const [type, length] = values(call);
  const description = type === undefined ? undefined : descriptionOf(type);
  if (description?.kind === "slice") {
    if (length === undefined || length.data === 0) return written(new List([]), call.span);
    if (typeof length.data !== "number")
      return computed(new List([], new Hole("is a list of a length that is not known", call.span)), call.span, values(call));
    const element = description.of === undefined ? nil(call) : zero(call.machine, description.of, call.span);
    const count = Math.min(Math.max(0, length.data), 100_000);
    return written(
      new List(Array.from({ length: count }, (): Item => ({ value: copied(element, 0), placement: { kind: "computed", span: call.span } }))),
      call.span,
    );
  }
  if (description?.kind === "map") return shaped(call.machine, written(new RecordData(), call.span), type ?? nil(call), call.span);
  const name = type?.data instanceof Native ? "" : nameOf(type);
  if (/(?:Array|List)$/.test(name)) {
    const count = typeof length?.data === "number" ? Math.min(Math.max(0, length.data), 100_000) : 0;
    return written(
      new List(Array.from({ length: count }, (): Item => ({ value: nil(call), placement: { kind: "computed", span: call.span } }))),
      call.span,
    );
  }
  if (name.endsWith("Map")) {
    const data = new RecordData();
    data.type = name;
    return written(data, call.span);
  }
  return unknown(call, "is made of a type that is not known");
}

function nameOf(type: Value | undefined): string {
  const data = type?.data;
  if (typeof data !== "object" || data === null) return "";
  return data.kind === "symbol" ? (data.path.at(-1) ?? "") : "";
}

function indexed(call: NativeCall): Value {
  const items: Item[] = [];
  let next = 0;
  for (let at = 0; at + 1 < call.given.length; at += 2) {
    const [index, value] = [call.given[at], call.given[at + 1]];
    if (index === undefined || value === undefined) break;
    const { data } = index.value;
    if (data !== null && (typeof data !== "number" || data < 0 || data > 100_000)) {
      return written(new List(items, data instanceof Hole ? data : new Hole("has an index that is not known", call.span)), call.span);
    }
    if (data !== null) next = data;
    while (items.length < next) items.push({ value: nil(call), placement: { kind: "computed", span: call.span } });
    items[next++] = { value: value.value, placement: { kind: "literal", list: call.span, element: value.span } };
  }
  return written(new List(items), call.span);
}

function concatenated(call: NativeCall): Value {
  const [first, second] = values(call);
  if (typeof second?.data === "string") {
    const before = first?.data ?? "";
    return typeof before === "string"
      ? computed(before + second.data, call.span, values(call))
      : unknown(call, "is made of bytes that are not known");
  }
  if (second === undefined) return unknown(call, "is a list that is not known");
  const { items, rest } = call.machine.elements(second, call.span);
  return appended(call, items, rest);
}

/** `*p = x`. */
function store(call: NativeCall): Value {
  const [pointer, value] = values(call);
  const [target, source] = [pointer?.data, value?.data];
  const { machine, span } = call;
  if (target instanceof List && (source instanceof List || source instanceof Hole)) {
    machine.touch(target);
    target.items = source instanceof List ? [...source.items] : [];
    const rest = source instanceof List ? source.rest : source;
    if (rest === undefined) delete target.rest;
    else target.rest = rest;
  } else if ((target instanceof Instance || target instanceof RecordData) && (source instanceof Instance || source instanceof RecordData)) {
    machine.touch(target);
    target.fields.clear();
    for (const [name, field] of source.fields) target.fields.set(name, field);
  } else if (target instanceof Instance && source instanceof Hole) {
    machine.touch(target);
    for (const [name, field] of target.fields) target.fields.set(name, { ...field, value: written(source, span) });
  } else if (target instanceof RecordData && source instanceof Hole) {
    machine.touch(target);
    target.rest ??= source;
  } else if (!(target instanceof Hole)) machine.gap("changes what a pointer points to, which is not followed", span);
  return nil(call);
}

export type { ClassData, Closure, Field };
