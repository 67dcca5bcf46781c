import { addTo } from "@portcullis/policypack/grouped";
import type { Machine, Program, Repository } from "../../interpreter/machine";
import type { Binding, Scope } from "../../interpreter/scope";
import { ClassData, Closure, type Value } from "../../interpreter/value";
import { filesBelow, filesIn, filesNamed } from "../../project/folders";
import { joinPath, folderOf } from "../paths";

/** The sources of a project: those in its folder, but not in another project's, and those of the projects that it refers to. */
export function sources({ repository, mainFolder }: Program): readonly string[] {
  const known = listed.get(repository)?.get(mainFolder);
  if (known !== undefined) return known;
  const made = sourcesOf(repository, mainFolder);
  const ofRepository = listed.get(repository) ?? new Map<string, readonly string[]>();
  listed.set(repository, ofRepository.set(mainFolder, made));
  return made;
}

const listed = new WeakMap<Repository, Map<string, readonly string[]>>();

function sourcesOf(repository: Repository, mainFolder: string): readonly string[] {
  const projects = filesNamed(repository, ".csproj");
  const folders = new Set(projects.map(folderOf));
  const main = mainProject(repository, mainFolder, projects);
  const open = [main];
  const read = new Set<string>();
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (read.has(folder)) continue;
    read.add(folder);
    for (const project of projects.filter((name) => folderOf(name) === folder)) open.push(...referredTo(repository, project));
  }
  // The main project comes last: its classes win over others of the same name. How other projects start is of no interest.
  const sourcesIn = (folder: string): readonly string[] =>
    filesBelow(repository, folder).filter((name) => name.endsWith(".cs") && belongsTo(name, folder, folders));
  read.delete(main);
  const others = [...read].flatMap(sourcesIn).filter((name) => !/(?:^|\/)Program\.cs$/.test(name));
  return [...new Set(others), ...sourcesIn(main)];
}

/** The folder of the project that runs: the program's own, or that of the only one below it that uses Pulumi. */
function mainProject(repository: Repository, mainFolder: string, projects: readonly string[]): string {
  if (projects.some((name) => folderOf(name) === mainFolder)) return mainFolder;
  const below = projects.filter(
    (name) => (mainFolder === "" || name.startsWith(`${mainFolder}/`)) && /Include="Pulumi["\.]/.test(repository.read(name)?.text ?? ""),
  );
  const [only] = below.filter((name) => !/test/i.test(name));
  return only === undefined || below.filter((name) => !/test/i.test(name)).length > 1 ? mainFolder : folderOf(only);
}

function referredTo(repository: Repository, project: string): readonly string[] {
  const text = repository.read(project)?.text ?? "";
  return [...text.matchAll(/<ProjectReference\s+Include="([^"]+)"/g)].flatMap(([, include = ""]) => {
    const target = joinPath(folderOf(project), include.replaceAll("\\", "/"));
    return target === undefined || !repository.has(target) ? [] : [folderOf(target)];
  });
}

/** Whether a file lies in a project's folder, and in no other project's inside of it. */
function belongsTo(name: string, folder: string, projects: ReadonlySet<string>): boolean {
  const prefix = folder === "" ? "" : `${folder}/`;
  if (!name.startsWith(prefix) || /(?:^|\/)(?:bin|obj|node_modules)\//.test(name.slice(prefix.length))) return false;
  for (let own = folderOf(name); own !== folder; own = folderOf(own)) if (projects.has(own)) return false;
  return true;
}

/** What all files of a project see: global usings, namespaces, extension methods. */
export interface ProjectIndex {
  readonly opened: readonly string[];
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly namespaces: ReadonlySet<string>;
  readonly extensions: ReadonlyMap<string, readonly Closure[]>;
}

const indexes = new WeakMap<Machine, ProjectIndex>();

/** The index of the program that is read; the extension methods are found when its files are loaded. */
export function indexOf(machine: Machine): ProjectIndex {
  const known = indexes.get(machine);
  if (known !== undefined) return known;
  const { program } = machine;
  const opened: string[] = [];
  const aliases = new Map<string, readonly string[]>();
  const namespaces = new Set<string>();
  const main = folderOf(sources(program).at(-1) ?? "");
  const texts = textsOf(program);
  const projects = filesIn(program.repository, main)
    .filter((name) => name.endsWith(".csproj"))
    .map((name) => program.repository.read(name)?.text ?? "");
  for (const text of texts) {
    for (const [, alias, target = ""] of text.matchAll(/^\s*global\s+using\s+(?:static\s+)?(?:(\w+)\s*=\s*)?(?:global::)?([\w.]+)\s*;/gm)) {
      if (alias === undefined) opened.push(target);
      else aliases.set(alias, target.split("."));
    }
    for (const [, namespace = ""] of text.matchAll(/^\s*namespace\s+([\w.]+)/gm)) {
      const segments = namespace.split(".");
      for (let end = 1; end <= segments.length; end++) namespaces.add(segments.slice(0, end).join("."));
    }
  }
  for (const text of projects) {
    for (const [, target = ""] of text.matchAll(/<Using\s+Include="([\w.]+)"(?![^>]*\bAlias=)/g)) opened.push(target);
    for (const [, target = "", alias = ""] of text.matchAll(/<Using\s+Include="([\w.]+)"\s+Alias="(\w+)"/g)) aliases.set(alias, target.split("."));
  }
  const index: ProjectIndex = { opened, aliases, namespaces, extensions: extensionsOf(machine) };
  indexes.set(machine, index);
  return index;
}

/** Static methods whose first parameter is written with `this`. */
function extensionsOf(machine: Machine): ReadonlyMap<string, readonly Closure[]> {
  const found = new Map<string, [Closure, ...Closure[]]>();
  const shared = sharedScope(machine);
  // Classes are only made for this if a source says that they extend others.
  const extending = namesIn(
    textsOf(machine.program).filter((text) => /\(\s*this\s+\w/.test(text)),
    /\bclass\s+(\w+)/g,
  );
  for (const [name, binding] of shared?.bindings ?? []) {
    if (!extending.has(name)) continue;
    const type = forced(binding);
    if (!(type?.data instanceof ClassData)) continue;
    for (const { name: method, function: expression, isStatic } of type.data.expression.members) {
      if (!isStatic || expression?.parameters[0]?.type?.startsWith("this ") !== true) continue;
      addTo(found, method, new Closure(method, expression, type.data.scope, type, type.data));
    }
  }
  return found;
}

/** What a pattern's first group finds in texts; each is gone through once, however many names a program has. */
function namesIn(texts: readonly string[], pattern: RegExp): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => Array.from(text.matchAll(pattern), ([, name = ""]) => name)));
}

