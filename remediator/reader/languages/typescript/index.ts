import { commonJs } from "../../interpreter/modules";
import { Instance, RecordData, Closure } from "../../interpreter/value";
import type { Machine, Program } from "../../interpreter/machine";
import type { Dialect } from "../dialect";
import { globals, library, unresolved } from "./library";
import { lower } from "./lower";
import { operate } from "./operators";
import { memberOf } from "./members";
import { entryOf, fileAt, resolve, symbolOf } from "./names";

export const typescript: Dialect = {
  name: "TypeScript",
  extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"],
  grammarOf: (name) => (/\.[cm]?ts$/.test(name) ? "typescript" : name.endsWith(".tsx") ? "tsx" : "javascript"),
  lower,
  resolve,
  symbolOf,
  propertyName: (written) => written,
  creation: ([name, inputs, options]) => ({ name: name?.value, inputs: inputs?.value, options: options?.value }),
  query: ([args]) => args?.value,
  created: (resource) => resource,
  globals,
  library,
  memberOf,
  isTrue: ({ data }) => data !== null && data !== false && data !== 0 && data !== "",
  print: (scalar) => (scalar === null ? "undefined" : String(scalar)),
  operate,
  dividesIntegers: false,
  hasImplicitThis: false,
  sharesPackage: false,
  start,
  unresolved,
};

function start(machine: Machine, program: Program): void {
  const { repository, mainFolder } = program;
  const named = program.entry === undefined ? undefined : fileAt(repository, program.entry);
  const entry = named ?? entryOf(repository, mainFolder);
  const scope = entry === undefined ? undefined : machine.load(entry);
  if (entry === undefined || scope === undefined) {
    machine.gap(`There is no index.ts or index.js in ${mainFolder === "" ? "the program's folder" : mainFolder}, and no other entry`, machine.here);
    return;
  }
  // A program may give a function, which Pulumi calls.
  const fallback = scope.exports.get("default")?.() ?? commonJs(scope);
  const outputs = fallback?.data instanceof Closure ? machine.apply(fallback, [], fallback.origin.span) : fallback;
  if (outputs?.data instanceof RecordData || outputs?.data instanceof Instance)
    for (const [name, field] of outputs.data.fields) machine.give(name, field.value);
  for (const [name, value] of scope.exports) if (name !== "default") machine.give(name, value());
}
