import { describe, expect, test } from "@jest/globals";
import { evaluate } from "@portcullis/policypack/evaluation/evaluate";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, isDate, parsePorts, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import fc from "fast-check";
import { resource, stackOf } from "../../harness/stack";

const problemsOf = (raw: RawConfiguration): string[] =>
  configure(raw, policies).problems.map(({ policy, key, message }) => `${policy} ${key}: ${message}`);

describe("what is wrong with a configuration is said, and its default used", () => {
  test.each<[string, RawConfiguration, RegExp]>([
    ["an unknown key", { settings: { trustedCidr: [] } }, /^settings trustedCidr: is no setting: there are trustedCidrs/],
    ["a wrong type", { settings: { trustedCidrs: "10.0.0.0/8" } }, /^settings trustedCidrs: must be array/],
    [
      "a block that is none",
      { settings: { trustedCidrs: ["10.0.0.0/8", "10.0.0.0/33"] } },
      /^settings trustedCidrs: "10\.0\.0\.0\/33" is not an address block/,
    ],
    ["a prefix length out of range", { settings: { widestPublicBlock: { ipv4: 33, ipv6: 48 } } }, /^settings widestPublicBlock: ipv4 must be <= 32/],
    ["ports that are none", { settings: { publicPorts: ["tcp/80-70"] } }, /^settings publicPorts: "tcp\/80-70" is not a range of ports/],
    [
      "an exemption without an owner",
      { settings: { exemptions: [{ policy: "*", resource: "*", reason: "x", expires: "2027-01-31" }] } },
      /^settings exemptions: \[0\] must have required property 'owner'/,
    ],
    [
      "an exemption without a reason to speak of",
      { settings: { exemptions: [{ policy: "*", resource: "*", reason: " ", owner: "y", expires: "2027-01-31" }] } },
      /^settings exemptions: \[0\]\.reason must match pattern/,
    ],
    [
      "an exemption on a day that does not exist",
      { settings: { exemptions: [{ policy: "*", resource: "*", reason: "x", owner: "y", expires: "2027-02-30" }] } },
      /^settings exemptions: "2027-02-30" is not a date/,
    ],
    ["a level that is none", { "no-public-admin-ports": "error" as never }, /^no-public-admin-ports enforcementLevel: "error" is not a level/],
    ["a policy that is none", { "no-public-admin-port": "mandatory" }, /^no-public-admin-port : "no-public-admin-port" is not a policy of this pack/],
    ["null for a policy", { settings: null as never }, /^settings : "settings" is configured to "null", which is neither a level nor an object/],
    ["a list for a policy", { "no-public-admin-ports": [] as never }, /is configured to "\[\]", which is neither/],
    [
      "a key of a policy without settings",
      { "no-public-admin-ports": { ports: [22] } },
      /^no-public-admin-ports ports: is no setting: no-public-admin-ports has none/,
    ],
  ])("%s", (_, raw, message) => {
    expect(problemsOf(raw)).toEqual([expect.stringMatching(message)]);
    expect(configure(raw, policies).pack).toEqual(configure({}, policies).pack);
  });

  test("a good key beside a bad one counts", () => {
    const { pack } = configure({ settings: { trustedCidrs: ["10.0.0.0/8"], unknown: "perhaps" } }, policies);
    expect([pack.trustedCidrs, pack.unknown]).toEqual([["10.0.0.0/8"], "advisory"]);
  });
});

describe("levels", () => {
  const levelOf = (raw: RawConfiguration, policy: string) => configure(raw, policies).levels.get(policy);

  test.each<[string, RawConfiguration, string, string]>([
    ["the policy's own without any", {}, "no-public-admin-ports", "mandatory"],
    ["the one for all", { all: "advisory" }, "no-public-admin-ports", "advisory"],
    ["its own before the one for all", { all: "disabled", "no-public-admin-ports": "mandatory" }, "no-public-admin-ports", "mandatory"],
    ["in an object", { "no-public-admin-ports": { enforcementLevel: "remediate" } }, "no-public-admin-ports", "remediate"],
  ])("%s", (_, raw, policy, level) => expect(levelOf(raw, policy)).toBe(level));
});

test("arbitrary configurations never throw, and always leave every setting usable", () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom("settings", "all", "no-public-admin-ports", "x"),
        fc.oneof(fc.string(), fc.dictionary(fc.constantFrom("trustedCidrs", "publicPorts", "exemptions", "enforcementLevel", "y"), fc.jsonValue())),
      ),
      (raw) => {
        const configuration = configure(raw as RawConfiguration, policies);
        const stack = stackOf(
          [
            resource("aws:ec2/securityGroup:SecurityGroup", "web", {
              ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
            }),
          ],
          "preview",
        );
        const { notChecked } = evaluate(stack, { policies, configuration, today: "2026-06-15" });
        expect(notChecked).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  ["tcp/443", { protocol: 6, first: 443, last: 443 }],
  ["udp/8000-8010", { protocol: 17, first: 8000, last: 8010 }],
  ["tcp/65536", undefined],
  ["icmp/8", undefined],
  ["443", undefined],
])("ports written as %s", (text, ports) => expect(parsePorts(text)).toEqual(ports));

test.each([
  ["2028-02-29", true],
  ["2027-02-29", false],
  ["2027-1-31", false],
  ["31.01.2027", false],
])("%s is a date: %s", (text, expected) => expect(isDate(text)).toBe(expected));
