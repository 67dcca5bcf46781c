import { Option } from "commander";
import { inventoryFormatNames } from "../../inventory/formats";
import type { AddCommand } from "../command";
import { methodOption, placeHelp, stackOption, timeoutOption, trustOption, writtenName } from "../options";

export const addRules: AddCommand = (program, ending) => {
  program
    .command("rules")
    .description("list every rule of every group, and where it is written: a row for each source")
    .argument("[path]", placeHelp, ".")
    .addOption(new Option("--format <format>", "how to write the list").choices(inventoryFormatNames).default("text"))
    .option("--output <file>", "where to write it; else it is written to standard output", writtenName("--output", "file"))
    .addOption(methodOption())
    .addOption(stackOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/rules") as typeof import("../work/rules")).runRules));
};
