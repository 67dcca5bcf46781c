import { coloured, unifiedDiff } from "../../report/diff";
import { fixReport } from "../../report/fix";
import { visible } from "../../visible";
import { writeFiles } from "../../write";
import { orRefuse, type Exit } from "../exit";
import { repairOf, repairPlace } from "../repairing";
import type { RepairingOptions } from "../options";
import { coloursOf, coloursOfData, print, tell } from "../streams";
interface Options extends RepairingOptions {
  readonly write?: true;
}

export async function runFix(place: string | undefined, { write, policy, ...options }: Options): Promise<Exit> {
  const made = await repairPlace(repairOf(place, policy), options);
  const diff = unifiedDiff(made.before, made.after);
  print(coloured(diff, coloursOfData(process.stdout)));
  tell(fixReport(made, coloursOf(process.stderr)));
  if (write !== true || diff === "") return 0;
  const { files } = orRefuse(writeFiles(made.folder, made.before, made.after));
  tell(`Wrote ${files.map(visible).join(", ")}.\n`);
  return 0;
}
