import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStack } from "@portcullis/remediator/engine/preview";
import { readResources } from "@portcullis/remediator/sources/read";
import { programs } from "../remediator/sources/programs";
import { describeWithPulumi, stackOf } from "./engine";

jest.setTimeout(120_000);

const write = programs();
const files = {
  "index.js": `const { SecurityGroup } = require("@pulumi/aws/ec2/securityGroup");
const web = new SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] });
new SecurityGroup("database", { description: process.env.GITHUB_TOKEN ?? "no token", ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [web.id] }] });`,
};
const pack = write({
  "PulumiPolicy.yaml": "runtime: nodejs\n",
  "package.json": `{ "name": "pack", "version": "0.0.1", "main": "index.js" }`,
  "index.js": `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("pack", { policies: [{ name: "no-ssh", description: "No SSH", enforcementLevel: "mandatory", validateResource: ({ props, type }, report) => {
  if (type.endsWith(":SecurityGroup") && props.ingress.some(({ fromPort }) => fromPort === 22)) report("opens SSH");
} }] });`,
});
const policyPacks = [{ folder: pack }];

describeWithPulumi("the real engine, with stand-in providers", () => {
  const program = write(files);
  const stack = stackOf(program);
  beforeAll(() => {
    process.env.GITHUB_TOKEN = "a secret";
  });
  afterAll(() => {
    delete process.env.GITHUB_TOKEN;
  });

  test("shows a preview as a person reads it", async () => {
    const { exitCode, stdout } = await stack.current.previewText();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/aws:ec2:SecurityGroup web create/);
  });

  test("stops at a violated policy, and still gives the whole digest and the policy's events", async () => {
    const { exitCode, events, stdout } = await stack.current.previewJson({ policyPacks });
    expect(exitCode).toBe(1);
    expect(events).toContainEqual(
      expect.objectContaining({ policyEvent: expect.objectContaining({ policyName: "no-ssh", message: "No SSH\nopens SSH\n" }) }),
    );
    const read = readResources(stdout, "preview.json");
    expect(read.kind === "resources" && read.resources.map(({ name }) => name).sort()).toEqual(["database", expect.any(String), "web"]);
  });

  test("does not deploy what violates a policy, deploys the rest of the time, and finds the violation in the state", async () => {
    expect((await stack.current.up({ policyPacks, skipPreview: true })).exitCode).toBe(1);
    expect((await stack.current.up({ skipPreview: true })).exitCode).toBe(0);
    const exported = await stack.current.exportState();
    expect(JSON.stringify(exported.digest)).toContain("no token");
    const folder = mkdtempSync(join(pack, "state-"));
    writeFileSync(join(folder, "state.json"), exported.stdout);
    const analyzed = await stack.current.analyze(join(folder, "state.json"), { policyPacks });
    expect(analyzed.exitCode).toBe(1);
    expect(analyzed.stdout).toContain("opens SSH");
  });

  test("leaves the program's folder as it was", () => {
    expect(readdirSync(program).sort()).toEqual(["Pulumi.yaml", ...Object.keys(files)]);
  });
});

describe("without pulumi on PATH", () => {
  const path = process.env.PATH;
  const empty = write({});
  beforeAll(() => {
    process.env.PATH = empty;
  });
  afterAll(() => {
    process.env.PATH = path;
  });

  test("a stack cannot be opened, and the reason says so", async () => {
    expect(await openStack(empty)).toEqual({ kind: "failed", reason: expect.stringMatching(/^pulumi could not create a stack: .*ENOENT/) });
    rmSync(empty, { recursive: true });
  });
});
