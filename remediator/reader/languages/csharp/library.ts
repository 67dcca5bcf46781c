import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, computed, written, type Value } from "../../interpreter/value";
import { fromJson, plainJson } from "../../sdk/json";
import { typed } from "../../sdk/typed";
import type { Span } from "../../syntax/tree";
import { at, fileLines, fileText, native, unknownFrom } from "../library";
import { folderOf, joinPath } from "../paths";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { errorClass, errorName } from "../java-and-csharp/errors";
import { orFailing, foreignCall, hidden, nothing, scalarFunction, type LibraryFunction } from "../java-and-csharp/methods";
import { joinedText } from "../java-and-csharp/sequences";
import { newTextBuilder } from "../java-and-csharp/builders";
import { emptyRecord } from "../java-and-csharp/records";
import { regexClass } from "../java-and-csharp/matches";
import { asGiven, collectionClasses, listOf } from "./collections";
import { format } from "./formats";

/** What is known of .NET's classes, by the class's name alone. */
export function library(path: readonly string[], machine: Machine, span: Span): Value | undefined {
  const index = path.findLastIndex((segment) => isLibraryClass(segment));
  const known = index === -1 ? undefined : classes[path[index] ?? ""];
  const [member, ...more] = index === -1 ? [] : path.slice(index + 1);
  const last = path.at(-1) ?? "";
  if (isForeign(path) && errorName.test(last) && member === undefined) return errorClass(last, span);
  if (known === undefined || more.length > 0 || !isForeign(path))
    return isForeign(path) && path.length > 1 ? foreign(path, machine, span) : undefined;
  if (member === undefined)
    return written(
      new Native(path.at(-1) ?? "", { call: known.create ?? foreignCall(path.join(".")), member: (name) => library([...path, name], machine, span) }),
      span,
    );
  const value = known.values !== undefined && Object.hasOwn(known.values, member) ? known.values[member] : undefined;
  if (value !== undefined) return value(machine, span);
  const own = known.members !== undefined && Object.hasOwn(known.members, member) ? known.members[member] : undefined;
  return own === undefined ? foreign(path, machine, span) : native(member, span, own);
}

export function isLibraryClass(name: string): boolean {
  return Object.hasOwn(classes, name);
}

/** What .NET itself has makes no resources. */
function isForeign([root, second]: readonly string[]): boolean {
  return root === "System" || root === "Microsoft" || root === "Newtonsoft" || (root === "Pulumi" && second !== undefined);
}

function foreign(path: readonly string[], machine: Machine, span: Span): Value {
  return written(
    new Native(path.at(-1) ?? "", {
      call: foreignCall(path.join(".")),
      member: (name) => (name === "Instance" ? undefined : library([...path, name], machine, span)),
    }),
    span,
  );
}

const toInteger = orFailing(
  "FormatException",
  scalarFunction((value, radix) => {
    if (typeof value === "number") return toEven(value);
    if (typeof value === "boolean") return Number(value);
    if (typeof value !== "string" || !/^\s*[+-]?[\da-fA-F]+\s*$/.test(value)) return undefined;
    if (typeof radix === "number") return Number.parseInt(value, radix);
    return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
  }),
);
const toNumber = scalarFunction((value) =>
  typeof value === "number" || (typeof value === "string" && value.trim() !== "") ? Number(value) : undefined,
);
const toBoolean = scalarFunction((value) =>
  typeof value === "boolean" ? value : typeof value === "string" && /^\s*(?:true|false)\s*$/i.test(value) ? /true/i.test(value) : undefined,
);
const canParse = (pattern: RegExp): LibraryFunction =>
  scalarFunction((value) => (typeof value === "string" ? pattern.test(value) : value === null ? false : undefined));
