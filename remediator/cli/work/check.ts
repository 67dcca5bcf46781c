import { projectOf } from "../../baseline/knowledge";
import { formats } from "../../report/formats";
import { reportsOf } from "../../report/reports";
import { knowledgeAt, readKnowledge } from "../baselines";
import { Refusal, type Exit } from "../exit";
import { checkOptions, checkPlace } from "../judging";
import type { JudgingOptions } from "../options";
import { mustNotBeRead, outputsOf, writeOutput, type Output } from "../outputs";
import { drawn } from "../pictures";
import { folderInRepository, textOptions } from "../scope";
import { version } from "../version";

interface Options extends JudgingOptions {
  readonly format: readonly Output[];
  readonly output?: string;
  readonly failOn: "mandatory" | "advisory" | "never";
  readonly baseline?: string;
  readonly since?: string;
  readonly all?: true;
}

export async function runCheck(place: string, { format, output, failOn, baseline, since, all, ...judging }: Options): Promise<Exit> {
  const outputs = outputsOf(format, output);
  mustNotBeRead(
    outputs.map(({ file }) => file),
    [place, baseline, judging.config],
  );
  const triesPlans = outputs.some(({ format: name }) => name === "json") ? ("all" as const) : ("programs" as const);
  const options = { ...checkOptions(judging.config), triesPlans };
  if (baseline !== undefined && since !== undefined) throw new Refusal("--baseline and --since each say what is known: give one of them.");
  const known = baseline === undefined ? undefined : readKnowledge(baseline);
  const result = await checkPlace(place, options, judging);
  const projects = result.judgements.map((judgement) => projectOf(judgement).name);
  const knowledge = since === undefined ? known : await knowledgeAt(place, since, projects, options, judging);
  const reports = reportsOf(result, { today: options.today, inRepository: folderInRepository, knowledge });
  const context = { version: version(), text: textOptions(process.stdout, place, reports, all === true), picture: drawn };
  for (const each of outputs) writeOutput(each, formats[each.format](reports, context));
  const counted = reports.flatMap(({ findings }) => findings).filter(({ verdict }) => verdict !== "exempt");
  if (failOn === "never") return 0;
  return counted.some(({ level }) => failOn === "advisory" || level === "mandatory") ? 1 : 0;
}
