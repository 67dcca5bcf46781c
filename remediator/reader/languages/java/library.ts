import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, computed, numeral, ofType, RecordData, SymbolData, written, type Value } from "../../interpreter/value";
import type { Run } from "../../interpreter/run";
import { builder } from "../../sdk/builder";
import { fromJson, plainJson } from "../../sdk/json";
import { typed } from "../../sdk/typed";
import { equalTo } from "../java-and-csharp/equality";
import type { Span } from "../../syntax/tree";
import { at, fileLines, fileText, native, unknownFrom } from "../library";
import { joinPath } from "../paths";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { orFailing, firstOf, foreignCall, hidden, nothing, scalarFunction, type LibraryFunction } from "../java-and-csharp/methods";
import { errorClass, errorName } from "../java-and-csharp/errors";
import { patternClass } from "../java-and-csharp/matches";
import { joinedText } from "../java-and-csharp/sequences";
import { byComparison, reversedOrder, type Order } from "../java-and-csharp/sorting";
import { newTextBuilder } from "../java-and-csharp/builders";
import { asGiven, collectionClasses, fromEntries, listOf, pair } from "./collections";
import { copyOver } from "./arrays";
import { compare, withoutCase } from "./comparators";
import { format } from "./formats";
import { mathematics, numbers } from "./mathematics";
import { optionalClasses } from "./optionals";

/** What is known of Java's classes, and of some that programs use beside them; by the class's name alone. */
export function library(path: readonly string[], machine: Machine, span: Span): Value | undefined {
  const outermost = path.findIndex((segment) => /^\p{Lu}/u.test(segment));
  // `Map.Entry` is a class in a class.
  const index = path[outermost] === "Map" && path[outermost + 1] === "Entry" ? outermost + 1 : outermost;
  if (index === -1) return undefined;
  // Arguments of packages that are not known have builders as well.
  if (/^[bB]uilder$/.test(path.at(-1) ?? "") && /(?:Args|Options)$/.test(path.at(-2) ?? ""))
    return native("builder", span, ({ machine: run, given }) => builder(run as unknown as Run, path.at(-2) ?? "", at(given, 0)));
  const name = path[index] ?? "";
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  const [member, ...more] = path.slice(index + 1);
  if (known === undefined && member === undefined && errorName.test(name)) return errorClass(name, span);
  if (known === undefined || more.length > 0) return isForeign(path) ? foreign(path, machine, span) : undefined;
  if (member === undefined) return classValue(path, known, machine, span);
  const value = known.values !== undefined && Object.hasOwn(known.values, member) ? known.values[member] : undefined;
  if (value !== undefined) return value(machine, span);
  const own = known.members !== undefined && Object.hasOwn(known.members, member) ? known.members[member] : undefined;
  return own === undefined ? foreign(path, machine, span) : native(member, span, own);
}

function classValue(path: readonly string[], { create }: LibraryClass, machine: Machine, span: Span): Value {
  return written(
    new Native(path.at(-1) ?? "", {
      call: create ?? foreignCall(path.join(".")),
      member: (name) => library([...path, name], machine, span),
    }),
    span,
  );
}

/** Java's own packages make no resources. */
function isForeign([root]: readonly string[]): boolean {
  return root === "java" || root === "javax";
}

function foreign(path: readonly string[], machine: Machine, span: Span): Value {
  const name = path.join(".");
  return written(new Native(path.at(-1) ?? "", { call: foreignCall(name), member: (member) => library([...path, member], machine, span) }), span);
}

export function isLibraryClass(name: string): boolean {
  return Object.hasOwn(classes, name);
}

/** Whether a class of the library has a static member of this name. */
export function hasStatic(className: string, member: string): boolean {
  const known = Object.hasOwn(classes, className) ? classes[className] : undefined;
  return Object.hasOwn(known?.members ?? {}, member) || Object.hasOwn(known?.values ?? {}, member);
}

const toInteger = orFailing(
  "NumberFormatException",
  scalarFunction((text, radix = 10) => {
    if (typeof text === "number") return Math.trunc(text);
    if (typeof text !== "string" || typeof radix !== "number") return undefined;
    if (radix === 10) return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined;
    const number = parseInt(text, radix);
    return number.toString(radix) === text.toLowerCase() ? number : undefined;
  }),
);
const toNumber: LibraryFunction = (call) => numeral(plainNumber(call), "decimal");
const plainNumber = scalarFunction((text) =>
  typeof text === "number" || (typeof text === "string" && text.trim() !== "") ? Number(text) : undefined,
);

