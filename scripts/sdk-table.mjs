// Reads the declarations of the npm packages of AWS and writes what the static reader has to know of them to remediator/reader/sdk/tables/:
// classes and functions by module, what data sources answer, constants, and the maps whose keys are the program's own.
//   node scripts/sdk-table.mjs            fetches the packages that are not installed with "npm pack" and writes all tables
//   node scripts/sdk-table.mjs --check    only compares the table of the installed @pulumi/aws
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

const require = createRequire(import.meta.url);
const ts = require("typescript");

const root = path.resolve(import.meta.dirname, "..");
export const tables = path.join(root, "remediator", "reader", "sdk", "tables");

/** The packages beside @pulumi/aws, at the versions that their tables were made from. */
const fetched = { "aws-native": "1.79.0", awsx: "3.9.0", eks: "4.3.0" };

/** The table of a package whose files lie in a folder: sections of lines, each beginning with what it is looked up by. */
export function tableOf(folder) {
  const { name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const packageName = name.replace("@pulumi/", "");
  const modules = new Map();
  const results = [];
  const declared = new Declarations(folder);
  for (const [module, file] of scripts(folder)) {
    const script = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "");
    const declarations = file.replace(/\.js$/, ".d.ts");
    const found = modules.get(module) ?? [];
    modules.set(module, found);
    for (const [, className, body] of script.matchAll(/^class (\w+) extends pulumi\.\w+ \{([^]*?)^\}/gm)) {
      const type = /__pulumiType = ['"]([^'"]+)['"]/;
      const token = (type.exec(body) ?? new RegExp(`^${className}\\.${type.source}`, "m").exec(script))?.[1];
      if (token === undefined) continue;
      found.push(token === classToken(packageName, module, className) ? className : `${className}=${token}`);
      declared.read(declarations, className, token);
    }
    for (const [, functionName] of script.matchAll(/^exports\.(\w+) = \1;/gm)) {
      if (functionName.endsWith("Output")) continue;
      const body = new RegExp(`^function ${functionName}\\([^]*?^}`, "m").exec(script)?.[0] ?? "";
      const token = /runtime\.invoke\("([^"]+)"/.exec(body)?.[1];
      if (token === undefined) continue;
      found.push(token === functionToken(packageName, module, functionName) ? functionName : `${functionName}=${token}`);
      const properties = declared.result(declarations, functionName, packageName !== "aws-native");
      if (properties.length > 0) results.push(`${module}.${functionName} ${properties.join(" ")}`);
    }
  }
  if (packageName === "aws") modules.get("lambda").push("CallbackFunction=aws:lambda/function:Function");
  return {
    version,
    modules: [...modules]
      .filter(([, names]) => names.length > 0)
      .map(([module, names]) => `${module} ${names.sort().join(" ")}`)
      .sort(),
    results: results.sort(),
    constants: constantsOf(folder, packageName),
    ...declared.maps(),
    ...declared.lists(),
  };
}

/** By rule: the same is said in remediator/reader/sdk/table.ts. */
function classToken(packageName, module, name) {
  if (packageName !== "aws") return `${packageName}:${module === "" ? "index" : module}:${name}`;
  return `aws:${module === "" ? "index" : module}/${lowerFirst(name)}:${name}`;
}

function functionToken(packageName, module, name) {
  return packageName === "aws"
    ? `aws:${module === "" ? "index" : module}/${name}:${name}`
    : `${packageName}:${module === "" ? "index" : module}:${name}`;
}

function lowerFirst(name) {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** The files with code, with the module that they belong to: "" for the package itself. `classic` runs inside of the program and is no part of the package's own. */
function* scripts(folder, prefix = "") {
  for (const entry of readdirSync(path.join(folder, prefix), { withFileTypes: true })) {
    const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory() && !["types", "node_modules", "bin", "config", "classic"].includes(entry.name)) yield* scripts(folder, name);
    else if (entry.name.endsWith(".js") && !/^(index|utilities|utils)\.js$/.test(entry.name)) yield [prefix, path.join(folder, name)];
  }
}

/** Enums: `ec2.InstanceType`, then its members with their values; and what modules export that is no enum, like `ec2.TCPProtocol`, behind `ec2.`. All of them are texts: the packages have no other constants. */
function constantsOf(folder, packageName) {
  const enums = path.join(folder, "types", "enums");
  const found = packageName === "aws" ? plainConstantsOf(folder) : [];
  const add = (module, file) => {
    if (!existsSync(file)) return;
    for (const [, name, body] of readFileSync(file, "utf8").matchAll(/^exports\.(\w+) = \{\n([^]*?)^\};/gm)) {
      const members = [...body.matchAll(/^\s+(\w+): "(.*?)",?$/gm)].map(([, member, value]) => `${member}=${value}`);
      if (members.length > 0) found.push([`${module}.${name}`, ...members].join("\t"));
    }
  };
  if (!existsSync(enums)) return found;
  add("", path.join(enums, "index.js"));
  for (const entry of readdirSync(enums, { withFileTypes: true })) {
    if (entry.isDirectory() && (packageName !== "aws-native" || nativeEnums.has(entry.name)))
      add(entry.name, path.join(enums, entry.name, "index.js"));
  }
  return found.sort();
}

