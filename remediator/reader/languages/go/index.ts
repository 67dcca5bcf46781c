import type { Machine } from "../../interpreter/machine";
import type { Scope } from "../../interpreter/scope";
import { Instance, RecordData, SymbolData, written, type Value } from "../../interpreter/value";
import { packageSchema } from "../../sdk/table";
import type { Span } from "../../syntax/tree";
import type { Dialect } from "../dialect";
import { usual } from "../semantics";
import { created, creation, query, start } from "./creation";
import { globals, library } from "./library";
import { sliced, stored } from "./library/arrays";
import { keyOf } from "./library/keys";
import { errorType } from "./library/support";
import { operate } from "./library/wholes";
import { lower } from "./lower";
import { memberOf } from "./members";
import { resolve, sharesLoopVariables, sources } from "./modules";
import { propertyName, symbolOf } from "./names";

/** Go as programs of Pulumi use it. */
export const go: Dialect = {
  ...usual,
  name: "Go",
  extensions: [".go"],
  grammarOf: () => "go",
  lower,
  resolve,
  symbolOf,
  propertyName,
  creation,
  transformation: { resource: "Resource", type: "Type", name: "Name", properties: "Props", options: "Opts", givesNothing: false },
  query,
  created,
  globals,
  library,
  memberOf,
  keyOf,
  isTrue: ({ data }) => (typeof data === "boolean" ? data : undefined),
  print,
  operate,
  sharesLoopVariables,
  sliced,
  stored,
  packages: "folder",
  sources,
  findsPlacesFirst: true,
  hasNoRest: true,
  recoversFromErrors: true,
  failsByNilMap: "runtime.Error",
  failsByIndex: "runtime.Error",
  failsByZero: "runtime.Error",
  errorName: /^_?err|Err$/,
  largestInteger: Number.MAX_SAFE_INTEGER,
  dividesIntegers: true,
  hasNumericTextElements: true,
  comparesElements: true,
  areOther: ({ data: a }, { data: b }) => a !== b && (isError(a) || isError(b)) && [a, b].every((one) => isError(one) || one instanceof Instance),
  loopsOverLists: "fixed length",
  readsNilMaps: true,
  hasStructLiterals: true,
  returnsErrors: true,
  hasZeroSettings: true,
  combinesOneByOne: true,
  formatFunction: ["fmt", "Sprintf"],
  start,
  unresolved,
};

/** Errors are told from each other by what they are, not by what they say. */
function isError(data: Value["data"]): boolean {
  return data instanceof RecordData && data.type === errorType;
}

/** As `%v` prints it. */
function print(scalar: string | number | boolean | null): string {
  return scalar === null ? "<nil>" : String(scalar);
}

/** A name of a package that is imported with a dot: one of a provider that declares it, or of the SDK. */
function unresolved(name: string, opened: readonly string[], _scope: Scope, _machine: Machine, span: Span): Value | undefined {
  if (!/^\p{Lu}/u.test(name)) return undefined;
  const meanings = opened.map((specifier) => ({ specifier, symbol: symbolOf([specifier, name]) })).filter(({ symbol }) => symbol.package !== "");
  const declares = ({ symbol: { package: packageName, path } }: (typeof meanings)[number]): boolean => {
    const place = path.slice(0, -1).join("/");
    const last = path.at(-1) ?? "";
    return packageSchema.has(packageName, place, last.replace(/(?:Ingress|Egress)?(?:Args|Array|Map)$/, ""));
  };
  const found =
    meanings.find((meaning) => meaning.symbol.package !== "pulumi" && declares(meaning)) ??
    meanings.find(({ symbol }) => symbol.package === "pulumi") ??
    meanings[0];
  return found === undefined ? undefined : written(new SymbolData([found.specifier, name]), span);
}
