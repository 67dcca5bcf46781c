import type { Registration, Variable } from "../../reader/interpreter/registration";
import type { SourceFile, Span } from "../../reader/syntax/tree";
import { readYaml, type YamlEntry, type YamlList, type YamlMap, type YamlNode } from "../../reader/syntax/yaml";

/** A list or map of a document where it is written, which is once, however many aliases stand for it. */
export interface Placed {
  readonly node: YamlList | YamlMap;
  /** The entry whose value it is. */
  readonly entry: YamlEntry | undefined;
}

/** An entry, in the map that it is written in. */
export interface PlacedEntry {
  readonly entry: YamlEntry;
  readonly map: YamlMap;
}

interface Document {
  readonly collections: ReadonlyMap<string, Placed>;
  readonly entries: ReadonlyMap<string, PlacedEntry>;
}

const documents = new WeakMap<SourceFile, Document>();

/** Whether a file is a document, in which nothing has an order. */
export function isDocument(name: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name);
}

export function collectionAt(span: Span): Placed | undefined {
  return documentOf(span.file).collections.get(keyOf(span));
}

export function entryAt(span: Span): PlacedEntry | undefined {
  return documentOf(span.file).entries.get(keyOf(span));
}

/** Every resource is known by its key, in the whole document. */
export function keysOf(registrations: readonly Registration[]): readonly Variable[] {
  return registrations.flatMap((registration): readonly Variable[] => {
    const placed = isDocument(registration.span.file.name) ? entryAt(registration.span) : undefined;
    // What a component makes has its name in there, and nowhere else; what a package's makes stands where that is called.
    const isInside = registration.calls.length > 0 || registration.options.parent?.span.start === registration.span.start;
    if (placed === undefined || isInside) return [];
    const { key, keySpan } = placed.entry;
    return [{ name: /^[\w-]+$/.test(key) ? key : `["${key}"]`, registration, declared: keySpan }];
  });
}

function documentOf(file: SourceFile): Document {
  const known = documents.get(file) ?? read(file);
  documents.set(file, known);
  return known;
}

function read(file: SourceFile): Document {
  const collections = new Map<string, Placed>();
  const entries = new Map<string, PlacedEntry>();
  const open: { readonly node: YamlNode; readonly entry: YamlEntry | undefined }[] = [];
  const { root } = readYaml(file);
  if (root !== undefined) open.push({ node: root, entry: undefined });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, entry } = next;
    if (node.kind === "scalar" || node.alias !== undefined) continue;
    collections.set(keyOf(node.span), { node, entry });
    if (node.kind === "list") open.push(...node.items.map(({ value }) => ({ node: value, entry: undefined })));
    else
      for (const own of node.entries) {
        if (own.mergedBy !== undefined) continue;
        entries.set(keyOf(own.span), { entry: own, map: node });
        open.push({ node: own.value, entry: own });
      }
  }
  return { collections, entries };
}

function keyOf({ start, end }: Span): string {
  return `${String(start)}:${String(end)}`;
}
