import { visible } from "../system/visible";
import type { PullRequestResult, RepositoryResult } from "./result";

/** What became of a repository, for a terminal or a log: a line, and one for each project and pull request. */
export function resultText(result: RepositoryResult): string {
  const { repository, outcome, reason, mode, projects, notes } = result;
  const lines = [
    `${visible(repository)}: ${outcome}${mode === undefined ? "" : `, mode ${mode}`}${reason === undefined ? "" : `. ${visible(reason)}`}`,
  ];
  for (const { project, problems, advice, repaired, left, pullRequests } of projects) {
    lines.push(`  ${visible(project)}: ${counted(problems, "problem")}, ${advice} of advice; ${counted(repaired, "finding")} repaired, ${left} left`);
    for (const each of pullRequests) lines.push(`    ${pullRequestText(each)}`);
  }
  for (const note of notes) lines.push(`  ${visible(note)}`);
  return `${lines.join("\n")}\n`;
}

function pullRequestText({ outcome, title, url, changes, reasons }: PullRequestResult): string {
  const done = changes.length === 0 ? "" : ` (${changes.join(", ")})`;
  return `${outcome}${done}${url === undefined || url === "" ? "" : ` ${url}`} ${visible(title)}${reasons.map((reason) => ` ${visible(reason)}`).join("")}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
