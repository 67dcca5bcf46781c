import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { ClassData, Closure, computed, Instance, RecordData, ResourceData, SymbolData, written, type Value } from "../../../interpreter/value";
import { blockOf } from "./addresses";
import { AttributesOf } from "./attributes";
import { copyOf } from "./dictionaries";
import { slotIn } from "./keys";
import { globalsOfModule } from "./modules";
import { argument, isScalar, scalar, textArgument, unknownOf, type Behaviour, type Table } from "./natives";
import { hidden } from "../context";

/** What may be raised without an import. */
export const exceptions = [
  "BaseException",
  "Exception",
  "ArithmeticError",
  "AssertionError",
  "AttributeError",
  "EnvironmentError",
  "EOFError",
  "FileExistsError",
  "FileNotFoundError",
  "ImportError",
  "IndexError",
  "IOError",
  "KeyError",
  "KeyboardInterrupt",
  "LookupError",
  "ModuleNotFoundError",
  "NameError",
  "NotImplementedError",
  "OSError",
  "PermissionError",
  "RuntimeError",
  "StopIteration",
  "SystemExit",
  "TimeoutError",
  "TypeError",
  "UnicodeDecodeError",
  "UserWarning",
  "ValueError",
  "Warning",
  "ZeroDivisionError",
];

export function exception(name: string): Behaviour {
  return ({ machine, given, span }) => {
    const values = given.map(({ value }) => value);
    const value = machine.record({ args: machine.list(values, span) }, span);
    if (value.data instanceof RecordData) value.data.type = name;
    return value;
  };
}

/** https://docs.python.org/3/library/functions.html#isinstance */
function isInstance(call: NativeCall): Value {
  const [value, type] = [argument(call.given, 0), argument(call.given, 1)];
  const answer = value === undefined || type === undefined ? undefined : isOf(value, type);
  return answer === undefined ? unknownOf(call, "isinstance") : scalar(answer, call);
}

/** Whether a value is of a class, or of one of several; undefined where that is not known. */
export function isOf(value: Value, type: Value): boolean | undefined {
  const { data } = value;
  if (type.data instanceof List) {
    const answers = type.data.items.map((item) => isOf(value, item.value));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }
  if (data instanceof Hole || type.data instanceof Hole) return undefined;
  if (type.data instanceof ClassData)
    return data instanceof Instance ? isSubclass(data.type, type.data) : data instanceof ResourceData ? undefined : false;
  if (type.data instanceof SymbolData) return isOfSymbol(value, type.data);
  if (type.data instanceof Native) return isOfBuiltin(value, type.data.name);
  return undefined;
}

