import { expect, test } from "@jest/globals";
import pc from "picocolors";
import fc from "fast-check";
import type { Fix } from "@portcullis/remediator/repair/fix";
import { withEnsued } from "@portcullis/remediator/repair/ensued";
import { fixReport } from "@portcullis/remediator/report/fix";
import { atOriginalPlaces, originalLines } from "@portcullis/remediator/report/original-places";
import { folderOf, repair } from "../repair/harness";

const web = (rules: string, more = ""): string =>
  `const web = new aws.ec2.SecurityGroup("web", { description: "Web", ${more} ingress: [${rules}] });\nexport const id = web.id;\n`;
const rule = (port: number, sources: string): string =>
  `{ description: "It", protocol: "tcp", fromPort: ${port}, toPort: ${port}, cidrBlocks: [${sources}] }`;
const toDo =
  "  What is not known can be written into the source or the stack's Pulumi.<stack>.yaml; a preview may know it as well: portcullis check --source preview";

test.each<readonly [string, string, readonly string[]]>([
  ["nothing at all", web(rule(443, `"0.0.0.0/0"`)), ["There is nothing to repair."]],
  [
    "a source from the environment",
    web(rule(22, `process.env.OFFICE || "0.0.0.0/0"`)),
    [
      "There is nothing to repair in what is known.",
      "▲ index.ts:5: ingress[0].cidrBlocks[0] of web is not known yet, so no-public-admin-ports cannot be decided",
      toDo,
    ],
  ],
  [
    "a source of which no stack says what it is, for two ports",
    `const config = new pulumi.Config();\n${web(`{ description: "It", protocol: "tcp", fromPort: 22, toPort: 5432, cidrBlocks: [config.require("office")] }`)}`,
    [
      "There is nothing to repair in what is known.",
      "▲ index.ts:6: ingress[0].cidrBlocks[0] of web is not known yet, so no-public-admin-ports, no-public-database-ports, no-public-high-risk-ports and 1 more cannot be decided",
      toDo,
    ],
  ],
  [
    "a mandatory finding that nobody has a plan for, and advice",
    `const web = new aws.ec2.SecurityGroup("web", { description: "Web", vpcId: "vpc-1", ingress: [] });
new aws.vpc.SecurityGroupIngressRule("web", { securityGroupId: web.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/24" });
export const id = web.id;\n`,
    [
      "▲ index.ts:5: one-rule-style-per-group of web is left to you: what to do about it is for its owner to say",
      "Advice without a repair, which portcullis check --all shows: rules-have-descriptions",
    ],
  ],
  [
    "advice only",
    `new aws.ec2.SecurityGroup("web", { ingress: [${rule(443, `"0.0.0.0/0"`)}] });\n`,
    ["There is nothing to repair.", "Advice without a repair, which portcullis check --all shows: no-unused-groups and rules-have-descriptions"],
  ],
  [
    "what is exempt",
    web(rule(8081, `"0.0.0.0/0"`), `tags: { "portcullis:exempt/public-ingress-only-on-web-ports": "2026-12-31 me it is a test" },`),
    ["There is nothing to repair.", "Exempt, which portcullis exemptions shows: public-ingress-only-on-web-ports"],
  ],
])("what fix says of %s", async (_, program, lines) => {
  const made = await repair(folderOf({ program }));
  expect(fixReport(made, pc.createColors(false)).trimEnd().split("\n")).toEqual(lines);
});

test("what is left of a resource for one reason is said once, with all policies that ask for it", async () => {
  const made = await repair(folderOf({ program: web(rule(22, `"0.0.0.0/0"`)) }));
  const [finding] = made.repaired;
  if (finding === undefined) throw new Error("something is repaired");
  const declined = ["no-public-admin-ports", "no-public-icmp"].map((policy) => ({ finding: { ...finding, policy }, reason: "it is needed" }));
  expect(fixReport({ ...made, repaired: [], declined, proof: [] }, pc.createColors(false))).toMatch(
    /^▲ index\.ts:\d+: no-public-admin-ports and no-public-icmp of web are left to you: it is needed\n/,
  );
});

test("what is left is told where it stands in the file as it is, until the repair is written", async () => {
  const program = `const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
const subnet = new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
const web = new aws.ec2.SecurityGroup("web", { description: "Web", vpcId: vpc.id, ingress: [
  { description: "It", protocol: "tcp", fromPort: 20, toPort: 25, cidrBlocks: ["0.0.0.0/0"] },
  ${rule(443, `"0.0.0.0/0"`)},
  ${rule(8080, `"0.0.0.0/0"`)},
] });
const server = new aws.ec2.Instance("server", { ami: "ami-1", instanceType: "t3.micro", subnetId: subnet.id, vpcSecurityGroupIds: [web.id] });
export const address = server.publicIp;
`;
  const made = await repair(folderOf({ program }));
  const placeOf = (fix: Fix): unknown => /index\.ts:\d+(?=: no-public-high-risk-ports)/.exec(fixReport(fix, pc.createColors(false)))?.[0];
  expect({ asItIs: placeOf(atOriginalPlaces(made)), repaired: placeOf(made) }).toEqual({ asItIs: "index.ts:10", repaired: "index.ts:9" });
  expect(made.proof[0]?.detail).toBe("2 of 2, and 1 more in part");
});

test("a proof counts what is gone along with what was planned, as the title does", async () => {
  const proof = (await repair(folderOf({ program: web(rule(22, `"0.0.0.0/0"`)) }))).proof;
  const details = (gone: number): readonly string[] => withEnsued(proof, gone).map(({ detail }) => detail);
  expect(details(0)).toEqual(proof.map(({ detail }) => detail));
  expect([details(1)[0], details(3)[0]]).toEqual(["1 of 1; 1 more is gone along with them", "1 of 1; 3 more are gone along with them"]);
  expect(details(3).slice(1)).toEqual(details(0).slice(1));
});

test("any line that a repair leaves is where it was", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
  fc.assert(
    fc.property(lines, fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 4 }), (texts, edits) => {
      // Each line is one of a kind, so that it is known again.
      const before = texts.map((text, index) => `${text}${index}`);
      const after = [...before];
      for (const [place, isNew] of edits) after.splice(place % (after.length + 1), isNew ? 0 : 1, ...(isNew ? [`new${place}`] : []));
      const lineOf = originalLines(before.join("\n") + "\n", after.join("\n") + "\n");
      for (const [index, text] of after.entries()) if (before.includes(text)) expect(lineOf(index + 1)).toBe(before.indexOf(text) + 1);
    }),
  );
});
