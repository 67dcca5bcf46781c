import { grouped } from "@portcullis/policypack/grouped";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { bounds, Exhausted, Run, type Bounds, type ReadingGap } from "./interpreter/run";
import { catchUp } from "./interpreter/later";
import type { ConfigValue } from "./interpreter/machine";
import type { ParsedModule } from "./interpreter/modules";
import type { PortVariable, Registration, Variable } from "./interpreter/registration";
import type { Dialect } from "./languages/dialect";
import { resourceOf } from "./plain";
import { filesNamed, parentOf } from "./project/folders";
import { findProjects, type Project, type Runtime } from "./project/project";
import { openRepository, type NotRead, type OpenRepository } from "./project/repository";
import { stackWithoutFile, type Stack } from "./project/stacks";
import { packageSchema } from "./sdk/table";
import { sdk } from "./sdk/sdk";
import { GivenUp, loadGrammar, ParserEnded, type Parse, type SyntaxNode } from "./syntax/parse";
import type { Module, SourceFile } from "./syntax/tree";
import { readYaml } from "./syntax/yaml";

/** What a program registers with the settings of one stack, read from its source. */
export interface StackReading {
  readonly stack: Stack;
  readonly registrations: readonly Registration[];
  /** The names under which the program knows them. */
  readonly variables: readonly Variable[];
  /** The names under which the program knows ports. */
  readonly ports: readonly PortVariable[];
  /** Keys of the configuration that are called after ports, and that the program asks for. */
  readonly portSettings: readonly string[];
  readonly resources: readonly Resource[];
  readonly gaps: readonly ReadingGap[];
  /** Optional keys of the configuration that the program asks for as objects, and this stack does not have. */
  readonly unnamed: readonly string[];
}

export interface ProgramReading {
  readonly project: Project;
  readonly language: string;
  /** The files that were read, in the common tree. */
  readonly modules: () => readonly Module[];
  readonly stacks: readonly StackReading[];
}

export interface ProjectReading extends ProgramReading {
  /** What is not about one stack: files of its folder that cannot be read. */
  readonly gaps: readonly ReadingGap[];
}

export interface Reading {
  readonly repository: OpenRepository;
  readonly projects: readonly ProjectReading[];
  /** What lies in the folder of no project. */
  readonly gaps: readonly ReadingGap[];
}

export interface ReadOptions {
  /** Only this stack. */
  readonly stack?: string;
  readonly bounds?: Bounds;
  /** Settings of the program that come before each stack's own, by their keys without the project's name. */
  readonly given?: ReadonlyMap<string, unknown>;
  /** Settings of the program that are read as if nobody had set them, where it is not known whether somebody did; without the project's name too. */
  readonly unset?: readonly string[];
}

/** Reads every program in a folder, for each of its stacks. Nothing is executed, and nothing outside of the repository is opened. */
export async function readFolder(folder: string, options: ReadOptions = {}): Promise<Reading> {
  return readRepository(openRepository(folder), options);
}

/** The same for a repository that is open, or that has changes which are not on disk. */
export async function readRepository(repository: OpenRepository, options: ReadOptions = {}): Promise<Reading> {
  const { projects, notRead } = findProjects(repository);
  const readings: ProgramReading[] = [];
  for (const project of projects) readings.push(await readProject(project, repository.base, options));
  const gaps = gapsByFolder(repository, projects, notRead);
  return {
    repository,
    projects: readings.map((reading) => ({ ...reading, gaps: gaps.get(reading.project.program.folder) ?? [] })),
    gaps: gaps.get(undefined) ?? [],
  };
}

/** What could not be read until now, by the folder of the project that it lies in. */
export function gapsByFolder(
  repository: OpenRepository,
  projects: readonly Project[],
  notRead: readonly NotRead[],
): ReadonlyMap<string | undefined, readonly ReadingGap[]> {
  const folders = new Set(projects.map(({ program }) => program.folder));
  return new Map(grouped([...repository.notRead, ...notRead].map(gapOf), ({ span }) => folderAmong(folders, span?.file.name)));
}

/** The innermost of the folders that a file lies in. */
function folderAmong(folders: ReadonlySet<string>, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    if (folders.has(folder)) return folder;
    if (folder === "") return undefined;
  }
}

/** With its subject: what stands at the place, or the file as a whole. */
function gapOf({ reason, span, isOfFile, isRead }: NotRead): ReadingGap {
  const { file, start, end } = span;
  const [text = ""] = isOfFile === true ? [] : file.text.slice(start, Math.min(end, start + 80)).split("\n");
  // The top folder has no name.
  const subject = [text.trim(), file.name].find((each) => each !== "") ?? "The repository";
  return { reason: `${subject} ${reason}`, span, ...(isRead === true ? { isRead } : {}) };
}

