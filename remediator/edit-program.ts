import type { Discretion } from "@portcullis/policypack/evaluation/discretion";
import type { Step } from "@portcullis/policypack/plans/plan";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { placeOf } from "./locate";
import { argumentReason, settingReason } from "./editing/inhibitions";
import { whyNotRead } from "./files";
import type { TextEdit } from "./languages/edits";
import type { Files, Target } from "./languages/language";
import { editFor, writesSettings } from "./languages/languages";
import type { Change } from "./plans";
import type { Source } from "./source";

/** A program that is to be edited: the folder of itself, not of its copy, and what is made outside of it. */
export interface Editable {
  readonly folder: string;
  readonly outside: Source["outside"];
  readonly files: Files;
  readonly targets: ReadonlyMap<string, Target>;
  /** Reasons quote the source, which may hold what is secret. */
  readonly discretion: Discretion;
}

/** The edits of some steps, or why there are none; `all` are the plans that are to be carried out. */
export function editsFor(program: Editable, steps: readonly Step[], all: readonly Change[]): readonly TextEdit[] | string {
  const made = editsOf(program, steps, all);
  return typeof made === "string"
    ? program.discretion.say(
        made,
        steps.map(({ urn }) => urn),
      )
    : made;
}

function editsOf(program: Editable, steps: readonly Step[], all: readonly Change[]): readonly TextEdit[] | string {
  const { files, targets } = program;
  const edits: TextEdit[] = [];
  for (const urn of new Set(steps.map((step) => step.urn))) {
    const target = targets.get(urn);
    if (target === undefined) return `${parseUrn(urn).name} is not in the program`;
    const own = steps.filter((step) => step.urn === urn);
    const inhibition = whyNotWritten(program, target, own);
    if (inhibition !== undefined) return inhibition;
    const everySharer = target.sharedBy > 1 && sharersAgree(targets, target, own, all);
    const made = editFor(files, everySharer ? { ...target, sharedBy: 1 } : target, own, (reference) => targets.get(reference));
    if (made.kind === "declined") return reasonOf(made.reason, program, target);
    edits.push(...made.edits);
  }
  return edits;
}

/** What no editor writes yet. */
function whyNotWritten({ files }: Editable, target: Target, steps: readonly Step[]): string | undefined {
  return argumentReason(target.name, steps) ?? (writesSettings(files, target) ? undefined : settingReason(steps));
}

/** Why there is no edit: what keeps the file that makes the resource from being read, if that is it. */
function reasonOf(reason: string, { folder, outside, files }: Editable, { urn, name, positions }: Target): string {
  const elsewhere = outside?.get(urn);
  if (elsewhere !== undefined) return `${name} is made in ${elsewhere}, outside of the program's folder, and only the program is edited`;
  const [first] = positions;
  if (first === undefined || files.has(first.file)) return reason;
  return `${first.file}, which makes ${name}, ${whyNotRead(folder, first.file)}`;
}

/** Whether every resource that the same source makes is to change in the same way. */
function sharersAgree(targets: ReadonlyMap<string, Target>, target: Target, steps: readonly Step[], all: readonly Change[]): boolean {
  const text = (list: readonly Step[]): string => JSON.stringify(list.map(({ urn: _, ...step }) => step));
  const planned = new Map<string, Step[]>();
  for (const change of all) for (const step of change.steps) planned.set(step.urn, [...(planned.get(step.urn) ?? []), step]);
  const sharers = [...targets.values()].filter(({ positions }) => placeOf(positions[0]) === placeOf(target.positions[0]));
  return sharers.every(({ urn }) => text(planned.get(urn) ?? []) === text(steps));
}
