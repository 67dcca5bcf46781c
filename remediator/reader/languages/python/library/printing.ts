import type { Machine } from "../../../interpreter/machine";
import type { NativeCall } from "../../../interpreter/native";
import { tupleParts } from "./counters";
import { declares } from "./objects";
import { isScalar } from "../../../interpreter/operators";
import { Hole, partOfText } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, Instance, longestText, plainOf, RecordData, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { bracePieces, formatted, percentPieces, quoted, type Piece } from "./format";
import { argument, unknownOf } from "./natives";

/** Numbers and constants as Python writes them. */
export function print(value: string | number | boolean | null): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value;
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(value).replace(/e([+-]?)(\d)$/, (_, sign: string, digit: string) => `e${sign === "" ? "+" : sign}0${digit}`);
}

/** Numbers with a fraction show it, if only as ".0". */
export function printValue({ data, numeral: kind }: Value): string | undefined {
  if (kind === "bytes" && typeof data === "string") return /^[\x20-\x7e]*$/.test(data) ? `b${quoted(data)}` : undefined;
  if (kind !== "decimal" || typeof data !== "number") return undefined;
  if (Math.abs(data) >= 1e16 || (data !== 0 && Math.abs(data) < 1e-4))
    return data.toExponential().replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);
  return Number.isInteger(data) ? `${Object.is(data, -0) ? "-0" : print(data)}.0` : undefined;
}

/** `str(value)`; undefined where it is not known. */
export function textOf(machine: Machine, value: Value, span: Span): string | undefined {
  const { data } = value;
  if (value.member !== undefined) return shownText(machine.text(value, span));
  if (value.numeral === "bytes") return printValue(value);
  if (isScalar(data)) return printValue(value) ?? print(data);
  if (data instanceof List || data instanceof RecordData) return representation(machine, value, span, 0);
  return shownText(machine.text(value, span));
}

function shownText({ data }: Value): string | undefined {
  return typeof data === "string" ? data : undefined;
}

/** `repr(value)`; undefined where it is not known. */
export function representation(machine: Machine, value: Value, span: Span, depth = 0): string | undefined {
  const { data, member } = value;
  if (member !== undefined) {
    const plain = declares(member.type, "__repr__") ? undefined : representation(machine, plainOf(value), span, depth);
    return plain === undefined ? undefined : `<${member.type.name}.${member.name}: ${plain}>`;
  }
  if (value.numeral === "bytes") return printValue(value);
  if (typeof data === "string") return quoted(data);
  if (isScalar(data)) return printValue(value) ?? print(data);
  if (depth > 20) return undefined;
  if (data instanceof List && data.rest === undefined && isBracketed(value)) {
    const parts = data.items.map((item) => representation(machine, item.value, span, depth + 1));
    return parts.includes(undefined) ? undefined : `[${parts.join(", ")}]`;
  }
  if (data instanceof List && data.rest === undefined && data.type === "tuple") {
    const parts = data.items.map((item) => representation(machine, item.value, span, depth + 1));
    return parts.includes(undefined) ? undefined : `(${parts.join(", ")}${parts.length === 1 ? "," : ""})`;
  }
  const named = data instanceof RecordData ? tupleParts(data) : undefined;
  if (named !== undefined && data instanceof RecordData) {
    const parts = named.map(([name, part]) => [name, representation(machine, part, span, depth + 1)] as const);
    return parts.some(([, text]) => text === undefined)
      ? undefined
      : `${data.type ?? ""}(${parts.map(([name, text]) => `${name}=${text ?? ""}`).join(", ")})`;
  }
  if (data instanceof RecordData && data.rest === undefined && data.type === undefined && data.missing === undefined && data.absent === undefined) {
    const parts = [...data.fields].map(([key, field]) => [keyText(data, key), representation(machine, field.value, span, depth + 1)] as const);
    return parts.some(([, text]) => text === undefined) ? undefined : `{${parts.map(([key, text]) => `${key}: ${text ?? ""}`).join(", ")}}`;
  }
  if (data instanceof Instance && declares(data.type, "__repr__")) {
    const text = machine.apply(machine.member(value, "__repr__", span), [], span).data;
    return typeof text === "string" ? text : undefined;
  }
  return undefined;
}

/** Tuples and sets are lists here, and shown in other brackets. */
function isBracketed({ origin: { span, how } }: Value): boolean {
  return how === "written" && span.file.text.startsWith("[", span.start);
}

function keyText(data: RecordData, key: string): string {
  const own = data.keys?.get(key);
  return own !== undefined && isScalar(own.data) ? (printValue(own) ?? print(own.data)) : quoted(key);
}

