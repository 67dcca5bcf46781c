import { existsSync } from "node:fs";
import { policies } from "@portcullis/policypack/contract/registry";
import { nothingAt } from "../sources/sources";
import { nearest } from "../reach/spelling";
import type { Fix } from "../repair/fix";
import { refuseToRun } from "./execution";
import { orRefuse, Refusal } from "./exit";
import { checkOptions } from "./judging";
import type { RepairingOptions } from "./options";
import { isFolder } from "./places";
import { visible } from "../system/visible";
import { withProgress } from "./progress";

/** What to repair. */
export interface Repair {
  readonly place: string;
  /** The policies whose findings are repaired; undefined for all. */
  readonly policies: readonly string[] | undefined;
}

/** Reads the place and the policies from the arguments. `--policy` takes all that follows, so that its last value may be the place. */
export function repairOf(place: string | undefined, given: readonly string[] | undefined): Repair {
  if (given === undefined) return { place: place ?? ".", policies: undefined };
  const last = given.at(-1) ?? "";
  const isPlace = place === undefined && given.length > 1 && !isPolicies(last) && (existsSync(last) || /[/\\.]/.test(last));
  const ids = (isPlace ? given.slice(0, -1) : given).flatMap((value) => value.split(","));
  const stranger = ids.find((id) => !isPolicies(id));
  if (stranger !== undefined) {
    const near = nearest(
      stranger,
      policies.map(({ id }) => id),
      1,
    );
    const hint = near.length === 0 ? ". docs/policies lists them." : `: did you mean ${near.join()}?`;
    throw new Refusal(`${stranger === "" ? '""' : stranger} is not a policy${hint}`);
  }
  return { place: isPlace ? last : (place ?? "."), policies: ids };
}

/** Repairs the program of a place: read from its source, or run in a copy of it. The place itself is only read. */
export async function repairPlace({ place, policies: ids }: Repair, options: RepairingOptions): Promise<Fix> {
  if (!existsSync(place)) throw new Refusal(nothingAt(place, "a program's folder"));
  if (!isFolder(place)) throw new Refusal(`${place} is no program's folder: only source can be repaired.`);
  if (options.source === "run") await refuseToRun(place, options);
  const { config, timeout, source } = options;
  const { repairAndRun, repairFolder } = require("../repair/repair") as typeof import("../repair/repair");
  const repair = source === "run" ? repairAndRun : repairFolder;
  const given = { ...checkOptions(config), seconds: timeout, ...(ids === undefined ? {} : { policies: ids }) };
  return withProgress(async (begin) => {
    begin(`Reading ${visible(place)}`);
    return orRefuse(await repair(place, { ...given, begin: (stage) => begin(visible(stage)) }));
  });
}

function isPolicies(text: string): boolean {
  return text.split(",").every((id) => policies.some((known) => known.id === id));
}
