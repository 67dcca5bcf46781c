import type { AddCommand } from "../command";
import { configOption, placeHelp, timeoutOption } from "../options";

export const addExemptions: AddCommand = (program, ending) => {
  program
    .command("exemptions")
    .description("report the exemptions in force, those that end soon, and those that match nothing")
    .argument("[path]", placeHelp, ".")
    .addOption(configOption())
    .addOption(timeoutOption())
    .action(ending(() => (require("../work/exemptions") as typeof import("../work/exemptions")).runExemptions));
};
