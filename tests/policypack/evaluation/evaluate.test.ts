import { describe, expect, test } from "@jest/globals";
import { evaluate, evaluateStack } from "@portcullis/policypack/evaluation/evaluate";
import { forPeople } from "@portcullis/policypack/evaluation/present";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { ref, resource, stackOf, type Entry } from "../../harness/stack";

const today = "2026-06-15";
const tag = (policy: string) => ({ [`portcullis:exempt/${policy}`]: "2027-01-31 payments-team the partner has no fixed address" });
const group = (name: string, props: Entry["props"]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: "vpc-1", ...props });
const hidden = { ingress: unknown };
const ssh = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];

/** Tags may exempt from these policies, of which some are critical. */
const byTag = { tagExemptions: ["no-public-*"] };

function optionsOf(raw: RawConfiguration) {
  return { policies, configuration: configure(raw, policies), today };
}

function findingsOf(policy: string, stack: readonly Entry[], raw: RawConfiguration = {}) {
  return evaluate(stackOf(stack, "preview"), optionsOf(raw)).findings.filter((finding) => finding.policy === policy);
}

describe("what is not known", () => {
  const mandatory = { settings: { unknown: "mandatory", ...byTag } };
  test.each<[string, string, RawConfiguration, Entry["props"], string]>([
    ["is advice", "no-public-admin-ports", {}, hidden, "advisory unknown"],
    ["stops where the settings say so", "no-public-admin-ports", mandatory, hidden, "mandatory unknown"],
    ["stays advice where the policy is", "no-public-admin-ports", { ...mandatory, "no-public-admin-ports": "advisory" }, hidden, "advisory unknown"],
    ["stays advice where the policy is by itself", "no-wide-port-ranges", mandatory, hidden, "advisory unknown"],
    [
      "is exempt where its violation would be",
      "no-public-admin-ports",
      mandatory,
      { ...hidden, tags: tag("no-public-admin-ports") },
      "advisory exempt",
    ],
    ["is not exempt from another policy", "no-public-admin-ports", mandatory, { ...hidden, tags: tag("no-public-icmp") }, "mandatory unknown"],
  ])("%s", (_, policy, raw, props, expected) => {
    expect(findingsOf(policy, [group("web", props)], raw).map(({ level, verdict }) => `${level} ${verdict}`)).toEqual([expected]);
  });

  test("uses the exemption, which is not stale then", () => {
    const exempt = group("web", { ...hidden, tags: tag("no-public-admin-ports") });
    expect(findingsOf("settings", [exempt], { settings: byTag })).toEqual([]);
    const stale = group("web", { ingress: [], tags: tag("no-public-admin-ports") });
    expect(findingsOf("settings", [stale], { settings: byTag }).map(({ message }) => message)).toEqual([
      "The exemption of web from no-public-admin-ports (payments-team) matches no finding. Remove it.",
    ]);
  });

  test("is shown once for each resource, and stops if any of it stops", () => {
    const { findings } = evaluate(stackOf([group("web", hidden)], "preview"), optionsOf(mandatory));
    const shown = forPeople(findings).filter(({ verdict }) => verdict === "unknown");
    expect(shown.map(({ level }) => level)).toEqual(["mandatory"]);
    expect(shown[0]?.message).toMatch(/The same holds for .* and \d+ more\.$/);
  });
});

describe("what a tag exempts", () => {
  const exemptedBy = (value: string, raw: RawConfiguration = {}, policy = "public-ingress-only-on-web-ports") => {
    const stack = [group("web", { ingress: [{ ...ssh[0], fromPort: 8081, toPort: 8081 }], tags: { [`portcullis:exempt/${policy}`]: value } })];
    return {
      verdicts: findingsOf(policy, stack, raw).map(({ verdict }) => verdict),
      said: findingsOf("settings", stack, raw).map(({ level, message }) => `${level}: ${message}`),
    };
  };

  test.each<[string, string, RawConfiguration, string]>([
    ["until a day within a year", "2027-06-16 payments-team it is a test", {}, "exempt"],
    ["until a day beyond", "2027-06-17 payments-team it is a test", {}, "violates"],
    ["until a day that the configuration allows", "2029-06-01 payments-team it is a test", { settings: { longestExemption: 1200 } }, "exempt"],
    ["until a day beyond a shorter time", "2026-07-16 payments-team it is a test", { settings: { longestExemption: 30 } }, "violates"],
    ["where the configuration lists the policy", "2026-07-15 me it is a test", { settings: { tagExemptions: ["public-ingress-*"] } }, "exempt"],
    ["where it lists others", "2026-07-15 me it is a test", { settings: { tagExemptions: ["no-*"] } }, "violates"],
    ["where it lists none", "2026-07-15 me it is a test", { settings: { tagExemptions: [] } }, "violates"],
  ])("%s", (_, value, raw, verdict) => {
    expect(exemptedBy(value, raw).verdicts).toEqual([verdict]);
  });

  test.each<[string, string, RawConfiguration, string]>([
    ["ends too late", "2099-01-01 me it is a test", {}, "it ends on 2099-01-01, and longestExemption allows 2027-06-16 at the latest"],
    [
      "is for what only the configuration may exempt from",
      "2026-07-15 me it is a test",
      { settings: { tagExemptions: [] } },
      "only the configuration may exempt from public-ingress-only-on-web-ports",
    ],
    [
      "has no reason",
      "2026-07-15 me",
      {},
      'it takes a date, an owner and a reason, as in "2026-09-13 payments-team the partner has no fixed address"',
    ],
  ])("that it exempts nothing is said where it %s", (_, value, raw, reason) => {
    expect(exemptedBy(value, raw).said).toEqual([`advisory: The tag portcullis:exempt/public-ingress-only-on-web-ports exempts nothing: ${reason}.`]);
  });

  test.each([
    ["no-public-admin-port", "there is no policy no-public-admin-port"],
    ["no-public-*", "there is no policy no-public-*"],
    ["", "it names no policy"],
  ])("a tag for %j exempts nothing, and it is said why", (policy, reason) => {
    expect(exemptedBy("2026-07-15 me it is a test", {}, policy).said).toEqual([
      `advisory: The tag portcullis:exempt/${policy} exempts nothing: ${reason}.`,
    ]);
  });

  test.each<[string, RawConfiguration, boolean]>([
    ["a mandatory policy of severity critical", {}, false],
    ["the same as advice", { "no-public-admin-ports": "advisory" }, true],
    ["the same in a list", { settings: { tagExemptions: ["no-public-admin-ports"] } }, true],
    ["the same at level remediate", { "no-public-admin-ports": "remediate" }, false],
  ])("%s", (_, raw, isExempt) => {
    const tags = tag("no-public-admin-ports");
    expect(findingsOf("no-public-admin-ports", [group("web", { ingress: ssh, tags })], raw).map(({ verdict }) => verdict === "exempt")).toEqual([
      isExempt,
    ]);
  });
});

