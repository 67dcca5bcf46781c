import { realpathSync } from "node:fs";
import path from "node:path";
import { readProject } from "../engine/project";
import type { Fix } from "../repair/fix";
import { stateOf } from "../forge/checkout";
import { repositoryRoot } from "../forge/local";
import type { CheckOptions } from "../judging/check";
import { isProgramFile } from "../judging/program-files";
import { folderIn, proposal } from "../pull-request/propose";
import type { PullRequestRequest } from "../pull-request/request";
import { readRepairFile, type Handover } from "../repair-file/read";
import { longestRepairFile, type RepairFile } from "../repair-file/repair-file";
import { repairFileOf } from "../repair-file/write";
import { withChangeOf } from "../run/with-change";
import { readGiven } from "../system/given";
import { reasonOf } from "../system/reason";
import { textOf } from "../system/text";
import { orRefuse, Refusal } from "./exit";
import { writeTo } from "./outputs";
import type { Repair } from "./repairing";

/** What a pull request for a repair says, and the name of its project. */
export interface Proposed {
  readonly request: PullRequestRequest;
  readonly name: string;
  /** `partial` where what is not found may be on the default branch all the same: some policies were asked, or something was not read. */
  readonly scan: RepairFile["scan"];
  /** The top folder of the checkout; undefined where the program is in none. */
  readonly repository: string | undefined;
}

/** Makes the request for a repair of a program in a checkout, compared with its commit. A file that is being written is no change. */
async function propose(made: Fix, { policies }: Repair, output?: string): Promise<Proposed> {
  const scanOf = (isWhole: boolean): RepairFile["scan"] => (policies === undefined && made.isComplete && isWhole ? "complete" : "partial");
  const root = await repositoryRoot(made.folder);
  if (!root.ok) {
    const { name } = programOf(made, "");
    return { request: proposal(made, name, made.folder), name, scan: scanOf(true), repository: undefined };
  }
  const { name, folder } = programOf(made, folderIn(root.value, made.folder));
  const state = await stateOf(root.value, folder, isProgramFile);
  if (!state.ok) throw new Refusal(state.refusal.reason);
  const written = output === undefined ? undefined : placeIn(root.value, output);
  const { tree, changes, isWhole, beside } = state.value;
  const checkout = { folder, ...(tree === undefined ? {} : { tree }), changes: changes.filter((file) => file !== written), beside };
  return { request: proposal(made, name, root.value, checkout), name, scan: scanOf(isWhole), repository: root.value };
}

/** The same with what the repair changes, as it is judged. */
export async function proposeWithChange(made: Fix, repair: Repair, judging: CheckOptions): Promise<Proposed> {
  const proposed = await propose(made, repair);
  return { ...proposed, request: withChangeOf(made, proposed.request, judging) };
}

/** What a pull request is for: the one program that there is, or all programs of a folder together. */
function programOf({ folder, programs }: Fix, inRepository: string): { readonly name: string; readonly folder: string } {
  const [only, second] = programs ?? [];
  if (second !== undefined) return { name: "programs", folder: inRepository };
  if (only !== undefined) return only;
  const project = readProject(folder);
  return { name: project.kind === "failed" ? "program" : project.name, folder: inRepository };
}

/** Writes the repair for a step that has credentials and runs nothing. */
export async function writeRepairFile(file: string, made: Fix, repair: Repair): Promise<void> {
  const { request, name, scan, repository } = await propose(made, repair, file);
  if (repository === undefined)
    throw new Refusal(`${made.folder} is in no git repository, so that there is nothing to hand over. Leave --output out.`);
  writeTo(file, repairFileOf(request, name, scan));
}

/** Reads a repair file, as much of it as one may have. */
export function openRepairFile(file: string): Handover {
  let text: string;
  try {
    text = textOf(readGiven(file, longestRepairFile));
  } catch (error) {
    throw new Refusal(`The repair file ${file} cannot be read: ${reasonOf(error)}.`);
  }
  return orRefuse(readRepairFile(text));
}

function placeIn(repository: string, file: string): string | undefined {
  try {
    const folder = realpathSync(path.dirname(file));
    return path
      .relative(realpathSync(repository), path.join(folder, path.basename(file)))
      .split(path.sep)
      .join("/");
  } catch {
    return undefined;
  }
}
