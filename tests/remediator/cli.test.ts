import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";

const root = path.resolve(__dirname, "..", "..");
const cli = path.join(root, "remediator", "dist", "cli.js");

/** Inside the project, so that the programs find its packages. */
const home = path.join(root, ".portcullis", "cli-tests");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function portcullis(args: readonly string[], input?: string, cwd = root): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [cli, ...args],
      { cwd, env: { PATH: process.env.PATH, HOME: home, NO_COLOR: "1" }, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
      },
    );
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
}

let folder = "";

beforeAll(() => {
  mkdirSync(home, { recursive: true });
  folder = mkdtempSync(path.join(home, "run-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  return place;
}

/** A program's folder with these files. */
function program(name: string, files: Readonly<Record<string, string>>): string {
  file(`${name}/Pulumi.yaml`, `name: ${name}\nruntime: nodejs\n`);
  for (const [each, text] of Object.entries(files)) file(`${name}/${each}`, text);
  return path.join(folder, name);
}

const group = (ingress: string, vpcId = '"vpc-1"'): string => `import * as aws from "@pulumi/aws";

export const web = new aws.ec2.SecurityGroup("web", {
  description: "Web servers",
  vpcId: ${vpcId},
  ingress: [${ingress}],
});
`;

const openSsh = `{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }`;

function digest(ingress: unknown): string {
  const urn = "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web";
  const type = "aws:ec2/securityGroup:SecurityGroup";
  return JSON.stringify({
    steps: [{ op: "create", urn, newState: { urn, type, custom: true, inputs: { description: "Web servers", ingress }, outputs: {} } }],
  });
}

const openRule = { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };

describe("portcullis check", () => {
  test("reports a digest and ends with 1", async () => {
    const { code, stdout, stderr } = await portcullis(["check", file("open.json", digest([openRule]))]);
    expect(stdout).toMatch(/✖ critical {2}web \(aws:ec2:SecurityGroup\)\n {2}web opens SSH \(tcp\/22\) to the whole internet: 0\.0\.0\.0\/0\./);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  test("reads standard input, and writes JSON that its schema describes", async () => {
    const { code, stdout } = await portcullis(["check", "-", "--format", "json", "--fail-on", "never"], digest([openRule]));
    const report = JSON.parse(stdout) as { findings: { policy: string; rules: unknown[] }[] };
    const schema = JSON.parse(readFileSync(path.join(root, "remediator/report/report.schema.json"), "utf8")) as object;
    const validate = new Ajv().compile(schema);
    validate(report);
    expect({ code, errors: validate.errors, first: report.findings[0]?.policy }).toEqual({ code: 0, errors: null, first: "no-public-admin-ports" });
    expect(report.findings[0]?.rules).toEqual([
      { urn: expect.any(String), property: "ingress[0].cidrBlocks[0]", ports: "tcp/22", source: "0.0.0.0/0" },
    ]);
  });

  test("says no findings, and ends with 0, where there are none", async () => {
    const { code, stdout } = await portcullis([
      "check",
      file(
        "empty.json",
        JSON.stringify({
          version: 3,
          deployment: { resources: [{ urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", type: "pulumi:pulumi:Stack", custom: false }] },
        }),
      ),
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "No problems.\n" });
  });

  test("fails on advice where asked to", async () => {
    const quiet = file("advice.json", digest([{ ...openRule, description: "", cidrBlocks: ["10.0.0.0/24"] }]));
    expect((await portcullis(["check", quiet])).code).toBe(0);
    expect((await portcullis(["check", quiet, "--fail-on", "advisory"])).code).toBe(1);
  });

  test("takes levels and settings from a configuration", async () => {
    const config = file("config.json", JSON.stringify({ "no-public-admin-ports": "disabled" }));
    const { stdout } = await portcullis(["check", file("configured.json", digest([openRule])), "--config", config]);
    expect(stdout).not.toContain("no-public-admin-ports");
  });

  test("a setting that is wrong is a finding that names the key", async () => {
    const config = file("wrong.json", JSON.stringify({ settings: { trustedCidr: ["10.0.0.0/8"] } }));
    const { code, stdout } = await portcullis(["check", file("configured.json", digest([])), "--config", config]);
    expect(stdout).toMatch(/✖ medium {2}the stack\n {2}settings\.trustedCidr is no setting/);
    expect(code).toBe(1);
  });

  test.each([
    ["nothing there", ["check", "no-such-place"], /There is nothing at no-such-place/],
    ["an unknown option", ["check", "--nonsense"], /unknown option '--nonsense'/],
    ["an unknown command", ["chekc"], /unknown command 'chekc'/],
    ["an unknown format", ["check", "--format", "xml"], /"xml" is not a format\. There are text, json, sarif/],
    ["a time that is none", ["check", "--timeout", "soon"], /"soon" is not a number of seconds/],
    ["a configuration that is not there", ["check", "--config", "none.json"], /The configuration none\.json cannot be read/],
    ["a policy that is none", ["fix", "--policy", "nonsense"], /nonsense is not a policy/],
    ["no token", ["pr", "--open"], /--open needs a token/],
  ])("%s ends with 2 and says so", async (_, args, sentence) => {
    const { code, stdout, stderr } = await portcullis(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(sentence);
  });

  test.each([
    ["an empty file", ""],
    ["a truncated file", digest([openRule]).slice(0, 100)],
    ["not JSON", "hello"],
    ["JSON of another kind", "[1, 2]"],
    ["another object", '{"version": 3}'],
  ])("%s ends with 2 and a sentence", async (_, text) => {
    const { code, stdout, stderr } = await portcullis(["check", file("bad.json", text)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^bad\.json.*\.json\n$/s);
  });

  test.each([
    ["a folder without a program", {}, /Pulumi\.yaml/],
    ["a program that throws", { "Pulumi.yaml": "name: broken\nruntime: nodejs\n", "index.js": 'throw new Error("no luck");' }, /no luck/],
    ["a program in another language", { "Pulumi.yaml": "name: sharp\nruntime: dotnet\n" }, /runtime is dotnet/],
    [
      "a program that never ends",
      { "Pulumi.yaml": "name: endless\nruntime: nodejs\n", "index.js": "setInterval(() => undefined, 1000);" },
      /did not end within 6 seconds/,
    ],
  ])(
    "%s ends with 2 and says so",
    async (name, files, sentence) => {
      const place = path.join(folder, name.replaceAll(" ", "-"));
      mkdirSync(place);
      for (const [each, text] of Object.entries(files)) writeFileSync(path.join(place, each), text);
      const { code, stdout, stderr } = await portcullis(["check", place, "--source", "run", "--timeout", "6"]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(sentence);
    },
    60_000,
  );
});

describe("portcullis fix", () => {
  test("prints a diff and the proof, and leaves the program as it was", async () => {
    const place = program("printed", { "index.ts": group(openSsh) });
    const { code, stdout, stderr } = await portcullis(["fix", place, "--policy", "no-public-admin-ports"]);
    expect(stdout).toContain('+  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }],');
    expect(stderr).toMatch(
      /✔ The findings are gone: 1 of 1\n✔ No new finding appeared.*\n✔ No group admits anything more: 1 group admits less.*\n✔ What has to be reached still is: .*\n✔ Nothing else changes/,
    );
    expect(code).toBe(0);
    expect(readFileSync(path.join(place, "index.ts"), "utf8")).toBe(group(openSsh));
  }, 60_000);

  test("with --write changes the file, after which there is nothing to repair", async () => {
    const place = program("written", { "index.ts": group(openSsh) });
    const first = await portcullis(["fix", place, "--write", "--policy", "no-public-admin-ports"]);
    expect(first.stderr).toContain("Wrote index.ts.");
    expect(readFileSync(path.join(place, "index.ts"), "utf8")).toBe(group(openSsh.replace('"0.0.0.0/0", ', "")));
    const second = await portcullis(["fix", place, "--policy", "no-public-admin-ports"]);
    expect(second).toEqual({ code: 0, stdout: "", stderr: "There is nothing to repair.\n" });
  }, 60_000);

  test("the last rule leaves an empty list, and a range its harmless ports", async () => {
    const rules = `\n    { description: "Old tools", protocol: "tcp", fromPort: 20, toPort: 24, cidrBlocks: ["0.0.0.0/0"] },\n    { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },\n  `;
    const place = program("range", { "index.ts": group(rules) });
    await portcullis(["fix", place, "--write", "--policy", "no-public-admin-ports"]);
    const text = readFileSync(path.join(place, "index.ts"), "utf8");
    expect(text).toContain("fromPort: 20, toPort: 21");
    expect(text).toContain("fromPort: 24, toPort: 24");
    expect(text).not.toContain("22");
  }, 60_000);

  test("restricts to a setting where the program itself connects there", async () => {
    const source = `import * as aws from "@pulumi/aws";
import * as command from "@pulumi/command";
const group = new aws.ec2.SecurityGroup("host", { description: "Host", ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] });
const host = new aws.ec2.Instance("host", { ami: "ami-1", instanceType: "t3.micro", vpcSecurityGroupIds: [group.id] });
new command.remote.Command("setup", { connection: { host: host.publicIp, user: "ec2-user" }, create: "uptime" });
`;
    const place = program("connects", { "index.ts": source });
    const { stdout, stderr } = await portcullis(["fix", place, "--policy", "no-public-admin-ports"]);
    expect(stdout).toMatch(/^\+.*cidrBlocks: new pulumi\.Config\(\)\.getObject<string\[\]>\("sshCidrs"\) \?\? \[\]/m);
    expect(stderr).toMatch(/connects:sshCidrs: \["192\.0\.2\.0\/24"\]/);
  }, 60_000);

  test("swaps a block for the group of the application that lives in it", async () => {
    const source = `import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" });
const subnet = new aws.ec2.Subnet("app", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
const app = new aws.ec2.SecurityGroup("app", { vpcId: vpc.id, description: "App", egress: [] });
const database = new aws.ec2.SecurityGroup("database", {
  vpcId: vpc.id,
  description: "Database",
  ingress: [{ description: "App", protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16"] }],
});
new aws.ec2.Instance("app", { ami: "ami-1", instanceType: "t3.micro", subnetId: subnet.id, vpcSecurityGroupIds: [app.id] });
new aws.rds.Instance("orders", { engine: "postgres", instanceClass: "db.t4g.micro", allocatedStorage: 20, vpcSecurityGroupIds: [database.id], skipFinalSnapshot: true });
`;
    const place = program("swapped", { "index.ts": source });
    const { stdout } = await portcullis(["fix", place, "--policy", "database-ingress-by-reference"]);
    expect(stdout).toMatch(/^\+.*fromPort: 5432, toPort: 5432, .*securityGroups: \[app\.id\]/m);
  }, 60_000);
});

describe("what fix and check say of the same finding", () => {
  const configured = `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const config = new pulumi.Config();
new aws.ec2.SecurityGroup("web", { description: "Web", vpcId: "vpc-1", ingress: [
  { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [SOURCE] },
] });
`;
  const computed = /computes 0\.0\.0\.0\/0: .*, which other stacks may have another value for/;
  test.each([
    [
      "a required value",
      'config.require("sshCidr")',
      /Pulumi\.dev\.yaml:2 says 0\.0\.0\.0\/0 for sshCidr, which other stacks may have another value for/,
    ],
    ["a value with a default", 'config.get("sshCidr") ?? "0.0.0.0/0"', computed],
    ["a choice by the stack", 'pulumi.getStack() === "prod" ? "52.94.76.0/24" : "0.0.0.0/0"', computed],
  ])(
    "a source from configuration is left: %s",
    async (name, source, reason) => {
      const place = program(name.replaceAll(" ", "-"), {
        "index.ts": configured.replace("SOURCE", source),
        "Pulumi.dev.yaml": `config:\n  ${name.replaceAll(" ", "-")}:sshCidr: 0.0.0.0/0\n`,
      });
      const { stdout, stderr } = await portcullis(["fix", place, "--policy", "no-public-admin-ports"]);
      expect(stdout).toBe("");
      expect(stderr).toMatch(reason);
    },
    60_000,
  );

  test("a mandatory finding without a plan is not nothing to repair", async () => {
    const place = program("unplanned", {
      "index.ts": `import * as aws from "@pulumi/aws";
const group = new aws.ec2.SecurityGroup("web", { description: "Web", vpcId: "vpc-1", ingress: [] });
new aws.vpc.SecurityGroupIngressRule("web", { description: "Web", securityGroupId: group.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/24" });
`,
    });
    const { stderr } = await portcullis(["fix", place]);
    expect(stderr).not.toContain("There is nothing to repair");
    expect(stderr).toMatch(/one-rule-style-per-group of .* is left to you: what to do about it is for its owner to say/);
  }, 60_000);

  test("a check promises no repair that the source's code is in the way of", async () => {
    const place = program("computed", {
      "index.ts": `import * as aws from "@pulumi/aws";
const ports = (count: number) => Array.from({ length: count }, (_, index) => 21 + index);
const web = new aws.ec2.SecurityGroup("web", { description: "Web", ingress: ports(2).map((port) => ({ description: "It", protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] })) });
const cache = new aws.ec2.SecurityGroup("cache", { description: "Cache", ingress: [{ description: "It", protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] }] });
export const names = [web.name, cache.name];
`,
    });
    const { stdout } = await portcullis(["check", place, "--fail-on", "never"]);
    const { stderr } = await portcullis(["fix", place]);
    expect(stderr).toMatch(/no-public-admin-ports of web is left to you/);
    expect(stderr).toMatch(/no-public-admin-ports {2}Closes tcp\/3389 to the internet in ingress\[0\] of cache/);
    expect(stdout.match(/✔ portcullis fix: .*/g)).toEqual(["✔ portcullis fix: closes tcp/3389 to the internet in ingress[0] of cache"]);
  }, 60_000);

  test("a check says of a finding that is repaired in part that it is, at the holes that are closed", async () => {
    const place = program("partly", {
      "Pulumi.dev.yaml": "config:\n  partly:office: 0.0.0.0/0\n",
      "index.ts": `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const office = new pulumi.Config().require("office");
export const web = new aws.ec2.SecurityGroup("web", {
    description: "Web",
    ingress: [
        { description: "It", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [office] },
        { description: "It", protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] },
    ],
});
`,
    });
    const { stdout } = await portcullis(["check", place, "--fail-on", "never"]);
    const { stderr } = await portcullis(["fix", place]);
    expect(stderr).toMatch(/no-public-admin-ports of web is left to you/);
    expect(stdout.match(/✔ portcullis fix.*/g)).toEqual(["✔ portcullis fix repairs part of it: closes tcp/3389 to the internet in"]);
  }, 60_000);

  test("JSON promises no plan that cannot be carried out", async () => {
    const place = program("promised", {
      "index.ts": `import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" });
const device = new aws.ec2.SecurityGroup("device", { vpcId: vpc.id, description: "Device", ingress: [{ description: "It", protocol: "tcp", fromPort: 8443, toPort: 8443, cidrBlocks: ["0.0.0.0/0"] }] });
new aws.ec2.Instance("gateway", { ami: "ami-1", instanceType: "t3.micro", vpcSecurityGroupIds: [device.id] });
`,
    });
    const { stdout } = await portcullis(["check", place, "--format", "json", "--fail-on", "never"]);
    const { findings } = JSON.parse(stdout) as { findings: { policy: string; fix?: { kind: string; reason?: string } }[] };
    const finding = findings.find(({ policy }) => policy === "public-ingress-only-on-web-ports");
    expect(finding?.fix).toEqual({
      kind: "declined",
      reason: expect.stringMatching(/the internet reaches the instance gateway on tcp\/8443/),
    });
  }, 60_000);

  test("many rules are named as a range", async () => {
    const rules = Array.from(
      { length: 46 },
      (_, index) => `{ description: "R", protocol: "tcp", fromPort: ${40000 + 2 * index}, toPort: ${40000 + 2 * index}, cidrBlocks: ["0.0.0.0/0"] }`,
    );
    const place = program("many", { "index.ts": group(rules.join(",\n"), 'new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" }).id') });
    const { stderr } = await portcullis(["fix", place, "--policy", "public-ingress-only-on-web-ports"]);
    expect(stderr).toContain("ingress[0] to ingress[45] of web");
    expect(stderr).not.toContain("ingress[3]");
  }, 60_000);
});

describe("portcullis pr", () => {
  test("prints the pull request and opens nothing", async () => {
    const place = program("asked", { "index.ts": group(openSsh) });
    const { code, stdout, stderr } = await portcullis(["pr", place, "--policy", "no-public-admin-ports"]);
    expect(stdout).toMatch(/^Repair 1 security group finding \(no-public-admin-ports\) in web\n/);
    expect(stdout).toContain("No group admits anything more");
    expect(stderr).toContain("Nothing was opened.");
    expect(code).toBe(0);
  }, 60_000);
});

describe("the shops", () => {
  test("the reference shop has no finding", async () => {
    const { code, stdout } = await portcullis(["check", path.join(root, "examples/securecart"), "--fail-on", "advisory"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "No problems.\n" });
  }, 60_000);

  test("the exposed shop's repair makes it pass both policies", async () => {
    const place = path.join(folder, "exposed");
    cpSync(path.join(root, "examples/securecart-exposed"), place, { recursive: true });
    await portcullis(["fix", place, "--write", "--policy", "no-public-admin-ports", "database-ingress-by-reference"]);
    const { stdout } = await portcullis(["check", place, "--format", "json"]);
    const { findings } = JSON.parse(stdout) as { findings: { policy: string; urn: string }[] };
    const left = findings.filter(({ policy }) => ["no-public-admin-ports", "database-ingress-by-reference"].includes(policy));
    expect(left.map(({ urn }) => urn.split("::").at(-1))).toEqual([]);
  }, 180_000);
});
