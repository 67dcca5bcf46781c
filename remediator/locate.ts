import type { Path } from "@portcullis/policypack/plans/plan";
import type { Resource, SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Target } from "./languages/language";
import type { Source, SourceRange, Written } from "./source";

/** Where the program writes a property of a resource. */
export type Locate = (urn: string, path: Path) => SourcePosition | SourceRange | undefined;

/** Finds places in the program of a source. Compilers are loaded where it was run: they take longer than all else. */
export function locatorOf({ folder, locate, written, resources }: Source): { readonly locate: Locate; readonly written: Written | undefined } {
  if (locate !== undefined) return { locate, written };
  if (folder === undefined) {
    const positions = new Map(resources.map((resource) => [resource.urn, resource.positions[0]]));
    return { locate: (urn) => positions.get(urn), written: undefined };
  }
  const targets = targetsOf(resources);
  const { positionOf } = require("./languages/languages") as typeof import("./languages/languages");
  const { readFiles } = require("./files") as typeof import("./files");
  const files = readFiles(folder);
  const placeOfTarget = (target: Target, path: Path): SourcePosition | undefined =>
    positionOf(files, target, path) ?? positionOf(files, target, []) ?? target.positions[0];
  return {
    locate: (urn, path) => {
      const target = targets.get(urn);
      return target === undefined ? undefined : placeOfTarget(target, path);
    },
    written: { folder, text: (file) => files.get(file) },
  };
}

/** Every resource as an editor looks for it. */
export function targetsOf(resources: readonly Resource[]): ReadonlyMap<string, Target> {
  const sharing = new Map<string, number>();
  for (const { positions } of resources) sharing.set(placeOf(positions[0]), (sharing.get(placeOf(positions[0])) ?? 0) + 1);
  return new Map(
    resources.map(({ urn, type, name, positions, inputs }) => {
      const shared = positions[0] === undefined ? 1 : (sharing.get(placeOf(positions[0])) ?? 1);
      return [urn, { urn, type, name, positions, inputs, sharedBy: shared }];
    }),
  );
}

export function placeOf(position: SourcePosition | undefined): string {
  return position === undefined ? "" : `${position.file}:${position.line}:${position.column}`;
}
