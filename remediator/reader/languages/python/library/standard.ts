import { createHash } from "node:crypto";
import type { Machine } from "../../../interpreter/machine";
import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, Instance, longestText, numeral, RecordData, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { addressFunctions } from "./addresses";
import { cacheFunctions } from "./caches";
import { newCounter, newNamespace, noteTuple } from "./counters";
import { declares, fieldsOf } from "./objects";
import { copyOf, putAll } from "./dictionaries";
import { csvFunctions } from "./csv";
import { documentFunctions } from "./documents";
import { iterationFunctions } from "./iteration";
import { argument, isHoleful, lookUp, native, numberArgument, scalar, settled, textArgument, unknownOf, type Behaviour, type Table } from "./natives";
import { pathFunctions } from "./paths";
import { textOf } from "./printing";
import { optionFunctions } from "./options";
import { heapFunctions } from "./heaps";
import { patternFunctions } from "./patterns";

/** A function, constant or object of the standard library, by its import path; undefined where it is not known. */
export function libraryOf(path: readonly string[], machine: Machine, span: Span): Value | undefined {
  const name = path.join(".");
  const [first = "", last = ""] = [path[0], path.at(-1)];
  const behaviour = lookUp(all, name);
  if (behaviour !== undefined) return written(new Native(last, { call: behaviour, member: member(path, machine) }), span);
  if (Object.hasOwn(constants, name)) return computed(constants[name] ?? null, span, []);
  if (name === "os.environ") return written(environment, span);
  if (name === "os.getenv") return native(name, environmentVariable, span);
  if (first === "ipaddress") {
    const parse = lookUp(addressFunctions, last);
    return parse === undefined ? undefined : native(last, parse, span);
  }
  if (first === "pydantic" && /^(?:Positive|NonNegative|Negative|Strict|Secret|Http|Any)\w+$/.test(last)) return native(last, hand(0), span);
  if (path.length > 1 && (first === "logging" || first === "warnings")) return native(name, nothing, span);
  if (first === "pulumi_aws" && path[1] === "config" && last === "region") return setting(machine, "aws:region", span);
  return undefined;
}

/** `itertools.chain.from_iterable`: a function with functions of its own. */
function member(path: readonly string[], machine: Machine): (name: string, _: Machine, span: Span) => Value | undefined {
  return (name, _, span) => libraryOf([...path, name], machine, span);
}

function nothing({ span }: NativeCall): Value {
  return written(null, span);
}

function setting(machine: Machine, key: string, span: Span): Value {
  const value = machine.settings.config.get(key)?.value;
  return typeof value === "string" ? computed(value, span, []) : machine.hole(`is the setting ${key}, which is not set`, span);
}

const environment = new Native("environ", {
  member: (name, _, span) => {
    if (name === "get" || name === "setdefault" || name === "pop") return native(name, environmentVariable, span);
    if (["items", "keys", "values", "copy", "update"].includes(name)) return undefined;
    return written(new Hole(`is the environment variable ${name} of whoever deploys`, span), span);
  },
});

function environmentVariable({ machine, given, span }: NativeCall): Value {
  const name = textArgument(given, 0, "key");
  const which = name === undefined ? "an environment variable" : `the environment variable ${name}`;
  return machine.hole(
    `is ${which} of whoever deploys`,
    span,
    given.map(({ value }) => value),
  );
}

/** Values of constants by their path. */
const constants: Readonly<Record<string, string | number | boolean>> = {
  "typing.TYPE_CHECKING": false,
  "math.pi": Math.PI,
  "math.e": Math.E,
  "os.sep": "/",
  "os.linesep": "\n",
  "string.ascii_lowercase": "abcdefghijklmnopqrstuvwxyz",
  "string.ascii_uppercase": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "string.ascii_letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "string.digits": "0123456789",
  "string.hexdigits": "0123456789abcdefABCDEF",
};

function hand(position: number): Behaviour {
  return ({ given, span }) => argument(given, position) ?? written(null, span);
}

/** What gives whole numbers; everything else gives fractions, which are printed as such. */
const wholes: ReadonlySet<string> = new Set(["math.ceil", "math.floor"]);

function mathematical(name: string, compute: (number: number, other: number | undefined) => number): Behaviour {
  return (call) => {
    const number = numberArgument(call.given, 0);
    const result = number === undefined ? NaN : compute(number, numberArgument(call.given, 1));
    if (!Number.isFinite(result)) return unknownOf(call, name);
    return wholes.has(name) ? scalar(result, call) : numeral(scalar(result, call), "decimal");
  };
}

