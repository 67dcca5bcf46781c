import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { readExample } from "@portcullis/remediator/docs/examples";
import { judgeSample } from "@portcullis/remediator/docs/judged-examples";
import { readProject } from "@portcullis/remediator/engine/project";
import { judge } from "./harness/policy";
import { resource, stackOf } from "./harness/stack";

const root = path.resolve(__dirname, "..");
const folder = path.join(root, ".portcullis", "contributing");
const text = readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8").replace(/^ {3}/gm, "");
const [code = "", , violates = "", complies = ""] = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");
const load: (file: string) => unknown = require;

test("the policy in CONTRIBUTING.md works as it is written there", () => {
  const { policy } = write();
  const verdictOf = (name: string, type = "aws:ec2/securityGroup:SecurityGroup") =>
    judge(stackOf([resource(type, name)], "preview"), policy).verdicts.get(policy.id);
  expect([verdictOf("temp-access"), verdictOf("web"), verdictOf("vpc", "aws:ec2/vpc:Vpc")]).toEqual(["violates", "complies", "not applicable"]);
});

test("so do its examples", async () => {
  const { policy } = write();
  const project = readProject(path.join(root, "docs/examples"));
  const example = readExample(folder, policy.id);
  if (project.kind === "failed" || example.kind === "failed") throw new Error("the examples cannot be read");
  const verdicts: unknown[] = [];
  for (const sample of [example.violates, example.complies])
    verdicts.push((await judgeSample(sample, example, { policies: [policy], project, load })).verdicts.get(policy.id));
  expect(verdicts).toEqual(["violates", "complies"]);
}, 60_000);

/** The files of CONTRIBUTING.md, and the policy among them. */
function write(): { readonly policy: Policy } {
  // From where it is written to, the packages' sources have another way.
  writeIn(folder, "sample.ts", code.replaceAll('"../', '"@portcullis/policypack/'));
  const loaded = load(path.join(folder, "sample.ts")) as { readonly policy: Policy };
  writeIn(path.join(folder, loaded.policy.id), "violates.ts", violates);
  writeIn(path.join(folder, loaded.policy.id), "complies.ts", complies);
  return loaded;
}

function writeIn(place: string, name: string, content: string): void {
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, name), content);
}
