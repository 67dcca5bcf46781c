import path from "node:path";
import { joined } from "@portcullis/policypack/joined";
import type { Failed } from "../../system/failed";
import type { Fix } from "../../repair/fix";
import { coloured, unifiedDiff } from "../../report/diff";
import { fixReport } from "../../report/fix";
import { atOriginalPlaces } from "../../report/original-places";
import { checkWithTools, type ToolVerdict } from "../../repair/toolchain";
import { visible } from "../../system/visible";
import { writeFiles } from "../../repair/write";
import { refuseToRun } from "../execution";
import { orRefuse, type Exit } from "../exit";
import type { RepairingOptions } from "../options";
import { mustNotBeRead } from "../outputs";
import { writeRepairFile } from "../repair-files";
import { repairOf, repairPlace } from "../repairing";
import { coloursOf, coloursOfData, print, tell } from "../streams";

interface Options extends RepairingOptions {
  readonly write?: true;
  readonly check?: true;
  readonly output?: string;
}

async function toolVerdicts(made: Fix, seconds: number): Promise<{ readonly kind: "verdicts"; readonly list: readonly ToolVerdict[] } | Failed> {
  const verdicts = await checkWithTools(made, seconds);
  return "kind" in verdicts ? verdicts : { kind: "verdicts", list: verdicts };
}

export async function runFix(place: string | undefined, { write, check, output, policy, ...options }: Options): Promise<Exit> {
  const repair = repairOf(place, policy);
  if (check === true) await refuseToRun(repair.place, options);
  const made = await repairPlace(repair, options);
  if (output !== undefined) mustNotBeRead([output], [options.config, ...Array.from(made.before.keys(), (name) => path.join(made.folder, name))]);
  const diff = unifiedDiff(made.before, made.after);
  print(coloured(diff, coloursOfData(process.stdout)));
  tell(fixReport(write === true ? made : atOriginalPlaces(made), coloursOf(process.stderr)));
  if (check === true && diff !== "") {
    const { list: verdicts } = orRefuse(await toolVerdicts(made, options.timeout));
    for (const { says } of verdicts) tell(`${visible(says)}.\n`);
    if (verdicts.some(({ kind }) => kind === "worse")) return 1;
  }
  if (output !== undefined) {
    await writeRepairFile(output, made, repair);
    tell(`Wrote ${visible(output)}. With credentials: portcullis pr --from ${visible(output)} --open\n`);
  }
  if (write !== true || diff === "") return 0;
  const { files, left } = orRefuse(writeFiles(made.folder, made.before, made.after));
  tell(`Wrote ${joined(files.map(visible))}.\n`);
  for (const file of left)
    tell(
      `${visible(file)} is left of a write that was interrupted: ${file.endsWith("old") ? "a file as it was before" : "what a file was to become"}. Remove it when nothing is missing.\n`,
    );
  return 0;
}