/** What is computed of two small whole numbers. */
function whole(name: string, compute: (a: number, b: number) => number): Behaviour {
  return (call) => {
    const [a, b] = call.given.map(({ value: { data, numeral: kind } }) =>
      typeof data === "number" && kind === undefined && Math.abs(data) < 2 ** 31 ? data : undefined,
    );
    return call.given.length !== 2 || a === undefined || b === undefined ? unknownOf(call, name) : scalar(compute(a, b), call);
  };
}

/** Lists and records anew, all the way down; what they hold is the same. */
function copied(value: Value, span: Span, isDeep: boolean, depth = 0, known = new Map<Value["data"], Value["data"]>()): Value {
  const { data } = value;
  if (depth > 50) return value;
  // What is there twice is one thing in the copy as well.
  const earlier = isDeep && typeof data === "object" ? known.get(data) : undefined;
  if (earlier !== undefined) return { ...value, data: earlier };
  const copy = copyMade(value, span, isDeep, depth, known);
  if (copy.data !== data) known.set(data, copy.data);
  return copy;
}

function copyMade(value: Value, span: Span, isDeep: boolean, depth: number, known: Map<Value["data"], Value["data"]>): Value {
  const { data } = value;
  if (data instanceof List) {
    const items = data.items.map((item) => (isDeep ? { ...item, value: copied(item.value, span, true, depth + 1, known) } : item));
    return { ...value, data: data.rest === undefined ? new List(items) : new List(items, data.rest) };
  }
  if (data instanceof RecordData) {
    const copy = copyOf(data, span, value);
    if (isDeep && copy.data instanceof RecordData) {
      for (const [key, field] of copy.data.fields) copy.data.fields.set(key, { ...field, value: copied(field.value, span, true, depth + 1, known) });
    }
    return { ...value, data: copy.data };
  }
  if (data instanceof Instance && data.registration === undefined) {
    const copy = new Instance(data.type);
    for (const [key, field] of data.fields)
      copy.fields.set(key, isDeep ? { ...field, value: copied(field.value, span, true, depth + 1, known) } : field);
    return { ...value, data: copy };
  }
  return value;
}

function copying(isDeep: boolean): Behaviour {
  return (call) => {
    const value = argument(call.given, 0);
    return value === undefined ? unknownOf(call, "copy") : copied(value, call.span, isDeep);
  };
}

/** `dataclasses.replace(object, field=value)`: the object is made anew where its class does more than keep its fields. */
function replaced(call: NativeCall): Value {
  const object = argument(call.given, 0);
  if (!(object?.data instanceof Instance)) return unknownOf(call, "dataclasses.replace");
  const { type, fields } = object.data;
  if (declares(type, "__post_init__")) {
    const changed = new Set(call.given.map(({ name }) => name));
    const parameters = type.expression.members.find(({ kind }) => kind === "constructor")?.function?.parameters ?? [];
    const kept = parameters.flatMap(({ pattern }) => {
      const field = pattern.kind === "name" && !changed.has(pattern.name) ? fields.get(pattern.name) : undefined;
      return field === undefined || pattern.kind !== "name" ? [] : [{ name: pattern.name, value: field.value, span: call.span }];
    });
    return call.machine.call(written(type, call.span), [...kept, ...call.given.filter(({ name }) => name !== undefined)], call.span);
  }
  const copy = copied(object, call.span, false);
  if (copy.data instanceof Instance) {
    for (const { name, value, span } of call.given) if (name !== undefined) copy.data.fields.set(name, { value, entry: span, placement: "argument" });
  }
  return copy;
}

/** `collections.defaultdict(list)`: a key that is missing is made when it is asked for, which is not followed. */
function defaultDictionary({ machine, given, span }: NativeCall): Value {
  const data = new RecordData();
  putAll(data, given.slice(1), machine, span);
  const made = given[0] === undefined || given[0].value.data === null ? undefined : given[0].value;
  if (made !== undefined) data.missing = made;
  return written(data, span);
}

