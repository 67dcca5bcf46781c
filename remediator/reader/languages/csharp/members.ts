import { textAt } from "../../syntax/spans";
import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, computed, Instance, RecordData, written, type Value } from "../../interpreter/value";
import { distanceTo, farthest } from "../../interpreter/number-types";
import type { Span } from "../../syntax/tree";
import { methodIn, nothing, scalarMethod, textsOf, type Method, type Methods } from "../java-and-csharp/methods";
import { builderMethod, builtText, isBuilder, netBuilders } from "../java-and-csharp/builders";
import { isIterator, iteratorMember, unreadMethod } from "../java-and-csharp/changes";
import { copied, counted } from "../java-and-csharp/sequences";
import { hasKey, held, keys, put, putAll, removed, values } from "../java-and-csharp/records";
import { texts, trimmed } from "../java-and-csharp/texts";
import { at, native, unknownFrom } from "../library";
import { plainJson } from "../../sdk/json";
import { equalTo } from "../java-and-csharp/equality";
import { defaultOf } from "./defaults";
import { ordinalOf } from "../java-and-csharp/arithmetic";
import { byCulture } from "../java-and-csharp/sorting";
import { tupleIndex } from "./context";
import { lists } from "./changing";
import { isUnchanging, onCopy } from "./unchanging";
import { groupKeys, linq } from "./linq";
import { propertyName } from "./names";

/** Properties and methods of what .NET brings along. */
export function memberOf(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (data instanceof ClassData && name === "Name") return computed(data.name, span, []);
  const property = propertyOf(object, name, machine, span);
  if (property !== undefined) return property;
  if (isUnchanging(data)) {
    const method = (data instanceof List ? lists[name] : dictionaries[name]) ?? linq[name];
    if (method !== undefined) return native(name, span, (call) => onCopy(name, method)(object, call));
  }
  const own =
    typeof data === "string"
      ? (methodIn(strings, name, object, span) ?? methodIn(linq, name, object, span))
      : data instanceof List
        ? (methodIn(lists, name, object, span) ?? methodIn(linq, name, object, span))
        : data instanceof RecordData
          ? ofRecord(data, name, object, machine, span)
          : typeof data === "number" || typeof data === "boolean"
            ? methodIn(scalars, name, object, span)
            : undefined;
  const made = own ?? (data instanceof RecordData || data === null ? undefined : methodIn(json, name, object, span));
  if (made !== undefined) return made;
  if (data instanceof List && isCalled(span) && !Object.hasOwn(any, name)) return native(name, span, (call) => unreadMethod(name)(object, call));
  if (data instanceof Native || (typeof data === "object" && data?.kind === "closure")) return methodIn(functions, name, object, span);
  return methodIn(any, name, object, span);
}

function ofRecord(data: RecordData, name: string, object: Value, machine: Machine, span: Span): Value | undefined {
  if (isBuilder(object)) return native(name, span, (call) => builderMethod(netBuilders, name)(object, call));
  if (isIterator(object)) return iteratorMember(object, name, machine, span);
  const known = methodIn(dictionaries, name, object, span) ?? methodIn(json, name, object, span) ?? methodIn(linq, name, object, span);
  if (known !== undefined || data.fields.has(name) || !isCalled(span) || Object.hasOwn(any, name)) return known;
  // Other methods of a map may change it.
  return data.type === "Map" || data.type === "SortedMap" ? native(name, span, (call) => unreadMethod(name)(object, call)) : undefined;
}

