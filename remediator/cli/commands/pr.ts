import type { AddCommand } from "../command";
import { configOption, repairMethodOption, policyOption, programHelp, timeoutOption, trustOption } from "../options";

export const addPullRequest: AddCommand = (program, ending) => {
  program
    .command("pr")
    .description("print the pull request that repairs a program; with --open, GITHUB_TOKEN and a GitHub remote, open it")
    .argument("[path]", programHelp)
    .option("--open", "open or update the pull request")
    .option("--from <file>", "take the repair from a file of portcullis fix --output, and run nothing")
    .option("--api-url <url>", "where the API of the code host is, if it is not github.com or in GITHUB_API_URL: the token goes nowhere else")
    .option("--login <name>", "who the token acts as, if it is an app's: NAME[bot]")
    .addOption(policyOption())
    .addOption(repairMethodOption())
    .addOption(configOption())
    .addOption(timeoutOption())
    .addOption(trustOption())
    .action(ending(() => (require("../work/pr") as typeof import("../work/pr")).runPullRequest));
};
