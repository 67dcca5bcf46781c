import type { AddCommand } from "../command";
import { apiUrlOption, configOption, loginOption, policyOption, programHelp, repairMethodOption, timeoutOption, trustOption } from "../options";

export const addPullRequest: AddCommand = (program, ending) => {
  program
    .command("pr")
    .description("print the pull request that repairs a program; with --open, GITHUB_TOKEN and a GitHub remote, open it")
    .argument("[path]", programHelp)
    .option("--open", "open or update the pull request")
    .option("--from <file>", "take the repair from a file of portcullis fix --output, and run nothing")
    .addOption(apiUrlOption())
    .addOption(loginOption())
    .addOption(policyOption())
    .addOption(repairMethodOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/pr") as typeof import("../work/pr")).runPullRequest));
};
