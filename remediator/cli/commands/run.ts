import { Option } from "commander";
import type { AddCommand } from "../command";
import { apiUrlOption, loginOption, modeOption, writtenName } from "../options";

export const addRun: AddCommand = (program, ending) => {
  program
    .command("run")
    .description("read a repository of a code host, which executes nothing, and print the pull requests that repair it; with --open, open them")
    .addOption(new Option("--repo <owner/name>", "the repository").makeOptionMandatory())
    .option("--open", "open and update pull requests and issues")
    .option("--summary <file>", "write what was done into a file, as JSON", writtenName("--summary", "file"))
    .option(
      "--reports <folder>",
      "write what was found into a folder, as a page (HTML) and for code scanning (SARIF)",
      writtenName("--reports", "folder"),
    )
    .addOption(modeOption())
    .addOption(apiUrlOption())
    .addOption(loginOption())
    .action(ending(() => (require("../work/run") as typeof import("../work/run")).runRun));
};
