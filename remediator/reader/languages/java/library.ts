import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { computed, Hole, List, passedOn, RecordData, SymbolData, written, type Value } from "../../interpreter/value";
import type { Run } from "../../interpreter/run";
import { builder } from "../../sdk/builder";
import { fromJson, plainJson } from "../../sdk/json";
import type { Span } from "../../syntax/tree";
import { at, fileText, mapped, native, unknownFrom } from "../library";
import { joinPath } from "../paths";
import { firstOf, foreignCall, hidden, nothing, scalarFunction, type LibraryFunction } from "../java-and-csharp/methods";
import { callMethod } from "../java-and-csharp/natives";
import { concatenated, copied, counted, folded, groups, joinedText, range, recordFrom } from "../java-and-csharp/sequences";
import { copiedRecord, emptyRecord, fromAlternating, fromPairs } from "../java-and-csharp/records";
import { format } from "./formats";

/** A class of the library: its constructor and its static members. */
interface LibraryClass {
  readonly create?: LibraryFunction;
  readonly members: Readonly<Record<string, LibraryFunction | undefined>>;
  readonly constants?: Readonly<Record<string, string | number | boolean>>;
}

/** What is known of Java's classes, and of some that programs use beside them; by the class's name alone. */
export function library(path: readonly string[], machine: Machine, span: Span): Value | undefined {
  const index = path.findIndex((segment) => /^\p{Lu}/u.test(segment));
  if (index === -1) return undefined;
  // Arguments of packages that are not known have builders as well.
  if (/^[bB]uilder$/.test(path.at(-1) ?? "") && /(?:Args|Options)$/.test(path.at(-2) ?? ""))
    return native("builder", span, ({ machine: run, given }) => builder(run as unknown as Run, path.at(-2) ?? "", at(given, 0)));
  const name = path[index] ?? "";
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  const [member, ...more] = path.slice(index + 1);
  if (known === undefined || more.length > 0) return isForeign(path) ? foreign(path, machine, span) : undefined;
  if (member === undefined) return classValue(path, known, machine, span);
  const constant = known.constants === undefined || !Object.hasOwn(known.constants, member) ? undefined : known.constants[member];
  if (constant !== undefined) return computed(constant, span, []);
  const own = Object.hasOwn(known.members, member) ? known.members[member] : undefined;
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
  return known !== undefined && (Object.hasOwn(known.members, member) || (known.constants !== undefined && Object.hasOwn(known.constants, member)));
}

/** The arguments as a list; a single list or array is one already. Removing an element removes its argument. */
function listOfArguments({ machine, given, span, argumentsSpan = span }: NativeCall): Value {
  const [only] = given;
  if (given.length === 1 && only?.value.data instanceof List) return copied(machine, only.value, span);
  const items = given
    .filter(({ isSpread }) => isSpread !== true)
    .map(({ value, span: element }) => ({ value, placement: { kind: "literal" as const, list: argumentsSpan, element } }));
  const spread = given.find(({ isSpread }) => isSpread === true)?.value.data;
  return written(spread instanceof Hole ? new List(items, spread) : new List(items), argumentsSpan);
}

/** `List.of(x)` of one array is its elements; of one list it is a list of a list. */
function listOf(call: NativeCall): Value {
  return listOfArguments(call);
}

function newList({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return first === undefined || typeof first.data === "number" ? written(new List([]), span) : copied(machine, first, span);
}

function newMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return first === undefined || typeof first.data === "number" ? emptyRecord(span) : copiedRecord(machine, first, span);
}

function builderOf(kind: "list" | "map"): LibraryFunction {
  return ({ span }) => {
    if (kind === "list") return written(new List([]), span);
    const record = emptyRecord(span);
    record.data.type = "builder";
    return record;
  };
}

const asGiven: LibraryFunction = (call) => passedOn(firstOf(call), "returned", call.span);

const listMembers = { of: listOf, copyOf: newList, asList: listOf, builder: builderOf("list"), stream: listOf, from: listOf };
const mapMembers = {
  of: fromAlternating,
  copyOf: newMap,
  builder: builderOf("map"),
  ofEntries: ({ machine, given, span }: NativeCall): Value =>
    fromPairs(
      machine,
      machine.list(
        given.map(({ value }) => value),
        span,
      ),
      span,
    ),
  entry: pair,
};

function pair({ machine, given, span }: NativeCall): Value {
  return machine.list(
    given.map(({ value }) => value),
    span,
  );
}

const toInteger = scalarFunction((text) =>
  typeof text === "number" ? Math.trunc(text) : typeof text === "string" && /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined,
);
const toNumber = scalarFunction((text) => (typeof text === "number" || (typeof text === "string" && text.trim() !== "") ? Number(text) : undefined));

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
  valueOf: ({ machine, given, span }: NativeCall): Value =>
    given[0] === undefined ? nothing({ machine, given, span, isNew: false, typeArguments: [] }) : machine.text(given[0].value, span),
};

/** What `collect` is called with: a function of the list. */
function collector(make: (list: Value, call: NativeCall) => Value): LibraryFunction {
  return (call) => native("collector", call.span, (collecting) => make(firstOf(collecting), { ...call, machine: collecting.machine }));
}

