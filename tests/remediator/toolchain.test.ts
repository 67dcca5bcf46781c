import { describe, expect, test } from "@jest/globals";
import path from "node:path";
import { spawnSync } from "node:child_process";
import type { Fix } from "@portcullis/remediator/repair/fix";
import { checkWithTools } from "@portcullis/remediator/repair/toolchain";
import { scratch } from "../harness/command";

const { folder, file } = scratch("toolchain");

/** A repair that changes one file of a program from one text to another. */
function edit(place: string, name: string, before: string, after: string): Fix {
  file(`${place}/${name}`, before);
  return {
    kind: "fix",
    isComplete: true,
    source: { kind: "source", how: "static", resources: [], gaps: [], folder: undefined },
    folder: path.join(folder, place),
    repaired: [],
    declined: [],
    proof: [],
    before: new Map([[name, before]]),
    after: new Map([[name, after]]),
  };
}

async function kindsOf(fix: Fix): Promise<readonly string[]> {
  const verdicts = await checkWithTools(fix, 60);
  if ("kind" in verdicts) throw new Error(verdicts.reason);
  return verdicts.map(({ tool, kind }) => `${tool}: ${kind}`);
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;

(hasPython ? describe : describe.skip)("the language's own tool looks at an edited program", () => {
  test("and finds no fault", async () => {
    expect(await kindsOf(edit("fine", "__main__.py", "a = [1]\n", "a = []\n"))).toEqual(["python -m py_compile: fine"]);
  });

  test("and finds fault with what was fine before", async () => {
    expect(await kindsOf(edit("worse", "__main__.py", "a = [1]\n", "a = [\n"))).toEqual(["python -m py_compile: worse"]);
  });

  test("and leaves nothing in the program", async () => {
    const fix = edit("clean", "__main__.py", "a = [1]\n", "a = []\n");
    await kindsOf(fix);
    expect(spawnSync("ls", ["-a", fix.folder]).stdout.toString().trim().split("\n")).toEqual([".", "..", "__main__.py"]);
  });
});

test("a program whose language has no tool is not checked", async () => {
  expect(await kindsOf(edit("yaml", "Pulumi.yaml", "a: 1\n", "a: 2\n"))).toEqual([]);
});
