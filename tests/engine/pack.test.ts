import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineRun, PolicyPack } from "@portcullis/remediator/engine/preview";
import { programs } from "../remediator/sources/programs";
import { inAMonth } from "../harness/dates";
import { describeWithPulumi, stackOf } from "./engine";

jest.setTimeout(240_000);

const root = join(__dirname, "../..");
const write = programs();
const pack = join(root, "policypack");

/** A group that is open, one that is not known to be, one whose rule is exempt by its tag, and one that is closed. */
const program = write({
  "index.js": `const { SecurityGroup } = require("@pulumi/aws/ec2/securityGroup");
const { SecurityGroupRule } = require("@pulumi/aws/ec2/securityGroupRule");
const { Vpc } = require("@pulumi/aws/ec2/vpc");
const { secret } = require("@pulumi/pulumi");
const vpc = new Vpc("main", { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } });
const rule = (...cidrBlocks) => ({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks, description: "administration" });
const group = (name, ingress, tags) => new SecurityGroup(name, { description: name, vpcId: vpc.id, ingress, tags });
group("web", [rule("0.0.0.0/0", "10.0.0.0/8"), rule(secret("10.1.0.0/16"), vpc.id.apply(() => "10.2.0.0/16"))]);
group("hidden", [rule(vpc.arn)]);
group("closed", [rule("10.0.0.0/8")]);
const exempt = group("exempt", undefined, { "portcullis:exempt/no-public-admin-ports": "${inAMonth} payments-team the partner has no fixed address" });
new SecurityGroupRule("admin", { type: "ingress", securityGroupId: exempt.id, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"], description: "administration" });
`,
});

const config = (name: string, json: unknown): string => {
  const file = join(write({ [`${name}.json`]: JSON.stringify(json) }), `${name}.json`);
  return file;
};

interface Said {
  readonly policy: string;
  readonly level: string;
  readonly resource: string;
  readonly message: string;
}

