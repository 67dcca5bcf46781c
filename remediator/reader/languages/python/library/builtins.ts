import type { Machine } from "../../../interpreter/machine";
import { Native, type NativeCall } from "../../../interpreter/native";
import {
  ClassData,
  Closure,
  computed,
  Hole,
  Instance,
  List,
  RecordData,
  ResourceData,
  SymbolData,
  written,
  type Value,
} from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { hidden } from "../context";
import { addressFunctions, blockOf } from "./addresses";
import { collectionFunctions } from "./collections";
import { copyOf, putAll } from "./dictionaries";
import { openFile, pathValue } from "./paths";
import { argument, isScalar, native, scalar, textArgument, unknownOf, type Behaviour, type Table } from "./natives";
import { formatValue, representation, textOf } from "./printing";

/** Names that are there without an import. */
export function globalsOf(machine: Machine): ReadonlyMap<string, Value> {
  const span = machine.here;
  const globals = new Map<string, Value>();
  for (const [name, behaviour] of Object.entries({ ...collectionFunctions, ...functions })) globals.set(name, native(name, behaviour, span));
  globals.set("dict", written(new Native("dict", { call: dictionary, member: (name, _, place) => ofDictionary(name, place) }), span));
  globals.set("str", written(new Native("str", { call: text, member: (name, _, place) => ofText(name, place) }), span));
  for (const name of exceptions) globals.set(name, native(name, exception(name), span));
  globals.set("NotImplemented", written(null, span));
  globals.set("Ellipsis", written(null, span));
  globals.set("__debug__", written(true, span));
  globals.set("__doc__", written(null, span));
  globals.set("__package__", written("", span));
  return globals;
}

