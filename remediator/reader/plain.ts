import { idOf, madeUpFor } from "@portcullis/policypack/resources/identity";
import { addressOfMachine, lengthOfOne } from "@portcullis/policypack/resources/machine-address";
import { unknown, type Plain, type Resource, type SourcePosition } from "@portcullis/policypack/resources/resource";
import { stackType } from "./interpreter/run";
import type { Registration } from "./interpreter/registration";
import { isScalar } from "./interpreter/operators";
import { Hole } from "./interpreter/hole";
import { List } from "./interpreter/list";
import { Instance, RecordData, ResourceData, type Value } from "./interpreter/value";
import type { SourceFile, Span } from "./syntax/tree";

/** A place in the source with its end; columns count from 1, and the end is the place after the last character. */
export interface SourceRange extends SourcePosition {
  readonly endLine: number;
  readonly endColumn: number;
}

/** A registration in the form that the judge reads. Positions are relative to `folder`. */
export function resourceOf(registration: Registration, folder: string): Resource {
  const { urn, type, name, kind, inputs, options } = registration;
  const custom = kind === "custom" || kind === "read";
  const fields = inputs.data instanceof RecordData ? [...inputs.data.fields] : [];
  const id = options.id === undefined ? undefined : plainOf(options.id);
  const named = fields.some(([key]) => key === "name");
  const outputs =
    kind === "custom" ? madeUpFor(registration, named) : registration.outputs === undefined ? {} : objectOf(plainOf(registration.outputs));
  const secrets = secretsIn(inputs);
  const parts = partsOfTexts(fields);
  const calls = (registration.foreignCalls ?? []).map(({ of, told, says }) => ({ of, told: [...told].map((each) => each.urn), says }));
  const gap =
    inputs.data instanceof RecordData && inputs.data.rest !== undefined
      ? `has properties that are not known: one ${inputs.data.rest.reason}`
      : undefined;
  return {
    urn,
    type,
    name,
    custom,
    inputs: Object.fromEntries(fields.filter(([, field]) => field.value.data !== null).map(([key, field]) => [key, plainOf(field.value)])),
    outputs,
    id: typeof id === "string" ? id : undefined,
    parent: type === stackType ? undefined : options.parent?.urn,
    provider: options.provider?.urn,
    propertyDependencies: dependenciesBy(fields),
    ...(registration.outputs?.data instanceof RecordData ? given([...registration.outputs.data.fields]) : {}),
    positions: [registration.span, ...registration.calls].map((span) => positionOf(span, folder)),
    ...(kind === "read" ? { isRead: true } : {}),
    ...(registration.isExportedToProgram === true ? { isExportedToProgram: true } : {}),
    ...(calls.length === 0 ? {} : { foreignCalls: calls }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(parts.length === 0 ? {} : { partsOfTexts: Object.fromEntries(parts) }),
    ...(registration.conditions.length === 0 ? {} : { conditions: registration.conditions }),
    ...(gap === undefined ? {} : { gap }),
  };
}

function objectOf(plain: Plain): Readonly<Record<string, Plain>> {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain) ? (plain as Readonly<Record<string, Plain>>) : {};
}

/** Deeper than any program nests. */
const deepest = 100;

/** What a rule that may have more properties may say besides: of any other object with properties that are not known nothing is known. */
const ruleProperties = ["protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups", "self"];

/** A value as plain data: what is not known is unknown, a list that may hold more ends with something unknown, a resource is its identifier. */
export function plainOf({ data, addressOf }: Value, depth = 0): Plain {
  if (isScalar(data)) return data;
  if (data instanceof Hole) return addressOf === undefined || data.text !== lengthOfOne ? unknown : addressOfMachine(addressOf.urn);
  if (depth > deepest) return unknown;
  if (data instanceof List) {
    const elements = data.items.map(({ value }) => plainOf(value, depth + 1));
    return data.rest === undefined ? elements : [...elements, unknown];
  }
  if (data instanceof ResourceData || data instanceof Instance) {
    const registration = data.registration;
    if (registration !== undefined)
      return registration.kind === "custom" ? idOf(registration.urn) : registration.kind === "read" ? unknown : registration.urn;
  }
  if (data instanceof RecordData) {
    const isRule = ruleProperties.some((property) => data.fields.has(property));
    if (data.rest !== undefined && !isRule) return unknown;
    const known = [...data.fields]
      .filter(([, { value }]) => value.data !== null)
      .map(([key, { value }]) => [key, plainOf(value, depth + 1)] as const);
    const open = data.rest === undefined ? [] : ruleProperties.map((property) => [property, unknown] as const);
    return Object.fromEntries([...open, ...known]);
  }
  return unknown;
}

