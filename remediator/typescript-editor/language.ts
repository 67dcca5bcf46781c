import type { Path, Step } from "@portcullis/policypack/plans/plan";
import type { Properties, SourcePosition } from "@portcullis/policypack/resources/resource";
import type { TextEdit } from "../editing/edits";
import type { Declined } from "../editing/outcome";

/** The program's files by name: relative to the folder of Pulumi.yaml, forward slashes, decoded, a byte order mark kept as U+FEFF. */
export type Files = ReadonlyMap<string, string>;

/** A resource whose source is to be found. */
export interface Target {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The most exact place first. May be empty: then the resource is looked for by its type and name. */
  readonly positions: readonly SourcePosition[];
  /** The resolved inputs before the change. What the source says literally has to agree with them. */
  readonly inputs: Properties;
  /**
   * How many resources of the stack the constructor call at these positions makes (in a loop, a function called several times, a component
   * instantiated several times). Above 1 the edit is declined. A caller whose steps are equal for all of them, apart from the URN, passes one
   * of them with 1 instead.
   */
  readonly sharedBy: number;
}

export type Edit = { readonly kind: "edits"; readonly edits: readonly TextEdit[] } | Declined;

/** Finds the target of a reference in a plan; undefined if the stack has no such resource. */
export type LocateReference = (urn: string) => Target | undefined;

/** Changes programs of one language. Knows syntax, changes bytes, and declines with a reason where it would have to guess. */
export interface Language {
  readonly name: string;
  /** Of its files, with the dot. */
  readonly extensions: readonly string[];
  /** Whether it can add a key to the program's configuration, for the addresses that a plan leaves to that. */
  readonly writesSettings?: true;
  /** The edits that carry out the steps, which are all of this target. Steps of the inputs as they were before the plan. */
  readonly editFor: (files: Files, target: Target, steps: readonly Step[], locateReference: LocateReference) => Edit;
  /** Where the source writes what is at the path of the target's inputs; the constructor call for an empty path. */
  readonly positionOf: (files: Files, target: Target, path: Path) => SourcePosition | undefined;
}
