import type { Machine } from "../../interpreter/machine";
import { declaresMethod } from "../../interpreter/members";
import { Native, type NativeCall } from "../../interpreter/native";
import { List } from "../../interpreter/list";
import { ClassData, computed, Instance, numeral, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, native, unknownFrom } from "../library";
import { builderMethod, isBuilder, javaBuilders } from "../java-and-csharp/builders";
import { isIterator, iteratorMember, unreadMethod } from "../java-and-csharp/changes";
import { counted, listFrom } from "../java-and-csharp/sequences";
import { methodIn, scalarMethod, type Methods } from "../java-and-csharp/methods";
import { equalTo } from "../java-and-csharp/equality";
import { comparedTo } from "./comparators";
import { functionMember } from "./functions";
import { element, lists } from "./lists";
import { maps } from "./maps";
import { sortedMaps, sortedSets } from "./navigation";
import { priorityQueues } from "./queues";
import { objectBuilder } from "./object-builders";
import { strings } from "./strings";
import { optionals } from "./optionals";
import { refused, refusedQuestion } from "./unmodifiable";

/** Methods of what Java brings along. An Optional is what it holds, or nothing; a stream is a list. */
export function memberOf(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  const ofHolder = object.holder === undefined ? undefined : (methodIn(optionals, name, object, span) ?? methodIn(any, name, object, span));
  if (ofHolder !== undefined) return ofHolder;
  if (data instanceof Instance)
    return ofObject(object, data, name, machine, span) ?? methodIn(any, name, object, span) ?? ofIterable(object, data, name, span);
  if (data instanceof ClassData) return name === "builder" ? objectBuilder(data, machine, span) : undefined;
  const own =
    refused(object, data, name, span) ??
    (typeof data === "string"
      ? methodIn(strings, name, object, span)
      : data instanceof List
        ? ((data.type === undefined ? undefined : methodIn(ofKind[data.type] ?? {}, name, object, span)) ?? methodIn(lists, name, object, span))
        : data instanceof RecordData
          ? ofRecord(data, name, object, machine, span)
          : typeof data === "number" || typeof data === "boolean"
            ? methodIn(scalars, name, object, span)
            : undefined);
  if (own !== undefined) return refusedQuestion(data, name, own, span);
  if (data instanceof List) {
    if (name === "length") return counted(machine, object, span);
    // The parts of a tuple of outputs.
    if (/^t[1-8]$/.test(name)) return element(machine, object, computed(Number(name.slice(1)) - 1, span, []), span);
    const method = methodIn(optionals, name, object, span) ?? methodIn(any, name, object, span);
    // Any other method may change it.
    return method ?? native(name, span, (call) => unreadMethod(name)(object, call));
  }
  if (data instanceof Native || (typeof data === "object" && data?.kind === "closure")) return functionMember(object, name, span);
  return methodIn(optionals, name, object, span) ?? (data === null && object.holder === undefined ? undefined : methodIn(any, name, object, span));
}

/** Methods that some collections have, or have otherwise. */
const ofKind: Readonly<Record<string, Methods | undefined>> = { __proto__: null as never, SortedSet: sortedSets, PriorityQueue: priorityQueues };

function ofRecord(data: RecordData, name: string, object: Value, machine: Machine, span: Span): Value | undefined {
  if (isBuilder(object)) return native(name, span, (call) => builderMethod(javaBuilders, name)(object, call));
  if (isIterator(object)) return iteratorMember(object, name, machine, span);
  const method = (data.type === "SortedMap" ? methodIn(sortedMaps, name, object, span) : undefined) ?? methodIn(maps, name, object, span);
  if (method !== undefined) return method;
  // `getName()` of what the configuration or an answer holds.
  const property = /^(?:get|is)([A-Z]\w*)$/.exec(name)?.[1];
  if (property !== undefined) return data.fields.get(property.charAt(0).toLowerCase() + property.slice(1))?.value;
  // Other methods of a map may change it.
  const isMap = data.type === "Map" || data.type === "SortedMap";
  return isMap && !data.fields.has(name) && !Object.hasOwn(any, name) ? native(name, span, (call) => unreadMethod(name)(object, call)) : undefined;
}

