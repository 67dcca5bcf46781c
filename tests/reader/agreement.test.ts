import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { readFolder } from "@portcullis/remediator/reader/read";
import { runProgram } from "@portcullis/remediator/sources/embedded";

const root = path.resolve(__dirname, "../..");

const programs = ["examples", "tests/programs"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["languages", "edits"].includes(entry.name))
    .map((entry) => `${folder}/${entry.name}`),
);

/** Where reading and running differ, and why. Every other resource has the same inputs, dependencies and parent. */
const differences: Readonly<Record<string, readonly string[]>> = {
  // The SDK writes the inputs of providers as JSON texts, and adds its own defaults.
  "tests/programs/every-source": ["west"],
  // A list from a data source has a length that only the account knows; the run makes three of everything.
  "tests/programs/javascript-api": ["db", "api", "api"],
  // A function that is written in the program is turned into an archive, and a schedule into resources, by code of the SDK.
  "tests/programs/lambda-nat": ["sync", "sync", "sync", "sync"],
};

/** The least part of all resources that is read as it is run. It may only rise. */
const leastAgreement = 0.985;

describe("reading a program gives what running it registers", () => {
  let same = 0;
  let all = 0;
  test.each(programs)("%s", async (program) => {
    const folder = path.join(root, program);
    const ran = await runProgram(folder, { withIdentifiers: true });
    if (ran.kind === "failed") throw new Error(ran.reason);
    const { projects } = await readFolder(folder);
    const stacks = projects[0]?.stacks ?? [];
    const stack = stacks.find(({ resources }) => resources[0]?.urn === ran.resources[0]?.urn) ?? stacks[0];
    const read = new Map(stack?.resources.map((resource) => [resource.urn, resource]));
    const differing = ran.resources.filter((resource) => !agrees(resource, read.get(resource.urn))).map(({ name }) => name);
    all += ran.resources.length;
    same += ran.resources.length - differing.length;
    expect(differing.sort()).toEqual([...(differences[program] ?? [])].sort());
    expect(stack?.resources.length).toBeLessThanOrEqual(ran.resources.length);
  });

  test("the rate", () => {
    console.log(`${same} of ${all} resources are read as they are run (${((100 * same) / all).toFixed(1)} %)`);
    expect(same / all).toBeGreaterThanOrEqual(leastAgreement);
  });
});

function agrees(ran: Resource, read: Resource | undefined): boolean {
  if (read === undefined) return false;
  if (ran.type === "pulumi:pulumi:Stack") return true;
  const dependencies = ({ propertyDependencies }: Resource): string =>
    JSON.stringify(
      Object.entries(propertyDependencies)
        .filter(([, urns]) => urns.length > 0)
        .sort(),
    );
  return (
    equal(ran.inputs, read.inputs) &&
    dependencies(ran) === dependencies(read) &&
    ran.type === read.type &&
    (ran.parent === undefined || ran.parent === read.parent)
  );
}

function equal(a: Plain | undefined, b: Plain | undefined): boolean {
  if (a === b) return true;
  if (a === unknown || b === unknown || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a, b] as readonly Readonly<Record<string, Plain>>[];
  const keys = new Set([...Object.keys(x ?? {}), ...Object.keys(y ?? {})]);
  return [...keys].every((key) => equal(x?.[key] ?? null, y?.[key] ?? null));
}
