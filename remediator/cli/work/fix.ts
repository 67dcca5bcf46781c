import { coloured, unifiedDiff } from "../../report/diff";
import { fixReport } from "../../report/fix";
import { visible } from "../../visible";
import { writeFiles } from "../../write";
import { orRefuse, type Exit } from "../exit";
import type { RepairingOptions } from "../options";
import { writeRepairFile } from "../repair-files";
import { repairOf, repairPlace } from "../repairing";
import { coloursOf, coloursOfData, print, tell } from "../streams";

interface Options extends RepairingOptions {
  readonly write?: true;
  readonly output?: string;
}

export async function runFix(place: string | undefined, { write, output, policy, ...options }: Options): Promise<Exit> {
  const repair = repairOf(place, policy);
  const made = await repairPlace(repair, options);
  const diff = unifiedDiff(made.before, made.after);
  print(coloured(diff, coloursOfData(process.stdout)));
  tell(fixReport(made, coloursOf(process.stderr)));
  if (output !== undefined) {
    await writeRepairFile(output, made, repair);
    tell(`Wrote ${visible(output)}. With credentials: portcullis pr --from ${visible(output)} --open\n`);
  }
  if (write !== true || diff === "") return 0;
  const { files } = orRefuse(writeFiles(made.folder, made.before, made.after));
  tell(`Wrote ${files.map(visible).join(", ")}.\n`);
  return 0;
}
