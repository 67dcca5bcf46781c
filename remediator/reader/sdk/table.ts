import { brotliDecompressSync } from "node:zlib";
import type { SdkSymbol } from "../languages/dialect";
import type { DataSource, Schema } from "./schema";
import aws from "./tables/aws.json";
import awsNative from "./tables/aws-native.json";
import awsx from "./tables/awsx.json";
import eks from "./tables/eks.json";

/**
 * What the declarations of Pulumi's AWS packages say, from the tables that scripts/sdk-table.mjs makes. A table is unpacked section by section, when it is
 * first asked.
 */
export const packageSchema: Schema = {
  resourceToken,
  dataSource,
  constant,
  has: (packageName, module, name) => hasName(packageName, moduleName([module]), name),
  propertyName,
  isFreeForm,
  isList,
};

/** The version of a package that its table was made from. */
export function tableVersion(packageName: string): string | undefined {
  return packed.get(packageName)?.version;
}

/** A class or function of a module as the package spells it; the case of `name` does not count. */
export function listedName(packageName: string, module: string, name: string): string | undefined {
  const listed = namesOf(packageName, moduleName([module]));
  if (listed === undefined || listed.has(name)) return listed && name;
  const lower = name.toLowerCase();
  for (const known of listed.keys()) if (known.toLowerCase() === lower) return known;
  return undefined;
}

interface Packed {
  readonly version: string;
  readonly modules: string;
  readonly results: string;
  readonly constants: string;
  readonly maps: string;
  readonly mapExceptions: string;
  readonly lists: string;
  readonly listExceptions: string;
}

const packed: ReadonlyMap<string, Packed> = new Map(Object.entries({ aws, "aws-native": awsNative, awsx, eks }));

type Section = Exclude<keyof Packed, "version">;

/** The lines of a section by their first word. */
function section(packageName: string, name: Section): ReadonlyMap<string, string> {
  const key = `${packageName} ${name}`;
  const known = unpacked.get(key);
  if (known !== undefined) return known;
  const text = packed.get(packageName)?.[name];
  const lines = text === undefined ? [] : brotliDecompressSync(Buffer.from(text, "base64")).toString().split("\n");
  const made = new Map(
    lines.map((line) => {
      const end = line.search(/[ \t]/);
      return end < 0 ? [line, ""] : [line.slice(0, end), line.slice(end + 1)];
    }),
  );
  unpacked.set(key, made);
  return made;
}

const unpacked = new Map<string, ReadonlyMap<string, string>>();

/** The classes and functions of a module, with their tokens where these follow no rule. Undefined for a module that is not there. */
function namesOf(packageName: string, module: string): ReadonlyMap<string, string | undefined> | undefined {
  const key = `${packageName} ${module}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const line = section(packageName, "modules").get(module);
  if (line === undefined) return undefined;
  const made = new Map(
    line.split(" ").map((entry) => {
      const [name = "", token] = entry.split("=");
      return [name, token];
    }),
  );
  names.set(key, made);
  return made;
}

const names = new Map<string, ReadonlyMap<string, string | undefined>>();

/** Languages write modules in their own case, and one package calls its top module "index". */
function moduleName(path: readonly string[]): string {
  const module = path.join("/").toLowerCase();
  return module === "index" ? "" : module;
}

function resourceToken({ package: packageName, path }: SdkSymbol): string | undefined {
  const name = path.at(-1) ?? "";
  if (!packed.has(packageName) || !/^[A-Z]\w*$/.test(name)) return undefined;
  const module = moduleName(path.slice(0, -1));
  if (name === "Provider" && module === "") return `pulumi:providers:${packageName}`;
  const listed = namesOf(packageName, module);
  if (listed?.has(name) === true) return listed.get(name) ?? classToken(packageName, module, name);
  if (!isByRule(packageName) || module.includes("/") || !looksLikeClass(name) || hasConstants(packageName, module, name)) return undefined;
  return classToken(packageName, module, name);
}

/** Packages that are made from one schema: a class that the table does not list belongs to another version. */
function isByRule(packageName: string): boolean {
  return packageName === "aws" || packageName === "aws-native";
}

function looksLikeClass(name: string): boolean {
  return !name.includes("_") && !/^(?:Get|Lookup|New)[A-Z]|(?:Args|State|Inputs?|Outputs?|Array|Map|Ptr|Result|Builder|Functions|Config)$/.test(name);
}

function classToken(packageName: string, module: string, name: string): string {
  const place = module === "" ? "index" : module;
  if (packageName !== "aws") return `${packageName}:${place}:${name}`;
  return `aws:${place}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}

function functionToken(packageName: string, module: string, name: string): string {
  const place = module === "" ? "index" : module;
  return packageName === "aws" ? `aws:${place}/${name}:${name}` : `${packageName}:${place}:${name}`;
}

