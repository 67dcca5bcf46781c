import { createHash } from "node:crypto";
import { counted, listed } from "@portcullis/policypack/model/names/listed";
import { markup, raw, type Markup } from "../report/html/markup";
import { style } from "../report/html/style";
import type { ProjectResult, PullRequestResult, RepositoryResult } from "./result";
import { leftToPeople, plainAddress, projectsOf, sentencesOf, totalsOf, worstFirst, type ProjectOf, type Summary } from "./summary";
import { outcomeOf } from "./text";

/** What the page needs besides the summary. */
export interface PageContext {
  /** Of this program. */
  readonly version: string;
  /** Where a repository has a page of its own, relative to this one. */
  readonly pageOf: (repository: string) => string | undefined;
}

/** A sweep as one page for whoever answers for the organisation: what needs somebody first. It needs nothing else, and runs nothing. */
export function summaryHtml(summary: Summary, { version, pageOf }: PageContext): string {
  const { organisation, isOpen, shards, of, ended, repositories, notReached } = summary;
  const title = `Portcullis: sweep of ${organisation}${of === 1 ? "" : `, ${shards.length} of ${of} shards`}`;
  const link = (repository: string): Markup => linked(repository, pageOf(repository));
  const projects = projectsOf(repositories);
  const sentences = (of: (project: ProjectResult) => readonly string[]): readonly Markup[] =>
    sentencesOf(projects, of).map(({ repository, projects: own, sentence }) => markup`${link(repository)} <code>${listed(own)}</code>: ${sentence}`);
  const outcomes = (...wanted: readonly RepositoryResult["outcome"][]): readonly Markup[] =>
    repositories
      .filter(({ outcome }) => wanted.includes(outcome))
      .map(({ repository, outcome, reason = "" }) => markup`${link(repository)}, ${outcome}: ${reason}`);
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digestOf(style)}'" />
        <title>${title}</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="soft">Portcullis ${version}</p>
        </header>
        <main>
          ${ended === undefined ? "" : markup`<p><strong>${ended}</strong></p>`}
          <p class="counts">${totalsOf(repositories, isOpen)}</p>
          ${section("Not done", outcomes("failed", "stopped"))}
          ${section(
            "Left to people",
            leftToPeople(projects).map(({ repository, projects: own, pulls: [pull, ...more], why }) => {
              const count = more.length === 0 ? "" : `, ${counted(more.length + 1, "pull request")}`;
              return markup`${link(repository)} <code>${listed(own)}</code> ${pullLink(pull)}${count}: ${why.join(" ")}`;
            }),
          )}
          ${table(projects, link, isOpen)}
          ${section(
            "Without a repair, and why",
            sentences(({ whyLeft }) => whyLeft),
          )}
          ${section("Not read, and notes", [
            ...sentences(({ notRead }) => notRead),
            ...repositories.flatMap(({ repository, notes }) => notes.map((note) => markup`${link(repository)}: ${note}`)),
          ])}
          ${section("Skipped", outcomes("skipped"))}
          ${section(
            "Not reached",
            notReached.map((name) => markup`${name}`),
          )}
        </main>
      </body>
    </html>
`;
  return page.text;
}

function table(projects: readonly ProjectOf[], link: (repository: string) => Markup, isOpen: boolean): Markup {
  if (projects.length === 0) return markup``;
  const rows = worstFirst(projects);
  const heads = ["Repository", "Project", "Problems", "Advice", "With a proven repair", "Without", "Pull requests"];
  return markup`<section aria-labelledby="projects">
      <h2 id="projects">Projects (${rows.length})</h2>
      <div class="scroll" tabindex="0" role="group" aria-label="Projects">
        <table>
          <caption>${counted(rows.length, "project")}, those with the most problems first.</caption>
          <thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>
            ${rows.map(({ repository, project }) => {
              const { problems, advice, repaired, left, pullRequests } = project;
              const pulls = pullRequests.map(
                (pull) => markup`${outcomeOf(pull, isOpen)} ${pullLink(pull)}${pull.kind === "judgement" ? ", to judge" : ""}<br />`,
              );
              return markup`<tr><td>${link(repository)}</td><td>${project.project}</td><td>${problems}</td><td>${advice}</td><td>${repaired}</td><td>${left}</td><td>${pulls}</td></tr>`;
            })}
          </tbody>
        </table>
      </div>
    </section>`;
}

function section(title: string, rows: readonly Markup[]): Markup {
  if (rows.length === 0) return markup``;
  return markup`<section>
      <h2>${title} (${rows.length})</h2>
      <ul>${rows.map((row) => markup`<li>${row}</li>`)}</ul>
    </section>`;
}

function pullLink({ number, url }: Pick<PullRequestResult, "number" | "url">): Markup {
  if (number === undefined || number === 0) return markup``;
  const address = plainAddress(url);
  return address === undefined ? markup`pull request ${number}` : markup`<a href="${address}">#${number}</a>`;
}

function linked(text: string, address: string | undefined): Markup {
  return address === undefined ? markup`<code>${text}</code>` : markup`<a href="${address}">${text}</a>`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
