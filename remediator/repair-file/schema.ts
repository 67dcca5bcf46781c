import { markerLimits } from "../pull-request/marker";
import { object } from "../system/object-schema";
import { format, version } from "./repair-file";

const text = (most: number) => ({ type: "string", minLength: 1, maxLength: most }) as const;
const list = (items: object, most: number) => ({ type: "array", items, maxItems: most }) as const;

const path = { type: "string", minLength: 1, maxLength: 1024 } as const;
const source = { type: "string", maxLength: 1_000_000 } as const;
const commitish = { type: "string", pattern: "^[0-9a-f]{40}$" } as const;

/** The shape of a repair file, as JSON Schema (draft 7). Every text and every list has an end. */
export const repairFileSchema = object(
  {
    format: { const: format },
    version: { const: version },
    project: text(markerLimits.project),
    scan: { enum: ["complete", "partial"] },
    checkout: object(
      {
        folder: { type: "string", maxLength: 1024 },
        tree: commitish,
        changes: list(path, 1000),
        beside: object({ commit: commitish, digest: commitish }),
      },
      ["tree", "beside"],
    ),
    findings: list(
      object(
        {
          policy: text(100),
          urn: text(2000),
          message: text(5000),
          file: path,
          line: { type: "integer", minimum: 1, maximum: 1_000_000 },
        },
        ["file", "line"],
      ),
      5000,
    ),
    declined: list(object({ policy: text(100), message: text(5000), reason: text(5000) }), 5000),
    proof: list(object({ claim: text(500), holds: { type: "boolean" }, detail: { type: "string", maxLength: 5000 } }), 100),
    settings: list(object({ key: text(500), files: list(text(500), 100), who: text(5000) }), 100),
    losesAccess: list(text(5000), 5000),
    files: list(object({ path, before: source, after: source }), 100),
  },
  ["settings"],
);
