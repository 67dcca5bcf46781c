import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { serve, type Ending } from "../../language-server/server";
import { Refusal, type Exit } from "../exit";
import { checkOptions } from "../judging";
import { version } from "../version";

/** Serves until the client says that it is enough, or goes away, which ends the process. */
export async function runLanguageServer({ config }: { readonly config?: string }): Promise<Exit> {
  // Before anything else: a configuration that cannot be read ends it with a sentence.
  checkOptions(config);
  const pages = path.resolve(__dirname, "..", "..", "..", "..", "docs", "policies");
  const { wrong, isExpected } = await new Promise<Ending>((onEnd) =>
    serve({
      input: process.stdin,
      output: process.stdout,
      version: version(),
      checkOptions: (file) => checkOptions(file ?? config),
      pageOf: (policy) => {
        const page = path.join(pages, `${policy}.md`);
        return existsSync(page) ? pathToFileURL(page).href : undefined;
      },
      onEnd,
    }),
  );
  if (wrong !== undefined) throw new Refusal(`The language server was told what it cannot read: ${wrong}.`);
  return isExpected ? 0 : 1;
}
