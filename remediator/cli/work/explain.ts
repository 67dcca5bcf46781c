import { existsSync } from "node:fs";
import { grouped } from "@portcullis/policypack/grouped";
import { policies } from "@portcullis/policypack/contract/registry";
import { identityOf } from "@portcullis/policypack/problems/keys";
import type { CheckOptions } from "../../judging/check";
import { readExample } from "../../docs/examples";
import { explainPolicy, policyPage, type PolicyExplanation, type Sample } from "../../explain/policy";
import { explainProblem, problemPage, type ProblemContext, type ProblemExplanation } from "../../explain/problem";
import { explainResource, type ResourceExplanation } from "../../explain/resource";
import { resourcePage } from "../../explain/resource-page";
import { pageMarkdown } from "../../explain/markdown";
import type { Page } from "../../explain/page";
import { pageText } from "../../explain/text";
import { topicIn, unknownTopic, type Topic } from "../../explain/topic";
import { reportsOf } from "../../report/reports";
import type { Report } from "../../report/report";
import { nothingAt } from "../../sources/sources";
import { checkAll } from "../../judging/stacks";
import { visibleJson } from "../../system/visible";
import { Refusal, type Exit } from "../exit";
import { checkOptions, readPlace } from "../judging";
import type { JudgingOptions } from "../options";
import { isFolder } from "../places";
import { examplesFolder, folderInRepository } from "../scope";
import { print, terminalOf } from "../streams";

interface Options extends JudgingOptions {
  readonly format: "text" | "json" | "markdown";
}

/** An explanation, and it as a page. */
interface Explained {
  readonly explanation: PolicyExplanation | ProblemExplanation | ResourceExplanation;
  readonly page: Page;
}

export async function runExplain(topic: string, place: string, { format, ...judging }: Options): Promise<Exit> {
  if (topic.trim() === "") throw new Refusal("explain needs a policy, a problem or a resource, as in: portcullis explain no-public-admin-ports");
  const options = checkOptions(judging.config);
  const ofPolicy = aboutPolicy(topic, options);
  // What is asked is the same in every program, but a place that is not there was meant for something.
  if (ofPolicy !== undefined && place !== "-" && !existsSync(place)) throw new Refusal(nothingAt(place));
  const explained = ofPolicy ?? (await aboutProgram(topic, place, options, judging));
  if (format === "json") {
    const json = { schemaVersion: 1, topic, explanations: explained.map(({ explanation }) => explanation) };
    print(visibleJson(`${JSON.stringify(json, undefined, 2)}\n`));
  } else {
    const pages = explained.map(({ page }) => (format === "markdown" ? pageMarkdown(page) : pageText(page, terminalOf(process.stdout))));
    print(pages.join("\n"));
  }
  return 0;
}

function aboutPolicy(topic: string, { configuration, today }: CheckOptions): readonly Explained[] | undefined {
  const policy = policies.find(({ id }) => id === topic);
  if (policy === undefined) return undefined;
  const explanation = explainPolicy(policy, { configuration, today, complies: sampleOf });
  return [{ explanation, page: policyPage(explanation) }];
}

/** The example of what complies, where the examples are at hand. */
function sampleOf(policy: string): Sample | undefined {
  const folder = examplesFolder();
  const example = folder === undefined ? undefined : readExample(folder, policy);
  return example?.kind === "example" ? example.complies : undefined;
}

async function aboutProgram(topic: string, place: string, options: CheckOptions, judging: JudgingOptions): Promise<readonly Explained[]> {
  const sources = await readPlace(place, judging).catch((error: unknown) => {
    // Without a program, somebody meant a policy.
    if (error instanceof Refusal && place === ".")
      throw new Refusal(
        unknownTopic(
          topic,
          policies.map(({ id }) => id),
          undefined,
          error.message,
        ),
      );
    throw error;
  });
  const about = { today: options.today, inRepository: folderInRepository };
  const found = topicIn(reportsOf(checkAll(sources, options), about), topic, policies);
  if ("wrong" in found) throw new Refusal(found.wrong);
  if (found.kind === "resource") return aboutResource(found);
  // Whether a plan holds takes a while, and is asked for the problem alone.
  const tried = reportsOf(checkAll(sources, { ...options, triesPlans: "all" }), about);
  const context = contextOf(place, options);
  return found.problems.map(({ report, problem }) => {
    const again = problemWith(tried, report, problem.key) ?? { report, problem };
    const explanation = explainProblem(again.report, again.problem, context);
    return { explanation, page: problemPage(explanation, again.report) };
  });
}

function problemWith(
  reports: readonly Report[],
  { project, folder }: Report,
  key: string,
): { report: Report; problem: Report["problems"][number] } | undefined {
  const report = reports.find((each) => each.project === project && each.folder === folder);
  const problem = report?.problems.find((each) => each.key === key);
  return report === undefined || problem === undefined ? undefined : { report, problem };
}

function contextOf(place: string, { configuration, today }: CheckOptions): ProblemContext {
  return {
    configuration,
    today,
    policies,
    command: (policy) => (isFolder(place) ? `portcullis fix --policy ${policy}${place === "." ? "" : ` ${place}`}` : undefined),
  };
}

/** What several stacks have alike is said once. */
function aboutResource({ found }: Extract<Topic, { kind: "resource" }>): readonly Explained[] {
  const explanations = found.map(({ report, judgement, urn }) => explainResource(judgement, urn, report.problems));
  const same = grouped(explanations, (each) => JSON.stringify({ ...each, urn: identityOf(each.urn), stacks: [] }));
  return same.map(([, alike]) => {
    const explanation: ResourceExplanation = { ...alike[0], stacks: alike.flatMap(({ stacks }) => stacks) };
    return { explanation, page: resourcePage(explanation) };
  });
}
