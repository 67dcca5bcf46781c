import { Option } from "commander";
import type { AddCommand } from "../command";
import { outputOptions } from "../outputs";
import { configOption, methodOption, placeHelp, stackOption, timeoutOption, trustOption } from "../options";

export const addCheck: AddCommand = (program, ending) => {
  const [format, output] = outputOptions();
  program
    .command("check")
    .description("report what is wrong")
    .argument("[path]", placeHelp, ".")
    .addOption(format)
    .addOption(output)
    .option("--baseline <file>", "report only what is new or worse than in a file of portcullis baseline")
    .option("--since <commit>", "report only what is new or worse than in another commit of the repository, which is read and not checked out")
    .option("--all", "show every problem in full, advice too, and all that is unknown or not checked")
    .addOption(
      new Option("--fail-on <level>", "the level from which findings make the exit code 1")
        .choices(["mandatory", "advisory", "never"])
        .default("mandatory"),
    )
    .addOption(methodOption())
    .addOption(stackOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/check") as typeof import("../work/check")).runCheck));
};
