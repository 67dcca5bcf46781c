import { parse as parseYaml } from "yaml";
import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { computed, written, type Value } from "../../interpreter/value";
import { fromJson } from "../../sdk/json";
import type { Span } from "../../syntax/tree";
import { at, fileText, unknownFrom } from "../library";
import { folderOf, joinPath, mount, repositoryName } from "../paths";

/** Functions and constants by their names. */
export type Library = Readonly<Record<string, ((call: NativeCall) => Value) | Value | undefined>>;

/** What nobody can know before the program runs. */
export const hidden =
  (reason: string) =>
  ({ machine, span }: NativeCall): Value =>
    machine.hole(reason, span);

/** What a text of JSON, or of another notation, says. */
export function parsed(machine: Machine, value: Value | undefined, span: Span, read: (text: string) => unknown = JSON.parse): Value {
  if (typeof value?.data !== "string") return unknownFrom(machine, span, [value]);
  try {
    return fromJson(read(value.data), span);
  } catch {
    return machine.fail("is a text that does not parse", span, "SyntaxError");
  }
}

const pathText =
  (make: (parts: readonly string[], machine: Machine) => string | undefined) =>
  ({ machine, given, span }: NativeCall): Value => {
    const parts = given.map(({ value }) => value.data);
    if (!parts.every((part) => typeof part === "string"))
      return unknownFrom(
        machine,
        span,
        given.map(({ value }) => value),
      );
    const made = make(parts, machine);
    return made === undefined
      ? machine.hole("is a path that leaves the repository", span)
      : computed(
          made,
          span,
          given.map(({ value }) => value),
        );
  };

const joinedPath = (parts: readonly string[]): string | undefined => {
  const made = joinPath("", parts.join("/"));
  return made === undefined ? undefined : `${parts[0]?.startsWith("/") === true ? "/" : ""}${made}`;
};

const readFile = ({ machine, given, span }: NativeCall): Value => fileText(machine, at(given, 0), span);
/** A file of the repository is there; others may be, on the machine that deploys. */
const exists = (call: NativeCall): Value => {
  const path = at(call.given, 0);
  const { program } = call.machine;
  const name = typeof path?.data === "string" ? repositoryName(path.data, program.mainFolder) : undefined;
  return name !== undefined && program.repository.has(name)
    ? computed(true, call.span, path === undefined ? [] : [path])
    : call.machine.hole("asks whether a file exists", call.span);
};

/** Of the two packages one merges what stands behind `<<`, and the other one has to be asked to. */
function loadYaml(merge: boolean) {
  return ({ machine, given, span }: NativeCall): Value =>
    parsed(machine, at(given, 0), span, (text) => parseYaml(text, { maxAliasCount: 100, merge }) as unknown);
}

const jsYaml = loadYaml(true);

/** Modules of Node.js, and packages that programs read files with. */
export const modules: Readonly<Record<string, Library | undefined>> = {
  fs: { readFileSync: readFile, readFile, existsSync: exists, readdirSync: hidden("is a list of files") },
  "fs/promises": { readFile },
  path: {
    join: pathText(joinedPath),
    resolve: pathText((parts, machine) => {
      const last = parts.findLastIndex((part) => part.startsWith("/"));
      return joinedPath(last === -1 ? [mount, machine.program.mainFolder, ...parts] : parts.slice(last));
    }),
    dirname: pathText(([path = ""]) => folderOf(path)),
    basename: pathText(([path = "", end = ""]) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return end !== "" && name.endsWith(end) ? name.slice(0, -end.length) : name;
    }),
  },
  "js-yaml": { load: jsYaml, safeLoad: jsYaml },
  yaml: { parse: loadYaml(false) },
  os: {},
  util: { promisify: ({ given, span }) => at(given, 0) ?? written(null, span), inspect: hidden("is a text for people") },
};
