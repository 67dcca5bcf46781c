import { createHash } from "node:crypto";

/** The id that git gives these bytes: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export function blobId(bytes: Buffer): string {
  return createHash("sha1")
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest("hex");
}
