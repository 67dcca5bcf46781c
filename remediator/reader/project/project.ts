import path from "node:path/posix";
import type { Program, Repository } from "../interpreter/machine";
import type { SourceFile, Span } from "../syntax/tree";
import { entryOf, readYaml, textOf, type YamlFile, type YamlNode } from "../syntax/yaml";
import { entryPoint } from "./entry";
import { filesIn, parentOf } from "./folders";
import { loosePrograms, type LooseProgram } from "./programs";
import type { NotRead, OpenRepository } from "./repository";
import { type Say, stacksOf, type Declared, type Stack } from "./stacks";

export type Runtime = "nodejs" | "python" | "go" | "dotnet" | "java" | "yaml";

/** A Pulumi project of a repository, with its stacks. */
export interface Project {
  readonly name: string;
  /** Undefined for one that is not read. */
  readonly runtime: Runtime | undefined;
  /** Of Pulumi.yaml. */
  readonly file: SourceFile;
  readonly document: YamlFile;
  readonly program: Program;
  /** At least one: where no stack has a file, one without a name. */
  readonly stacks: readonly [Stack, ...Stack[]];
  /** What the project file declares, for a stack without a file of its own. */
  readonly declared: Declared;
}

export interface Projects {
  readonly projects: readonly Project[];
  /** What their own files leave open. What the repository could not read, it says itself. */
  readonly notRead: readonly NotRead[];
}

/** Finds every project in the folder that the repository was opened for; if there is none, the one that the folder is a part of. Never throws. */
export function findProjects(repository: OpenRepository): Projects {
  const below = projectFilesBelow(repository);
  const files = below.length > 0 ? below : projectFilesAbove(repository);
  const notRead: NotRead[] = [];
  const projects = files.flatMap((name) => {
    const file = repository.read(name);
    if (file !== undefined) return [readProject(repository, file, notRead)];
    // The repository says why. What lies beside a file in another encoding is a program all the same.
    return repository.names.includes(name) ? [readProject(repository, { name, text: "" }, [])] : [];
  });
  if (files.length === 0)
    for (const program of loosePrograms(repository))
      projects.push(
        ...looseProject(
          repository,
          program,
          notRead,
          projects.map(({ name }) => name),
        ),
      );
  notRead.push(...sameNames(projects));
  return { projects, notRead };
}

/** The same project in a repository whose files have other texts. */
export function projectIn(repository: OpenRepository, project: Project): Project {
  const { file, program } = project;
  const own = projectFileNames.includes(path.basename(file.name)) ? repository.read(file.name) : undefined;
  const isAsBefore = own === undefined || own === file;
  const haveStacks = project.stacks.every((stack) => stack.file === undefined || repository.read(stack.file.name) === stack.file);
  if (isAsBefore && !haveStacks && own !== undefined) return readProject(repository, own, []);
  return isAsBefore ? { ...project, program: { ...program, repository } } : readProject(repository, own, []);
}

const projectFileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * One for each folder. What is there without being listed, such as a link or a pipe, is asked for in the folder itself. A link to a folder makes no second
 * project of the one that lies there.
 */
function projectFilesBelow(repository: OpenRepository): readonly string[] {
  const prefix = repository.base === "" ? "" : `${repository.base}/`;
  const folders = new Map<string, string>();
  const direct = projectFileNames.map((name) => `${prefix}${name}`).filter((name) => repository.has(name));
  for (const name of [...direct, ...repository.names]) {
    const rank = projectFileNames.indexOf(path.basename(name));
    if (rank < 0 || !name.startsWith(prefix)) continue;
    const folder = path.dirname(name);
    const known = folders.get(folder);
    if (known === undefined || rank < projectFileNames.indexOf(path.basename(known))) folders.set(folder, name);
  }
  const isLink = (folder: string): boolean => folder !== "." && repository.isLinked?.(folder) === true;
  return [...folders].flatMap(([folder, name]) => (repository.has(name) && !isLink(folder) ? [name] : [])).sort();
}

function projectFilesAbove(repository: OpenRepository): readonly string[] {
  for (let folder = repository.base; folder !== "";) {
    folder = parentOf(folder);
    const found = projectFileNames.map((name) => path.join(folder, name)).find((name) => repository.has(name));
    if (found !== undefined) return [found];
  }
  return [];
}

