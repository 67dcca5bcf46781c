import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { computed, longestText, numeral, RecordData, written, type Value } from "../../../interpreter/value";
import { isScalar } from "../../../interpreter/operators";
import { fromJson } from "../../../sdk/json";
import type { SourceFile, Span } from "../../../syntax/tree";
import { readYaml, type YamlNode } from "../../../syntax/yaml";
import { print, printValue } from "./printing";
import { argument, unknownOf, type Behaviour, type Table } from "./natives";

/** JSON and YAML texts, by the path of the function. */
export const documentFunctions: Table = {
  "json.dumps": dumps,
  "json.loads": loads(false),
  "json.load": loads(false),
  "yaml.safe_load": loads(true),
  "yaml.load": loads(true),
  "yaml.full_load": loads(true),
};

/** As Python writes JSON: a blank behind commas and colons, everything but ASCII escaped. */
function dumps(call: NativeCall): Value {
  const value = argument(call.given, 0, "obj");
  const json = value === undefined ? undefined : jsonOf(value);
  if (value === undefined || json === undefined) {
    if (value?.data instanceof Hole) return unknownOf(call, "json.dumps");
    return call.machine.hole("is a JSON text with parts that are not known", call.span, value === undefined ? [] : [value]);
  }
  const indent = argument(call.given, -1, "indent")?.data;
  const sorts = argument(call.given, -1, "sort_keys")?.data === true;
  const isPlain = argument(call.given, -1, "ensure_ascii")?.data === false;
  const separators = argument(call.given, -1, "separators")?.data;
  const [comma, colon] = separators instanceof List ? separators.items.map((item) => item.value.data) : [undefined, undefined];
  const step = typeof indent === "number" ? " ".repeat(Math.min(indent, 16)) : typeof indent === "string" ? indent : undefined;
  const style: Style = {
    step,
    comma: typeof comma === "string" ? comma : step === undefined ? ", " : ",",
    colon: typeof colon === "string" ? colon : ": ",
    sorts,
  };
  const text = encode(json, style, "\n");
  if (text.length > longestText) return call.machine.hole("is longer than what is read", call.span, [value]);
  return computed(isPlain ? text : text.replace(/[\u007f-\uffff]/g, escaped), call.span, [value]);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

interface Style {
  readonly step: string | undefined;
  readonly comma: string;
  readonly colon: string;
  readonly sorts: boolean;
}

/** Plain data in which dictionaries have their entries in their order. */
type Json =
  | { readonly kind: "scalar"; readonly text: string }
  | { readonly kind: "list"; readonly elements: readonly Json[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: string, value: Json])[] };

function jsonOf(value: Value, depth = 0): Json | undefined {
  const { data } = value;
  if (isScalar(data)) return { kind: "scalar", text: typeof data === "number" ? (printValue(value) ?? print(data)) : JSON.stringify(data) };
  if (depth > 100) return undefined;
  if (data instanceof List && data.rest === undefined && data.type !== "set" && data.type !== "frozenset") {
    const elements = data.items.map((item) => jsonOf(item.value, depth + 1));
    return elements.every((element) => element !== undefined) ? { kind: "list", elements } : undefined;
  }
  if (!(data instanceof RecordData) || data.rest !== undefined) return undefined;
  const entries: (readonly [string, Json])[] = [];
  for (const [slot, field] of data.fields) {
    const json = jsonOf(field.value, depth + 1);
    const key = keyText((data.keys?.has(slot) === true ? data.keys.get(slot)?.data : slot) ?? null);
    if (json === undefined || key === undefined) return undefined;
    entries.push([key, json]);
  }
  return { kind: "map", entries };
}

/** JSON's keys are texts. */
function keyText(key: Value["data"]): string | undefined {
  if (key === null) return "null";
  return typeof key === "object" ? undefined : typeof key === "number" ? print(key) : String(key);
}

function encode(json: Json, style: Style, line: string): string {
  if (json.kind === "scalar") return json.text;
  const inner = style.step === undefined ? "" : line + style.step;
  const below = line + (style.step ?? "");
  const entries = json.kind === "map" ? [...json.entries] : [];
  if (style.sorts) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const parts =
    json.kind === "list"
      ? json.elements.map((element) => encode(element, style, below))
      : entries.map(([key, value]) => `${JSON.stringify(key)}${style.colon}${encode(value, style, below)}`);
  const [open, close] = json.kind === "list" ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  return open + inner + parts.join(style.comma + inner) + (style.step === undefined ? "" : line) + close;
}

/** What a document holds. Of a file of the repository every part keeps its place. */
function loads(isYaml: boolean): Behaviour {
  return (call) => {
    const given = argument(call.given, 0);
    const text = given === undefined ? undefined : contentOf(given, call);
    if (given === undefined || typeof text?.data !== "string") return unknownOf(call, isYaml ? "yaml" : "json", text);
    const file = sourceOf(text);
    // JavaScript's own objects have numeric keys first.
    if (!isYaml && file === undefined && !/"\d+"\s*:|[\d][.eE]/.test(text.data)) return parsed(text.data, call, given);
    const document = readYaml(file ?? { name: "", text: text.data });
    if (document.errors.length > 0) return call.machine.hole(`is a text that is no ${isYaml ? "YAML" : "JSON"}`, call.span, [given]);
    if (document.root === undefined) return written(null, call.span);
    return valueOf(document.root, file === undefined ? call.span : undefined);
  };
}

function parsed(text: string, call: NativeCall, given: Value): Value {
  try {
    return fromJson(JSON.parse(text) as unknown, call.span);
  } catch {
    return call.machine.hole("is a text that is no JSON", call.span, [given]);
  }
}

/** A text, or a file that is open. */
function contentOf(given: Value, { machine, span }: NativeCall): Value {
  if (typeof given.data === "string" || given.data instanceof Hole) return given;
  return machine.call(machine.member(given, "read", span), [], span);
}

/** The file of which the text is the whole. */
function sourceOf(text: Value): SourceFile | undefined {
  let at = text.origin;
  while (at.from !== undefined) at = at.from;
  const { file, start } = at.span;
  return at.how === "written" && start === 0 && file.text === text.data ? file : undefined;
}

/** A number that is written with a fraction or an exponent has one: https://docs.python.org/3/library/json.html#encoders-and-decoders */
function isFraction({ value, span: { file, start, end } }: YamlNode & { readonly kind: "scalar" }): boolean {
  return typeof value === "number" && /^[-+]?\d*(?:\.\d|\.$|\d[eE])/.test(file.text.slice(start, end));
}

/** A document as a value; where it is no file, all of it is at one place. */
function valueOf(node: YamlNode, place?: Span): Value {
  const span = place ?? node.span;
  if (node.kind === "scalar") return numeral(written(node.value, span), isFraction(node) ? "decimal" : undefined);
  if (node.kind === "list") {
    const items = node.items.map(({ value, span: element }): Item => ({
      value: valueOf(value, place),
      placement: { kind: "literal", list: span, element },
    }));
    return written(new List(items), span);
  }
  const data = new RecordData();
  for (const { key, value, span: entry } of node.entries)
    data.fields.set(key, { value: valueOf(value, place), entry: place ?? entry, placement: "literal" });
  return written(data, span);
}