/** `collections.namedtuple("Rule", ["port", "cidr"])`. */
function namedTuple(call: NativeCall): Value {
  const fields = argument(call.given, 1, "field_names");
  const list = typeof fields?.data === "string" ? fields.data.split(/[\s,]+/).filter((name) => name !== "") : undefined;
  const names = list ?? (fields === undefined ? [] : call.machine.elements(fields, call.span).items.map((item) => item.value.data));
  const type = textArgument(call.given, 0, "typename") ?? "tuple";
  // The last fields have the defaults.
  const given = argument(call.given, -1, "defaults");
  const defaults = given === undefined ? [] : call.machine.elements(given, call.span).items.map(({ value }) => value);
  return native(
    type,
    ({ given, span }) => {
      const data = new RecordData();
      data.type = type;
      for (const [index, name] of names.entries()) {
        const fallback = defaults[index - (names.length - defaults.length)];
        const value = typeof name === "string" ? (argument(given, index, name) ?? fallback) : undefined;
        if (typeof name === "string" && value !== undefined) data.fields.set(name, { value, entry: span, placement: "argument" });
      }
      if (names.every((name) => typeof name === "string")) noteTuple(data, names);
      return written(data, span);
    },
    call.span,
  );
}

function dictionary({ machine, given, span }: NativeCall): Value {
  const data = new RecordData();
  putAll(data, given, machine, span);
  return written(data, span);
}

function list({ machine, given, span }: NativeCall): Value {
  const { items, rest } = machine.elements(given[0]?.value ?? written(null, span), span);
  return written(rest === undefined ? new List([...items]) : new List([...items], rest), span);
}

/** https://docs.python.org/3/library/textwrap.html#textwrap.dedent */
function dedent(call: NativeCall): Value {
  const text = textArgument(call.given, 0);
  if (text === undefined) return unknownOf(call, "textwrap.dedent");
  const lines = text.split("\n").map((line) => (/^[ \t]*$/.test(line) ? "" : line));
  const margins = lines.filter((line) => line !== "").map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  let margin = margins[0] ?? "";
  for (const other of margins) while (!other.startsWith(margin)) margin = margin.slice(0, -1);
  return scalar(lines.map((line) => line.slice(Math.min(margin.length, line.length))).join("\n"), call);
}

/** `string.Template("... $name ...")`. https://docs.python.org/3/library/string.html#template-strings-strings */
function template(call: NativeCall): Value {
  const text = argument(call.given, 0, "template");
  const substitute: Behaviour = (inner) => {
    if (typeof text?.data !== "string") return unknownOf(inner, "string.Template", text);
    const values = new RecordData();
    putAll(values, inner.given, inner.machine, inner.span);
    let hole: Value | undefined;
    const filled = text.data.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (whole: string, escaped?: string, bare?: string, braced?: string) => {
      if (escaped !== undefined) return "$";
      const value = values.fields.get(bare ?? braced ?? "")?.value;
      const known = value === undefined ? undefined : textOf(inner.machine, value, inner.span);
      if (value === undefined || known === undefined)
        hole ??= value ?? (values.rest === undefined ? undefined : computed(values.rest, inner.span, []));
      return known ?? whole;
    });
    return hole === undefined
      ? scalar(filled, inner, text)
      : unknownOf({ ...inner, given: [...inner.given, { value: hole, span: inner.span }] }, "string.Template", text);
  };
  const members = (name: string, _: Machine, span: Span): Value | undefined =>
    name === "substitute" || name === "safe_substitute" ? native(name, substitute, span) : undefined;
  return written(new Native("Template", { member: members }), call.span);
}

/** What `base64` makes is bytes. */
function base64(decodes: boolean): Behaviour {
  return (call) => {
    const text = textArgument(call.given, 0);
    if (text === undefined || text.length > longestText) return unknownOf(call, "base64");
    return numeral(scalar(decodes ? Buffer.from(text, "base64").toString("utf8") : Buffer.from(text, "utf8").toString("base64"), call), "bytes");
  };
}

function digest(algorithm: "md5" | "sha1" | "sha256" | "sha512"): Behaviour {
  return (call) => {
    const text = textArgument(call.given, 0);
    if (text === undefined) return unknownOf(call, `hashlib.${algorithm}`);
    const hash = createHash(algorithm).update(text, "utf8").digest("hex");
    const hexadecimal = (name: string, _: Machine, span: Span): Value | undefined =>
      name === "hexdigest" ? native(name, (inner) => scalar(hash, inner), span) : undefined;
    return written(new Native(algorithm, { member: hexadecimal }), call.span);
  };
}

function awaitedArgument({ given, span }: NativeCall): Value {
  return settled(argument(given, 0) ?? written(null, span));
}

