import type { Program, Repository } from "../../interpreter/machine";
import { namedAlike } from "../../project/folders";
import type { SourceFile } from "../../syntax/tree";
import type { Resolution, SdkSymbol } from "../dialect";
import { joinPath, folderOf } from "../paths";
import { aliased } from "./aliases";
import { jsonOf, targetsOf } from "./manifests";

/** What a path below an npm package means: `["@pulumi/aws/ec2", "SecurityGroup"]` is the class of the package. */
export function symbolOf(path: readonly string[]): SdkSymbol {
  const [root = "", ...rest] = path;
  const match = /^@pulumi(?:verse)?\/([^/]+)(?:\/(.*))?$/.exec(root);
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
  return namesOf(name).find((candidate) => repository.has(candidate));
}

function namesOf(name: string): readonly string[] {
  const bare = name.replace(/\.[cm]?jsx?$/, "");
  const folder = name === "" ? "" : `${name}/`;
  return [
    ...(endings.some((ending) => name.endsWith(ending)) ? [name] : []),
    ...endings.map((ending) => `${bare}${ending}`),
    ...endings.map((ending) => `${name}${ending}`),
    ...endings.map((ending) => `${folder}index${ending}`),
  ];
}

/** The same where the program is written on a machine whose files are found whatever the case of their letters is. */
function fileAlike(repository: Repository, names: readonly string[]): string | undefined {
  return names.map((each) => namedAlike(repository, each)).find((each) => each !== undefined);
}

export function resolve(specifier: string, from: SourceFile, { repository }: Program): Resolution {
  if (specifier.startsWith(".") || specifier.startsWith("/")) {
    const name = joinPath(folderOf(from.name), specifier);
    if (name === undefined) return { kind: "symbol", path: [specifier] };
    if (name.endsWith(".json")) return { kind: "symbol", path: [`json:${repository.has(name) ? name : (fileAlike(repository, [name]) ?? name)}`] };
    const file = fileAt(repository, name) ?? fileAlike(repository, namesOf(name));
    return file === undefined ? { kind: "files", names: [] } : { kind: "files", names: [file] };
  }
  const mapped = aliased(specifier, from, repository, fileAt) ?? workspaceFile(specifier, repository);
  return mapped === undefined ? { kind: "symbol", path: [specifier] } : { kind: "files", names: [mapped] };
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
  const exported = targetsOf(
    jsonOf(repository, folder === "" ? "package.json" : `${folder}/package.json`)?.exports,
    inside === "" ? "." : `./${inside}`,
  );
  const file = exported.map((target) => fileAt(repository, joinPath(folder, target) ?? "")).find((each) => each !== undefined);
  if (file !== undefined) return file;
  if (inside !== "")
    return [inside, `src/${inside}`, inside.replace(/^(?:dist|lib|build|bin)\//, "src/")]
      .map((path) => fileAt(repository, joinPath(folder, path) ?? ""))
      .find((each) => each !== undefined);
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
