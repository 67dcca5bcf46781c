import type { Path } from "@portcullis/policypack/plans/plan";
import type { SourcePosition } from "@portcullis/policypack/resources/resource";
import type { SourceRange } from "../reader/plain";
import type { Source, Written } from "../sources/source";

/** Where the program writes a property of a resource. */
export type Locate = (urn: string, path: Path) => SourcePosition | SourceRange | undefined;

/** Finds places in the program of a source: of what is not read, those that a preview names. */
export function locatorOf({ locate, written, resources }: Source): { readonly locate: Locate; readonly written: Written | undefined } {
  if (locate !== undefined) return { locate, written };
  const positions = new Map(resources.map((resource) => [resource.urn, resource.positions[0]]));
  return { locate: (urn) => positions.get(urn), written: undefined };
}