function dataSource({ package: packageName, path }: SdkSymbol): DataSource | undefined {
  if (!packed.has(packageName)) return undefined;
  const module = moduleName(path.slice(0, -1));
  const listed = namesOf(packageName, module);
  const written = path.at(-1) ?? "";
  const name = listed?.has(written) === true ? written : written.replace(/Output$/, "");
  if (!/^[a-z]\w*$/.test(name)) return undefined;
  if (listed?.has(name) === true)
    return { token: listed.get(name) ?? functionToken(packageName, module, name), result: resultOf(packageName, module, name) };
  return isByRule(packageName) && /^get[A-Z]/.test(name) ? { token: functionToken(packageName, module, name), result: new Map() } : undefined;
}

type Kind = DataSource["result"] extends ReadonlyMap<string, infer K> ? K : never;

const kinds: Readonly<Record<string, Kind>> = { "#": "number", "?": "boolean", "[": "list", "{": "record" };

function resultOf(packageName: string, module: string, name: string): DataSource["result"] {
  const line = section(packageName, "results").get(`${module}.${name}`) ?? "";
  return new Map(
    line.split(" ").flatMap((entry): readonly (readonly [string, Kind])[] => {
      const [, property = "", mark = ""] = /^(\w+)(\W?)$/.exec(entry) ?? [];
      return property === "" ? [] : [[property, kinds[mark] ?? "text"]];
    }),
  );
}

function hasConstants(packageName: string, module: string, name: string): boolean {
  return section(packageName, "constants").has(`${module}.${name}`);
}

/** Members by their name, and by what is the same of it in all languages. */
function membersOf(packageName: string, module: string, name: string): ReadonlyMap<string, string> | undefined {
  const key = `${packageName} ${module}.${name}`;
  const known = members.get(key);
  if (known !== undefined) return known;
  const line = section(packageName, "constants").get(`${module}.${name}`);
  if (line === undefined) return undefined;
  const made = new Map<string, string>();
  const entries = line.split("\t").map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)] as const);
  const ambiguous = new Set<string>();
  for (const [member, value] of entries) {
    const common = commonSpelling(member);
    if (made.has(common) && made.get(common) !== value) ambiguous.add(common);
    made.set(common, value);
  }
  for (const common of ambiguous) made.delete(common);
  for (const [member, value] of entries) made.set(member, value);
  members.set(key, made);
  return made;
}

const members = new Map<string, ReadonlyMap<string, string>>();

/** `T2_Micro`, `T2Micro` and `T2_MICRO` are one. */
function commonSpelling(member: string): string {
  return member.replaceAll("_", "").toLowerCase();
}

function constant({ package: packageName, path }: SdkSymbol): string | undefined {
  if (!packed.has(packageName)) return undefined;
  const member = path.at(-1) ?? "";
  const valueIn = (module: string, name: string, written: string): string | undefined => {
    const found = membersOf(packageName, module, name);
    return found?.get(written) ?? found?.get(commonSpelling(written));
  };
  const own = path.length < 2 ? undefined : valueIn(moduleName(path.slice(0, -2)), path.at(-2) ?? "", member);
  if (own !== undefined) return own;
  // Go: `ec2.InstanceType_T2_Micro`, `aws.RegionUSEast1`.
  const module = moduleName(path.slice(0, -1));
  const plain = membersOf(packageName, module, "")?.get(member);
  if (plain !== undefined) return plain;
  for (let end = member.length - 1; end > 0; end--) {
    const value = valueIn(module, member.slice(0, end), member.slice(end));
    if (value !== undefined) return value;
  }
  return undefined;
}

function hasName(packageName: string, module: string, name: string): boolean {
  const listed = namesOf(packageName, module);
  if (hasConstants(packageName, module, name) || membersOf(packageName, module, "")?.has(name) === true) return true;
  if (listed === undefined) return false;
  return listed.has(name) || listed.has(name.replace(/Output$/, "")) || name.endsWith("Args") || (name === "Provider" && module === "");
}

/** Names that are a word of the language have an underscore behind them: `from_`, `default_`. */
function propertyName(written: string): string | undefined {
  return /^[a-z]+_$/.test(written) ? written.slice(0, -1) : undefined;
}

function isFreeForm(token: string, path: readonly string[]): boolean {
  return isUsual(token, path, "maps", "mapExceptions");
}

function isList(token: string, path: readonly string[]): boolean {
  const packageName = token.slice(0, token.indexOf(":"));
  if (!packed.has(packageName)) return false;
  // The rules of the group that a component makes are of the provider's types, which the component's own table does not have.
  const isOfRule = path[0] === "defaultSecurityGroup" && path.length > 2 && section("aws", "lists").has(path.at(-1) ?? "");
  return isOfRule || isUsual(token, path, "lists", "listExceptions");
}

function isUsual(token: string, path: readonly string[], usual: Section, exceptions: Section): boolean {
  const [packageName = ""] = token.split(":");
  const name = path.at(-1) ?? "";
  // Other packages call the same things the same.
  const holds = section(packed.has(packageName) ? packageName : "aws", usual).has(name);
  const others = section(packageName, exceptions).get(token);
  return others?.split(" ").includes(path.join(".")) === true ? !holds : holds;
}
