import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { explainPolicy, policyPage } from "@portcullis/remediator/explain/policy";
import { explainProblem, problemPage } from "@portcullis/remediator/explain/problem";
import { explainResource, type ResourceExplanation } from "@portcullis/remediator/explain/resource";
import { resourcePage } from "@portcullis/remediator/explain/resource-page";
import { pageMarkdown } from "@portcullis/remediator/explain/markdown";
import { pageText } from "@portcullis/remediator/explain/text";
import { topicIn } from "@portcullis/remediator/explain/topic";
import { columnsOf } from "@portcullis/remediator/report/text/columns";
import type { Report } from "@portcullis/remediator/report/report";
import { reportsOf } from "@portcullis/remediator/report/reports";
import { readSources } from "@portcullis/remediator/sources/sources";
import { checkAll } from "@portcullis/remediator/judging/stacks";
import { digestOf, openSsh, portcullis, root, scratch } from "../../harness/command";
import { today } from "../../harness/policy";
import { plainText } from "../../harness/reports";

const { file, folder, program } = scratch("explain");
const configuration = configure({}, policies);
const terminal = plainText.terminal;
const context = { configuration, today, policies, command: (policy: string) => `portcullis fix --policy ${policy}` };

let shop: readonly Report[] = [];
beforeAll(async () => {
  const sources = await readSources(path.join(root, "examples", "securecart-exposed"));
  if ("reason" in sources) throw new Error(sources.reason);
  shop = reportsOf(checkAll(sources, { configuration, today }), { today, inRepository: () => "" });
});

describe.each(policies.map((policy) => [policy.id, policy] as const))("the policy %s", (id, policy) => {
  const explained = explainPolicy(policy, { configuration, today, complies: () => ({ language: "ts", text: "complies();" }) });
  const text = pageText(policyPage(explained), terminal);

  test("says what it asks, why, and how to exempt from it, in 80 columns", () => {
    const flat = text.replace(/\s+/g, " ");
    for (const part of [policy.title, policy.why, `"policy": "${id}"`, "complies();", ...policy.document]) expect(flat).toContain(part);
    const long = text.split("\n").filter((line) => columnsOf(line) > 80);
    expect(long.filter((line) => !line.includes("https://"))).toEqual([]);
  });

  test("names the part of the document that each of its lines is from", () => {
    expect(explained.document.filter(({ part }) => part === "")).toEqual([]);
  });
});

test("a tag is offered where tags may exempt only", () => {
  const tagOf = (id: string): string | undefined => {
    const policy = policies.find((each) => each.id === id);
    return policy === undefined ? undefined : explainPolicy(policy, { configuration, today, complies: () => undefined }).exemption.tag;
  };
  expect([tagOf("no-public-admin-ports"), tagOf("no-unused-groups")]).toEqual([undefined, "portcullis:exempt/no-unused-groups"]);
});

describe("a topic", () => {
  const what = (text: string): unknown => {
    const topic = topicIn(shop, text, policies);
    if ("wrong" in topic) return topic.wrong;
    return topic.kind === "problems"
      ? topic.problems.map(({ problem }) => problem.policies[0])
      : topic.found.map(({ urn }) => urn.split("::").slice(2).join("/"));
  };

  test.each([
    ["a problem's line", "groups.ts:117", ["no-public-database-ports"]],
    ["a problem's line and column", "groups.ts:117:93", ["no-public-database-ports"]],
    ["a problem's file from elsewhere", "examples/securecart-exposed/groups.ts:117", ["no-public-database-ports"]],
    ["a resource by the end of its type", "Instance/orders", ["aws:rds/instance:Instance/orders"]],
    ["a workload before the group of its name", "bastion", ["aws:ec2/instance:Instance/bastion"]],
    ["a group by its type", "SecurityGroup/bastion", ["aws:ec2/securityGroup:SecurityGroup/bastion"]],
    [
      "a resource that carries nothing",
      "operations-ssh-anywhere",
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule/operations-ssh-anywhere"],
    ],
  ])("may be %s", (_, text, found) => expect(what(text)).toEqual(found));

  test("may be a problem's key, or the start of it", () => {
    for (const { key, policies: broken } of shop[0]?.problems ?? [])
      for (const text of [key, key.slice(0, 8)]) expect(what(text)).toEqual([broken[0]]);
  });

  test.each([
    ["no-public-admin-port", /did you mean no-public-admin-ports/],
    ["ordrs", /^ordrs is no policy, and no problem or resource of the program: did you mean orders\?$/],
    ["zzzzzzzzzzzz", /^zzzzzzzzzzzz is no policy, and no problem or resource of the program\.$/],
    ["groups.ts:118:1", /^No problem is at groups\.ts:118:1: in groups\.ts, there are some in lines /],
    ["groups.ts:117:1", /^No problem is at groups\.ts:117:1: in groups\.ts, there are some in lines 116, 117 and 118\.$/],
    ["groups.ts:40", /^No problem is at groups\.ts:40: in groups\.ts, there are some in lines 37, 38 and 39\.$/],
    ["groups.ts", /^groups\.ts names no line: there are problems in lines 5, 11 and 12\.$/],
    ["groups.ts:here", /^groups\.ts:here names no line: /],
    ["instance/ORDERS", /^There is nothing called instance\/ORDERS: did you mean Instance\/orders/],
    ["nowhere.ts:1", /^No problem is at nowhere\.ts:1, and none in nowhere\.ts\.$/],
  ])("%s is none, and the nearest are named", (text, sentence) => expect(what(text)).toMatch(sentence));
});

