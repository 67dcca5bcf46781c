import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { inAMonth } from "../../harness/dates";
import { type Diagnostic, type EngineResource, type Json, type Pack, type Settings, startPack } from "./analyzer";
import { group, groupType, packFolder, resource, ruleType, ssh, stack, tcp, unknownText, world } from "./resources";

jest.setTimeout(120_000);

let pack: Pack;
beforeAll(async () => {
  pack = await startPack(packFolder);
});
afterAll(() => pack.close());

async function findingsOf(resources: readonly EngineResource[], settings: Settings = {}): Promise<readonly Diagnostic[]> {
  await pack.configure(settings);
  return pack.preview([stack, ...resources]);
}

/** What one policy says, in short. */
function said(findings: readonly Diagnostic[], policy: string): readonly string[] {
  return findings
    .filter((finding) => finding.policy === policy)
    .map(({ moment, level, urn }) => `${moment} ${level ?? ""} ${urn.split("::").at(-1) ?? ""}`);
}

describe("the start", () => {
  test("writes nothing on standard output but the port", () => {
    expect(pack.output()).toEqual({ stdout: [expect.stringMatching(/^\d+$/)], stderr: "" });
  });

  test("tells the engine of every policy, with texts and schemas", async () => {
    const { policiesList, name, version } = await pack.info();
    expect({ name, version }).toEqual({ name: "portcullis", version: expect.stringMatching(/^\d/) });
    expect(policiesList[0]?.name).toBe("settings");
    expect(policiesList.length).toBeGreaterThan(20);
    for (const policy of policiesList) expect(policy.policyType).toBe(1);
  });
});