/** What the engine showed of the findings, in a fixed order. */
function said({ events }: EngineRun, policy?: string): readonly Said[] {
  return events
    .flatMap((event) => {
      const shown = (event as { readonly policyEvent?: Readonly<Record<string, string>> }).policyEvent;
      return shown === undefined
        ? []
        : [
            {
              policy: shown.policyName ?? "",
              level: shown.enforcementLevel ?? "",
              resource: shown.resourceUrn?.split("::").at(-1) ?? "",
              message: (shown.message ?? "").trim(),
            },
          ];
    })
    .filter((finding) => policy === undefined || finding.policy === policy)
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const brief = (findings: readonly Said[]): readonly string[] => findings.map(({ level, resource }) => `${level} ${resource}`);

const packs = (...configs: readonly unknown[]): { readonly policyPacks: readonly PolicyPack[] } => ({
  policyPacks: [{ folder: pack, ...(configs.length === 0 ? {} : { configFile: config("config", configs[0]) }) }],
});

describeWithPulumi("the pack in the real engine", () => {
  const stack = stackOf(program);

  test("stops what is open, tells what is unknown, and lets pass what is exempt", async () => {
    const run = await stack.current.previewText(packs({ settings: { tagExemptions: ["no-public-admin-ports"] } }));
    expect(run.exitCode).toBe(1);
    expect(brief(said(run, "no-public-admin-ports"))).toEqual(["advisory admin", "advisory hidden", "mandatory web"]);
    expect(run.stdout).toMatch(/\[mandatory\].*no-public-admin-ports +\(aws:ec2:SecurityGroup: web\)/);
    expect(run.stdout + run.stderr).not.toMatch(/can't run policy|DEP0128/);
  });

  test("runs one policy alone, with the settings of the pack", async () => {
    const alone = packs({ all: "disabled", "no-public-admin-ports": "mandatory", settings: { unknown: "mandatory", tagExemptions: false } });
    const run = await stack.current.previewJson(alone);
    expect(run.exitCode).toBe(1);
    expect(brief(said(run))).toEqual(["mandatory admin", "mandatory hidden", "mandatory web"]);
  });

  test("names what is wrong with its configuration, beside all else", async () => {
    const run = await stack.current.previewJson(
      packs({ settings: { trustedCidrs: ["nowhere"], trustedCidr: [] }, "no-public-admin-port": "mandatory" }),
    );
    expect(run.exitCode).toBe(1);
    expect(
      said(run, "settings")
        .map(({ level, message }) => `${level}: ${message}`)
        .join(""),
    ).toMatch(
      /mandatory: .*\n"no-public-admin-port" is not a policy(.|\n)*mandatory: .*\nsettings\.trustedCidr is no setting(.|\n)*mandatory: .*\nsettings\.trustedCidrs "nowhere" is not an address block/,
    );
    expect(brief(said(run, "no-public-admin-ports"))).toContain("mandatory web");
  });

  test("finds in an export what a preview of the same program finds", async () => {
    const deployed = await stack.current.up({ skipPreview: true });
    expect(deployed.exitCode).toBe(0);
    const file = join(write({ "state.json": (await stack.current.exportState()).stdout }), "state.json");
    const analysis = await stack.current.analyze(file, { ...packs(), json: true });
    expect(analysis.exitCode).toBe(1);
    const lines = analysis.stdout.split("\n").filter((line) => line.startsWith("{"));
    const preview = await stack.current.previewJson(packs());
    expect(said({ ...analysis, events: lines.map((line) => JSON.parse(line) as unknown) })).toEqual(said(preview));
  });
});

describeWithPulumi("an update without a preview", () => {
  const stack = stackOf(program);

  test("that leaves new resources out does not take them for closed", async () => {
    const preview = await stack.current.previewJson({ ...packs(), targets: ["**::main"] });
    const all = ["admin", "closed", "exempt", "hidden", "web"];
    expect(brief(said(preview, "no-public-admin-ports"))).toEqual(all.map((name) => `advisory ${name}`));
  });

  test("stops before an open group is created", async () => {
    const up = await stack.current.up({ ...packs(), skipPreview: true });
    expect(up.exitCode).toBe(1);
    expect((await stack.current.exportState()).stdout).not.toContain("::web");
  });
});

describeWithPulumi("the pack as npm packs it", () => {
  const stack = stackOf(program);
  const folder = mkdtempSync(join(tmpdir(), "portcullis-packed-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => {
    const [tarball = ""] = execFileSync("npm", ["pack", "--pack-destination", folder, "--ignore-scripts", "--silent"], {
      cwd: pack,
      encoding: "utf8",
    })
      .trim()
      .split("\n")
      .slice(-1);
    const installed = join(folder, "node_modules", "@portcullis", "policypack");
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
    for (const name of dependenciesOf(installed)) cpSync(join(root, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
  });

  test("runs from an empty folder, from compiled JavaScript", async () => {
    const installed = join(folder, "node_modules", "@portcullis", "policypack");
    expect(existsSync(join(installed, "index.ts"))).toBe(false);
    const run = await stack.current.previewText({ policyPacks: [{ folder: installed }] });
    expect(run.exitCode).toBe(1);
    expect(brief(said(run, "no-public-admin-ports"))).toEqual(["advisory hidden", "mandatory admin", "mandatory web"]);
    expect(run.stdout + run.stderr).not.toMatch(/DEP0128|error:.*policy pack/);
  });
});

/** What `npm install` would put beside a package: its dependencies, and theirs. */
function dependenciesOf(folder: string, known = new Set<string>()): ReadonlySet<string> {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { readonly dependencies?: Readonly<Record<string, string>> };
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const installed = join(root, "node_modules", name);
    if (known.has(name) || !existsSync(installed)) continue;
    known.add(name);
    dependenciesOf(installed, known);
  }
  return known;
}
