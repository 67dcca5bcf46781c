import { baselineText } from "../../baseline/baseline";
import { baselineOf } from "../../baseline/knowledge";
import { reportsOf } from "../../report/reports";
import type { Exit } from "../exit";
import { checkOptions, checkPlace } from "../judging";
import type { JudgingOptions } from "../options";
import { mustNotBeRead, writeOutput } from "../outputs";
import { folderInRepository } from "../scope";
import { tell } from "../streams";
import { visible } from "../../system/visible";

interface Options extends JudgingOptions {
  readonly write?: string;
}

export async function runBaseline(place: string, { write, ...judging }: Options): Promise<Exit> {
  mustNotBeRead([write], [place, judging.config]);
  const options = checkOptions(judging.config);
  const result = await checkPlace(place, options, judging);
  const reports = reportsOf(result, { today: options.today, inRepository: folderInRepository });
  writeOutput({ file: write }, baselineText(baselineOf(reports)));
  const problems = reports.reduce((sum, report) => sum + report.problems.length, 0);
  if (write !== undefined) tell(`Wrote ${visible(write)}: ${problems} problems and pieces of advice are known from now on.\n`);
  return 0;
}
