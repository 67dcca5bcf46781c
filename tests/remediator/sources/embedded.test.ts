import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Resource, unknown } from "@portcullis/policypack/resources/resource";
import { type RunOptions, runProgram } from "@portcullis/remediator/sources/embedded";
import { programs } from "./programs";

jest.setTimeout(60_000);

const program = programs();

describe("a program that runs", () => {
  test("in JavaScript", async () => {
    const [group] = await groupsOf({
      "index.js": `const aws = require("@pulumi/aws/ec2/securityGroup");
new aws.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] });`,
    });
    expect(group).toMatchObject({
      urn: "urn:pulumi:dev::small::aws:ec2/securityGroup:SecurityGroup::web",
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "web",
      custom: true,
      inputs: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] },
      id: undefined,
      parent: "urn:pulumi:dev::small::pulumi:pulumi:Stack::small-dev",
      positions: [{ file: "index.js", line: 2, column: 1 }],
    });
  });

  test("from the folder that main names, with positions relative to Pulumi.yaml", async () => {
    const [group] = await groupsOf({
      "Pulumi.yaml": "name: small\nruntime: nodejs\nmain: infra/main.ts\n",
      "infra/main.ts": groupOf(`"web", { description: process.cwd().split("/").at(-1) }`),
    });
    expect(group?.inputs.description).toBe("infra");
    expect(group?.positions).toEqual([{ file: "infra/main.ts", line: 2, column: 1 }]);
  });

  test("with the settings of the only stack, those of the project, and an encrypted value that stays unknown", async () => {
    const [group] = await groupsOf({
      "Pulumi.yaml": "name: small\nruntime: nodejs\nconfig:\n  office: { type: string, default: 192.0.2.0/24 }\n  vpn: 198.51.100.0/24\n",
      "Pulumi.prod.yaml": "config:\n  small:vpn: 203.0.113.0/24\n  small:port: 22\n  small:key: { secure: AAAA }\n",
      "index.ts": `import { Config, getStack } from "@pulumi/pulumi";
const c = new Config();
${groupOf(
  `"web", { description: c.requireSecret("key"), name: getStack(), ingress: [{ protocol: "tcp", fromPort: c.requireNumber("port"), toPort: 22, cidrBlocks: [c.require("office"), c.require("vpn")] }] }`,
)}`,
    });
    expect(group?.inputs).toEqual({
      description: unknown,
      name: "prod",
      ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["192.0.2.0/24", "203.0.113.0/24"] }],
    });
  });

  test("that passes on what its provider adds to an object", async () => {
    const [group] = await groupsOf({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
class Cluster extends pulumi.CustomResource {
  declare readonly vpcConfig: pulumi.Output<{ subnetIds: string[]; clusterSecurityGroupId: string }>;
  constructor(name: string) { super("aws:eks/cluster:Cluster", name, { vpcConfig: { subnetIds: ["subnet-1"] } }); }
}
const cluster = new Cluster("main");
${groupOf(`"web", { name: cluster.vpcConfig.subnetIds[0], vpcId: cluster.vpcConfig.clusterSecurityGroupId }`)}`,
    });
    const urn = "urn:pulumi:dev::small::aws:eks/cluster:Cluster::main";
    expect(group).toMatchObject({ inputs: { name: "subnet-1", vpcId: unknown }, propertyDependencies: { vpcId: [urn] } });
  });

  test("with transforms of the stack, as the engine calls them", async () => {
    const [group] = await groupsOf({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
pulumi.runtime.registerResourceTransform(({ props, opts, name }) => ({ props: { ...props, name: name + "-" + props.vpcId }, opts }));
${groupOf(`"web", { vpcId: "vpc-1" }, { transforms: [({ props, opts }) => ({ props: { ...props, vpcId: "vpc-2" }, opts })] }`)}`,
    });
    expect(group?.inputs).toMatchObject({ name: "web-vpc-2", vpcId: "vpc-2" });
  });

  test("with a resource that is its own parent", async () => {
    const [group] = await groupsOf({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
const stack = new pulumi.ComponentResource("pulumi:pulumi:Stack", "small-dev", {}, { transforms: [({ props, opts }) => ({ props, opts })] });
${groupOf(`"web", { vpcId: "vpc-1" }, { parent: stack }`)}`,
    });
    expect(group?.inputs).toMatchObject({ vpcId: "vpc-1" });
  });

  test("with a remote component: its children are a gap, and what is made of its outputs is unknown", async () => {
    const ran = await run({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
class Vpc extends pulumi.ComponentResource {
  declare readonly vpcId: pulumi.Output<string>;
  constructor(name: string) { super("awsx:ec2:Vpc", name, { cidrBlock: "10.0.0.0/16", vpcId: undefined }, {}, true); }
}
${groupOf(`"web", { vpcId: new Vpc("main").vpcId }`)}`,
    });
    const urn = "urn:pulumi:dev::small::awsx:ec2:Vpc::main";
    expect(ran).toMatchObject({ gaps: [{ urn, reason: "is a remote component: its children are only known to the engine" }] });
    expect(resourcesOf(ran).find(({ name }) => name === "web")).toMatchObject({ inputs: { vpcId: unknown }, propertyDependencies: { vpcId: [urn] } });
  });

  test("with a stack reference, a resource of another stack and data sources: nothing about addresses is invented", async () => {
    const ran = await run({
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
export = async () => {
  const network = new pulumi.StackReference("org/network/prod");
  const kept = aws.ec2.SecurityGroup.get("kept", "sg-0123");
  const vpc = await aws.ec2.getVpc({ tags: { Name: "main" } });
  const list = await aws.ec2.getManagedPrefixList({ name: "office" });
  const database = await aws.rds.getInstance({ dbInstanceIdentifier: "shop" });
  const { password } = JSON.parse((await aws.secretsmanager.getSecretVersion({ secretId: "x" })).secretString);
  new aws.ec2.SecurityGroup("web", {
    vpcId: network.requireOutput("vpcId"),
    description: password,
    ingress: [
      { protocol: "tcp", fromPort: database.port, toPort: database.port + 1, securityGroups: [kept.id], cidrBlocks: [vpc.cidrBlock, vpc.cidrBlock.split("/")[0] + "/8"] },
      { protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: [list.id], cidrBlocks: list.entries.map((entry) => entry.cidr) },
      { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: network.getOutput("offices") as any },
    ],
  });
};`,
    });
    const [kept, web] = ["kept", "web"].map((name) => resourcesOf(ran).find((resource) => resource.name === name));
    expect(kept).toMatchObject({ id: "sg-0123", inputs: {}, isRead: true });
    expect(web?.inputs).toEqual({
      vpcId: unknown,
      ingress: [
        { protocol: "tcp", fromPort: unknown, toPort: unknown, securityGroups: ["sg-0123"], cidrBlocks: [unknown, unknown] },
        { protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: [unknown], cidrBlocks: [unknown] },
        { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: unknown },
      ],
    });
  });

  describe("sees no secret of its caller", () => {
    const secrets = { AWS_SECRET_ACCESS_KEY: "a", GITHUB_TOKEN: "g", PULUMI_ACCESS_TOKEN: "p", NODE_OPTIONS: "--title=x", ANYTHING: "else" };
    const before = { ...process.env };
    beforeAll(() => {
      Object.assign(process.env, secrets);
    });
    afterAll(() => {
      for (const name of Object.keys(secrets)) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before);
    });

    test("in its environment, nor the home folder", async () => {
      const [group] = await groupsOf({ "index.ts": groupOf(`"web", { tags: { keys: Object.keys(process.env).join(), home: process.env.HOME! } }`) });
      const { keys, home } = group?.inputs.tags as Record<string, string>;
      expect(keys?.split(",").filter((key) => key in secrets)).toEqual([]);
      expect(home).not.toBe(before.HOME);
    });
  });
});

describe("a program that cannot be run is told so in a sentence", () => {
  const cases: readonly [name: string, files: Readonly<Record<string, string>>, reason: string | RegExp, options?: RunOptions][] = [
    ["it throws", { "index.ts": `throw new Error("boom");` }, /^The program stopped with an error: "Error: boom"\./],
    ["it throws later", { "index.ts": `setTimeout(() => { throw new Error("boom"); }, 10);` }, /^The program stopped with an error: "Error: boom"\./],
    ["it leaves with a code", { "index.ts": `process.exit(3);` }, /^The program ended with exit code 3 and no message\./],
    [
      "it is not TypeScript",
      { "index.ts": "const a = ;" },
      /^The program stopped with an error: "index.ts\(1,11\): error TS1109: Expression expected\."/,
    ],
    ["it never ends", { "index.ts": "setInterval(() => 1, 1000);" }, /^The program did not end within 3 seconds\./, { seconds: 3 }],
    ["it blocks", { "index.js": "for (;;);" }, /^The program did not end within 3 seconds\./, { seconds: 3 }],
    [
      "it imports what is not installed",
      { "index.ts": `import "@pulumi/eks";` },
      'The program imports "@pulumi/eks", which is not there. Run npm install, or build the program first.',
    ],
    [
      "it imports a file that is not there",
      { "index.ts": `import "./generated/client";` },
      /^The program imports ".*generated\/client", which is not there\. Correct the path, or build the program first\.$/,
    ],
    [
      "it is written in another language",
      { "Pulumi.yaml": "name: small\nruntime: dotnet\n" },
      /^The program.s runtime is dotnet, and only nodejs, python, go and java run without the engine/,
    ],
    ["its Pulumi.yaml is not YAML", { "Pulumi.yaml": "name: [" }, /^Pulumi.yaml is not a YAML object\./],
    ["its Pulumi.yaml has no name", { "Pulumi.yaml": "runtime: nodejs" }, /^Pulumi.yaml has no name\./],
    ["its Pulumi.yaml has no runtime", { "Pulumi.yaml": "name: small" }, /^Pulumi.yaml has no runtime\./],
    [
      "its main is not there",
      { "Pulumi.yaml": "name: small\nruntime: nodejs\nmain: dist\n" },
      /^Pulumi.yaml says "main: dist", which is not there\./,
    ],
    [
      "its stack is not there",
      { "Pulumi.a.yaml": "", "Pulumi.b.yaml": "" },
      /^There is no Pulumi.prod.yaml in .*\. Its stacks are a and b\.$/,
      { stack: "prod" },
    ],
  ];
  const rows = cases.map(([name, files, reason, options = {}]) => ({ name, files, reason, options }));
  test.each(rows)("$name", async ({ files, reason, options }) => {
    expect(await run(files, options)).toEqual({ kind: "failed", reason: reason instanceof RegExp ? expect.stringMatching(reason) : reason });
  });

  test("there is no Pulumi.yaml", async () => {
    expect(await runProgram(__dirname)).toEqual({
      kind: "failed",
      reason: `There is no Pulumi.yaml in ${__dirname}. Name the folder of a Pulumi program.`,
    });
  });

  test("its packages are not installed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "portcullis-"));
    try {
      writeFileSync(join(folder, "Pulumi.yaml"), "name: small\nruntime: nodejs\n");
      expect(await runProgram(folder)).toEqual({
        kind: "failed",
        reason: `@pulumi/pulumi is not installed in ${folder} or above it. Run npm install there, then try again.`,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Two lines of a program: the import of one class, and a group. */
function groupOf(args: string): string {
  return `import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";\nnew SecurityGroup(${args});`;
}

type Ran = Awaited<ReturnType<typeof runProgram>>;

function run(files: Readonly<Record<string, string>>, options?: RunOptions): Promise<Ran> {
  return runProgram(program(files), options);
}

async function groupsOf(files: Readonly<Record<string, string>>): Promise<readonly Resource[]> {
  return resourcesOf(await run(files)).filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
}

/** The resources, with the description left out that the SDK of AWS fills in. */
function resourcesOf(ran: Ran): readonly Resource[] {
  if (ran.kind === "failed") throw new Error(ran.reason);
  return ran.resources.map((resource) => {
    const { description, ...inputs } = resource.inputs;
    return description === undefined || description === "Managed by Pulumi" ? { ...resource, inputs } : resource;
  });
}
