import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import pc from "picocolors";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type Configuration, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { answersFor, type StackAnswer } from "@portcullis/remediator/reach/answers";
import { reachJson } from "@portcullis/remediator/reach/json";
import { reachMermaid } from "@portcullis/remediator/reach/mermaid";
import { parseFrom, parseTo } from "@portcullis/remediator/reach/spelling";
import { reachText } from "@portcullis/remediator/reach/text";
import type { Source } from "@portcullis/remediator/sources/source";
import { readSources } from "@portcullis/remediator/sources/sources";

const root = path.resolve(__dirname, "..", "..", "..");

interface Program {
  readonly sources: Promise<readonly Source[]>;
  readonly configuration: Configuration;
}

const shop = programAt("examples/securecart");
const exposed = programAt("examples/securecart-exposed");

function programAt(folder: string): Program {
  const raw = JSON.parse(readFileSync(path.join(root, folder, "policy-config.json"), "utf8")) as RawConfiguration;
  const sources = readSources(path.join(root, folder)).then((read) => ("reason" in read ? Promise.reject(new Error(read.reason)) : read));
  return { sources, configuration: configure(raw, policies) };
}

async function asked({ sources, configuration }: Program, from: string, to: string): Promise<readonly StackAnswer[]> {
  const [client, target] = [parseFrom(from), parseTo(to)];
  if ("wrong" in client || "wrong" in target) throw new Error("the question is right");
  const answers = answersFor(await sources, configuration, client, target);
  if ("wrong" in answers) throw new Error(answers.wrong);
  return answers;
}

/** Each line of the document's tables: who, what, the answer, and how many hops the way has or what a no says. */
type Row = readonly [from: string, to: string, answer: "yes" | "no", detail: number | RegExp];

const office = "192.175.48.0/29";
const staff = "10.200.0.0/22";

describe("the shop answers every line of the document", () => {
  test.each<Row>([
    // 1. Web server access: HTTP and HTTPS from anywhere, SSH from a trusted network only.
    ["internet", "public:80", "yes", 1],
    ["internet", "public:443", "yes", 1],
    ["9.9.9.9", "public:443", "yes", 1],
    [office, "bastion:22", "yes", 1],
    ["internet", "bastion:22", "no", /network ACL public does not let it in/],
    ["internet", "public:22", "no", /network ACL public does not let it in/],
    ["internet", "app:22", "no", /no address on the internet/],
    // 2. The database: from application instances only, and on its own port.
    ["app", "Instance/orders:5432", "yes", 1],
    ["app", "Instance/orders:3306", "no", /the group app of the scaling group app lets nothing out/],
    ["internet", "Instance/orders:5432", "no", /no address on the internet/],
    ["LoadBalancer/public", "Instance/orders:5432", "no", /public-balancer of the load balancer public lets nothing out/],
    ["bastion", "Instance/orders:5432", "no", /the group bastion of the instance bastion lets nothing out/],
    // 3. API Gateway cannot reach the database, the function can, and sends nowhere else.
    ["RestApi/orders", "Instance/orders:5432", "no", /no address on the internet/],
    ["orders-api", "Instance/orders:5432", "yes", 1],
    ["orders-api", "Instance/orders:3306", "no", /lets nothing out/],
    ["orders-api", "app:80", "no", /lets nothing out/],
    ["internet", "orders-api:443", "no", /no address on the internet/],
    // 4. The load balancer takes what comes from the internet, and the servers what comes from it.
    ["internet", "app:80", "yes", 2],
    ["LoadBalancer/public", "app:80", "yes", 1],
    ["LoadBalancer/public", "app:8080", "no", /lets nothing out/],
    ["bastion", "app:80", "no", /lets nothing out/],
    [staff, "internal:443", "yes", 1],
    ["internet", "internal:443", "no", /no address on the internet/],
    ["internet", "app:8080", "no", /no address on the internet/],
    [staff, "app:8080", "yes", 2],
    // 5. The bastion: from the office, and from there to the operations host.
    ["bastion", "operations:22", "yes", 1],
    ["internet", "operations:22", "no", /no address on the internet/],
    ["app", "operations:22", "no", /lets nothing out/],
    [office, "operations:22", "no", /no address on the internet/],
    // 6. Both VPCs over the peering, by group.
    ["app", "LoadBalancer/payments:443", "yes", 1],
    ["app", "Instance/payments:443", "yes", 2],
    ["Instance/payments", "internal:443", "yes", 1],
    ["Instance/payments", "app:8080", "yes", 2],
    ["Instance/payments", "Instance/orders:5432", "no", /the group payments of the instance payments lets nothing out/],
    ["internet", "Instance/payments:443", "no", /no address on the internet/],
    ["10.0.16.7", "Instance/payments:443", "no", /does not admit 10.0.16.7/],
  ])("%s to %s: %s", async (from, to, answer, detail) => {
    const [one] = await asked(shop, from, to);
    expect(one?.answer.answer).toBe(answer);
    if (one?.answer.answer === "no") expect(one.answer.by.says).toMatch(detail as RegExp);
    else expect(one?.answer.hops.length).toBe(detail);
  });

  test.each<Row>([
    ["internet", "bastion:22", "yes", 1],
    ["internet", "Instance/orders:5432", "yes", 1],
    ["bastion", "Instance/orders:5432", "yes", 1],
  ])("where everything is exposed, %s to %s: %s", async (from, to, answer, hops) => {
    const [one] = await asked(exposed, from, to);
    expect(one?.answer).toMatchObject({ answer });
    expect(one?.answer.answer === "no" ? 0 : one?.answer.hops.length).toBe(hops);
  });
});

