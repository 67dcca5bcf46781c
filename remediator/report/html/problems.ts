import { joined } from "@portcullis/policypack/joined";
import { severities } from "@portcullis/policypack/contract/policy";
import { policies } from "@portcullis/policypack/contract/registry";
import { placeText, planOf, resourceNames, resourceText, whereText, type LocatedProblem, type Place, type Report } from "../report";
import { excerpt } from "../excerpt";
import { comparedTexts, noProblems } from "../left-out";
import { long } from "./long";
import { markup, type Markup } from "./markup";

/** A part of the page. */
export interface Section {
  readonly href: string;
  readonly title: string;
  readonly body: Markup;
}

/** The problems with their filters, the worst first. */
export function problemsSection(report: Report, id: string): Section {
  const { problems } = report;
  const mandatory = problems.filter(({ level }) => level === "mandatory").length;
  const used = [...new Set(problems.flatMap((problem) => problem.policies))].sort();
  const counts = `${mandatory} ${mandatory === 1 ? "problem" : "problems"}, ${problems.length - mandatory} pieces of advice`;
  const filters = markup`<form data-filters="${id}-list" aria-label="Filters">
    <fieldset>
      <legend>Severity</legend>
      ${severities.map((severity) => markup`<label><input type="checkbox" name="severity" value="${severity}" checked /> ${severity}</label>`)}
    </fieldset>
    <fieldset>
      <legend>Level</legend>
      <label><input type="checkbox" name="level" value="mandatory" checked /> problems</label
      ><label><input type="checkbox" name="level" value="advisory" checked /> advice</label>
    </fieldset>
    <label
      >Policy
      <select name="policy">
        <option value="">every policy</option>
        ${used.map((policy) => markup`<option>${policy}</option>`)}
      </select></label
    >
    <label>Search <input type="search" name="text" /></label>
    <span role="status" id="${id}-list-status" class="soft"></span>
  </form>`;
  const { first, rest } = long(
    problems.map((problem) => problemOf(problem, report)),
    `${id}-list`,
    { most: 100, noun: "problem" },
  );
  return {
    href: `${id}-problems`,
    title: `Problems (${mandatory})`,
    body: markup`<section aria-labelledby="${id}-problems">
      <h2 id="${id}-problems">Problems</h2>
      <p class="counts">${problems.length === 0 ? noProblems(report) : counts}</p>${comparedTexts(report).map((text) => markup`<p class="soft">${text}</p>`)}
      ${problems.length === 0 ? "" : filters}
      <div id="${id}-list" data-list>${first}</div>
      ${rest}
    </section>`,
  };
}

function problemOf(problem: LocatedProblem, report: Report): Markup {
  const { level, severity, says, remedy, spot, others, twins, key } = problem;
  const where = whereText(problem, report);
  const plan = planOf(problem);
  const place = spot.place === undefined ? "" : markup`<code>${placeText(spot.place)}</code> `;
  return markup`<article
    class="problem ${severity}"
    id="${key}"
    data-severity="${severity}"
    data-level="${level}"
    data-policies="${problem.policies.join(" ")}"
  >
    <h3><span class="severity">${severity}</span>${level === "advisory" ? " (advice)" : ""} ${place}${resourceText(spot.urn)}</h3>
    ${spot.place === undefined ? "" : sourceOf(spot.place, report)}
    <p>${says}${where === "" ? "" : ` ${where}`}</p>
    ${others.length === 0 ? "" : markup`<p class="soft">Together with ${joined(others.map(({ place: other, urn }) => (other === undefined ? resourceText(urn) : placeText(other))))}</p>`}
    ${twins.length === 0 ? "" : markup`<p class="soft">The same in ${joined(resourceNames(twins))}</p>`}
    ${remedy === "" ? "" : markup`<p class="todo">${remedy}</p>`}
    ${plan === undefined ? "" : markup`<p class="fix">portcullis fix${plan.isPart ? " repairs part of it" : ""}: ${plan.summary}. Who may lose access: ${plan.losesAccess}</p>`}
    <p class="soft">${problem.policies.map((policy, index) => markup`${index === 0 ? "" : ", "}${policyOf(policy)}`)}</p>
  </article>`;
}

/** A policy with what it asks, for whoever points at it. */
function policyOf(id: string): Markup {
  const title = policies.find((policy) => policy.id === id)?.title ?? "";
  return markup`<code title="${title}">${id}</code>`;
}

function sourceOf(place: Place, { written }: Report): Markup {
  const lines = excerpt(written, place);
  if (lines === undefined) return markup``;
  const { before, start, marked, end, number } = lines;
  const numbered = (line: number): string => String(line).padStart(String(number).length);
  const first = before === undefined ? "" : markup`<span class="soft">${numbered(number - 1)} │</span> ${before}\n`;
  return markup`<pre><code>${first}<span class="soft">${numbered(number)} │</span> ${start}<mark>${marked}</mark>${end}</code></pre>`;
}
