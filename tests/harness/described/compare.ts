import type { Dialect } from "@portcullis/remediator/reader/languages/dialect";
import { idOf } from "@portcullis/policypack/resources/identity";
import { resourceOf } from "@portcullis/remediator/reader/plain";
import { readProgram } from "../reading";
import type { PrintedProgram } from "./printer";
import { isReference, type Plain, type Registered } from "./registers";

/** A program with everything that is compared; the files are shown where something differs. */
export interface Comparable {
  readonly files: string;
  readonly gaps: readonly string[];
  readonly resources: readonly unknown[];
}

/** What the description says, in a form that is compared. */
export function whatIsSaid(registered: readonly Registered[], printed: PrintedProgram): Comparable {
  const resources = registered.map(({ type, name, parent, inputs }) => ({
    type,
    name,
    parent,
    inputs: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, marked(value)])),
    dependencies: Object.fromEntries(Object.entries(inputs).flatMap(([key, value]) => (idsIn(value).length === 0 ? [] : [[key, idsIn(value)]]))),
  }));
  return { files: filesOf(printed), gaps: [], resources: sorted(resources) };
}

export async function whatIsRead(dialect: Dialect, printed: PrintedProgram): Promise<Comparable> {
  const { run, gaps } = await readProgram(dialect, printed);
  return comparable(
    run.registrations.slice(1).map((one) => resourceOf(one, "")),
    gaps,
    printed,
  );
}

/** What a reader gives, in the same form. */
export function comparable(resources: readonly ReturnType<typeof resourceOf>[], gaps: readonly string[], printed: PrintedProgram): Comparable {
  const names = new Map(resources.map(({ urn, name }) => [urn, name]));
  const ids = new Map(resources.map(({ urn, name }) => [idOf(urn), `id of ${name}`]));
  const named = (value: unknown): unknown => {
    if (typeof value === "symbol") return "UNKNOWN";
    if (Array.isArray(value)) return value.map(named);
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part)]));
    return typeof value === "string" ? (ids.get(value) ?? value) : value;
  };
  return {
    files: filesOf(printed),
    gaps,
    resources: sorted(
      resources.map(({ type, name, parent, inputs, propertyDependencies }) => ({
        type,
        name,
        parent: parent === undefined ? undefined : names.get(parent),
        inputs: named(inputs) as object,
        dependencies: Object.fromEntries(
          Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.map((urn) => names.get(urn) ?? urn).sort()]),
        ),
      })),
    ),
  };
}

function filesOf({ files, config }: PrintedProgram): string {
  return [...Object.entries(files).map(([name, text]) => `--- ${name}\n${text}`), JSON.stringify(config)].join("\n");
}

function marked(value: Plain): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object") return value;
  if (isReference(value)) return `id of ${value.id}`;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, marked(part)]));
}

function idsIn(value: Plain): readonly string[] {
  if (typeof value !== "object") return [];
  const found = isReference(value) ? [value.id] : Object.values(value).flatMap((part: Plain) => idsIn(part));
  return [...new Set(found)].sort();
}

function sorted<T extends { readonly type: string; readonly name: string }>(resources: readonly T[]): readonly T[] {
  return resources.toSorted((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}
