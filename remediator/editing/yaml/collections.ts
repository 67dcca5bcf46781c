import type { SourceFile, Span } from "../../reader/syntax/tree";
import { readYaml, type YamlEntry, type YamlMap, type YamlNode } from "../../reader/syntax/yaml";
import type { TextEdit } from "../edits";
import { declined, type Outcome } from "../outcome";
import { placeText } from "../context";
import { commentsIn, indentationAt, isBlank, leadOf, lineBreakOf, lineEnd, lineStart, merged, wholeLines, type Range } from "../lines";
import { collectionOf, type Collection, type SequenceChange } from "../sequence";
import { collectionAt, type Placed } from "./nodes";

const marks = { line: "#" };

/** The list or map that is written at a place, in braces or in lines of its own. */
export function yamlCollectionAt(span: Span): Collection | undefined {
  const placed = collectionAt(span);
  if (placed === undefined) return undefined;
  const { node } = placed;
  const { file, start, end } = node.span;
  const elements: readonly Span[] =
    node.kind === "list" ? node.items.map((item) => item.span) : node.entries.flatMap((entry) => (entry.mergedBy === undefined ? [entry.span] : []));
  if (/^[[{]/.test(file.text.slice(start, start + 1)))
    return collectionOf({ file, elements, inside: { start: start + 1, end: end - 1 }, padded: node.kind === "map", marks });
  return { file, elements, edit: (change) => editBlock(placed, elements, change) };
}

/** Lines with a dash, or with a key, in front of each. */
function editBlock(
  placed: Placed,
  elements: readonly Span[],
  { removed = [], replaced = new Map<number, readonly string[]>(), added = [], inPlace }: SequenceChange,
): Outcome<TextEdit[]> {
  const { node } = placed;
  const { file } = node.span;
  const { text } = file;
  const first = elements[0];
  const last = elements.at(-1);
  if (first === undefined || last === undefined) return declined(`what is at ${placeText(node.span)} comes from a merge key`);
  const indentation = " ".repeat(first.start - lineStart(text, first.start));
  const line = `${lineBreakOf(text)}${indentation}`;
  const dash = node.kind === "list" ? "- " : "";
  const written = (element: string): string =>
    node.kind === "list" ? (element.startsWith("-") ? element : `${dash}${element}`) : inLines(node, element, indentation);
  const edits = [...replaced].flatMap(([index, texts]): TextEdit[] => {
    const element = elements[index];
    return element === undefined ? [] : [{ file: file.name, start: element.start, end: element.end, text: texts.map(written).join(line) }];
  });
  const gone = new Set(removed);
  const addition = added.map(written).join(line);
  if (gone.size === elements.length) return addition === "" ? emptied(placed, elements) : replacedAll(file.name, first, last, addition);
  if (addition !== "") {
    const index = elements.length - 1;
    const place = inPlace === true ? elements.find((element, each) => gone.has(each) && isBare(element, text)) : undefined;
    // What is added takes the place of what goes, or of a last element that goes.
    if (place !== undefined && gone.delete(elements.indexOf(place)))
      edits.push({ file: file.name, start: place.start, end: place.end, text: addition });
    else if (gone.delete(index)) edits.push({ file: file.name, start: last.start, end: last.end, text: addition });
    else edits.push({ file: file.name, start: lineEnd(text, last.end), end: lineEnd(text, last.end), text: `${line}${addition}` });
  }
  const ranges: Range[] = [];
  for (const index of [...gone].sort((a, b) => a - b)) {
    const range = rangeOf(elements, index, text);
    if (range === undefined) return declined(`the line at ${placeText(elements[index] ?? node.span)} holds something else as well`);
    ranges.push(range);
  }
  return [...edits, ...merged(ranges).map((range) => ({ file: file.name, ...range, text: "" }))];
}

/** Whether an element has its lines for itself, without a comment. */
function isBare({ start, end }: Span, text: string): boolean {
  if (indentationAt(text, start) === undefined || !isBlank(text.slice(end, lineEnd(text, end)))) return false;
  return commentsAbove(text, start) === lineStart(text, start);
}

function replacedAll(file: string, { start }: Span, { end }: Span, text: string): TextEdit[] {
  return [{ file, start, end, text }];
}

/** The lines of an element, with the comments that speak about it. */
function rangeOf(elements: readonly Span[], index: number, text: string): Range | undefined {
  const element = elements[index];
  if (element === undefined) return undefined;
  const { start } = element;
  const end = endWithComment(text, element.end);
  if (indentationAt(text, start) === undefined) {
    // The first entry of an element stands behind its dash: the next one takes its place.
    const next = elements[index + 1];
    if (next === undefined || index > 0 || !/^[\s-]*$/.test(text.slice(lineStart(text, start), start))) return undefined;
    return commentsIn(text, end, next.start, marks).length > 0 ? undefined : { start, end: next.start };
  }
  const from = elements[index - 1]?.end ?? commentsAbove(text, start);
  return wholeLines(text, { start: leadOf(text, from, start, marks), end }, { start: 0, end: text.length });
}

function endWithComment(text: string, end: number): number {
  const rest = text.slice(end, lineEnd(text, end));
  return /^\s*(?:#.*)?$/.test(rest) ? lineEnd(text, end) : end;
}

/** Where the comments above a line begin at the earliest. */
export function commentsAbove(text: string, start: number): number {
  let from = lineStart(text, start);
  while (from > 0) {
    const above = lineStart(text, text.startsWith("\r\n", from - 2) ? from - 2 : from - 1);
    if (!text.slice(above, from).trim().startsWith("#")) return from;
    from = above;
  }
  return from;
}

/** Nothing is left: the key has an empty list, or map, on its line. */
function emptied({ node, entry }: Placed, elements: readonly Span[]): Outcome<TextEdit[]> {
  const { file } = node.span;
  const { text } = file;
  if (entry === undefined) return declined(`the list at ${placeText(node.span)} has no key that could have an empty one`);
  const colon = text.indexOf(":", entry.keySpan.end);
  // What gives the list a name or a type stands between.
  const properties = /^:(?:[ \t]+[&!][^\s#]*)*/.exec(text.slice(colon))?.[0].length ?? 1;
  const ranges: Range[] = [];
  for (const [index] of elements.entries()) {
    const range = rangeOf(elements, index, text);
    if (range === undefined) return declined(`the line at ${placeText(node.span)} holds something else as well`);
    ranges.push(range);
  }
  return [
    { file: file.name, start: colon + properties, end: colon + properties, text: node.kind === "list" ? " []" : " {}" },
    ...merged(ranges).map((range) => ({ file: file.name, ...range, text: "" })),
  ];
}

/** An entry of a map as it stands there: what would be too long for its line, and the properties of a resource, in lines of its own. */
function inLines(map: YamlMap, entry: string, indentation: string): string {
  const read = readYaml({ name: "", text: entry }).root;
  const own = read?.kind === "map" ? read.entries[0] : undefined;
  if (own === undefined) return entry;
  if (own.value.kind === "map" && (own.key === "properties" || indentation.length + entry.length > widest))
    return inBlock(own, isBlank(indentation) ? indentation : "", map.span.file);
  return own.value.kind === "list" ? listInLines(map, own, entry, indentation) : entry;
}

/** As long as a line may become before what is in it stands below each other. */
const widest = 120;

/** An entry in braces as it stands in a file where each part that is an object, or a list of such, has lines of its own. */
export function blockOf(entry: string, indentation: string, file: SourceFile): string {
  const read = readYaml({ name: "", text: entry }).root;
  const own = read?.kind === "map" ? read.entries[0] : undefined;
  return own === undefined ? entry : inBlock(own, indentation, file);
}

/** An entry of which each part that is an object, or a list of such, has lines of its own. */
function inBlock(entry: YamlEntry, indentation: string, file: SourceFile): string {
  const { text } = entry.span.file;
  const { value } = entry;
  const key = `${text.slice(entry.keySpan.start, entry.keySpan.end)}:`;
  const inner = indentation + "  ";
  const line = `${lineBreakOf(file.text)}${inner}`;
  const flow = (node: YamlNode): string => text.slice(node.span.start, node.span.end);
  if (value.kind === "map" && value.entries.length > 0)
    return `${key}${value.entries.map((each) => `${line}${inBlock(each, inner, file)}`).join("")}`;
  if (value.kind !== "list" || !value.items.some((item) => item.value.kind === "map")) return `${key} ${plain(flow(value))}`;
  const items = value.items.map((item) =>
    item.value.kind === "map" ? item.value.entries.map((each) => inBlock(each, `${inner}  `, file)).join(`${line}  `) : flow(item.value),
  );
  return `${key}${items.map((item) => `${line}- ${item}`).join("")}`;
}

/** A reference needs no quotes where it stands alone. */
function plain(value: string): string {
  return /^"(\$\{[^"]*\})"$/.exec(value)?.[1] ?? value;
}

/** An entry whose list is written as the map's other lists are: each element on a line of its own, where they have one. */
function listInLines(map: YamlMap, own: YamlEntry, entry: string, indentation: string): string {
  const { file } = map.span;
  const like = map.entries.find(
    ({ value, mergedBy }) => value.kind === "list" && value.alias === undefined && mergedBy === undefined && value.items.length > 0,
  );
  if (like?.value.kind !== "list" || file.text.startsWith("[", like.value.span.start)) return entry;
  if (own.value.kind !== "list" || own.value.items.length === 0) return entry;
  const column = like.value.span.start - lineStart(file.text, like.value.span.start);
  const dash = `${lineBreakOf(file.text)}${isBlank(indentation) ? " ".repeat(column) : indentation}- `;
  const elements = own.value.items.map((item) => bare(entry.slice(item.span.start, item.span.end), like));
  return `${entry.slice(own.keySpan.start, own.keySpan.end)}:${elements.map((element) => `${dash}${element}`).join("")}`;
}

/** References need no quotes on a line of their own, unless the others have some. */
function bare(element: string, like: YamlMap["entries"][number]): string {
  const isQuoted = like.value.kind === "list" && like.value.items.every(({ value }) => value.kind === "scalar" && value.isQuoted);
  return isQuoted ? element : plain(element);
}
