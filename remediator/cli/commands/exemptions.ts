import type { AddCommand } from "../command";
import { configOption, methodOption, placeHelp, stackOption, timeoutOption, trustOption } from "../options";

export const addExemptions: AddCommand = (program, ending) => {
  program
    .command("exemptions")
    .description("report the exemptions in force, those that end soon, and those that match nothing")
    .argument("[path]", placeHelp, ".")
    .addOption(methodOption())
    .addOption(stackOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/exemptions") as typeof import("../work/exemptions")).runExemptions));
};
