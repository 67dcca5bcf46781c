import { describe, expect, test } from "@jest/globals";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { evaluateStack, type Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import { propertiesOf, secretsOf } from "@portcullis/policypack/resources/property-values";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { toldIn } from "../../harness/policy";

const marked = (mark: string, rest: object) => ({ "4dabf18193072939515e22adb298388d": mark, ...rest });
const secret = (value: unknown) => marked("1b47061264138c4ac30d75fd1eb44270", { value });
const exported = (value: unknown) => marked("1b47061264138c4ac30d75fd1eb44270", { plaintext: JSON.stringify(value) });
const encrypted = marked("1b47061264138c4ac30d75fd1eb44270", { ciphertext: "AAAA" });
const output = (value: unknown) => marked("d0e6a833031e9bbcd3f4e8bde6ca49a4", { value, secret: true, dependencies: [] });

function resourceOf(type: string, name: string, json: object, id?: string): Resource {
  const none = { outputs: {}, parent: undefined, provider: undefined, propertyDependencies: {}, positions: [] };
  return { ...none, urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, custom: true, id, inputs: propertiesOf(json), ...secretsOf(json) };
}

const group = (json: object) => resourceOf("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: "vpc-1", ...json }, "sg-web");
const ssh = (...cidrBlocks: unknown[]) => ({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks });

function judge(resources: readonly Resource[], raw: RawConfiguration = {}): Evaluation {
  return evaluateStack(resources, { policies, configuration: configure(raw, policies), today: "2026-06-15", withFixes: true });
}

describe("what came out of a secret is judged, and never said", () => {
  test.each<[string, Resource, readonly string[]]>([
    ["an address", group({ ingress: [ssh(secret("9.7.0.0/15"))] }), ["9.7.0.0", "9.6.0.0"]],
    ["an address in an output that is secret", group({ ingress: [ssh(output("9.7.0.0/15"))] }), ["9.7.0.0", "9.6.0.0"]],
    ["an address in a state that shows secrets", group({ ingress: [ssh(exported("9.7.0.0/15"))] }), ["9.7.0.0", "9.6.0.0"]],
    ["an address inside of a secret object", group({ ingress: secret([ssh("9.7.0.0/15")]) }), ["9.7.0.0", "9.6.0.0"]],
    ["an address of IPv6", group({ ingress: [{ ...ssh(), ipv6CidrBlocks: [secret("2001:4860:0:0::/32")] }] }), ["2001:4860"]],
    [
      "a port",
      resourceOf("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", {
        ...{ type: "ingress", securityGroupId: "sg-1", protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] },
        ...{ fromPort: secret(5439), toPort: secret(5439) },
      }),
      ["5439"],
    ],
    [
      "the id of a group from elsewhere",
      resourceOf("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", {
        type: "ingress",
        securityGroupId: secret("sg-0123456789"),
        ...ssh("0.0.0.0/0"),
      }),
      ["sg-0123456789"],
    ],
    ["a group that a rule admits", group({ ingress: [{ ...ssh("0.0.0.0/0"), securityGroups: [secret("sg-0123456789")] }] }), ["sg-0123456789"]],
    [
      "an address beside a secret that is longer than any expression",
      group({ ingress: [ssh(secret("9.7.0.0/15"))], tags: { note: secret("long ".repeat(200_000)) } }),
      ["9.7.0.0"],
    ],
    [
      "an address beside thousands of secrets",
      group({
        ingress: [ssh(secret("9.7.0.0/15"))],
        tags: secret(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, `secret number ${index}`]))),
      }),
      ["9.7.0.0"],
    ],
    ["a prefix list", group({ ingress: [{ ...ssh("0.0.0.0/0"), prefixListIds: [secret("pl-0123456789")] }] }), ["pl-0123456789"]],
  ])("%s", (_, resource, texts) => {
    const openly = judge([{ ...resource, secrets: [] }]);
    const evaluation = judge([resource]);
    expect(evaluation.verdicts).toEqual(openly.verdicts);
    const said = toldIn(evaluation);
    for (const text of texts) expect(said).not.toContain(text);
    expect(evaluation.findings.length).toBe(openly.findings.length);
  });

  test("in its place stands that it is a secret value", () => {
    const { findings } = judge([group({ ingress: [{ ...ssh(secret("9.7.0.0/15"), "8.0.0.0/16"), description: "x" }], egress: [] })]);
    const [finding] = findings.filter(({ policy }) => policy === "no-public-admin-ports");
    expect(finding?.rules.map(({ source, ports }) => `${source} to ${ports}`)).toEqual(["a secret value to tcp/22", "8.0.0.0/16 to tcp/22"]);
  });

  test("owner and reason of an exemption", () => {
    const tag = "2026-12-31 payments-team the partner Initech has no fixed address";
    for (const tags of [{ "portcullis:exempt/no-wide-port-ranges": secret(tag) }, secret({ "portcullis:exempt/no-wide-port-ranges": tag })]) {
      const evaluation = judge([group({ tags, ingress: [{ protocol: "tcp", fromPort: 1, toPort: 9000, cidrBlocks: ["10.0.0.0/24"] }] })]);
      const said = toldIn(evaluation);
      expect(evaluation.verdicts.get("no-wide-port-ranges")).toBe("exempt");
      expect(said).not.toMatch(/payments-team|Initech/);
      expect(said).toContain("Exempt until 2026-12-31, a secret value, a secret value: ");
    }
  });

  test.each<[string, object[], string]>([
    ["one block", [ssh(secret("9.7.0.0/15"))], "web opens SSH (tcp/22) to a secret part of the internet"],
    [
      "three blocks",
      [ssh(secret("9.7.0.0/24"), secret("9.7.1.0/24"), secret("9.7.2.0/24"))],
      "web opens SSH (tcp/22) to many internet addresses: secret values together",
    ],
    ["two blocks", [ssh(secret("9.7.0.0/15"), secret("8.1.0.0/16"))], "web opens SSH (tcp/22) to many internet addresses: secret values together"],
    [
      "one beside another",
      [ssh(secret("9.7.0.0/15"), "8.1.0.0/16")],
      "web opens SSH (tcp/22) to many internet addresses: a secret value and 8.1.0.0/16 together",
    ],
    [
      "blocks of IPv6",
      [{ ...ssh(), ipv6CidrBlocks: [secret("2001:4860::/32"), secret("2a00:1450::/32")] }],
      "web opens SSH (tcp/22) to internet addresses: secret values together",
    ],
  ])("nor how large it is: %s", (_, ingress, words) => {
    const { findings } = judge([group({ ingress })]);
    expect(findings.find(({ policy }) => policy === "no-public-admin-ports")?.says).toBe(`${words}.`);
  });

  test("nor how large it is, where the list ends before it", () => {
    const open = Array.from({ length: 30 }, (_, index) => `9.${index}.0.0/16`);
    for (const finding of judge([group({ ingress: [ssh(...open, secret("8.1.0.0/17"))] })]).findings)
      expect(finding.message).not.toMatch(/[\d,]{6,} internet addresses/);
  });

  test("common words stay words although they are secret", () => {
    const { findings } = judge([group({ ingress: secret([ssh("0.0.0.0/1", "128.0.0.0/1")]) })]);
    expect(findings.find(({ policy }) => policy === "no-public-admin-ports")?.message).toMatch(/^web opens [^.]*to the whole internet: /);
  });
});

test("a secret that is not there is said to be one", () => {
  for (const ingress of [encrypted, [ssh(encrypted)]])
    expect(judge([group({ ingress })]).findings.find(({ verdict }) => verdict === "unknown")?.message).toMatch(
      /^ingress[^ ]* is a secret that is not shown here, so /,
    );
});
