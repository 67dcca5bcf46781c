import { joined } from "@portcullis/policypack/joined";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { failed, isRecord, type Failed } from "../system/failed";
import { textOf } from "../system/text";
import { unknownText } from "@portcullis/policypack/resources/property-values";

/** A Pulumi program: what its Pulumi.yaml and the settings of one stack say. */
export interface Project {
  readonly kind: "project";
  readonly name: string;
  readonly runtime: string;
  /** The folder of Pulumi.yaml, without symbolic links, and that file's name. */
  readonly folder: string;
  readonly file: string;
  /** The folder that the program runs in, and its entry relative to it. */
  readonly programFolder: string;
  readonly entry: string;
  readonly typescript: boolean;
  /** Of a program in Python: the folder of its virtual environment, as Pulumi.yaml names it. */
  readonly virtualenv?: string;
  /** What Node.js is started with: `runtime.options.nodeargs`. */
  readonly nodeArguments: readonly string[];
  readonly stack: string;
  /** Keys are `namespace:name`. Objects are JSON texts; encrypted values are unknown texts. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

export { failed, isRecord, type Failed };

/** Reads the program in a folder, with the settings of `stack`, or of the only stack, or of the first by name. */
export function readProject(folder: string, stack?: string): Project | Failed {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return failed(`There is no Pulumi.yaml in ${folder}. Name the folder of a Pulumi program.`);
  if (!statSync(file).isFile()) return failed(`${basename(file)} is not a file. Name the folder of a Pulumi program.`);
  const root = realpathSync(folder);
  const project = readYaml(file);
  if (project === undefined) return failed(`${basename(file)} is not a YAML object. Correct it, then try again.`);
  const { name, runtime, main } = project;
  if (typeof name !== "string") return failed(`${basename(file)} has no name. Give the project one, e.g. "name: shop".`);
  const runtimeName = isRecord(runtime) ? runtime.name : runtime;
  if (typeof runtimeName !== "string") return failed(`${basename(file)} has no runtime. Name one, e.g. "runtime: nodejs".`);
  const options = isRecord(runtime) && isRecord(runtime.options) ? runtime.options : {};

  const entry = resolve(root, typeof main === "string" ? main : ".");
  if (!existsSync(entry))
    return failed(`${basename(file)} says "main: ${String(main)}", which is not there. Correct the path or build the program first.`);
  const isFolder = statSync(entry).isDirectory();

  const settingsFolder = typeof project.stackConfigDir === "string" ? resolve(root, project.stackConfigDir) : root;
  if (settingsFolder !== root && existsSync(settingsFolder) && !statSync(settingsFolder).isDirectory())
    return failed(`${basename(file)} says "stackConfigDir: ${String(project.stackConfigDir)}", which is not a folder. Correct the path.`);
  const stacks = existsSync(settingsFolder) ? readdirSync(settingsFolder).flatMap((file) => stackFile.exec(file)?.[1] ?? []) : [];
  if (stack !== undefined && stacks.length > 0 && !stacks.includes(stack)) {
    return failed(
      `There is no Pulumi.${stack}.yaml in ${settingsFolder}. ${stacks.length === 1 ? "Its stack is" : "Its stacks are"} ${joined(stacks.sort())}.`,
    );
  }
  const chosen = stack ?? stacks.sort()[0];
  const settingsFile =
    chosen === undefined ? undefined : [".yaml", ".yml"].map((end) => join(settingsFolder, `Pulumi.${chosen}${end}`)).find(existsSync);
  if (settingsFile !== undefined && !statSync(settingsFile).isFile())
    return failed(`${basename(settingsFile)} is not a file. Correct that, then try again.`);
  const settings = settingsFile === undefined ? {} : readYaml(settingsFile);
  if (settings === undefined) return failed(`${basename(settingsFile ?? "")} is not a YAML object. Correct it, then try again.`);

  const declared = { ...sectionOf(sectionOf(project, "template"), "config"), ...sectionOf(project, "config") };
  const values = { ...qualified(mapValues(declared, defaultOf), name), ...qualified(sectionOf(settings, "config"), name) };
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return {
    kind: "project",
    name,
    runtime: runtimeName,
    folder: root,
    file: basename(file),
    programFolder: isFolder ? entry : dirname(entry),
    entry: isFolder ? "." : basename(entry),
    typescript: options.typescript !== false,
    ...(typeof options.virtualenv === "string" ? { virtualenv: options.virtualenv } : {}),
    nodeArguments: argumentsOf(options.nodeargs),
    stack: chosen ?? "dev",
    config: Object.fromEntries(given.map(([key, value]) => [key, settingOf(value)])),
    secretKeys: given.flatMap(([key, value]) => (isSecret(value) ? [key] : [])),
  };
}

/** The nearest file of a name, in a folder or above it. */
export function findAbove(name: string, from: string): string | undefined {
  const candidate = join(from, name);
  if (existsSync(candidate)) return candidate;
  return dirname(from) === from ? undefined : findAbove(name, dirname(from));
}

/** The nearest `node_modules/PATH` at or above a folder, as Node.js looks for it. */
export function findPackage(path: string, from: string): string | undefined {
  const candidate = join(from, "node_modules", path);
  if (existsSync(candidate)) return candidate;
  return dirname(from) === from ? undefined : findPackage(path, dirname(from));
}

const stackFile = /^Pulumi\.(.+)\.ya?ml$/;

/** Arguments as a shell would split them: by spaces that are not quoted. */
function argumentsOf(text: unknown): readonly string[] {
  if (Array.isArray(text)) return text.map(String);
  if (typeof text !== "string") return [];
  return (text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((argument) => argument.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function readYaml(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = parse(textOf(readFileSync(file))) ?? {};
    return isRecord(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function sectionOf(record: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const section = record[key];
  return isRecord(section) ? section : {};
}

/** A project declares a key by its value, or by an object with `value` or `default`. */
function defaultOf(declaration: unknown): unknown {
  return isRecord(declaration) ? (declaration.value ?? declaration.default) : declaration;
}

function qualified(config: Readonly<Record<string, unknown>>, project: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key.replace(":config:", ":") : `${project}:${key}`, value]),
  );
}

function mapValues(record: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function isSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isSecret);
  return isRecord(value) && (typeof value.secure === "string" || Object.values(value).some(isSecret));
}

function settingOf(value: unknown): string {
  const open = withoutSecrets(value);
  return typeof open === "string" ? open : JSON.stringify(open);
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  return typeof value.secure === "string" ? `secret-${unknownText}` : mapValues(value, withoutSecrets);
}
