import { counted } from "@portcullis/policypack/model/names/listed";
import { visible } from "../system/visible";
import type { PullRequestResult, RepositoryResult } from "./result";

/** What became of a repository, for a terminal or a log: a line, and one for each project and pull request. */
export function resultText(result: RepositoryResult, { isOpen = true } = {}): string {
  const { repository, outcome, reason, mode, projects, notes } = result;
  const lines = [
    `${visible(repository)}: ${outcome}${mode === undefined ? "" : `, mode ${mode}`}${reason === undefined ? "" : `. ${visible(reason)}`}`,
  ];
  for (const { project, problems, advice, repaired, left, whyLeft, notRead, pullRequests } of projects) {
    lines.push(
      `  ${visible(project)}: ${counted(problems, "problem")}${advice === 0 ? "" : `, ${counted(advice, "piece", "pieces")} of advice`}; ${counted(repaired, "finding")} with a proven repair, ${left} without`,
      ...pullRequests.flatMap((pullRequest) => pullRequestLines(pullRequest, isOpen)),
      ...some(whyLeft).map((why) => `    no repair: ${visible(why)}`),
      ...some(notRead).map((what) => `    not read: ${visible(what)}`),
    );
  }
  for (const note of notes) lines.push(`  ${visible(note)}`);
  return `${lines.join("\n")}\n`;
}

/** What became of a pull request, or would have become of it in a run that writes. */
export function outcomeOf({ outcome }: PullRequestResult, isOpen: boolean): string {
  return outcome === "published" && !isOpen ? "would be published" : outcome;
}

function pullRequestLines(pullRequest: PullRequestResult, isOpen: boolean): readonly string[] {
  const { title, url, changes, reasons } = pullRequest;
  const done = changes.length === 0 ? "" : ` (${changes.join(", ")})`;
  return [
    `    ${outcomeOf(pullRequest, isOpen)}${done}${url === undefined || url === "" ? "" : ` ${url}`} ${visible(title)}`,
    ...reasons.map((reason) => `      ${visible(reason)}`),
  ];
}

const mostLines = 5;

/** As many as one reads of a project in a log; the summaries have all of them. */
function some(sentences: readonly string[]): readonly string[] {
  return sentences.length <= mostLines + 1 ? sentences : [...sentences.slice(0, mostLines), `and ${sentences.length - mostLines} more reasons`];
}
