import type { Program, Repository } from "../../interpreter/machine";
import type { SourceFile } from "../../syntax/tree";
import type { Resolution, SdkSymbol } from "../dialect";
import { joinPath, folderOf } from "../paths";

/** What a path below an npm package means: `["@pulumi/aws/ec2", "SecurityGroup"]` is the class of the package. */
export function symbolOf(path: readonly string[]): SdkSymbol {
  const [root = "", ...rest] = path;
  const match = /^@pulumi\/([^/]+)(?:\/(.*))?$/.exec(root);
  if (match === null) return { package: "", path };
  const [, name = "", inside = ""] = match;
  const segments = [...inside.split("/").filter((segment) => segment !== "" && segment !== "index"), ...rest].filter(
    (segment) => segment !== "default",
  );
  // `@pulumi/aws/ec2/securityGroup` is the file of the class SecurityGroup.
  const own = segments.filter((segment, index) => segments[index + 1]?.toLowerCase() !== segment.toLowerCase());
  return { package: name, path: own };
}

const endings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** The file that a specifier names, with or without its ending, as the compiler and Node.js look for it. */
export function fileAt(repository: Repository, name: string): string | undefined {
  if (repository.has(name) && endings.some((ending) => name.endsWith(ending))) return name;
  const bare = name.replace(/\.[cm]?jsx?$/, "");
  const folder = name === "" ? "" : `${name}/`;
  const candidates = [
    ...endings.map((ending) => `${bare}${ending}`),
    ...endings.map((ending) => `${name}${ending}`),
    ...endings.map((ending) => `${folder}index${ending}`),
  ];
  return candidates.find((candidate) => repository.has(candidate));
}

export function resolve(specifier: string, from: SourceFile, { repository }: Program): Resolution {
  if (specifier.startsWith(".") || specifier.startsWith("/")) {
    const name = joinPath(folderOf(from.name), specifier);
    if (name === undefined) return { kind: "symbol", path: [specifier] };
    if (name.endsWith(".json")) return { kind: "symbol", path: [`json:${name}`] };
    const file = fileAt(repository, name);
    return file === undefined ? { kind: "files", names: [] } : { kind: "files", names: [file] };
  }
  const mapped = aliased(specifier, from, repository) ?? workspaceFile(specifier, repository);
  return mapped === undefined ? { kind: "symbol", path: [specifier] } : { kind: "files", names: [mapped] };
}

interface Alias {
  readonly prefix: string;
  readonly suffix: string;
  readonly targets: readonly string[];
}

interface Aliases {
  readonly folder: string;
  readonly aliases: readonly Alias[];
  readonly base: string | undefined;
}

const configurations = new WeakMap<Repository, Map<string, Aliases | undefined>>();

/** `paths` and `baseUrl` of the nearest tsconfig.json. */
function aliased(specifier: string, from: SourceFile, repository: Repository): string | undefined {
  for (let folder = folderOf(from.name); ; folder = folderOf(folder)) {
    const found = aliasesIn(folder, repository);
    if (found !== undefined) {
      for (const { prefix, suffix, targets } of found.aliases) {
        if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
        const star = specifier.slice(prefix.length, specifier.length - suffix.length);
        for (const target of targets) {
          const name = joinPath(found.folder, target.replace("*", star));
          const file = name === undefined ? undefined : fileAt(repository, name);
          if (file !== undefined) return file;
        }
      }
      const based = found.base === undefined ? undefined : joinPath(found.base, specifier);
      return based === undefined ? undefined : fileAt(repository, based);
    }
    if (folder === "") return undefined;
  }
}

function aliasesIn(folder: string, repository: Repository): Aliases | undefined {
  const known = configurations.get(repository) ?? new Map<string, Aliases | undefined>();
  configurations.set(repository, known);
  if (known.has(folder)) return known.get(folder);
  const options = compilerOptions(repository, folder === "" ? "tsconfig.json" : `${folder}/tsconfig.json`);
  const made = options === undefined ? undefined : aliasesOf(options, folder);
  known.set(folder, made);
  return made;
}

function aliasesOf(options: Readonly<Record<string, unknown>>, folder: string): Aliases {
  const base = typeof options.baseUrl === "string" ? joinPath(folder, options.baseUrl) : undefined;
  const paths = typeof options.paths === "object" && options.paths !== null ? Object.entries(options.paths) : [];
  const aliases = paths.map(([key, targets]): Alias => {
    const [prefix = "", suffix = ""] = key.split("*");
    return { prefix, suffix, targets: Array.isArray(targets) ? targets.filter((target) => typeof target === "string") : [] };
  });
  return { folder: base ?? folder, aliases, base };
}

function compilerOptions(repository: Repository, name: string): Readonly<Record<string, unknown>> | undefined {
  const json = jsonOf(repository, name);
  const options = json?.compilerOptions;
  return typeof options === "object" && options !== null ? (options as Readonly<Record<string, unknown>>) : undefined;
}

/** JSON with comments and trailing commas, as tsconfig.json may have them. */
function jsonOf(repository: Repository, name: string): Readonly<Record<string, unknown>> | undefined {
  if (!repository.has(name)) return undefined;
  const text = (repository.read(name)?.text ?? "")
    .replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (match) => (match.startsWith('"') ? match : ""))
    .replace(/,(\s*[}\]])/g, "$1");
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? (json as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

const workspaces = new WeakMap<Repository, ReadonlyMap<string, string>>();

/** A package of the same repository, by its name: its entry's source. */
function workspaceFile(specifier: string, repository: Repository): string | undefined {
  const packages = workspaces.get(repository) ?? packagesOf(repository);
  workspaces.set(repository, packages);
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const folder = packages.get(name);
  if (folder === undefined) return undefined;
  const inside = specifier.slice(name.length).replace(/^\//, "");
  if (inside !== "")
    return [inside, `src/${inside}`, inside.replace(/^(?:dist|lib|build|bin)\//, "src/")]
      .map((path) => fileAt(repository, joinPath(folder, path) ?? ""))
      .find((file) => file !== undefined);
  return entryOf(repository, folder);
}

function packagesOf(repository: Repository): ReadonlyMap<string, string> {
  const packages = new Map<string, string>();
  for (const file of repository.names) {
    if (!/(?:^|\/)package\.json$/.test(file)) continue;
    const name = jsonOf(repository, file)?.name;
    if (typeof name === "string" && !packages.has(name)) packages.set(name, folderOf(file));
  }
  return packages;
}

/** The source of a package's entry: what `main` says, or what it is built from. */
export function entryOf(repository: Repository, folder: string): string | undefined {
  const json = jsonOf(repository, folder === "" ? "package.json" : `${folder}/package.json`);
  const main = typeof json?.main === "string" ? json.main : undefined;
  const built = main?.replace(/^(?:\.\/)?(?:bin|dist|lib|build|out)\//, "");
  const candidates = [main, built, built === undefined ? undefined : `src/${built}`, "index", "src/index", "src/main", "main"];
  for (const candidate of candidates) {
    const name = candidate === undefined ? undefined : joinPath(folder, candidate);
    const file = name === undefined ? undefined : fileAt(repository, name);
    if (file !== undefined) return file;
  }
  return undefined;
}