/** `String.join(",", a, b)` and `String.join(",", list)`. */
function join({ machine, given, span }: NativeCall): Value {
  const [separator, ...rest] = given.map(({ value }) => value);
  if (typeof separator?.data !== "string") return unknownFrom(machine, span, [separator]);
  const [only] = rest;
  return joinedText(machine, rest.length === 1 && only?.data instanceof List ? only : machine.list(rest, span), span, separator.data);
}

const textMembers = {
  format,
  join,
  valueOf: ({ machine, given, span }: NativeCall): Value => {
    const value = at(given, 0);
    if (value === undefined) return computed(null, span, []);
    // `String.valueOf(characters)`.
    const isCharacters =
      value.data instanceof List &&
      (value.data.length > 0 || value.data.isArray === true) &&
      value.data.items.every((item) => item.value.numeral === "character");
    return isCharacters ? partOfCharacters(joinedText(machine, value, span, ""), { machine, given, span }) : machine.text(value, span);
  },
};

/** Of characters that are made into a text: those from a place on, as many as are wanted. */
function partOfCharacters(text: Value, { machine, given, span }: Pick<NativeCall, "machine" | "given" | "span">): Value {
  const [from, count] = [at(given, 1)?.data, at(given, 2)?.data];
  if (typeof text.data !== "string" || given.length < 2) return text;
  return typeof from === "number" && typeof count === "number"
    ? computed(text.data.slice(from, from + count), span, [text])
    : unknownFrom(machine, span, [text], "is a part of a text that is not known");
}

/** What null ends the program in. */
function orNull(of: LibraryFunction): LibraryFunction {
  return (call) =>
    firstOf(call).data === null ? call.machine.fail("is null where something has to be", call.span, "NullPointerException") : of(call);
}

/** `Path.of("a", "b")` is its text. */
const path: LibraryFunction = ({ machine, given, span }) => {
  const parts = given.map(({ value }) => value.data);
  if (!parts.every((part) => typeof part === "string"))
    return unknownFrom(
      machine,
      span,
      given.map(({ value }) => value),
    );
  const joined = parts.join("/");
  return computed(joined.startsWith("/") ? joined : (joinPath("", joined) ?? joined), span, []);
};

const toJson: LibraryFunction = ({ machine, given, span }) => {
  const value = given.find(({ value: { data } }) => data instanceof RecordData || data instanceof List)?.value ?? at(given, 0);
  const json = value === undefined ? undefined : plainJson(value);
  return json === undefined
    ? unknownFrom(machine, span, [value], "is a JSON text with parts that are not known")
    : computed(JSON.stringify(json), span, value === undefined ? [] : [value]);
};

const fromText: LibraryFunction = ({ machine, given, span }) => {
  const text = at(given, 0);
  if (typeof text?.data !== "string") return unknownFrom(machine, span, [text]);
  try {
    return fromJson(JSON.parse(text.data), span);
  } catch {
    return machine.hole("is a text that is no JSON", span, [text]);
  }
};

/** `gson.fromJson(text, Rules.class)`: objects of the class, with what it sets itself. */
const objectFromText: LibraryFunction = (call) => {
  const plain = fromText(call);
  const type = at(call.given, 1)?.data;
  return type instanceof ClassData ? typed(call.machine, plain, type, call.span) : plain;
};

const encoder: LibraryFunction = ({ span }) =>
  written(
    new Native("encoder", {
      member: (_, __, place) =>
        native(
          "encode",
          place,
          scalarFunction((text) => (typeof text === "string" ? Buffer.from(text).toString("base64") : undefined)),
        ),
    }),
    span,
  );

const deploymentText =
  (key: "project" | "stack" | "organization"): LibraryFunction =>
  ({ machine, span }) =>
    machine.settings[key] === "" ? machine.hole(`is the name of the ${key}, which is not known`, span) : computed(machine.settings[key], span, []);

const deployment: LibraryFunction = ({ span }) =>
  written(
    new Native("deployment", {
      member: (name, _, place) => {
        const call = {
          getStackName: deploymentText("stack"),
          getProjectName: deploymentText("project"),
          getOrganizationName: deploymentText("organization"),
          isDryRun: hidden("asks whether this is a preview"),
        }[name];
        return call === undefined ? undefined : native(name, place, call);
      },
    }),
    span,
  );

