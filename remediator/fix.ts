import { findingKey, type Finding } from "@portcullis/policypack/evaluation/evaluate";
import { applySteps, type Step } from "@portcullis/policypack/plans/plan";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { check, placeOf, targetsOf, type CheckOptions, type LocatedFinding } from "./check";
import { failed, type Failed } from "./failed";
import { readFiles, whyNotRead } from "./files";
import { applyEdits, findOverlap, type TextEdit } from "./languages/edits";
import type { Files, Target } from "./languages/language";
import { editFor } from "./languages/languages";
import type { ProofStep } from "./pull-request/request";
import { readSource, type Source } from "./source";
import { verify } from "./verify";
import { copyProgram, type WorkingCopy } from "./working-copy";

/** A finding that is not repaired, and why. */
export interface DeclinedFix {
  readonly finding: LocatedFinding;
  readonly reason: string;
}

/** The repair of a program: edits that were run and found to do what was meant, and nothing else. */
export interface Fix {
  readonly kind: "fix";
  readonly source: Source;
  /** The folder of Pulumi.yaml, to which the files are relative. */
  readonly folder: string;
  readonly repaired: readonly LocatedFinding[];
  readonly declined: readonly DeclinedFix[];
  readonly proof: readonly ProofStep[];
  readonly before: Files;
  readonly after: Files;
}

export interface FixOptions extends CheckOptions {
  /** The policies whose findings are repaired; without it all that can be. */
  readonly policies?: readonly string[];
  readonly seconds?: number;
}

/** How often the program is repaired and read again: a repair may make room for the next one. */
const mostRounds = 20;

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
  const steps: Step[] = [];
  const repaired: LocatedFinding[] = [];
  const declined = new Map<string, DeclinedFix>();
  let proof: readonly ProofStep[] = [];
  let current: { readonly source: Source; readonly files: Files } = { source: { ...original, folder }, files: before };
  for (let round = 0; round < mostRounds; round++) {
    const wanted = fixable(current.source, options).filter((finding) => !declined.has(findingKey(finding)));
    const batch = edit(current.source, folder, current.files, wanted, options);
    for (const refusal of batch.declined) declined.set(findingKey(refusal.finding), refusal);
    if (batch.done.length === 0) {
      // What was refused took the place of what waits.
      if (batch.postponed === 0 || batch.declined.length === 0) break;
      continue;
    }
    const tried = await attempt(batch, copy, current.files, original, { steps, findings: repaired }, options, read);
    if (tried.kind === "proven") {
      repaired.push(...batch.done.map(({ finding }) => finding));
      steps.push(...batch.done.flatMap((change) => change.steps));
      ({ proof } = tried);
      current = { source: tried.source, files: batch.files };
      continue;
    }
    // Together they do not hold: one by one, so that one bad repair does not take the others with it.
    let progressed = false;
    for (const change of batch.done) {
      const alone = edit(current.source, folder, current.files, [change.finding], options);
      const single =
        alone.done.length === 0
          ? undefined
          : batch.done.length === 1
            ? tried
            : await attempt(alone, copy, current.files, original, { steps, findings: repaired }, options, read);
      if (single?.kind === "proven") {
        repaired.push(change.finding);
        steps.push(...change.steps);
        ({ proof } = single);
        current = { source: single.source, files: alone.files };
        progressed = true;
        break;
      }
      declined.set(findingKey(change.finding), {
        finding: change.finding,
        reason: single?.reason ?? alone.declined[0]?.reason ?? "its edit conflicts with another one",
      });
    }
    if (!progressed && batch.postponed === 0) break;
  }
  const gone = new Set(repaired.map(findingKey));
  // The repair of one finding may have settled another one that was left.
  const left = new Set(check(current.source, options).findings.map(findingKey));
  return {
    kind: "fix",
    source: original,
    folder,
    repaired,
    declined: [...declined].filter(([key]) => !gone.has(key) && left.has(key)).map(([, refusal]) => refusal),
    proof,
    before,
    after: current.files,
  };
}

/** The findings that have a plan, or a reason for having none, the worst first. */
function fixable(source: Source, options: FixOptions): readonly LocatedFinding[] {
  return check(source, options).findings.filter(
    ({ verdict, fix: plan, policy }) => verdict === "violates" && plan !== undefined && (options.policies?.includes(policy) ?? true),
  );
}

interface Change {
  readonly finding: LocatedFinding;
  readonly steps: readonly Step[];
}

interface Batch {
  readonly done: readonly Change[];
  readonly declined: readonly DeclinedFix[];
  readonly postponed: number;
  readonly files: Files;
}

