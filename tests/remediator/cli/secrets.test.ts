import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { portcullis, scratch } from "../../harness/command";

jest.setTimeout(180_000);

const { program, file, folder } = scratch("secrets");

/** What must not be said: an office, whoever owns an exemption and why. */
const secrets = /9\.(6|7)\.|198\.51\.100\.|4417|Mallory|merger/;

/** In a file of its own, which no repair edits: a diff shows the program as it is. */
const files = {
  "secrets.ts": `import * as pulumi from "@pulumi/pulumi";
export const office = pulumi.secret("9.7.0.0/15");
export const port = pulumi.secret(4417);
export const exemption = pulumi.secret("expires=2026-12-01 owner=Mallory reason=the merger");
export const settings = pulumi.secret({ networks: [{ cidr: "198.51.100.0/24" }] });
`,
  "index.ts": `import * as aws from "@pulumi/aws";
import { exemption, office, port, settings } from "./secrets";

export const web = new aws.ec2.SecurityGroup("web", {
  description: "Web servers",
  vpcId: "vpc-1",
  ingress: [
    { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0", office] },
    { description: "Admin", protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: [office, settings.networks[0].cidr] },
    { description: "Tools", protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] },
  ],
  tags: { "portcullis:exempt/no-public-icmp": exemption },
});
`,
};

const outputs: readonly (readonly [string, (place: string) => readonly string[]])[] = [
  ["exemptions", (place) => ["exemptions", place]],
  ["fix", (place) => ["fix", place]],
  ["pr", (place) => ["pr", place]],
];

describe.each(["static", "run"])("a secret of a program, by --source %s, is not in", (how) => {
  test.each(outputs)("%s", async (_, args) => {
    const place = program(`shop-${how}`, files);
    const { code, stdout, stderr } = await portcullis([...args(place), "--source", how]);
    expect(code).toBeLessThan(2);
    expect(`${stdout}${stderr}`).not.toMatch(secrets);
    expect(`${stdout}${stderr}`.length).toBeGreaterThan(10);
  });

  test("a report, whatever its format", async () => {
    const place = program(`report-${how}`, files);
    const formats = ["json", "sarif", "markdown", "html", "junit", "gitlab"];
    const fileOf = (format: string): string => path.join(folder, `report-${how}.${format}`);
    const written = formats.flatMap((format) => ["--format", format, "--output", fileOf(format)]);
    const { code, stdout, stderr } = await portcullis(["check", place, ...written, "--format", "text", "--source", how]);
    expect(code).toBe(1);
    for (const text of [stdout, ...formats.map((format) => readFileSync(fileOf(format), "utf8"))]) {
      expect(text).toContain("no-public-admin-ports");
      expect(text).not.toMatch(secrets);
    }
    expect(stderr).not.toMatch(secrets);
  });

  test("a repair file", async () => {
    const place = program(`handed-${how}`, files);
    for (const args of [
      ["init", "--quiet"],
      ["add", "--all"],
      ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "x"],
    ])
      execFileSync("git", ["-C", place, ...args]);
    const output = path.join(folder, `repair-${how}.json`);
    expect(await portcullis(["fix", place, "--source", how, "--output", output])).toMatchObject({ code: 0 });
    expect(readFileSync(output, "utf8")).toContain("portcullis-repair");
    expect(readFileSync(output, "utf8")).not.toMatch(secrets);
  });
});

describe("a secret is not in a report of", () => {
  const signature = "4dabf18193072939515e22adb298388d";
  const secret = (value: unknown): object => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", plaintext: JSON.stringify(value) });
  const type = "aws:ec2/securityGroup:SecurityGroup";
  const urn = `urn:pulumi:dev::shop::${type}::web`;
  const inputs = {
    description: "Web servers",
    ingress: [
      { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0", secret("9.7.0.0/15")] },
      { protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: secret(["9.7.0.0/15", "198.51.100.0/24"]) },
    ],
    tags: secret({ "portcullis:exempt/no-public-icmp": "expires=2026-12-01 owner=Mallory reason=the merger" }),
  };
  const stateOf = (extra: object = {}): string =>
    JSON.stringify({ version: 3, deployment: { resources: [{ urn, type, custom: true, id: "sg-1", inputs, outputs: inputs, ...extra }] } });
  const previewOf = (): string => JSON.stringify({ steps: [{ op: "create", urn, newState: { urn, type, custom: true, inputs, outputs: {} } }] });

  test.each([
    ["a state with its secrets shown", stateOf],
    ["a preview", previewOf],
  ])("%s", async (name, text) => {
    const place = file(`${name.replaceAll(" ", "-")}.json`, text());
    for (const args of [
      ["check", place],
      ["check", place, "--format", "json"],
      ["exemptions", place],
    ]) {
      const { code, stdout, stderr } = await portcullis(args);
      expect(code).toBeLessThan(2);
      expect(`${stdout}${stderr}`).not.toMatch(secrets);
    }
  });
});

/** Written where it is shown: on the line of a problem, or on the line before it. */
const beside = {
  "index.ts": `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const office = pulumi.secret("9.7.0.0/15");
export const web = new aws.ec2.SecurityGroup("web", { vpcId: "vpc-1", tags: { owner: pulumi.secret("Mallory") }, ingress: [
  { cidrBlocks: ["0.0.0.0/0", pulumi.secret("198.51.100.0/24"), office], protocol: "tcp", fromPort: 22, toPort: 22 },
] });
`,
};

test("source that is shown covers what is secret, and keeps its columns", async () => {
  const place = program("beside", beside);
  const fileOf = (format: string): string => path.join(folder, `beside.${format}`);
  const formats = ["html", "markdown", "sarif"].flatMap((format) => ["--format", format, "--output", fileOf(format)]);
  const { stdout } = await portcullis(["check", place, ...formats, "--all", "--format", "text"]);
  expect(stdout).toContain('cidrBlocks: ["0.0.0.0/0", pulumi.secret("•••••••••••••••")');
  for (const text of [stdout, ...["html", "markdown", "sarif"].map((format) => readFileSync(fileOf(format), "utf8"))])
    expect(text).not.toMatch(secrets);
  const explained = await portcullis(["explain", "web", place, "--format", "markdown"]);
  expect(explained.stdout).toContain("web");
  expect(explained.stdout).not.toMatch(secrets);
});

/** What is taken apart stays secret. */
const parsed = [
  [
    "index.ts",
    "nodejs",
    'import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\nconst json = pulumi.jsonParse(pulumi.secret(\'{"home":"9.7.0.0/16"}\'));\nnew aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [json.home] }] });\n',
  ],
  [
    "__main__.py",
    "python",
    'import pulumi\nimport pulumi_aws as aws\njson = pulumi.Output.json_loads(pulumi.Output.secret(\'{"home":"9.7.0.0/16"}\'))\naws.ec2.SecurityGroup("web", ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": [json["home"]]}])\n',
  ],
] as const;

test.each(parsed)("what is read out of a secret text of JSON is secret, %s", async (file, runtime, source) => {
  const place = program(`parsed-${runtime}`, { "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n`, [file]: source });
  const { stdout } = await portcullis(["rules", place]);
  expect(stdout).toContain("ingress[0].cidrBlocks[0] has a value that is secret");
  expect(stdout).not.toMatch(secrets);
});