/** What every `Iterable` has beside its iterator. */
function ofIterable(object: Value, { type }: Instance, name: string, span: Span): Value | undefined {
  if (!declaresMethod(type, "iterator")) return undefined;
  if (name === "spliterator")
    return native(name, span, ({ machine, span: call }) => {
      const { items, rest } = machine.elements(object, call);
      return listFrom(items, rest, call, [object]);
    });
  return name === "forEach" ? methodIn(lists, name, object, span) : undefined;
}

/** Methods that a library makes for the fields of a class (Lombok). */
function ofObject(object: Value, data: Instance, name: string, machine: Machine, span: Span): Value | undefined {
  const [, verb, property = ""] = /^(get|is|set|with)([A-Z]\w*)$/.exec(name) ?? [];
  const field = property.charAt(0).toLowerCase() + property.slice(1);
  const held = data.fields.get(field) ?? (verb === "is" ? data.fields.get(name) : undefined);
  if (verb === undefined || held === undefined) return undefined;
  if (verb === "get" || verb === "is") return native(name, span, () => held.value);
  return native(name, span, ({ given, span: call }) => {
    const target = verb === "set" ? data : new Instance(data.type);
    if (verb === "with") for (const [key, one] of data.fields) target.fields.set(key, one);
    machine.touch(target);
    const value = at(given, 0);
    if (value !== undefined) target.fields.set(field, { value, entry: call, placement: "assigned" });
    return verb === "set" ? object : computed(target, call, [object]);
  });
}

const any: Methods = {
  equals: (self, { machine, given, span }) => equal(machine, self, at(given, 0), span),
  toString: (self: Value, { machine, span }: NativeCall) => machine.text(self, span),
  asSecret: (self) => ({ ...self, isSecret: true }),
  asPlaintext: (self) => self,
  getClass: classOfObject,
  compareTo: (self, { machine, given, span }) => {
    const other = at(given, 0);
    const order = other === undefined ? undefined : comparedTo(self, other);
    return order === undefined
      ? unknownFrom(machine, span, [self, other], "is compared in a way that is not known")
      : computed(self.data instanceof Instance ? order : Math.sign(order), span, [self]);
  },
  hashCode: (self, { machine, span }) => machine.hole("is a hash", span, [self]),
};

const classes = new WeakMap<ClassData, Value>();

/** `getClass()`: one object for each class, of which its plain name is known. */
function classOfObject({ data }: Value, { machine, span }: NativeCall): Value {
  const known = data instanceof Instance ? classes.get(data.type) : undefined;
  if (known !== undefined) return known;
  const name = data instanceof Instance ? data.type.name : data instanceof RecordData && isError(data) ? data.type : undefined;
  if (name === undefined || name === "") return machine.hole("is a class that is not known", span, []);
  const made = written(
    new Native("class", {
      member: (member, _, place) => (member === "getSimpleName" ? native(member, place, () => computed(name, place, [])) : undefined),
    }),
    span,
  );
  if (data instanceof Instance) classes.set(data.type, made);
  return made;
}

function isError({ type }: RecordData): boolean {
  return /(?:Exception|Error)$/.test(type ?? "");
}

function equal(machine: Machine, a: Value, b: Value | undefined, span: Span): Value {
  const answer = b === undefined ? undefined : equalTo(machine, a, b);
  return answer === undefined
    ? unknownFrom(machine, span, [a, b], "is compared in a way that is not known")
    : computed(answer, span, b === undefined ? [a] : [a, b]);
}

const scalars: Methods = {
  intValue: scalarMethod((self) => (typeof self === "number" ? Math.trunc(self) : undefined)),
  longValue: scalarMethod((self) => (typeof self === "number" ? Math.trunc(self) : undefined)),
  doubleValue: (self) => numeral(self, "decimal"),
  floatValue: (self) => numeral(self, "decimal"),
  booleanValue: (self) => self,
};
