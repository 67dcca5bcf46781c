import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";

const tables = readdirSync(path.join(__dirname, "..", "policypack", "policies"));

describe.each(policies.map((policy) => [policy.id, policy] as const))("%s", (id, policy) => {
  test("is called as its file is, in words", () => expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/));

  test("has a table of cases", () => expect(id === "settings" ? ["settings.test.ts"] : tables).toContain(`${id}.test.ts`));

  test("says what it is about: a claim, a reason, and pages that justify it", () => {
    expect(policy.title).toMatch(/^[A-Z].*[^.]$/);
    expect(policy.why).toMatch(/^[A-Z].*\.$/s);
    expect(policy.references.length).toBeGreaterThan(0);
    for (const page of policy.references) expect(page).toMatch(/^https:\/\/\S+$/);
    if (policy.section !== "settings") expect(policy.document.length).toBeGreaterThan(0);
  });

  test("a fix says what it does and who may lose access", () => {
    if (policy.fix === undefined) return;
    expect(policy.fix.does).toMatch(/\.$/);
    expect(policy.fix.losesAccess).toMatch(/\.$/);
  });

  test("only what one resource proves can be repaired while it is deployed", () => {
    if (policy.remediates === true) expect({ moment: policy.moment, hasFix: policy.fix !== undefined }).toEqual({ moment: "resource", hasFix: true });
  });

  test("every setting has a description and a default", () => {
    for (const property of Object.values(policy.settings.properties)) {
      expect(property.description).toMatch(/^[A-Z].*\.$/s);
      expect(property.default).toBeDefined();
    }
  });
});
