import path from "node:path/posix";
import type { ConfigValue, Repository, StackSettings } from "../interpreter/machine";
import { Hole } from "../interpreter/hole";
import type { SourceFile, Span } from "../syntax/tree";
import { entriesOf, entryOf, isBroken, isNothing, readYaml, textOf, type YamlEntry, type YamlNode } from "../syntax/yaml";
import { filesIn } from "./folders";
import { stackOf } from "./stack-files";

/** One stack of a project: what `Pulumi.<stack>.yaml` says on top of the project's own file. */
export interface Stack {
  /** Empty where no stack has a file. */
  readonly name: string;
  /** Undefined where there is none, or where it cannot be read. */
  readonly file: SourceFile | undefined;
  readonly settings: StackSettings;
}

/** What the project's file gives to all its stacks. */
export interface Declared {
  readonly project: string;
  readonly config: ReadonlyMap<string, ConfigValue>;
  readonly rest?: Hole;
}

export interface ProjectText {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  readonly root: YamlNode | undefined;
  readonly file: SourceFile;
  readonly hasErrors: boolean;
}

/** Says what cannot be read, of what stands at the span, or of its file. */
export type Say = (reason: string, span: Span, isOfFile?: true) => void;

/** The stacks that have a file, in the order of their names; without any, one that has no name. */
export function stacksOf(
  repository: Repository,
  project: ProjectText,
  say: Say,
): { readonly stacks: readonly [Stack, ...Stack[]]; readonly declared: Declared } {
  const declared = declaredBy(project);
  const files = stackFiles(repository, project);
  const [first, ...others] = files.map(([name, file]) => readStack(repository, declared, name, file, say));
  return { declared, stacks: first === undefined ? [stackWithoutFile(declared, "")] : [first, ...others] };
}

/** A stack that has no file: what the project's own file says. */
export function stackWithoutFile(declared: Declared, name: string): Stack {
  return { name, file: undefined, settings: settingsOf(declared, name, declared.config, declared.rest) };
}

function settingsOf(declared: Declared, stack: string, config: ReadonlyMap<string, ConfigValue>, rest: Hole | undefined): StackSettings {
  const settings = { project: declared.project, stack, organization: "", config };
  return rest === undefined ? settings : { ...settings, rest };
}

function declaredBy({ name, root, file, hasErrors }: ProjectText): Declared {
  const offered = entriesOf(entryOf(entryOf(root, "template")?.value, "config")?.value);
  const own = entriesOf(entryOf(root, "config")?.value);
  const config = new Map<string, ConfigValue>();
  for (const { key, value } of [...offered, ...own]) {
    const given = declaredValue(value);
    if (given !== undefined) config.set(qualified(key, name), given);
  }
  const declared = { project: name, config };
  if (!hasErrors) return declared;
  return { ...declared, rest: new Hole("may stand in a project file that is not YAML", { file, start: 0, end: 0 }) };
}

/** A project declares a key by its value, or by an object with `value` or `default`. */
function declaredValue(node: YamlNode): ConfigValue | undefined {
  if (isBroken(node)) return undefined;
  if (node.kind !== "map") return configValue(node);
  const given = entryOf(node, "value") ?? entryOf(node, "default");
  const value = given === undefined || isBroken(given.value) ? undefined : configValue(given.value);
  const secret = entryOf(node, "secret")?.value;
  return value && secret?.kind === "scalar" && secret.value === true ? { ...value, isSecret: true } : value;
}

