import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterEach, expect, jest, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { readFolder } from "@portcullis/remediator/reader/read";
import type { Fix } from "@portcullis/remediator/repair/fix";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import { Choices } from "../../harness/described/choices";
import { comparable } from "../../harness/described/compare";
import { exposed, filesOf, languages } from "../../harness/described/folders";
import { makeProgram } from "../../harness/described/make";
import type { DescribedProgram } from "../../harness/described/program";
import { registers } from "../../harness/described/registers";
import { folderOf, removeFolders } from "../../harness/folder";

jest.setTimeout(240_000);
afterEach(removeFolders);

/** For each property; more in `npm run soak`. */
const programs = Math.ceil(Number(process.env.SOAK_PROGRAMS ?? 200) / 50);
const ids = policies.map(({ id }) => id);
const decisions = fc.noBias(fc.array(fc.nat(5_000), { minLength: 5, maxLength: 250, size: "max" }));

/** Programs that open SSH to everybody somewhere. */
const described = decisions
  .map((made) => exposed(makeProgram(new Choices(made))))
  .filter((program) =>
    registers(program).some(({ inputs }) => /"fromPort":22\b.*"0\.0\.0\.0\/0"|"0\.0\.0\.0\/0".*"fromPort":22\b/.test(JSON.stringify(inputs))),
  );

test("the policies that are asked for first do not matter, and a second run changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      described,
      decisions,
      fc.constantFrom(...languages),
      fc.shuffledSubarray(ids, { minLength: 1 }),
      async (program, idioms, language, some) => {
        const others = ids.filter((id) => !some.includes(id));
        const whole = await repairedInTurn(language, program, idioms, [ids]);
        expect(await repairedInTurn(language, program, idioms, [some, others, ids])).toEqual(whole);
        expect(await repairedInTurn(language, program, idioms, [others, [...some].reverse(), ids])).toEqual(whole);
      },
    ),
    { numRuns: programs },
  );
});

test("all languages come to the same resources, but for those that one of them leaves alone", async () => {
  await fc.assert(
    fc.asyncProperty(described, decisions, async (program, idioms) => {
      const made = [];
      for (const language of languages) {
        const folder = folderOf(filesOf(language, program, idioms));
        const before = JSON.stringify(await resourcesOf(folder));
        const { declined } = await repaired(folder, ["no-public-admin-ports"]);
        made.push({ language, before, kept: new Set(declined.map(({ finding }) => parseUrn(finding.urn).name)), after: await resourcesOf(folder) });
      }
      for (const one of made)
        for (const other of made)
          if (one.before === other.before) {
            const changed = (all: readonly Named[]): unknown => ({
              languages: [one.language, other.language],
              resources: all.filter(({ name }) => !one.kept.has(name) && !other.kept.has(name)),
            });
            expect(changed(other.after)).toEqual(changed(one.after));
          }
    }),
    { numRuns: programs },
  );
});

/** The resources after repairs of some policies after others; the last of which, once more, changes no file. */
async function repairedInTurn(
  language: string,
  program: DescribedProgram,
  idioms: readonly number[],
  turns: readonly (readonly string[])[],
): Promise<readonly Named[]> {
  const folder = folderOf(filesOf(language, program, idioms));
  for (const asked of turns) if (asked.length > 0) await repaired(folder, asked);
  const texts = textsIn(folder);
  await repaired(folder, turns.at(-1) ?? ids);
  expect(textsIn(folder)).toEqual(texts);
  return resourcesOf(folder);
}

async function repaired(folder: string, asked: readonly string[]): Promise<Fix> {
  const made = await repairFolder(folder, { configuration: configure({}, policies), today: "2026-06-15", policies: asked });
  if (made.kind === "failed") throw new Error(made.reason);
  for (const [name, text] of made.after) writeFileSync(path.join(made.folder, name), text);
  return made;
}

function textsIn(folder: string): Readonly<Record<string, string>> {
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name)).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}

interface Named {
  readonly name: string;
}

async function resourcesOf(folder: string): Promise<readonly Named[]> {
  const { projects } = await readFolder(folder);
  const resources = projects[0]?.stacks[0]?.resources.filter(({ type }) => !type.startsWith("pulumi:")) ?? [];
  return comparable(resources, [], { files: {}, config: {} }).resources as readonly Named[];
}
