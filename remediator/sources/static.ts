import { joined } from "@portcullis/policypack/joined";
import path from "node:path";
import type { Path } from "@portcullis/policypack/plans/plan";
import type { Editable } from "../editing/context";
import { failed, type Failed } from "../system/failed";
import { printerOf } from "../languages";
import type { Registration } from "../reader/interpreter/registration";
import type { ReadingGap } from "../reader/interpreter/run";
import { placeAt, reasonAt, settingsAt } from "../reader/places";
import { rangeOf } from "../reader/plain";
import { openCommit } from "../reader/project/commit";
import { readFolder, readRepository, type ProgramReading, type Reading, type ReadOptions, type StackReading } from "../reader/read";
import type { GivenSetting, LocatedGap, Source } from "./source";
import type { SourceRange } from "../reader/plain";

/** Reads the programs of a folder without executing them: a source for each stack of each project. */
export async function readStatically(folder: string, options: ReadOptions = {}): Promise<readonly Source[] | Failed> {
  return sourcesIn(await readFolder(folder, options), folder, options);
}

/** The same as a commit of the repository has them: projects of these names wherever they were in it; none where it had no program. */
export async function readAtCommit(
  folder: string,
  reference: string,
  names: readonly string[],
  options: ReadOptions = {},
): Promise<readonly Source[] | Failed> {
  const repository = openCommit(folder, reference);
  if ("reason" in repository) return failed(repository.reason);
  const there = await readRepository(repository, options);
  const isThere = names.every((name) => there.projects.some(({ project }) => project.name === name));
  const reading = isThere || repository.base === "" ? there : await readRepository(repository.fromTop(), options);
  const sources = sourcesIn(reading, folder, options);
  return "reason" in sources ? [] : sources;
}

function sourcesIn({ projects, gaps, repository }: Reading, folder: string, options: ReadOptions): readonly Source[] | Failed {
  if (projects.length === 0)
    return failed(
      `There is no Pulumi.yaml in ${folder} or below it, and no program that uses Pulumi. Name the folder of a Pulumi program, or of a repository that has some.`,
    );
  const { base, top } = repository;
  const written = { folder: path.join(top, base), text: (file: string) => repository.read(path.posix.join(base, file))?.text };
  const general = gaps.map((gap) => located(gap, base));
  const sources = projects.flatMap((project) => sourcesOf(project, base, project.gaps).map((source) => ({ ...source, written })));
  const [first, ...others] = sources;
  if (first === undefined) {
    const names = projects.flatMap(({ project }) => project.stacks.map(({ name }) => name)).filter((name) => name !== "");
    return failed(`No project has a stack called ${options.stack ?? ""}. The stacks are ${joined([...new Set(names)])}.`);
  }
  return [withGaps(first, general), ...others];
}

/** A source for each stack of a project; of what could not be read besides, too. */
export function sourcesOf(project: ProgramReading, base: string, gaps: readonly ReadingGap[] = []): readonly Source[] {
  const general = gaps.map((gap) => located(gap, base));
  return project.stacks.map((stack, index) => withGaps(sourceOf(project, stack, base), index === 0 ? general : []));
}

/** What is not about one stack is said with the first of them. */
function withGaps(source: Source, gaps: readonly LocatedGap[]): Source {
  return gaps.length === 0 ? source : { ...source, gaps: [...gaps, ...source.gaps] };
}

/** What one stack of a project registers, as the judge reads it. */
function sourceOf(reading: ProgramReading, own: StackReading, base: string): Source {
  const { project, language } = reading;
  const { stack, resources, registrations, gaps } = own;
  const byUrn = new Map(registrations.map((registration) => [registration.urn, registration]));
  let editable: Editable | string | undefined;
  return {
    kind: "source",
    how: "static",
    project: project.name,
    folderName: project.program.folder,
    language,
    stack: stack.name,
    resources,
    gaps: gaps.map((gap) => located(gap, base)),
    folder: undefined,
    reason: (urn: string, path: Path): string | undefined => {
      const registration = byUrn.get(urn);
      return registration === undefined ? undefined : reasonAt(registration, path);
    },
    locate: (urn: string, path: Path): SourceRange | undefined => {
      const registration = byUrn.get(urn);
      return registration === undefined || registration.type === "pulumi:pulumi:Stack" ? undefined : rangeOf(placeAt(registration, path), base);
    },
    settings: (urn: string, path: Path): readonly GivenSetting[] => {
      const registration = byUrn.get(urn);
      const own = `${project.name}:`;
      return (registration === undefined ? [] : settingsAt(registration, path)).map(({ key, span, isPart, isSecret }) => ({
        key: key.startsWith(own) ? key.slice(own.length) : key,
        place: span === undefined ? undefined : rangeOf(span, base),
        isPart: isPart === true,
        isSecret: isSecret === true,
      }));
    },
    editable: () => (editable ??= editableOf(reading, own)),
  };
}

/** What a program registered when it was run, with the places that its source has for that: where it is not read, the place that the run names. */
export async function withPlaces(source: Source, folder: string): Promise<Source> {
  const [first] = source.resources;
  const stack = /^urn:pulumi:([^:]*)::/.exec(first?.urn ?? "")?.[1] ?? "";
  const { projects, repository } = await readFolder(folder, { stack });
  const { base, top } = repository;
  const reading = projects.find(({ project }) => project.program.folder === base);
  const own = reading?.stacks[0];
  const read = reading === undefined || own === undefined ? undefined : sourceOf(reading, own, base);
  const positions = new Map(source.resources.map((resource) => [resource.urn, resource.positions[0]]));
  return {
    ...source,
    locate: (urn, path) => read?.locate?.(urn, path) ?? positions.get(urn),
    written: { folder: path.join(top, base), text: (file) => repository.read(path.posix.join(base, file))?.text },
    ...(read?.editable === undefined ? {} : { editable: read.editable }),
  };
}

/** A stack of a project as edits see it; or why its source is not edited. */
export function editableOf(reading: ProgramReading, { registrations, variables, ports }: StackReading): Editable | string {
  const printer = printerOf(reading.language);
  if (printer === undefined) return `source in ${reading.language} is read and not edited yet`;
  const { repository } = reading.project.program;
  return {
    registrations,
    allRegistrations: registrationsOf(reading),
    variables,
    ports,
    modules: reading.modules(),
    printer,
    isLinked: (file) => repository.isLinked?.(file) === true,
  };
}

const allOfReading = new WeakMap<ProgramReading, readonly Registration[]>();

function registrationsOf(reading: ProgramReading): readonly Registration[] {
  const all = allOfReading.get(reading) ?? reading.stacks.flatMap(({ registrations }) => registrations);
  allOfReading.set(reading, all);
  return all;
}

function located({ reason, span, isRead }: ReadingGap, base: string): LocatedGap {
  // The top folder has no name, and no lines.
  return {
    urn: "",
    reason,
    ...(span === undefined || span.file.name === "" ? {} : { location: rangeOf(span, base) }),
    ...(isRead === true ? { isRead } : {}),
  };
}