const exceptions = [
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

function exception(name: string): Behaviour {
  return ({ machine, given, span }) => {
    const values = given.map(({ value }) => value);
    const value = machine.record({ args: machine.list(values, span) }, span);
    if (value.data instanceof RecordData) value.data.type = name;
    return value;
  };
}

/** `dict(...)`: of a mapping it is a copy that keeps its places. */
function dictionary({ machine, given, span }: NativeCall): Value {
  const [first] = given;
  if (given.length === 1 && first?.name === undefined && first?.value.data instanceof RecordData) return copyOf(first.value.data, span, first.value);
  const data = new RecordData();
  putAll(data, given, machine, span);
  return written(data, span);
}

function ofDictionary(name: string, span: Span): Value | undefined {
  if (name !== "fromkeys") return undefined;
  const fromKeys: Behaviour = ({ machine, given, span: call }) => {
    const value = argument(given, 1) ?? written(null, call);
    const { items, rest } = machine.elements(argument(given, 0) ?? written(null, call), call);
    const data = new RecordData();
    const pairs = machine.list(
      items.map((item) => machine.list([item.value, value], call)),
      call,
      rest,
    );
    putAll(data, [{ value: pairs, span: call }], machine, call);
    return computed(data, call, []);
  };
  return native(name, fromKeys, span);
}

/** `str.lower` is a function of a text. */
function ofText(name: string, span: Span): Value {
  return native(
    name,
    ({ machine, given, span: call }) => {
      const [first, ...rest] = given;
      return first === undefined ? machine.hole("is made of nothing", call) : machine.call(machine.member(first.value, name, call), rest, call);
    },
    span,
  );
}

function text(call: NativeCall): Value {
  const value = argument(call.given, 0, "object");
  if (value === undefined) return scalar("", call);
  if (typeof value.data === "string") return value;
  const known = textOf(call.machine, value, call.span);
  return known === undefined ? unknownOf(call, "str") : scalar(known, call);
}

function integer(call: NativeCall): Value {
  const value = argument(call.given, 0);
  const block = value === undefined ? undefined : blockOf(value);
  if (block?.family === "v4") return scalar(Number(block.first), call);
  const base = argument(call.given, 1, "base")?.data ?? 10;
  const data = value?.data ?? 0;
  if (typeof data === "boolean") return scalar(Number(data), call);
  if (typeof data === "number") return Number.isFinite(data) ? scalar(Math.trunc(data), call) : unknownOf(call, "int");
  if (typeof data !== "string" || typeof base !== "number") return unknownOf(call, "int");
  const digits = data.trim().replaceAll("_", "").toLowerCase();
  const plain = base === 16 ? digits.replace(/^0x/, "") : base === 2 ? digits.replace(/^0b/, "") : base === 8 ? digits.replace(/^0o/, "") : digits;
  const pattern = base === 10 ? /^[+-]?\d+$/ : /^[+-]?[0-9a-z]+$/;
  const number = pattern.test(plain) && base >= 2 && base <= 36 ? Number.parseInt(plain, base) : NaN;
  return Number.isNaN(number) ? unknownOf(call, "int") : scalar(number, call);
}

function real(call: NativeCall): Value {
  const data = argument(call.given, 0)?.data ?? 0;
  const number =
    typeof data === "string" && data.trim() !== "" ? Number(data) : typeof data === "number" || typeof data === "boolean" ? Number(data) : NaN;
  return Number.isFinite(number) ? scalar(number, call) : unknownOf(call, "float");
}

function boolean(call: NativeCall): Value {
  const value = argument(call.given, 0);
  const truth = value === undefined ? false : call.machine.truth(value);
  return truth === undefined ? unknownOf(call, "bool") : scalar(truth, call);
}

/** https://docs.python.org/3/library/functions.html#isinstance */
function isInstance(call: NativeCall): Value {
  const [value, type] = [argument(call.given, 0), argument(call.given, 1)];
  const answer = value === undefined || type === undefined ? undefined : isOf(value, type);
  return answer === undefined ? unknownOf(call, "isinstance") : scalar(answer, call);
}

function isOf(value: Value, type: Value): boolean | undefined {
  const { data } = value;
  if (type.data instanceof List) {
    const answers = type.data.items.map((item) => isOf(value, item.value));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }
  if (data instanceof Hole || type.data instanceof Hole) return undefined;
  if (type.data instanceof ClassData)
    return data instanceof Instance ? isSubclass(data.type, type.data) : data instanceof ResourceData ? undefined : false;
  if (type.data instanceof SymbolData) return isOfSymbol(value, type.data);
  if (type.data instanceof Native) return isOfNative(value, type.data);
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

function isOfNative(value: Value, { name }: Native): boolean | undefined {
  const { data } = value;
  switch (name) {
    case "str":
      return typeof data === "string";
    case "bool":
      return typeof data === "boolean";
    case "int":
      return typeof data === "boolean" || (typeof data === "number" && Number.isInteger(data));
    case "float":
      return typeof data === "number" && !Number.isInteger(data) ? true : typeof data === "number" ? undefined : false;
    case "list":
      return data instanceof List ? (isTuple(value) ? false : true) : false;
    case "tuple":
    case "set":
    case "frozenset":
      return data instanceof List ? (name === "tuple" && isTuple(value) ? true : undefined) : false;
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

/** Tuples, lists and sets are all lists; one that is written tells which it is. */
function isTuple({ origin }: Value): boolean {
  let at = origin;
  while (at.from !== undefined) at = at.from;
  return at.how === "written" && at.span.file.text.startsWith("(", at.span.start);
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
  if (data instanceof Instance)
    return data.fields.has(name) || declares(data.type, name) ? true : data.registration === undefined ? false : undefined;
  if (isScalar(data)) return false;
  return undefined;
}

function declares(type: ClassData, name: string, depth = 0): boolean {
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
  if (!(data instanceof Instance || data instanceof RecordData) || value === undefined || name === undefined) {
    machine.gap("sets an attribute that is not known", span);
    return written(null, span);
  }
  machine.touch(data);
  data.fields.set(name, { value, entry: span, placement: "assigned" });
  return written(null, span);
}

function typeOf(call: NativeCall): Value {
  const data = argument(call.given, 0)?.data;
  if (data instanceof Instance) return written(data.type, call.span);
  const name =
    typeof data === "string" ? "str" : typeof data === "boolean" ? "bool" : data instanceof RecordData && data.type === undefined ? "dict" : "";
  return name === "" ? unknownOf(call, "type") : call.machine.record({ __name__: computed(name, call.span, []) }, call.span);
}

function silent({ span }: NativeCall): Value {
  return written(null, span);
}

function first({ given, span }: NativeCall): Value {
  return argument(given, 0) ?? written(null, span);
}

function unread(reason: string): Behaviour {
  return ({ machine, span }) => {
    machine.gap(reason, span);
    return machine.hole(reason, span);
  };
}

function numeric(name: string, compute: (...numbers: readonly number[]) => number | string | undefined): Behaviour {
  return (call) => {
    const numbers = call.given.map(({ value }) => (typeof value.data === "boolean" ? Number(value.data) : value.data));
    const result = numbers.every((number) => typeof number === "number") ? compute(...numbers) : undefined;
    const isKnown = typeof result === "string" || (typeof result === "number" && Number.isFinite(result));
    return isKnown ? scalar(result, call) : unknownOf(call, name);
  };
}

/** Halves go to the even neighbour. */
function round(number: number, places = 0): number {
  const scaled = number * 10 ** places;
  const isHalf = Math.abs(scaled % 1) === 0.5;
  return (isHalf ? 2 * Math.round(scaled / 2) : Math.round(scaled)) / 10 ** places;
}

function radix(base: number, prefix: string): (number: number) => string {
  return (number) => `${number < 0 ? "-" : ""}${prefix}${Math.abs(number).toString(base)}`;
}

function code(call: NativeCall): Value {
  const data = textArgument(call.given, 0);
  const point = data?.codePointAt(0);
  return point === undefined ? unknownOf(call, "ord") : scalar(point, call);
}

function shown(call: NativeCall): Value {
  const value = argument(call.given, 0);
  const known = value === undefined ? undefined : representation(call.machine, value, call.span);
  return known === undefined ? unknownOf(call, "repr") : scalar(known, call);
}

/** `vars(x)` and `dataclasses.asdict(x)`. */
export function fieldsOf(call: NativeCall): Value {
  const object = argument(call.given, 0, "obj");
  if (object?.data instanceof Instance && object.data.registration === undefined) {
    const data = new RecordData();
    for (const [name, field] of object.data.fields) data.fields.set(name, field);
    return computed(data, call.span, [object]);
  }
  return object?.data instanceof RecordData ? copyOf(object.data, call.span, object) : unknownOf(call, "vars");
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

/** What is no text stays: None, or what is one already. */
function asAddresses(name: string): Behaviour {
  return (call) => {
    const value = argument(call.given, 0);
    const parse = addressFunctions[name];
    return typeof value?.data === "string" && parse !== undefined ? parse(call) : first(call);
  };
}

const evaluates = "evaluates a text as a program, which is not followed";

const functions: Table = {
  [hidden.format]: formatValue,
  [hidden.represent]: shown,
  [hidden.enter]: first,
  [hidden.fillModel]: fillModel,
  [hidden.network]: asAddresses("ip_network"),
  [hidden.address]: asAddresses("ip_address"),
  [hidden.modulePath]: ({ given, span }) => pathValue(textArgument(given, 0) ?? "", span),
  int: integer,
  float: real,
  bool: boolean,
  bytes: first,
  print: silent,
  repr: shown,
  ascii: shown,
  format: formatValue,
  isinstance: isInstance,
  getattr: getAttribute,
  hasattr: hasAttribute,
  setattr: setAttribute,
  type: typeOf,
  callable: isCallable,
  vars: fieldsOf,
  open: openFile,
  property: first,
  staticmethod: first,
  classmethod: first,
  abs: numeric("abs", Math.abs),
  round: numeric("round", (number = NaN, places = 0) => round(number, places)),
  pow: numeric("pow", (base = NaN, exponent = NaN, ...[modulus]) => (modulus === undefined ? base ** exponent : base ** exponent % modulus)),
  chr: numeric("chr", (point = -1) => (point >= 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined)),
  ord: code,
  hex: numeric("hex", radix(16, "0x")),
  oct: numeric("oct", radix(8, "0o")),
  bin: numeric("bin", radix(2, "0b")),
  exit: silent,
  quit: silent,
  eval: unread(evaluates),
  exec: unread(evaluates),
  compile: unread(evaluates),
  __import__: unread("imports a module by a name that is computed"),
};
