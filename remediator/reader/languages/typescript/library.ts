import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { sameValueKey } from "../../interpreter/keys";
import { commonJs } from "../../interpreter/modules";
import type { Scope } from "../../interpreter/scope";
import { Further, Hole, noNumber } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { Closure, computed, numeral, passedOn, RecordData, SymbolData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, mapped, namespace, native, unknownFrom } from "../library";
import { folderOf, mount } from "../paths";
import { cloned, removed } from "./changes";
import { hidden, modules, parsed, type Library } from "./modules";
import { decoratedName } from "./classes";
import { putEntry } from "./collections";
import { groupedBy, objects, reflections } from "./objects";
import { decorate, decorateClass } from "./decorators";
import { parse, stringify } from "./json";
import { errorClass, errorNames } from "./errors";
import { lodash } from "./lodash";
import { awaited, decoratedClass, mergedName, unsignedShift } from "./expressions";
import { resolve } from "./names";
import { isNaNumber, not, toInteger, toNumber, toReal, toWhole } from "./numbers";
import { globalObject, ownPrototype } from "./prototypes";
import { proxyOf } from "./proxies";
import { regularExpression } from "./regular-expressions";
import { mayReplace } from "../../interpreter/unsure";

const nothing = ({ span }: NativeCall): Value => written(null, span);

/** String.raw`...`: https://tc39.es/ecma262/#sec-string.raw */
function rawText({ machine, given, span }: NativeCall): Value {
  const [texts, ...values] = given.map(({ value }) => value);
  if (texts === undefined) return unknownFrom(machine, span, []);
  const { items, rest } = machine.elements(machine.member(texts, "raw", span), span);
  const parts = items.flatMap(({ value }, index) => (index < items.length - 1 ? [value, values[index] ?? written("", span)] : [value]));
  const shown = parts.map((part) => machine.text(part, span));
  const text = shown.map(({ data }) => (typeof data === "string" ? data : undefined));
  return rest !== undefined || text.includes(undefined)
    ? unknownFrom(
        machine,
        span,
        shown.filter(({ data }) => typeof data !== "string"),
      )
    : computed(text.join(""), span, parts);
}

/** Methods under these names are the language's own to call. */
const knownSymbols = ["iterator", "asyncIterator", "hasInstance", "toPrimitive", "toStringTag", "dispose", "asyncDispose"];

/** Calls a function when the code around it has ended. */
function inItsTime({ machine, given, span }: NativeCall): Value {
  const [callback, , ...rest] = given;
  if (callback !== undefined) machine.later(span, () => void machine.call(callback.value, rest, span));
  return machine.hole("is a timer", span);
}

/** Adds what a further declaration of a namespace or enum gives to the object, function or class that has its name already. */
function mergeInto({ machine, given, span }: NativeCall): Value {
  const [whole, part] = [at(given, 0), at(given, 1)];
  if (whole === undefined || !(part?.data instanceof RecordData)) return written(null, span);
  if (whole.data instanceof RecordData) machine.touch(whole.data);
  for (const [name, field] of part.data.fields)
    if (whole.data instanceof RecordData) whole.data.fields.set(name, field);
    else machine.setMember(whole, name, field.value, span);
  return whole;
}

