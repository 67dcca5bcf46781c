import { findingKey } from "@portcullis/policypack/evaluation/finding";
import type { Resource } from "@portcullis/policypack/resources/resource";
import type { CheckOptions } from "../judging/check";
import type { ProofStep } from "../pull-request/request";
import type { ProgramReading } from "../reader/read";
import { goneIn, inPartIn } from "./plans";
import { verify } from "./verify";
import type { Wanted } from "./wanted";

/** Every claim in every stack, as it is read; where the stacks say the same, it is said once. */
export function proofOf(original: ProgramReading, now: ProgramReading, wanted: readonly Wanted[], options: CheckOptions): readonly ProofStep[] {
  const proofs = original.stacks.flatMap(({ stack: { name }, resources }) => {
    const after = now.stacks.find(({ stack }) => stack.name === name);
    return after === undefined ? [] : [{ name, steps: proofIn(name, resources, after.resources, wanted, options) }];
  });
  const [first] = proofs;
  return (first?.steps ?? []).map(({ claim }, index) => {
    const broken = proofs.filter(({ steps }) => steps[index]?.holds !== true);
    // What holds elsewhere is no reason.
    const details = (broken.length > 0 ? broken : proofs).map(({ name, steps }) => ({ name, detail: steps[index]?.detail ?? "" }));
    if (broken.length > 0 && broken.length < proofs.length)
      return { claim, holds: false, detail: details.map(({ name, detail }) => `in the stack ${name}, ${detail}`).join("; ") };
    const isSame = new Set(details.map(({ detail }) => detail)).size === 1;
    return {
      claim,
      holds: broken.length === 0,
      detail: isSame ? (details[0]?.detail ?? "") : details.map(({ name, detail }) => `${name}: ${detail}`).join("; "),
    };
  });
}

/** The claims for what is wanted in one stack. */
export function proofIn(
  stack: string,
  before: readonly Resource[],
  after: readonly Resource[],
  wanted: readonly Wanted[],
  options: CheckOptions,
): readonly ProofStep[] {
  const own = wanted.flatMap(({ changes }) => changes.get(stack) ?? []);
  const findings = goneIn(own);
  // What was repaired in part first and then as a whole is gone.
  const gone = new Set(findings.map(findingKey));
  const inPart = inPartIn(own).filter((finding) => !gone.has(findingKey(finding)));
  return verify(before, after, { findings, inPart, steps: own.flatMap(({ steps }) => steps) }, options);
}

/** The claims for several projects: one holds where it holds for all of them. */
export function joined(proofs: readonly { readonly project: string; readonly proof: readonly ProofStep[] }[]): readonly ProofStep[] {
  const proven = proofs.filter(({ proof }) => proof.length > 0);
  const [first] = proven;
  if (first === undefined || proven.length === 1) return first?.proof ?? [];
  return first.proof.map((step, index) => ({
    claim: step.claim,
    holds: proven.every(({ proof }) => proof[index]?.holds === true),
    detail: proven.map(({ project, proof }) => `${project}: ${proof[index]?.detail ?? ""}`).join("; "),
  }));
}

/** What was asked twice: of what is read, and of what the program registers when it runs. */
export function bothWays(read: readonly ProofStep[], run: readonly ProofStep[]): readonly ProofStep[] {
  return read.map(({ claim, holds, detail }, index) => {
    const seen = run[index];
    const isSame = seen === undefined || seen.detail === detail;
    return { claim, holds: holds && seen?.holds === true, detail: isSame ? detail : `${detail}; when it runs, ${seen.detail}` };
  });
}
