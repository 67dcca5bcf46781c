import { afterAll, expect, jest, test } from "@jest/globals";
import { readFolder } from "@portcullis/remediator/reader/read";
import { folderOf, removeFolders } from "../harness/folder";
import { languages, projectIn } from "../harness/languages";

jest.setTimeout(60_000);
afterAll(removeFolders);

// In a file of its own: what comes after it in the process is not read.
test("a file in which the parser ends is said, and so is what is not read after it", async () => {
  const { Java: java, TypeScript: typescript } = languages;
  if (java === undefined || typescript === undefined) throw new Error("they are not spelt");
  const gapsOf = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
    const { projects } = await readFolder(folderOf(files));
    return projects.flatMap(({ gaps, stacks }) => [...gaps, ...stacks.flatMap((stack) => stack.gaps)].map(({ reason }) => reason)).join("\n");
  };
  expect(await gapsOf(projectIn(java, java.program(`v = ${"x<".repeat(25_000)}`, "")))).toMatch(
    /does not parse, in so many places that the parser ended/,
  );
  expect(await gapsOf(projectIn(typescript, typescript.program(typescript.group("before"), "")))).toMatch(
    /is not read: the parser ended in .*App\.java, which does not parse/,
  );
});
