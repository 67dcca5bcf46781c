import type { AddCommand } from "../command";
import { configOption, methodOption, policyOption, programHelp, timeoutOption } from "../options";

export const addFix: AddCommand = (program, ending) => {
  program
    .command("fix")
    .description("print the repair of a program as a unified diff; with --write, make it")
    .argument("[path]", programHelp)
    .option("--write", "change the files")
    .addOption(policyOption())
    .addOption(methodOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .action(ending(() => (require("../work/fix") as typeof import("../work/fix")).runFix));
};
