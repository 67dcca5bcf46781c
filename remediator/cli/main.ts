import { Command, CommanderError } from "commander";
import type { Ending } from "./command";
import { commands } from "./commands";
import { Refusal, type Exit } from "./exit";
import { tell } from "./streams";

/** Runs the command that the arguments name, and answers how it ended. What went wrong has been said then. */
export async function main(args: readonly string[]): Promise<Exit> {
  let exit: Exit = 0;
  const ending: Ending =
    (load) =>
    async (...given) => {
      exit = await load()(...given);
    };
  const program = new Command("portcullis")
    .description("Checks Pulumi programs for insecure AWS security groups, and repairs their source.")
    .exitOverride()
    .showHelpAfterError("(portcullis --help shows what there is)");
  for (const add of commands) add(program, ending);
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    // Commander has said by itself what is wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    tell(`${error instanceof Refusal ? error.message : ownError(error)}\n`);
    return 2;
  }
}

function ownError(error: unknown): string {
  return `portcullis met an error of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