/** Names that are there without an import. */
export function globals(machine: Machine): ReadonlyMap<string, Value> {
  const { here } = machine;
  const of = (name: string, members: Library, call?: (call: NativeCall) => Value): [string, Value] => [
    name,
    written(
      new Native(name, {
        ...(call === undefined ? {} : { call }),
        member: (member, _, span) =>
          member === "prototype"
            ? ownPrototype(machine, name)
            : (namespace(name, span, members).data as Native).behaviour.member?.(member, machine, span),
      }),
      here,
    ),
  ];
  const fn = (name: string, call: (call: NativeCall) => Value): [string, Value] => [name, native(name, here, call)];
  const names = new Map<string, Value>([
    ["console", written(new Native("console", { member: (_, __, span) => native("log", span, nothing) }), here)],
    of("JSON", { stringify, parse }),
    of("Object", objects),
    of("Reflect", reflections),
    fn(decoratedName, decorate),
    fn(decoratedClass, decorateClass),
    fn(mergedName, mergeInto),
    fn("eval", ({ machine: m, given, span }) => {
      m.gap("runs code that is made while the program runs", span);
      return unknownFrom(m, span, [at(given, 0)]);
    }),
    of(
      "Array",
      {
        isArray: ({ machine: m, given, span }) => known(m, span, at(given, 0), (data) => data instanceof List),
        from: arrayFrom,
        of: ({ machine: m, given, span }) =>
          m.list(
            given.map(({ value }) => value),
            span,
          ),
      },
      newArray,
    ),
    of("Math", math),
    of(
      "Number",
      {
        isInteger: ({ machine: m, given, span }) => known(m, span, at(given, 0), (data) => Number.isInteger(data)),
        isNaN: (call) => isNaNumber(call, at(call.given, 0)),
        isFinite: (call) => not(isNaNumber(call, at(call.given, 0))),
        parseInt: toInteger,
        parseFloat: toReal,
      },
      toNumber,
    ),
    fn("BigInt", toWhole),
    fn("isNaN", (call) => isNaNumber(call, toNumber(call))),
    fn("isFinite", (call) => not(isNaNumber(call, toNumber(call)))),
    fn("parseInt", toInteger),
    fn("parseFloat", toReal),
    of("String", { raw: rawText }, ({ machine: m, given, span }) =>
      at(given, 0) === undefined ? written("", span) : m.text(given[0]?.value ?? written("", span), span),
    ),
    of("Boolean", {}, ({ machine: m, given, span }) => {
      const truth = given[0] === undefined ? false : m.truth(given[0].value);
      return truth === undefined
        ? unknownFrom(m, span, [at(given, 0)])
        : computed(
            truth,
            span,
            given.map(({ value }) => value),
          );
    }),
    of(
      "Promise",
      {
        all: ({ given, span }) => passedOn(at(given, 0) ?? written(null, span), "returned", span),
        allSettled: ({ given, span }) => passedOn(at(given, 0) ?? written(null, span), "returned", span),
        resolve: ({ given, span }) => passedOn(at(given, 0) ?? written(null, span), "returned", span),
        reject: hidden("is an error"),
      },
      newPromise,
    ),
    of("Map", { groupBy: (call) => groupedBy(call, mapOf(call.machine, undefined, call.span)) }, ({ machine: m, given, span }) =>
      mapOf(m, at(given, 0), span),
    ),
    fn("Proxy", proxyOf),
    fn("WeakMap", ({ machine: m, given, span }) => mapOf(m, at(given, 0), span)),
    fn("WeakSet", ({ machine: m, given, span }) => setOf(m, at(given, 0), span)),
    of("Set", {}, ({ machine: m, given, span }) => setOf(m, at(given, 0), span)),
    fn("RegExp", ({ given, span, machine: m }) => regularExpression(m, at(given, 0)?.data, at(given, 1)?.data, span)),
    fn("require", required),
    of("process", {
      env: written(new Hole("is the environment of the machine that deploys", here), here),
      cwd: ({ span, machine: m }) => computed(`${mount}/${m.program.mainFolder}`, span, []),
      exit: nothing,
      on: nothing,
      argv: written(new Hole("are the arguments of the process", here), here),
    }),
    fn("Date", hidden("is the time of the deployment")),
    of("Date", { now: hidden("is the time of the deployment") }, hidden("is the time of the deployment")),
    ...errorNames.map((name): [string, Value] => [name, errorClass(name, here)]),
    of("Symbol", Object.fromEntries(knownSymbols.map((name) => [name, numeral(written(`[Symbol.${name}]`, here), "symbol")]))),
    fn("setTimeout", inItsTime),
    fn("setImmediate", inItsTime),
    fn("queueMicrotask", inItsTime),
    // No program can call something so.
    fn(awaited, ({ machine: m, given, span }) => {
      m.awaits();
      return at(given, 0) ?? written(null, span);
    }),
    fn(unsignedShift, ({ machine: m, given, span }) => {
      const [a, b] = [at(given, 0)?.data, at(given, 1)?.data];
      const parts = given.map(({ value }) => value);
      return typeof a === "number" && typeof b === "number" ? computed(a >>> b, span, parts) : unknownFrom(m, span, parts);
    }),
    fn("structuredClone", cloned),
    fn("delete ", removed),
    fn("encodeURIComponent", ({ machine: m, given, span }) =>
      known(m, span, at(given, 0), (data) => encodeURIComponent(typeof data === "string" ? data : JSON.stringify(data))),
    ),
    of("Buffer", {
      from: ({ given, span }) =>
        written(
          new Native("buffer", {
            member: (name) =>
              name === "toString"
                ? native("toString", span, ({ machine: m, given: encoding, span: call }) =>
                    encoded(m, at(given, 0), at(given, 1)?.data, at(encoding, 0)?.data, call),
                  )
                : undefined,
          }),
          span,
        ),
    }),
    ["NaN", written(noNumber(here), here)],
    ["Infinity", written(Number.MAX_SAFE_INTEGER, here)],
  ]);
  for (const name of ["globalThis", "global"]) names.set(name, globalObject(names, here));
  return names;
}

