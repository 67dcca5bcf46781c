import { exemptionsReport } from "../../report/exemptions";
import type { Exit } from "../exit";
import { checkOptions, checkPlace } from "../judging";
import type { JudgingOptions } from "../options";
import { coloursOf, print } from "../streams";
export async function runExemptions(place: string, judging: JudgingOptions): Promise<Exit> {
  const options = checkOptions(judging.config);
  const { exemptions } = await checkPlace(place, options, judging);
  print(exemptionsReport(exemptions, options.today, coloursOf(process.stdout)));
  return 0;
}
