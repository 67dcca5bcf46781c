import { Option } from "commander";
import type { AddCommand } from "../command";
import { configOption, methodOption, placeHelp, stackOption, timeoutOption, trustOption } from "../options";

export const addExplain: AddCommand = (program, ending) => {
  program
    .command("explain")
    .description("explain a policy, a problem, or a resource: who may reach it and whom it may reach")
    .argument("<topic>", "a policy's name, a problem's place or key, or a resource's name, TYPE/NAME or URN")
    .argument("[path]", placeHelp, ".")
    .addOption(new Option("--format <format>", "how the explanation is written").choices(["text", "json", "markdown"]).default("text"))
    .addOption(methodOption())
    .addOption(stackOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .addHelpText(
      "after",
      `
A problem is named by its place, as reports show it, or by its key, which JSON, SARIF and GitLab's report have; the first six characters
are enough. A policy's name means the policy: a resource of the same name is named TYPE/NAME.

Ends with 0 where there is an explanation, and with 2 where nothing has the name.

  portcullis explain no-public-admin-ports
  portcullis explain groups.ts:35 examples/securecart-exposed
  portcullis explain Instance/orders examples/securecart-exposed`,
    )
    .action(ending(() => (require("../work/explain") as typeof import("../work/explain")).runExplain));
};
