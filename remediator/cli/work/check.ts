import { jsonReport } from "../../report/json";
import { textReport } from "../../report/text";
import type { Exit } from "../exit";
import { checkOptions, checkPlace } from "../judging";
import type { JudgingOptions } from "../options";
import { coloursOf, print } from "../streams";
interface Options extends JudgingOptions {
  readonly format: "text" | "json";
  readonly failOn: "mandatory" | "advisory" | "never";
}

export async function runCheck(place: string, { format, failOn, ...judging }: Options): Promise<Exit> {
  const result = await checkPlace(place, { ...checkOptions(judging.config), triesPlans: format === "json" }, judging);
  if (format === "json") {
    print(jsonReport(result));
  } else {
    print(textReport(result, coloursOf(process.stdout)));
  }
  const counted = result.findings.filter(({ verdict }) => verdict !== "exempt");
  if (failOn === "never") return 0;
  return counted.some(({ level }) => failOn === "advisory" || level === "mandatory") ? 1 : 0;
}
