import type { Checkout, DeclinedFinding, ProofStep, SettingToMake } from "../pull-request/request";

/**
 * A repair on its way from the step that found it, which has no credentials and may run the program, to the step that opens the pull request, which
 * has them and runs nothing. Whoever reads it takes it for the work of an enemy: see `readRepairFile`.
 */
export interface RepairFile {
  readonly format: typeof format;
  readonly version: typeof version;
  readonly project: string;
  /** `partial` where only some policies' findings were repaired. */
  readonly scan: "complete" | "partial";
  readonly checkout: Checkout;
  readonly findings: readonly {
    readonly policy: string;
    readonly urn: string;
    readonly message: string;
    /** Relative to the repository. */
    readonly file?: string;
    readonly line?: number;
  }[];
  readonly declined: readonly DeclinedFinding[];
  readonly proof: readonly ProofStep[];
  readonly settings?: readonly SettingToMake[];
  readonly losesAccess: readonly string[];
  /** Relative to the repository. */
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
}

export const format = "portcullis-repair";
export const version = 1;

/** More than any repair needs, and little enough to be read at once. */
export const longestRepairFile = 32_000_000;
