import type { Machine } from "../../interpreter/machine";
import type { Scope } from "../../interpreter/scope";
import { Instance, ResourceData, SymbolData, written, type Origin, type Value } from "../../interpreter/value";
import { packageSchema } from "../../sdk/table";
import type { Span } from "../../syntax/tree";
import type { Dialect } from "../dialect";
import { usual } from "../semantics";
import { nativeGlobals } from "../java-and-csharp/natives";
import { hasStatic, isLibraryClass, library } from "./library";
import { identities } from "./identity";
import { lowerJava } from "./lower";
import { functionMethods } from "./functions";
import { memberOf } from "./members";
import { ofOptional } from "./optionals";
import { resolve, symbolOf } from "./names";
import { operate } from "./operators";
import { creation, query } from "./options";
import { printWhole } from "./printing";
import { ownMember, sources, start } from "./program";

export const java: Dialect = {
  ...usual,
  name: "Java",
  extensions: [".java"],
  grammarOf: () => "java",
  lower: lowerJava,
  resolve,
  symbolOf,
  propertyName: (written_) => written_,
  creation,
  query,
  created: (resource) => resource,
  globals: (machine) => nativeGlobals(machine, identities),
  library: (path, machine, span) => ownMember(path, machine, span) ?? library(path, machine, span),
  memberOf,
  ofOptional,
  isTrue: ({ data }) => (typeof data === "boolean" ? data : typeof data === "number" ? data !== 0 : undefined),
  print: (scalar) => String(scalar),
  printValue: decimalText,
  printWhole,
  operate,
  sources,
  hasImplicitThis: true,
  separatesMethods: true,
  functionMethods,
  packages: "project",
  cutsCompoundAssignments: true,
  convertsToNearest: true,
  initializesBasesFirst: true,
  largestInteger: 2 ** 31 - 1,
  dividesIntegers: true,
  hasSignedBytes: true,
  areOther,
  equalsByElements: true,
  typedKeys: "all",
  failsByIndex: "ArrayIndexOutOfBoundsException",
  failsByZero: "ArithmeticException",
  generatesConstructors: true,
  takesArraysForRest: true,
  convertsToDeclaredTypes: true,
  hasCharacters: true,
  joiningMethod: "concat",
  failsByNothing: "NullPointerException",
  failsByType: "ClassCastException",
  hidesFields: true,
  initializesClassesLazily: true,
  deconstructsRecords: true,
  failsByChange: "ConcurrentModificationException",
  noticesChangesLate: true,
  takesSingleElements: true,
  formatFunction: ["java", "lang", "String", "format"],
  start,
  unresolved,
};

/** Objects and resources compare by what they are, not by what is in them; records and classes with an `equals` are asked by the methods of lists only. */
function areOther({ data: a }: Value, { data: b }: Value): boolean {
  return (a instanceof ResourceData && b instanceof ResourceData) || (a instanceof Instance && b instanceof Instance);
}

/** Numbers of an object in the configuration are decimal ones, unless a class says otherwise: `80` is printed as "80.0". */
function decimalText({ data, origin, numeral }: Value): string | undefined {
  if (typeof data !== "number") return undefined;
  if (numeral === "decimal") return javaText(data);
  if (!Number.isInteger(data)) return undefined;
  let step: Origin = origin;
  while (step.from !== undefined && step.how !== "setting" && step.how !== "computed") step = step.from;
  return step.how === "written" && /\.ya?ml$/.test(step.span.file.name) ? `${data}.0` : undefined;
}

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/Double.html#toString(double) */
function javaText(number: number): string {
  const size = Math.abs(number);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(number) ? `${number}.0` : String(number);
  const [mantissa = "", exponent = ""] = number.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${String(Number(exponent))}`;
}

const coreClasses: Readonly<Record<string, readonly string[]>> = {
  "com.pulumi": ["Pulumi", "Context", "Config", "Log"],
  "com.pulumi.core": ["Output", "Either", "TypeShape", "Alias", "Urn"],
  "com.pulumi.deployment": ["Deployment", "InvokeOptions", "CallOptions"],
  "com.pulumi.asset": ["Asset", "AssetArchive", "FileAsset", "FileArchive", "StringAsset", "RemoteAsset", "RemoteArchive"],
};

/** Names of opened packages and classes, and those that Java knows without an import. */
function unresolved(name: string, opened: readonly string[], _scope: Scope, machine: Machine, span: Span): Value | undefined {
  for (const place of opened) {
    const found = inOpened(place, name, machine, span);
    if (found !== undefined) return found;
  }
  if (isLibraryClass(name)) return symbol(["java", name], span);
  if (/^(?:com|org|java|javax|io|net)$/.test(name)) return symbol([name], span);
  if (!/^\p{Lu}/u.test(name)) return undefined;
  // Packages that are not known may have it: what a call of it does is not.
  const foreign = opened.find((place) => !place.startsWith("java") && !isKnownPackage(place));
  return symbol(foreign === undefined ? ["java", name] : [...foreign.split("."), name], span);
}

function symbol(path: readonly string[], span: Span): Value {
  return written(new SymbolData(path), span);
}

function isKnownPackage(place: string): boolean {
  return /^com\.pulumi(?:\.(?:aws|awsnative|awsx|eks|core|resources|deployment|asset)(?:\.|$)|$)/.test(place);
}

function inOpened(place: string, name: string, machine: Machine, span: Span): Value | undefined {
  const path = place.split(".");
  // `import static a.B.*;`
  if (/^\p{Lu}/u.test(path.at(-1) ?? "")) return inClass(path, name, machine, span);
  if (coreClasses[place]?.includes(name) === true) return symbol([...path, name], span);
  if (place === "com.pulumi.resources" && /(?:Options|Args|Resource|Reference|Transformation|Timeouts)$/.test(name))
    return symbol([...path, name], span);
  if (path[0] !== "com" || path[1] !== "pulumi" || path.length < 3) return undefined;
  const { package: packageName, path: module } = symbolOf([...path, "X"]);
  const at = module.slice(0, -1).join("/");
  if (path.includes("inputs") || path.includes("outputs")) return /(?:Args|Result)$/.test(name) ? symbol([...path, name], span) : undefined;
  if (/^[A-Z]\w*Functions$/.test(name))
    return name.toLowerCase() === `${(path.at(-1) ?? "").toLowerCase()}functions` ? symbol([...path, name], span) : undefined;
  const bare = name.endsWith("Args") ? name.slice(0, -"Args".length) : name;
  const isThere = packageSchema.has(packageName, at, bare) || packageSchema.has(packageName, at, bare.charAt(0).toLowerCase() + bare.slice(1));
  return isThere ? symbol([...path, name], span) : undefined;
}

function inClass(path: readonly string[], name: string, machine: Machine, span: Span): Value | undefined {
  const own = ownMember([...path, name], machine, span);
  if (own !== undefined) return typeof own.data === "object" && own.data?.kind === "hole" ? undefined : own;
  const { package: packageName } = symbolOf(path);
  if (packageName !== "")
    return packageSchema.constant(symbolOf([...path, name])) === undefined ? undefined : machine.member(symbol(path, span), name, span);
  return hasStatic(path.at(-1) ?? "", name) ? library([...path, name], machine, span) : undefined;
}