const toText: LibraryFunction = ({ machine, given, span }) => (given[0] === undefined ? computed("", span, []) : machine.text(given[0].value, span));
/** `Convert.ToString(10, 2)`. */
const inBase = scalarFunction((value, base) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && typeof base === "number" && [2, 8, 10, 16].includes(base)
    ? value.toString(base)
    : undefined,
);
const constant =
  (value: string | number | boolean) =>
  (_: Machine, span: Span): Value =>
    computed(value, span, []);

const integer: LibraryClass = {
  create: asGiven,
  members: { Parse: toInteger, "#Parse": toInteger, "#CanParse": canParse(/^\s*[+-]?\d+\s*$/) },
  values: { MaxValue: constant(2_147_483_647), MinValue: constant(-2_147_483_648) },
};
function limited(least: number, most: number): LibraryClass {
  return { ...integer, values: { MaxValue: constant(most), MinValue: constant(least) } };
}

/** Its limits have more digits than numbers here. */
const long: LibraryClass = { ...integer, values: {} };

const decimal: LibraryClass = {
  create: asGiven,
  members: { Parse: toNumber, "#Parse": toNumber, "#CanParse": canParse(/^\s*[+-]?\d+(?:\.\d+)?\s*$/) },
};
/** A `decimal` keeps the zeros at its end, which numbers here have not. */
const tenths: LibraryFunction = (call) => {
  const text = at(call.given, 0)?.data;
  const isShort = typeof text !== "string" || !/\.\d*0\s*$/.test(text);
  return isShort ? toNumber(call) : call.machine.hole("is a decimal number, which is not computed with", call.span);
};

const boolean: LibraryClass = {
  create: asGiven,
  members: { Parse: toBoolean, "#Parse": toBoolean, "#CanParse": canParse(/^\s*(?:true|false)\s*$/i) },
};

const text: LibraryClass = {
  members: {
    Format: format,
    Join: ({ machine, given, span }) => {
      const [separator, ...rest] = given.map(({ value }) => value);
      const [only] = rest;
      if (typeof separator?.data !== "string") return unknownFrom(machine, span, [separator]);
      return joinedText(
        machine,
        rest.length === 1 && (only?.data instanceof List || only?.data instanceof Hole) ? only : machine.list(rest, span),
        span,
        separator.data,
      );
    },
    Concat: ({ machine, given, span }) => {
      const [only] = given;
      return joinedText(
        machine,
        given.length === 1 && only?.value.data instanceof List
          ? only.value
          : machine.list(
              given.map(({ value }) => value),
              span,
            ),
        span,
        "",
      );
    },
    IsNullOrEmpty: scalarFunction((value) => value === null || value === ""),
    IsNullOrWhiteSpace: scalarFunction((value) => value === null || (typeof value === "string" && value.trim() === "")),
    Equals: scalarFunction((a, b) => a === b),
    Compare: hidden("compares texts"),
  },
  values: { Empty: constant("") },
};

function math(compute: (...numbers: number[]) => number): LibraryFunction {
  return scalarFunction((...given) => (given.every((number) => typeof number === "number") ? compute(...given) : undefined));
}

/** Halves go to the even neighbour, unless it is said where else. */
const rounded: LibraryFunction = (call) => {
  const [value, ...more] = call.given.map(({ value: one }) => one.data);
  if (typeof value !== "number" || more.some((one) => typeof one === "number"))
    return unknownFrom(
      call.machine,
      call.span,
      call.given.map(({ value: one }) => one),
    );
  if (more.length > 0)
    return textIn(call.given[1]?.span).endsWith("AwayFromZero")
      ? computed(Math.sign(value) * Math.round(Math.abs(value)), call.span, [])
      : unknownFrom(call.machine, call.span, []);
  return computed(
    toEven(value),
    call.span,
    call.given.map(({ value: one }) => one),
  );
};

function textIn(span: Span | undefined): string {
  return span === undefined ? "" : span.file.text.slice(span.start, span.end);
}

function toEven(value: number): number {
  return Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}

