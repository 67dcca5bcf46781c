import type { AddCommand } from "../command";
import { configOption, repairMethodOption, policyOption, programHelp, timeoutOption, trustOption } from "../options";

export const addFix: AddCommand = (program, ending) => {
  program
    .command("fix")
    .description("print the repair of a program as a unified diff; with --write, make it")
    .argument("[path]", programHelp)
    .option("--write", "change the files")
    .option("--output <file>", "write the repair into a file, for portcullis pr --from")
    .addOption(policyOption())
    .addOption(repairMethodOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/fix") as typeof import("../work/fix")).runFix));
};
