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
