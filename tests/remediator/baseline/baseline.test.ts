import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { baselineText, parseBaseline } from "@portcullis/remediator/baseline/baseline";
import { knowledgeOf } from "@portcullis/remediator/baseline/compare";
import { baselineOf } from "@portcullis/remediator/baseline/knowledge";
import { isWithin, parseTraffic, trafficTexts } from "@portcullis/remediator/baseline/sets";
import * as intervals from "@portcullis/policypack/net/intervals";
import * as ip from "@portcullis/policypack/net/ip";
import { everyTraffic, icmp, ofProtocol, tcp, udp, type Traffic } from "@portcullis/policypack/net/ports";
import { textReport } from "@portcullis/remediator/report/text";
import { judgementOf, plainText, reportAbout, type ReadAs } from "../../harness/reports";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const rule = (from: number, to: number, ...blocks: readonly string[]): CaseValue => ({
  description: "A rule",
  protocol: "tcp",
  fromPort: from,
  toPort: to,
  cidrBlocks: blocks,
});
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { description: "A group", vpcId: "vpc-1", ingress, egress: [] });
const standalone = (name: string, of: string, ...blocks: readonly string[]): Entry =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, {
    description: "A rule",
    type: "ingress",
    securityGroupId: ref(of),
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: blocks,
  });
const bare = (name: string): Entry => resource("aws:ec2/securityGroup:SecurityGroup", name, { description: "A group", vpcId: "vpc-1" });

interface Told {
  readonly says: readonly string[];
  readonly known: number;
  readonly gone: readonly string[];
}

/** What is told of a stack, by somebody who knows what another one had. */
function told(before: readonly Entry[], after: readonly Entry[], then: ReadAs = {}, now: ReadAs = {}): Told {
  const text = baselineText(baselineOf([reportAbout([judgementOf(before, then)])]));
  const baseline = parseBaseline(text);
  if (typeof baseline === "string") throw new Error(baseline);
  const { problems, baseline: compared } = reportAbout([judgementOf(after, now)], { knowledge: knowledgeOf(baseline) });
  return {
    says: problems.filter(({ level }) => level === "mandatory").map(({ says }) => says),
    known: compared?.known ?? -1,
    gone: compared?.gone.map(({ policy }) => policy) ?? [],
  };
}

describe("what is known stays silent", () => {
  const open = [group("web", rule(22, 22, "0.0.0.0/0"))];

  test.each<[string, readonly Entry[], readonly Entry[]]>([
    ["the same", open, open],
    ["the same, after another rule", open, [group("web", rule(443, 443, "10.0.0.0/8"), rule(22, 22, "0.0.0.0/0"))]],
    ["less of the internet", open, [group("web", rule(22, 22, "0.0.0.0/1"))]],
    ["the same in two halves", open, [group("web", rule(22, 22, "0.0.0.0/1"), rule(22, 22, "128.0.0.0/1"))]],
    ["fewer ports", [group("web", rule(20, 25, "0.0.0.0/0"))], [group("web", rule(22, 22, "0.0.0.0/0"))]],
    [
      "a rule of the group under another name",
      [bare("web"), standalone("one", "web", "0.0.0.0/0")],
      [bare("web"), standalone("two", "web", "0.0.0.0/0")],
    ],
  ])("%s", (_, before, after) => {
    const { says, known } = told(before, after);
    expect(says).toEqual([]);
    expect(known).toBeGreaterThan(0);
  });

  test("in another file, on another line", () => {
    expect(
      told(open, open, { locate: () => ({ file: "a.ts", line: 1, column: 1 }) }, { locate: () => ({ file: "b.ts", line: 9, column: 9 }) }).says,
    ).toEqual([]);
  });

  test("in a stack that the baseline has not seen", () => {
    expect(told(open, open, { stack: "dev" }, { stack: "review-7" }).says).toEqual([]);
  });
});

