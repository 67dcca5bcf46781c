import type { Program, Repository } from "../../interpreter/machine";
import type { SourceFile } from "../../syntax/tree";
import type { Resolution } from "../dialect";

/** Finds an imported package in the repository: by the module paths of its go.mod files and what they replace. */
export function resolve(specifier: string, _from: SourceFile, program: Program): Resolution {
  const { repository } = program;
  for (const { module, folder } of modulesOf(repository)) {
    if (specifier !== module && !specifier.startsWith(`${module}/`)) continue;
    const names = filesOf(repository, joinPath(folder, specifier.slice(module.length + 1)));
    if (names.length > 0) return { kind: "files", names };
  }
  return { kind: "symbol", path: [specifier] };
}

interface GoModule {
  readonly module: string;
  readonly folder: string;
}

const known = new WeakMap<Repository, readonly GoModule[]>();

/** The longest path first: a module inside of another one is not part of it. */
function modulesOf(repository: Repository): readonly GoModule[] {
  const before = known.get(repository);
  if (before !== undefined) return before;
  const found = repository.names
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
    })
    .sort((a, b) => b.module.length - a.module.length);
  known.set(repository, found);
  return found;
}

/** The files of a package: those of the folder itself, tests not. */
export function filesOf(repository: Repository, folder: string): readonly string[] {
  return repository.names.filter((name) => name.endsWith(".go") && !name.endsWith("_test.go") && folderOf(name) === folder);
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
