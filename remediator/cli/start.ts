import type { Exit } from "./exit";
import { main, ownError } from "./main";
import { complain } from "./streams";

/** Runs the command of this process. An error of our own is never exit code 1, which means findings. */
export function start(args: readonly string[]): Promise<Exit> {
  process.on("uncaughtException", (error) => {
    complain(ownError(error));
    process.exit(2);
  });
  return main(args);
}
