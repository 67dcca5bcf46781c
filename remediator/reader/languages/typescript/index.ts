import { commonJs } from "../../interpreter/modules";
import { Closure, Instance, RecordData, written, type Value } from "../../interpreter/value";
import type { Machine, Program } from "../../interpreter/machine";
import type { Span } from "../../syntax/tree";
import type { Dialect } from "../dialect";
import { usual } from "../semantics";
import { globals, library, unresolved } from "./library";
import { lower } from "./lower";
import { operate } from "./operators";
import { memberOf } from "./members";
import { hasNo } from "./prototypes";
import { entryOf, fileAt, resolve, symbolOf } from "./names";

export const typescript: Dialect = {
  ...usual,
  name: "TypeScript",
  extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"],
  grammarOf: (name) => (/\.[cm]?ts$/.test(name) ? "typescript" : name.endsWith(".tsx") ? "tsx" : "javascript"),
  lower,
  resolve,
  symbolOf,
  propertyName: (written) => written,
  creation: ([name, inputs, options]) => ({ name: name?.value, inputs: inputs?.value, options: options?.value }),
  transformation: { resource: "resource", type: "type", name: "name", properties: "props", options: "opts", givesNothing: false },
  query: ([args]) => args?.value,
  created: (resource) => resource,
  globals,
  failsByCall: "TypeError",
  library,
  memberOf,
  hasNo,
  isTrue: ({ data }) => data !== null && data !== false && data !== 0 && data !== "",
  printValue: ({ data, isNull }) => (data === null && isNull === true ? "null" : undefined),
  print: (scalar) => (scalar === null ? "undefined" : String(scalar)),
  operate,
  moduleNames,
  findsDeclaredBelow: true,
  callsBackLater: true,
  hoistsImports: true,
  hasUndefined: true,
  joiningMethod: "concat",
  printsListsJoined: true,
  areOther: () => true,
  loopsOverLists: "live",
  loopsOverAddedEntries: true,
  hasAbsentElements: true,
  takesNamedOnly: true,
  hasPrototypes: true,
  detachesMethods: true,
  usesNpm: true,
  start,
  unresolved,
};

/** What a CommonJS module gives: https://nodejs.org/api/modules.html#the-module-object */
function moduleNames(_fileName: string, _isEntry: boolean, start: Span): readonly (readonly [string, Value])[] {
  const exports = written(new RecordData(), start);
  const module = new RecordData();
  module.fields.set("exports", { value: exports, entry: start, placement: "computed" });
  return [
    ["module", written(module, start)],
    ["exports", exports],
  ];
}

function start(machine: Machine, program: Program): void {
  const { repository, mainFolder } = program;
  const named = program.entry === undefined ? undefined : fileAt(repository, program.entry);
  const entry = named ?? entryOf(repository, mainFolder);
  if (entry === undefined) {
    machine.gap(`There is no index.ts or index.js in ${mainFolder === "" ? "the program's folder" : mainFolder}, and no other entry`, machine.here);
    return;
  }
  // Why one that is there is not read is said of the file.
  const scope = machine.load(entry);
  if (scope === undefined) return;
  // A program may give a function, which Pulumi calls.
  const fallback = scope.exports.get("default")?.() ?? commonJs(scope);
  const outputs = fallback?.data instanceof Closure ? machine.apply(fallback, [], fallback.origin.span) : fallback;
  if (outputs?.data instanceof RecordData || outputs?.data instanceof Instance)
    for (const [name, field] of outputs.data.fields) machine.give(name, field.value);
  for (const [name, value] of scope.exports) if (name !== "default") machine.give(name, value());
}
