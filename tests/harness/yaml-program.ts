import { Exhausted, Run, bounds, type Bounds, type ReadingGap } from "@portcullis/remediator/reader/interpreter/run";
import type { Registration } from "@portcullis/remediator/reader/interpreter/registration";
import { yaml } from "@portcullis/remediator/reader/languages/yaml";
import { resourceOf } from "@portcullis/remediator/reader/plain";
import { findProjects, type Project } from "@portcullis/remediator/reader/project/project";
import { openRepository } from "@portcullis/remediator/reader/project/repository";
import type { Stack } from "@portcullis/remediator/reader/project/stacks";
import { sdk } from "@portcullis/remediator/reader/sdk/sdk";
import { packageSchema } from "@portcullis/remediator/reader/sdk/table";
import type { Resource } from "@portcullis/policypack/resources/resource";

/** One program that is written in YAML, read with the settings of one stack. */
export interface YamlReading {
  readonly project: Project;
  readonly stack: Stack;
  readonly registrations: readonly Registration[];
  readonly resources: readonly Resource[];
  readonly gaps: readonly ReadingGap[];
}

/** Reads every program in YAML of a folder. */
export function readYamlPrograms(folder: string, limits: Bounds = bounds): readonly YamlReading[] {
  const { projects } = findProjects(openRepository(folder));
  return projects.filter(({ runtime }) => runtime === "yaml").flatMap((project) => project.stacks.map((stack) => read(project, stack, limits)));
}

function read(project: Project, stack: Stack, limits: Bounds): YamlReading {
  const { program } = project;
  const run = new Run({ dialect: yaml, program, settings: stack.settings, schema: packageSchema, sdk, parsed: () => undefined, bounds: limits });
  try {
    yaml.start(run, program);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    run.gap(error.message, run.here);
  }
  const { registrations } = run;
  return { project, stack, registrations, resources: registrations.map((one) => resourceOf(one, program.folder)), gaps: run.gaps };
}
