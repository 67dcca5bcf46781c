import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { withLines } from "./lines";
import { parseAround } from "./yaml-recovery";
import type { SourceFile, Span } from "./tree";

/** A YAML or JSON file as nodes that know where they stand. Of a broken one the nodes are what could be made of it. */
export interface YamlFile {
  readonly file: SourceFile;
  readonly root: YamlNode | undefined;
  /** What is wrong with the text, in its own order. */
  readonly errors: readonly { readonly reason: string; readonly span: Span }[];
  /** From where on nothing is known of what the text says. */
  readonly lostFrom?: number;
}

export type YamlNode = YamlScalar | YamlMap | YamlList;

interface Written {
  /** The text that writes it; where an alias stands for it, at its anchor. */
  readonly span: Span;
  /** The alias that stands for it. */
  readonly alias?: { readonly name: string; readonly span: Span };
}

export interface YamlScalar extends Written {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** True where quotes or a block say that it is a text. */
  readonly isQuoted: boolean;
  /** True where brackets or braces stand that do not parse: what they were to say is not known. */
  readonly isBroken?: true;
}

export interface YamlMap extends Written {
  readonly kind: "map";
  /** Merge keys are already merged; of a repeated key the last one counts. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: YamlNode;
  /** Key and value. */
  readonly span: Span;
  /** The merge key that brings it into this map. */
  readonly mergedBy?: Span;
}

export interface YamlList extends Written {
  readonly kind: "list";
  readonly items: readonly YamlItem[];
}

export interface YamlItem {
  readonly value: YamlNode;
  /** With the dash in front of it, where there is one. */
  readonly span: Span;
}

/** Reads a text as YAML. The same file is read once. Never throws. */
export function readYaml(file: SourceFile): YamlFile {
  const known = read.get(file);
  if (known !== undefined) return known;
  const made = readText(file);
  read.set(file, made);
  return made;
}

const read = new WeakMap<SourceFile, YamlFile>();

function readText(file: SourceFile): YamlFile {
  try {
    const { document, errors: met, broken, lostFrom } = parseAround(withLines(file.text));
    const errors = met.slice(0, mostErrors).map(({ message, pos }) => ({ reason: sentence(message), span: span(file, pos[0], pos[1]) }));
    const reader = new NodeReader(file, document.contents, broken);
    const root = document.contents === null ? undefined : reader.read(document.contents, 0);
    const lost = lostFrom === undefined ? {} : { lostFrom };
    return { file, root, errors: [...errors, ...reader.errors], ...lost };
  } catch (error) {
    const reason = error instanceof RangeError ? "nests too deep" : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { file, root: undefined, errors: [{ reason, span: span(file, 0, 0) }], lostFrom: 0 };
  }
}

/** The last entry of a key. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === "map" ? node.entries.findLast((entry) => entry.key === key) : undefined;
}

/** The entry of a key whose case does not count, as in the sections of a program. */
export function fieldOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  const found = entryOf(node, key);
  if (found !== undefined || node?.kind !== "map") return found;
  const lower = key.toLowerCase();
  return node.entries.findLast((entry) => entry.key.toLowerCase() === lower);
}

/** The entries of a map; of anything else, none. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === "map" ? node.entries : [];
}

export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** Whether brackets or braces stand there that do not parse. */
export function isBroken(node: YamlNode): boolean {
  return node.kind === "scalar" && node.isBroken === true;
}

/** Whether nothing is written where something could be. */
export function isNothing(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null && node.isBroken !== true;
}

/** A node as plain data. */
export function plainOf(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(({ value }) => plainOf(value));
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
}

/** A broken file has as many errors as it has lines. */
const mostErrors = 20;

/** Deeper than any file nests, and far from the end of the stack. */
const deepest = 200;

/** An alias stands for a copy of its anchor, so that a small file can stand for a huge one. */
const mostCopies = 50_000;

class NodeReader {
  readonly errors: { readonly reason: string; readonly span: Span }[] = [];
  private readonly anchors = new Map<string, Node>();
  private copies = 0;
  private isCopying = false;