/** The edits of as many findings as can be made at once; those that touch the same place wait for the next round. */
function edit(source: Source, folder: string, files: Files, findings: readonly LocatedFinding[], options: FixOptions): Batch {
  const targets = targetsOf(source.resources);
  const taken = new Set<string>();
  const edits: TextEdit[] = [];
  const done: Change[] = [];
  const declined: DeclinedFix[] = [];
  const planned: Change[] = [];
  let postponed = 0;
  for (const finding of findings) {
    if (finding.fix?.kind === "declined") declined.push({ finding, reason: finding.fix.reason });
    if (finding.fix?.kind !== "plan") continue;
    const { steps } = finding.fix;
    if (steps.some((step) => taken.has(step.urn))) postponed++;
    else {
      for (const step of steps) taken.add(step.urn);
      planned.push({ finding, steps });
    }
  }
  // The plans have to hold for the resources before they are worth to be written into the source: together, else one by one.
  const holdTogether = planned.length > 1 && brokenBy(source, planned, options).length === 0;
  for (const change of planned) {
    const broken = holdTogether ? [] : brokenBy(source, [change], options);
    const made =
      broken.length > 0
        ? broken.map(({ detail }) => detail).join("; ")
        : editsFor({ folder, outside: source.outside }, files, targets, change.steps, findings);
    if (typeof made === "string") declined.push({ finding: change.finding, reason: made });
    else if (findOverlap([...edits, ...made]) !== undefined) postponed++;
    else {
      edits.push(...made);
      done.push(change);
    }
  }
  return { done, declined, postponed, files: apply(files, edits) };
}

/** The claims that plans would break if the resources became what they say. */
function brokenBy(source: Source, changes: readonly Change[], options: FixOptions): readonly ProofStep[] {
  const steps = changes.flatMap((change) => change.steps);
  return verify(source.resources, applySteps(source.resources, steps), { findings: changes.map(({ finding }) => finding), steps }, options).filter(
    ({ holds }) => !holds,
  );
}

/** The folder of the program itself, not of its copy, and what is made outside of it. */
interface ProgramPlace {
  readonly folder: string;
  readonly outside: Source["outside"];
}

/** The edits of one plan, or why there are none. */
function editsFor(
  program: ProgramPlace,
  files: Files,
  targets: ReadonlyMap<string, Target>,
  steps: readonly Step[],
  findings: readonly LocatedFinding[],
): readonly TextEdit[] | string {
  const edits: TextEdit[] = [];
  for (const urn of new Set(steps.map((step) => step.urn))) {
    const target = targets.get(urn);
    if (target === undefined) return `${parseUrn(urn).name} is not in the program`;
    const own = steps.filter((step) => step.urn === urn);
    const everySharer = target.sharedBy > 1 && sharersAgree(targets, target, own, findings);
    const made = editFor(files, everySharer ? { ...target, sharedBy: 1 } : target, own, (reference) => targets.get(reference));
    if (made.kind === "declined") return reasonOf(made.reason, program, files, target);
    edits.push(...made.edits);
  }
  return edits;
}

/** Why there is no edit: what keeps the file that makes the resource from being read, if that is it. */
function reasonOf(reason: string, { folder, outside }: ProgramPlace, files: Files, { urn, name, positions }: Target): string {
  const elsewhere = outside?.get(urn);
  if (elsewhere !== undefined) return `${name} is made in ${elsewhere}, outside of the program's folder, and only the program is edited`;
  const [first] = positions;
  if (first === undefined || files.has(first.file)) return reason;
  return `${first.file}, which makes ${name}, ${whyNotRead(folder, first.file)}`;
}

/** Whether every resource that the same source makes is to change in the same way. */
function sharersAgree(targets: ReadonlyMap<string, Target>, target: Target, steps: readonly Step[], findings: readonly LocatedFinding[]): boolean {
  const text = (list: readonly Step[]): string => JSON.stringify(list.map(({ urn: _, ...step }) => step));
  const planned = new Map<string, Step[]>();
  for (const { fix: plan } of findings)
    if (plan?.kind === "plan") for (const step of plan.steps) planned.set(step.urn, [...(planned.get(step.urn) ?? []), step]);
  const sharers = [...targets.values()].filter(({ positions }) => placeOf(positions[0]) === placeOf(target.positions[0]));
  return sharers.every(({ urn }) => text(planned.get(urn) ?? []) === text(steps));
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
    findings: [...sofar.findings, ...batch.done.map(({ finding }) => finding)],
    steps: [...sofar.steps, ...batch.done.flatMap(({ steps }) => steps)],
  };
  const proof = source.kind === "failed" ? [] : verify(original.resources, source.resources, intent, options);
  const broken = proof.filter(({ holds }) => !holds);
  if (source.kind === "source" && broken.length === 0) return { kind: "proven", source, proof };
  for (const [file] of changed) copy.write(file, current.get(file) ?? "");
  return {
    kind: "refused",
    reason: source.kind === "failed" ? `the edited program does not run: ${source.reason}` : broken.map(({ detail }) => detail).join("; "),
  };
}
