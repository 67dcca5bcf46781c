import { afterAll, describe, expect, test } from "@jest/globals";
import { configure } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import { groupProgram } from "../../harness/command";
import { folderOf, removeFolders } from "../../harness/folder";

afterAll(removeFolders);

async function isComplete(files: Readonly<Record<string, string>>): Promise<boolean> {
  const folder = folderOf({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...files });
  const made = await repairFolder(folder, { configuration: configure({}, policies), today: "2026-06-15" });
  if (made.kind === "failed") throw new Error(made.reason);
  return made.isComplete;
}

describe("a repair says whether what it did not find may be there all the same", () => {
  test("which is not so where everything was read", async () => {
    expect(await isComplete({ "index.ts": groupProgram() })).toBe(true);
  });

  test("and is so where a file is too large to be read, although there are groups in another", async () => {
    const large = `${groupProgram("api")}// ${"x".repeat(2_100_000)}\n`;
    expect(await isComplete({ "index.ts": `import "./api";\n${groupProgram()}`, "api.ts": large })).toBe(false);
  });

  test("and where a project's file does not parse", async () => {
    expect(await isComplete({ "index.ts": groupProgram(), "other/Pulumi.yaml": "name: [\n" })).toBe(false);
  });
});