/** Whether a call follows: `Count()` is a method, `Count` a property. */
function isCalled({ file, end }: Span): boolean {
  return /^\s*(?:<[^<>()]*>\s*)?\(/.test(file.text.slice(end, end + 80));
}

function propertyOf(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (name === "Result" || (name === "Value" && !(data instanceof RecordData) && !(data instanceof List))) return isCalled(span) ? undefined : object;
  if (name === "RootElement" && !isCalled(span) && !(data instanceof RecordData && data.fields.has(name)))
    return data instanceof Hole ? undefined : object;
  if (name === "HasValue") return computed(data !== null, span, [object]);
  if (typeof data === "string") return name === "Length" ? computed(data.length, span, [object]) : undefined;
  if (isBuilder(object) && name === "Length") return lengthOf(builtText(object, span), machine, span);
  if (isCalled(span)) return undefined;
  if (data instanceof RecordData && !data.fields.has(name)) {
    const collection = newCollection(object, data, name, machine, span);
    if (collection !== undefined) return collection;
  }
  if (data instanceof List) return ofList(object, data, name, machine, span);
  if (!(data instanceof RecordData)) return undefined;
  if (name === "Count") return counted(machine, object, span);
  if (name === "Keys") return keys(object, span);
  return name === "Values" ? values(object, span) : undefined;
}

function lengthOf(text: Value, machine: Machine, span: Span): Value {
  return typeof text.data === "string" ? computed(text.data.length, span, [text]) : unknownFrom(machine, span, [text]);
}

/** Arguments of the SDK have an empty collection where none was given: `args.Ingress.Add(...)`, `args.Tags["k"] = "v"`. */
function newCollection(object: Value, data: RecordData, name: string, machine: Machine, span: Span): Value | undefined {
  const after = span.file.text.slice(span.end, span.end + 2_000);
  if (data.type?.endsWith("Args") !== true || data.fields.has(propertyName(name)) || !/^\s*(?:\.\s*Add(?:Range)?\s*\(|\[)/.test(after))
    return undefined;
  const isMap = after.trimStart().startsWith("[") || argumentCount(after.slice(after.indexOf("(") + 1)) === 2;
  const made = written(isMap ? new RecordData() : new List([]), object.origin.span);
  machine.touch(data);
  data.fields.set(name, { value: made, entry: span, placement: "assigned" });
  return made;
}

/** How many arguments stand before the parenthesis that closes them; texts with commas or brackets are rare there. */
function argumentCount(text: string): number {
  let depth = 0;
  let count = 1;
  for (const character of text) {
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character) && --depth < 0) return count;
    if (character === "," && depth === 0) count++;
  }
  return count;
}

function ofList(object: Value, data: List, name: string, machine: Machine, span: Span): Value | undefined {
  if (name === "Length" || name === "Count") return counted(machine, object, span);
  if (data.type === "Group" && name === "Key") return groupKeys.get(data);
  // A pair of a dictionary, and tuples.
  const index =
    name === "Key" ? 0 : name === "Value" ? 1 : /^Item[1-8]$/.test(name) ? Number(name.slice(4)) - 1 : tupleIndex(span.file, name, data.items.length);
  if (index === undefined) return undefined;
  return data.itemAt(index)?.value ?? (data.rest === undefined ? undefined : computed(data.rest, span, [object]));
}

/** The default of what a map holds. */
function defaultIn({ data }: Value, call: NativeCall): Value {
  const held = data instanceof RecordData ? [...data.fields.values()].map(({ value }) => value.data) : [];
  return defaultOf(held, nothing(call), call.machine, call.span);
}

/** A number of a type that is smaller is made into one of the larger; others are equal to none of another type. */
function equalNumbers({ data: a, numberType: own }: Value, { data: b, numberType: other }: Value): false | undefined {
  const isKnown = typeof a === "number" && typeof b === "number" && own !== undefined && other !== undefined;
  if (!isKnown || own === "object" || other === "object") return undefined;
  const [type, given] = [own.replace(/\?$/, ""), other.replace(/\?$/, "")];
  return distanceTo(given, type) < farthest ? undefined : false;
}

/** `int?` is an object that may hold nothing. */
function isNullable({ numberType }: Value): boolean {
  return numberType?.endsWith("?") === true;
}

/** What is asked of nothing ends the program, unless its type is one that may hold nothing. */
function ofNothing(self: Value, machine: Machine, span: Span): Value {
  return self.numberType === "object"
    ? machine.fail("asks nothing for a method", span, "NullReferenceException")
    : unknownFrom(machine, span, [self], "is asked of nothing");
}

const any: Methods = {
  Equals: (self, { machine, given, span }) => {
    const other = at(given, 0);
    if (self.data === null && !isNullable(self)) return ofNothing(self, machine, span);
    const answer = other === undefined ? undefined : (equalNumbers(self, other) ?? equalTo(machine, self, other));
    return answer === undefined ? unknownFrom(machine, span, [self, other]) : computed(answer, span, [self]);
  },
  ToString: (self, { machine, span }) => (self.data === null && !isNullable(self) ? ofNothing(self, machine, span) : machine.text(self, span)),
  GetValueOrDefault: (self, { machine, given, span }) =>
    self.data === null ? (at(given, 0) ?? machine.hole("is the default of a type that is not known", span, [self])) : self,
  CompareTo: (self, { machine, given, span }) => {
    const other = at(given, 0);
    const order = other === undefined ? undefined : byCulture(self, other);
    return order === undefined ? unknownFrom(machine, span, [self, other]) : computed(Math.sign(order), span, [self]);
  },
  HasFlag: (self, { machine, given, span }) => {
    const [own, other] = [ordinalOf(self), given[0] === undefined ? undefined : ordinalOf(given[0].value)];
    return own === undefined || other === undefined ? unknownFrom(machine, span, [self]) : computed((own & other) === other, span, [self]);
  },
  GetType: ({ data }, { machine, span }) =>
    data instanceof Instance ? written(data.type, span) : machine.hole("is a class that is not known", span),
  GetHashCode: (self, { machine, span }) => machine.hole("is a hash", span, [self]),
  GetInt32: (self) => self,
  GetInt64: (self) => self,
  GetDouble: (self) => self,
  GetBoolean: (self) => self,
  GetString: (self) => self,
  ToInputList: (self) => self,
  AsTask: (self) => self,
  Unsecret: (self) => self,
};

const scalars: Methods = {
  ToString: (self: Value, { machine, given, span }) =>
    given.length === 0 ? machine.text(self, span) : unknownFrom(machine, span, [self], "is formatted in a way that is not known"),
};

const functions: Methods = {
  Invoke: (self, { machine, given, span }) => machine.call(self, given, span),
  DynamicInvoke: (self, { machine, given, span }) => machine.call(self, given, span),
};

const strings: Record<string, Method | undefined> = {
  Substring: scalarMethod((self, from, length) =>
    typeof self === "string" && typeof from === "number" && from <= self.length
      ? self.slice(from, typeof length === "number" ? from + length : undefined)
      : undefined,
  ),
  Split: (self, call) => {
    const options = call.given.find(({ span }) => splitOptions.test(textAt(span)));
    const given = call.given.filter((argument) => argument !== options);
    const parts = given.flatMap(({ value }) => separators(value));
    return textsOf(call, [self, ...parts], ([text, ...by]) => kept(split(text, by, given.length), options === undefined ? "" : textAt(options.span)));
  },
  ToLower: scalarMethod((self) => (typeof self === "string" ? self.toLowerCase() : undefined)),
  ToLowerInvariant: scalarMethod((self) => (typeof self === "string" ? self.toLowerCase() : undefined)),
  ToUpper: scalarMethod((self) => (typeof self === "string" ? self.toUpperCase() : undefined)),
  ToUpperInvariant: scalarMethod((self) => (typeof self === "string" ? self.toUpperCase() : undefined)),
  TrimStart: scalarMethod((self, ...characters) => (typeof self === "string" ? trimmed(self, characters, "start") : undefined)),
  TrimEnd: scalarMethod((self, ...characters) => (typeof self === "string" ? trimmed(self, characters, "end") : undefined)),
  PadLeft: scalarMethod((self, width, character) =>
    typeof self === "string" && typeof width === "number" && width < 1_000
      ? self.padStart(width, typeof character === "string" ? character : " ")
      : undefined,
  ),
  PadRight: scalarMethod((self, width, character) =>
    typeof self === "string" && typeof width === "number" && width < 1_000
      ? self.padEnd(width, typeof character === "string" ? character : " ")
      : undefined,
  ),
  Insert: scalarMethod((self, at_, text) =>
    typeof self === "string" && typeof at_ === "number" && typeof text === "string" ? self.slice(0, at_) + text + self.slice(at_) : undefined,
  ),
  Remove: scalarMethod((self, from, length) =>
    typeof self === "string" && typeof from === "number"
      ? self.slice(0, from) + (typeof length === "number" ? self.slice(from + length) : "")
      : undefined,
  ),
  Equals: scalarMethod((self, other) => (typeof self === "string" && (typeof other === "string" || other === null) ? self === other : undefined)),
  ReplaceLineEndings: (self) => self,
  Normalize: (self) => self,
  ToCharArray: (self, { machine, span }) => copied(machine, self, span),
};
strings.ToString = (self, { machine, span }) => machine.text(self, span);
strings.GetString = (self) => self;
for (const [name, method] of Object.entries(texts)) strings[name.charAt(0).toUpperCase() + name.slice(1)] = withoutComparison(method);

/** `StringComparison.Ordinal` and the like are arguments whose value nobody asks for; where case does not matter it is not known. */
function withoutComparison(method: Method | undefined): Method {
  return (self, call) => {
    const isSymbol = ({ value: { data } }: (typeof call.given)[number]): boolean => typeof data === "object" && data !== null && data.kind !== "hole";
    const ignoresCase = call.given.some((one) => isSymbol(one) && one.span.file.text.slice(one.span.start, one.span.end).endsWith("IgnoreCase"));
    if (method === undefined || ignoresCase)
      return unknownFrom(call.machine, call.span, [self, ...call.given.map(({ value }) => value)], "is compared without regard to case");
    return method(self, { ...call, given: call.given.filter((one) => !isSymbol(one)) });
  };
}

function separators(value: Value): readonly Value[] {
  if (value.data instanceof List) return value.data.items.map((item) => item.value);
  return typeof value.data === "string" || value.data instanceof Hole ? [value] : [];
}

/** `StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries`, as it stands in the call. */
const splitOptions = /^(?:(?:System\.)?StringSplitOptions\.(?:None|RemoveEmptyEntries|TrimEntries)\s*(?:\|\s*)?)+$/;

/** Parts are trimmed before the empty ones go. */
function kept(parts: readonly string[] | undefined, options: string): readonly string[] | undefined {
  const trimmed = options.includes("TrimEntries") ? parts?.map((part) => part.trim()) : parts;
  return options.includes("RemoveEmptyEntries") ? trimmed?.filter((part) => part !== "") : trimmed;
}

/** How many parts there are to be at most is not followed. */
function split(text: unknown, by: readonly unknown[], count: number): readonly string[] | undefined {
  if (typeof text !== "string" || !by.every((separator) => typeof separator === "string") || (count > 1 && by.length !== count)) return undefined;
  const [first] = by;
  if (first === undefined) return text.split(/\s/);
  if (by.length === 1) return first === "" ? [text] : text.split(first);
  return by.reduce<readonly string[]>((parts, separator) => parts.flatMap((part) => part.split(separator)), [text]);
}

const dictionaries: Record<string, Method | undefined> = {
  Add: (self, call) => {
    const [key, value] = [at(call.given, 0), at(call.given, 1)];
    if (value !== undefined && hasKey(self, call, key).data === true)
      return call.machine.ends("is added under a key that is there already", call.span, "ArgumentException");
    if (value !== undefined) put(self, call, key, value);
    else if (key !== undefined) pairInto(self, call, key);
    return nothing(call);
  },
  TryAdd: (self, call) => {
    if (hasKey(self, call, at(call.given, 0)).data === true) return computed(false, call.span, []);
    put(self, call, at(call.given, 0), at(call.given, 1) ?? nothing(call));
    return computed(true, call.span, []);
  },
  AddRange: (self, call) => {
    putAll(self, call, at(call.given, 0));
    return self;
  },
  ContainsKey: (self, call) => hasKey(self, call, at(call.given, 0)),
  GetValueOrDefault: (self, call) => held(self, call, at(call.given, 0), () => at(call.given, 1) ?? defaultIn(self, call)),
  Remove: (self, call) => removed(self, call, at(call.given, 0)),
  SetItem: (self, call) => {
    put(self, call, at(call.given, 0), at(call.given, 1) ?? nothing(call));
    return self;
  },
  Clear: (self, { machine, span }) => {
    if (self.data instanceof RecordData) {
      machine.touch(self.data);
      self.data.fields.clear();
      self.data.rest = undefined;
    }
    return computed(null, span, []);
  },
  ToDictionary: (self, call) => (call.given.length === 0 ? self : (linq.ToDictionary?.(self, call) ?? self)),
  ToImmutableDictionary: (self, call) => (call.given.length === 0 ? self : (linq.ToDictionary?.(self, call) ?? self)),
};

/** `map.Add(new KeyValuePair<...>(k, v))` and `map.Add(pair)`. */
function pairInto(self: Value, call: Parameters<Method>[1], pair: Value): void {
  const [key, value] = call.machine.elements(pair, call.span).items;
  put(self, call, key?.value, value?.value ?? nothing(call));
}

/** What the configuration holds, and what is parsed, as JSON: `JsonElement`, `JsonNode`, `JToken`. */
const json: Methods = {
  GetProperty: (self, call) => held(self, call, at(call.given, 0)),
  EnumerateArray: (self) => self,
  EnumerateObject: (self, { machine, span }) => {
    const { data } = self;
    if (!(data instanceof RecordData)) return unknownFrom(machine, span, [self]);
    const properties = [...data.fields].map(([name, { value }]) => machine.record({ Name: computed(name, span, [self]), Value: value }, span));
    return machine.list(properties, span, data.rest);
  },
  GetArrayLength: (self, { machine, span }) => counted(machine, self, span),
  Deserialize: (self) => self,
  GetRawText: (self, { machine, span }) => {
    const plain = plainJson(self);
    return plain === undefined ? unknownFrom(machine, span, [self]) : computed(JSON.stringify(plain), span, [self]);
  },
  ...Object.fromEntries(
    [
      "ToObject",
      "AsArray",
      "AsObject",
      "AsValue",
      "GetValue",
      "GetString",
      "GetBoolean",
      "GetInt16",
      "GetInt32",
      "GetInt64",
      "GetDouble",
      "Clone",
    ].map((name) => [name, (self: Value) => self]),
  ),
};
