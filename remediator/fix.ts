import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey, type Finding } from "@portcullis/policypack/evaluation/evaluate";
import type { Step } from "@portcullis/policypack/plans/plan";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { check, targetsOf, type CheckOptions, type LocatedFinding } from "./check";
import { editsFor } from "./edit-program";
import { failed, type Failed } from "./failed";
import { readFiles } from "./files";
import { applyEdits, findOverlap, type TextEdit } from "./languages/edits";
import type { Files } from "./languages/language";
import { plansFor, type Change, type DeclinedFix } from "./plans";
import type { ProofStep } from "./pull-request/request";
import { readSource, type Source } from "./source";
import { verify } from "./verify";
import { copyProgram, type WorkingCopy } from "./working-copy";

/** The repair of a program: edits that were run and found to do what was meant, and nothing else. */
export interface Fix {
  readonly kind: "fix";
  readonly source: Source;
  /** The folder of Pulumi.yaml, to which the files are relative. */
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
  /** Repairs that close what they should and open nothing, but of which not everything is proven: each by itself, for a person to judge. */
  readonly judgements?: readonly Judgeable[];
}

export interface Judgeable {
  readonly findings: readonly LocatedFinding[];
  readonly proof: readonly ProofStep[];
  readonly before: Files;
  readonly after: Files;
}

export interface FixOptions extends CheckOptions {
  /** The policies whose findings are repaired; without it all that can be. */
  readonly policies?: readonly string[];
  readonly seconds?: number;
  /** Told what begins: "Repairing shop". */
  readonly begin?: (stage: string) => void;
}

/** How often the program is repaired and read again: a repair may make room for the next one. */
const mostRounds = 40;

/** Repairs a program in a copy of it. The program itself is only read. */
export async function fix(folder: string, options: FixOptions): Promise<Fix | Failed> {
  // With identifiers a reference in a list of rules is exact, which a proof needs.
  const run = { withIdentifiers: true, ...(options.seconds === undefined ? {} : { seconds: options.seconds }) };
  const original = await readSource(folder, run);
  if (original.kind === "failed") return original;
  if (original.folder === undefined) return failed(`${folder} is no program's folder: only source can be repaired.`);
  const before = readFiles(original.folder);
  const copy = await copyProgram(original.folder);
  if (copy.kind === "failed") return copy;
  try {
    return await repair(original, original.folder, before, copy, options, () => readSource(copy.folder, run));
  } finally {
    copy.close();
  }
}

async function repair(
  original: Source,
  folder: string,
  before: Files,
  copy: WorkingCopy,
  options: FixOptions,
  read: () => Promise<Source | Failed>,
): Promise<Fix | Failed> {
  const asked: CheckOptions = { ...options, ...(options.policies === undefined ? {} : { repaired: options.policies }) };
  const steps: Step[] = [];
  const repaired: LocatedFinding[] = [];
  /** What could not be written, or did not hold when it was: of the program as it was then. */
  const failures = new Map<string, DeclinedFix>();
  let unplanned: readonly DeclinedFix[] = [];
  /** How much had been repaired when it was last tried again what had failed. */
  let settled = 0;
  let proof: readonly ProofStep[] = [];
  let current: { readonly source: Source; readonly files: Files } = { source: { ...original, folder }, files: before };
  const refuse = (findings: readonly LocatedFinding[], reason: string): void => {
    for (const finding of findings) failures.set(findingKey(finding), { finding, reason });
  };
  const accept = (changes: readonly Change[], proven: Attempt & { readonly kind: "proven" }, files: Files): void => {
    repaired.push(...changes.flatMap(({ findings }) => findings));
    steps.push(...changes.flatMap((change) => change.steps));
    ({ proof } = proven);
    current = { source: proven.source, files };
  };
  for (let round = 0; round < mostRounds; round++) {
    const plans = plansFor(
      current.source,
      { ...asked, without: new Set(failures.keys()) },
      { resources: original.resources, findings: repaired, steps },
    );
    unplanned = plans.declined;
    const batch = edit(current.source, folder, current.files, plans.changes);
    for (const { finding, reason } of batch.declined) refuse([finding], reason);
    if (batch.done.length === 0) {
      // Without what cannot be written, others may have another plan.
      if (batch.declined.length > 0) continue;
      // What failed may not fail in the program as it is now: so that a second run would find nothing that this one did not.
      if (repaired.length === settled || failures.size === 0) break;
      settled = repaired.length;
      failures.clear();
      continue;
    }
    const attemptOf = (some: Batch): Promise<Attempt> => attempt(some, copy, current.files, original, { steps, findings: repaired }, options, read);
    const tried = await attemptOf(batch);
    if (tried.kind === "proven") {
      accept(batch.done, tried, batch.files);
      continue;
    }
    // Together they do not hold: one by one, so that one bad repair does not take the others with it.
    for (const change of batch.done) {
      const alone = edit(current.source, folder, current.files, [change]);
      const single = alone.done.length === 0 ? undefined : batch.done.length === 1 ? tried : await attemptOf(alone);
      if (single?.kind === "proven") {
        accept([change], single, alone.files);
        break;
      }
      refuse(change.findings, single?.reason ?? alone.declined[0]?.reason ?? "its edit conflicts with another one");
    }
  }
  const declined = new Map([...unplanned.map((refusal) => [findingKey(refusal.finding), refusal] as const), ...failures]);
  // The repair of one finding may have settled another one that was left.
  const left = check(current.source, asked).findings.filter(({ verdict }) => verdict === "violates");
  return {
    kind: "fix",
    source: original,
    folder,
    notRead: original.gaps.map(({ urn, reason }) => (urn === "" ? reason : `${parseUrn(urn).name} ${reason}`)),
    repaired,
    declined: leftOver(left, declined, options),
    proof,
    before,
    after: current.files,
  };
}

