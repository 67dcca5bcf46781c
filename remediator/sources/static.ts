import path from "node:path";
import type { Path } from "@portcullis/policypack/plans/plan";
import { failed, type Failed } from "../failed";
import type { Registration } from "../reader/interpreter/registration";
import type { ReadingGap } from "../reader/interpreter/run";
import { placeAt, reasonAt } from "../reader/places";
import { rangeOf } from "../reader/plain";
import { readFolder, type ProjectReading, type ReadOptions, type StackReading } from "../reader/read";
import type { LocatedGap, Source, SourceRange } from "../source";

/** Reads the programs of a folder without executing them: a source for each stack of each project. */
export async function readStatically(folder: string, options: ReadOptions = {}): Promise<readonly Source[] | Failed> {
  const { projects, gaps, repository } = await readFolder(folder, options);
  if (projects.length === 0)
    return failed(`There is no Pulumi.yaml in ${folder} or below it. Name the folder of a Pulumi program, or of a repository that has some.`);
  const { base, top } = repository;
  const written = { folder: path.join(top, base), text: (file: string) => repository.read(path.posix.join(base, file))?.text };
  const general = gaps.map((gap) => located(gap, base));
  const sources = projects.flatMap((project) => project.stacks.map((stack) => ({ ...sourceOf(project, stack, base), written })));
  const [first, ...others] = sources;
  if (first === undefined) {
    const names = projects.flatMap(({ project }) => project.stacks.map(({ name }) => name)).filter((name) => name !== "");
    return failed(`No project has a stack called ${options.stack ?? ""}. The stacks are ${[...new Set(names)].join(", ")}.`);
  }
  return [{ ...first, gaps: [...general, ...first.gaps] }, ...others];
}

/** What one stack of a project registers, as the judge reads it. */
export function sourceOf({ project, language }: ProjectReading, { stack, resources, registrations, gaps }: StackReading, base: string): Source {
  const byUrn = new Map(registrations.map((registration) => [registration.urn, registration]));
  return {
    kind: "source",
    how: "static",
    project: project.name,
    folderName: project.program.folder,
    language,
    stack: stack.name,
    resources,
    gaps: [...gaps.map((gap) => located(gap, base)), ...registrations.flatMap(componentGap)],
    folder: undefined,
    reason: (urn: string, path: Path): string | undefined => {
      const registration = byUrn.get(urn);
      return registration === undefined ? undefined : reasonAt(registration, path);
    },
    locate: (urn: string, path: Path): SourceRange | undefined => {
      const registration = byUrn.get(urn);
      return registration === undefined || registration.type === "pulumi:pulumi:Stack" ? undefined : rangeOf(placeAt(registration, path), base);
    },
  };
}

/** What a component of a package makes is known only to the engine. */
function componentGap({ kind, urn, type }: Registration): readonly LocatedGap[] {
  return kind === "remote" ? [{ urn, reason: `is a component of ${type.split(":")[0] ?? "a package"}: what it makes is not read` }] : [];
}

function located({ reason, span }: ReadingGap, base: string): LocatedGap {
  return span === undefined ? { urn: "", reason } : { urn: "", reason, location: rangeOf(span, base) };
}
