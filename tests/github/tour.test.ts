import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, jest, test } from "@jest/globals";
import { root } from "../harness/command";

jest.setTimeout(300_000);

test("the tour of an organisation ends in quiet: nothing is written by the dry run, and nothing after the merge", async () => {
  const script = path.join(root, "scripts", "tour-organisation.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { PATH: process.env.PATH } });
  expect(stdout.split("\n").filter((line) => /^[✔✘]/.test(line))).toEqual([
    "✔ the dry run changed nothing",
    "✔ three pull requests are open",
    expect.stringMatching(/^✔ of \d+ requests none changed anything$/),
    "✔ no pull request is open",
  ]);
});
