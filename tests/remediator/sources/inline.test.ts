import path from "node:path";
import { expect, test } from "@jest/globals";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { readProject, type Project } from "@portcullis/remediator/engine/project";
import { runProgram } from "@portcullis/remediator/sources/embedded";
import { runInline } from "@portcullis/remediator/sources/inline";

const programs = path.resolve(__dirname, "../../programs");
const load: (file: string) => unknown = require;

test("a program that runs after another registers what it registers in a process of its own", async () => {
  await runInline(() => load(path.join(programs, "peering", "index.ts")), projectOf("peering"));
  const inline = await runInline(() => load(path.join(programs, "bastion", "index.ts")), projectOf("bastion"));
  const alone = await runProgram(path.join(programs, "bastion"));
  if (alone.kind === "failed") throw new Error(alone.reason);
  expect(sorted(inline.resources)).toEqual(sorted(alone.resources));
  expect(inline.gaps).toEqual(alone.gaps);
}, 120_000);

test("a program that throws, and the next one runs", async () => {
  const broken = () => {
    throw new Error("no such subnet");
  };
  await expect(runInline(broken, projectOf("bastion"))).rejects.toThrow("no such subnet");
  const next = await runInline(() => ({ url: "https://example.com" }), projectOf("bastion"));
  expect(next.resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
}, 120_000);

function projectOf(name: string): Project {
  const project = readProject(path.join(programs, name));
  if (project.kind === "failed") throw new Error(project.reason);
  return project;
}

/** Resources register in any order, and positions depend on what compiled the program. */
function sorted(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) => ({ ...resource, positions: [] })).sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