describe("a problem", () => {
  const explained = (place: string): { text: string; markdown: string } => {
    const topic = topicIn(shop, place, policies);
    if ("wrong" in topic || topic.kind !== "problems") throw new Error(`there is a problem at ${place}`);
    const [first] = topic.problems;
    if (first === undefined) throw new Error("it is one");
    const page = problemPage(explainProblem(first.report, first.problem, context), first.report);
    return { text: pageText(page, terminal), markdown: pageMarkdown(page) };
  };

  test("says what, where, who is exposed, whether packets get there, the repair and the exemption", () => {
    const { text } = explained("groups.ts:117");
    for (const part of [
      "database opens PostgreSQL (tcp/5432) to the whole internet: 0.0.0.0/0.",
      "place     groups.ts:117:93",
      "• the RDS instance orders, with a public address",
      "• the internet reaches the RDS instance orders on PostgreSQL (tcp/5432)",
      "portcullis fix --policy no-public-database-ports",
      '"resource": "database"',
    ])
      expect(text).toContain(part);
  });

  test("that nobody reaches now says what stops them", () => {
    expect(explained("groups.ts:35").text).toMatch(
      /the internet does not get to the scaling group app now: no route of the\s+subnet app-a leads to an internet gateway \(network\.ts:\d+:\d+\)/,
    );
  });

  test("in Markdown is the same text, in which names mean nothing", () => {
    const { markdown } = explained("groups.ts:117");
    expect(markdown).toMatch(/^\*\*database opens PostgreSQL \(tcp\/5432\) to the whole internet: 0\.0\.0\.0\/0\.\*\*\n/);
    expect(markdown).toContain("#### Who is exposed\n\n- the RDS instance orders, with a public address");
    expect(markdown).toContain("```json\n{");
  });
});

describe("a resource", () => {
  const explained = (name: string): ResourceExplanation => {
    const topic = topicIn(shop, name, policies);
    if ("wrong" in topic || topic.kind !== "resource") throw new Error(`there is a resource ${name}`);
    const [first] = topic.found;
    if (first === undefined) throw new Error("it is one");
    return explainResource(first.judgement, first.urn, first.report.problems);
  };

  test("says its groups, their rules with places, who gets there and where it gets", () => {
    const { groups, reachedBy, reaches, vpcs, subnets } = explained("Instance/orders");
    expect(groups.map(({ name, rules }) => [name, rules.map(({ direction, peers, place }) => [direction, peers.join(), place])])).toEqual([
      [
        "database",
        [
          ["ingress", "10.0.0.0/16", "groups.ts:116:5"],
          ["ingress", "0.0.0.0/0", "groups.ts:117:5"],
          ["ingress", "api-link", "groups.ts:118:5"],
          ["egress", "0.0.0.0/0", "groups.ts:5:20"],
        ],
      ],
    ]);
    expect(reachedBy.map(({ who, answer }) => `${who}: ${answer}`)).toContain("the scaling group app: yes");
    expect(reachedBy[0]).toEqual({ who: "the internet", answer: "yes", says: "PostgreSQL (tcp/5432)" });
    expect(reaches.map(({ who }) => who)).toContain("the load balancer public");
    expect({ vpcs, subnets }).toEqual({ vpcs: ["shop"], subnets: ["public-a", "public-b"] });
  });

  test("names the problems of its groups and of itself", () => {
    expect(explained("Instance/orders").problems.map(({ place }) => place)).toEqual(expect.arrayContaining(["groups.ts:117:93", "data.ts:14:23"]));
  });

  test("that is a group says who carries it, and who reaches these", () => {
    const { groups, reachedBy, noun } = explained("SecurityGroup/database");
    expect({ noun, carriers: groups[0]?.carriers, first: reachedBy[0]?.answer }).toEqual({
      noun: undefined,
      carriers: ["the RDS instance orders"],
      first: "yes",
    });
  });

  test("that is a rule says its group", () => {
    expect(explained("operations-ssh-anywhere").groups.flatMap(({ rules }) => rules.map(({ place }) => place))).toContain("rules.ts:22:1");
  });

  test("that is a VPC is where things are", () => {
    const { reachedBy, groups } = explained("Vpc/shop");
    expect({ reachedBy, groups }).toEqual({ reachedBy: [], groups: [] });
    expect(resourcePage(explained("Vpc/shop")).title).toBe("shop (aws:ec2:Vpc)");
  });
});