const keyed =
  (call: NativeCall, position: number) =>
  (element: Value): Value => {
    const callee = at(call.given, position);
    return callee === undefined ? element : call.machine.apply(callee, [element], call.span);
  };

function grouping(list: Value, call: NativeCall): Value {
  const { machine, span, given } = call;
  const made = groups(list, call, keyed(call, 0), (value) => value);
  if (made instanceof Hole) return computed(made, span, [list]);
  const downstream = at(given, given.length - 1);
  const pairs = made.map(({ key, list: held }) =>
    machine.list([key, given.length > 1 && downstream !== undefined ? machine.apply(downstream, [held], span) : held], span),
  );
  return fromPairs(machine, machine.list(pairs, span), span);
}

const collectors: LibraryClass["members"] = {
  toList: collector((list, { machine, span }) => copied(machine, list, span)),
  toMap: collector((list, call) => recordFrom(list, call, keyed(call, 0), keyed(call, 1))),
  joining: collector((list, { machine, given, span }) => {
    const [separator = "", prefix = "", suffix = ""] = given.map(({ value }) => (typeof value.data === "string" ? value.data : ""));
    return joinedText(machine, list, span, separator, prefix, suffix);
  }),
  groupingBy: collector(grouping),
  partitioningBy: collector(grouping),
  mapping: collector((list, call) => {
    const downstream = at(call.given, 1);
    const made = mapped(call.machine, list, call.span, keyed(call, 0));
    return downstream === undefined ? made : call.machine.apply(downstream, [made], call.span);
  }),
  collectingAndThen: collector((list, { machine, given, span }) => {
    const [first, then] = [at(given, 0), at(given, 1)];
    const made = first === undefined ? list : machine.apply(first, [list], span);
    return then === undefined ? made : machine.apply(then, [made], span);
  }),
  counting: collector((list, { machine, span }) => counted(machine, list, span)),
  reducing: collector((list, call) => {
    const [initial, combine] = [at(call.given, 0), at(call.given, 1)];
    return combine === undefined ? unknownFrom(call.machine, call.span, [list]) : folded(list, call, combine, initial);
  }),
};
const aliases = {
  toSet: collectors.toList,
  toUnmodifiableList: collectors.toList,
  toUnmodifiableSet: collectors.toList,
  toUnmodifiableMap: collectors.toMap,
  toCollection: collectors.toList,
};

const comparing: LibraryFunction = (call) => native("comparator", call.span, (comparing_) => keyed(call, 0)(firstOf(comparing_)));
const natural: LibraryFunction = ({ span }) => native("comparator", span, firstOf);
const reversing: LibraryFunction = ({ span }) => native("comparator descending", span, firstOf);