  constructor(
    private readonly file: SourceFile,
    contents: Node | null,
    private readonly broken: ReadonlySet<number>,
  ) {
    this.collect(contents, 0);
  }

  /** The nodes that aliases refer to; of an anchor that is set again, aliases that stand between are few enough to be told wrong. */
  private collect(node: unknown, depth: number): void {
    if (depth > deepest) return;
    if (isPair(node)) {
      this.collect(node.key, depth + 1);
      this.collect(node.value, depth + 1);
    } else if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
      if (!isScalar(node)) for (const item of node.items) this.collect(item, depth + 1);
    }
  }

  read(node: unknown, depth: number): YamlNode {
    if (isAlias(node)) return this.alias(node, depth);
    const place = this.spanOf(node);
    if (this.isCopying) this.copies++;
    if (depth > deepest || (this.isCopying && this.copies > mostCopies)) {
      this.say(depth > deepest ? "nests too deep" : "stands for more than the file can hold", place);
      return nothing(place);
    }
    if (this.broken.has(place.start) && !isBlock(node)) return { ...nothing(place), isBroken: true };
    if (isMap(node)) return { kind: "map", entries: this.entries(node, depth), span: place };
    if (isSeq(node)) return { kind: "list", items: this.items(node, depth), span: place };
    if (!isScalar(node)) return nothing(place);
    return { kind: "scalar", value: scalarOf(node), isQuoted: node.type !== "PLAIN" && node.type !== undefined, span: place };
  }

  private alias(node: Alias, depth: number): YamlNode {
    const place = this.spanOf(node);
    const target = this.anchors.get(node.source);
    if (target !== undefined) {
      const wasCopying = this.isCopying;
      this.isCopying = true;
      const copy = this.read(target, depth + 1);
      this.isCopying = wasCopying;
      return { ...copy, alias: { name: node.source, span: place } };
    }
    this.say(`refers to the anchor ${node.source}, which is not there`, place);
    return nothing(place);
  }

  private items(list: YAMLSeq, depth: number): readonly YamlItem[] {
    const { text } = this.file;
    let from = (list.range?.[0] ?? 0) + (list.flow === true ? 1 : 0);
    return list.items.map((item) => {
      const value = this.read(item, depth + 1);
      const place = this.spanOf(item);
      const start = Math.min(this.blankUpTo(from), place.start);
      const end = Math.max(place.end, start + (text.startsWith("-", start) && list.flow !== true ? 1 : 0));
      from = (item as Partial<Node> | null)?.range?.[2] ?? end;
      if (list.flow === true) from = text.startsWith(",", this.blankUpTo(from)) ? this.blankUpTo(from) + 1 : from;
      return { value, span: span(this.file, start, end) };
    });
  }

  /** The next place that is neither white space nor comment. */
  private blankUpTo(from: number): number {
    blank.lastIndex = from;
    return from + (blank.exec(this.file.text)?.[0].length ?? 0);
  }

  private entries(map: YAMLMap, depth: number): readonly YamlEntry[] {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of map.items) {
      if (isMergeKey(pair)) {
        const mergedBy = span(this.file, this.spanOf(pair.key).start, this.spanOf(pair.value).end);
        merged.push(...this.merged(pair.value, depth + 1).map((entry) => ({ ...entry, mergedBy })));
      } else own.push(this.entry(pair, depth));
    }
    // The parser's own search for repeated keys takes the square of their number.
    const names = new Set<string>();
    for (const { key, keySpan } of own) {
      if (names.has(key)) this.say(`is not YAML: the key ${key.slice(0, 60)} is there twice`, keySpan);
      names.add(key);
    }
    return [...merged.filter(({ key }) => !names.has(key)), ...own];
  }

  /** Of several maps that are merged, the first one counts. */
  private merged(value: unknown, depth: number): readonly YamlEntry[] {
    const sources = isSeq(value) ? value.items : [value];
    const maps = sources.map((source) => this.read(source, depth));
    return maps.reverse().flatMap((map) => (map.kind === "map" ? map.entries : []));
  }

  private entry(pair: Pair, depth: number): YamlEntry {
    const key = this.read(pair.key, depth + 1);
    const keySpan = key.span;
    const end = keySpan.end;
    const value = pair.value === null ? nothing(span(this.file, end, end)) : this.read(pair.value, depth + 1);
    const valueSpan = isAlias(pair.value) ? this.spanOf(pair.value) : value.span;
    const name = key.kind === "scalar" ? String(key.value) : this.file.text.slice(keySpan.start, keySpan.end);
    return { key: name, keySpan, value, span: span(this.file, keySpan.start, Math.max(valueSpan.end, end)) };
  }

  /** Without the blank lines and comments behind a block. */
  private spanOf(node: unknown): Span {
    const range = (node as Partial<Node> | null | undefined)?.range;
    if (range === null || range === undefined) return span(this.file, 0, 0);
    const [start, end] = range;
    return span(this.file, start, isMap(node) || isSeq(node) ? this.endOf(node) : Math.max(start, end));
  }

  private endOf(node: YAMLMap | YAMLSeq): number {
    const [start = 0, end = 0] = node.range ?? [];
    if (node.flow === true) return end;
    const last = node.items.at(-1);
    const inner = isPair(last) ? (last.value ?? last.key) : last;
    if (isMap(inner) || isSeq(inner)) return Math.max(start, inner.range === undefined ? end : this.endOf(inner));
    return Math.max(start, (inner as Partial<Node> | null | undefined)?.range?.[1] ?? end);
  }

  private say(reason: string, place: Span): void {
    if (this.errors.length < mostErrors) this.errors.push({ reason, span: place });
  }
}