describe("what is new or worse speaks", () => {
  test.each<[string, readonly Entry[], readonly Entry[], string]>([
    [
      "another port of the same group",
      [group("web", rule(22, 22, "0.0.0.0/0"))],
      [group("web", rule(22, 22, "0.0.0.0/0"), rule(3389, 3389, "0.0.0.0/0"))],
      "web opens RDP",
    ],
    ["a wider range", [group("web", rule(22, 22, "0.0.0.0/0"))], [group("web", rule(22, 23, "0.0.0.0/0"))], "web opens tcp/22-23"],
    ["more of the internet", [group("web", rule(22, 22, "11.0.0.0/8"))], [group("web", rule(22, 22, "0.0.0.0/0"))], "web opens SSH"],
    [
      "the other family",
      [group("web", rule(22, 22, "0.0.0.0/0"))],
      [group("web", rule(22, 22, "0.0.0.0/0"), { ...(rule(22, 22) as object), ipv6CidrBlocks: ["::/0"] })],
      "web opens SSH (tcp/22) to the whole IPv6",
    ],
    [
      "another group",
      [group("web", rule(22, 22, "0.0.0.0/0"))],
      [group("web", rule(22, 22, "0.0.0.0/0")), group("app", rule(22, 22, "0.0.0.0/0"))],
      "app opens SSH",
    ],
    [
      "another kind of thing on the group",
      [group("web", rule(5432, 5432, "10.0.0.0/8"))],
      [
        group("web", rule(5432, 5432, "10.0.0.0/8")),
        resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("web")] }),
      ],
      "web admits 10.0.0.0/8 to PostgreSQL",
    ],
  ])("%s", (_, before, after, says) => {
    const found = told(before, after).says;
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(says);
  });

  test("what was closed in the stack when it was written", () => {
    const closed = [group("web")];
    const open = [group("web", rule(22, 22, "0.0.0.0/0"))];
    const text = baselineText(baselineOf([reportAbout([judgementOf(open, { stack: "dev" }), judgementOf(closed, { stack: "prod" })])]));
    const knowledge = knowledgeOf(parseBaseline(text) as never);
    const { problems } = reportAbout([judgementOf(open, { stack: "dev" }), judgementOf(open, { stack: "prod" })], { knowledge });
    expect(problems.filter(({ level }) => level === "mandatory").map(({ stacks }) => stacks)).toEqual([["prod"]]);
  });

  test("what was advice and now stops the deployment", () => {
    const open = [group("web", rule(22, 22, "0.0.0.0/0"))];
    expect(told(open, open, { config: { all: "advisory" } }, {}).says).toHaveLength(1);
  });
});

describe("what is gone is told", () => {
  test("once for a policy and a group", () => {
    expect(told([group("web", rule(22, 22, "0.0.0.0/0"))], [group("web")]).gone).toContain("no-public-admin-ports");
  });

  test("of several rules, by what they opened", () => {
    const both = [group("web", rule(22, 22, "0.0.0.0/0"), rule(3389, 3389, "0.0.0.0/0"))];
    const text = baselineText(baselineOf([reportAbout([judgementOf(both)])]));
    const report = (after: readonly Entry[]) => reportAbout([judgementOf(after)], { knowledge: knowledgeOf(parseBaseline(text) as never) });
    const one = report([group("web", rule(22, 22, "0.0.0.0/1"))]);
    expect(one.baseline?.gone).toEqual([expect.objectContaining({ policy: "no-public-admin-ports", part: ["tcp/3389"] })]);
    expect(textReport(one, plainText)).toContain("Gone since the baseline: no-public-admin-ports of web on tcp/3389.");
    expect(report(both).baseline?.gone).toEqual([]);
  });

  test("but not of a stack that was not judged", () => {
    const open = [group("web", rule(22, 22, "0.0.0.0/0"))];
    const text = baselineText(baselineOf([reportAbout([judgementOf(open, { stack: "dev" }), judgementOf([], { stack: "prod" })])]));
    const { baseline } = reportAbout([judgementOf([], { stack: "prod" })], { knowledge: knowledgeOf(parseBaseline(text) as never) });
    expect(baseline?.gone).toEqual([]);
  });
});