function isSubclass(type: ClassData, other: ClassData, depth = 0): boolean | undefined {
  if (type === other) return true;
  if (depth > 20) return undefined;
  const answers = type.bases.map((base) => (base.data instanceof ClassData ? isSubclass(base.data, other, depth + 1) : false));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** Whether something is an output is not told from what it holds; a class of arguments is its record. */
function isOfSymbol({ data, from, isSecret }: Value, { path }: SymbolData): boolean | undefined {
  const last = path.at(-1) ?? "";
  if (data instanceof ResourceData && /^[A-Z]/.test(last) && !last.endsWith("Resource")) return data.registration.type.split(":").at(-1) === last;
  if (data instanceof RecordData && data.type !== undefined) return data.type === last ? true : undefined;
  if (last === "Output" && from === undefined && isSecret !== true) return false;
  if (last === "Output" || last === "Input" || last === "Resource") return undefined;
  return isScalar(data) && last.endsWith("Args") ? false : undefined;
}

/** Whether a value is of a class that Python brings along. */
export function isOfBuiltin(value: Value, name: string): boolean | undefined {
  const { data } = value;
  if (data instanceof Hole) return undefined;
  switch (name) {
    case "str":
      return typeof data === "string";
    case "bool":
      return typeof data === "boolean";
    case "int":
      return typeof data === "boolean" || (typeof data === "number" && Number.isInteger(data) && value.numeral !== "decimal");
    case "float":
      return typeof data === "number" && (!Number.isInteger(data) || value.numeral === "decimal");
    case "list":
      return data instanceof List && data.type === undefined;
    case "tuple":
    case "set":
    case "frozenset":
      return data instanceof List ? (data.type === undefined ? undefined : data.type === name) : false;
    case "dict":
      return data instanceof RecordData && data.type === undefined;
    case "IPv4Network":
    case "IPv6Network":
      return blockOf(value)?.family === (name === "IPv4Network" ? "v4" : "v6");
  }
  if (data instanceof RecordData && data.type !== undefined && exceptions.includes(data.type)) return data.type === name ? true : isBase(name);
  return undefined;
}

function isBase(name: string): boolean | undefined {
  return name === "Exception" || name === "BaseException" ? true : undefined;
}

function getAttribute(call: NativeCall): Value {
  const [object, fallback] = [argument(call.given, 0), argument(call.given, 2)];
  const name = textArgument(call.given, 1);
  if (object === undefined || name === undefined) return unknownOf(call, "getattr");
  if (fallback === undefined) return call.machine.member(object, name, call.span);
  const has = hasMember(object, name);
  return has === false ? fallback : has === true ? call.machine.member(object, name, call.span) : unknownOf(call, "getattr");
}

function hasMember({ data }: Value, name: string): boolean | undefined {
  if (data instanceof RecordData) return data.fields.has(name) ? true : data.rest === undefined ? false : undefined;
  if (data instanceof Instance) {
    if (data.fields.has(name) || declares(data.type, name)) return true;
    const mayHave = data.registration !== undefined || declares(data.type, "__getattr__") || declares(data.type, "__getattribute__");
    return mayHave ? undefined : false;
  }
  if (isScalar(data)) return false;
  return undefined;
}

/** Whether a class or one of its bases has a member of its own. */
export function declares(type: ClassData, name: string, depth = 0): boolean {
  if (depth > 20) return false;
  if (type.statics.has(name) || type.expression.members.some((member) => member.name === name)) return true;
  return type.bases.some((base) => base.data instanceof ClassData && declares(base.data, name, depth + 1));
}

function hasAttribute(call: NativeCall): Value {
  const object = argument(call.given, 0);
  const name = textArgument(call.given, 1);
  const has = object === undefined || name === undefined ? undefined : hasMember(object, name);
  return has === undefined ? unknownOf(call, "hasattr") : scalar(has, call);
}

function setAttribute({ machine, given, span }: NativeCall): Value {
  const [object, value] = [argument(given, 0), argument(given, 2)];
  const name = textArgument(given, 1);
  const data = object?.data;
  const isHeld = data instanceof Instance || data instanceof RecordData;
  if (object !== undefined && value !== undefined && name !== undefined && !(data instanceof Hole)) machine.setMember(object, name, value, span);
  if (name === undefined || value === undefined || !(isHeld || data instanceof ClassData)) machine.gap("sets an attribute that is not known", span);
  return written(null, span);
}

function withoutAttribute({ machine, given, span }: NativeCall): Value {
  const [data, name] = [argument(given, 0)?.data, textArgument(given, 1)];
  const isObject = data instanceof Instance || (data instanceof RecordData && data.type !== undefined);
  if (isObject && name !== undefined) {
    machine.touch(data);
    data.fields.delete(name);
  }
  if (data instanceof ClassData && name !== undefined) {
    data.given?.delete(name);
    data.statics.delete(name);
  }
  return written(null, span);
}

/** What a pattern `Rule(a, b)` means by a place: the attribute that the class names so, or the field of a dataclass. */
function partByPlace(call: NativeCall): Value {
  const [object, place] = [argument(call.given, 0), argument(call.given, 1)?.data];
  const type = object?.data instanceof Instance ? object.data.type : undefined;
  if (object === undefined || type === undefined || typeof place !== "number") return unknownOf(call, "a pattern");
  const named = type.statics.get("__match_args__")?.data;
  if (named instanceof List) {
    const name = named.itemAt(place)?.value.data;
    return typeof name === "string" ? call.machine.member(object, name, call.span) : unknownOf(call, "a pattern");
  }
  const { isRecord, members } = type.expression;
  const parameters = members.find(({ kind }) => kind === "constructor")?.function?.parameters ?? [];
  const pattern = parameters.filter(({ keywordOnly }) => keywordOnly !== true)[place]?.pattern;
  return isRecord === true && pattern?.kind === "name" ? call.machine.member(object, pattern.name, call.span) : unknownOf(call, "a pattern");
}

/** `**rest` of a pattern: the dictionary without the keys that the pattern names. */
function leftOf(call: NativeCall): Value {
  const [subject, ...keys] = call.given.map(({ value }) => value);
  if (!(subject?.data instanceof RecordData)) return unknownOf(call, "a pattern");
  const copy = copyOf(subject.data, call.span, subject);
  if (!(copy.data instanceof RecordData)) return copy;
  for (const key of keys) {
    const slot = slotIn(copy.data, key);
    if (slot === undefined) return unknownOf(call, "a pattern");
    copy.data.fields.delete(slot);
    copy.data.keys?.delete(slot);
  }
  return copy;
}

function isSame(call: NativeCall): Value {
  const [a, b] = [argument(call.given, 0), argument(call.given, 1)];
  if (a === undefined || b === undefined || a.data instanceof Hole || b.data instanceof Hole) return unknownOf(call, "is");
  const isCompared = isScalar(a.data) && isScalar(b.data);
  const same = isCompared ? call.machine.same(a, b) : a.data === b.data;
  return same === undefined ? unknownOf(call, "is") : scalar(same, call);
}

function typeOf(call: NativeCall): Value {
  const data = argument(call.given, 0)?.data;
  if (call.given.length > 1) return call.machine.hole("is a class that is made while the program runs", call.span);
  if (data instanceof Instance) return written(data.type, call.span);
  const name =
    typeof data === "string" ? "str" : typeof data === "boolean" ? "bool" : data instanceof RecordData && data.type === undefined ? "dict" : "";
  return name === "" ? unknownOf(call, "type") : call.machine.record({ __name__: computed(name, call.span, []) }, call.span);
}

/** `vars(x)` and `dataclasses.asdict(x)`. */
export function fieldsOf(call: NativeCall): Value {
  const object = argument(call.given, 0, "obj");
  if (object?.data instanceof Instance && object.data.registration === undefined) {
    const data = new RecordData();
    for (const [name, field] of object.data.fields) data.fields.set(name, field);
    return computed(data, call.span, [object]);
  }
  if (!(object?.data instanceof RecordData)) return unknownOf(call, "vars");
  const copy = copyOf(object.data, call.span, object);
  if (copy.data instanceof RecordData && object.data.type === "SimpleNamespace") delete copy.data.type;
  return copy;
}

function isCallable(call: NativeCall): Value {
  const data = argument(call.given, 0)?.data;
  if (data instanceof Closure || data instanceof ClassData) return scalar(true, call);
  return data !== undefined && (isScalar(data) || data instanceof List || data instanceof RecordData)
    ? scalar(false, call)
    : unknownOf(call, "callable");
}

/** What the constructor of a model does: every keyword is a field. */
function fillModel({ given, machine, span }: NativeCall): Value {
  const object = argument(given, 0)?.data;
  if (!(object instanceof Instance)) return written(null, span);
  machine.touch(object);
  for (const { name, value, span: entry, isSpread } of given) {
    if (name !== undefined && isSpread !== true) object.fields.set(name, { value, entry, placement: "argument" });
  }
  return written(null, span);
}

/** What is given for a field whose type is a model, or a list or a dictionary of models. https://docs.pydantic.dev/latest/concepts/models/#nested-models */
function ofModel(call: NativeCall): Value {
  const [value, isByKey, ...types] = call.given.map((one) => one.value);
  return value === undefined ? written(null, call.span) : asModel(call, value, isByKey?.data === true, types);
}

function asModel(call: NativeCall, value: Value, isByKey: boolean, types: readonly Value[]): Value {
  const { machine, span } = call;
  const { data } = value;
  if (data instanceof List) {
    const items = data.items.map((item) => ({ ...item, value: asModel(call, item.value, isByKey, types) }));
    return { ...value, data: new List(items, data.rest, data.inPlace) };
  }
  if (data instanceof RecordData && isByKey) {
    const made = new RecordData();
    for (const [key, field] of data.fields) made.fields.set(key, { ...field, value: asModel(call, field.value, false, types) });
    if (data.rest !== undefined) made.rest = data.rest;
    return { ...value, data: made };
  }
  const [type] = types;
  if (types.length > 1 && data instanceof RecordData) return machine.hole("is an object of one of several models", span, [value]);
  if (!(type?.data instanceof ClassData) || types.length > 1) return value;
  if (type.data.expression.isEnum === true)
    return isScalar(data) && data !== null && value.member === undefined ? machine.apply(type, [value], span) : value;
  return data instanceof RecordData ? modelFrom(call, type, data) : value;
}

/** The object of a model that a dictionary describes. */
function modelFrom({ machine, span }: NativeCall, type: Value, { fields, rest }: RecordData): Value {
  if (rest !== undefined) return machine.hole("is a model of what is not known", span, []);
  return machine.call(
    type,
    [...fields].map(([name, { value, entry }]) => ({ name, value, span: entry })),
    span,
  );
}

/** `Model.model_validate(given)` and its former name. */
export function validated(type: Value, call: NativeCall): Value {
  const given = argument(call.given, 0, "obj");
  return given?.data instanceof RecordData ? modelFrom(call, type, given.data) : unknownOf(call, "model_validate");
}

/** Functions that ask what an object is and has. */
export const objectFunctions: Table = {
  [hidden.fillModel]: fillModel,
  [hidden.ofModel]: ofModel,
  [hidden.without]: withoutAttribute,
  [hidden.same]: isSame,
  [hidden.byPlace]: partByPlace,
  [hidden.left]: leftOf,
  isinstance: isInstance,
  getattr: getAttribute,
  hasattr: hasAttribute,
  setattr: setAttribute,
  type: typeOf,
  callable: isCallable,
  vars: (call) => {
    const object = argument(call.given, 0);
    if (object === undefined) return globalsOfModule(call, true);
    return object.data instanceof Instance && object.data.registration === undefined
      ? computed(new AttributesOf(object.data), call.span, [object])
      : fieldsOf(call);
  },
  locals: (call) => globalsOfModule(call, true),
  globals: (call) => globalsOfModule(call, false),
};