function encoded(machine: Machine, value: Value | undefined, from: unknown, to: unknown, span: Span): Value {
  if (typeof value?.data !== "string") return unknownFrom(machine, span, [value]);
  const encoding = (name: unknown): BufferEncoding => (name === "base64" || name === "hex" ? name : "utf8");
  return computed(Buffer.from(value.data, encoding(from)).toString(encoding(to)), span, [value]);
}

/** What a function of known data gives; a hole where the data is one. */
function known(machine: Machine, span: Span, value: Value | undefined, answer: (data: Value["data"]) => boolean | string | number): Value {
  if (value === undefined || value.data instanceof Hole) return unknownFrom(machine, span, [value]);
  return computed(answer(value.data), span, [value]);
}

function arrayFrom({ machine, given, span }: NativeCall): Value {
  const [source, change] = given.map(({ value }) => value);
  if (source === undefined) return machine.list([], span);
  const length = source.data instanceof RecordData ? source.data.fields.get("length")?.value.data : undefined;
  const list = typeof length === "number" ? emptyList(length, span, false) : listOf(machine, source, span);
  return change === undefined
    ? list
    : mapped(machine, list, span, (element, index) => machine.apply(change, [element, computed(index, span, [])], span));
}

function listOf(machine: Machine, value: Value, span: Span): Value {
  const { items, rest } = machine.elements(value, span);
  const all = items.map(({ isAbsent: _, ...item }): Item => item);
  return computed(rest === undefined ? new List(all) : new List(all, rest), span, [value]);
}

/** A list of nothings; of more than anybody makes it is not known how many there are. Those of `Array(n)` are not even there. */
function emptyList(length: number, span: Span, isAbsent: boolean): Value {
  const most = 100_000;
  const item: Item = { value: written(null, span), placement: { kind: "computed", span }, ...(isAbsent ? { isAbsent } : {}) };
  const items = Array.from({ length: Math.min(length, most) }, () => item);
  return written(length > most ? new List(items, new Further("is longer than what is read", span)) : new List(items), span);
}

function newArray({ machine, given, span }: NativeCall): Value {
  const [only] = given;
  if (given.length === 1 && typeof only?.value.data === "number") return emptyList(only.value.data, span, true);
  if (given.length === 1 && only?.value.data instanceof Hole) return written(new List([], only.value.data), span);
  return machine.list(
    given.map(({ value }) => value),
    span,
  );
}

/** `new Promise(resolve => ...)` is what `resolve` is called with. */
function newPromise({ machine, given, span }: NativeCall): Value {
  let settled: Value | undefined;
  const [executor] = given;
  if (executor !== undefined)
    machine.apply(
      executor.value,
      [native("resolve", span, (call) => (settled ??= at(call.given, 0) ?? written(null, call.span))), native("reject", span, nothing)],
      span,
    );
  return settled ?? machine.hole("is a promise that is settled later", span);
}

