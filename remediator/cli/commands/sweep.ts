import { Option } from "commander";
import type { AddCommand } from "../command";
import { apiUrlOption, countOf, loginOption, modeOption, shardOf, writtenName } from "../options";

export const addSweep: AddCommand = (program, ending) => {
  program
    .command("sweep")
    .description("do what run does for every repository of an organisation, or join the summaries of a sweep's shards")
    .option("--org <name>", "the organisation")
    .option("--open", "open and update pull requests and issues")
    .addOption(new Option("--shard <i/n>", "only this part of the repositories, from 1").default({ index: 1, of: 1 }, "1/1").argParser(shardOf))
    .option("--summary <file>", "write what was done into a file, as JSON", writtenName("--summary", "file"))
    .option("--markdown <file>", "write what was done into a file, for people", writtenName("--markdown", "file"))
    .option(
      "--reports <folder>",
      "write what was found into a folder: a page (HTML) of the sweep, and for each repository one and SARIF",
      writtenName("--reports", "folder"),
    )
    .option("--resume <file>", "leave out what the sweep of this summary has done")
    .addOption(new Option("--most-failures <n>", "end the sweep after so many failures one after the other").default(5).argParser(countOf))
    .addOption(new Option("--most-pull-requests <n>", "end the sweep after so many pull requests were opened").default(50).argParser(countOf))
    .option("--join <files...>", "join the summaries of shards, and do nothing else")
    .addOption(modeOption())
    .addOption(apiUrlOption())
    .addOption(loginOption())
    .action(ending(() => (require("../work/sweep") as typeof import("../work/sweep")).runSweep));
};