describe("the file", () => {
  test("is the same for the same knowledge, whatever the order", () => {
    const entries = [group("web", rule(22, 22, "0.0.0.0/0")), group("app", rule(23, 23, "0.0.0.0/0"))];
    const text = (list: readonly Entry[]): string => baselineText(baselineOf([reportAbout([judgementOf(list)])]));
    expect(text([...entries].reverse())).toBe(text(entries));
  });

  test.each([
    ["nothing", "", /is not JSON/],
    ["a list", "[]", /is not a baseline/],
    ["another version", '{"version":2,"projects":[]}', /is not a baseline/],
    ["a project without stacks", '{"version":1,"projects":[{"project":"a","folder":"","known":[]}]}', /has a project \(number 1\)/],
    ["a finding without a policy", '{"version":1,"projects":[{"project":"a","folder":"","stacks":[],"known":[{}]}]}', /has a project \(number 1\)/],
  ])("%s is none", (_, text, reason) => expect(parseBaseline(text)).toMatch(reason));

  test("ports and blocks that cannot be read are not known", () => {
    expect(parseTraffic(["tcp/x"])).toBeUndefined();
    expect(parseTraffic(["tcp/99999"])).toBeUndefined();
    expect(parseTraffic(["300"])).toBeUndefined();
  });
});

describe("sets as texts", () => {
  test.each<[Traffic, readonly string[]]>([
    [everyTraffic, ["all"]],
    [tcp(22), ["tcp/22"]],
    [intervals.union(tcp([20, 25]), udp()), ["tcp/20-25"]],
    [ofProtocol(50), ["50"]],
    [icmp(8), ["icmp/2048-2303"]],
    [intervals.none, []],
  ])("%#", (traffic, texts) => expect(trafficTexts(traffic)).toEqual(texts));

  const traffic = fc
    .array(fc.tuple(fc.constantFrom(1, 6, 17, 50, 58, 255), fc.nat(65535), fc.nat(65535)))
    .map((pieces) =>
      intervals.unionAll(
        pieces.map(([protocol, a, b]) => intervals.interval(BigInt(protocol * 65536 + Math.min(a, b)), BigInt(protocol * 65536 + Math.max(a, b)))),
      ),
    );

  test("traffic is read back as it was", () => {
    fc.assert(fc.property(traffic, (set) => expect(parseTraffic(trafficTexts(set))).toEqual(set)));
  });

  test("what is within openings stays so with less of it, and each opening is within itself", () => {
    const block = fc
      .constantFrom("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "::/0", "192.168.0.0/16")
      .map((text) => ip.parseCidr(text) ?? ip.noAddresses);
    const opening = fc.record({ traffic, addresses: block });
    fc.assert(
      fc.property(fc.array(opening, { maxLength: 4 }), traffic, (openings, some) => {
        for (const each of openings) {
          expect(isWithin(each, openings)).toBe(true);
          expect(isWithin({ ...each, traffic: intervals.intersect(each.traffic, some) }, openings)).toBe(true);
        }
      }),
    );
  });

  test("what no opening has is not within them", () => {
    const openings = [{ traffic: tcp(22), addresses: ip.parseCidr("10.0.0.0/8") ?? ip.noAddresses }];
    expect(isWithin({ traffic: tcp(22), addresses: ip.everyIpv4 }, openings)).toBe(false);
    expect(isWithin({ traffic: tcp([22, 23]), addresses: ip.parseCidr("10.0.0.0/9") ?? ip.noAddresses }, openings)).toBe(false);
  });
});

test("what is secret is not written, whichever resource holds it, and joined to other blocks neither", () => {
  const office = resource("aws:ec2/managedPrefixList:ManagedPrefixList", "office", {
    entries: [{ cidr: "13.56.0.0/16" }, { cidr: "13.57.0.0/16" }],
  });
  const web = group("web", { description: "A rule", protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: [ref("office")] });
  const judged = judgementOf([office, web, group("shop", rule(22, 22, "0.0.0.0/0"))], { secrets: { office: ["13.56.0.0/16", "13.57.0.0/16"] } });
  const text = baselineText(baselineOf([reportAbout([judged])]));
  expect(text).not.toMatch(/13\.5[67]/);
  expect(text).toContain("0.0.0.0/0");
});
