import { freeze } from "../../../interpreter/accessors";
import type { Machine } from "../../../interpreter/machine";
import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { ClassData, Closure, computed, Instance, numeral, RecordData, SymbolData, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { hidden } from "../context";
import { addressFunctions, blockOf } from "./addresses";
import { collectionFunctions } from "./collections";
import { copyOf, putAll } from "./dictionaries";
import { declares, exception, exceptions, objectFunctions } from "./objects";
import { openFile, pathValue } from "./paths";
import { argument, native, scalar, settled, textArgument, unknownOf, type Behaviour, type Table } from "./natives";
import { formatValue, representation, textOf } from "./printing";
import { mayReplace } from "../../../interpreter/unsure";

/** Names that are there without an import. */
export function globalsOf(machine: Machine): ReadonlyMap<string, Value> {
  const span = machine.here;
  const globals = new Map<string, Value>();
  for (const [name, behaviour] of Object.entries({ ...collectionFunctions, ...objectFunctions, ...functions }))
    globals.set(name, native(name, behaviour, span));
  globals.set("dict", written(new Native("dict", { call: dictionary, member: (name, _, place) => ofDictionary(name, place) }), span));
  globals.set("str", written(new Native("str", { call: text, member: (name, _, place) => ofText(name, place) }), span));
  for (const name of exceptions) globals.set(name, native(name, exception(name), span));
  globals.set("object", written(new Native("object", { member: (name, _, place) => ofObject(name, place) }), span));
  globals.set("NotImplemented", written(null, span));
  globals.set("Ellipsis", written(null, span));
  globals.set("__debug__", written(true, span));
  globals.set("__doc__", written(null, span));
  globals.set("__package__", written("", span));
  return globals;
}

/** What a function is made into that is a member of a class: what an object gives for it, and the class as it is. */
function asMember(ofObject: (given: Value, object: Value, run: Machine, span: Span) => Value): Behaviour {
  return ({ given: [only], machine, span }) =>
    only === undefined
      ? machine.hole("is made of no function", span)
      : written(
          new Native("member", {
            call: (call) => machine.call(only.value, call.given, call.span),
            ofObject: (object, run, place) => ofObject(only.value, object, run, place),
          }),
          span,
        );
}

/** A function that is given something before its arguments. */
function withFirst(callee: Value, first: Value | undefined, span: Span): Value {
  if (first === undefined) return callee;
  return written(new Native("method", { call: (call) => call.machine.call(callee, [{ value: first, span }, ...call.given], call.span) }), span);
}

/** What a decorator of the program makes of a function; those of packages are taken to leave it as it is. */
function decorated({ machine, given, span }: NativeCall): Value {
  const [decorator, inner] = given;
  return decorator === undefined || inner === undefined ? written(null, span) : decorate(decorator.value, inner.value, machine, span);
}

export function decorate(decorator: Value, inner: Value, machine: Machine, span: Span): Value {
  const { data } = decorator;
  const isKnown = data instanceof SymbolData && /^(?:functools|contextlib)$/.test(data.path[0] ?? "");
  const isCalled = data instanceof Instance && declares(data.type, "__call__");
  if (!isKnown && !isCalled && !(data instanceof Native || data instanceof Closure || data instanceof ClassData)) return inner;
  const made = machine.apply(decorator, [inner], span);
  return made.data === null && !(data instanceof Closure) ? inner : made;
}

/** `list[from:to] = others` and `del list[from:to]`. */
function cut({ machine, given, span }: NativeCall): Value {
  const [list, from, to, others] = given.map(({ value }) => value);
  const { data } = list ?? { data: null };
  if (!(data instanceof List)) return written(null, span);
  machine.touch(data);
  const bounds = [from, to].map((bound) => bound?.data);
  const added = others === undefined ? { items: [] } : machine.elements(others, span);
  if (data.rest !== undefined || added.rest !== undefined || bounds.some((bound) => bound !== null && typeof bound !== "number")) {
    data.items = [];
    data.rest = new Hole("had a part replaced that is not known", span);
    return written(null, span);
  }
  const count = data.items.length;
  const [start, end] = [bounds[0] ?? 0, bounds[1] ?? count].map((bound) =>
    Math.min(count, Math.max(0, Number(bound) < 0 ? Number(bound) + count : Number(bound))),
  );
  data.items.splice(start ?? 0, Math.max(0, (end ?? count) - (start ?? 0)), ...added.items);
  return written(null, span);
}

/** `del object[key]`. */
function removed({ machine, given, span }: NativeCall): Value {
  const [object, key] = given;
  if (object === undefined || key === undefined) return written(null, span);
  const { data } = object.value;
  if (typeof data === "string" || (data instanceof List && data.type === "tuple"))
    return machine.fail("is taken out of what does not change", span, "TypeError");
  const method = data instanceof Instance && declares(data.type, "__delitem__") ? "__delitem__" : "pop";
  return machine.call(machine.member(object.value, method, span), [key], span);
}

/** What `with` binds: what the object gives when it is entered, otherwise the object. */
function entered(call: NativeCall): Value {
  const { machine, span } = call;
  const subject = first(call);
  const enter = subject.data instanceof Instance ? machine.member(subject, "__enter__", span) : undefined;
  return enter?.data instanceof Closure ? machine.apply(enter, [], span) : subject;
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

/** `object.__setattr__(self, name, value)` sets what is frozen too. */
function ofObject(name: string, span: Span): Value | undefined {
  if (name !== "__setattr__") return undefined;
  return native(
    name,
    ({ machine, given, span: call }) => {
      const [self, field, value] = given.map((one) => one.value);
      if (self?.data instanceof Instance && typeof field?.data === "string" && value !== undefined) {
        machine.touch(self.data);
        self.data.fields.set(field.data, { value, entry: call, placement: "assigned" });
      }
      return written(null, call);
    },
    span,
  );
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
  const decodes = argument(call.given, 1, "encoding") !== undefined;
  if (typeof value.data === "string" && value.member === undefined && (value.numeral !== "bytes" || decodes))
    return decodes ? scalar(value.data, call) : value;
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
  return Number.isNaN(number) ? call.machine.fail("is no whole number", call.span, "ValueError") : scalar(number, call);
}

function real(call: NativeCall): Value {
  const data = argument(call.given, 0)?.data ?? 0;
  const number =
    typeof data === "string" && data.trim() !== "" ? Number(data) : typeof data === "number" || typeof data === "boolean" ? Number(data) : NaN;
  return Number.isFinite(number) ? numeral(scalar(number, call), "decimal") : unknownOf(call, "float");
}

function boolean(call: NativeCall): Value {
  const value = argument(call.given, 0);
  const truth = value === undefined ? false : call.machine.truth(value);
  return truth === undefined ? unknownOf(call, "bool") : scalar(truth, call);
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
  // Digits as `toFixed` gives them come from the number as it is, which 2.675 is not quite.
  if (places > 0 && places <= 20) {
    const isTie =
      !Number.isInteger(number * 10 ** places) &&
      Number(
        (Math.abs(number) % 1)
          .toFixed(20)
          .slice(2 + places)
          .replace(/0+$/, ""),
      ) === 5;
    if (!isTie) return Number(number.toFixed(places));
  }
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

/** What is no text stays: None, or what is one already. */
function asAddresses(name: string): Behaviour {
  return (call) => {
    const value = argument(call.given, 0);
    const parse = addressFunctions[name];
    return typeof value?.data === "string" && parse !== undefined ? parse(call) : first(call);
  };
}

/**
 * What a text that is run as a program may have changed: the names of the module that stand in it, all of them where it is not known. With a dictionary
 * of names of its own it changes those.
 */
function forgetNames({ machine, given, span }: NativeCall): void {
  const [text, names] = [argument(given, 0), argument(given, 1, "globals")];
  const hole = new Hole("may be changed by a text that is run as a program", span);
  if (names?.data instanceof RecordData) {
    machine.touch(names.data);
    mayReplace(names.data, hole, span);
    return;
  }
  const mentioned = typeof text?.data === "string" ? new Set(text.data.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []) : undefined;
  for (const [name, binding] of machine.load(span.file.name)?.bindings ?? []) {
    const data = binding.value?.data;
    const isCode = data instanceof Closure || data instanceof ClassData || data instanceof Native;
    if (
      data === undefined ||
      data instanceof SymbolData ||
      (isCode && !defines(text?.data, name)) ||
      (mentioned !== undefined && !mentioned.has(name))
    )
      continue;
    if (data instanceof List || data instanceof RecordData) {
      machine.touch(data);
      data.rest ??= hole;
    }
    binding.value = computed(hole, span, []);
  }
}

/** Whether a text gives a name another meaning, rather than to use the one that it has. */
function defines(text: Value["data"] | undefined, name: string): boolean {
  return typeof text === "string" && new RegExp(`\\b(?:def|class|import|as|for)\\s+${name}\\b|\\b${name}\\s*=(?!=)`).test(text);
}

const evaluates = "evaluates a text as a program, which is not followed";

const functions: Table = {
  [hidden.format]: formatValue,
  [hidden.represent]: shown,
  [hidden.enter]: entered,
  [hidden.decorated]: decorated,
  [hidden.frozen]: ({ given, span }) => {
    const [self, name] = [argument(given, 0)?.data, argument(given, 1)?.data];
    // A class that is made from it sets its own fields afterwards.
    if (self instanceof Instance && self.type.name === name) freeze(self);
    return written(null, span);
  },
  [hidden.awaited]: ({ given, span }) => settled(argument(given, 0) ?? written(null, span)),
  [hidden.cut]: cut,
  [hidden.removed]: removed,
  [hidden.network]: asAddresses("ip_network"),
  [hidden.address]: asAddresses("ip_address"),
  [hidden.modulePath]: ({ given, span }) => pathValue(textArgument(given, 0) ?? "", span),
  int: integer,
  float: real,
  bool: boolean,
  bytes: first,
  print: silent,
  repr: shown,
  ascii: (call) => {
    const made = shown(call);
    const escaped = (character: string): string => {
      const code = character.codePointAt(0) ?? 0;
      return code < 256
        ? `\\x${code.toString(16).padStart(2, "0")}`
        : code < 65_536
          ? `\\u${code.toString(16).padStart(4, "0")}`
          : `\\U${code.toString(16).padStart(8, "0")}`;
    };
    return typeof made.data === "string" ? { ...made, data: made.data.replace(/[^\x00-\x7f]/gu, escaped) } : made;
  },
  format: formatValue,
  open: openFile,
  property: asMember((given, object, run, span) => run.apply(given, [object], span)),
  staticmethod: asMember((given) => given),
  classmethod: asMember((given, { data }, _, span) => withFirst(given, data instanceof Instance ? written(data.type, span) : undefined, span)),
  abs: (call) => numeral(numeric("abs", Math.abs)(call), argument(call.given, 0)?.numeral),
  round: (call) => {
    const made = numeric("round", (number = NaN, places = 0) => round(number, places))(call);
    return call.given.length > 1 && argument(call.given, 1, "ndigits")?.data !== null ? numeral(made, argument(call.given, 0)?.numeral) : made;
  },
  pow: numeric("pow", (base = NaN, exponent = NaN, ...[modulus]) => (modulus === undefined ? base ** exponent : base ** exponent % modulus)),
  chr: numeric("chr", (point = -1) => (point >= 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined)),
  ord: code,
  hex: numeric("hex", radix(16, "0x")),
  oct: numeric("oct", radix(8, "0o")),
  bin: numeric("bin", radix(2, "0b")),
  exit: silent,
  quit: silent,
  eval: unread(evaluates),
  exec: (call) => {
    forgetNames(call);
    return unread(evaluates)(call);
  },
  compile: unread(evaluates),
  __import__: unread("imports a module by a name that is computed"),
};
