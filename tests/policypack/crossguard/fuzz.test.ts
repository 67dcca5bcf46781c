import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { decodedTypes } from "@portcullis/policypack/decode/decode";
import fc from "fast-check";
import { type EngineResource, type Json, type Pack, startPack } from "./analyzer";
import { groupType, packFolder, resource, ruleType, ssh, stack, tcp, unknownText, world } from "./resources";

jest.setTimeout(300_000);

let pack: Pack;
beforeAll(async () => {
  pack = await startPack(packFolder);
  await pack.configure({ "no-public-admin-ports": "remediate" });
});
afterAll(() => pack.close());

const groups = [groupType, ruleType, ...decodedTypes.filter((type) => type.includes("SecurityGroup"))];
const types = fc.oneof(fc.constantFrom(...groups), fc.constantFrom(...decodedTypes));

const signature = "4dabf18193072939515e22adb298388d";

/** Values that decoders ask for, values that look like them, and anything else. */
const value: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(
      null,
      true,
      false,
      -1,
      0,
      22,
      65_536,
      1e300,
      "",
      "22",
      "-1",
      "tcp",
      "ingress",
      world,
      "::/0",
      "10.0.0.0/33",
      "sg-1",
      unknownText,
    ),
    fc.constantFrom<Json>(ssh, [ssh, tcp(5432, world)], [null], [[]], {}),
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom("ingress", "cidrBlocks", "fromPort", "toPort", "protocol", "self", "securityGroups", "type", "__proto__"),
      tie("json"),
      {
        maxKeys: 6,
      },
    ),
    fc.record({
      [signature]: fc.constantFrom<Json>("1b47061264138c4ac30d75fd1eb44270", "d0e6a833031e9bbcd3f4e8bde6ca49a4", "nonsense", 1),
      value: tie("json"),
    }),
  ),
})).json;

const properties = [
  ...[
    "ingress",
    "egress",
    "cidrBlocks",
    "ipv6CidrBlocks",
    "prefixListIds",
    "securityGroups",
    "securityGroupId",
    "vpcSecurityGroupIds",
    "tags",
    "vpcId",
  ],
  ...[
    "fromPort",
    "toPort",
    "protocol",
    "type",
    "self",
    "cidrIpv4",
    "ipProtocol",
    "entries",
    "securityGroupIngress",
    "port",
    "name",
    "vpcConfig",
    "routes",
  ],
  ...[
    "subnetIds",
    "dbSubnetGroupName",
    "engine",
    "publiclyAccessible",
    "networkInterfaces",
    "loadBalancerType",
    "internal",
    "defaultActions",
    "subnets",
  ],
];

const inputs = fc.dictionary(fc.constantFrom(...properties), value, { maxKeys: 8 });

const anyResource: fc.Arbitrary<EngineResource> = fc
  .record({
    type: types,
    name: fc.constantFrom("a", "b", "c", "\u001b[1m<{%bold%}>"),
    inputs,
    outputs: inputs,
    isSame: fc.boolean(),
  })
  .map(({ type, name, inputs: before, outputs, isSame }) =>
    resource(type, name, before, {
      outputs: isSame ? { ...before, id: `${name}-id` } : outputs,
      dependencies: { ingress: [resource(type, "a", {}).urn, "urn:nowhere"], [name]: [] },
    }),
  );

test("whatever the properties are, the pack answers, and the same twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyResource, { minLength: 1, maxLength: 6 }), async (resources) => {
      const all = [stack, ...new Map(resources.map((each) => [each.urn, each])).values()];
      for (const each of all) await pack.remediate(each);
      const first = await pack.preview(all);
      for (const { level, message } of first) {
        expect(["advisory", "mandatory"]).toContain(level);
        expect(message).not.toMatch(/could not be evaluated|<\{%|undefined|\[object/);
      }
      expect(await pack.preview(all)).toEqual(first);
    }),
    { numRuns: 100, endOnFailure: true },
  );
});

test("nested deeper than any program, wider than any group", async () => {
  let deep: Json = world;
  for (let depth = 0; depth < 90; depth++) deep = depth % 2 === 0 ? [deep] : { cidrBlocks: deep };
  const wide = Array.from({ length: 50_000 }, (_, index) => (index % 7 === 0 ? null : index));
  await pack.preview([
    stack,
    resource(groupType, "deep", { ingress: deep, egress: deep }),
    resource(groupType, "wide", { ingress: wide, tags: wide }),
  ]);
});