function mapOf(machine: Machine, entries: Value | undefined, span: Span): Value {
  const data = new RecordData();
  data.type = "Map";
  if (entries !== undefined && entries.data !== null) {
    const { items, rest } = machine.elements(entries, span);
    for (const { value } of items) {
      const { items: pair, rest: open } = machine.elements(value, span);
      const [key, held] = pair;
      if (key === undefined && open !== undefined) mayReplace(data, open, span);
      else putEntry(data, key?.value ?? written(null, span), held?.value ?? written(null, span), "computed", span);
    }
    if (rest !== undefined) mayReplace(data, rest, span);
  }
  return written(data, span);
}

export function setOf(machine: Machine, elements: Value | undefined, span: Span): Value {
  const { items, rest } = elements === undefined ? { items: [], rest: undefined } : machine.elements(elements, span);
  const met = new Set<string>();
  const distinct = items.filter(({ value }) => {
    const key = sameValueKey(value);
    const name = key === undefined ? undefined : `${key.kind} ${key.text}`;
    if (name !== undefined && met.has(name)) return false;
    if (name !== undefined) met.add(name);
    return true;
  });
  const list = rest === undefined ? new List([...distinct]) : new List([...distinct], rest);
  list.type = "Set";
  return written(list, span);
}

function calculated(operation: (...values: number[]) => number, values: readonly number[]): number {
  return operation(...values);
}

const math: Library = Object.fromEntries(
  (["max", "min", "floor", "ceil", "round", "abs", "pow", "trunc", "sqrt", "log2", "log10", "sign", "hypot", "cbrt", "log", "exp"] as const).map(
    (name) => [
      name,
      ({ machine, given, span }: NativeCall): Value => {
        const numbers = given.map(({ value }) => value.data);
        if (!numbers.every((number) => typeof number === "number"))
          return unknownFrom(
            machine,
            span,
            given.map(({ value }) => value),
          );
        return computed(
          calculated((...values) => Math[name](...(values as [number, number])), numbers),
          span,
          given.map(({ value }) => value),
        );
      },
    ],
  ),
);

function required({ machine, given, span }: NativeCall): Value {
  const name = at(given, 0)?.data;
  if (typeof name !== "string") return machine.hole("is a module whose name is not known", span);
  const resolution = resolve(name, span.file, machine.program);
  if (resolution.kind === "symbol") return library(resolution.path, machine, span) ?? written(new SymbolData(resolution.path), span);
  const scope = resolution.names[0] === undefined ? undefined : machine.load(resolution.names[0]);
  return scope === undefined
    ? machine.hole(`is the module ${name}, which is not in the repository`, span)
    : (commonJs(scope) ?? machine.namespace(scope, span));
}

/** Modules of Node.js, and packages that programs read files with. */
export function library(path: readonly string[], machine: Machine, span: Span): Value | undefined {
  const [root = "", ...rest] = path;
  if (root.startsWith("json:")) {
    const file = machine.program.repository.read(root.slice("json:".length));
    const whole =
      file === undefined
        ? machine.hole("is a JSON file that cannot be read", span)
        : parsed(machine, computed(file.text.replace(/^\uFEFF/, ""), span, []), span);
    return rest.filter((name) => name !== "default").reduce((value, name) => machine.member(value, name, span), whole);
  }
  const part = /^lodash(?:-es)?\/(\w+)(?:\.js)?$/.exec(root)?.[1];
  const module = part === undefined && !/^lodash(?:-es)?$/.test(root) ? modules[root.replace(/^node:/, "")] : lodash;
  if (module === undefined) return undefined;
  const [name, ...inner] = [...(part === undefined ? [] : [part]), ...rest].filter((segment) => segment !== "default" && segment !== "promises");
  if (name === undefined)
    return namespace(root, span, {
      ...module,
      default: namespace(root, span, module),
      promises: namespace(root, span, module),
      posix: namespace(root, span, module),
    });
  const found = Object.hasOwn(module, name) && inner.length === 0 ? module[name] : undefined;
  return typeof found === "function" ? native(name, span, found) : found;
}

/** Names that depend on the file. */
export function unresolved(name: string, _opened: readonly string[], _scope: Scope, _machine: Machine, span: Span): Value | undefined {
  if (name === "__dirname") return computed(`${mount}/${folderOf(span.file.name)}`.replace(/\/$/, ""), span, []);
  return name === "__filename" ? computed(`${mount}/${span.file.name}`, span, []) : undefined;
}

export { Closure };