/** What a specification is applied to: of what is a number, that, and not its text. */
function formattedAs(machine: Machine, value: Value, specification: string, span: Span): string | number | boolean | null | undefined {
  if (value.member !== undefined && declares(value.member.type, "__format__")) return undefined;
  const isPlain = value.member === undefined || !declares(value.member.type, "__str__");
  const { data } = value;
  return isPlain && isScalar(data) && (specification !== "" || printValue(value) === undefined) ? data : textOf(machine, value, span);
}

/** `format(value, specification)` and the same within f-strings. */
export function formatValue(call: NativeCall): Value {
  const { machine, given, span } = call;
  const value = argument(given, 0);
  const specification = argument(given, 1)?.data ?? "";
  if (value === undefined || typeof specification !== "string") return unknownOf(call, "format");
  const data = formattedAs(machine, value, specification, span);
  const text = data === undefined ? undefined : formatted(data, specification, print);
  return text === undefined ? unknownOf(call, "format") : computed(text, span, [value]);
}

/** `"..." % values`. */
export function percent(machine: Machine, template: Value, right: Value, span: Span): Value {
  const pieces = typeof template.data === "string" ? percentPieces(template.data) : undefined;
  if (pieces === undefined) return machine.hole("is formatted in a way that is not read", span, [template, right]);
  const isTuple = right.data instanceof List && !isBracketed(right);
  const values = right.data instanceof List ? right.data.items.map((item) => item.value) : [right];
  if (right.data instanceof List && right.data.rest !== undefined) return computed(right.data.rest, span, [right]);
  let next = 0;
  return fill(
    machine,
    pieces,
    ({ key }) => {
      if (key !== undefined) return right.data instanceof RecordData ? (right.data.fields.get(key)?.value ?? unknownKey(right.data, span)) : right;
      next += 1;
      return isTuple ? values[next - 1] : right;
    },
    [template, right],
    span,
  );
}

function unknownKey(record: RecordData, span: Span): Value | undefined {
  return record.rest === undefined ? undefined : computed(record.rest, span, []);
}

/** `"...".format(...)`. */
export function brace(template: Value, { machine, given, span }: NativeCall): Value {
  const pieces = typeof template.data === "string" ? bracePieces(template.data) : undefined;
  if (pieces === undefined) return machine.hole("is formatted in a way that is not read", span, [template, ...given.map(({ value }) => value)]);
  let next = 0;
  return fill(
    machine,
    pieces,
    ({ key, path }) => {
      if (key === undefined) next += 1;
      const found = key === undefined ? argument(given, next - 1) : /^\d+$/.test(key) ? argument(given, Number(key)) : named(given, key);
      return found === undefined ? undefined : followed(machine, found, path, span);
    },
    [template, ...given.map(({ value }) => value)],
    span,
  );
}

function named(given: NativeCall["given"], key: string): Value | undefined {
  return given.find(({ name }) => name === key)?.value;
}

function followed(machine: Machine, value: Value, path: string, span: Span): Value {
  let at = value;
  for (const [, attribute, key] of path.matchAll(/\.(\w+)|\[([^\]]*)\]/g)) {
    if (attribute !== undefined) at = machine.member(at, attribute, span);
    else if (at.data instanceof RecordData) at = at.data.fields.get(key ?? "")?.value ?? machine.hole("has a key that is not known", span, [at]);
    else if (at.data instanceof List) at = at.data.itemAt(Number(key))?.value ?? machine.hole("has an index that is not known", span, [at]);
    else return machine.hole("has no elements that are known", span, [at]);
  }
  return at;
}

function fill(
  machine: Machine,
  pieces: readonly Piece[],
  find: (piece: Exclude<Piece, string>) => Value | undefined,
  parts: readonly Value[],
  span: Span,
): Value {
  let text = "";
  let hole: Hole | undefined;
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    const value = find(piece);
    if (value === undefined) return machine.hole("is a format with a place that nothing fills", span, parts);
    if (value.data instanceof Hole) {
      hole ??= value.data;
      continue;
    }
    const printed = shown(machine, value, piece, span);
    if (printed === undefined) return machine.hole("is formatted in a way that is not read", span, parts);
    text += printed;
  }
  if (hole !== undefined) return computed(partOfText(hole, [text]), span, parts);
  return text.length > longestText ? machine.hole("is longer than what is read", span, parts) : computed(text, span, parts);
}

function shown(machine: Machine, value: Value, { conversion, specification }: Exclude<Piece, string>, span: Span): string | undefined {
  if (conversion === "r") {
    const text = representation(machine, value, span);
    return text === undefined ? undefined : formatted(text, specification, String);
  }
  const data = formattedAs(machine, value, specification, span);
  if (data === undefined) return undefined;
  return specification === "" ? print(data) : formatted(data, specification, print);
}
