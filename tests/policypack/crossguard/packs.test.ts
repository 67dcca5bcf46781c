import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { join } from "node:path";
import { type Diagnostic, type EngineResource, type Pack, type Settings, startPack } from "./analyzer";
import { group, packFolder, resource, ssh, stack, tcp, unknownText, world } from "./resources";

jest.setTimeout(120_000);

const fixture = (name: string): string => join(__dirname, "packs", name);

async function withPack<T>(folder: string, use: (pack: Pack) => Promise<T>): Promise<T> {
  const pack = await startPack(folder);
  try {
    return await use(pack);
  } finally {
    await pack.close();
  }
}

const resources: readonly EngineResource[] = [
  stack,
  group("web", [ssh], { provider: { region: "eu-west-1" } }),
  group("database", [tcp(5432, world)], {}, { tags: { Name: "database" } }),
  group("hidden", [tcp(22, unknownText)], { outputs: { id: unknownText, ingress: unknownText } }),
  resource(
    "aws:ec2/instance:Instance",
    "host",
    { vpcSecurityGroupIds: [unknownText] },
    { dependencies: { vpcSecurityGroupIds: [group("web", []).urn] } },
  ),
];

const withoutAdvice = (findings: readonly Diagnostic[]): readonly Diagnostic[] =>
  findings.filter(({ policy }) => policy !== "prefer-session-manager");

describe("where the engine's requests cannot be read as they arrive", () => {
  const configurations: readonly Settings[] = [{}, { "no-public-admin-ports": "advisory", settings: { widestPublicBlock: { ipv4: 30, ipv6: 64 } } }];
  let expected: readonly (readonly Diagnostic[])[];
  const previews = async (folder: string): Promise<readonly (readonly Diagnostic[])[]> => {
    const all: (readonly Diagnostic[])[] = [];
    // Each in a process of its own, as the engine does: getConfig is read once.
    for (const configuration of configurations)
      all.push(
        await withPack(folder, async (pack) => {
          await pack.configure(configuration);
          return pack.preview(resources);
        }),
      );
    return all;
  };
  beforeAll(async () => {
    expected = await previews(packFolder);
  });

  test.each(["second-copy", "read-only"])("the findings are the same: %s", async (name) => {
    expect(expected.map((findings) => findings.length)).toEqual([expect.any(Number), expect.any(Number)]);
    const found = await previews(fixture(name));
    expect(found.map(withoutAdvice)).toEqual(expected.map(withoutAdvice));
    // Levels are not known there: advice is said beside the mandatory finding that makes it pointless elsewhere.
    const advised = (all: typeof found): readonly boolean[] => all.map((findings) => findings.length > withoutAdvice(findings).length);
    expect([advised(expected), advised(found)]).toEqual([
      [false, true],
      [true, true],
    ]);
  });

  test.each(["second-copy", "read-only"])("a remediation waits for the settings: %s", async (name) => {
    await withPack(fixture(name), async (pack) => {
      await pack.configure({ "no-public-admin-ports": "remediate" });
      expect(await pack.remediate(group("web", [ssh]))).toEqual([]);
      await pack.analyze(stack);
      expect(await pack.remediate(group("web", [ssh]))).toHaveLength(1);
    });
  });
});

describe("a policy with an error in it", () => {
  let pack: Pack;
  beforeAll(async () => {
    pack = await startPack(fixture("broken"));
  });
  afterAll(() => pack.close());

  test("becomes one advisory, and stops neither the engine nor another policy", async () => {
    await pack.configure({ "broken-repair": "remediate" });
    expect(await pack.remediate(group("web", [ssh]))).toEqual([]);
    const findings = await pack.preview(resources);
    expect(findings.filter(({ policy }) => policy === "no-public-admin-ports").map(({ moment, level }) => [moment, level])).toEqual([
      ["resource", "mandatory"],
      ["stack", "advisory"],
    ]);
    for (const [policy, what] of [
      ["broken-check", "the check"],
      ["broken-subjects", "the search for subjects"],
      ["broken-repair", "the repair"],
    ] as const) {
      const about = findings.filter(({ message }) => message.includes(`policy ${policy} could not be evaluated: ${what} failed`));
      expect(about).toEqual([expect.objectContaining({ level: "advisory", moment: "stack" })]);
    }
  });
});

test("each request is turned into objects once, however many policies there are", async () => {
  await withPack(fixture("counting"), async (pack) => {
    await pack.configure();
    expect((await pack.info()).policiesList.length).toBeGreaterThan(20);
    for (const each of resources) await pack.remediate(each);
    await pack.preview(resources);
    await pack.close();
    const groups = resources.filter(({ inputs }) => "ingress" in inputs).length;
    // Once at the resource moment and once at the stack moment; never for a remediation that nobody asked for.
    expect(pack.output().stderr).toBe(`decoded ${String(2 * groups)} times\n`);
  });
});