const all: Table = {
  ...cacheFunctions,
  ...csvFunctions,
  ...documentFunctions,
  ...iterationFunctions,
  ...optionFunctions,
  ...pathFunctions,
  ...heapFunctions,
  ...patternFunctions,
  "copy.copy": copying(false),
  "copy.deepcopy": copying(true),
  "dataclasses.asdict": fieldsOf,
  "dataclasses.replace": replaced,
  "collections.OrderedDict": dictionary,
  "collections.defaultdict": defaultDictionary,
  "asyncio.gather": ({ machine, given, span }) =>
    machine.list(
      given.filter(({ name }) => name === undefined).map(({ value }) => settled(value)),
      span,
    ),
  "asyncio.run": awaitedArgument,
  "asyncio.create_task": awaitedArgument,
  "asyncio.ensure_future": awaitedArgument,
  "asyncio.wait_for": awaitedArgument,
  "asyncio.shield": awaitedArgument,
  "collections.namedtuple": namedTuple,
  "collections.Counter": newCounter,
  "types.SimpleNamespace": newNamespace,
  "collections.deque": (call) => (call.given.length > 1 ? unknownOf(call, "collections.deque with a length") : list(call)),
  "contextlib.suppress": ({ span }) => written(new Native("suppress", {}), span),
  "typing.cast": hand(1),
  "typing.NewType": ({ span }) => native("NewType", hand(0), span),
  "typing.NamedTuple": namedTuple,
  "math.ceil": mathematical("math.ceil", Math.ceil),
  "math.floor": mathematical("math.floor", Math.floor),
  "math.sqrt": mathematical("math.sqrt", Math.sqrt),
  "math.log2": mathematical("math.log2", Math.log2),
  "math.log10": mathematical("math.log10", Math.log10),
  "math.log": mathematical("math.log", (number, base) => (base === undefined ? Math.log(number) : Math.log(number) / Math.log(base))),
  "math.gcd": whole("math.gcd", (a, b) => {
    let [x, y] = [Math.abs(a), Math.abs(b)];
    while (y !== 0) [x, y] = [y, x % y];
    return x;
  }),
  "operator.add": whole("operator.add", (a, b) => a + b),
  "operator.sub": whole("operator.sub", (a, b) => a - b),
  "operator.mul": whole("operator.mul", (a, b) => a * b),
  "operator.or_": whole("operator.or_", (a, b) => a | b),
  "operator.and_": whole("operator.and_", (a, b) => a & b),
  "math.pow": mathematical("math.pow", (number, exponent) => number ** (exponent ?? NaN)),
  "string.Template": template,
  "textwrap.dedent": dedent,
  "base64.b64encode": base64(false),
  "base64.b64decode": base64(true),
  "hashlib.md5": digest("md5"),
  "hashlib.sha1": digest("sha1"),
  "hashlib.sha256": digest("sha256"),
  "hashlib.sha512": digest("sha512"),
  "operator.itemgetter": (call) => {
    const keys = call.given.map(({ value }) => value);
    if (keys.length === 0 || keys.some(isHoleful) || call.given.some(({ isSpread }) => isSpread === true))
      return unknownOf(call, "operator.itemgetter");
    return native(
      "itemgetter",
      (inner) =>
        oneOrAll(
          inner,
          keys.map((key) => itemAt(inner, key)),
        ),
      call.span,
    );
  },
  "operator.attrgetter": (call) => {
    const names = call.given.map(({ value }) => value.data);
    if (names.length === 0 || !names.every((name) => typeof name === "string")) return unknownOf(call, "operator.attrgetter");
    // A name may lead through several objects: `attrgetter("spec.port")`.
    const through = ({ machine, given, span }: NativeCall, name: string): Value =>
      name.split(".").reduce((object, part) => machine.member(object, part, span), given[0]?.value ?? written(null, span));
    return native(
      "attrgetter",
      (inner) =>
        oneOrAll(
          inner,
          names.map((name) => through(inner, name)),
        ),
      call.span,
    );
  },
};

/** Of several, Python gives a tuple. */
function oneOrAll({ machine, span }: NativeCall, values: readonly Value[]): Value {
  const [first] = values;
  return first !== undefined && values.length === 1 ? first : machine.list(values, span);
}

function itemAt({ machine, given, span }: NativeCall, key: Value): Value {
  const data = given[0]?.value.data;
  const found = data instanceof RecordData && typeof key.data === "string" ? data.fields.get(key.data)?.value : undefined;
  const element =
    data instanceof List && typeof key.data === "number"
      ? (data.rest === undefined ? data.items.at(key.data) : data.itemAt(key.data))?.value
      : undefined;
  return found ?? element ?? machine.hole("is an element that is not known", span, given[0] === undefined ? [] : [given[0].value]);
}