function plainConstantsOf(folder) {
  const modules = new Map();
  for (const [module, file] of scripts(folder))
    for (const [, name, value] of readFileSync(file, "utf8").matchAll(/^exports\.(\w+) = "([^"]*)";$/gm))
      modules.set(module, [...(modules.get(module) ?? []), `${name}=${value}`]);
  return [...modules].map(([module, members]) => [`${module}.`, ...members].join("\t"));
}

/** aws-native declares an enum for every other property; those of other modules say nothing about networks. */
const nativeEnums = new Set(["ec2", "ecs", "eks", "elasticloadbalancingv2", "elasticloadbalancing", "lambda", "rds", "efs", "elasticache"]);

/** What interfaces declare. */
class Declarations {
  constructor(folder) {
    this.inputs = interfacesOf(path.join(folder, "types", "input.d.ts"));
    /** By name of a property: how often it is a map, how often something else; how often a list, how often a single value. */
    this.properties = new Map();
    this.resources = new Map();
    for (const members of this.inputs.values()) this.note(members);
  }

  /** The arguments of a resource. */
  read(file, className, token) {
    const members = this.interfaces(file).get(`${className}Args`);
    if (members === undefined) return;
    this.resources.set(token, members);
    this.note(members);
  }

  interfaces(file) {
    if (this.lastFile !== file) [this.lastFile, this.lastInterfaces] = [file, interfacesOf(file)];
    return this.lastInterfaces;
  }

  note(members) {
    for (const { name, kind, isList } of propertiesOf(members)) {
      const counts = this.properties.get(name) ?? { map: 0, other: 0, list: 0, single: 0 };
      this.properties.set(name, counts);
      counts[kind === "map" ? "map" : "other"]++;
      counts[isList ? "list" : "single"]++;
    }
  }

  /** The properties of an answer with a letter for what is no text. */
  result(file, functionName, hasTexts) {
    const members = this.interfaces(file).get(`${functionName.charAt(0).toUpperCase()}${functionName.slice(1)}Result`) ?? [];
    return members.flatMap((member) => {
      const kind = member.type && member.name ? resultKind(member.type) : undefined;
      return kind === undefined || (kind === "" && !hasTexts) ? [] : [`${member.name.text}${kind}`];
    });
  }

  /** The properties that are mostly maps, and by token the paths at which they are not, or at which others are. */
  maps() {
    const [maps, mapExceptions] = this.usual("map", "other", ({ kind }) => kind === "map");
    return { maps, mapExceptions };
  }

  /** The same of lists, which some languages let a single value stand for. */
  lists() {
    const [lists, listExceptions] = this.usual("list", "single", ({ isList }) => isList);
    return { lists, listExceptions };
  }

  usual(one, other, holds) {
    const properties = [...this.properties];
    const usual = new Set(properties.filter(([, counts]) => counts[one] > counts[other]).map(([name]) => name));
    const irregular = new Set(properties.filter(([, counts]) => counts[one] > 0 && counts[other] > 0).map(([name]) => name));
    const exceptions = [...this.resources].flatMap(([token, members]) => {
      const paths = [...this.exceptions(members, (property) => irregular.has(property.name) && holds(property) !== usual.has(property.name), [], [])];
      return paths.length > 0 ? [`${token} ${paths.sort().join(" ")}`] : [];
    });
    return [[...usual].sort(), exceptions.sort()];
  }

  *exceptions(members, isException, prefix, seen) {
    for (const property of propertiesOf(members)) {
      const { name, kind, type } = property;
      if (isException(property)) yield [...prefix, name].join(".");
      if (kind === "typed" && prefix.length < 6 && !seen.includes(type)) {
        yield* this.exceptions(this.inputs.get(type) ?? [], isException, [...prefix, name], [...seen, type]);
      }
    }
  }
}

function interfacesOf(file) {
  const found = new Map();
  if (!existsSync(file)) return found;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, ""), ts.ScriptTarget.Latest, false);
  const visit = (statements, prefix) => {
    for (const statement of statements) {
      if (ts.isModuleDeclaration(statement) && statement.body?.statements) visit(statement.body.statements, [...prefix, statement.name.text]);
      if (ts.isInterfaceDeclaration(statement)) found.set([...prefix, statement.name.text].join("."), statement.members);
    }
  };
  visit(source.statements, []);
  return found;
}

