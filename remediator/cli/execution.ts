import { homedir } from "node:os";
import path from "node:path";
import { credentialFileOf, credentialHelperOf } from "../system/credential-files";
import { credentialsIn } from "../system/credentials";
import { visible } from "../system/visible";
import { gitCredentialOf } from "./git-credentials";
import { repositoryRoot } from "../forge/local";
import { Refusal } from "./exit";

/**
 * Refuses to run the program of a folder while a credential is within its reach. A program that is run may read the environment that its parents began
 * with, and every file of its user: hiding a credential from it is no protection. See docs/threat-model.md.
 */
export async function refuseToRun(folder: string, { trustProgram }: { readonly trustProgram?: true }): Promise<void> {
  const [variable] = credentialsIn(process.env);
  if (variable !== undefined)
    throw new Refusal(`The program is not run while ${visible(variable)} is set, because a program that is run can read it. ${twoSteps}`);
  if (trustProgram === true) return;
  const reached = await withinReach(folder);
  if (reached !== undefined)
    throw new Refusal(
      `The program is not run while ${visible(reached)}, because a program that is run can read it. Say --trust-program if it may; if not: ${twoSteps}`,
    );
}

const twoSteps = `Work in two steps: "portcullis fix --output repair.json" without credentials, then "portcullis pr --from repair.json --open" with them.`;

/** What a program in a folder could get a credential from, apart from the environment. */
async function withinReach(folder: string): Promise<string | undefined> {
  const helper = credentialHelperOf(process.env);
  if (helper !== undefined) return `${helper} names who hands out credentials`;
  const root = await repositoryRoot(folder);
  const file = credentialFileOf(homedir(), process.env, foldersUpTo(root.ok ? root.value : folder, folder));
  if (file !== undefined) return `there is ${file}`;
  const setting = await gitCredentialOf(folder);
  return setting === undefined ? undefined : `git's ${setting} has a credential`;
}

/** A folder and those above it, up to the top of its repository. */
function foldersUpTo(root: string, folder: string): readonly string[] {
  const folders = [path.resolve(folder)];
  for (let at = path.resolve(folder); at !== root && path.dirname(at) !== at; at = path.dirname(at)) folders.push(path.dirname(at));
  return folders.includes(root) ? folders : [path.resolve(folder), root];
}
