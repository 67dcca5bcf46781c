import type { Machine } from "../../../interpreter/machine";
import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { filesBelow } from "../../../project/folders";
import { fromUnnamedFile } from "../../library";
import { folderOf, joinPath } from "../../paths";
import { argument, itemOf, listOf, native, scalar, textArgument, unknownOf, type Table } from "./natives";

/** A path within the repository: where the repository lies on the machine is not known, what it holds is. */
const places = new WeakMap<Native, string>();

/** A place in the repository, by its name relative to the top folder. */
export function pathValue(name: string, span: Span, parts: readonly Value[] = []): Value {
  const made = new Native("path", { member: (member, machine, place) => memberOf(value, member, machine, place) });
  places.set(made, name);
  const value = computed(made, span, parts);
  return value;
}

/** The name of a file that a value means: a path, or a text relative to the folder that the program runs in. Undefined outside of the repository. */
export function nameOf(value: Value | undefined, machine: Machine): string | undefined {
  if (value?.data instanceof Native) return places.get(value.data);
  if (typeof value?.data !== "string" || value.data.startsWith("/") || /^[A-Za-z]:/.test(value.data)) return undefined;
  return joinPath(machine.program.mainFolder, value.data);
}

export function isPath({ data }: Value): boolean {
  return data instanceof Native && places.has(data);
}

/** `os.path.join`, and `/` between paths. */
export function joined(machine: Machine, values: readonly Value[], span: Span): Value {
  let path: string | undefined;
  let isPlain = true;
  for (const value of values) {
    const own = value.data instanceof Native ? places.get(value.data) : undefined;
    if (own !== undefined) {
      path = own;
      isPlain = false;
    } else if (typeof value.data !== "string") {
      return computed(value.data instanceof Hole ? value.data : new Hole("is a path that is not known", span), span, values);
    } else if (path === undefined || value.data.startsWith("/")) {
      path = value.data;
      isPlain = true;
    } else path = `${path.replace(/\/$/, "")}/${value.data}`;
  }
  if (isPlain) return computed(path ?? "", span, values);
  const within = joinPath("", path ?? "");
  return within === undefined ? machine.hole("is a path outside of the repository", span, values) : pathValue(within, span, values);
}

