// What the commands cost from the start of the process to its end, and what reading costs in one process.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, "..");
const dist = (...names) => require(path.join(root, "remediator", "dist", ...names));

/** The languages that are read, as the examples have them: the shop, with everything wrong in it. */
export const languages = readdirSync(path.join(root, "examples", "languages"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, folder: path.join(root, "examples", "languages", name, "exposed") }));

/** A program with one group, in a folder that is no checkout, as small as a bare clone can be. */
export function tinyProgram(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: tiny\nruntime: nodejs\n");
  writeFileSync(path.join(folder, "index.ts"), programOf(1));
  return folder;
}

/** Programs in each language, each with one group that is open for SSH; their names differ, so that nothing of one is known of another. */
export function openPrograms(folder, count) {
  const source = [
    [
      "nodejs",
      "index.ts",
      (name) =>
        `import * as aws from "@pulumi/aws";\nnew aws.ec2.SecurityGroup("${name}", {\n  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],\n});\n`,
    ],
    [
      "python",
      "__main__.py",
      (name) =>
        `import pulumi_aws as aws\naws.ec2.SecurityGroup("${name}", ingress=[\n    {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]},\n])\n`,
    ],
    [
      "go",
      "main.go",
      (name) =>
        `package main\n\nimport (\n\t"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\t_, err := ec2.NewSecurityGroup(ctx, "${name}", &ec2.SecurityGroupArgs{\n\t\t\tIngress: ec2.SecurityGroupIngressArray{\n\t\t\t\tec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(22), ToPort: pulumi.Int(22), CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")}},\n\t\t\t},\n\t\t})\n\t\treturn err\n\t})\n}\n`,
    ],
    [
      "java",
      "src/main/java/app/App.java",
      (name) =>
        `package app;\n\nimport com.pulumi.Pulumi;\nimport com.pulumi.aws.ec2.SecurityGroup;\nimport com.pulumi.aws.ec2.SecurityGroupArgs;\nimport com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs;\n\npublic class App {\n    public static void main(String[] args) {\n        Pulumi.run(ctx -> {\n            new SecurityGroup("${name}", SecurityGroupArgs.builder()\n                .ingress(SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(22).toPort(22).cidrBlocks("0.0.0.0/0").build())\n                .build());\n        });\n    }\n}\n`,
    ],
    [
      "dotnet",
      "Program.cs",
      (name) =>
        `using Pulumi;\nusing Pulumi.Aws.Ec2;\nusing Pulumi.Aws.Ec2.Inputs;\n\nreturn await Deployment.RunAsync(() =>\n{\n    new SecurityGroup("${name}", new()\n    {\n        Ingress = new[] { new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = 22, ToPort = 22, CidrBlocks = { "0.0.0.0/0" } } },\n    });\n});\n`,
    ],
    [
      "yaml",
      undefined,
      (name) =>
        `resources:\n  ${name}:\n    type: aws:ec2:SecurityGroup\n    properties:\n      ingress:\n        - { protocol: tcp, fromPort: 22, toPort: 22, cidrBlocks: [0.0.0.0/0] }\n`,
    ],
  ];
  return Array.from({ length: count }, (_, index) => {
    const [runtime, file, text] = source[index % source.length];
    const own = path.join(folder, String(index));
    const program = text(`group-${index}`);
    mkdirSync(path.dirname(path.join(own, file ?? "Pulumi.yaml")), { recursive: true });
    writeFileSync(path.join(own, "Pulumi.yaml"), `name: open-${index}\nruntime: ${runtime}\n${file === undefined ? program : ""}`);
    if (file !== undefined) writeFileSync(path.join(own, file), program);
    return own;
  });
}

