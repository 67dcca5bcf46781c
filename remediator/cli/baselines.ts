import { parseBaseline } from "../baseline/baseline";
import { knowledgeOf, type Knowledge } from "../baseline/compare";
import type { CheckOptions } from "../judging/check";
import { readGiven } from "../system/given";
import { reasonOf } from "../system/reason";
import { textOf } from "../system/text";
import { orRefuse, Refusal } from "./exit";
import type { JudgingOptions } from "./options";
import { isFolder } from "./places";
import { folderInRepository } from "./scope";

/** What the baseline in a file knows. */
export function readKnowledge(file: string): Knowledge {
  if (file === "") throw new Refusal("--baseline needs the name of a file.");
  let text: string;
  try {
    text = textOf(readGiven(file));
  } catch (error) {
    throw new Refusal(`The baseline ${file} cannot be read: ${reasonOf(error)}.`);
  }
  const baseline = parseBaseline(text);
  if (typeof baseline === "string") throw new Refusal(`The baseline ${file} ${baseline}.`);
  return knowledgeOf(baseline);
}

/** What was wrong already with some projects at another commit of the repository, as its source reads. */
export async function knowledgeAt(
  place: string,
  reference: string,
  projects: readonly string[],
  options: CheckOptions,
  { source, stack }: JudgingOptions,
): Promise<Knowledge> {
  if (source === "run") throw new Refusal("--since compares what is read: another commit is not run, so --source run does not go with it.");
  if (!isFolder(place)) throw new Refusal(`${place} is no program's folder: only that of a repository has other commits.`);
  const { readAtCommit } = require("../sources/static") as typeof import("../sources/static");
  const sources = orRefuse(await readAtCommit(place, reference, projects, stack === undefined ? {} : { stack }));
  const { checkAll } = require("../judging/stacks") as typeof import("../judging/stacks");
  const { reportsOf } = require("../report/reports") as typeof import("../report/reports");
  const { baselineOf } = require("../baseline/knowledge") as typeof import("../baseline/knowledge");
  const { triesPlans: _, ...judging } = options;
  const judged = checkAll(sources, judging);
  return knowledgeOf(baselineOf(reportsOf(judged, { today: options.today, inRepository: folderInRepository })), reference);
}