const joinedPath: LibraryFunction = ({ machine, given, span }) => {
  const parts = given.map(({ value }) => value);
  const texts = parts.map(({ data }) => data);
  if (!texts.every((part) => typeof part === "string")) return unknownFrom(machine, span, parts);
  const last = texts.findLastIndex((part) => part.startsWith("/"));
  const joined = texts.slice(Math.max(0, last)).join("/");
  return computed(joined.startsWith("/") ? `/${joinPath("", joined) ?? ""}` : (joinPath("", joined) ?? joined), span, parts);
};

const toJson: LibraryFunction = ({ machine, given, span }) => {
  const value = at(given, 0);
  const json = value === undefined ? undefined : plainJson(value);
  if (json === undefined) return unknownFrom(machine, span, [value], "is a JSON text with parts that are not known");
  return computed(JSON.stringify(json), span, value === undefined ? [] : [value]);
};

const fromText: LibraryFunction = ({ machine, given, span }) => {
  const value = at(given, 0);
  if (typeof value?.data !== "string") return unknownFrom(machine, span, [value]);
  try {
    return fromJson(JSON.parse(value.data), span);
  } catch {
    return machine.hole("is a text that is no JSON", span, [value]);
  }
};

/** `JsonSerializer.Deserialize<Rule[]>(text)`: objects of the class, with what it sets itself. */
const objectFromText: LibraryFunction = (call) => {
  const plain = fromText(call);
  const type = call.typeArguments.find(({ data }) => data instanceof ClassData)?.data;
  return type instanceof ClassData ? typed(call.machine, plain, type, call.span) : plain;
};

const setting =
  (key: "project" | "stack" | "organization") =>
  (machine: Machine, span: Span): Value =>
    machine.settings[key] === "" ? machine.hole(`is the name of the ${key}, which is not known`, span) : computed(machine.settings[key], span, []);

const deployment: Readonly<Record<string, (machine: Machine, span: Span) => Value>> = {
  StackName: setting("stack"),
  ProjectName: setting("project"),
  OrganizationName: setting("organization"),
  IsDryRun: (machine, span) => machine.hole("asks whether this is a preview", span),
};

/** Calls the functions that it is given at once; promises are what they hold. */
const together: LibraryFunction = (call) => listOf(call);

/** What a function gives, which is called when its value is first asked for. */
function lazily({ given, span }: NativeCall): Value {
  let made: Value | undefined;
  const [factory] = given;
  return written(
    new Native("lazy", {
      member: (name, machine, place) => {
        if (name === "IsValueCreated") return computed(made !== undefined, place, []);
        if (name === "Value") return (made ??= factory === undefined ? written(null, place) : machine.apply(factory.value, [], place));
        return undefined;
      },
    }),
    span,
  );
}

