import { homedir } from "node:os";
import { credentialFilesIn, credentialsIn } from "../credentials";
import { Refusal } from "./exit";

/**
 * Refuses to run a program while a credential is within its reach. A program that is run may read the environment that its parents began with, and
 * every file of its user: hiding a credential from it is no protection. See docs/threat-model.md.
 */
export function refuseToRun({ trustProgram }: { readonly trustProgram?: true }): void {
  const [variable] = credentialsIn(process.env);
  if (variable !== undefined)
    throw new Refusal(`The program is not run while ${variable} is set, because a program that is run can read it. ${twoSteps}`);
  const [file] = trustProgram === true ? [] : credentialFilesIn(homedir());
  if (file !== undefined)
    throw new Refusal(
      `The program is not run while there is ${file}, because a program that is run can read it. Say --trust-program if it may; if not: ${twoSteps}`,
    );
}

const twoSteps = `Work in two steps: "portcullis fix --output repair.json" without credentials, then "portcullis pr --from repair.json --open" with them.`;
