import type { Machine } from "../../../interpreter/machine";
import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import {
  ClassData,
  computed,
  Instance,
  RecordData,
  ResourceData,
  SymbolData,
  written,
  type Field,
  type Origin,
  type Value,
} from "../../../interpreter/value";
import { textAt } from "../../../syntax/spans";
import type { Span } from "../../../syntax/tree";
import { fieldTags, fieldTypes } from "../structs";
import { narrowTypes } from "../wholes";

/** A type without a class, as a value. */
export type Description =
  | { readonly kind: "slice"; readonly of: Value | undefined }
  | { readonly kind: "map"; readonly key: Value | undefined; readonly of: Value | undefined }
  | { readonly kind: "pointer"; readonly of: Value | undefined }
  | { readonly kind: "plain"; readonly of: Value | undefined };

const descriptions = new WeakMap<Native, Description>();

/** The value of a type. Called, it is a conversion, or gives what stands in the braces behind it. */
export function describe(description: Description, span: Span): Value {
  const type: Native = new Native(description.kind, { call: (call) => converted(call, description, written(type, span)) });
  descriptions.set(type, description);
  return written(type, span);
}

export function descriptionOf({ data }: Value): Description | undefined {
  return data instanceof Native ? descriptions.get(data) : undefined;
}

function converted(call: NativeCall, description: Description, type: Value): Value {
  const given = call.initializer ?? call.given[0]?.value;
  if (given === undefined) return computed(null, call.span, []);
  const isEmpty = given.data instanceof RecordData && given.data.fields.size === 0 && given.data.rest === undefined;
  if (description.kind === "slice" && isEmpty && call.initializer !== undefined) return { ...given, data: new List([]) };
  return shaped(call.machine, given, type, call.span);
}

/** Gives data the form of a type: structs for maps, in lists and maps as well. What has it already is unchanged. */
export function shaped(machine: Machine, value: Value, type: Value, span: Span, depth = 0): Value {
  const { data } = value;
  if (depth > 50 || data === null || data instanceof Hole) return value;
  if (type.data instanceof ClassData)
    return data instanceof RecordData || data instanceof List ? structOf(machine, value, type, type.data, span, depth) : value;
  const description = descriptionOf(type);
  if (description?.of === undefined) return value;
  const { of } = description;
  if (description.kind === "pointer") return shaped(machine, value, of, span, depth + 1);
  if (description.kind === "slice" && data instanceof List) {
    const items = data.items.map((item) => {
      const inner = shaped(machine, item.value, of, span, depth + 1);
      return inner === item.value ? item : { ...item, value: inner };
    });
    if (items.every((item, index) => item === data.items[index])) return value;
    return { ...value, data: data.rest === undefined ? new List(items) : new List(items, data.rest) };
  }
  if (description.kind === "map" && data instanceof RecordData) {
    const result = new RecordData();
    for (const [key, field] of data.fields) result.fields.set(key, { ...field, value: shaped(machine, field.value, of, span, depth + 1) });
    if (data.rest !== undefined) result.rest = data.rest;
    if (data.keys !== undefined) result.keys = data.keys;
    result.type = `map[${nameOf(description.key)}]${nameOf(of)}`;
    return { ...value, data: result };
  }
  return value;
}

function nameOf(type: Value | undefined): string {
  const data = type?.data;
  if (data instanceof Native) return data.name;
  if (data instanceof ClassData) return data.name;
  return data instanceof SymbolData ? (data.path.at(-1) ?? "") : "";
}

/** A struct with the fields of a map; keys are those of its tags, or its own names in any case. A list gives them in order. */
function structOf(machine: Machine, value: Value, type: Value, { expression }: ClassData, span: Span, depth: number): Value {
  const made = machine.call(type, [], span);
  if (!(made.data instanceof Instance)) return value;
  const names = expression.members.flatMap(({ kind, name, isStatic }) => (kind === "field" && !isStatic ? [name] : []));
  for (const name of [...made.data.fields.keys()]) if (!names.includes(name)) made.data.fields.delete(name);
  const types = typesOf(machine, type, span);
  const tags = machine.member(type, fieldTags, span).data;
  const ownKey = (name: string): string | undefined => keyOf(tags, name);
  const put = (name: string, field: Field): void => {
    const inner = types?.fields.get(name)?.value;
    if (made.data instanceof Instance)
      made.data.fields.set(name, inner === undefined ? field : { ...field, value: shaped(machine, field.value, inner, span, depth + 1) });
  };
  const { data } = value;
  if (data instanceof List) {
    for (const [index, item] of data.items.entries()) {
      const name = names[index];
      if (name !== undefined) put(name, { value: item.value, entry: item.value.origin.span, placement: "literal" });
    }
  } else if (data instanceof RecordData) {
    for (const [key, field] of data.fields) {
      const own =
        names.find((name) => ownKey(name) === key) ?? names.find((name) => name.toLowerCase() === key.toLowerCase() && ownKey(name) !== "-");
      if (own !== undefined) put(own, field);
    }
    if (data.rest !== undefined)
      for (const name of names)
        if (!data.fields.has(name)) made.data.fields.set(name, { value: computed(data.rest, span, [value]), entry: span, placement: "computed" });
  }
  return { ...value, data: made.data };
}

