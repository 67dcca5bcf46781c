import type { Program } from "../../interpreter/machine";
import { filesBelow } from "../../project/folders";
import { isProvider } from "../../sdk/packages";
import type { SourceFile } from "../../syntax/tree";
import type { Resolution, SdkSymbol } from "../dialect";
import { folderOf } from "../paths";
import { searchPath } from "./search-path";

/** `cidr_blocks` is `cidrBlocks`; a blank underscore at the end keeps a name from being a keyword. */
export function camelCase(name: string): string {
  if (!name.includes("_")) return name;
  const trimmed = name.replace(/_+$/, "");
  const start = /^_*/.exec(trimmed)?.[0] ?? "";
  return start + trimmed.slice(start.length).replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}

/** What an import's path means under the names of the npm packages. */
export function symbolOf(path: readonly string[]): SdkSymbol {
  const [first = "", ...rest] = path;
  if (first === "pulumi") return coreSymbol(rest);
  const match = /^(?:pulumi|pulumiverse)_(\w+)$/.exec(first);
  if (match?.[1] === undefined || rest[0] === "config") return { package: "", path };
  return { package: match[1].replaceAll("_", "-"), path: packagePath(rest) };
}

const optionClasses = ["ResourceOptions", "InvokeOptions", "InvokeOutputOptions"];
const logFunctions = ["debug", "info", "warn", "error"];

function coreSymbol(rest: readonly string[]): SdkSymbol {
  // Classes are also found in the files that they are written in: pulumi.output.Output, pulumi.resource.ResourceOptions.
  const [module = "", ...inner] = rest;
  const isFile = ["output", "resource", "config", "metadata", "stack_reference", "asset"].includes(module) && inner.length > 0;
  const own = isFile ? inner : rest;
  const [head = ""] = own;
  if (optionClasses.includes(head)) return { package: "", path: ["pulumi", ...own] };
  if (own.length === 1 && logFunctions.includes(head)) return { package: "pulumi", path: ["log", head] };
  return { package: "pulumi", path: own.map((part, index) => (index === own.length - 1 || index > 0 ? camelCase(part) : part)) };
}

/** Modules, then the name: `lambda_` is `lambda`, the file that a class stands in is left out, functions are in camel case. */
function packagePath(path: readonly string[]): readonly string[] {
  return path.flatMap((part, index): readonly string[] => {
    const next = path[index + 1];
    if (next === undefined) return [/^[A-Z]/.test(part) ? part : camelCase(part)];
    if (part.startsWith("_") || ((part === "outputs" || part === "inputs") && /^[A-Z]/.test(next))) return [];
    if (part === snakeCase(next) && index > 0) return [];
    return [part.replace(/_$/, "")];
  });
}

/** The file in which the SDK has a class or function. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** Where `import` and `from` lead: modules next to the file for relative ones, else below the folders that Python looks in. */
export function resolve(specifier: string, from: SourceFile, program: Program): Resolution {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const parts = specifier
    .slice(dots)
    .split(".")
    .filter((part) => part !== "");
  if (dots > 0) {
    const folder = upwards(folderOf(from.name), dots - 1);
    const names = folder === undefined ? [] : moduleIn(folder, parts, program);
    const isFolder = names.length > 0 || folder === undefined || parts.length === 0 || holdsModules(inside(folder, parts.join("/")), program);
    return { kind: "files", names: isFolder ? names : [`${inside(folder, parts.join("/"))}.py`] };
  }
  const [first = ""] = parts;
  const folders = isElsewhere(first) ? [program.mainFolder] : searchPath(from, program);
  for (const folder of folders) {
    const names = moduleIn(folder, parts, program);
    if (names.length > 0) return { kind: "files", names };
  }
  const isFolder = folders.some((folder) => holdsModules(inside(folder, parts.join("/")), program));
  return isFolder ? { kind: "files", names: [] } : { kind: "symbol", path: parts };
}

/** What a folder that only looks like it must not stand for: Python's own modules, common packages, Pulumi's SDKs. */
function isElsewhere(module: string): boolean {
  const { package: sdk } = symbolOf([module]);
  return standardModules.has(module) || (sdk === "" ? module.startsWith("pulumi") : isProvider(sdk));
}

const standardModules = new Set(
  (
    "abc argparse ast asyncio base64 boto3 collections configparser contextlib copy csv dataclasses datetime enum functools glob hashlib http inspect io " +
    "ipaddress itertools json jinja2 logging math operator os pathlib platform random re requests secrets shutil socket string subprocess sys tempfile " +
    "textwrap time types typing typing_extensions unittest urllib uuid warnings yaml zipfile"
  ).split(" "),
);

/** A package without an `__init__.py`. */
function holdsModules(folder: string, { repository }: Program): boolean {
  return folder !== "" && filesBelow(repository, folder).some((name) => name.endsWith(".py"));
}

function moduleIn(folder: string, parts: readonly string[], { repository }: Program): readonly string[] {
  const path = inside(folder, parts.join("/"));
  const candidates = parts.length === 0 ? [inside(folder, "__init__.py")] : [`${path}/__init__.py`, `${path}.py`];
  const found = candidates.find((name) => repository.has(name));
  return found === undefined ? [] : [found];
}

function inside(folder: string, name: string): string {
  return folder === "" ? name : name === "" ? folder : `${folder}/${name}`;
}

function upwards(folder: string, steps: number): string | undefined {
  let at: string | undefined = folder;
  for (let step = 0; step < steps && at !== undefined; step++) at = at === "" ? undefined : folderOf(at);
  return at;
}
