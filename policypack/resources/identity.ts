import { createHash } from "node:crypto";

/** What stands for the identifiers of a resource that is not deployed: made from the URN, so that two readings give the same ones. */
export function markOf(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 17);
}
