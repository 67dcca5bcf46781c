import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import type { Finding } from "@portcullis/policypack/evaluation/finding";
import { policies } from "@portcullis/policypack/contract/registry";
import { readExample } from "@portcullis/remediator/docs/examples";
import { judgeSample } from "@portcullis/remediator/docs/judged-examples";
import { readProject } from "@portcullis/remediator/engine/project";

const folder = path.resolve(__dirname, "../docs/examples");

/** What the network around an example lacks: with it, nobody would find what the example is about. */
const surroundings = ["vpcs-have-flow-logs", "subnets-have-network-acls"];

describe("the examples of the documentation", () => {
  describe.each(policies.map((policy) => [policy.id, policy] as const))("%s", (id, { level, section }) => {
    test("what violates it", async () => {
      const { findings, notChecked } = await judge(id, "violates");
      const own = findings.filter(({ policy }) => policy === id);
      expect(own.map((finding) => [finding.verdict, finding.level])).toEqual(own.map(() => ["violates", level]));
      expect(own.length).toBeGreaterThan(0);
      expect(notChecked).toEqual([]);
    }, 60_000);

    test("what complies with it, and with all others", async () => {
      const { findings, verdicts, notChecked } = await judge(id, "complies");
      expect(findings.filter((finding) => finding.policy === id || !isAroundIt(finding))).toEqual([]);
      // The settings are read before the stack, and apply to no resource.
      expect(verdicts.get(id)).toBe(section === "settings" ? "not applicable" : "complies");
      expect(notChecked).toEqual([]);
    }, 60_000);
  });

  test("every example is one of a policy", () => {
    const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    expect(names.sort()).toEqual(policies.map(({ id }) => id).sort());
  });
});

async function judge(id: string, which: "violates" | "complies"): Promise<Evaluation> {
  const project = readProject(folder);
  const example = readExample(folder, id);
  if (project.kind === "failed") throw new Error(project.reason);
  if (example.kind === "failed") throw new Error(example.reason);
  return judgeSample(example[which], example, { policies, project, load: require });
}

function isAroundIt({ policy, level, verdict }: Finding): boolean {
  if (level !== "advisory") return false;
  // Whether a group that is exported is used is known once it has an id, which a first preview does not give it.
  return surroundings.includes(policy) || (policy === "no-unused-groups" && verdict === "unknown");
}