/** A language is loaded where a program is written in it. */
const dialects: Readonly<Record<Runtime, () => Dialect>> = {
  nodejs: () => (require("./languages/typescript") as typeof import("./languages/typescript")).typescript,
  python: () => (require("./languages/python") as typeof import("./languages/python")).python,
  go: () => (require("./languages/go") as typeof import("./languages/go")).go,
  dotnet: () => (require("./languages/csharp") as typeof import("./languages/csharp")).csharp,
  java: () => (require("./languages/java") as typeof import("./languages/java")).java,
  yaml: () => (require("./languages/yaml") as typeof import("./languages/yaml")).yaml,
};

/** Reads one of the projects that were found in a repository. */
export async function readProject(project: Project, base: string, options: ReadOptions): Promise<ProgramReading> {
  const stacks = chosen(project, options.stack).map((stack) => withSettings(stack, options));
  const { runtime } = project;
  const dialect = runtime === undefined ? undefined : dialects[runtime]();
  if (dialect === undefined) {
    const gap: ReadingGap = { reason: `The program is written for ${runtime ?? "a runtime that is not known"}, which is not read`, span: undefined };
    return {
      project,
      language: runtime ?? "unknown",
      modules: () => [],
      stacks: stacks.map((stack) => ({
        stack,
        registrations: [],
        variables: [],
        ports: [],
        portSettings: [],
        resources: [],
        gaps: [gap],
        unnamed: [],
      })),
    };
  }
  for (let round = 1; ; round++) {
    const parsed = await parserFor(dialect, project);
    const limits = options.bounds ?? bounds;
    const read = stacks.map((stack) => readStack(project, stack, { dialect, parsed: parsed.module, base, limits }));
    if (!parsed.isCutOff() || round === mostRounds) return { project, language: dialect.name, modules: parsed.all, stacks: read };
  }
}

/** How often a project is read where parsers end in its files. */
const mostRounds = 10;

/** All stacks, or the one that is asked for; a project without any stack's file has whichever is asked for. */
function chosen({ stacks, declared }: Project, name: string | undefined): readonly Stack[] {
  if (name === undefined) return stacks;
  return stacks[0].name === "" ? [stackWithoutFile(declared, name)] : stacks.filter((stack) => stack.name === name);
}

function withSettings(stack: Stack, { given = new Map<string, unknown>(), unset = [] }: ReadOptions): Stack {
  if (given.size + unset.length === 0) return stack;
  const { settings } = stack;
  const qualified = (key: string): string => `${settings.project}:${key}`;
  const own = [...given].map(([key, value]): [string, ConfigValue] => [qualified(key), { value, isSecret: false }]);
  return { ...stack, settings: { ...settings, config: new Map([...settings.config, ...own]), unset: new Set(unset.map(qualified)) } };
}

interface StackContext {
  readonly dialect: Dialect;
  readonly parsed: (name: string) => ParsedModule | undefined;
  readonly base: string;
  readonly limits: Bounds;
}

function readStack(project: Project, stack: Stack, { dialect, parsed, base, limits }: StackContext): StackReading {
  const { program } = project;
  const { settings } = stack;
  const run = new Run({ dialect, program, settings, schema: packageSchema, sdk, parsed, bounds: limits });
  try {
    if (program.isElsewhere !== true) dialect.start(run, program);
    const isEmpty = run.registrations.every((registration) => registration === run.stackRegistration);
    if (!run.hasStack && isEmpty && startsStacks(project, dialect) && !run.gaps.some(({ reason }) => saysWhy.test(reason)))
      run.gap("starts no stack in a way that is followed", { file: project.file, start: 0, end: 0 });
  } catch (error) {
    if (error instanceof Exhausted) run.gap(error.message, run.here);
    else if (error instanceof RangeError) run.gap("the program nests too deeply to be read", run.here);
    // Whatever goes wrong in reading one stack, the others and what was read stand.
    else run.gap(`reading met an error of its own: ${error instanceof Error ? error.message : String(error)}`, run.here);
  }
  catchUp(run);
  const { registrations } = run;
  return {
    stack,
    registrations,
    variables: run.variables,
    ports: run.ports,
    portSettings: [...run.portSettings],
    resources: registrations.map((registration) => resourceOf(registration, base)),
    gaps: run.gaps,
    unnamed: [...run.unnamed],
  };
}

