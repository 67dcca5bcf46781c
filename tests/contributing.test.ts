import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import type { Policy } from "@portcullis/policypack/policy";
import { judge } from "./harness/policy";
import { resource, stackOf } from "./harness/stack";

const root = path.resolve(__dirname, "..");

test("the policy in CONTRIBUTING.md works as it is written there", () => {
  const sample = /```ts\n([\s\S]*?)```/.exec(readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8").replace(/^ {3}/gm, ""))?.[1] ?? "";
  const folder = path.join(root, ".portcullis", "contributing");
  mkdirSync(folder, { recursive: true });
  // From where it is written to, the packages' sources have another way.
  writeFileSync(path.join(folder, "sample.ts"), sample.replaceAll('"../', '"@portcullis/policypack/'));
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { policy } = require(path.join(folder, "sample.ts")) as { readonly policy: Policy };
  const verdictOf = (name: string, type = "aws:ec2/securityGroup:SecurityGroup") =>
    judge(stackOf([resource(type, name)], "preview"), policy).verdicts.get(policy.id);
  expect([verdictOf("temp-access"), verdictOf("web"), verdictOf("vpc", "aws:ec2/vpc:Vpc")]).toEqual(["violates", "complies", "not applicable"]);
});