/** A block may begin where the first key of it does. */
function isBlock(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.source === "<<" && (pair.key.type === "PLAIN" || pair.key.type === undefined);
}

const blank = /(?:\s|#[^\n]*(?:\n|$))*/y;

function nothing(place: Span): YamlScalar {
  return { kind: "scalar", value: null, isQuoted: false, span: place };
}

function scalarOf(node: Scalar): YamlScalar["value"] {
  const value = node.type === "PLAIN" && node.source !== undefined ? (numberIn(node.source) ?? node.value) : node.value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "bigint" ? Number(value) : null;
}

/** Numbers as the engine's parser reads them, and YAML 1.2 does not: https://pkg.go.dev/gopkg.in/yaml.v3#readme-compatibility */
function numberIn(source: string): number | undefined {
  if (!/^[-+]?(?:0[\dobx_]|[1-9][\d.]*_)/i.test(source)) return undefined;
  const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(source.replaceAll("_", "")) ?? [];
  const size = integerIn(digits) ?? (/^\d+(?:\.\d*)?(?:e[-+]?\d+)?$/i.test(digits) ? Number(digits) : undefined);
  return size === undefined ? undefined : sign === "-" ? -size : size;
}

/** A whole number with the base that it begins with: 0x, 0o, 0b, or 0 for eight. */
function integerIn(digits: string): number | undefined {
  const [, base = "", rest = ""] = /^0([xob]?)([\da-f]+)$/i.exec(digits) ?? [];
  const radix = { x: 16, b: 2 }[base.toLowerCase()] ?? 8;
  const isWhole = rest !== "" && Array.from(rest).every((digit) => Number.parseInt(digit, 16) < radix);
  return isWhole ? Number.parseInt(rest, radix) : undefined;
}

function span(file: SourceFile, start: number, end: number): Span {
  const from = Math.max(0, Math.min(start, file.text.length));
  return { file, start: from, end: Math.max(from, Math.min(end, file.text.length)) };
}

/** The parser's own words in one line, as a predicate. */
function sentence(message: string): string {
  const line = message.split("\n")[0] ?? "";
  if (/call stack/i.test(line)) return "nests too deeply to be read";
  return `is not YAML: ${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}
