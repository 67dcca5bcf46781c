import { grouped } from "@portcullis/policypack/grouped";
import { done, type Forge, type Issue, type Outcome } from "../forge/forge";
import { code, prose } from "../pull-request/escape";
import type { Flaw } from "../configuration/read";

/** What there is an issue for, one of each kind at most. */
export type IssueKind = "configuration" | "waiting";

/**
 * Brings the one issue of a kind to what it should say; undefined closes it. One that a person closed stays closed until it would say something else.
 * Answers what was done.
 */
export async function keepIssue(
  forge: Forge,
  kind: IssueKind,
  wanted: { readonly title: string; readonly body: string } | undefined,
): Promise<Outcome<{ readonly change: "none" | "opened" | "updated" | "closed"; readonly number: number | undefined }>> {
  const open = await issuesOf(forge, kind, "open");
  if (!open.ok) return open;
  const [first, ...twins] = open.value;
  // Two runs at once may have opened two.
  for (const twin of twins) {
    const closed = await forge.updateIssue(twin.number, { state: "closed" });
    if (!closed.ok) return closed;
  }
  if (wanted === undefined) return first === undefined ? done({ change: "none", number: undefined }) : close(forge, first);
  const body = `${signature(kind)}\n${wanted.body}`;
  if (first === undefined) {
    const all = await issuesOf(forge, kind, "all");
    if (!all.ok) return all;
    const last = all.value.at(-1);
    if (last !== undefined && isSame(last, wanted.title, body)) return done({ change: "none", number: last.number });
    const opened = await forge.openIssue({ title: wanted.title, body });
    return opened.ok ? done({ change: "opened", number: opened.value.number }) : opened;
  }
  if (isSame(first, wanted.title, body)) return done({ change: "none", number: first.number });
  const updated = await forge.updateIssue(first.number, { title: wanted.title, body });
  return updated.ok ? done({ change: "updated", number: first.number }) : updated;
}

async function issuesOf(forge: Forge, kind: IssueKind, state: "open" | "all"): Promise<Outcome<readonly Issue[]>> {
  const own = await forge.ours(state);
  if (!own.ok) return own;
  return done(own.value.issues.filter(({ body }) => body.startsWith(signature(kind))).sort((a, b) => a.number - b.number));
}

async function close(forge: Forge, { number, body }: Issue): Promise<ReturnType<typeof keepIssue>> {
  // Another text, so that it is not taken for one that a person closed.
  const closed = await forge.updateIssue(number, { state: "closed", body: `${body.trimEnd()}\n\nThis is settled.` });
  return closed.ok ? done({ change: "closed", number }) : closed;
}

function isSame(issue: Issue, title: string, body: string): boolean {
  return issue.title === title && issue.body.replaceAll("\r\n", "\n").trim() === body.trim();
}

function signature(kind: IssueKind): string {
  return `<!-- portcullis-issue:${kind} -->`;
}

/** `stops` is what a file that is not valid keeps from being read: its repository, or where it is the preset, all of an organisation. */
export function configurationIssue(
  flaws: readonly Flaw[],
  branch: string,
  stops: "this repository" | "this organisation" = "this repository",
): { readonly title: string; readonly body: string } {
  return {
    title: "Portcullis stops here: .portcullis.yaml is not valid",
    body: [
      `The file ${code(".portcullis.yaml")} on ${code(branch)} is not valid, so that nothing of ${stops} is read or repaired until it is.`,
      flaws.map(({ line, column, message }) => `- line ${line}, column ${column}: ${prose(message)}`).join("\n"),
      "This issue is closed when the file is valid again.",
    ].join("\n\n"),
  };
}

/** What a limit holds back. */
export interface Waiting {
  readonly title: string;
  /** A sentence. */
  readonly why: string;
}

export function waitingIssue(waiting: readonly Waiting[]): { readonly title: string; readonly body: string } {
  const shown = [...grouped(waiting.slice(0, mostWaiting), ({ why }) => why)].flatMap(([why, own]) => [
    prose(why),
    own.map(({ title }) => `- ${prose(title)}`).join("\n"),
  ]);
  return {
    title: "Portcullis: pull requests that wait",
    body: [
      `${waiting.length === 1 ? "One pull request waits" : `${waiting.length} pull requests wait`}, because the limits in ${code(".portcullis.yaml")} are reached. Merge or close what is open, leave it to a later run, or raise ${code("limits")}.`,
      ...shown,
      ...(waiting.length > mostWaiting ? [`And ${waiting.length - mostWaiting} more.`] : []),
    ].join("\n\n"),
  };
}

const mostWaiting = 100;
