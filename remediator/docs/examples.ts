import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { evaluateStack, type Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { failed, readProject, type Failed, type Project } from "../engine/project";

/** A program, or a configuration where that is what the policy is about. */
export interface Sample {
  readonly file: string;
  readonly language: "ts" | "json";
  readonly text: string;
}

/** What violates a policy and what complies with it, and the configuration of both where there is one. */
export interface Example {
  readonly kind: "example";
  readonly violates: Sample;
  readonly complies: Sample;
  readonly configuration: Sample | undefined;
}

/** An example as a page shows it: with what the policy says of it. */
export interface ShownExample extends Example {
  readonly messages: readonly string[];
}

/** Loads a module that is written in TypeScript. */
export type Load = (file: string) => unknown;

/** The examples of policies, by the policy's id, from a folder with a project file for all of them. */
export async function readExamples(folder: string, policies: readonly Policy[], load: Load): Promise<ReadonlyMap<string, ShownExample> | Failed> {
  const project = readProject(folder);
  if (project.kind === "failed") return project;
  const examples = new Map<string, ShownExample>();
  for (const { id } of policies) {
    const example = readExample(folder, id);
    if (example.kind === "failed") return example;
    const { findings } = await judgeSample(example.violates, example, { policies, project, load });
    const messages = new Set(findings.filter(({ policy }) => policy === id).map(({ message }) => message));
    examples.set(id, { ...example, messages: [...messages] });
  }
  return examples;
}

export function readExample(folder: string, id: string): Example | Failed {
  const violates = readSample(folder, id, "violates");
  const complies = readSample(folder, id, "complies");
  if (violates === undefined || complies === undefined)
    return failed(`${id} has no example. Write ${id}/violates.ts and ${id}/complies.ts in ${path.basename(folder)}.`);
  return { kind: "example", violates, complies, configuration: readSample(folder, id, "configuration") };
}

function readSample(folder: string, id: string, name: string): Sample | undefined {
  for (const language of ["ts", "json"] as const) {
    const file = path.join(folder, id, `${name}.${language}`);
    if (existsSync(file)) return { file, language, text: readFileSync(file, "utf8") };
  }
  return undefined;
}

export interface JudgeOptions {
  readonly policies: readonly Policy[];
  readonly project: Project;
  readonly load: Load;
}

/** What the policies say of a sample of an example. One at a time. */
export async function judgeSample(sample: Sample, { configuration }: Example, { policies, project, load }: JudgeOptions): Promise<Evaluation> {
  const isProgram = sample.language === "ts";
  const config = isProgram ? configuration : sample;
  const raw = config === undefined ? {} : (JSON.parse(config.text) as RawConfiguration);
  // The SDK is loaded where a program is run: an explanation only shows one.
  const { runInline } = require("../sources/inline") as typeof import("../sources/inline");
  const { resources } = await runInline(() => (isProgram ? load(sample.file) : undefined), project);
  return evaluateStack(resources, { policies, configuration: configure(raw, policies), today: "2026-06-15", withFixes: true });
}
