import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type Configuration, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import type { Check, CheckOptions } from "../judging/check";
import type { Source } from "../sources/source";
import { readSources } from "../sources/sources";
import { checkAll } from "../judging/stacks";
import { readGiven } from "../system/given";
import { reasonOf } from "../system/reason";
import { textOf } from "../system/text";
import { refuseToRun } from "./execution";
import { visible } from "../system/visible";
import { orRefuse, Refusal } from "./exit";
import { isFolder } from "./places";
import { withProgress } from "./progress";
import type { JudgingOptions } from "./options";

/** Judges the resources of a place, for each of its stacks. */
export async function checkPlace(place: string, options: CheckOptions, judging: JudgingOptions): Promise<Check> {
  const { timeout, source, stack } = judging;
  if (source === "run" && isFolder(place)) await refuseToRun(place, judging);
  return withProgress(async (begin) => {
    begin(`Reading ${visible(place)}`);
    const sources = orRefuse(await readSources(place, { seconds: timeout, method: source, ...(stack === undefined ? {} : { stack }) }));
    return checkAll(sources, options, (index) => begin(`Judging${sources.length === 1 ? "" : ` stack ${index + 1} of ${sources.length}`}`));
  });
}

/** Reads the resources of a place, for each of its stacks, without judging them. */
export async function readPlace(place: string, judging: JudgingOptions): Promise<readonly Source[]> {
  const { timeout, source, stack } = judging;
  if (source === "run" && isFolder(place)) await refuseToRun(place, judging);
  return withProgress(async (begin) => {
    begin(`Reading ${visible(place)}`);
    return orRefuse(await readSources(place, { seconds: timeout, method: source, ...(stack === undefined ? {} : { stack }) }));
  });
}

/** The settings of a configuration's file, or the default ones, and today's date. */
export function checkOptions(file: string | undefined): CheckOptions {
  return { configuration: readConfiguration(file), today: new Date().toISOString().slice(0, 10) };
}

const longestConfiguration = 10_000_000;

function readConfiguration(file: string | undefined): Configuration {
  if (file === undefined) return configure({}, policies);
  let json: unknown;
  try {
    json = JSON.parse(textOf(readGiven(file, longestConfiguration)));
  } catch (error) {
    throw new Refusal(`The configuration ${file} cannot be read: ${reasonOf(error)}.`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Refusal(`The configuration ${file} is not an object of policies.`);
  return configure(json as RawConfiguration, policies);
}
