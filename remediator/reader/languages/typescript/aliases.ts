import type { Repository } from "../../interpreter/machine";
import type { SourceFile } from "../../syntax/tree";
import { folderOf, joinPath } from "../paths";
import { jsonOf, objectOf, starOf, targetsOf, type Json } from "./manifests";

interface Aliases {
  /** What `paths` says, each with the folder that its targets are relative to. */
  readonly aliases: readonly { readonly pattern: string; readonly folder: string; readonly targets: readonly string[] }[];
  readonly base: string | undefined;
}

/** The file that a name means by `paths` and `baseUrl` of the nearest tsconfig.json, or by `imports` of the nearest package.json. */
export function aliased(
  specifier: string,
  from: SourceFile,
  repository: Repository,
  fileAt: (repository: Repository, name: string) => string | undefined,
): string | undefined {
  const fileIn = (folder: string, target: string): string | undefined => {
    const name = joinPath(folder, target);
    return name === undefined ? undefined : fileAt(repository, name);
  };
  const first = (folder: string, targets: readonly string[]): string | undefined =>
    targets.map((target) => fileIn(folder, target)).find((file) => file !== undefined);
  const own = nearest(from, (folder) => aliasesIn(folder, repository));
  for (const { pattern, folder, targets } of own?.value.aliases ?? []) {
    const star = starOf(pattern, specifier);
    const file =
      star === undefined
        ? undefined
        : first(
            folder,
            targets.map((target) => target.replace("*", star)),
          );
    if (file !== undefined) return file;
  }
  const based = own?.value.base === undefined ? undefined : fileIn(own.value.base, specifier);
  if (based !== undefined || !specifier.startsWith("#")) return based;
  const manifest = nearest(from, (folder) => jsonOf(repository, at(folder, "package.json")));
  return manifest === undefined ? undefined : first(manifest.folder, targetsOf(manifest.value.imports, specifier));
}

/** What is found in the folder of a file, or in the one above it that has it first. */
function nearest<T>(from: SourceFile, find: (folder: string) => T | undefined): { readonly folder: string; readonly value: T } | undefined {
  for (let folder = folderOf(from.name); ; folder = folderOf(folder)) {
    const value = find(folder);
    if (value !== undefined) return { folder, value };
    if (folder === "") return undefined;
  }
}

const configurations = new WeakMap<Repository, Map<string, Aliases | undefined>>();

function aliasesIn(folder: string, repository: Repository): Aliases | undefined {
  const known = configurations.get(repository) ?? new Map<string, Aliases | undefined>();
  configurations.set(repository, known);
  if (known.has(folder)) return known.get(folder);
  const made = aliasesOf(at(folder, "tsconfig.json"), repository, new Set());
  known.set(folder, made);
  return made;
}

/** Those of a tsconfig.json, and what it does not say itself of those that it extends, the last first: https://www.typescriptlang.org/tsconfig/#extends */
function aliasesOf(name: string, repository: Repository, seen: Set<string>): Aliases | undefined {
  const json = jsonOf(repository, name);
  if (json === undefined || seen.has(name)) return undefined;
  seen.add(name);
  const folder = folderOf(name);
  const options = objectOf(json.compilerOptions) ?? {};
  const inherited = parentsOf(json, folder, repository).flatMap((parent) => aliasesOf(parent, repository, seen) ?? []);
  const base = typeof options.baseUrl === "string" ? joinPath(folder, options.baseUrl) : inherited.find((each) => each.base !== undefined)?.base;
  const paths = objectOf(options.paths);
  if (paths === undefined) return { aliases: inherited.find(({ aliases }) => aliases.length > 0)?.aliases ?? [], base };
  const aliases = Object.entries(paths).map(([pattern, targets]) => ({
    pattern,
    folder: base ?? folder,
    targets: Array.isArray(targets) ? targets.filter((target): target is string => typeof target === "string") : [],
  }));
  return { aliases, base };
}

function parentsOf(json: Json, folder: string, repository: Repository): readonly string[] {
  const given = Array.isArray(json.extends) ? json.extends : [json.extends];
  return given
    .filter((each): each is string => typeof each === "string" && each.startsWith("."))
    .map((each) => joinPath(folder, each))
    .flatMap((each) => (each === undefined ? [] : [each, `${each}.json`].filter((file) => repository.has(file)).slice(0, 1)))
    .reverse();
}

function at(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
