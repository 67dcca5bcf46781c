import type { AddCommand } from "../command";
import { configOption, repairMethodOption, policyOption, programHelp, timeoutOption, trustOption, writtenName } from "../options";

export const addFix: AddCommand = (program, ending) => {
  program
    .command("fix")
    .description("print the repair of a program as a unified diff; with --write, make it")
    .argument("[path]", programHelp)
    .option("--write", "change the files")
    .option("--check", "have the language's own tool look at the edited program, which executes what its build executes")
    .option("--output <file>", "write the repair into a file, for portcullis pr --from", writtenName("--output", "file"))
    .addOption(policyOption())
    .addOption(repairMethodOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/fix") as typeof import("../work/fix")).runFix));
};
