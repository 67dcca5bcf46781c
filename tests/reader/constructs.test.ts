import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { languages } from "@portcullis/remediator/docs/languages/construct";
import { constructs } from "@portcullis/remediator/docs/languages/constructs";
import { languageTable, seen } from "@portcullis/remediator/docs/languages/table";

describe("what docs/languages.md says of each construct is what becomes of it", () => {
  const cells = constructs.flatMap(({ name, outcome, in: snippets }) =>
    languages.flatMap((language) => {
      const snippet = snippets[language];
      return snippet === undefined ? [] : [[`${name}, ${language}`, language, snippet, snippet.outcome ?? outcome] as const];
    }),
  );
  test.each(cells)("%s", async (_, language, snippet, outcome) => {
    const { outcome: own, reasons } = await seen(language, snippet);
    expect({ outcome: own, reasons: own === outcome ? [] : reasons }).toEqual({ outcome, reasons: [] });
  });

  test("the table is current (npm run docs makes it)", () => {
    expect(readFileSync(path.resolve(__dirname, "../../docs/languages.md"), "utf8")).toContain(languageTable());
  });
});
