import type { Path, Step } from "@portcullis/policypack/plans/plan";
import type { Editable } from "../editing/context";
import { editsFor } from "../editing/editor";
import { isDeclined } from "../editing/outcome";
import type { Change } from "./plans";

/** The rules of a change that cannot be changed; none where all can be by themselves, or none can. */
export function unwritableIn({ program, change: { steps }, planned }: Attempt): readonly Unwritable[] {
  if (steps.length < 2) return [];
  const refused = steps.flatMap((step): readonly Unwritable[] => {
    const made = editsFor(program, [step], planned);
    if (!isDeclined(made)) return [];
    return step.kind === "vary" && made.unnamed === undefined ? [{ urn: step.urn, path: step.path, reason: made.reason }] : [];
  });
  return refused.length === steps.length ? [] : refused;
}

/** A change that could not be written as a whole. */
interface Attempt {
  readonly program: Editable;
  readonly change: Change;
  /** The steps of all changes that are meant to be carried out. */
  readonly planned: readonly Step[];
}

/** A rule that cannot be changed where it is written. */
export interface Unwritable {
  readonly urn: string;
  readonly path: Path;
  readonly reason: string;
}
