import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import type { CheckOptions, LocatedFinding } from "@portcullis/remediator/judging/check";
import { inventoryOf } from "@portcullis/remediator/inventory/inventory";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import type { Source } from "@portcullis/remediator/sources/source";
import { readSources } from "@portcullis/remediator/sources/sources";
import { checkAll } from "@portcullis/remediator/judging/stacks";

const examples = path.resolve(__dirname, "../examples/languages");
const raw = JSON.parse(readFileSync(path.join(examples, "policy-config.json"), "utf8")) as RawConfiguration;
const options: CheckOptions = { configuration: configure(raw, policies), today: "2026-01-01" };

const languages = ["python", "go", "csharp", "java", "yaml"];

async function sourcesOf(language: string, kind: "compliant" | "exposed"): Promise<readonly Source[]> {
  const sources = await readSources(path.join(examples, language, kind));
  if ("kind" in sources) throw new Error(sources.reason);
  return sources;
}

/** What a person is told of a finding, wherever it is written. */
function told({ policy, verdict, urn, message }: LocatedFinding): string {
  return [policy, verdict, urn, message].join(" | ");
}

async function findingsOf(language: string, kind: "compliant" | "exposed"): Promise<readonly string[]> {
  const { findings, notChecked } = checkAll(await sourcesOf(language, kind), options);
  expect(notChecked).toEqual([]);
  return findings.map(told).sort();
}

async function rulesOf(language: string, kind: "compliant" | "exposed"): Promise<readonly string[]> {
  const { rules, notRead } = inventoryOf(await sourcesOf(language, kind));
  expect(notRead).toEqual([]);
  for (const { location } of rules) expect(location?.line).toBeGreaterThan(0);
  return rules.map(({ location: _, ...row }) => JSON.stringify(row)).sort();
}

describe("the six scenarios of security groups are the same in every language", () => {
  test.each(languages)("%s, compliant: the findings of TypeScript, none of which is mandatory", async (language) => {
    expect(await findingsOf(language, "compliant")).toEqual(await findingsOf("typescript", "compliant"));
    const { findings } = checkAll(await sourcesOf(language, "compliant"), options);
    expect(findings.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  test.each(languages)("%s, exposed: the findings of TypeScript", async (language) => {
    const findings = await findingsOf(language, "exposed");
    expect(findings).toEqual(await findingsOf("typescript", "exposed"));
    for (const policy of ["no-public-admin-ports", "no-public-database-ports", "database-not-publicly-accessible", "peering-by-reference"])
      expect(findings.some((text) => text.startsWith(policy))).toBe(true);
  });

  test.each(languages)("%s: the same rules, each with its place", async (language) => {
    for (const kind of ["compliant", "exposed"] as const) expect(await rulesOf(language, kind)).toEqual(await rulesOf("typescript", kind));
  });
});

describe("the exposed shop is repaired in every language", () => {
  const repairedIn = async (language: string): Promise<readonly string[]> => {
    const fix = await repairFolder(path.join(examples, language, "exposed"), options);
    if (fix.kind === "failed") throw new Error(fix.reason);
    return fix.repaired.map(told).sort();
  };

  test.each(languages)("%s loses the findings that TypeScript loses", async (language) => {
    const inTypescript = await repairedIn("typescript");
    expect(inTypescript.length).toBeGreaterThanOrEqual(11);
    expect(await repairedIn(language)).toEqual(inTypescript);
  });
});
