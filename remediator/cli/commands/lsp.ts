import { Option } from "commander";
import type { AddCommand } from "../command";
import { configOption } from "../options";

export const addLanguageServer: AddCommand = (program, ending) => {
  program
    .command("lsp")
    .description("serve an editor: problems while one types, explanations, repairs (docs/editors.md says how to set it up)")
    .addOption(configOption())
    .option("--stdio", "speak over standard input and output, which it always does")
    .addOption(new Option("--clientProcessId <id>").hideHelp())
    .action(ending(() => (require("../work/lsp") as typeof import("../work/lsp")).runLanguageServer));
};
