import { bearsRules } from "@portcullis/policypack/decode/decode";
import { inventoryFormats, type InventoryFormatName } from "../../inventory/formats";
import { inventoryOf } from "../../inventory/inventory";
import { readSources, type Method } from "../../sources/sources";
import { visible } from "../../system/visible";
import { refuseToRun } from "../execution";
import { orRefuse, type Exit } from "../exit";
import { mustNotBeRead, writeOutput } from "../outputs";
import { isFolder } from "../places";
import { withProgress } from "../progress";
import { tell, terminalOf } from "../streams";

interface Options {
  readonly format: InventoryFormatName;
  readonly output?: string;
  readonly source: Method;
  readonly stack?: string;
  readonly timeout: number;
  readonly trustProgram?: true;
}

export async function runRules(place: string, { format, output, source, stack, timeout, ...trust }: Options): Promise<Exit> {
  mustNotBeRead([output], [place]);
  if (source === "run" && isFolder(place)) await refuseToRun(place, trust);
  const inventory = await withProgress(async (begin) => {
    begin(`Reading ${visible(place)}`);
    const options = { seconds: timeout, method: source, keeps: bearsRules, withIdentifiers: true, ...(stack === undefined ? {} : { stack }) };
    return inventoryOf(orRefuse(await readSources(place, options)));
  });
  writeOutput(
    { file: output },
    inventoryFormats[format](inventory, () => terminalOf(process.stdout)),
  );
  const { length } = inventory.notRead;
  if (format === "csv" && length > 0)
    tell(`${length} ${length === 1 ? "part" : "parts"} of what rules depend on could not be read: --format json or text says which.\n`);
  return 0;
}