function textsOf(program: Program): readonly string[] {
  return sources(program).map((name) => program.repository.read(name)?.text ?? "");
}

/** The scope that all files of the project share. */
export function sharedScope(machine: Machine): Scope | undefined {
  const last = sources(machine.program).at(-1);
  return last === undefined ? undefined : machine.load(last)?.parent;
}

/** What a binding holds; a declaration that was not evaluated before is now. */
export function forced(binding: Binding): Value | undefined {
  if (binding.value === undefined && binding.lazy !== undefined) {
    const { lazy } = binding;
    delete binding.lazy;
    binding.value = lazy();
  }
  return binding.value;
}

/** Runs the program: its statements, its `Main`, or the class of its stack. */
export function start(machine: Machine, program: Program): void {
  const files = sources(program);
  const last = files.at(-1);
  if (last === undefined) {
    const other = filesBelow(program.repository, program.mainFolder).find((name) => /\.(?:fs|vb|fsproj|vbproj)$/.test(name));
    const language = other === undefined ? undefined : /\.fs(?:proj)?$/.test(other) ? "F#" : "Visual Basic";
    machine.gap(
      language === undefined ? "There is no C# source in the program's folder" : `The program is written in ${language}, which is not read`,
      machine.here,
    );
    return;
  }
  const scope = machine.load(last);
  if (files.some((name) => hasStatements(machine.program.repository, name))) return;
  const starting = textsOf(program).filter((text) => /\bstatic\s+(?:async\s+)?(?:[\w.]+(?:<[\w.<>]+>)?)\s+Main\s*\(/.test(text));
  const mains = namesIn(starting, /\b(?:class|struct|record)\s+(\w+)/g);
  for (const [name, binding] of scope?.parent?.bindings ?? []) {
    if (!mains.has(name)) continue;
    const type = forced(binding);
    if (!(type?.data instanceof ClassData)) continue;
    const main = type.data.expression.members.find((member) => member.isStatic && member.kind === "method" && member.name === "Main");
    if (main === undefined) continue;
    machine.apply(machine.member(type, "Main", main.span), [machine.hole("are the arguments of the process", main.span)], main.span);
    return;
  }
  startStacks(machine, scope?.parent);
}

/** Where nothing starts them, as in a project of unit tests, the classes of stacks are the program. */
function startStacks(machine: Machine, shared: Scope | undefined): void {
  const stacks: Value[] = [];
  const named = namesIn(textsOf(machine.program), /\bclass\s+(\w+)\s*(?:\([^)]*\)\s*)?:\s*(?:Pulumi\.)?Stack\b/g);
  for (const [name, binding] of shared?.bindings ?? []) {
    if (!named.has(name)) continue;
    const type = forced(binding);
    if (type?.data instanceof ClassData) stacks.push(type);
  }
  if (stacks.length === 0) machine.gap("There is no Main method, and there are no statements at the top of a file", machine.here);
  for (const stack of stacks) machine.call(stack, [], stack.origin.span);
}

/** Whether statements stand outside of all classes, as far as the text says. */
function hasStatements(repository: Repository, name: string): boolean {
  return topLevel.has(repository.read(name) ?? {});
}

/** The files that have statements of their own; noted when they are lowered. */
export const topLevel = new WeakSet();
