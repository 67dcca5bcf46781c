import { createHash } from "node:crypto";
import type { Resource } from "./resource";

type Made<K extends string> = Readonly<Record<K, string>>;

/** What stands for the identifiers of a resource that is not deployed: made from the URN, so that two readings give the same ones. */
export function identifiersOf({ urn, name }: Pick<Resource, "urn" | "name">): Made<"id" | "arn" | "name"> {
  const mark = markOf(urn);
  return { id: `id-${mark}`, arn: `arn:portcullis:${mark}`, name: `${name}-${mark}` };
}

/** Those that are made up for a resource: of one that has a name already, none is. */
export function madeUpFor(resource: Pick<Resource, "urn" | "name">, isNamed: boolean): Made<"id" | "arn"> & Partial<Made<"name">> {
  const { name, ...others } = identifiersOf(resource);
  return isNamed ? others : { ...others, name };
}

/** The first of them alone. */
export function idOf(urn: string): string {
  return `id-${markOf(urn)}`;
}

function markOf(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 17);
}
