import { code, prose } from "../pull-request/escape";
import type { RepositoryResult } from "./result";
import type { Summary } from "./summary";

/** A job's summary takes 1 MiB; this leaves room for others: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary */
const mostCharacters = 500_000;

/** A sweep for people: what needs somebody first. */
export function summaryMarkdown(summary: Summary): string {
  const { organisation, isOpen, shards, of, ended, repositories, notReached } = summary;
  const total = (count: (result: RepositoryResult) => number): number => repositories.reduce((sum, result) => sum + count(result), 0);
  const problems = total(({ projects }) => projects.reduce((sum, project) => sum + project.problems, 0));
  const parts = [
    `## Portcullis: sweep of ${code(organisation, 100)}${of === 1 ? "" : `, ${shards.length} of ${of} shards`}`,
    ended === undefined ? "" : `**${prose(ended)}**`,
    `${repositories.length} repositories, ${total(({ projects }) => projects.length)} projects, ${problems} problems. ${isOpen ? `${total(({ opened }) => opened)} pull requests opened.` : "A dry run: nothing was written."}`,
    table(repositories.filter(({ projects }) => projects.length > 0)),
    list(
      "Not done",
      repositories.filter(({ outcome }) => outcome === "failed" || outcome === "stopped"),
    ),
    folded(
      `Skipped: ${repositories.filter(({ outcome }) => outcome === "skipped").length}`,
      lines(repositories.filter(({ outcome }) => outcome === "skipped")),
    ),
    folded(
      `Not reached: ${notReached.length}`,
      notReached.map((name) => `- ${code(name)}`),
    ),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function table(results: readonly RepositoryResult[]): string {
  if (results.length === 0) return "";
  const rows = results.flatMap(({ repository, mode, projects }) =>
    projects.map(({ project, problems, repaired, left, pullRequests }) => {
      const pulls = pullRequests.map(({ outcome, number, url }) => `${outcome}${number === undefined ? "" : ` ${linkOf(number, url)}`}`).join(", ");
      return `| ${cell(repository)} | ${cell(project)} | ${mode ?? ""} | ${problems} | ${repaired} | ${left} | ${pulls} |`;
    }),
  );
  return [
    "| repository | project | mode | problems | repaired | left | pull requests |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...within(rows),
  ].join("\n");
}

/** A pipe would end the cell, in code too. */
function cell(text: string): string {
  return code(text, 200).replaceAll("|", "\\|");
}

/** Only what is a plain address is linked. */
function linkOf(number: number, url: string | undefined): string {
  return url !== undefined && /^https?:\/\/[\w.:-]+(\/[\w.-]+)+$/.test(url) ? `[#${number}](${url})` : `pull request ${number}`;
}

function list(title: string, results: readonly RepositoryResult[]): string {
  return results.length === 0 ? "" : [`### ${title}`, lines(results).join("\n")].join("\n\n");
}

function lines(results: readonly RepositoryResult[]): readonly string[] {
  return within(results.map(({ repository, outcome, reason = "" }) => `- ${code(repository)}, ${outcome}: ${prose(reason)}`));
}

function folded(title: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : `<details><summary>${title}</summary>\n\n${within(rows).join("\n")}\n\n</details>`;
}

function within(rows: readonly string[]): readonly string[] {
  let used = 0;
  const end = rows.findIndex((row) => (used += row.length + 1) > mostCharacters / 4);
  return end === -1 ? rows : [...rows.slice(0, end), `and ${rows.length - end} more`];
}
