import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type EngineResource, type Json, type Pack, type Settings, startPack } from "./analyzer";
import { group, packFolder, resource, ruleType, ssh, stack, tcp, unknownText, world } from "./resources";

jest.setTimeout(120_000);

let pack: Pack;
beforeAll(async () => {
  pack = await startPack(packFolder);
});
afterAll(() => pack.close());

const configuration: Settings = { "no-public-admin-ports": "remediate" };

/** The inputs after a remediation; undefined where there was none. */
async function repaired(each: EngineResource, settings: Settings = configuration): Promise<Json | undefined> {
  await pack.configure(settings);
  const [first, ...others] = await pack.remediate(each);
  expect(others).toEqual([]);
  return first?.inputs;
}

const secret = (value: Json): Json => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

test("removes the public sources of a rule and keeps the others", async () => {
  const before = group("web", [tcp(443, world), tcp(22, "10.0.0.0/8", world, "192.168.0.0/16")]);
  expect(await repaired(before)).toEqual({ ...before.inputs, ingress: [tcp(443, world), tcp(22, "10.0.0.0/8", "192.168.0.0/16")] });
});

test("the last rule leaves an empty list", async () => {
  expect(await repaired(group("web", [ssh]))).toEqual(group("web", []).inputs);
});

test("secrets stay secret, in a value, an element and a list, and unknown elements stay unknown", async () => {
  const rule = (...blocks: readonly Json[]): Json => ({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: blocks });
  const before = group(
    "web",
    secret([secret(rule(secret("10.0.0.0/8"), world, unknownText)), rule(unknownText), unknownText]),
    {},
    {
      description: secret("told to nobody"),
      vpcId: unknownText,
    },
  );
  expect(await repaired(before)).toEqual({
    ...before.inputs,
    ingress: secret([secret(rule(secret("10.0.0.0/8"), unknownText)), rule(unknownText), unknownText]),
  });
});

test.each([
  ["a rule without public sources", group("web", [tcp(22, "10.0.0.0/8")])],
  ["a list that is hidden", group("web", unknownText)],
  ["a group that is exempt", group("web", [ssh], {}, { tags: { "portcullis:exempt/no-public-admin-ports": "2999-01-01 me it is a test" } })],
  ["another type", resource("aws:s3/bucket:Bucket", "bucket", { ingress: [ssh] })],
  ["no properties", resource("aws:ec2/securityGroup:SecurityGroup", "empty", {})],
])("nothing is done to %s", async (_, before) => {
  expect(await repaired(before)).toBeUndefined();
});

test("nothing is done to the rule of a group that is exempt by its tag", async () => {
  await pack.configure(configuration);
  const tagged = group("tagged", [], {}, { tags: { "portcullis:exempt/no-public-admin-ports": "2999-01-01 me it is a test" } });
  const rule = resource(ruleType, "rule", {
    type: "ingress",
    securityGroupId: unknownText,
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: [world],
  });
  await pack.analyze(stack);
  await pack.analyze(tagged);
  expect(await pack.remediate(rule)).toEqual([]);
  await pack.analyzeStack([]);
});

test.each([["mandatory"], ["advisory"], ["disabled"]] as const)("nothing is done at level %s", async (level) => {
  expect(await repaired(group("web", [ssh]), { "no-public-admin-ports": level })).toBeUndefined();
});

test("a standalone rule keeps its other sources", async () => {
  const before = resource(ruleType, "rule", {
    type: "ingress",
    securityGroupId: unknownText,
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: [world, "10.0.0.0/8"],
    description: secret("told to nobody"),
  });
  expect(await repaired(before)).toEqual({ ...before.inputs, cidrBlocks: ["10.0.0.0/8"] });
});

test("what was repaired is not reported, and what could not be is mandatory", async () => {
  await pack.configure(configuration);
  await pack.analyze(stack);
  const [repair] = await pack.remediate(group("web", [ssh]));
  const web = { ...group("web", []), inputs: repair?.inputs as EngineResource["inputs"] };
  expect(await pack.analyze(web)).toEqual([]);
  const alone = resource(ruleType, "rule", {
    description: "a rule",
    type: "ingress",
    securityGroupId: "sg-1",
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: [world],
  });
  expect(await pack.remediate(alone)).toEqual([]);
  expect(await pack.analyze(alone)).toEqual([expect.objectContaining({ policy: "no-public-admin-ports", level: "mandatory" })]);
  await pack.analyzeStack([stack, web, alone]);
});

test("without a configuration nothing is repaired", async () => {
  const other = await startPack(packFolder);
  try {
    expect(await other.remediate(group("web", [ssh]))).toEqual([]);
  } finally {
    await other.close();
  }
});
