import type { CheckOptions, LocatedFinding } from "./check";
import type { Files } from "./files";
import type { DeclinedFix } from "./plans";
import type { ProofStep } from "./pull-request/request";
import type { Source } from "./source";

/** The repair of programs: edits that were read again, and run where that was asked for, and found to do what was meant and nothing else. */
export interface Fix {
  readonly kind: "fix";
  readonly source: Source;
  /** The folder that the files are relative to. */
  readonly folder: string;
  /** The programs that were repaired, where they are known: their folders are relative to the repository. */
  readonly programs?: readonly { readonly name: string; readonly folder: string }[];
  /** What was not read, or not checked, of the programs: what is wrong there is not known. A sentence each. */
  readonly notRead?: readonly string[];
  readonly repaired: readonly LocatedFinding[];
  readonly declined: readonly DeclinedFix[];
  readonly proof: readonly ProofStep[];
  readonly before: Files;
  readonly after: Files;
}

export interface FixOptions extends CheckOptions {
  /** The policies whose findings are repaired; without it all that can be. */
  readonly policies?: readonly string[];
  /** How long the program may run. */
  readonly seconds?: number;
  /** Told what begins: "Repairing shop". */
  readonly begin?: (stage: string) => void;
}
