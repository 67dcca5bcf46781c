import type { NativeCall } from "../../../interpreter/native";
import { Native } from "../../../interpreter/native";
import { Hole, partOfText } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, Instance, RecordData, ResourceData, type Value } from "../../../interpreter/value";
import { hasNumericKeys } from "./structs";
import { addressText } from "./addresses";
import { write } from "./strings";
import { isError } from "./errors";
import { argument, errorType, failure, nil, results, succeeds, unknown, values, type Implementation } from "./support";

/** The packages fmt and log. */
export const formatting: Readonly<Record<string, Implementation>> = {
  "fmt.Sprintf": (call) => formatted(call, values(call)),
  "fmt.Sprint": (call) => joined(call, ""),
  "fmt.Sprintln": (call) => joined(call, "\n"),
  "fmt.Errorf": (call) => {
    const text = formatted(call, values(call)).data;
    const operands = values(call).slice(1).map(bare);
    const pattern = argument(call, 0)?.data;
    const wrapped = typeof pattern === "string" && pattern.includes("%w") ? operands.filter(isError) : [];
    return failure(call, typeof text === "string" ? text : undefined, wrapped);
  },
  "fmt.Sscan": (call) => scanned(call, undefined, 1),
  "fmt.Sscanln": (call) => scanned(call, undefined, 1),
  "fmt.Sscanf": (call) => scanned(call, argument(call, 1), 2),
  "fmt.Print": nil,
  "fmt.Printf": nil,
  "fmt.Println": nil,
  "fmt.Fprintf": (call) => printed(call, formatted(call, values(call).slice(1))),
  "fmt.Fprint": (call) => printed(call, joined({ ...call, given: call.given.slice(1) }, "")),
  "fmt.Fprintln": (call) => printed(call, joined({ ...call, given: call.given.slice(1) }, "\n")),
  "log.Print": nil,
  "log.Printf": nil,
  "log.Println": nil,
};

/** What is taken out of a text: whole numbers and words. */
function scanned(call: NativeCall, pattern: Value | undefined, first: number): Value {
  const text = argument(call, 0)?.data;
  const targets = call.given.slice(first);
  const form = pattern === undefined ? targets.map(() => "%v").join(" ") : pattern.data;
  const found = typeof text === "string" && typeof form === "string" ? takenOut(text, form, targets) : undefined;
  if (found === undefined) {
    const hole = unknown(call, "is taken out of a text in a way that is not known");
    for (const { giveBack } of targets) giveBack?.(hole);
    return results(call, hole, hole);
  }
  for (const [index, data] of found.entries()) targets[index]?.giveBack?.(computed(data, call.span, values(call)));
  return succeeds(call, computed(found.length, call.span, values(call)));
}

