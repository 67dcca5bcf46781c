import { addTo } from "@portcullis/policypack/grouped";
import type { Machine, Program, Repository } from "../../interpreter/machine";
import type { Binding } from "../../interpreter/scope";
import { ClassData, Closure, written, type Value } from "../../interpreter/value";
import { filesBelow } from "../../project/folders";
import type { Span } from "../../syntax/tree";

/** The program's own sources: without tests, and without what other builds in the same folder have. */
export function sources({ repository, mainFolder }: Program): readonly string[] {
  const prefix = mainFolder === "" ? "" : `${mainFolder}/`;
  return filesBelow(repository, mainFolder).filter(
    (name) => name.endsWith(".java") && !/(?:^|\/)(?:src\/test|target|build|bin|out)\//.test(name.slice(prefix.length)),
  );
}

/** A class of the program, or a member of one, by its qualified name. */
export function ownMember(path: readonly string[], machine: Machine, span: Span): Value | undefined {
  for (let end = path.length; end > 0; end--) {
    const name = path[end - 1] ?? "";
    const file = fileOf(machine.program, path.slice(0, end));
    const scope = file === undefined ? undefined : machine.load(file);
    const type = scope === undefined ? undefined : forced(scope.find(name));
    if (type?.data instanceof ClassData) return path.slice(end).reduce((object, member) => machine.member(object, member, span), type);
  }
  return undefined;
}

/** The file of a class, in the program's own sources or in those of the repository. */
function fileOf({ repository, mainFolder }: Program, path: readonly string[]): string | undefined {
  if (path.length < 2) return undefined;
  const known = files.get(repository) ?? new Map<string, [string, ...string[]]>();
  if (!files.has(repository)) {
    files.set(repository, known);
    for (const name of repository.names) {
      if (!name.endsWith(".java") || /(?:^|\/)src\/test\//.test(name)) continue;
      addTo(known, name.slice(name.lastIndexOf("/") + 1), name);
    }
  }
  const ending = `/${path.join("/")}.java`;
  const found = (known.get(`${path.at(-1) ?? ""}.java`) ?? []).filter((name) => `/${name}`.endsWith(ending));
  return (
    found.find((name) => mainFolder === "" || name.startsWith(`${mainFolder}/`)) ??
    found[0] ??
    besideAnother(repository, path, [...known.values()].flat())
  );
}

/** The file of a class that does not have the class's name: it holds several. */
function besideAnother(repository: Repository, path: readonly string[], names: readonly string[]): string | undefined {
  const known = others.get(repository) ?? new Map<string, string | undefined>();
  others.set(repository, known);
  const key = path.join("/");
  if (known.has(key)) return known.get(key);
  const folder = `/${path.slice(0, -1).join("/")}`;
  const declaration = new RegExp(String.raw`^[\w \t]*\b(?:class|interface|record|enum)\s+${path.at(-1) ?? ""}\b`, "m");
  const found = /^\w+$/.test(path.at(-1) ?? "")
    ? names.find((name) => `/${name.slice(0, name.lastIndexOf("/"))}`.endsWith(folder) && declaration.test(repository.read(name)?.text ?? ""))
    : undefined;
  known.set(key, found);
  return found;
}

const others = new WeakMap<Repository, Map<string, string | undefined>>();

const files = new WeakMap<Repository, Map<string, [string, ...string[]]>>();

function forced(binding: Binding | undefined): Value | undefined {
  if (binding?.lazy !== undefined && binding.value === undefined) {
    const { lazy } = binding;
    delete binding.lazy;
    binding.value = lazy();
  }
  return binding?.value;
}

/** Calls `main` of the class that the build names, or of the one that starts the stack. */
export function start(machine: Machine, program: Program): void {
  const { repository, mainFolder } = program;
  const own = sources(program);
  if (own.length === 0) {
    const other = filesBelow(repository, mainFolder).find((name) => /\.(?:kt|scala|groovy|jar)$/.test(name));
    const language =
      other?.endsWith(".kt") === true
        ? "Kotlin"
        : other?.endsWith(".scala") === true
          ? "Scala"
          : other?.endsWith(".groovy") === true
            ? "Groovy"
            : undefined;
    machine.gap(
      language === undefined ? "There is no Java source in the program's folder" : `The program is written in ${language}, which is not read`,
      machine.here,
    );
    return;
  }
  const textOf = (name: string): string => repository.read(name)?.text ?? "";
  const named = mainClass(program);
  const entry =
    own.find((name) => named !== undefined && `/${name}`.endsWith(`/${named.replaceAll(".", "/")}.java`)) ??
    own.find((name) => /\bPulumi\s*\.\s*(?:run|withOptions)\b/.test(textOf(name)) && /\bmain\s*\(/.test(textOf(name))) ??
    own.find((name) => /\bPulumi\s*\.\s*run/.test(textOf(name))) ??
    own.find((name) => /\bLocalWorkspace\s*\.\s*\w+Stack\b/.test(textOf(name)) && /\bmain\s*\(/.test(textOf(name)));
  const scope = entry === undefined ? undefined : machine.load(entry);
  if (entry === undefined || scope === undefined) {
    // What is not read may start it, and is said by itself.
    if (own.every((name) => repository.read(name) !== undefined)) machine.gap("There is no class whose main method starts the stack", machine.here);
    return;
  }
  const className = entry.slice(entry.lastIndexOf("/") + 1, -".java".length);
  for (const name of [className, ...(scope.parent?.bindings.keys() ?? [])]) {
    const type = scope.find(name);
    const value = name === className ? forced(type) : type?.value;
    if (value === undefined) continue;
    if (value.data instanceof Closure && name === "main") {
      machine.apply(value, [machine.list([], machine.here)], machine.here);
      return;
    }
    if (!(value.data instanceof ClassData) || value.data.expression.span.file.name !== entry) continue;
    const main = value.data.expression.members.find((member) => member.kind === "method" && member.name === "main");
    if (main === undefined) continue;
    const object = main.isStatic ? value : machine.apply(value, [], main.span);
    machine.apply(machine.member(object, "main", main.span), [machine.hole("are the arguments of the process", main.span)], main.span);
    return;
  }
  machine.gap(`${className} has no main method that is read`, written(null, machine.here).origin.span);
}

/** The class that pom.xml or build.gradle names. */
function mainClass({ repository, mainFolder }: Program): string | undefined {
  const prefix = mainFolder === "" ? "" : `${mainFolder}/`;
  const patterns: readonly (readonly [file: string, pattern: RegExp])[] = [
    ["pom.xml", /<mainClass>\s*([\w.]+)\s*<\/mainClass>/],
    ["pom.xml", /<exec\.mainClass>\s*([\w.]+)\s*<\/exec\.mainClass>/],
    ["build.gradle", /\bmainClass(?:Name)?\s*(?:=|\.set\()?\s*\(?["']([\w.]+)["']/],
    ["build.gradle.kts", /\bmainClass(?:Name)?\s*(?:=|\.set\()?\s*\(?["']([\w.]+)["']/],
    ["app/build.gradle", /\bmainClass(?:Name)?\s*(?:=|\.set\()?\s*\(?["']([\w.]+)["']/],
    ["app/build.gradle.kts", /\bmainClass(?:Name)?\s*(?:=|\.set\()?\s*\(?["']([\w.]+)["']/],
  ];
  for (const [file, pattern] of patterns) {
    if (!repository.has(`${prefix}${file}`)) continue;
    const found = pattern.exec(repository.read(`${prefix}${file}`)?.text ?? "")?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
