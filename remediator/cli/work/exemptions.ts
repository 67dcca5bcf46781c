import { exemptionsReport } from "../../report/exemptions";
import type { Exit } from "../exit";
import { checkOptions, checkPlace } from "../judging";
import type { JudgingOptions } from "../options";
import { coloursOf, print } from "../streams";
export async function runExemptions(place: string, { config, timeout }: JudgingOptions): Promise<Exit> {
  const options = checkOptions(config);
  const { exemptions } = await checkPlace(place, options, timeout);
  print(exemptionsReport(exemptions, options.today, coloursOf(process.stdout)));
  return 0;
}
