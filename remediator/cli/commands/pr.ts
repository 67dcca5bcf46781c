import type { AddCommand } from "../command";
import { configOption, methodOption, policyOption, programHelp, timeoutOption } from "../options";

export const addPullRequest: AddCommand = (program, ending) => {
  program
    .command("pr")
    .description("print the pull request that repairs a program; with --open, GITHUB_TOKEN and a GitHub remote, open it")
    .argument("[path]", programHelp)
    .option("--open", "open or update the pull request")
    .addOption(policyOption())
    .addOption(methodOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .action(ending(() => (require("../work/pr") as typeof import("../work/pr")).runPullRequest));
};
