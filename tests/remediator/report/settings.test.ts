import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { checkAll } from "@portcullis/remediator/judging/stacks";
import { readSources } from "@portcullis/remediator/sources/sources";
import { reportsOf } from "@portcullis/remediator/report/reports";
import { scratch } from "../../harness/command";
import { today } from "../../harness/policy";

const { program } = scratch("settings");
let count = 0;

/** The first sentences of what stops a deployment. */
async function said(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const sources = await readSources(program(`program-${++count}`, files));
  if ("reason" in sources) throw new Error(sources.reason);
  const reports = reportsOf(checkAll(sources, { configuration: configure({}, policies), today }), { today, inRepository: () => "" });
  return reports.flatMap(({ problems }) => problems.filter(({ level }) => level === "mandatory").map(({ says }) => says));
}

const admitting = (source: string): string => `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const config = new pulumi.Config();
new aws.ec2.SecurityGroup("web", { description: "x", vpcId: "vpc-1", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ${source} }] });
`;
const project = "name: shop\nruntime: nodejs\n";
const stack = (value: string): string => `config:\n  shop:adminCidr: ${value}\n`;
const opens = "web opens SSH (tcp/22) to the whole internet: 0.0.0.0/0.";

describe("a source that a setting gives is called by its key", () => {
  test.each<readonly [string, Readonly<Record<string, string>>, ...string[]]>([
    [
      "in one of two stacks",
      { "index.ts": admitting('[config.require("adminCidr")]'), "Pulumi.dev.yaml": stack("10.0.0.0/8"), "Pulumi.prod.yaml": stack("0.0.0.0/0") },
      `${opens} The setting adminCidr is 0.0.0.0/0 in prod (Pulumi.prod.yaml:2:19).`,
    ],
    [
      "in both stacks",
      { "index.ts": admitting('[config.require("adminCidr")]'), "Pulumi.dev.yaml": stack("0.0.0.0/0"), "Pulumi.prod.yaml": stack("0.0.0.0/0") },
      `${opens} The setting adminCidr is 0.0.0.0/0 in dev and prod (Pulumi.dev.yaml:2:19 and Pulumi.prod.yaml:2:19).`,
    ],
    [
      "through a constant and a function",
      {
        "index.ts": admitting("callers()").replace(
          "new aws",
          'const admin = config.require("adminCidr");\nfunction callers() { return [admin]; }\nnew aws',
        ),
        "Pulumi.prod.yaml": stack("0.0.0.0/0"),
      },
      `${opens} The setting adminCidr is 0.0.0.0/0 in prod (Pulumi.prod.yaml:2:19).`,
    ],
    [
      "as a list",
      { "index.ts": admitting('config.requireObject<string[]>("adminCidr")'), "Pulumi.prod.yaml": "config:\n  shop:adminCidr:\n    - 0.0.0.0/0\n" },
      `${opens} The setting adminCidr is 0.0.0.0/0 in prod (Pulumi.prod.yaml:3:5).`,
    ],
    [
      "of another namespace",
      { "index.ts": admitting('[new pulumi.Config("net").require("admin")]'), "Pulumi.prod.yaml": "config:\n  net:admin: 0.0.0.0/0\n" },
      `${opens} The setting net:admin is 0.0.0.0/0 in prod (Pulumi.prod.yaml:2:14).`,
    ],
    [
      "as a part of the text",
      { "index.ts": admitting('[`${config.require("adminCidr")}/0`]'), "Pulumi.dev.yaml": stack("10.0.0.7"), "Pulumi.prod.yaml": stack("0.0.0.0") },
      `web opens SSH (tcp/22) to the whole internet: 10.0.0.7/0. The setting adminCidr makes 10.0.0.7/0 in dev and 0.0.0.0/0 in prod (Pulumi.dev.yaml:2:19 and Pulumi.prod.yaml:2:19).`,
    ],
    [
      "of which one stack's opens more",
      { "index.ts": admitting('[config.require("adminCidr")]'), "Pulumi.dev.yaml": stack("8.0.0.0/8"), "Pulumi.prod.yaml": stack("0.0.0.0/0") },
      `${opens} The setting adminCidr is 8.0.0.0/8 in dev and 0.0.0.0/0 in prod (Pulumi.dev.yaml:2:19 and Pulumi.prod.yaml:2:19).`,
    ],
    [
      "one of a text's several",
      { "index.ts": admitting('config.require("adminCidr").split(",")'), "Pulumi.prod.yaml": stack("0.0.0.0/1,128.0.0.0/1") },
      "web opens SSH (tcp/22) to the whole internet: 0.0.0.0/1 and 128.0.0.0/1 together. The setting adminCidr makes 0.0.0.0/1 and 128.0.0.0/1 in prod (Pulumi.prod.yaml:2:19).",
    ],
    [
      "but not what the program writes beside it",
      { "index.ts": admitting('["0.0.0.0/0"].concat(config.require("adminCidr"))'), "Pulumi.prod.yaml": stack("10.0.0.0/8") },
      `${opens} The setting adminCidr is 10.0.0.0/8 in prod (Pulumi.prod.yaml:2:19).`,
    ],
    ["but not where the program writes it", { "index.ts": admitting('["0.0.0.0/0"]'), "Pulumi.prod.yaml": stack("0.0.0.0/0") }, opens],
  ])("%s", async (_, files, ...sentences) => expect(await said({ "Pulumi.yaml": project, ...files })).toEqual(sentences));

  test("in YAML, with its default", async () => {
    const yaml = `name: shop
runtime: yaml
config:
  adminCidr:
    type: string
    default: 0.0.0.0/0
resources:
  web:
    type: aws:ec2:SecurityGroup
    properties:
      description: x
      vpcId: vpc-1
      ingress:
        - { protocol: tcp, fromPort: 22, toPort: 22, cidrBlocks: ["\${adminCidr}"] }
`;
    expect(await said({ "Pulumi.yaml": yaml })).toEqual([`${opens} The setting adminCidr is 0.0.0.0/0.`]);
  });

  test("and a secret one without its value", async () => {
    const files = { "index.ts": admitting('[config.requireSecret("adminCidr")]'), "Pulumi.prod.yaml": stack("0.0.0.0/0") };
    const sentences = await said({ "Pulumi.yaml": project, ...files });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).not.toContain("adminCidr is 0.0.0.0/0");
  });
});
