import { homedir } from "node:os";
import { credentialFilesIn, credentialsIn, isGitCredential } from "../system/credentials";
import { git } from "../forge/git";
import { Refusal } from "./exit";

/**
 * Refuses to run the program of a folder while a credential is within its reach. A program that is run may read the environment that its parents began
 * with, and every file of its user: hiding a credential from it is no protection. See docs/threat-model.md.
 */
export async function refuseToRun(folder: string, { trustProgram }: { readonly trustProgram?: true }): Promise<void> {
  const [variable] = credentialsIn(process.env);
  if (variable !== undefined)
    throw new Refusal(`The program is not run while ${variable} is set, because a program that is run can read it. ${twoSteps}`);
  if (trustProgram === true) return;
  const [file] = credentialFilesIn(homedir());
  const place = file === undefined ? await gitCredentialOf(folder) : `there is ${file}`;
  if (place !== undefined)
    throw new Refusal(
      `The program is not run while ${place}, because a program that is run can read it. Say --trust-program if it may; if not: ${twoSteps}`,
    );
}

const twoSteps = `Work in two steps: "portcullis fix --output repair.json" without credentials, then "portcullis pr --from repair.json --open" with them.`;

async function gitCredentialOf(folder: string): Promise<string | undefined> {
  const settings = await git(folder, ["config", "--list", "-z"]);
  const found = settings.ok ? settings.value.split("\0").find(isGitCredential) : undefined;
  return found === undefined ? undefined : `git's ${found.slice(0, found.indexOf("\n"))} has a credential`;
}
