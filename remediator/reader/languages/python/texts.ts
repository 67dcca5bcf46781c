import type { SyntaxNode } from "../../syntax/parse";
import type { Expression } from "../../syntax/tree";
import { callOf, doesNotParse, hidden, isBroken, literal, opaque } from "./context";

type Part = string | Expression;

/** A text, f-string, bytes, or several of them next to each other. */
export function lowerText(node: SyntaxNode, lower: (node: SyntaxNode) => Expression): Expression {
  const strings = node.type === "concatenated_string" ? node.named.filter(({ type }) => type === "string") : [node];
  if (isBroken(node) || strings.some(isBroken)) return opaque(doesNotParse, node.span);
  const parts = joined(strings.flatMap((string) => partsOf(string, lower)));
  const isBytes = /b/i.test(strings[0]?.child("string_start")?.text ?? "");
  if (parts.every((part) => typeof part === "string")) {
    const text = parts.join("");
    if (!isBytes) return literal(text, node.span);
    // Bytes that are no text by themselves.
    return /[^\0-\x7f]/.test(text)
      ? opaque("is made of bytes that are no text", node.span)
      : { kind: "literal", value: text, numeral: "bytes", span: node.span };
  }
  return { kind: "template", parts, span: node.span };
}

function partsOf(string: SyntaxNode, lower: (node: SyntaxNode) => Expression): readonly Part[] {
  const prefix = (string.child("string_start")?.text ?? "").toLowerCase();
  const isRaw = prefix.includes("r");
  const isBytes = prefix.includes("b");
  return string.children.flatMap((child): readonly Part[] => {
    // Characters by their names: nobody keeps the table.
    if (child.type === "string_content" && !isRaw && child.text.includes("\\N{")) return [opaque("names a character", child.span)];
    if (child.type === "string_content") return [contentOf(child, isRaw, isBytes)];
    if (child.type === "interpolation") return interpolation(child, lower);
    return [];
  });
}

/** The text of a content node; the grammar gives only what is special in it as children. */
function contentOf(node: SyntaxNode, isRaw: boolean, isBytes: boolean): string {
  let text = "";
  let at = node.start;
  const source = node.file.text;
  for (const child of node.children) {
    text += source.slice(at, child.start);
    if (child.type === "escape_interpolation") text += child.text.slice(0, 1);
    else if (child.type === "escape_sequence" && !isRaw) text += unescape(child.text, isBytes);
    else text += child.text;
    at = child.end;
  }
  return (text + source.slice(at, node.end)).replaceAll("\r\n", "\n");
}

const simple: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */
function unescape(escape: string, isBytes: boolean): string {
  const rest = escape.slice(1);
  if (rest === "\n" || rest === "\r\n" || rest === "\r") return "";
  const plain = Object.hasOwn(simple, rest) ? simple[rest] : undefined;
  if (plain !== undefined) return plain;
  const octal = /^[0-7]{1,3}$/.exec(rest);
  if (octal !== null) return String.fromCodePoint(Number.parseInt(rest, 8));
  const wide = isBytes ? /^x([0-9a-fA-F]{2})$/.exec(rest) : /^(?:x|u|U)([0-9a-fA-F]{2,8})$/.exec(rest);
  const code = Number.parseInt(wide?.[1] ?? "", 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
}

function interpolation(node: SyntaxNode, lower: (node: SyntaxNode) => Expression): readonly Part[] {
  const expression = node.at("expression");
  if (expression === undefined || isBroken(node)) return [opaque(doesNotParse, node.span)];
  const conversion = node.at("type_conversion")?.text;
  const format = node.at("format_specifier");
  const shows = node.has("=");
  const before = shows ? [node.file.text.slice(node.start + 1, shownEnd(node))] : [];
  let value = lower(expression);
  if (conversion === "!r" || conversion === "!a" || (shows && format === undefined && conversion === undefined)) {
    value = callOf(hidden.represent, [value], node.span);
  }
  if (format !== undefined) value = callOf(hidden.format, [value, specifier(format, lower)], node.span);
  return [...before, value];
}

/** `{value = }` shows all up to the brace, or to what says how the value is shown. */
function shownEnd(node: SyntaxNode): number {
  return (node.child("type_conversion", "format_specifier") ?? node.children.at(-1))?.start ?? node.end;
}

/** What follows the colon, which may have expressions of its own. */
function specifier(node: SyntaxNode, lower: (node: SyntaxNode) => Expression): Expression {
  const parts: Part[] = [];
  let at = node.start + 1;
  for (const child of node.children) {
    if (!child.isNamed) continue;
    parts.push(node.file.text.slice(at, child.start), ...interpolation(child, lower));
    at = child.end;
  }
  parts.push(node.file.text.slice(at, node.end));
  const span = { file: node.file, start: node.start + 1, end: node.end };
  const all = joined(parts);
  return all.every((part) => typeof part === "string") ? literal(all.join(""), span) : { kind: "template", parts: all, span };
}

/** Texts that follow each other become one. */
function joined(parts: readonly Part[]): readonly Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (typeof part === "string" && typeof last === "string") all[all.length - 1] = last + part;
    else if (part !== "") all.push(part);
  }
  return all;
}