/** What is left, and why: of what nobody plans a repair for, what stops a deployment. */
function leftOver(left: readonly LocatedFinding[], declined: ReadonlyMap<string, DeclinedFix>, { policies }: FixOptions): readonly DeclinedFix[] {
  return left.flatMap((finding): readonly DeclinedFix[] => {
    if (policies?.includes(finding.policy) === false) return [];
    const known = declined.get(findingKey(finding));
    if (known !== undefined) return [known];
    return finding.level === "mandatory" ? [{ finding, reason: "what to do about it is for its owner to say" }] : [];
  });
}

interface Batch {
  readonly done: readonly Change[];
  readonly declined: readonly DeclinedFix[];
  readonly postponed: number;
  readonly files: Files;
}

/** The edits of as many plans as can be made at once; those that touch the same place wait for the next round. */
function edit(source: Source, folder: string, files: Files, changes: readonly Change[]): Batch {
  const program = { folder, outside: source.outside, files, targets: targetsOf(source.resources), discretion: new Discretion(source.resources) };
  const edits: TextEdit[] = [];
  const done: Change[] = [];
  const declined: DeclinedFix[] = [];
  let postponed = 0;
  for (const bundle of bundlesOf(changes)) {
    const whole = editsFor(
      program,
      bundle.flatMap(({ steps }) => steps),
      changes,
    );
    // What cannot be written of a resource does not keep the rest of it from being written.
    const tries =
      typeof whole !== "string" || bundle.length === 1
        ? [{ made: whole, of: bundle }]
        : bundle.map((change) => ({ made: editsFor(program, change.steps, changes), of: [change] }));
    let isTaken = false;
    for (const { made, of } of tries) {
      if (typeof made === "string") declined.push(...of.flatMap(({ findings }) => findings.map((finding) => ({ finding, reason: made }))));
      else if (isTaken || findOverlap([...edits, ...made]) !== undefined) postponed += of.length;
      else {
        isTaken = true;
        edits.push(...made);
        done.push(...of);
      }
    }
  }
  return { done, declined, postponed, files: apply(files, edits) };
}

/** The changes that touch the same resources, which are written together. */
function bundlesOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  let bundles: { readonly changes: readonly Change[]; readonly urns: ReadonlySet<string> }[] = [];
  for (const change of changes) {
    const urns = change.steps.map((step) => step.urn);
    const joined = bundles.filter((bundle) => urns.some((urn) => bundle.urns.has(urn)));
    bundles = [
      ...bundles.filter((bundle) => !joined.includes(bundle)),
      { changes: [...joined.flatMap((bundle) => bundle.changes), change], urns: new Set([...joined.flatMap((bundle) => [...bundle.urns]), ...urns]) },
    ];
  }
  return bundles.map((bundle) => bundle.changes);
}

function apply(files: Files, edits: readonly TextEdit[]): Files {
  const result = new Map(files);
  for (const file of new Set(edits.map((each) => each.file))) {
    result.set(
      file,
      applyEdits(
        files.get(file) ?? "",
        edits.filter((each) => each.file === file),
      ),
    );
  }
  return result;
}

type Attempt =
  { readonly kind: "proven"; readonly source: Source; readonly proof: readonly ProofStep[] } | { readonly kind: "refused"; readonly reason: string };

/** Writes the edited files into the copy, reads the program again and compares. What does not hold is taken back. */
async function attempt(
  batch: Batch,
  copy: WorkingCopy,
  current: Files,
  original: Source,
  sofar: { readonly steps: readonly Step[]; readonly findings: readonly Finding[] },
  options: FixOptions,
  read: () => Promise<Source | Failed>,
): Promise<Attempt> {
  const changed = [...batch.files].filter(([file, text]) => current.get(file) !== text);
  for (const [file, text] of changed) copy.write(file, text);
  const source = await read();
  const intent = {
    findings: [...sofar.findings, ...batch.done.flatMap(({ findings }) => findings)],
    steps: [...sofar.steps, ...batch.done.flatMap(({ steps }) => steps)],
  };
  const proof = source.kind === "failed" ? [] : verify(original.resources, source.resources, intent, options);
  const broken = proof.filter(({ holds }) => !holds);
  if (source.kind === "source" && broken.length === 0) return { kind: "proven", source, proof };
  for (const [file] of changed) copy.write(file, current.get(file) ?? "");
  return {
    kind: "refused",
    reason:
      source.kind === "failed"
        ? `the edited program does not run: ${new Discretion(original.resources).say(source.reason)}`
        : broken.map(({ detail }) => detail).join("; "),
  };
}
