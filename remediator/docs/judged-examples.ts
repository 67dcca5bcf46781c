import { evaluateStack, type Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { readProject, type Failed, type Project } from "../engine/project";
import { runInline } from "../sources/inline";
import { readExample, type Example, type Sample } from "./examples";

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
  const { resources } = await runInline(() => (isProgram ? load(sample.file) : undefined), project);
  return evaluateStack(resources, { policies, configuration: configure(raw, policies), today: "2026-06-15", withFixes: true });
}