const constant =
  (value: number | boolean) =>
  (_: Machine, span: Span): Value =>
    computed(value, span, []);

const ofInt =
  (value: number) =>
  (_: Machine, span: Span): Value =>
    ofType(computed(value, span, []), "int");

const integer = (box: "Integer" | "Long" | "Short", primitive: string): LibraryClass => ({
  create: (call: NativeCall) => ofType(toInteger(call), box),
  members: {
    [`parse${box === "Integer" ? "Int" : box}`]: (call: NativeCall) => ofType(toInteger(call), primitive),
    valueOf: (call: NativeCall) => ofType(toInteger(call), box),
    toString: radixText,
    compare,
    sum: numbers((a, b) => a + b),
    max: numbers(Math.max),
    min: numbers(Math.min),
    toHexString: inRadix(16),
    toBinaryString: inRadix(2),
    toOctalString: inRadix(8),
  },
  values: box === "Integer" ? { MAX_VALUE: ofInt(2_147_483_647), MIN_VALUE: ofInt(-2_147_483_648) } : {},
});
const decimal: LibraryClass = {
  create: toNumber,
  members: {
    parseDouble: toNumber,
    parseFloat: toNumber,
    valueOf: toNumber,
    toString: (call: NativeCall) => textMembers.valueOf({ ...call, given: [{ value: toNumber(call), span: call.span }] }),
    compare,
  },
};

const classes: Readonly<Record<string, LibraryClass | undefined>> = {
  ...collectionClasses,
  ...optionalClasses,
  Objects: {
    members: {
      requireNonNull: orNull(asGiven),
      requireNonNullElse: (call) => (firstOf(call).data === null ? (at(call.given, 1) ?? nothing(call)) : asGiven(call)),
      isNull: ({ machine, given, span }) => known(machine, at(given, 0), span, (value) => value.data === null),
      nonNull: ({ machine, given, span }) => known(machine, at(given, 0), span, (value) => value.data !== null),
      equals: ({ machine, given, span }) => {
        const [a, b] = [at(given, 0), at(given, 1)];
        const answer = a === undefined || b === undefined ? undefined : equalTo(machine, a, b);
        return answer === undefined ? unknownFrom(machine, span, [a, b]) : computed(answer, span, []);
      },
      toString: textMembers.valueOf,
    },
  },
  String: {
    create: (call) => {
      const characters = at(call.given, 0);
      if (characters === undefined) return computed("", call.span, []);
      return typeof characters.data === "string" ? computed(characters.data, call.span, [characters]) : textMembers.valueOf(call);
    },
    members: textMembers,
    values: { CASE_INSENSITIVE_ORDER: withoutCase },
  },
  StringBuilder: { create: newTextBuilder, members: {} },
  StringBuffer: { create: newTextBuilder, members: {} },
  Integer: integer("Integer", "int"),
  Long: integer("Long", "long"),
  Short: integer("Short", "short"),
  Double: decimal,
  Float: decimal,
  Boolean: {
    create: asGiven,
    members: { parseBoolean: toBoolean(), valueOf: toBoolean(), toString: textMembers.valueOf },
    values: { TRUE: constant(true), FALSE: constant(false) },
  },
  Character: {
    members: {
      toString: textMembers.valueOf,
      valueOf: asGiven,
      compare,
      toUpperCase: ofCharacter((character) => character.toUpperCase(), "character"),
      toLowerCase: ofCharacter((character) => character.toLowerCase(), "character"),
      isDigit: ofCharacter((character) => /\p{Nd}/u.test(character)),
      isLetter: ofCharacter((character) => /\p{L}/u.test(character)),
      isLetterOrDigit: ofCharacter((character) => /[\p{L}\p{Nd}]/u.test(character)),
      isUpperCase: ofCharacter((character) => /\p{Lu}/u.test(character)),
      isLowerCase: ofCharacter((character) => /\p{Ll}/u.test(character)),
      isWhitespace: ofCharacter((character) => /\s/.test(character)),
      getNumericValue: ofCharacter((character) => (/[0-9a-z]/i.test(character) ? Number.parseInt(character, 36) : undefined)),
    },
  },
  Function: { members: { identity: ({ span }) => native("identity", span, firstOf) } },
  BinaryOperator: { members: { maxBy: furthest(reversedOrder), minBy: furthest((order) => order) } },
  UnaryOperator: { members: { identity: ({ span }) => native("identity", span, firstOf) } },
  Pattern: patternClass,
  StreamSupport: { members: { stream: firstOf } },
  Math: mathematics,
  System: {
    members: {
      getenv: hidden("is the environment of the machine that deploys"),
      getProperty: hidden("is a property of the machine that deploys"),
      exit: nothing,
      arraycopy: copyOver,
      identityHashCode: hidden("is a hash of the moment"),
      lineSeparator: ({ span }) => computed("\n", span, []),
      currentTimeMillis: hidden("is the time of the deployment"),
    },
  },
  Path: { members: { of: path, get: path } },
  Paths: { members: { get: path } },
  File: { create: path, members: {} },
  Files: {
    members: {
      readAllLines: ({ machine, given, span }) => fileLines(machine, at(given, 0), span),
      lines: ({ machine, given, span }) => fileLines(machine, at(given, 0), span),
      readString: ({ machine, given, span }) => fileText(machine, at(given, 0), span),
      readAllBytes: ({ machine, given, span }) => fileText(machine, at(given, 0), span),
    },
  },
  Base64: { members: { getEncoder: encoder } },
  Gson: {
    create: ({ span }) =>
      written(
        new Native("Gson", {
          member: (name, _, place) =>
            name === "toJson" ? native(name, place, toJson) : name === "fromJson" ? native(name, place, objectFromText) : undefined,
        }),
        span,
      ),
    members: {},
  },
  ObjectMapper: {
    create: ({ span }) =>
      written(
        new Native("ObjectMapper", {
          member: (name, _, place) =>
            name === "writeValueAsString"
              ? native(name, place, toJson)
              : name === "readTree" || name === "readValue"
                ? native(name, place, objectFromText)
                : undefined,
        }),
        span,
      ),
    members: {},
  },
  Serialization: {
    members: {
      serializeJson: toJson,
      jsonObject: fromEntries,
      jsonArray: listOf,
      jsonProperty: pair,
    },
  },
  Either: { members: { ofLeft: asGiven, ofRight: asGiven, leftOf: asGiven, rightOf: asGiven } },
  TypeShape: { members: { list: asGiven, set: asGiven, of: asGiven, map: (call) => at(call.given, 1) ?? nothing(call) } },
  Deployment: { members: { getInstance: deployment } },
  Pulumi: { members: { withOptions: ({ span }) => written(new SymbolData(["com", "pulumi", "Pulumi"]), span) } },
  CompletableFuture: {
    members: {
      completedFuture: asGiven,
      supplyAsync: ({ machine, given, span }) => (given[0] === undefined ? written(null, span) : machine.apply(given[0].value, [], span)),
    },
  },
  InetAddress: { members: {} },
  UUID: { members: { randomUUID: hidden("is a random value") } },
};