/** One value for each target; undefined where the text does not have the form, or the form is not a plain one. */
function takenOut(text: string, form: string, targets: NativeCall["given"]): readonly (string | number)[] | undefined {
  const verbs = form.match(/%[a-z%]/g) ?? [];
  if (verbs.length !== targets.length || verbs.some((verb) => !/^%[dvs]$/.test(verb)) || targets.some(({ giveBack }) => giveBack === undefined))
    return undefined;
  const source = form
    .split(/%[dvs]/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"))
    .reduce((before, part, index) => `${before}${typeof targets[index - 1]?.value.data === "number" ? "([-+]?\\d+)" : "(\\S+)"}${part}`);
  const groups = new RegExp(`^\\s*${source}`).exec(text)?.slice(1);
  return groups?.map((group, index) => (typeof targets[index]?.value.data === "number" ? Number(group) : group));
}

function printed(call: NativeCall, text: Value): Value {
  const target = argument(call, 0);
  if (target !== undefined) write(call, target, text);
  return succeeds(call, computed(0, call.span, []));
}

/** `Sprint` puts spaces between operands of which neither is a text, `Sprintln` between all. */
function joined(call: NativeCall, end: string): Value {
  let text = "";
  for (const [index, value] of values(call).entries()) {
    const part = show(call, value, "v", "");
    if (typeof part !== "string") return computed(part, call.span, values(call));
    const before = values(call)[index - 1];
    const isApart = index > 0 && (end !== "" || (typeof value.data !== "string" && typeof before?.data !== "string"));
    text += `${isApart ? " " : ""}${part}`;
  }
  return computed(text + end, call.span, values(call));
}

const verb = /%([-+# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:\.(\*|\d+)?)?(?:\[(\d+)\])?([a-zA-Z%])/g;

/** What Sprintf makes of a pattern and its operands; a hole where either is not known. */
export function formatted(call: NativeCall, [pattern, ...operands]: readonly Value[]): Value {
  const all = pattern === undefined ? operands : [pattern, ...operands];
  if (typeof pattern?.data !== "string") {
    const hole = pattern?.data instanceof Hole ? pattern.data : new Hole("is formatted in a way that is not known", call.span);
    return computed(hole, call.span, all);
  }
  let next = 0;
  let failed: Hole | undefined;
  const number = (text: string | undefined): number | undefined => {
    if (text !== "*") return text === undefined || text === "" ? undefined : Number(text);
    const operand = operands[next++]?.data;
    return typeof operand === "number" ? operand : undefined;
  };
  const text = pattern.data.replace(verb, (_: string, ...groups: readonly (string | undefined)[]) => {
    const [flags = "", first, width, precision, second, letter = "v"] = groups;
    if (letter === "%") return "%";
    const [wide, precise] = [number(width), number(precision)];
    const position = first ?? second;
    if (position !== undefined) next = Number(position) - 1;
    const operand = operands[next++];
    if (operand === undefined) return `%!${letter}(MISSING)`;
    const shown = show(call, operand, letter, flags, precise);
    if (typeof shown === "string") return padded(shown, wide, flags, operand);
    failed ??= shown;
    return shown.text ?? "";
  });
  if (failed !== undefined) return computed(partOfText(failed, [text]), call.span, all);
  // What is left over is printed as well, with its type, which values do not know.
  if (next < operands.length && !pattern.data.includes("[")) return call.machine.hole("has more operands than its pattern", call.span, all);
  return text.length > 1_000_000 ? call.machine.hole("is longer than what is read", call.span, all) : computed(text, call.span, all);
}

function padded(text: string, width: number | undefined, flags: string, { data }: Value): string {
  const wide = Math.min(width ?? 0, 10_000);
  if (text.length >= wide) return text;
  if (flags.includes("-")) return text.padEnd(wide);
  if (!flags.includes("0") || typeof data !== "number") return text.padStart(wide);
  return text.startsWith("-") ? `-${text.slice(1).padStart(wide - 1, "0")}` : text.padStart(wide, "0");
}

/** One operand under a verb. */
function show(call: NativeCall, value: Value, letter: string, flags: string, precision?: number): string | Hole {
  const { data } = value;
  if (data instanceof Hole) return data;
  if (letter === "T" || letter === "p") return new Hole("is the name of a type or the place of something", call.span);
  if (flags.includes(" ") || (flags.includes("#") && letter !== "x")) return new Hole("is printed in a way that is not known", call.span);
  // A key of a map whose type is not seen may be a number that stands for a text.
  if (typeof data === "number" && letter === "s") return new Hole("is a number that is printed as a text", call.span);
  const isFraction = value.numeral === "decimal" || (typeof data === "number" && !Number.isInteger(data));
  if (typeof data === "number" && isFraction && (letter === "v" || letter === "g") && precision === undefined)
    return `${flags.includes("+") && data >= 0 ? "+" : ""}${shortest(data)}`;
  if (typeof data === "number" && /^[dobxXcqU]$/.test(letter) && isFraction)
    return letter === "d" ? `%!d(float64=${String(data)})` : new Hole("is a number that is printed as a whole one", call.span);
  if (typeof data === "number") return showNumber(data, letter, flags, precision) ?? `%!${letter}(int=${String(data)})`;
  if (data === null)
    return /^[vw]$/.test(letter) ? "<nil>" : letter === "d" || letter === "t" ? new Hole("is nothing", call.span) : `%!${letter}(<nil>)`;
  if (typeof data === "boolean") return /^[vt]$/.test(letter) ? String(data) : `%!${letter}(bool=${String(data)})`;
  if (typeof data !== "string") return showParts(call, value, letter, flags, precision);
  return showText(data, letter, precision) ?? `%!${letter}(string=${data})`;
}

function showText(text: string, letter: string, precision: number | undefined): string | undefined {
  switch (letter) {
    case "q":
      return JSON.stringify(text);
    case "x":
      return Buffer.from(text).toString("hex");
    case "X":
      return Buffer.from(text).toString("hex").toUpperCase();
    case "s":
    case "v":
      return precision === undefined ? text : Array.from(text).slice(0, precision).join("");
    default:
      return undefined;
  }
}

/** With an exponent where that is below -4 or above 5: https://pkg.go.dev/strconv#FormatFloat */
function shortest(number: number): string {
  const exponent = number === 0 ? 0 : Number(number.toExponential().split("e")[1]);
  if (exponent >= -4 && exponent < 6) return String(number);
  return number.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

function showNumber(number: number, letter: string, flags: string, precision: number | undefined): string | undefined {
  const sign = flags.includes("+") && number >= 0 ? "+" : "";
  switch (letter) {
    case "v":
      return String(number);
    case "d":
      return `${sign}${String(number)}`;
    case "x":
      return `${flags.includes("#") ? "0x" : ""}${number.toString(16)}`;
    case "X":
      return number.toString(16).toUpperCase();
    case "o":
      return number.toString(8);
    case "b":
      return number.toString(2);
    case "U":
      return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
    case "c":
      return String.fromCodePoint(Math.min(Math.max(0, Math.trunc(number)), 0x10ffff));
    case "f":
    case "F":
      return `${sign}${number.toFixed(Math.min(precision ?? 6, 50))}`;
    case "g":
      return precision === undefined ? String(number) : String(Number(number.toPrecision(Math.min(Math.max(1, precision), 50))));
    case "e":
      return number.toExponential(Math.min(precision ?? 6, 50)).replace(/e([+-])(\d)$/, "e$10$2");
    case "q":
      return `'${String.fromCodePoint(Math.min(Math.max(0, Math.trunc(number)), 0x10ffff))}'`;
    default:
      return undefined;
  }
}

/** What has parts: each is shown under the same verb. */
function showParts(
  call: NativeCall,
  value: Value,
  letter: string,
  flags: string,
  precision: number | undefined,
  depth = 0,
  holdsStructs = false,
): string | Hole {
  const { data } = value;
  if (depth > 20) return new Hole("nests too deeply to be printed", call.span);
  const known = data instanceof Native ? shownParts.get(data) : undefined;
  if (known !== undefined) return showParts(call, known, letter, flags, precision, depth, true);
  const part = (inner: Value, isKnownStruct = holdsStructs): string | Hole =>
    typeof inner.data === "object" && inner.data !== null && !(inner.data instanceof Hole)
      ? showParts(call, isKnownStruct ? shownStruct(inner, false) : inner, letter, flags, precision, depth + 1)
      : show(call, inner, letter, flags, precision);
  const address = addressText(value);
  if (address !== undefined) return address;
  if (data instanceof List)
    return (
      data.rest ??
      between(
        "[",
        data.items.map((item) => part(item.value)),
        "]",
      )
    );
  if (data instanceof RecordData && data.type === errorType) {
    const message = data.fields.get("message")?.value;
    return message === undefined ? "error" : show(call, message, letter === "w" ? "v" : letter, flags, precision);
  }
  const isSaid = /^[vswqxX]$/.test(letter);
  const struct = data instanceof Native ? shownStructs.get(data) : data instanceof Instance ? { value, isPointer: undefined } : undefined;
  if (struct?.value.data instanceof Instance) {
    const own = isSaid ? ownText(call, struct.value) : undefined;
    if (own !== undefined) return showText(own, letter === "w" ? "v" : letter, precision) ?? own;
    if (struct.isPointer === undefined || (struct.isPointer && depth > 0)) return new Hole("is a struct or a pointer to one", call.span);
    const { fields, type } = struct.value.data;
    const shown = type.expression.members.flatMap(({ kind, name, isStatic, type: written = "" }): (string | Hole)[] => {
      if (kind !== "field" || isStatic) return [];
      const field = fields.get(name)?.value;
      const text = field === undefined ? new Hole("is a field that is not known", call.span) : showField(call, field, written, part);
      return [text instanceof Hole || !flags.includes("+") ? text : `${name}:${text}`];
    });
    return between(struct.isPointer ? "&{" : "{", shown, "}");
  }
  if (data instanceof RecordData && (data.type === undefined || data.type.startsWith("map["))) {
    if (data.rest !== undefined) return data.rest;
    const isNumeric = hasNumericKeys(data);
    const isPlain = [...(data.keys?.values() ?? [])].every((key) => /^(?:string|number)$/.test(typeof key.data));
    if (!isPlain) return new Hole("has keys that are printed in a way that is not known", call.span);
    const fields = [...data.fields].sort(([a], [b]) => (isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1));
    const shown = fields.map(([key, field]) => {
      const text = part(field.value);
      return text instanceof Hole ? text : `${key}:${text}`;
    });
    return between("map[", shown, "]");
  }
  return new Hole(data instanceof ResourceData ? "is a resource printed as a text" : "is printed in a way that is not known", call.span);
}

/** A field of a struct: the type that it is declared with says what nothing is, and whether there is a pointer. */
function showField(call: NativeCall, field: Value, type: string, part: (inner: Value, isKnownStruct?: boolean) => string | Hole): string | Hole {
  if (field.data !== null && type.startsWith("*")) return new Hole("is a pointer that is printed as a text", call.span);
  if (field.data !== null) return part(field, field.data instanceof Instance && field.data.type.name === type);
  if (type.startsWith("[]")) return "[]";
  if (type.startsWith("map[")) return "map[]";
  return /^(?:\*|error$|any$|interface|func)/.test(type) ? "<nil>" : new Hole("is nothing of a type that is not known", call.span);
}

function between(before: string, parts: readonly (string | Hole)[], after: string): string | Hole {
  return parts.find((part) => part instanceof Hole) ?? `${before}${parts.filter((part) => typeof part === "string").join(" ")}${after}`;
}

/** Structs of which the program shows whether they are printed themselves or through a pointer. */
const shownStructs = new WeakMap<Native, { readonly value: Value; readonly isPointer: boolean }>();

/** Lists and maps of which the program shows that they hold structs, not pointers to some. */
const shownParts = new WeakMap<Native, Value>();

/** What is to be printed, by itself. */
function bare(value: Value): Value {
  return (value.data instanceof Native ? shownStructs.get(value.data)?.value : undefined) ?? value;
}

/** A list or map of structs that is to be printed. */
export function listOfShown(value: Value): Value {
  const shown = new Native("go shown", {});
  shownParts.set(shown, value);
  return { ...value, data: shown };
}

/** A struct that is to be printed, and whether through a pointer; everything else is itself. */
export function shownStruct(value: Value, isPointer: boolean): Value {
  if (!(value.data instanceof Instance)) return value;
  const shown = new Native("go shown", {});
  shownStructs.set(shown, { value, isPointer });
  return { ...value, data: shown };
}

/** What the type's own String or Error says. */
function ownText(call: NativeCall, value: Value): string | undefined {
  const { data } = value;
  if (!(data instanceof Instance)) return undefined;
  for (const name of ["Error", "String"]) {
    const method = call.machine.member(value, name, call.span);
    if (method.data instanceof Hole || method.data === null || typeof method.data !== "object" || method.data.kind !== "closure") continue;
    const text = call.machine.call(method, [], call.span).data;
    if (typeof text === "string") return text;
  }
  return undefined;
}