/** By name, the file of each stack: `Pulumi.dev.yaml` before `Pulumi.dev.yml` before `Pulumi.dev.json` before `pulumi.dev.yaml`. */
function stackFiles(repository: Repository, { folder, root }: ProjectText): readonly (readonly [name: string, file: string])[] {
  // An old form: `config` was the folder of the stacks' files.
  const given = textOf(entryOf(root, "stackConfigDir")?.value) ?? textOf(entryOf(root, "config")?.value);
  const settingsFolder = path.normalize(path.join(folder, given ?? "")).replace(/\/$/, "");
  const found = new Map<string, string>();
  const candidates = filesIn(repository, settingsFolder === "." ? "" : settingsFolder).map((file) => ({ file, stack: stackOf(file) }));
  for (const isAlike of [false, true]) {
    for (const extension of ["yaml", "yml", "json"]) {
      for (const { file, stack } of candidates) {
        if (stack?.isAlike === isAlike && file.endsWith(`.${extension}`) && !found.has(stack.name) && repository.has(file))
          found.set(stack.name, file);
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function readStack(repository: Repository, declared: Declared, name: string, fileName: string, say: Say): Stack {
  const file = repository.read(fileName);
  const unread = (span: Span): Stack => ({
    name,
    file,
    settings: settingsOf(declared, name, new Map(), new Hole(`may stand in ${fileName}, which cannot be read`, span)),
  });
  if (file === undefined) return unread({ file: { name: fileName, text: "" }, start: 0, end: 0 });
  if (stackOf(fileName)?.isAlike === true)
    say(`is read as the file of the stack ${name}, which it is on Windows and macOS`, { file, start: 0, end: 0 }, true);
  const document = readYaml(file);
  for (const { reason, span } of document.errors) say(reason, span, true);
  const { root } = document;
  const isEmpty = root === undefined || isNothing(root);
  if (!isEmpty && root.kind !== "map") {
    if (document.errors.length === 0) say("is not a YAML object", { file, start: 0, end: 0 });
    return unread({ file, start: 0, end: 0 });
  }

  const environment = entryOf(root, "environment");
  const imported = importedBy(environment);
  const own = entryOf(root, "config")?.value;
  const { lostFrom = Infinity } = document;
  // What is lost, or is elsewhere, may say otherwise than what is declared for every stack.
  const isWhole = lostFrom === Infinity && imported === undefined && (own === undefined || own.kind === "map" || isNothing(own));
  const config = new Map(isWhole ? declared.config : []);
  for (const { key, value } of entriesOf(entryOf(entryOf(environment?.value, "values")?.value, "pulumiConfig")?.value)) {
    config.set(qualified(key, declared.project), environmentValue(value));
  }
  for (const { key, value, span } of entriesOf(own)) {
    // What is declared for every stack is not what this one says. A text that is not closed ends where that is met.
    if (isBroken(value) || span.end >= lostFrom) config.delete(qualified(key, declared.project));
    else if (!isNothing(value)) config.set(qualified(key, declared.project), configValue(value));
  }
  const lost = document.errors.length > 0 ? new Hole(`may stand in a part of ${file.name} that is not YAML`, { file, start: 0, end: 0 }) : undefined;
  return { name, file, settings: settingsOf(declared, name, config, lost ?? imported ?? declared.rest) };
}

function importedBy(environment: YamlEntry | undefined): Hole | undefined {
  if (environment === undefined) return undefined;
  const imports = environment.value.kind === "map" ? entryOf(environment.value, "imports")?.value : environment.value;
  const hasNone = imports === undefined || isNothing(imports) || (imports.kind === "list" && imports.items.length === 0);
  return hasNone ? undefined : new Hole("may come from an environment that the stack imports", environment.span);
}

/** What an environment computes is not known. */
function environmentValue(node: YamlNode): ConfigValue {
  const value = configValue(node);
  return isComputed(node) ? { ...value, value: undefined } : value;
}

function isComputed(node: YamlNode): boolean {
  if (node.kind === "scalar") return typeof node.value === "string" && node.value.includes("${");
  if (node.kind === "list") return node.items.some(({ value }) => isComputed(value));
  return node.entries.some(({ key, value }) => key.startsWith("fn::") || isComputed(value));
}

function configValue(node: YamlNode): ConfigValue {
  return { value: withoutSecrets(node), isSecret: hasSecret(node), span: node.alias?.span ?? node.span, node };
}

/** Plain data in which what is encrypted, or does not parse, is undefined. */
function withoutSecrets(node: YamlNode): unknown {
  if (node.kind === "scalar") return isBroken(node) ? undefined : node.value;
  if (node.kind === "list") return node.items.map(({ value }) => withoutSecrets(value));
  return isEncrypted(node) ? undefined : Object.fromEntries(node.entries.map(({ key, value }) => [key, withoutSecrets(value)]));
}

function hasSecret(node: YamlNode): boolean {
  if (node.kind === "list") return node.items.some(({ value }) => hasSecret(value));
  return node.kind === "map" && (isEncrypted(node) || node.entries.some(({ value }) => hasSecret(value)));
}

function isEncrypted(node: YamlNode): boolean {
  return node.kind === "map" && node.entries.length === 1 && textOf(entryOf(node, "secure")?.value) !== undefined;
}

/** `name` belongs to the project, `aws:config:region` is an old spelling of `aws:region`. */
function qualified(key: string, project: string): string {
  return key.includes(":") ? key.replace(/^([^:]*):config:/, "$1:") : `${project}:${key}`;
}