const classes: Readonly<Record<string, LibraryClass | undefined>> = {
  ...collectionClasses,
  String: text,
  string: text,
  StringBuilder: { create: newTextBuilder },
  Int32: integer,
  Int64: long,
  int: integer,
  long,
  ulong: long,
  short: limited(-32_768, 32_767),
  uint: limited(0, 4_294_967_295),
  ushort: limited(0, 65_535),
  byte: limited(0, 255),
  sbyte: limited(-128, 127),
  Double: decimal,
  double: decimal,
  float: decimal,
  decimal: { ...decimal, members: { ...decimal.members, Parse: tenths, "#Parse": tenths } },
  Boolean: boolean,
  bool: boolean,
  char: { members: { Parse: asGiven, ToString: toText } },
  object: { create: ({ span }) => emptyRecord(span), members: {} },
  Object: { create: ({ span }) => emptyRecord(span), members: {} },
  Convert: {
    members: {
      ToInt32: toInteger,
      ToInt64: toInteger,
      ToInt16: toInteger,
      ToDouble: toNumber,
      ToBoolean: toBoolean,
      ToString: (call) => (call.given.length > 1 ? inBase(call) : toText(call)),
      ToBase64String: scalarFunction((value) => (typeof value === "string" ? Buffer.from(value).toString("base64") : undefined)),
    },
  },
  Encoding: {
    values: Object.fromEntries(
      ["UTF8", "ASCII", "Unicode", "Default"].map((name) => [
        name,
        (_: Machine, span: Span): Value => written(new Native("encoding", { member: (member, __, place) => native(member, place, asGiven) }), span),
      ]),
    ),
  },
  Math: {
    members: {
      Max: math(Math.max),
      Min: math(Math.min),
      Abs: math(Math.abs),
      Floor: math(Math.floor),
      Ceiling: math(Math.ceil),
      Round: rounded,
      Truncate: math(Math.trunc),
      Sign: math(Math.sign),
      Pow: math(Math.pow),
      Log2: math(Math.log2),
      Sqrt: math(Math.sqrt),
    },
  },
  Console: { members: { WriteLine: nothing, Write: nothing, Error: nothing, ReadLine: hidden("is typed in") } },
  Task: {
    members: {
      FromResult: asGiven,
      WhenAll: together,
      Run: ({ machine, given, span }) => (given[0] === undefined ? written(null, span) : machine.apply(given[0].value, [], span)),
      Delay: nothing,
    },
    values: { CompletedTask: (_, span) => written(null, span) },
  },
  ValueTask: { create: asGiven, members: { FromResult: asGiven } },
  Nullable: { create: asGiven },
  Lazy: { create: lazily },
  File: {
    members: {
      ReadAllText: ({ machine, given, span }) => fileText(machine, at(given, 0), span),
      ReadAllLines: ({ machine, given, span }) => fileLines(machine, at(given, 0), span),
      ReadAllLinesAsync: ({ machine, given, span }) => fileLines(machine, at(given, 0), span),
      ReadLines: ({ machine, given, span }) => fileLines(machine, at(given, 0), span),
      ReadAllTextAsync: ({ machine, given, span }) => fileText(machine, at(given, 0), span),
      ReadAllBytes: ({ machine, given, span }) => fileText(machine, at(given, 0), span),
      Exists: hidden("asks whether a file exists"),
    },
  },
  Path: {
    members: {
      Combine: joinedPath,
      Join: joinedPath,
      GetFullPath: asGiven,
      GetDirectoryName: scalarFunction((path) => (typeof path === "string" ? folderOf(path) : undefined)),
      GetFileName: scalarFunction((path) => (typeof path === "string" ? path.slice(path.lastIndexOf("/") + 1) : undefined)),
    },
    values: { DirectorySeparatorChar: constant("/") },
  },
  Directory: { members: { GetCurrentDirectory: constantCall(".") } },
  Environment: {
    members: { GetEnvironmentVariable: hidden("is the environment of the machine that deploys"), Exit: nothing },
    values: { NewLine: constant("\n"), CurrentDirectory: constant(".") },
  },
  JsonSerializer: { members: { Serialize: toJson, Deserialize: objectFromText } },
  JsonConvert: { members: { SerializeObject: toJson, DeserializeObject: objectFromText } },
  Regex: regexClass,
  JsonDocument: { members: { Parse: fromText } },
  JsonNode: { members: { Parse: fromText } },
  JToken: { members: { Parse: fromText } },
  JObject: { ...collectionClasses.JObject, members: { Parse: fromText } },
  JArray: { ...collectionClasses.JArray, members: { Parse: fromText } },
  Guid: { members: { NewGuid: hidden("is a random value") } },
  Random: { create: hidden("is a random value") },
  DateTime: {
    values: {
      Now: (machine, span) => machine.hole("is the time of the deployment", span),
      UtcNow: (machine, span) => machine.hole("is the time of the deployment", span),
    },
  },
  Uri: { create: asGiven },
  ArgumentNullException: { members: { ThrowIfNull: nothing } },
  OutputUtilities: { members: {} },
  Instance: { values: deployment },
};

function constantCall(value: string): LibraryFunction {
  return ({ span }) => computed(value, span, []);
}
