import type { AddCommand } from "../command";
import { configOption, methodOption, placeHelp, stackOption, timeoutOption, trustOption, writtenName } from "../options";

export const addBaseline: AddCommand = (program, ending) => {
  program
    .command("baseline")
    .description("print what is wrong today as a baseline, beyond which check --baseline reports; with --write, write it to a file")
    .argument("[path]", placeHelp, ".")
    .option("--write <file>", "the file to write", writtenName("--write", "file"))
    .addOption(methodOption())
    .addOption(stackOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/baseline") as typeof import("../work/baseline")).runBaseline));
};