function readProject(repository: Repository, file: SourceFile, notRead: NotRead[]): Project {
  const document = readYaml(file);
  const say: Say = (reason, span, isOfFile) => void notRead.push({ reason, span, ...(isOfFile === undefined ? {} : { isOfFile }) });
  for (const { reason, span } of document.errors) say(reason, span, true);
  const { root } = document;
  const top: Span = { file, start: 0, end: 0 };
  if (root?.kind !== "map" && document.errors.length === 0) say("is not a YAML object", top);

  const folder = parentOf(file.name);
  const name = nameOf(root) ?? fallbackName(folder, repository);
  if (nameOf(root) === undefined && document.errors.length === 0) say(`has no name: the project is called ${name} here`, top);
  // What is missing may stand in what could not be read.
  const runtime = runtimeOf(repository, folder, root, document.errors.length === 0 ? say : nothingSaid, top);
  const main = entryOf(root, "main");
  const place = entryPoint(repository, folder, runtime, textOf(main?.value), (reason) => say(reason, main?.value.span ?? top));
  const { stacks, declared } = stacksOf(repository, { name, folder, root, hasErrors: document.errors.length > 0, file }, say);
  return { name, runtime, file, document, program: { repository, folder, ...place }, stacks, declared };
}

/** A project without a file of its own: its name is its folder's, and settings are what files of stacks beside it say. */
function looseProject(repository: OpenRepository, program: LooseProgram, notRead: NotRead[], taken: readonly string[]): readonly Project[] {
  const { folder, runtime } = program;
  const file = repository.read(program.file);
  if (file === undefined) return [];
  const document = readYaml({ name: file.name, text: "" });
  const wanted = program.name ?? fallbackName(folder, repository);
  const name = taken.includes(wanted) ? folder.replaceAll("/", "-") : wanted;
  const say = (reason: string, span: Span): void => void notRead.push({ reason, span });
  say(`has no Pulumi.yaml beside it: it is read as the project ${name}`, { file, start: 0, end: 0 });
  const { stacks, declared } = stacksOf(repository, { name, folder, root: document.root, hasErrors: false, file }, say);
  const entry = /\.(?:py|[cm]?[jt]s)$/.test(program.file) ? program.file : undefined;
  const place = { repository, folder, mainFolder: folder, entry, ...(program.startsStacks === true ? { startsStacks: true as const } : {}) };
  return [{ name, runtime, file, document, program: place, stacks, declared }];
}

function nameOf(root: YamlNode | undefined): string | undefined {
  const value = entryOf(root, "name")?.value;
  return value?.kind === "scalar" && value.value !== null && value.value !== "" ? String(value.value) : undefined;
}

function fallbackName(folder: string, repository: Repository): string {
  return path.basename(folder === "" ? ((repository as Partial<OpenRepository>).top ?? "") : folder) || "project";
}

const nothingSaid: Say = () => undefined;

function runtimeOf(repository: Repository, folder: string, root: YamlNode | undefined, say: Say, top: Span): Runtime | undefined {
  const value = entryOf(root, "runtime")?.value;
  const name = textOf(value) ?? textOf(entryOf(value, "name")?.value);
  const known = name === undefined ? undefined : runtimes[name.toLowerCase()];
  if (known !== undefined) return known;
  if (name !== undefined) {
    say(`is the runtime ${name}, which is not read`, value?.span ?? top);
    return undefined;
  }
  const likely = likelyRuntime(repository, folder, root);
  say(likely === undefined ? "has no runtime, so that nothing can be read" : `has no runtime: its files are read as ${likely}`, top);
  return likely;
}

const runtimes: Readonly<Record<string, Runtime | undefined>> = {
  __proto__: null as never,
  nodejs: "nodejs",
  bun: "nodejs",
  python: "python",
  go: "go",
  dotnet: "dotnet",
  java: "java",
  jvm: "java",
  yaml: "yaml",
};

/** By what lies beside the project file. */
function likelyRuntime(repository: Repository, folder: string, root: YamlNode | undefined): Runtime | undefined {
  const has = (name: string): boolean => repository.has(path.join(folder, name));
  const endsWith = (end: string): boolean => filesIn(repository, folder).some((name) => name.endsWith(end));
  if (entryOf(root, "resources") !== undefined) return "yaml";
  if (["index.ts", "index.js", "package.json"].some(has)) return "nodejs";
  if (["__main__.py", "requirements.txt", "pyproject.toml"].some(has)) return "python";
  if (["main.go", "go.mod"].some(has)) return "go";
  if (endsWith(".csproj")) return "dotnet";
  if (["pom.xml", "build.gradle", "build.gradle.kts"].some(has)) return "java";
  return undefined;
}

/** Resources of two projects with one name have the same URNs. */
function sameNames(projects: readonly Project[]): readonly NotRead[] {
  const first = new Map<string, Project>();
  return projects.flatMap((project) => {
    const other = first.get(project.name);
    if (other === undefined) first.set(project.name, project);
    if (other === undefined || project.name.includes("${")) return [];
    const span = entryOf(project.document.root, "name")?.value.span ?? { file: project.file, start: 0, end: 0 };
    return [{ reason: `is the name of ${other.file.name} as well: the resources of both have the same URNs`, span, isRead: true }];
  });
}
