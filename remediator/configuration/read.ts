import { joined } from "@portcullis/policypack/joined";
import type { ErrorObject } from "ajv";
import { isCollection, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type Node } from "yaml";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { validatorOf } from "@portcullis/policypack/contract/validator";
import { withCommas } from "@portcullis/policypack/commas";
import { parseCidr } from "@portcullis/policypack/net/ip";
import { isWellEncoded, textOf } from "../system/text";
import { configurationSchema, meaningOf, type ConfigurationFile } from "./schema";

export const configurationName = ".portcullis.yaml";

/** A file that says something, or what is wrong with it and where. */
export type ReadConfiguration =
  { readonly kind: "configuration"; readonly file: ConfigurationFile } | { readonly kind: "invalid"; readonly flaws: readonly Flaw[] };

export interface Flaw {
  readonly line: number;
  readonly column: number;
  /** What is there, and what has to be: "mode must be one of off, report, pr". */
  readonly message: string;
}

/** What is called like a configuration, and is no file. */
export function noFile(kind: "symlink" | "submodule" | "directory"): ReadConfiguration {
  const what = { symlink: "is a link, which is not followed", submodule: "is a submodule, not a file", directory: "is a folder, not a file" };
  return invalid([{ line: 1, column: 1, message: what[kind] }]);
}

/** Larger files are no configuration. */
export const largestConfiguration = 100_000;

/** Reads the bytes of a file as what a stranger may have written. Nothing of one that is wrong counts. */
export function readConfigurationFile(bytes: Buffer): ReadConfiguration {
  if (bytes.length > 4 * largestConfiguration) return tooLarge();
  const text = textOf(bytes);
  if (isWellEncoded(bytes)) return readConfiguration(text);
  const before = text.slice(0, Math.max(0, text.indexOf("\ufffd"))).split("\n");
  return invalid([{ line: before.length, column: (before.at(-1) ?? "").length + 1, message: "is not in UTF-8" }]);
}

/** The same of its text. */
export function readConfiguration(text: string): ReadConfiguration {
  if (text.length > largestConfiguration) return tooLarge();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: "1.2", schema: "core", strict: true, uniqueKeys: true, logLevel: "error" });
  const at = (offset: number): Omit<Flaw, "message"> => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [error] = document.errors;
  if (error !== undefined) return invalid([{ ...at(error.pos[0]), message: whatIsWrong(error) }]);
  const tagged = taggedIn(document);
  if (tagged.length > 0)
    return invalid(tagged.map(({ tag = "", range }) => ({ ...at(range?.[0] ?? 0), message: `has the tag ${quoted(tag)}, which is not read` })));
  let value: unknown;
  try {
    // Aliases make a small file a large value.
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return invalid([{ line: 1, column: 1, message: "has aliases, which are not read" }]);
  }
  if (value === null || value === undefined) return { kind: "configuration", file: {} };
  const validate = validatorOf<ConfigurationFile>(configurationSchema, { allErrors: true, strict: false });
  if (validate(value)) {
    const flaws = meaningFlaws(value).map(({ path, message }) => ({ ...at(placeOf(document, path)), message }));
    return flaws.length > 0 ? invalid(flaws) : { kind: "configuration", file: value };
  }
  const errors = validate.errors ?? [];
  // All that is wrong is said at once: what has the form that it should have may still mean nothing.
  const malformed = new Set(errors.map(({ instancePath }) => instancePath.split("/")[1]));
  const formed = Object.fromEntries(Object.entries(Object(value) as object).filter(([key]) => !malformed.has(key)));
  return invalid(
    distinct([
      ...errors.map((each) => ({ ...at(placeOf(document, keysOf(each))), message: messageOf(each) })),
      ...meaningFlaws(formed).map(({ path, message }) => ({ ...at(placeOf(document, path)), message })),
    ]),
  );
}

/** What is larger than a configuration may be. */
export function tooLarge(): ReadConfiguration {
  return invalid([{ line: 1, column: 1, message: `has more than ${withCommas(largestConfiguration)} characters` }]);
}

/** Values that are said to be of another kind than what JSON has: a set of names would be read as a mapping that says nothing. */
function taggedIn(document: Document): readonly Node[] {
  const tagged: Node[] = [];
  visit(document, {
    Node(_, node) {
      if ((isScalar(node) || isCollection(node)) && node.tag !== undefined && !plainTags.test(node.tag)) tagged.push(node);
    },
  });
  return tagged;
}

const plainTags = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map)$/;