function memberOf(self: Value, member: string, machine: Machine, span: Span): Value | undefined {
  const path = nameOf(self, machine) ?? "";
  const base = path.slice(path.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  switch (member) {
    case "name":
      return computed(base, span, [self]);
    case "stem":
      return computed(dot > 0 ? base.slice(0, dot) : base, span, [self]);
    case "suffix":
      return computed(dot > 0 ? base.slice(dot) : "", span, [self]);
    case "parent":
      return parentOf(self, path, machine, span);
    case "parents": {
      const folders = path.split("/").map((_, index, all) => all.slice(0, all.length - 1 - index).join("/"));
      return listOf(
        folders.map((folder) => itemOf(pathValue(folder, span, [self]), span)),
        undefined,
        span,
        [self],
      );
    }
  }
  const method = Object.hasOwn(methods, member) ? methods[member] : undefined;
  return method === undefined ? undefined : native(member, (call) => method(self, call), span);
}

function parentOf(self: Value, path: string, machine: Machine, span: Span): Value {
  if (path === "") return machine.hole("is a path outside of the repository", span, [self]);
  return pathValue(folderOf(path), span, [self]);
}

const same = (self: Value): Value => self;

const methods: Readonly<Record<string, (self: Value, call: NativeCall) => Value>> = {
  resolve: same,
  absolute: same,
  expanduser: same,
  as_posix: same,
  read_text: (self, call) => contentOf(self, call),
  read_bytes: (self, call) => contentOf(self, call),
  open: (self, call) => fileValue(contentOf(self, call), call.span),
  exists: (self, call) => existence(self, call),
  is_file: (self, call) => existence(self, call),
  is_dir: (self, call) => isFolder(self, call),
  iterdir: (self, call) => listing(self, call, (name) => pathValue(name, call.span, [self])),
  joinpath: (self, call) => joined(call.machine, [self, ...call.given.map(({ value }) => value)], call.span),
  with_name: (self, call) => {
    const name = textArgument(call.given, 0);
    const path = nameOf(self, call.machine) ?? "";
    return name === undefined ? unknownOf(call, "with_name", self) : pathValue(path.replace(/[^/]*$/, name), call.span, [self]);
  },
};

/** The text of a file of the repository. */
function contentOf(path: Value, { machine, span }: NativeCall): Value {
  if (path.data instanceof Hole) return machine.hole(fromUnnamedFile, span, [path]);
  const name = nameOf(path, machine);
  const file = name === undefined ? undefined : machine.program.repository.read(name);
  if (file === undefined) return machine.hole("is the content of a file that is not in the repository", span, [path]);
  return written(file.text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"), { file, start: 0, end: file.text.length });
}

function existence(path: Value, call: NativeCall): Value {
  const name = nameOf(path, call.machine);
  return name !== undefined && call.machine.program.repository.has(name) ? scalar(true, call, path) : unknownOf(call, "exists", path);
}

/** The names directly in a folder, as `name` and whether it is a folder itself; undefined where the repository has no such folder. */
function entriesOf(path: Value, { machine }: NativeCall): ReadonlyMap<string, boolean> | undefined {
  const folder = nameOf(path, machine);
  if (folder === undefined) return undefined;
  const prefix = folder === "" ? "" : `${folder}/`;
  const entries = new Map<string, boolean>();
  for (const name of filesBelow(machine.program.repository, folder)) {
    const [first = "", ...rest] = name.slice(prefix.length).split("/");
    entries.set(first, rest.length > 0);
  }
  return entries.size === 0 ? undefined : entries;
}

function listing(path: Value, call: NativeCall, make: (name: string, entry: string) => Value): Value {
  const entries = entriesOf(path, call);
  if (entries === undefined) return unknownOf(call, "a listing of files", path);
  const folder = nameOf(path, call.machine) ?? "";
  const items = [...entries.keys()].map((entry) => itemOf(make(folder === "" ? entry : `${folder}/${entry}`, entry), call.span));
  return listOf(items, undefined, call.span, [path]);
}

function isFolder(path: Value, call: NativeCall): Value {
  const name = nameOf(path, call.machine);
  if (name !== undefined && call.machine.program.repository.has(name)) return scalar(false, call, path);
  return entriesOf(path, call) === undefined ? unknownOf(call, "isdir", path) : scalar(true, call, path);
}

/** A file that is open for reading: what was read of it is not read again. */
function fileValue(content: Value, span: Span): Value {
  const text = content.data;
  const pieces = typeof text !== "string" ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
  const lines = listOf(
    pieces.map((line) => itemOf(computed(line, span, [content]), span)),
    undefined,
    span,
    [content],
  );
  const left = lines.data instanceof List ? lines.data : undefined;
  if (left !== undefined) left.isOnce = true;
  const all = (): Value => (typeof text === "string" ? lines : content);
  const read = (call: NativeCall): Value => {
    if (left === undefined || typeof text !== "string" || call.given.length > 0) return typeof text === "string" ? unknownOf(call, "read") : content;
    const { items } = left;
    if (items.length === pieces.length && items.length > 0) {
      call.machine.elements(lines, call.span);
      return content;
    }
    const texts = call.machine.elements(lines, call.span).items.map(({ value: { data } }) => data);
    return texts.every((one) => typeof one === "string") ? computed(texts.join(""), call.span, [content]) : unknownOf(call, "read");
  };
  const readlines = (call: NativeCall): Value => {
    if (typeof text !== "string") return content;
    const { items, rest } = call.machine.elements(lines, call.span);
    return listOf(items, rest, call.span, [content]);
  };
  const members: Table = { read, readlines, close: (call) => scalar(null, call) };
  return written(
    new Native("file", {
      member: (name, _, place) => {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        return member === undefined ? undefined : native(name, member, place);
      },
      elements: all,
    }),
    span,
  );
}

export function openFile(call: NativeCall): Value {
  const mode = textArgument(call.given, 1, "mode") ?? "r";
  const path = argument(call.given, 0, "file");
  if (path === undefined || /[wax+]/.test(mode)) return unknownOf(call, "open");
  return fileValue(contentOf(path, call), call.span);
}

function first(make: (path: Value, call: NativeCall) => Value): (call: NativeCall) => Value {
  return (call) => {
    const path = argument(call.given, 0);
    return path === undefined ? unknownOf(call, "os.path") : make(path, call);
  };
}

/** Functions of `os.path` and `pathlib`, by their paths. */
export const pathFunctions: Table = {
  "os.path.join": ({ machine, given, span }) =>
    joined(
      machine,
      given.map(({ value }) => value),
      span,
    ),
  "os.path.dirname": first((path, call) => {
    if (isPath(path)) return parentOf(path, nameOf(path, call.machine) ?? "", call.machine, call.span);
    if (typeof path.data !== "string") return unknownOf(call, "os.path.dirname");
    const slash = path.data.lastIndexOf("/");
    return scalar(slash < 0 ? "" : path.data.slice(0, slash), call);
  }),
  "os.path.basename": first((path, call) => {
    const name = isPath(path) ? nameOf(path, call.machine) : path.data;
    return typeof name === "string" ? scalar(name.slice(name.lastIndexOf("/") + 1), call) : unknownOf(call, "os.path.basename");
  }),
  "os.path.abspath": first(absolute),
  "os.path.realpath": first(absolute),
  "os.path.normpath": first(absolute),
  "os.path.exists": first(existence),
  "os.path.isfile": first(existence),
  "os.path.isdir": first(isFolder),
  "os.listdir": first((path, call) => listing(path, call, (_, entry) => computed(entry, call.span, [path]))),
  "os.getcwd": ({ machine, span }) => pathValue(machine.program.mainFolder, span),
  "pathlib.Path": ({ machine, given, span }) => {
    const values = given.map(({ value }) => value);
    const path = values.length === 0 ? written(".", span) : joined(machine, values, span);
    if (path.data instanceof Hole) return path;
    const name = nameOf(path, machine);
    return name === undefined ? machine.hole("is a path outside of the repository", span, values) : pathValue(name, span, values);
  },
  "pathlib.Path.cwd": ({ machine, span }) => pathValue(machine.program.mainFolder, span),
};

function absolute(path: Value, call: NativeCall): Value {
  const name = nameOf(path, call.machine);
  return name === undefined ? unknownOf(call, "os.path.abspath") : pathValue(name, call.span, [path]);
}