test("each hop says what lets it through, in the order of the way, and where that is written", async () => {
  const terminal = { colours: pc.createColors(false), width: 80, hyperlinks: false };
  expect(reachText("internet", await asked(shop, "internet", "app:80"), terminal))
    .toBe(`Yes: the internet reaches app on HTTP (tcp/80), in securecart, dev.

   1. the internet to the load balancer public, HTTPS (tcp/443)
      public faces the internet                                        web.ts:20
      a route of public takes 0.0.0.0/0 to the internet gateway shop
        network.ts:19
      rule 140 of the network ACL public lets it in                network.ts:85
      public-balancer admits 0.0.0.0/0 on HTTPS (tcp/443)              web.ts:14

   2. the load balancer public to the scaling group app, HTTP (tcp/80)
      shop-pages sends it on to app                                    app.ts:47
      public-balancer may send to the group app on HTTP (tcp/80)     allow.ts:26
      rule 100 of the network ACL public lets it out               network.ts:75
      rule 100 of the network ACL app lets it in                   network.ts:95
      app admits the group public-balancer on HTTP (tcp/80)          allow.ts:17
`);
});

describe("as JSON", () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(path.join(root, "remediator/reach/reach.schema.json"), "utf8")) as object,
  );

  test.each([
    ["internet", "app:80"],
    ["internet", "Instance/orders:5432"],
    ["RestApi/orders", "payments-0:any/udp"],
  ])("%s to %s is what the schema says", async (from, to) => {
    validate(JSON.parse(reachJson(from, to, await asked(shop, from, to))));
    expect(validate.errors).toBeNull();
  });
});

test("as Mermaid, a way is a chain and a no ends where it is stopped", async () => {
  expect(reachMermaid("internet", await asked(shop, "internet", "app:80"))).toBe(`flowchart LR
  subgraph s0["the internet reaches app on HTTP #40;tcp/80#41;, in securecart, dev."]
    s0n0("the internet")
    s0n0 -->|"HTTPS #40;tcp/443#41;"| s0n1["the load balancer public"]
    s0n1 -->|"HTTP #40;tcp/80#41;"| s0n2["the scaling group app"]
  end
`);
});