/** Properties as `map` (keys are the program's), `typed` (keys are declared) or `other`, and whether they are lists. */
function propertiesOf(members) {
  return members.flatMap((member) =>
    ts.isPropertySignature(member) && member.type !== undefined
      ? [{ name: member.name.text, ...kindOf(member.type), isList: isListType(member.type) }]
      : [],
  );
}

function isListType(type) {
  if (ts.isArrayTypeNode(type)) return true;
  if (ts.isUnionTypeNode(type)) return type.types.some(isListType);
  return ts.isTypeReferenceNode(type) && /(^|\.)Input$/.test(nameOf(type.typeName)) && isListType(type.typeArguments[0]);
}

function kindOf(type) {
  if (type.kind === ts.SyntaxKind.AnyKeyword) return { kind: "map" };
  if (ts.isArrayTypeNode(type)) return kindOf(type.elementType);
  if (ts.isUnionTypeNode(type)) {
    const kinds = type.types.map(kindOf);
    return kinds.find(({ kind }) => kind === "typed") ?? kinds.find(({ kind }) => kind === "map") ?? { kind: "other" };
  }
  if (ts.isTypeLiteralNode(type)) return { kind: type.members.some((member) => ts.isIndexSignatureDeclaration(member)) ? "map" : "other" };
  if (!ts.isTypeReferenceNode(type)) return { kind: "other" };
  const name = nameOf(type.typeName);
  if (/(^|\.)Input$/.test(name)) return kindOf(type.typeArguments[0]);
  return name.startsWith("inputs.") ? { kind: "typed", type: name.slice("inputs.".length) } : { kind: "other" };
}

function nameOf(name) {
  return ts.isIdentifier(name) ? name.text : `${nameOf(name.left)}.${name.right.text}`;
}

/** What a property of an answer is: nothing for a text, else "#" number, "?" boolean, "[" list, "{" record. */
function resultKind(type) {
  if (ts.isArrayTypeNode(type)) return "[";
  if (type.kind === ts.SyntaxKind.NumberKeyword) return "#";
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return "?";
  if (ts.isTypeLiteralNode(type)) return "{";
  if (ts.isTypeReferenceNode(type) && nameOf(type.typeName).startsWith("outputs.")) return "{";
  return "";
}

/** A table as JSON whose sections are compressed each by itself, so that only what is asked for is unpacked. */
export function render({ version, ...sections }) {
  const packed = Object.entries(sections).map(([name, section]) => [name, pack(section)]);
  return `${JSON.stringify({ version, ...Object.fromEntries(packed) }, null, 1)}\n`;
}

function pack(section) {
  const text = section.join("\n");
  return brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length, [constants.BROTLI_PARAM_LGWIN]: 22 },
  }).toString("base64");
}

/** The data of a table, for comparison: what the compression made of it may differ between versions of Node.js. */
export function unpack(text) {
  const { version, ...sections } = JSON.parse(text);
  return {
    version,
    ...Object.fromEntries(
      Object.entries(sections).map(([name, packed]) => [
        name,
        brotliDecompressSync(Buffer.from(packed, "base64")).toString().split("\n").filter(Boolean),
      ]),
    ),
  };
}

export function installedAws() {
  return path.dirname(require.resolve("@pulumi/aws/package.json"));
}

function fetchPackage(name, scratch) {
  const folder = mkdtempSync(path.join(scratch, `${name}-`));
  execFileSync("npm", ["pack", `@pulumi/${name}@${fetched[name]}`, "--silent", "--pack-destination", folder], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [archive] = readdirSync(folder);
  execFileSync("tar", ["xzf", archive, "--strip-components=1"], { cwd: folder });
  return folder;
}

if (process.argv[1] === import.meta.filename) {
  const target = path.join(tables, "aws.json");
  const aws = tableOf(installedAws());
  if (process.argv.includes("--check")) {
    if (JSON.stringify(unpack(readFileSync(target, "utf8"))) !== JSON.stringify(aws)) {
      console.error("remediator/reader/sdk/tables/aws.json is not what @pulumi/aws says: run node scripts/sdk-table.mjs");
      process.exit(1);
    }
  } else {
    writeFileSync(target, render(aws));
    const scratch = mkdtempSync(path.join(tmpdir(), "portcullis-packages-"));
    try {
      for (const name of Object.keys(fetched)) writeFileSync(path.join(tables, `${name}.json`), render(tableOf(fetchPackage(name, scratch))));
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
}