/** `BinaryOperator.maxBy(comparator)`: of two, the one that comes last, the first one where they are equal. */
function furthest(inOrder: (order: Order) => Order): LibraryFunction {
  return ({ given, span }) =>
    native("operator", span, ({ machine, given: [a, b], span: call }) => {
      const comparator = at(given, 0);
      const order =
        a === undefined || b === undefined || comparator === undefined
          ? undefined
          : inOrder(byComparison(machine, comparator, call))(a.value, b.value);
      const chosen = order === undefined ? undefined : order <= 0 ? a : b;
      return chosen?.value ?? unknownFrom(machine, call, [a?.value, b?.value], "is compared in a way that is not known");
    });
}

function inRadix(radix: number): LibraryFunction {
  return scalarFunction((value) => (typeof value === "number" && value >= 0 ? value.toString(radix) : undefined));
}

function radixText(call: NativeCall): Value {
  const radix = at(call.given, 1)?.data;
  return typeof radix === "number" && radix >= 2 && radix <= 36 ? inRadix(radix)(call) : textMembers.valueOf(call);
}

/** A function of one character. */
function ofCharacter(compute: (character: string) => string | number | boolean | undefined, kind?: "character"): LibraryFunction {
  const made = scalarFunction((character) => (typeof character === "string" && character.length === 1 ? compute(character) : undefined));
  return (call) => numeral(made(call), kind);
}

function toBoolean(): LibraryFunction {
  return scalarFunction((text) => (typeof text === "boolean" ? text : typeof text === "string" ? text.toLowerCase() === "true" : undefined));
}

function known(machine: Machine, value: Value | undefined, span: Span, answer: (value: Value) => boolean): Value {
  return value === undefined || value.data instanceof Hole ? unknownFrom(machine, span, [value]) : computed(answer(value), span, [value]);
}
