import type { Machine, Program } from "../../interpreter/machine";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { Instance, RecordData, SymbolData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import type { Dialect } from "../dialect";
import { usual } from "../semantics";
import { creationOf, queryOf } from "./creation";
import { decorate, globalsOf } from "./library/builtins";
import { declares } from "./library/objects";
import { print, printValue } from "./library/printing";
import { libraryOf } from "./library/standard";
import { lowerModule } from "./lower";
import { memberOf } from "./members";
import { mayBeAbsent } from "./installed";
import { camelCase, resolve, symbolOf } from "./names";
import { keyOf } from "./library/keys";
import { areOtherObjects, changedInPlace, operate } from "./operators";

export const python: Dialect = {
  ...usual,
  name: "Python",
  extensions: [".py"],
  grammarOf: () => "python",
  lower: lowerModule,
  resolve,
  symbolOf,
  propertyName: camelCase,
  creation: (given, _, span) => creationOf(given, span),
  transformation: { resource: "resource", type: "type_", name: "name", properties: "props", options: "opts", givesNothing: true },
  query: (given, _, span) => queryOf(given, span),
  created: (resource) => resource,
  globals: globalsOf,
  library: libraryOf,
  memberOf,
  isTrue,
  print,
  printValue,
  operate,
  moduleNames,
  hasFunctionScopes: true,
  declaresInOrder: true,
  importsModulesByName: true,
  makesDefaultsOnce: true,
  evaluatesValueFirst: true,
  changedInPlace,
  decorate,
  keyOf,
  callMethod: "__call__",
  failsByCall: "TypeError",
  makingMethod: "__new__",
  descriptorMethods: { getting: "__get__", setting: "__set__", naming: "__set_name__" },
  steppingMethod: { name: "__next__", end: "StopIteration" },
  truthMethods: ["__bool__", "__len__"],
  settingMethod: "__setattr__",
  absentMethod: "__getattr__",
  runsWhenAwaited: true,
  hasTuples: true,
  callsBackLater: true,
  largestInteger: Number.MAX_SAFE_INTEGER,
  countsBooleans: true,
  comparesElements: true,
  areOther: areOtherObjects,
  countsFromEnd: true,
  loopsOverLists: "live",
  iteratesKeys: true,
  iteratesEnums: true,
  separatesEntries: true,
  failsByKey: "KeyError",
  failsByIndex: "IndexError",
  failsByMember: "AttributeError",
  failsByFixed: "TypeError",
  failsByImport: "ModuleNotFoundError",
  mayBeAbsent,
  failsByChange: "RuntimeError",
  failsByZero: "ZeroDivisionError",
  initializingMethod: "__init__",
  ordersClasses: true,
  bindsFunctions: true,
  defaultsSettingsByPosition: true,
  namesOptions: true,
  jsonFunction: ["json", "dumps"],
  combinesOneByOne: true,
  start,
};

function moduleNames(fileName: string, isEntry: boolean, start: Span): readonly [[string, Value]] {
  return [["__name__", written(isEntry ? "__main__" : fileName.replace(/\.py$/, "").replaceAll("/", "."), start)]];
}

/** https://docs.python.org/3/library/stdtypes.html#truth-value-testing */
function isTrue({ data }: Value): boolean | undefined {
  if (data === null || data === false || data === 0 || data === "") return false;
  if (data instanceof Hole) return undefined;
  if (data instanceof SymbolData) return /^[A-Z]/.test(data.path.at(-1) ?? "") ? true : undefined;
  if (data instanceof List) return data.items.length > 0 ? true : data.rest === undefined ? false : undefined;
  if (data instanceof RecordData) return data.fields.size > 0 || data.type !== undefined ? true : data.rest === undefined ? false : undefined;
  if (data instanceof Instance && (declares(data.type, "__bool__") || declares(data.type, "__len__"))) return undefined;
  return true;
}

function start(machine: Machine, { repository, mainFolder, entry }: Program): void {
  const inside = (name: string): string => (mainFolder === "" ? name : `${mainFolder}/${name}`);
  const candidates = [...(entry?.endsWith(".py") === true ? [entry] : []), inside("__main__.py")];
  const found = candidates.find((name) => repository.has(name));
  // Why one that is there is not read is said of the file.
  if (found === undefined)
    machine.gap(`There is no __main__.py in ${mainFolder === "" ? "the program's folder" : mainFolder}, and no other entry`, machine.here);
  else machine.load(found);
}