/** Whether a program has to start its stack itself; elsewhere the module of the entry is the stack's program. */
function startsStacks({ runtime, program }: Project, { extensions }: Dialect): boolean {
  const { repository } = program;
  if (program.isElsewhere === true || (program.startsStacks !== true && runtime !== "dotnet" && runtime !== "java")) return false;
  // What could not be opened may start it.
  return extensions.every((extension) => filesNamed(repository, extension).every((name) => repository.read(name) !== undefined));
}

const saysWhy = /^(?:starts a stack|There is no |The program )|has no main method/;

/** Whether a file of a project parses in its language. */
export async function parses({ runtime }: Project, file: SourceFile): Promise<boolean> {
  if (/\.(?:ya?ml|json)$/.test(file.name)) return readYaml(file).errors.length === 0;
  if (runtime === undefined) return true;
  const parse = await loadGrammar(dialects[runtime]().grammarOf(file.name));
  try {
    return !parse(file).hasError;
  } catch (error) {
    if (error instanceof GivenUp) return false;
    throw error;
  }
}

/** Files in the common tree, each parsed once for all stacks. */
interface Parsed {
  readonly module: (name: string) => ParsedModule | undefined;
  readonly all: () => readonly Module[];
  /** Whether a file was not parsed because the parser had ended in another one. */
  readonly isCutOff: () => boolean;
}

async function parserFor(dialect: Dialect, { program: { repository } }: Project): Promise<Parsed> {
  const grammars = new Set(dialect.extensions.filter((extension) => filesNamed(repository, extension).length > 0).map(dialect.grammarOf));
  const parsers = new Map<string, Parse>();
  for (const grammar of grammars) parsers.set(grammar, await loadGrammar(grammar));
  const read = new Map<string, ParsedModule | undefined>();
  const module = (name: string): ParsedModule | undefined => {
    const parser = parsers.get(dialect.grammarOf(name));
    // What no list has, such as a pipe, has no parser: the repository says why it is not read.
    if (!read.has(name)) read.set(name, parser === undefined ? void repository.read(name) : parse(name, parser));
    return read.get(name);
  };
  let isCutOff = false;
  const all = (): readonly Module[] => [...read.values()].flatMap((parsed) => (parsed === undefined ? [] : [parsed.module]));
  return { module, all, isCutOff: () => isCutOff };

  function parse(name: string, parser: Parse): ParsedModule | undefined {
    const file = repository.read(name);
    if (file === undefined) return undefined;
    const known = parsedFiles.get(file);
    if (known !== undefined) return known;
    try {
      const parsed = { module: lowered(file, parser, dialect) };
      parsedFiles.set(file, parsed);
      return parsed;
    } catch (error) {
      if (!(error instanceof ParserEnded)) throw error;
      isCutOff = true;
      return { module: unread(file, error.message) };
    }
  }
}

/** A file whose text has not changed is parsed once. */
const parsedFiles = new WeakMap<SourceFile, ParsedModule>();

function lowered(file: SourceFile, parser: Parse, dialect: Dialect): Module {
  try {
    const root = parser(file);
    const module = dialect.lower(root, file);
    const error = module.unreadable.length === 0 ? firstError(root) : undefined;
    return error === undefined ? module : { ...module, unreadable: [{ reason: "does not parse", span: error.span }] };
  } catch (error) {
    if (error instanceof GivenUp) return unread(file, error.message);
    if (!(error instanceof RangeError)) throw error;
  }
  // Without the parts that nest too deeply the rest can be read.
  try {
    const root = parser(file, deepest);
    const module = dialect.lower(root, file);
    const error = firstError(root);
    const span = error?.span ?? { file, start: 0, end: 0 };
    return { ...module, unreadable: [{ reason: "nests too deeply to be read", span }] };
  } catch (error) {
    if (error instanceof GivenUp) return unread(file, error.message);
    if (!(error instanceof RangeError)) throw error;
    return unread(file, "nests too deeply to be read");
  }
}

function unread(file: SourceFile, reason: string): Module {
  return { file, body: [], unreadable: [{ reason, span: { file, start: 0, end: 0 } }] };
}

/** Levels of a syntax tree that are read where not all of them can be. */
const deepest = 300;

/** The first place that does not parse. */
function firstError(root: SyntaxNode): SyntaxNode | undefined {
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "ERROR") return node;
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child?.hasError === true) open.push(child);
    }
  }
  return undefined;
}
