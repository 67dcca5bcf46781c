import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, jest, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { decode } from "@portcullis/policypack/decode/decode";
import { World } from "@portcullis/policypack/model/world";
import { compareAdmission } from "@portcullis/policypack/plans/safety";
import { parseUrn, type Resource } from "@portcullis/policypack/resources/resource";
import { openStack } from "@portcullis/remediator/engine/preview";
import { readFolder } from "@portcullis/remediator/reader/read";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import { readDigest } from "@portcullis/remediator/sources/digest";
import { scratch } from "../harness/command";
import { readYamlPrograms } from "../harness/yaml-program";
import { schemasFor } from "../harness/yaml-schema";
import { describeWithPulumi } from "./engine";
import { hosts, type Host } from "./hosts";

jest.setTimeout(600_000);

const { folder } = scratch("engine-repaired");
const root = path.resolve(__dirname, "../..");
const pack = path.join(root, "policypack");
const examples = path.join(root, "examples/languages");
const configuration = configure({ settings: { trustedCidrs: ["192.175.48.0/29"] } }, policies);

interface PolicyEvent {
  readonly policyEvent?: { readonly policyName: string; readonly enforcementLevel: string; readonly resourceUrn?: string };
}

describeWithPulumi("the shop before and after its repair, previewed by the real engine with the pack", () => {
  for (const { language, build, describe } of hosts) {
    describe(() => {
      test("what the proof says is gone is gone, nothing is new, and nothing else changes", async () => {
        const [before, after] = ["before", "after"].map((name) => {
          const at = path.join(folder, `${language}-${name}`);
          cpSync(path.join(examples, language, "exposed"), at, { recursive: true });
          return at;
        }) as [string, string];
        const fix = await repairFolder(before, { configuration, today: "2026-06-15" });
        if (fix.kind === "failed") throw new Error(fix.reason);
        expect(fix.proof.map(({ claim, holds }) => ({ claim, holds }))).toEqual(fix.proof.map(({ claim }) => ({ claim, holds: true })));
        expect(fix.repaired.length).toBeGreaterThan(0);
        for (const [name, text] of fix.after) writeFileSync(path.join(after, name), text);
        const [old, now] = [await previewed(before, build), await previewed(after, build)];
        const repaired = fix.repaired.map(({ policy, urn }) => `${policy} of ${parseUrn(urn).name}`).filter((each) => old.found.includes(each));
        expect(repaired.length).toBeGreaterThan(0);
        expect(now.found.filter((each) => repaired.includes(each) || !old.found.includes(each))).toEqual([]);
        const [readBefore, readAfter] = [await read(before), await read(after)];
        expect(changesBetween(old.resources, now.resources)).toEqual(changesBetween(readBefore, readAfter));
        const [worldBefore, worldAfter] = [worldOf(old.resources), worldOf(now.resources)];
        expect(compareAdmission(worldBefore, worldAfter).filter(({ verdict }) => verdict === "more")).toEqual([]);
      });
    });
  }
});

/** What the pack says of a program in a preview, and what the engine registers. */
async function previewed(at: string, build: Host["build"]): Promise<{ readonly found: readonly string[]; readonly resources: readonly Resource[] }> {
  build?.(at);
  const [program] = readYamlPrograms(at);
  const stack = await openStack(at, program === undefined ? {} : { schemas: schemasFor(program) });
  if (stack.kind === "failed") throw new Error(stack.reason);
  try {
    const { events, digest, stdout } = await stack.previewJson({
      policyPacks: [{ folder: pack, configFile: path.join(examples, "policy-config.json") }],
    });
    const found = (events as readonly PolicyEvent[]).flatMap(({ policyEvent }) =>
      policyEvent === undefined ? [] : [`${policyEvent.policyName} of ${parseUrn(policyEvent.resourceUrn ?? "").name}`],
    );
    const resources = readDigest(digest as Readonly<Record<string, unknown>>);
    if (resources.kind === "failed") throw new Error(`${resources.reason}: ${stdout}`);
    return { found: [...new Set(found)].sort(), resources: resources.resources };
  } finally {
    await stack.close();
  }
}

async function read(at: string): Promise<readonly Resource[]> {
  return (await readFolder(at)).projects[0]?.stacks[0]?.resources ?? [];
}

/** The properties that differ, by resource; what is there before or afterwards only, as a whole. */
function changesBetween(before: readonly Resource[], after: readonly Resource[]): readonly string[] {
  const [old, now] = [before, after].map((resources) => new Map(resources.map(({ urn, inputs }) => [urn, inputs] as const)));
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])]
    .flatMap((urn): readonly string[] => {
      const [was, is] = [old?.get(urn), now?.get(urn)];
      const { name } = parseUrn(urn);
      if (was === undefined || is === undefined) return [`${name} ${is === undefined ? "is gone" : "is new"}`];
      const properties = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((property) => property !== "__defaults");
      return properties.filter((property) => !isDeepStrictEqual(was[property], is[property])).map((property) => `${property} of ${name}`);
    })
    .sort();
}

function worldOf(resources: readonly Resource[]): World {
  return new World(decode(resources), configuration.pack, "must");
}