/** Repairs programs one after another in this process: seconds and megabytes of each part. */
export async function manyRepairs(folders, parts) {
  const { repairFolder } = dist("repair", "repair.js");
  const { policies } = require("@portcullis/policypack/contract/registry");
  const { configure } = require("@portcullis/policypack/contract/settings");
  const options = { configuration: configure({}, policies), today: "2026-01-01" };
  const measured = [];
  for (let part = 0; part < parts; part++) {
    const began = performance.now();
    for (const folder of folders.slice((part * folders.length) / parts, ((part + 1) * folders.length) / parts)) {
      const fix = await repairFolder(folder, options);
      if (fix.kind === "failed" || fix.repaired.length === 0) throw new Error(`${folder} is not repaired`);
    }
    const seconds = (performance.now() - began) / 1_000;
    globalThis.gc?.();
    measured.push({ seconds, memory: process.memoryUsage().heapUsed / 1e6 });
  }
  return measured;
}

/** A program of so many groups, each with two rules. */
export function programOf(groups) {
  const each = (index) => `
const group${index} = new aws.ec2.SecurityGroup("group-${index}", {
  vpcId: "vpc-1",
  description: "Group ${index}",
  ingress: [
    { description: "callers", protocol: "tcp", fromPort: ${1_000 + (index % 9_000)}, toPort: ${1_000 + (index % 9_000)}, cidrBlocks: ["10.${index % 256}.0.0/16"] },
    { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
  ],
});
`;
  return `import * as aws from "@pulumi/aws";\n${Array.from({ length: groups }, (_, index) => each(index)).join("")}`;
}

/** Seconds of a command, start to end, by the clock; the least of some turns in which all commands take turns. */
export function leastOf(turns, commands) {
  const least = commands.map(() => Infinity);
  for (let turn = 0; turn <= turns; turn++)
    for (const [index, args] of commands.entries()) {
      const began = performance.now();
      const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
      if (status === null || status > 1) throw new Error(`${args.join(" ")} ended with ${status}`);
      // The first turn warms the disk's cache.
      if (turn > 0) least[index] = Math.min(least[index], (performance.now() - began) / 1_000);
    }
  return least;
}

/** Processor time in seconds of something that is done often enough to be compiled. */
export async function processorTime(work, times) {
  for (let turn = 0; turn < times; turn++) await work();
  const before = process.cpuUsage();
  for (let turn = 0; turn < times; turn++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / times;
}

/** Reading of a folder, and the parse of its sources by the parser's library alone. */
export async function readingAndParse(folder, times = 30) {
  const { readFolder } = dist("reader", "read.js");
  const { loadGrammar } = dist("reader", "syntax", "parse.js");
  const grammars = { ".ts": "typescript", ".py": "python", ".go": "go", ".cs": "c-sharp", ".java": "java" };
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => path.extname(name) in grammars);
  const [first] = sources;
  if (first === undefined) return undefined;
  const grammar = grammars[path.extname(first)];
  // Starts the library as well.
  await loadGrammar(grammar);
  const { Language, Parser } = require("@vscode/tree-sitter-wasm");
  const wasm = path.join(path.dirname(require.resolve("@vscode/tree-sitter-wasm")), `tree-sitter-${grammar}.wasm`);
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(wasm)));
  const texts = sources.map((name) => readFileSync(path.join(folder, name), "utf8"));
  const parse = await processorTime(() => texts.forEach((text) => parser.parse(text).delete()), times);
  return { parse, read: await processorTime(() => readFolder(folder), times) };
}

/** Reads and judges a program many times in this process: seconds and megabytes of each part. */
export async function manyPrograms(folder, programs, parts) {
  const { readFolder } = dist("reader", "read.js");
  const { evaluateStack } = require("@portcullis/policypack/evaluation/evaluate");
  const { policies } = require("@portcullis/policypack/contract/registry");
  const { configure } = require("@portcullis/policypack/contract/settings");
  const options = { policies, configuration: configure({}, policies), today: "2026-01-01", withFixes: true };
  const measured = [];
  for (let part = 0; part < parts; part++) {
    const began = performance.now();
    for (let program = 0; program < programs / parts; program++) {
      const { projects } = await readFolder(folder);
      for (const { resources } of projects.flatMap(({ stacks }) => stacks)) evaluateStack(resources, options);
    }
    const seconds = (performance.now() - began) / 1_000;
    globalThis.gc?.();
    measured.push({ seconds, memory: process.memoryUsage().heapUsed / 1e6 });
  }
  return measured;
}
