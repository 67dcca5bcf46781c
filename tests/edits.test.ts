import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { CheckOptions, LocatedFinding } from "@portcullis/remediator/judging/check";
import { checkAll } from "@portcullis/remediator/judging/stacks";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import { keyIn } from "@portcullis/remediator/repair/wanted";
import { readSources } from "@portcullis/remediator/sources/sources";
import { casesIn, type EditCase } from "./harness/edits/cases";
import { frames } from "./harness/edits/frames";
import { brokenIn } from "./harness/edits/parses";
import { folderOf, removeFolders } from "./harness/folder";
import { silencedIn } from "./harness/told";

const cases = casesIn(path.join(__dirname, "programs", "edits"));

afterAll(removeFolders);

describe.each(Object.keys(frames))("%s, before and after", (language) => {
  const own = cases.filter((candidate) => candidate.language === language);
  test("no two cases have the same name", () => {
    expect(own.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index)).toEqual([]);
  });
  test.each(own.map((candidate) => [candidate.name, candidate] as const))("%s", async (_, candidate) => {
    const once = await repaired(candidate, candidate.before);
    expect(once).toEqual({ files: candidate.after, declined: candidate.declined });
    for (const [name, text] of Object.entries(once.files)) expect([name, await brokenIn(name, text)]).toEqual([name, []]);
    if (JSON.stringify(once.files) !== JSON.stringify(candidate.before)) expect((await repaired(candidate, once.files)).files).toEqual(once.files);
  });
});

async function repaired(
  { only, isPromised }: EditCase,
  files: Readonly<Record<string, string>>,
): Promise<Pick<EditCase, "declined"> & { files: EditCase["after"] }> {
  const folder = folderOf(files);
  const options = {
    configuration: configure({}, policies),
    today: "2026-06-15",
    ...(only === undefined ? {} : { policies: only }),
  };
  const fix = await repairFolder(folder, options);
  if (fix.kind === "failed") throw new Error(fix.reason);
  expect(silencedIn(fix, options)).toEqual([]);
  const promised = await promisedIn(folder, { ...options, ...(only === undefined ? {} : { repaired: only }) });
  const kept = saidOf(fix.repaired);
  if (isPromised && fix.after.size === 0) expect(promised.filter((each) => !kept.includes(each))).not.toEqual([]);
  else expect(promised).toEqual(kept);
  const declined = fix.declined.map(({ finding, reason }) => `${finding.policy} of ${parseUrn(finding.urn).name}: ${reason}`);
  // What a repair does not change stands on disk as it was.
  expect(Object.fromEntries(Object.keys(files).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]))).toEqual(files);
  expect(readdirSync(folder).length).toBeGreaterThan(0);
  return { files: { ...files, ...Object.fromEntries(fix.after) }, declined };
}

/** What a check of the same program says that can be repaired. */
async function promisedIn(folder: string, options: CheckOptions): Promise<readonly string[]> {
  const sources = await readSources(folder);
  if ("reason" in sources) throw new Error(sources.reason);
  const { findings } = checkAll(sources, { ...options, triesPlans: "programs" });
  return saidOf(findings);
}

/** What has a plan of its own: what else is gone along with that has none. */
function saidOf(findings: readonly LocatedFinding[]): readonly string[] {
  return [...new Set(findings.filter(({ fix }) => fix?.kind === "plan").map(keyIn))].sort();
}
