import { describe, expect, test } from "@jest/globals";
import type { Path } from "@portcullis/policypack/plans/plan";
import { applyEdits } from "@portcullis/remediator/editing/edits";
import type { Target } from "@portcullis/remediator/typescript-editor/language";
import { editFor, languageOf, positionOf } from "@portcullis/remediator/typescript-editor/languages";
import { admits, urnOf } from "./harness";

function ruleNamed(name: string): Target {
  return { urn: urnOf("rule", name), type: "aws:ec2/securityGroupRule:SecurityGroupRule", name, positions: [], inputs: {}, sharedBy: 1 };
}

describe("a language by its file", () => {
  test.each(["index.ts", "a/b.tsx", "index.js", "x.mjs", "x.cjs", "x.mts", "x.cts", "x.jsx"])("%s is TypeScript", (file) => {
    expect(languageOf(file)?.name).toBe("TypeScript");
  });

  test.each(["__main__.rb", "Pulumi.toml", "ts"])("%s has no editor", (file) => expect(languageOf(file)).toBeUndefined());
});

describe("where the source writes what is at a path", () => {
  const text = `const ssh = {\n  fromPort: 22,\n};\nnew SecurityGroup("web", {\n  ingress: [\n    ssh,\n    { cidrBlocks: ["10.0.0.0/8"] },\n  ],\n});\n`;
  const inputs = { ingress: [admits(22), admits(80, "10.0.0.0/8")] };
  const target = { urn: urnOf("group", "web"), type: "aws:ec2/securityGroup:SecurityGroup", name: "web", positions: [], inputs, sharedBy: 1 };
  const cases: readonly [Path, number | undefined, number | undefined][] = [
    [[], 4, 1],
    [["ingress"], 5, 12],
    [["ingress", 0], 6, 5],
    [["ingress", 0, "fromPort"], 2, 13],
    [["ingress", 1, "cidrBlocks", 0], 7, 20],
    [["egress"], 4, 26],
    [["ingress", 2], undefined, undefined],
  ];

  test.each(cases)("%j", (path, line, column) => {
    const expected = line === undefined ? undefined : { file: "index.ts", line, column };
    expect(positionOf(new Map([["index.ts", text]]), target, path)).toEqual(expected);
  });
});

test("the edits of several resources in one file go together", () => {
  const text = `new SecurityGroupRule("a", {});\n\nnew SecurityGroupRule("b", {});\n\nnew SecurityGroupRule("c", {});\n`;
  const files = new Map([["index.ts", text]]);
  const edits = ["a", "b", "c"].map((name) => {
    const result = editFor(files, ruleNamed(name), [{ kind: "vary", urn: urnOf("rule", name), path: [], variants: [] }], () => undefined);
    return result.kind === "edits" ? result.edits : [];
  });
  expect(applyEdits(text, edits.flat())).toBe("");
  expect(
    applyEdits(
      text,
      [edits[1], edits[2]].flatMap((list) => list ?? []),
    ),
  ).toBe(`new SecurityGroupRule("a", {});\n`);
});

test("a changed map of files is read again", () => {
  const files = new Map([["index.ts", `new SecurityGroupRule("a", {});`]]);
  expect(positionOf(files, ruleNamed("a"), [])?.line).toBe(1);
  files.set("index.ts", `\n\nnew SecurityGroupRule("a", {});`);
  expect(positionOf(files, ruleNamed("a"), [])?.line).toBe(3);
});
