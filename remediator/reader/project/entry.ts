import path from "node:path/posix";
import type { Repository } from "../interpreter/machine";
import { hasFolder, parentOf } from "./folders";
import type { Runtime } from "./project";

/** Where a program runs, and the file that it starts with, if one is named. */
export interface EntryPoint {
  readonly mainFolder: string;
  readonly entry: string | undefined;
  /** The program is not in the repository. */
  readonly isElsewhere?: true;
}

/**
 * What `main` of Pulumi.yaml and of package.json mean. A build that is not part of the repository is read from its sources.
 */
export function entryPoint(
  repository: Repository,
  folder: string,
  runtime: Runtime | undefined,
  main: string | undefined,
  say: (reason: string) => void,
): EntryPoint {
  const found = main === undefined ? { mainFolder: folder, entry: undefined } : namedMain(repository, folder, runtime, main, say);
  if (found.isElsewhere === true || found.entry !== undefined || runtime !== "nodejs") return found;
  return { ...found, entry: packageMain(repository, found.mainFolder, folder) };
}

function namedMain(repository: Repository, folder: string, runtime: Runtime | undefined, main: string, say: (reason: string) => void): EntryPoint {
  const target = inside(path.isAbsolute(main) ? ".." : path.join(folder, main));
  if (target === undefined) {
    say("leads out of the repository: the program there is not read");
    return { mainFolder: folder, entry: undefined, isElsewhere: true };
  }
  if (repository.has(target)) return { mainFolder: parentOf(target), entry: target };
  if (hasFolder(repository, target)) return { mainFolder: target, entry: undefined };
  const entry = runtime === "nodejs" ? (modules(target).find((name) => repository.has(name)) ?? sourceOf(repository, target, folder)) : undefined;
  if (entry !== undefined) return { mainFolder: parentOf(entry), entry };
  say("is not there: the program is read from the folder of the project instead");
  return { mainFolder: folder, entry: undefined };
}

function packageMain(repository: Repository, mainFolder: string, projectFolder: string): string | undefined {
  const manifest = repository.read(path.join(mainFolder, "package.json"));
  const main = manifest && mainIn(manifest.text);
  const target = main === undefined ? undefined : inside(path.join(mainFolder, main));
  if (target === undefined) return undefined;
  const names = [target, ...modules(target), ...(hasFolder(repository, target) ? modules(path.join(target, "index")) : [])];
  return names.find((name) => repository.has(name)) ?? sourceOf(repository, target, projectFolder);
}

function mainIn(manifest: string): string | undefined {
  try {
    const json = JSON.parse(manifest.replace(/^\uFEFF/, "")) as { readonly main?: unknown } | null;
    return typeof json?.main === "string" && json.main !== "" ? json.main : undefined;
  } catch {
    return undefined;
  }
}

/** The source that a TypeScript build is made from: `bin/index.js` of `outDir: "bin"` from `index.ts`. */
function sourceOf(repository: Repository, target: string, projectFolder: string): string | undefined {
  for (let folder = target; folder !== "" && folder !== projectFolder;) {
    folder = parentOf(folder);
    const { outDir, rootDir } = compilerOptions(repository.read(path.join(folder, "tsconfig.json"))?.text ?? "");
    const output = outDir === undefined ? firstFolderBelow(folder, target) : inside(path.join(folder, outDir));
    if (output === undefined || (target !== output && !target.startsWith(`${output}/`))) continue;
    const rest = target.slice(output.length).replace(/^\//, "");
    const roots = (rootDir === undefined ? ["", "src"] : [rootDir]).map((root) => path.join(folder, root));
    const found = roots.flatMap((root) => sourceNames(path.join(root, rest))).find((name) => repository.has(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where nothing says what the build's folder is: `dist` of `dist/index.js`. */
function firstFolderBelow(folder: string, target: string): string | undefined {
  const [, first] = /^(?:\.\/)?([^/]+)(?:\/|$)/.exec(path.relative(folder, target)) ?? [];
  return first !== undefined && /^(bin|dist|build|lib|out)$/.test(first) ? path.join(folder, first) : undefined;
}

function sourceNames(built: string): readonly string[] {
  const bare = /\.([cm]?)js$/.exec(built);
  if (bare !== null) return [built.replace(/js$/, "ts"), built.replace(/js$/, "tsx"), built];
  return [...modules(path.join(built, "index")), ...modules(built)].filter((name) => inside(name) !== undefined);
}

function compilerOptions(text: string): { readonly outDir: string | undefined; readonly rootDir: string | undefined } {
  const option = (name: string): string | undefined => new RegExp(`"${name}"\\s*:\\s*"([^"]+)"`).exec(text.replace(/^\s*\/\/.*$/gm, ""))?.[1];
  return { outDir: option("outDir"), rootDir: option("rootDir") };
}

/** What Node.js with ts-node takes a name without an extension for. */
function modules(name: string): readonly string[] {
  return [".js", ".ts", ".json", ".cjs", ".mjs", ".cts", ".mts", ".tsx"].map((extension) => `${name}${extension}`);
}

/** A normal path below the top folder; undefined for one that leaves it. */
function inside(name: string): string | undefined {
  const normal = path.normalize(name).replace(/\/$/, "");
  if (normal === ".." || normal.startsWith("../") || path.isAbsolute(normal)) return undefined;
  return normal === "." ? "" : normal;
}
