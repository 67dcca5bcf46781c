import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { cli, digestOf, openSsh, portcullis, scratch } from "../../harness/command";

const { file, folder } = scratch("start");

/** Packages that take longer to load than all else of a run that needs none of them. */
const slow = /[\\/]node_modules[\\/](typescript|@pulumi|@grpc|@octokit|google-protobuf|yaml|ajv|diff)[\\/]/;

/** The command line from its modules, each of which is seen when it is loaded; in the bundle they lie in one file. */
const start = path.join(path.dirname(cli), "cli", "start.js");
const modules = file("modules.js", `require(${JSON.stringify(start)}).start(process.argv.slice(2)).then((exit) => process.exit(exit));`);

describe("what a command does not need is not loaded", () => {
  test.each([
    ["check of an export", () => ["check", file("open.json", digestOf([openSsh]))]],
    ["check of an export, as JSON", () => ["check", file("open.json", digestOf([openSsh])), "--format", "json"]],
    ["exemptions of an export", () => ["exemptions", file("open.json", digestOf([openSsh]))]],
    ["explain of a policy", () => ["explain", "no-public-admin-ports"]],
    ["--help", () => ["--help"]],
    ["--version", () => ["--version"]],
    ["check of nothing", () => ["check", "no-such-place"]],
  ])("%s", async (name, args) => {
    const list = path.join(folder, `${name.replaceAll(" ", "-")}.txt`);
    const hook = file(
      "hook.js",
      `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join("\\n")));`,
    );
    for (const [program, least] of [
      [modules, 5],
      [cli, 1],
    ] as const) {
      await portcullis(args(), { program, environment: { NODE_OPTIONS: `--require=${hook}` } });
      const loaded = readFileSync(list, "utf8").split("\n");
      expect(loaded.length).toBeGreaterThan(least);
      expect(loaded.filter((each) => slow.test(each))).toEqual([]);
    }
  });
});