describe("the two moments", () => {
  test("what inputs prove is said before the resource is created, and once", async () => {
    const findings = await findingsOf([group("web", [ssh])]);
    expect(said(findings, "no-public-admin-ports")).toEqual(["resource mandatory web"]);
  });

  test("what else others show of it is said at the end", async () => {
    const list = resource("aws:ec2/managedPrefixList:ManagedPrefixList", "all", { entries: [{ cidr: world }] }, { outputs: { id: "pl-1" } });
    const rdp = { protocol: "tcp", fromPort: 3389, toPort: 3389, prefixListIds: ["pl-1"], description: "a rule" };
    const findings = await findingsOf([list, group("web", [ssh, rdp])]);
    expect(said(findings, "no-public-admin-ports")).toEqual(["resource mandatory web", "stack mandatory web"]);
  });

  test("one unknown value, in a rule, a list or an identifier, disarms no policy", async () => {
    const findings = await findingsOf([
      group("hidden", unknownText),
      group("half", [tcp(22, unknownText), tcp(3389, world)], {}, { vpcId: unknownText }),
      group("web", [ssh], { outputs: {} }),
    ]);
    expect(said(findings, "no-public-admin-ports").toSorted()).toEqual([
      "resource mandatory half",
      "resource mandatory web",
      "stack advisory hidden",
    ]);
    expect(findings.map(({ message }) => message).join()).not.toMatch(/can't run policy|known during preview/);
  });

  test("the rules are judged from the inputs, where outputs hide them", async () => {
    const findings = await findingsOf([group("db", [tcp(5432, world)], { outputs: { id: unknownText, ingress: unknownText } })]);
    expect(findings.filter(({ level }) => level === "mandatory").map(({ urn }) => urn)).toContain(group("db", []).urn);
    expect(said(findings, "no-public-admin-ports")).toEqual([]);
  });

  test("a new resource that --target leaves out is unknown, and does not pass", async () => {
    const left = resource(groupType, "left", {}, { outputs: {}, dependencies: { ingress: [], vpcId: [] } });
    const findings = await findingsOf([left]);
    expect(said(findings, "no-public-admin-ports")).toEqual(["stack advisory left"]);
    expect(findings.find(({ urn }) => urn === left.urn)?.message).toMatch(/left/);
  });

  test("a resource that only the stack moment shows is judged by its state", async () => {
    await pack.configure();
    await pack.analyze(stack);
    const kept = group("kept", [ssh]);
    expect(said(await pack.analyzeStack([stack, kept]), "no-public-admin-ports")).toEqual(["stack mandatory kept"]);
  });

  test("what is only read belongs to somebody else", async () => {
    const read = resource(groupType, "read", {}, { outputs: { id: "sg-1", ingress: [ssh] }, dependencies: {} });
    expect(said(await findingsOf([read]), "no-public-admin-ports").filter((text) => text.includes("mandatory"))).toEqual([]);
    await pack.analyze(stack);
    expect(said(await pack.analyzeStack([stack, read]), "no-public-admin-ports").filter((text) => text.includes("mandatory"))).toEqual([]);
  });

  test("a stack moment without a resource moment, and no resources at all", async () => {
    await pack.configure();
    expect(await pack.analyzeStack([])).toEqual([]);
    expect(said(await pack.analyzeStack([stack, group("web", [ssh])]), "no-public-admin-ports")).toEqual(["stack mandatory web"]);
  });

  test("a group's tag exempts its standalone rule, which is looked at without the group", async () => {
    const tags = { "portcullis:exempt/no-public-admin-ports": `${inAMonth} payments-team the partner has no fixed address` };
    for (const [type, groupTags] of [
      [groupType, tags],
      ["aws-native:ec2:SecurityGroup", Object.entries(tags).map(([key, value]) => ({ key, value }))],
    ] as const) {
      const tagged = resource(type, "tagged", { description: "tagged", groupDescription: "tagged", tags: groupTags }, { outputs: {} });
      const rule = resource(
        ruleType,
        "rule",
        { type: "ingress", securityGroupId: unknownText, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [world] },
        { outputs: {}, dependencies: { securityGroupId: [tagged.urn] } },
      );
      const findings = await findingsOf([tagged, rule, group("web", [ssh])], { settings: { tagExemptions: ["no-public-admin-ports"] } });
      // What has nothing to do with the tag is not held back.
      expect([type, said(findings, "no-public-admin-ports")]).toEqual([type, ["resource mandatory web", "stack advisory rule"]]);
      expect(findings.find(({ urn, policy }) => urn === rule.urn && policy === "no-public-admin-ports")?.message).toContain(
        `\nExempt until ${inAMonth}, payments-team`,
      );
    }
  });

  test("a silent policy is not filed as not applicable", async () => {
    await pack.configure();
    await pack.analyze(group("closed", [tcp(443, "10.0.0.0/8")]));
    expect(pack.notApplicable()).toEqual([]);
  });
});

describe("levels", () => {
  test("advice, unknowns and exemptions beside a mandatory finding stop nothing", async () => {
    const findings = await findingsOf([group("web", [ssh]), group("exempt", [ssh]), group("hidden", unknownText)], {
      settings: { exemptions: [{ policy: "no-public-admin-ports", resource: "exempt", reason: "a test", owner: "me", expires: "2999-01-01" }] },
    });
    expect(said(findings, "no-public-admin-ports").toSorted()).toEqual(["resource mandatory web", "stack advisory exempt", "stack advisory hidden"]);
    for (const { description } of findings) expect(description).toMatch(/\S/);
  });

  test.each([
    ["advisory", ["resource advisory web"]],
    ["mandatory", ["resource mandatory web"]],
    ["remediate", ["resource mandatory web"]],
    ["disabled", []],
  ] as const)("a policy at level %s", async (level, expected) => {
    expect(said(await findingsOf([group("web", [ssh])], { "no-public-admin-ports": level }), "no-public-admin-ports")).toEqual(expected);
  });

  test("all disabled but one: only that one speaks", async () => {
    const findings = await findingsOf([group("web", [ssh, tcp(5432, world)])], { all: "disabled", "no-public-admin-ports": "mandatory" });
    expect([...new Set(findings.map(({ policy }) => policy))]).toEqual(["no-public-admin-ports"]);
  });

  test("no finding has another level than advisory or mandatory, whatever the settings", async () => {
    const findings = await findingsOf([group("web", [ssh]), group("hidden", unknownText)], { all: "remediate", settings: { unknown: "mandatory" } });
    for (const { level } of findings) expect(["advisory", "mandatory"]).toContain(level);
    expect(said(findings, "no-public-admin-ports")).toContain("stack mandatory hidden");
  });
});

describe("settings", () => {
  const office = [group("office", [tcp(22, "52.10.20.0/24")])];

  test.each([
    ["settings at its own level", {}],
    ["settings disabled", { settings: { enforcementLevel: "disabled" } }],
    ["all disabled but one", { all: "disabled", "no-public-admin-ports": "mandatory" }],
  ] as const)("reach every policy: %s", async (_, config) => {
    const trusting = {
      ...config,
      settings: { ...("settings" in config ? config.settings : {}), widestPublicBlock: { ipv4: 32, ipv6: 128 }, trustedCidrs: ["52.10.20.0/24"] },
    };
    const strict = { ...config, settings: { ...("settings" in config ? config.settings : {}), widestPublicBlock: { ipv4: 32, ipv6: 128 } } };
    expect(said(await findingsOf(office, strict), "no-public-admin-ports")).toEqual([expect.stringContaining("mandatory office")]);
    expect(said(await findingsOf(office, trusting), "no-public-admin-ports")).toEqual([]);
  });

  test("what is wrong with them is one mandatory finding that names the key, and every policy runs with the default", async () => {
    const findings = await findingsOf([group("web", [ssh])], { settings: { trustedCidrs: ["0.0.0.0/33"] } });
    expect(findings.filter(({ policy }) => policy === "settings")).toEqual([
      expect.objectContaining({
        level: "mandatory",
        urn: stack.urn,
        message: expect.stringMatching(/^The settings of the pack are right\.\nsettings\.trustedCidrs "0\.0\.0\.0\/33" is not an address block/),
      }),
    ]);
    expect(said(findings, "no-public-admin-ports")).toEqual(["resource mandatory web"]);
  });

  test("unknown policies and unknown keys are reported by name", async () => {
    const findings = await findingsOf([], {
      "no-public-admin-port": "mandatory",
      settings: { trustedCidr: [] },
      "no-public-admin-ports": { ports: [1] },
    });
    const messages = findings
      .filter(({ policy }) => policy === "settings")
      .map(({ message, level }) => `${level ?? ""}: ${message.split("\n").at(-1) ?? ""}`);
    expect(messages).toHaveLength(3);
    expect(messages.join("\n")).toMatch(/mandatory: "no-public-admin-port" is not a policy of this pack/);
    expect(messages.join("\n")).toMatch(/mandatory: settings\.trustedCidr is no setting/);
    expect(messages.join("\n")).toMatch(/mandatory: no-public-admin-ports\.ports is no setting/);
  });

  test("what is wrong with disabled settings is told by another policy, and stops nothing", async () => {
    const findings = await findingsOf([], { all: "disabled", "no-public-admin-ports": "mandatory", settings: { trustedCidrs: ["nowhere"] } });
    expect(findings).toEqual([
      expect.objectContaining({
        policy: "no-public-admin-ports",
        level: "advisory",
        message: expect.stringMatching(/\nsettings\.trustedCidrs "nowhere" is not/),
      }),
    ]);
  });

  test("are the defaults where the engine sends none, and an advisory says so", async () => {
    const other = await startPack(packFolder);
    try {
      const findings = await other.preview([stack, group("web", [ssh])]);
      expect(said(findings, "no-public-admin-ports")).toContain("resource mandatory web");
      expect(findings.filter(({ message }) => message.includes("did not send the configuration"))).toEqual([
        expect.objectContaining({ level: "advisory" }),
      ]);
    } finally {
      await other.close();
    }
  });
});

describe("order", () => {
  const resources = [
    stack,
    ...["c", "a", "b"].flatMap((name) => [
      group(name, [ssh, tcp(5432, world)]),
      group(`hidden-${name}`, [tcp(22, unknownText)]),
      resource("aws:s3/bucket:Bucket", name, { bucket: name }),
    ]),
  ];

  test("the same findings in the same order, twice and with the resources shuffled", async () => {
    await pack.configure();
    const first = await pack.preview(resources);
    expect(await pack.preview(resources)).toEqual(first);
    const shuffled = resources.toReversed();
    const ofStack = (findings: readonly Diagnostic[]) => findings.filter(({ moment }) => moment === "stack");
    expect(ofStack(await pack.preview(resources, shuffled))).toEqual(ofStack(first));
    const sorted = (findings: readonly Diagnostic[]) => findings.map((finding) => JSON.stringify(finding)).sort();
    expect(sorted(await pack.preview(shuffled, shuffled))).toEqual(sorted(first));
  });

  test("several requests under way at once are kept apart", async () => {
    await pack.configure();
    const groups = Array.from({ length: 20 }, (_, index) => group(`g${String(index)}`, [index % 2 === 0 ? ssh : tcp(443, "10.0.0.0/8")]));
    const found = await Promise.all(groups.map((each) => pack.analyze(each)));
    expect(found.map((findings) => said(findings, "no-public-admin-ports").length)).toEqual(groups.map((_, index) => (index + 1) % 2));
  });
});

describe("messages", () => {
  test("what came out of a secret is said at neither moment", async () => {
    const secret = (value: Json): Json => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
    const rules = [secret(tcp(22, "9.0.0.0/8")), tcp(3389, "8.0.0.0/8")];
    const findings = await findingsOf(
      [group("office", rules, { outputs: { id: "sg-1", ingress: secret(rules) } }), group("web", [tcp(22, "7.0.0.0/8")])],
      { all: "mandatory" },
    );
    expect(findings.filter(({ urn }) => urn.endsWith("::office")).map(({ moment }) => moment)).toEqual(expect.arrayContaining(["resource", "stack"]));
    const said = JSON.stringify(findings);
    expect(said).not.toMatch(/9\.0\.0\.0/);
    expect(said).toMatch(/office opens a secret value and RDP \(tcp\/3389\) to /);
    // What is a secret here is none there.
    expect(said).toMatch(/web opens SSH \(tcp\/22\) to the public block 7\.0\.0\.0\/8/);
  });

  test("nothing in a name or a value is taken for a command by a terminal or the engine", async () => {
    const evil = `evil\u001b[31m<{%fg 1%}><{%nope%}>\r\n\u0007\u202e<script>${"x".repeat(10_000)}`;
    const tags = { [`portcullis:exempt/${evil}`]: evil, Name: evil };
    const findings = await findingsOf(
      [group(evil, [ssh], {}, { tags, name: evil, description: evil }), group("hidden", [tcp(22, unknownText)], {}, { name: evil })],
      { [evil]: "mandatory", settings: { [evil]: evil, bastions: [evil] } },
    );
    expect(findings.length).toBeGreaterThan(2);
    for (const { message: text, description } of findings) {
      const message = text.slice(description.length + 1);
      expect(message).not.toMatch(/<\{%|[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(message.length).toBeLessThanOrEqual(2_001);
      expect(message).not.toBe("");
      expect(description).not.toMatch(/<\{%|\p{Cc}/u);
    }
  });

  test("5,000 violating groups: the answer stays far below 4 MB, and says how many more there are", async () => {
    await pack.configure();
    const groups = Array.from({ length: 5_000 }, (_, index) =>
      group(`group-${String(index)}-${"名".repeat(200)}`, [tcp(5432, world), tcp(22, world)]),
    );
    const findings = await pack.analyzeStack([stack, ...groups]);
    expect(pack.answerBytes()).toBeLessThan(3_000_000);
    const more = findings.filter(({ message }) => /\nAnd \d+ more findings of /.test(message));
    expect(more.map(({ policy, level }) => [policy, level])).toContainEqual(["no-public-admin-ports", "mandatory"]);
    const shown = findings.filter(({ policy }) => policy === "no-public-admin-ports");
    expect(shown.at(-1)?.message).toContain(`\nAnd ${String(5_001 - shown.length)} more findings of no-public-admin-ports.`);
  });

  test("a group with 20,000 rules is one group", async () => {
    await pack.configure();
    const rules = Array.from({ length: 20_000 }, (_, index) => tcp(index + 1, `${String(1 + (index % 200))}.0.0.0/8`));
    const findings = await pack.preview([stack, group("huge", rules)]);
    expect(pack.answerBytes()).toBeLessThan(1_000_000);
    expect(said(findings, "no-public-admin-ports")).toEqual(["resource mandatory huge"]);
  });
});