/** The key of a field that its tag gives. */
export function keyOf(tags: Value["data"] | undefined, name: string): string | undefined {
  const tag = tagOf(tags, name);
  const key = typeof tag === "string" ? tag.split(",")[0] : undefined;
  return key === "" ? undefined : key;
}

export function tagOf(tags: Value["data"] | undefined, name: string): string | undefined {
  const tag = tags instanceof RecordData ? tags.fields.get(name)?.value.data : undefined;
  return typeof tag === "string" ? tag : undefined;
}

function typesOf(machine: Machine, type: Value, span: Span): RecordData | undefined {
  const giving = machine.member(type, fieldTypes, span);
  const given = giving.data instanceof Hole ? undefined : machine.call(giving, [], span).data;
  return given instanceof RecordData ? given : undefined;
}

/** What a variable of a type holds before it is assigned to. */
export function zero(machine: Machine, type: Value, span: Span): Value {
  const { data } = type;
  if (data instanceof ClassData) return structOf(machine, written(new RecordData(), span), type, data, span, 0);
  const description = descriptionOf(type);
  if (description !== undefined) return written(null, span);
  if (data instanceof Native) return machine.call(type, [], span);
  if (data instanceof SymbolData && (data.path.at(-1) ?? "").endsWith("Args")) {
    const args = new RecordData();
    args.type = data.path.at(-1) ?? "";
    return written(args, span);
  }
  return written(null, span);
}

/** Whether what a pointer to something without parts leads to is of a type. */
function pointsAt(pointer: Native, type: Value): boolean | undefined {
  const held = pointer.behaviour.awaited?.();
  return held === undefined ? undefined : isOfType(held, type);
}

/** Whether a value has a type; undefined where that cannot be said. */
export function isOfType(value: Value, type: Value): boolean | undefined {
  const { data } = value;
  if (data instanceof Hole) return undefined;
  if (data === null) return false;
  const description = descriptionOf(type);
  if (description?.kind === "plain") {
    const matches = description.of === undefined ? undefined : isOfType(value, description.of);
    // Constants and conversions of a type with a name look the same as what they hold; data has no such types.
    const root = rootOf(value.origin);
    return matches === true && root.how !== "setting" && root.span.file.name.endsWith(".go") ? undefined : matches;
  }
  const isPointer = data instanceof Native && data.name === "go pointer";
  if (description?.kind === "pointer") {
    if (description.of === undefined) return undefined;
    const isOfParts = description.of.data instanceof ClassData || description.of.data instanceof SymbolData;
    if (isPointer) return isOfParts ? false : pointsAt(data, description.of);
    // What a pointer that changes nothing leads to stands for it: of a text or number nobody knows which of the two it is.
    return description.of.data instanceof Native ? undefined : isOfType({ data, origin: type.origin }, description.of);
  }
  if (isPointer) return type.data instanceof Native && type.data.name === "go any" ? undefined : false;
  if (description?.kind === "slice") return data instanceof List;
  if (description?.kind === "map") return data instanceof RecordData && (data.type === undefined || /^map\[|Map$/.test(data.type));
  if (type.data instanceof ClassData) return data instanceof Instance ? data.type === type.data : false;
  if (type.data instanceof Native) return isScalarOf(value, type.data.name);
  if (type.data instanceof SymbolData && data instanceof ResourceData) {
    const name = data.registration.type.split(":").at(-1);
    return name === type.data.path.at(-1);
  }
  return undefined;
}

function isScalarOf(value: Value, name: string): boolean | undefined {
  const { data, numeral } = value;
  if (name === "go any") return undefined;
  if (name === "go error") return data instanceof Instance ? undefined : data instanceof RecordData && data.type === "error";
  if (name === "go function") return data !== null && typeof data === "object" && (data.kind === "closure" || data.kind === "native");
  if (name === "string") return typeof data === "string";
  if (name === "bool") return typeof data === "boolean";
  if (/^(?:u?int\d*|byte|rune)$/.test(name)) {
    if (typeof data !== "number" || numeral === "decimal" || !Number.isInteger(data)) return false;
    if (narrowTypes.get(name) !== numeral) return false;
    return numeral !== undefined || (isDecoded(value) ? undefined : !isFraction(value));
  }
  if (!/^float\d+$/.test(name)) return undefined;
  if (typeof data !== "number") return false;
  if (numeral === "decimal" || !Number.isInteger(data) || isFraction(value))
    return (name === "float32") === textAt(rootOf(value.origin).span).startsWith("float32(");
  return numeral === undefined && isDecoded(value) ? undefined : false;
}

/** What wrote or made a value that was only passed on since. */
function rootOf(origin: Origin): Origin {
  let root = origin;
  while (root.from !== undefined && root.how !== "computed") root = root.from;
  return root;
}

/** Whether a number is written as one with a fraction: `1.0`, `1e3`. */
function isFraction({ origin, numeral }: Value): boolean {
  const root = rootOf(origin);
  return numeral === undefined && root.how === "written" && /^\d[\d_]*(?:\.|[eE])/.test(textAt(root.span));
}

/** Whether a number stands in data, where whole ones are fractions as well or not: those of JSON are, those of YAML are not. */
function isDecoded({ origin }: Value): boolean {
  const root = rootOf(origin);
  return root.how === "setting" || (root.how === "written" && !/^(?:-?\d|')/.test(textAt(root.span)));
}
