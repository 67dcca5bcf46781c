import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, jest, test } from "@jest/globals";
import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { readFolder } from "@portcullis/remediator/reader/read";
import { runProgram } from "@portcullis/remediator/sources/embedded";
import { standInFor } from "@portcullis/remediator/sources/go";
import { folderOf, removeFolders } from "../../harness/folder";

jest.setTimeout(900_000);
afterAll(removeFolders);

const examples = path.resolve(__dirname, "../../../examples/languages");

/** Modules and packages have to be on this machine, and a first build of the AWS package of Go takes minutes. */
const asked = (process.env.PORTCULLIS_LANGUAGES ?? "").split(",");

for (const language of ["go", "java"]) {
  const [which, suffix] = asked.includes(language) ? [describe, ""] : [describe.skip, ` (skipped: PORTCULLIS_LANGUAGES does not name ${language})`];
  which(`a program in ${language} that runs${suffix}`, () => {
    test.each(["compliant", "exposed"])("registers what is read of it: %s", async (kind) => {
      const folder = path.join(examples, language, kind);
      const run = await runProgram(folder, { withIdentifiers: true, seconds: 800 });
      if (run.kind === "failed") throw new Error(run.reason);
      const { projects } = await readFolder(folder);
      const comparable = (resources: readonly Resource[]): readonly object[] =>
        resources
          .filter(({ type }) => type !== "pulumi:pulumi:Stack")
          .map(({ urn, inputs }) => ({ urn, inputs }))
          .sort((a, b) => a.urn.localeCompare(b.urn));
      expect(comparable(projects[0]?.stacks[0]?.resources ?? [])).toEqual(comparable(run.resources));
      expect(run.gaps).toEqual([]);
    });

    test("goes on with what is known as unknown where a setting is missing", async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "portcullis-built-"));
      try {
        cpSync(path.join(examples, language, "compliant"), folder, { recursive: true });
        rmSync(path.join(folder, "Pulumi.dev.yaml"));
        const run = await runProgram(folder, { seconds: 800 });
        if (run.kind === "failed") throw new Error(run.reason);
        const [rule] = run.resources.find(({ name }) => name === "bastion")?.inputs.ingress as readonly Readonly<Record<string, Plain>>[];
        expect(rule?.cidrBlocks).toEqual([unknown]);
        expect(run.gaps.map(({ reason }) => reason)).toEqual([
          'the configuration value "shop-compliant:office" is not set: what depends on it is unknown',
        ]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}

describe("what stands for a setting that nobody has made", () => {
  test.each<readonly [asked: string, expected: string | undefined]>([
    ['cfg.Require("office")', "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    ['config.Require(ctx, "shop:office")', "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    ['cfg.RequireSecret("office")', "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    ['cfg.RequireBool("office")', "false"],
    ['config.requireBoolean("office")', "false"],
    ['config.require("office")', "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    ['config.requireInteger("office")', undefined],
    ['cfg.RequireInt("office")', undefined],
    ['cfg.RequireObject("office", &office)', undefined],
    ['cfg.Require("other")', undefined],
    ['cfg.Require("office")\ncfg.RequireInt("office")', undefined],
  ])("%s", (asked, expected) => {
    expect(standInFor("shop:office", [asked])?.value).toBe(expected);
  });
});

test("modules that are not on this machine are not fetched, and that is said", async () => {
  const folder = folderOf({
    "Pulumi.yaml": "name: small\nruntime: go\n",
    "go.mod": "module small\n\ngo 1.21\n\nrequire example.com/not/there v1.0.0\n",
    "main.go": 'package main\n\nimport _ "example.com/not/there"\n\nfunc main() {}\n',
  });
  const result = await runProgram(folder);
  expect(result).toEqual({
    kind: "failed",
    reason: expect.stringMatching(/^(The program's modules are not on this machine|go could not be started)/),
  });
});

test("what does not compile is a sentence", async () => {
  const folder = folderOf({
    "Pulumi.yaml": "name: small\nruntime: go\n",
    "go.mod": "module small\n\ngo 1.21\n",
    "main.go": "package main\n\nfunc main() { x }\n",
  });
  const result = await runProgram(folder);
  expect(result).toEqual({ kind: "failed", reason: expect.stringMatching(/^(go build failed: .*undefined: x|go could not be started)/) });
});