/** By the names of properties, what is known of texts in them that are not known as a whole. */
function partsOfTexts(fields: Fields): readonly (readonly [string, readonly string[]])[] {
  const visit = ({ data }: Value, depth: number): readonly string[] => {
    if (data instanceof Hole) return data.text === undefined ? [] : [data.text];
    if (depth > deepest) return [];
    if (data instanceof List) return data.items.flatMap(({ value }) => visit(value, depth + 1));
    return data instanceof RecordData ? [...data.fields.values()].flatMap(({ value }) => visit(value, depth + 1)) : [];
  };
  return fields.flatMap(([name, { value }]) => {
    const texts = visit(value, 0);
    return texts.length === 0 ? [] : [[name, texts] as const];
  });
}

/** The texts of what came out of secrets, which are judged and never said. */
function secretsIn(value: Value): readonly string[] {
  const texts = new Set<string>();
  const visit = ({ data, isSecret }: Value, inSecret: boolean, depth: number): void => {
    const hides = inSecret || isSecret === true;
    if (hides && (typeof data === "string" || typeof data === "number")) texts.add(String(data));
    if (depth > deepest) return;
    if (data instanceof List) for (const item of data.items) visit(item.value, hides, depth + 1);
    else if (data instanceof RecordData) for (const field of data.fields.values()) visit(field.value, hides, depth + 1);
  };
  visit(value, false, 0);
  return [...texts];
}

type Fields = readonly (readonly [string, { readonly value: Value }])[];

/** What a stack or a component gives away was computed from. */
function given(fields: Fields): Pick<Resource, "outputDependencies" | "outputIdentities"> {
  return { outputDependencies: dependenciesBy(fields), outputIdentities: dependenciesBy(fields, "identifies") };
}

/** By the names of properties, of those that were computed from resources. */
function dependenciesBy(fields: Fields, which: "from" | "identifies" = "from"): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    fields.flatMap(([key, field]) => {
      const urns = dependenciesOf(field.value, which);
      return urns.length === 0 ? [] : [[key, urns] as const];
    }),
  );
}

/** The URNs of the resources that a value, or anything in it, was computed from. */
function dependenciesOf(value: Value, which: "from" | "identifies"): readonly string[] {
  const urns = new Set<string>();
  const visit = ({ data, [which]: sources }: Value, depth: number): void => {
    for (const { urn } of sources ?? []) urns.add(urn);
    if (depth > deepest) return;
    if (data instanceof List) for (const item of data.items) visit(item.value, depth + 1);
    else if (data instanceof RecordData) for (const field of data.fields.values()) visit(field.value, depth + 1);
    else if (data instanceof ResourceData || (data instanceof Instance && data.registration !== undefined)) urns.add(data.registration?.urn ?? "");
  };
  visit(value, 0);
  return [...urns].sort();
}

/** Line and column of a span's start, counted from 1; a byte order mark is no column. */
export function positionOf({ file, start }: Span, folder: string): SourcePosition {
  return { file: relative(file.name, folder), ...lineAndColumn(file, start) };
}

/** The same with the span's end. */
export function rangeOf(span: Span, folder: string): SourceRange {
  const end = lineAndColumn(span.file, span.end);
  return { ...positionOf(span, folder), endLine: end.line, endColumn: end.column };
}

/** Where the lines of a file begin; a repository's files are asked about many times. */
const lineStarts = new WeakMap<SourceFile, readonly number[]>();

function lineAndColumn(file: SourceFile, offset: number): { readonly line: number; readonly column: number } {
  const starts = lineStarts.get(file) ?? startsOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
}

function startsOf(file: SourceFile): readonly number[] {
  const starts = [file.text.startsWith("\uFEFF") ? 1 : 0];
  for (let index = file.text.indexOf("\n"); index !== -1; index = file.text.indexOf("\n", index + 1)) starts.push(index + 1);
  lineStarts.set(file, starts);
  return starts;
}

function relative(name: string, folder: string): string {
  if (folder === "") return name;
  if (name.startsWith(`${folder}/`)) return name.slice(folder.length + 1);
  return `${"../".repeat(folder.split("/").length)}${name}`;
}
