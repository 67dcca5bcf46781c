import { counted, listed } from "@portcullis/policypack/model/names/listed";
import { code, prose } from "../pull-request/escape";
import type { ProjectResult, PullRequestResult, RepositoryResult } from "./result";
import {
  leftToPeople,
  plainAddress,
  projectsOf,
  sentencesOf,
  totalsOf,
  worstFirst,
  type LeftToPeople,
  type ProjectOf,
  type Summary,
} from "./summary";
import { outcomeOf } from "./text";

/** A job's summary takes 1 MiB; this leaves room for others: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary */
const mostCharacters = 500_000;

/** A sweep for people: what needs somebody first. */
export function summaryMarkdown(summary: Summary): string {
  const { organisation, isOpen, shards, of, ended, repositories, notReached } = summary;
  const skipped = repositories.filter(({ outcome }) => outcome === "skipped");
  return parts([
    `## Portcullis: sweep of ${code(organisation, 100)}${of === 1 ? "" : `, ${shards.length} of ${of} shards`}`,
    ended === undefined ? "" : `**${prose(ended)}**`,
    totalsOf(repositories, isOpen),
    ...details(repositories, isOpen),
    folded("Skipped", skipped.map(repositoryLine)),
    folded(
      "Not reached",
      notReached.map((name) => `- ${code(name)}`),
    ),
  ]);
}

/** One repository for people. */
export function resultMarkdown(result: RepositoryResult): string {
  return parts([`## Portcullis: ${code(result.repository)}`, totalsOf([result], true), ...details([result], true)]);
}

function details(repositories: readonly RepositoryResult[], isOpen: boolean): readonly string[] {
  const projects = projectsOf(repositories);
  const ofProjects = (of: (project: ProjectResult) => readonly string[]): readonly string[] =>
    sentencesOf(projects, of).map(
      ({ repository, projects: own, sentence }) => `- ${code(repository)} ${listed(own.map((name) => code(name)))}: ${prose(sentence)}`,
    );
  return [
    list("Not done", repositories.filter(({ outcome }) => outcome === "failed" || outcome === "stopped").map(repositoryLine)),
    list("Left to people", leftToPeople(projects).map(leftLine)),
    table(projects, isOpen),
    folded(
      "Without a repair, and why",
      ofProjects(({ whyLeft }) => whyLeft),
    ),
    folded("Not read, and notes", [
      ...ofProjects(({ notRead }) => notRead),
      ...repositories.flatMap(({ repository, notes }) => notes.map((note) => `- ${code(repository)}: ${prose(note)}`)),
    ]),
  ];
}

function leftLine({ repository, projects, pulls: [pull, ...more], why }: LeftToPeople): string {
  const outcome = pull.outcome === "published" || pull.outcome === "unchanged" ? "" : `, ${pull.outcome}`;
  const count = more.length === 0 ? "" : `, ${counted(more.length + 1, "pull request")}`;
  return `- ${code(repository)} ${listed(projects.map((name) => code(name)))}${linkOf(pull)}${count}${outcome}: ${why.map((reason) => prose(reason)).join(" ")}`;
}

function table(projects: readonly ProjectOf[], isOpen: boolean): string {
  const rows = worstFirst(projects).map(({ repository, mode, project: { project, problems, advice, repaired, left, pullRequests } }) => {
    const pulls = pullRequests
      .map((pull) => `${outcomeOf(pull, isOpen)}${linkOf(pull)}${pull.kind === "judgement" ? ", to judge" : ""}`)
      .concat(mode === "report" ? ["mode report"] : [])
      .join("; ");
    return `| ${cell(repository)} | ${cell(project)} | ${problems} | ${advice} | ${repaired} | ${left} | ${pulls} |`;
  });
  if (rows.length === 0) return "";
  return [
    "| repository | project | problems | advice | findings with a proven repair | without | pull requests |",
    "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ...within(rows),
  ].join("\n");
}

/** A pipe would end the cell, in code too. */
function cell(text: string): string {
  return code(text, 200).replaceAll("|", "\\|");
}

function linkOf({ number, url }: Pick<PullRequestResult, "number" | "url">): string {
  if (number === undefined || number === 0) return "";
  const address = plainAddress(url);
  return address === undefined ? ` pull request ${number}` : ` [#${number}](${address})`;
}

function repositoryLine({ repository, outcome, reason = "" }: RepositoryResult): string {
  return `- ${code(repository)}, ${outcome}: ${prose(reason)}`;
}

function list(title: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : [`### ${title}`, within(rows).join("\n")].join("\n\n");
}

function folded(title: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : `<details><summary>${title}: ${rows.length}</summary>\n\n${within(rows).join("\n")}\n\n</details>`;
}

/** Each list has a share of the room. */
function within(rows: readonly string[]): readonly string[] {
  let used = 0;
  const end = rows.findIndex((row) => (used += row.length + 1) > mostCharacters / 7);
  return end === -1 ? rows : [...rows.slice(0, end), `and ${rows.length - end} more`];
}

function parts(texts: readonly string[]): string {
  return `${texts.filter((text) => text !== "").join("\n\n")}\n`;
}
