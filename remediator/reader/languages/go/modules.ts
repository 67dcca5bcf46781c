import { grouped } from "@portcullis/policypack/grouped";
import type { Program, Repository } from "../../interpreter/machine";
import type { SourceFile } from "../../syntax/tree";
import { filesIn, filesNamed } from "../../project/folders";
import type { Resolution } from "../dialect";

/** The files of a package. */
export function sources({ repository }: Program, folder: string): readonly string[] {
  return filesOf(repository, folder);
}

/** Finds an imported package in the repository: by the module paths of its go.mod files and what they replace. */
export function resolve(specifier: string, from: SourceFile, program: Program): Resolution {
  const { repository } = program;
  const modules = modulesOf(repository);
  // The longest path first: a module inside of another one is not part of it.
  for (let end = specifier.length; end > 0; end = specifier.lastIndexOf("/", end - 1)) {
    const module = specifier.slice(0, end);
    for (const folder of nearestFirst(modules.get(module) ?? [], from.name)) {
      const names = filesOf(repository, joinPath(folder, specifier.slice(module.length + 1)));
      if (names.length > 0) return { kind: "files", names };
    }
  }
  return { kind: "symbol", path: [specifier] };
}

/** Several programs of a repository may call themselves alike: each means its own folder. */
function nearestFirst(folders: readonly string[], file: string): readonly string[] {
  if (folders.length < 2) return folders;
  const own = folders.filter((folder) => folder === "" || file.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
  return [...own, ...folders.filter((folder) => !own.includes(folder))];
}

interface GoModule {
  readonly module: string;
  readonly folder: string;
}

const known = new WeakMap<Repository, ReadonlyMap<string, readonly string[]>>();

/** The folders of modules by their paths. */
function modulesOf(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const before = known.get(repository);
  if (before !== undefined) return before;
  const found = filesNamed(repository, "go.mod")
    .filter((name) => name === "go.mod" || name.endsWith("/go.mod"))
    .flatMap((name): GoModule[] => {
      const text = repository.read(name)?.text ?? "";
      const folder = folderOf(name);
      const module = /^\s*module\s+"?([^\s"]+)"?/m.exec(text)?.[1];
      const replaced = [...text.matchAll(/^\s*(?:replace\s+)?([^\s"(]+)(?:\s+v\S+)?\s*=>\s*(\.{1,2}\/?\S*)/gm)].flatMap(
        ([, path = "", target = ""]): GoModule[] => {
          const to = joinPath(folder, target);
          return to.startsWith("..") ? [] : [{ module: path, folder: to }];
        },
      );
      return [...(module === undefined ? [] : [{ module, folder }]), ...replaced];
    });
  const made = new Map(grouped(found, ({ module }) => module).map(([module, all]) => [module, all.map(({ folder }) => folder)]));
  known.set(repository, made);
  return made;
}

/** Whether the file's module is of a Go before 1.22, whose loops have one variable for all rounds: https://go.dev/blog/loopvar-preview. */
export function sharesLoopVariables(_: "for" | "for each", file: SourceFile, { repository }: Program): boolean {
  const before = olderFiles.get(file) ?? isOlder(file, repository);
  olderFiles.set(file, before);
  return before;
}

const olderFiles = new WeakMap<SourceFile, boolean>();

function isOlder({ name }: SourceFile, repository: Repository): boolean {
  for (let folder = folderOf(name); ; folder = folderOf(folder)) {
    const text = repository.read(joinPath(folder, "go.mod"))?.text;
    if (text !== undefined) {
      const [, major = "1", minor = "22"] = /^\s*go\s+(\d+)\.(\d+)/m.exec(text) ?? [];
      return Number(major) === 1 && Number(minor) < 22;
    }
    if (folder === "") return false;
  }
}

/** The files of a package: those of the folder itself, tests not. */
export function filesOf(repository: Repository, folder: string): readonly string[] {
  return filesIn(repository, folder).filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"));
}

function folderOf(name: string): string {
  return name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "";
}

/** Joins paths without leaving the top: one that would begins with "..". */
function joinPath(...parts: readonly string[]): string {
  const segments: string[] = [];
  for (const segment of parts.join("/").split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments.join("/");
}