describe("what a resource proves by itself is said in the words of the resource", () => {
  const rule = resource("aws:ec2/securityGroupRule:SecurityGroupRule", "ssh", {
    ...{ type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
    securityGroupId: ref("web"),
  });
  test.each<[string, readonly Entry[], RawConfiguration, string]>([
    ["a group", [group("web", { ingress: ssh })], {}, "violates"],
    ["a rule of a group", [group("web", {}), rule], {}, "violates"],
    ["a rule of a group that exempts it", [group("web", { tags: tag("no-public-admin-ports") }), rule], { settings: byTag }, "exempt"],
    [
      "a rule of a group that may exempt nothing",
      [group("web", { tags: tag("no-public-admin-ports") }), rule],
      { settings: { tagExemptions: false } },
      "violates",
    ],
    [
      "a group beside one that is exempt",
      [group("web", { ingress: ssh }), group("b", { tags: tag("no-public-admin-ports") })],
      { settings: byTag },
      "violates",
    ],
  ])("%s", (_, stack, raw, verdict) => {
    const found = (findings: readonly { policy: string; verdict: string; urn: string }[]) =>
      findings.filter(({ policy }) => policy === "no-public-admin-ports").map((finding) => `${finding.verdict} ${finding.urn}`);
    const resources = stackOf(stack, "preview");
    const whole = evaluateStack(resources, optionsOf(raw)).findings;
    expect(found(whole)).toEqual(found(evaluate(resources, optionsOf(raw)).findings));
    expect(found(whole)[0]).toMatch(verdict);
  });
});

describe("what a resource proves by itself is not all where others show more of it", () => {
  const everywhere = resource("aws:ec2/managedPrefixList:ManagedPrefixList", "everywhere", {
    ...{ name: "everywhere", addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "0.0.0.0/0" }] },
  });
  const admitting = (port: number, props: Entry["props"]) => ({ protocol: "tcp", fromPort: port, toPort: port, ...props });
  const byList = (port: number) => admitting(port, { prefixListIds: [ref("everywhere")] });
  test.each<[string, readonly Entry[], string]>([
    [
      "a port that a prefix list opens",
      [everywhere, group("web", { ingress: [...ssh, byList(3389)] })],
      "web opens SSH (tcp/22) and RDP (tcp/3389) to the whole internet",
    ],
    [
      "the same port, by a list as well",
      [everywhere, group("web", { ingress: [...ssh, byList(22)] })],
      "web opens SSH (tcp/22) to the whole internet: 0.0.0.0/0 and the prefix list everywhere",
    ],
    ["no more than the resource shows", [everywhere, group("web", { ingress: ssh })], "web opens SSH (tcp/22) to the whole internet: 0.0.0.0/0."],
  ])("%s", (_, stack, says) => {
    const resources = stackOf(stack, "preview");
    const said = evaluateStack(resources, optionsOf({})).findings.filter(({ policy }) => policy === "no-public-admin-ports");
    expect(said.map((finding) => finding.says)).toEqual([expect.stringContaining(says)]);
  });
});

test("of a stack that is not all there, only what a resource proves by itself is said", () => {
  const stack = stackOf([group("web", { ingress: [{ ...ssh[0] }, { ...ssh[0], fromPort: 8081, toPort: 8081 }] }), group("unused", {})], "deployed");
  const { findings, verdicts } = evaluateStack(stack, { ...optionsOf({}), isPartial: true });
  expect(findings.map(({ policy, urn }) => `${policy} ${urn.split("::").at(-1) ?? ""}`)).toEqual([
    "no-public-admin-ports web",
    "rules-have-descriptions web",
  ]);
  expect(["no-public-admin-ports", "no-unused-groups", "public-ingress-only-on-web-ports"].map((policy) => verdicts.get(policy))).toEqual([
    "violates",
    "unknown",
    "unknown",
  ]);
});