function whatIsWrong({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === "MULTIPLE_DOCS") return "has more than one document";
  return /call stack/i.test(message) ? "nests too deeply to be read" : `is not YAML: ${firstLine(message)}`;
}

/** What the schema cannot say. */
function meaningFlaws({
  policies: levels,
  trustedNetworks = [],
  ignoredPaths = [],
}: ConfigurationFile): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] {
  const blocks = trustedNetworks.flatMap((block, index) =>
    parseCidr(block) === undefined
      ? [{ path: ["trustedNetworks", index], message: `trustedNetworks: ${quoted(block)} is not an address block` }]
      : [],
  );
  const paths = ignoredPaths.flatMap((glob, index) =>
    isPathInside(glob) ? [] : [{ path: ["ignoredPaths", index], message: `ignoredPaths: ${quoted(glob)} is no path from the top of the repository` }],
  );
  const { problems } = configure((levels ?? {}) as RawConfiguration, policies);
  return [
    ...blocks,
    ...paths,
    ...problems.map(({ policy, key, message }) => ({
      path: ["policies", policy, ...(key === "" ? [] : [key])],
      message: `policies: ${key === "" ? message : `${policy}.${key} ${message}`}`,
    })),
  ];
}

/** Whether a folder of a repository can be called so: what cannot would ignore nothing, and nobody would know. */
function isPathInside(glob: string): boolean {
  return !glob.startsWith("!") && !glob.includes("\\") && !glob.split("/").includes("..");
}

/** ", line 3, column 5: ...": the first of what is wrong, as the end of a sentence without its full stop. */
export function firstFlaw([flaw]: readonly Flaw[]): string {
  return flaw === undefined ? "" : `, line ${flaw.line}, column ${flaw.column}: ${flaw.message}`;
}

function invalid(flaws: readonly Flaw[]): ReadConfiguration {
  return { kind: "invalid", flaws: flaws.slice(0, 20) };
}

/** The path of an error, with the name that is too much where there is one. */
function keysOf({ instancePath, params }: ErrorObject): readonly (string | number)[] {
  const keys = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra = (params as { readonly additionalProperty?: unknown }).additionalProperty;
  return typeof extra === "string" ? [...keys, extra] : keys;
}

function messageOf({ instancePath, keyword, params, message = "is not valid" }: ErrorObject): string {
  const where = instancePath.slice(1).replaceAll("/", ".");
  if (keyword === "additionalProperties") {
    const extra = String((params as { readonly additionalProperty?: unknown }).additionalProperty);
    return `${where === "" ? "" : `${where}.`}${quoted(extra)} is no setting`;
  }
  if (keyword === "enum")
    return `${where} must be one of ${joined((params as { readonly allowedValues: readonly unknown[] }).allowedValues.map(String), "or")}`;
  const asked = askedOf(keyword, params as Readonly<Record<string, unknown>>) ?? message;
  return where === "" ? `the file ${asked}` : `${where} ${asked}`;
}

/** What a schema asks for, in the words that people have for it. */
function askedOf(keyword: string, params: Readonly<Record<string, unknown>>): string | undefined {
  const limit = withCommas(Number(params.limit));
  switch (keyword) {
    case "type":
      return Object.hasOwn(kinds, String(params.type)) ? `must be ${kinds[String(params.type)] ?? ""}` : undefined;
    case "minimum":
      return `must be at least ${limit}`;
    case "maximum":
      return `must be at most ${limit}`;
    case "minLength":
      return "must not be empty";
    case "maxLength":
      return `must have at most ${limit} characters`;
    case "maxItems":
      return `must have at most ${limit} entries`;
    case "pattern":
      return `must be ${meaningOf.get(String(params.pattern)) ?? "of another form"}`;
    default:
      return undefined;
  }
}

/** What people call the types of JSON Schema. */
const kinds: Readonly<Record<string, string>> = {
  integer: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
};

/** Where a path is written: its key, or the value where it has none. */
function placeOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const items = (parent as { readonly items?: readonly unknown[] } | undefined)?.items ?? [];
    for (const item of items) {
      const { key } = Object(item) as { readonly key?: unknown };
      if (isNode(key) && String(key) === String(last)) return key.range?.[0] ?? 0;
    }
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function distinct(flaws: readonly Flaw[]): readonly Flaw[] {
  const byPlace = new Map<string, Flaw>();
  // Of several errors in one place, the first is the one that names it best.
  for (const flaw of flaws) if (!byPlace.has(`${flaw.line}:${flaw.column}`)) byPlace.set(`${flaw.line}:${flaw.column}`, flaw);
  return [...byPlace.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? "";
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