function math(compute: (...numbers: number[]) => number): LibraryFunction {
  return scalarFunction((...given) => (given.every((number) => typeof number === "number") ? compute(...given) : undefined));
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
    computed(machine.settings[key], span, []);

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

const list: LibraryClass = { create: newList, members: listMembers };
const map: LibraryClass = { create: newMap, members: mapMembers };
const integer: LibraryClass = {
  create: toInteger,
  members: { parseInt: toInteger, valueOf: toInteger, parseLong: toInteger, toString: textMembers.valueOf },
  constants: { MAX_VALUE: 2_147_483_647 },
};
const decimal: LibraryClass = {
  create: toNumber,
  members: { parseDouble: toNumber, parseFloat: toNumber, valueOf: toNumber, toString: textMembers.valueOf },
};

const classes: Readonly<Record<string, LibraryClass | undefined>> = {
  List: list,
  Set: list,
  ArrayList: list,
  LinkedList: list,
  HashSet: list,
  LinkedHashSet: list,
  TreeSet: list,
  Vector: list,
  ImmutableList: list,
  ImmutableSet: list,
  Lists: { members: { newArrayList: listOf } },
  Map: map,
  HashMap: map,
  LinkedHashMap: map,
  TreeMap: map,
  ConcurrentHashMap: map,
  ImmutableMap: map,
  EnumMap: map,
  SimpleEntry: { create: pair, members: {} },
  AbstractMap: { members: { SimpleEntry: pair, SimpleImmutableEntry: pair } },
  Arrays: { members: listMembers },
  Collections: {
    members: {
      emptyList: ({ span }) => written(new List([]), span),
      emptySet: ({ span }) => written(new List([]), span),
      emptyMap: ({ span }) => emptyRecord(span),
      singletonList: (call) => listOf({ ...call, given: call.given }),
      singleton: listOf,
      singletonMap: fromAlternating,
      unmodifiableList: asGiven,
      unmodifiableMap: asGiven,
      unmodifiableSet: asGiven,
      addAll: ({ machine, given, span }) => {
        const [target, ...rest] = given;
        if (target !== undefined)
          callMethod(
            machine,
            target.value,
            "addAll",
            [
              {
                value: machine.list(
                  rest.map(({ value }) => value),
                  span,
                ),
                span,
              },
            ],
            span,
          );
        return computed(true, span, []);
      },
      nCopies: ({ machine, given, span }) => {
        const [count, value] = [at(given, 0)?.data, at(given, 1)];
        if (typeof count !== "number" || value === undefined) return unknownFrom(machine, span, [at(given, 0)]);
        return machine.list(
          Array.from({ length: Math.min(Math.max(0, count), 10_000) }, () => value),
          span,
        );
      },
    },
  },
  Stream: {
    members: {
      of: listOf,
      concat: ({ machine, given, span }) =>
        concatenated(
          machine,
          given.map(({ value }) => value),
          span,
        ),
      empty: ({ span }) => written(new List([]), span),
      iterate: hidden("is a sequence without an end"),
    },
  },
  Iterables: {
    members: {
      concat: ({ machine, given, span }) =>
        concatenated(
          machine,
          given.map(({ value }) => value),
          span,
        ),
    },
  },
  IntStream: {
    members: {
      of: listOf,
      range: (call) => range(call, at(call.given, 0), at(call.given, 1)),
      rangeClosed: (call) => {
        const end = at(call.given, 1);
        return range(call, at(call.given, 0), typeof end?.data === "number" ? computed(end.data + 1, call.span, [end]) : end);
      },
    },
  },
  Collectors: { members: { ...collectors, ...aliases } },
  Comparator: { members: { comparing, comparingInt: comparing, comparingLong: comparing, naturalOrder: natural, reverseOrder: reversing } },
  Optional: { members: { of: asGiven, ofNullable: asGiven, empty: nothing } },
  Objects: {
    members: {
      requireNonNull: asGiven,
      requireNonNullElse: (call) => (firstOf(call).data === null ? (at(call.given, 1) ?? nothing(call)) : asGiven(call)),
      isNull: ({ machine, given, span }) => known(machine, at(given, 0), span, (value) => value.data === null),
      nonNull: ({ machine, given, span }) => known(machine, at(given, 0), span, (value) => value.data !== null),
      equals: ({ machine, given, span }) => {
        const [a, b] = [at(given, 0), at(given, 1)];
        const answer = a === undefined || b === undefined ? undefined : machine.same(a, b);
        return answer === undefined ? unknownFrom(machine, span, [a, b]) : computed(answer, span, []);
      },
      toString: textMembers.valueOf,
    },
  },
  String: { create: (call) => (call.given.length === 0 ? computed("", call.span, []) : asGiven(call)), members: textMembers },
  StringBuilder: { create: newBuilder, members: {} },
  StringBuffer: { create: newBuilder, members: {} },
  Integer: integer,
  Long: integer,
  Short: integer,
  Double: decimal,
  Float: decimal,
  BigDecimal: decimal,
  BigInteger: integer,
  Boolean: {
    create: asGiven,
    members: { parseBoolean: toBoolean(), valueOf: toBoolean(), toString: textMembers.valueOf },
    constants: { TRUE: true, FALSE: false },
  },
  Character: { members: { toString: textMembers.valueOf, valueOf: asGiven } },
  Math: {
    members: {
      max: math(Math.max),
      min: math(Math.min),
      abs: math(Math.abs),
      floor: math(Math.floor),
      ceil: math(Math.ceil),
      round: math(Math.round),
      pow: math(Math.pow),
      floorDiv: math((a, b) => Math.floor(a / b)),
      floorMod: math((a, b) => ((a % b) + b) % b),
    },
  },
  System: {
    members: {
      getenv: hidden("is the environment of the machine that deploys"),
      getProperty: hidden("is a property of the machine that deploys"),
      exit: nothing,
      lineSeparator: ({ span }) => computed("\n", span, []),
      currentTimeMillis: hidden("is the time of the deployment"),
    },
  },
  Path: { members: { of: path, get: path } },
  Paths: { members: { get: path } },
  File: { create: path, members: {} },
  Files: {
    members: {
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
            name === "toJson" ? native(name, place, toJson) : name === "fromJson" ? native(name, place, fromText) : undefined,
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
                ? native(name, place, fromText)
                : undefined,
        }),
        span,
      ),
    members: {},
  },
  Serialization: {
    members: {
      serializeJson: toJson,
      jsonObject: ({ machine, given, span }) =>
        fromPairs(
          machine,
          machine.list(
            given.map(({ value }) => value),
            span,
          ),
          span,
        ),
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

function newBuilder({ machine, given, span }: NativeCall): Value {
  const record = emptyRecord(span);
  record.data.type = "StringBuilder";
  const first = at(given, 0);
  record.data.fields.set("text", {
    value: first === undefined || typeof first.data === "number" ? computed("", span, []) : machine.text(first, span),
    entry: span,
    placement: "computed",
  });
  return record;
}

function toBoolean(): LibraryFunction {
  return scalarFunction((text) => (typeof text === "boolean" ? text : typeof text === "string" ? text.toLowerCase() === "true" : undefined));
}

function known(machine: Machine, value: Value | undefined, span: Span, answer: (value: Value) => boolean): Value {
  return value === undefined || value.data instanceof Hole ? unknownFrom(machine, span, [value]) : computed(answer(value), span, [value]);
}
