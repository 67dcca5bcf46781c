import { Command, CommanderError } from "commander";
import { reasonOf } from "../system/reason";
import { visibleLines } from "../system/visible";
import type { Ending } from "./command";
import { commands } from "./commands";
import { Refusal, type Exit } from "./exit";
import { complain, flushed, print, tell } from "./streams";
import { version } from "./version";

/** Runs the command that the arguments name, and answers how it ended. What went wrong has been said then, and everything is written. */
export async function main(args: readonly string[]): Promise<Exit> {
  const exit = await run(args);
  const lost = await flushed();
  // What a repair does and whom it cuts off is said as messages; whoever closes the other end has chosen not to hear it.
  if (lost.results === undefined) return lost.messages === undefined || lost.messages.code === "EPIPE" ? exit : 2;
  // Whoever reads the first lines only and goes away is not told that it did.
  if (lost.results.code !== "EPIPE") complain(`The output could not be written: ${reasonOf(lost.results)}.`);
  await flushed();
  return 2;
}

async function run(args: readonly string[]): Promise<Exit> {
  let exit: Exit = 0;
  const ending: Ending =
    (load) =>
    async (...given) => {
      exit = await load()(...given);
    };
  const program = new Command("portcullis")
    .description("Checks Pulumi programs for insecure AWS security groups, and repairs their source.")
    .version(version(), "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: (text) => tell(visibleLines(text)) })
    .showHelpAfterError("(portcullis --help shows what there is)");
  for (const add of commands) add(program, ending);
  try {
    askForFolder();
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    // Commander has said by itself what is wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    complain(error instanceof Refusal ? error.message : ownError(error));
    return 2;
  }
}

/** Names of files are relative to the folder that the command is started in, which somebody else may have removed. */
function askForFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    throw new Refusal(`The folder that the command was started in cannot be told: ${reasonOf(error)}. Change to another one.`);
  }
}

export function ownError(error: unknown): string {
  return `portcullis met an error of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
