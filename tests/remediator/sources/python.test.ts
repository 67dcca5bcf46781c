import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, jest, test } from "@jest/globals";
import { unknown, type Resource } from "@portcullis/policypack/resources/resource";
import { readFolder } from "@portcullis/remediator/reader/read";
import { runProgram, type ProgramResources } from "@portcullis/remediator/sources/embedded";
import { folderOf, removeFolders } from "../../harness/folder";

jest.setTimeout(120_000);
afterAll(removeFolders);

const examples = path.resolve(__dirname, "../../../examples/languages/python");
const [describePython, suffix] = hasPackages() ? [describe, ""] : [describe.skip, " (skipped: python3 on PATH has no pulumi_aws)"];

const header = "import pulumi\nimport pulumi_aws as aws\nconfig = pulumi.Config()\n";

async function ran(program: string, stack = "{}\n"): Promise<ProgramResources> {
  const folder = folderOf({ "Pulumi.yaml": "name: small\nruntime: python\n", "Pulumi.dev.yaml": stack, "__main__.py": `${header}${program}` });
  const result = await runProgram(folder);
  if (result.kind === "failed") throw new Error(result.reason);
  return result;
}

function inputsOf({ resources }: ProgramResources, name: string): Resource["inputs"] | undefined {
  return resources.find((resource) => resource.name === name)?.inputs;
}

describePython(`a program in Python that runs${suffix}`, () => {
  test.each(["compliant", "exposed"])("registers what is read of it: %s", async (kind) => {
    const folder = path.join(examples, kind);
    const run = await runProgram(folder, { withIdentifiers: true });
    if (run.kind === "failed") throw new Error(run.reason);
    const { projects } = await readFolder(folder);
    const read = projects[0]?.stacks[0]?.resources ?? [];
    const comparable = (resources: readonly Resource[]): readonly object[] =>
      resources
        .filter(({ type }) => type !== "pulumi:pulumi:Stack")
        .map(({ urn, inputs, propertyDependencies }) => ({ urn, inputs, propertyDependencies }))
        .sort((a, b) => a.urn.localeCompare(b.urn));
    expect(comparable(read)).toEqual(comparable(run.resources));
    expect(run.gaps).toEqual([]);
  });

  test("gets what is known as unknown where it asks for what nobody has set", async () => {
    const expressions = [
      'config.require("text")',
      'config.require_int("number")',
      'config.require_int("sum") + 5',
      'config.require_float("fraction")',
      'config.require_object("object")',
      'config.require_object("part")["a"].b[0]',
      'config.require_secret("secret_text")',
      'config.require_secret_int("secret_number")',
      'config.require_secret_object("secret_object")',
      "f\"{config.require_int('port')}/8\"",
    ];
    const result = await ran(expressions.map((expression, index) => `aws.ec2.Vpc("vpc${index}", cidr_block=${expression})\n`).join(""));
    for (const [index, expression] of expressions.entries())
      expect([expression, inputsOf(result, `vpc${index}`)?.cidrBlock]).toEqual([expression, unknown]);
    expect(result.gaps).toHaveLength(expressions.length);
    for (const { reason } of result.gaps) expect(reason).toMatch(/^the configuration value "small:\w+" is not set: what depends on it is unknown$/);
  });

  test("a truth value that nobody has set is false, and that is said", async () => {
    const { resources, gaps } = await ran('if config.require_bool("x"):\n    aws.ec2.Vpc("vpc")\n');
    expect(resources.map(({ name }) => name)).toEqual(["small-dev"]);
    expect(gaps.map(({ reason }) => reason)).toEqual(['the configuration value "small:x" is not set: false stands for it']);
  });

  test("what is encrypted is unknown, what is set is known, and what is optional is nothing", async () => {
    const program =
      'aws.ec2.Vpc("vpc", cidr_block=config.require("cidr"), tags={"key": config.require_secret("key"), "none": config.get("none") or "no"})\n';
    const result = await ran(program, "config:\n  small:cidr: 10.0.0.0/16\n  small:key: { secure: AAABAA== }\n");
    expect(inputsOf(result, "vpc")).toEqual({ cidrBlock: "10.0.0.0/16", tags: { key: unknown, none: "no" } });
    expect(result.gaps).toEqual([]);
  });

  test("answers of data sources are unknown, or what their arguments settle", async () => {
    const result = await ran(
      'aws.ec2.Vpc("vpc", cidr_block=aws.ec2.get_vpc(id="vpc-1").cidr_block, tags={"id": aws.ec2.get_vpc(id="vpc-1").id, "p": aws.get_partition().dns_suffix})\n',
      "config:\n  aws:region: eu-west-1\n",
    );
    expect(inputsOf(result, "vpc")).toEqual({ cidrBlock: unknown, tags: { id: "vpc-1", p: "amazonaws.com" } });
  });

  test.each([
    ["stops", 'raise ValueError("not today")', /The program stopped with an error: .*/],
    ["needs a package that is not there", "import not_there_at_all", /The program imports "not_there_at_all", which is not installed for /],
  ])("a program that %s is a sentence", async (_, program, sentence) => {
    await expect(ran(`${program}\n`)).rejects.toThrow(sentence);
  });
});

describe("the interpreter", () => {
  const program = (files: Readonly<Record<string, string>>, options = ""): string =>
    folderOf({ "Pulumi.yaml": `name: small\nruntime:\n  name: python\n${options}`, "__main__.py": "import pulumi\n", ...files });

  /** An interpreter of which it can be told that it was asked. */
  function fake(folder: string, name: string): void {
    const bin = path.join(folder, name, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(path.join(bin, "python"), `#!/bin/sh\necho "ModuleNotFoundError: No module named 'of_${name.replace(".", "")}'" >&2\nexit 1\n`);
    chmodSync(path.join(bin, "python"), 0o755);
  }

  test.each([
    ["the virtual environment that Pulumi.yaml names", "  options:\n    virtualenv: mine\n", ["mine", "venv"], "of_mine"],
    ["the virtual environment beside the program", "", [".venv"], "of_venv"],
  ])("is that of %s", async (_, options, environments, module) => {
    const folder = program({}, options);
    for (const name of environments) fake(folder, name);
    const result = await runProgram(folder);
    expect(result).toEqual({
      kind: "failed",
      reason: expect.stringContaining(`The program imports "${module}", which is not installed for ${folder}`),
    });
  });

  test("of other languages there is none", async () => {
    const result = await runProgram(folderOf({ "Pulumi.yaml": "name: small\nruntime: dotnet\n" }));
    expect(result).toEqual({ kind: "failed", reason: expect.stringMatching(/^The program's runtime is dotnet, .*--source static/) });
  });
});

function hasPackages(): boolean {
  try {
    execFileSync("python3", ["-c", "import pulumi, pulumi_aws"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
