import { diffArrays } from "diff";
import type { TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import { settingLine } from "../repair/fix";
import { ProjectRepair } from "../repair/project";
import { Readings } from "../repair/readings";
import type { CheckOptions } from "../judging/check";
import type { LocatedProblem } from "../report/report";
import type { Analysis } from "./root";

/** A proven repair of one problem as edits of files, by their names from the repository's top; or why there is none. */
export type ProblemRepair =
  | { readonly kind: "edits"; readonly edits: ReadonlyMap<string, readonly TextEdit[]>; readonly remarks: readonly string[] }
  | { readonly kind: "declined"; readonly reason: string };

/** Repairs a problem in the program as the editor has it, and proves it as `portcullis fix` does. */
export async function repairOf({ repository, folder, report }: Analysis, problem: LocatedProblem, options: CheckOptions): Promise<ProblemRepair> {
  const readings = await Readings.of(repository);
  const index = (await readings.settle(new Map())).findIndex(({ project }) => project.program.folder === folder);
  if (index === -1) return { kind: "declined", reason: "the project is not there any more" };
  const own = new Set(
    report.judgements.flatMap(({ source }) => problem.findings.map((finding) => findingKey({ ...finding, urn: inStack(finding.urn, source.stack) }))),
  );
  for (const finding of problem.findings) own.add(findingKey(finding));
  const without = new Set(report.judgements.flatMap(({ findings }) => findings.map(findingKey)).filter((key) => !own.has(key)));
  const repair = await new ProjectRepair({ readings, index, witness: undefined }, new Map(), {
    ...options,
    policies: problem.policies,
    without,
  }).run();
  if (!repair.repaired.some((finding) => own.has(findingKey(finding)))) {
    const refusal = repair.declined.find(({ finding }) => own.has(findingKey(finding)));
    return { kind: "declined", reason: refusal?.reason ?? "no edit of the source does it" };
  }
  const edits = new Map<string, readonly TextEdit[]>();
  for (const [name, text] of repair.texts) {
    const before = repository.read(name)?.text ?? "";
    if (text !== before) edits.set(name, editsBetween(before, text));
  }
  return { kind: "edits", edits, remarks: repair.settings.map(settingLine) };
}

function inStack(urn: string, stack: string | undefined): string {
  return stack === undefined || stack === "" ? urn : urn.replace(/^(urn:pulumi:)[^:]*/, `$1${stack}`);
}

/** The lines that are different, so that a cursor elsewhere stays where it is. */
export function editsBetween(before: string, after: string): readonly TextEdit[] {
  const document = TextDocument.create("", "", 0, before);
  const edits: TextEdit[] = [];
  let offset = 0;
  let open: { start: number; end: number; text: string } | undefined;
  const close = (): void => {
    if (open !== undefined) edits.push({ range: { start: document.positionAt(open.start), end: document.positionAt(open.end) }, newText: open.text });
    open = undefined;
  };
  for (const { value, added, removed } of diffArrays(linesOf(before), linesOf(after))) {
    const text = value.join("");
    if (!added && !removed) {
      close();
      offset += text.length;
      continue;
    }
    open ??= { start: offset, end: offset, text: "" };
    if (added) open.text += text;
    else {
      offset += text.length;
      open.end = offset;
    }
  }
  close();
  return edits;
}

/** With their ends. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