describe("the command", () => {
  const open = (): string => file("open.json", digestOf([openSsh]));

  test.each([
    [
      "a policy that is none",
      ["no-public-admin-prots"],
      folder,
      /^no-public-admin-prots is no policy: did you mean no-public-admin-ports\? There is no Pulumi\.yaml in \./,
    ],
    ["a topic that is none", ["wbe", "open.json"], folder, /^wbe is no policy, and no problem or resource of the program: did you mean web\?\n$/],
    ["nothing", [" "], folder, /^explain needs a policy, a problem or a resource/],
    ["a policy in a place that is not there", ["no-public-admin-ports", "nowhere"], folder, /^There is nothing at nowhere\./],
    ["a place that is not there", ["web", "nowhere"], folder, /^There is nothing at nowhere\./],
    ["a place that is no program", ["web", "."], root, /^web is no policy/],
  ])("refuses %s with a sentence", async (_, args, at, sentence) => {
    open();
    const { code, stdout, stderr } = await portcullis(["explain", ...args], { folder: at === root ? path.join(root, "docs", "policies") : at });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(sentence) });
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  const ajv = new Ajv({ strict: false });
  const validate = ajv.compile(JSON.parse(readFileSync(path.join(root, "remediator/explain/explain.schema.json"), "utf8")) as object);

  test.each([
    ["a policy", ["no-public-admin-ports"]],
    ["a policy with settings", ["settings"]],
    ["a problem", ["groups.ts:117", "examples/securecart-exposed"]],
    ["a problem without a plan", ["data.ts:14", "examples/securecart-exposed"]],
    ["a resource", ["Instance/orders", "examples/securecart-exposed"]],
    ["a group of a preview", ["web", "OPEN"]],
  ])("writes JSON of %s as its schema says", async (_, args) => {
    const { code, stdout, stderr } = await portcullis(["explain", ...args.map((arg) => (arg === "OPEN" ? open() : arg)), "--format", "json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const json: unknown = JSON.parse(stdout);
    expect(validate(json) ? [] : validate.errors).toEqual([]);
  });

  test("calls one of several resources of a loop by its own name", async () => {
    const looped = program("looped", {
      "index.ts": `import * as aws from "@pulumi/aws";
for (const name of ["left", "right"])
  new aws.ec2.SecurityGroup(name, { description: name, ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"], description: name }] });
`,
    });
    const { stdout } = await portcullis(["explain", "right", looped]);
    expect(stdout).toMatch(/\n {2}[0-9a-f]{16} {2}right opens SSH \(tcp\/22\)/);
    expect(stdout).not.toMatch(/\bleft\b/);
  });

  test("says nothing of a secret", async () => {
    const type = "aws:ec2/securityGroup:SecurityGroup";
    const urn = `urn:pulumi:dev::shop::${type}::web`;
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"198.51.100.77/32"' };
    const ingress = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [secret] }];
    const state = file(
      "secret.json",
      JSON.stringify({ steps: [{ op: "create", urn, newState: { urn, type, custom: true, inputs: { ingress }, outputs: {} } }] }),
    );
    const { code, stdout } = await portcullis(["explain", "web", state]);
    expect({ code, tells: stdout.includes("198.51.100.77") }).toEqual({ code: 0, tells: false });
    expect(stdout).toContain("a secret value");
  });
});
