// Finds every resource type of @pulumi/aws whose inputs take security groups, in the package's own types,
// and writes where each of them keeps its groups and subnets to policypack/decode/attachments.json.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const prettier = require("prettier");
const ts = require("typescript");

const root = path.resolve(import.meta.dirname, "..");
const target = path.join(root, "policypack", "decode", "attachments.json");

/** Properties that name groups on the resource's own interfaces: not the peers of rules, nor groups of another kind. */
const isGroupProperty = (name) =>
  /securityGroups?(s?Ids?|Arns?|Names?|IdLists?|Memberships)?$/i.test(name) && !/^(source|referenced|replacement|input|db)/.test(name);

const isSubnetProperty = (name) => /^(vpc|client|stagingArea)?subnets?(Ids?|Arns?)?$/i.test(name) || name === "vpcZoneIdentifiers";

/** Types that have such a property and no interface: groups and their rules, analyses, and what puts a group on something else. */
const nothing = /^aws:(ec2\/(securityGroup|defaultSecurityGroup|vpcSecurityGroup|networkInsights|networkInterfaceSecurityGroup)|vpc\/securityGroup)/;

/** Type token to `{ groups, subnets }`: dotted paths of properties, through the elements of lists. */
export function findAttachments() {
  const folder = path.dirname(require.resolve("@pulumi/aws/package.json"));
  const nested = nestedTypes(path.join(folder, "types", "input.d.ts"));
  const found = {};
  for (const file of declarationFiles(folder)) {
    const script = readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8");
    const token = /__pulumiType = '([^']+)'/.exec(script)?.[1];
    if (token === undefined || nothing.test(token)) continue;
    const args = argumentsOf(file);
    if (args === undefined) continue;
    const groups = pathsOf(args, nested, isGroupProperty);
    if (groups.length > 0) found[token] = { groups, subnets: pathsOf(args, nested, isSubnetProperty) };
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of the file: a type without subnets does without the word, because the pack loads it. */
export async function render(attachments) {
  const compact = Object.fromEntries(
    Object.entries(attachments).map(([token, { groups, subnets }]) => [token, subnets.length === 0 ? { groups } : { groups, subnets }]),
  );
  return prettier.format(JSON.stringify(compact), { ...(await prettier.resolveConfig(target)), parser: "json" });
}

function* declarationFiles(folder) {
  for (const module of readdirSync(folder, { withFileTypes: true })) {
    if (!module.isDirectory() || ["types", "node_modules", "bin", "config"].includes(module.name)) continue;
    for (const name of readdirSync(path.join(folder, module.name))) {
      if (name.endsWith(".d.ts") && !/^(get[A-Z]|index\.)/.test(name)) yield path.join(folder, module.name, name);
    }
  }
}

/** The members of the interface `<Resource>Args` of a file. */
function argumentsOf(file) {
  const text = readFileSync(file, "utf8");
  if (!/securityGroup|inputs\./i.test(text)) return undefined;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  return source.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text.endsWith("Args"))?.members;
}

/** `module.Type` to the members of that interface. */
function nestedTypes(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, false);
  const types = new Map();
  const visit = (statements, prefix) => {
    for (const statement of statements) {
      if (ts.isModuleDeclaration(statement) && statement.body?.statements) visit(statement.body.statements, [...prefix, statement.name.text]);
      if (ts.isInterfaceDeclaration(statement)) types.set([...prefix, statement.name.text].join("."), statement.members);
    }
  };
  visit(source.statements, []);
  return types;
}

function pathsOf(members, nested, accepts, prefix = [], seen = []) {
  return members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return [];
    const name = member.name.text;
    const leaf = leafOf(member.type);
    if (leaf === "string") return accepts(name) ? [[...prefix, name].join(".")] : [];
    if (leaf === undefined || seen.includes(leaf) || !nested.has(leaf)) return [];
    return pathsOf(nested.get(leaf), nested, accepts, [...prefix, name], [...seen, leaf]);
  });
}

/** The type inside inputs, lists and unions: "string", or the name of a nested type. */
function leafOf(type) {
  if (type.kind === ts.SyntaxKind.StringKeyword) return "string";
  if (ts.isArrayTypeNode(type)) return leafOf(type.elementType);
  if (ts.isUnionTypeNode(type)) return type.types.map(leafOf).find((leaf) => leaf !== undefined);
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = nameOf(type.typeName);
  if (/(^|\.)Input$/.test(name)) return type.typeArguments?.[0] && leafOf(type.typeArguments[0]);
  return name.startsWith("inputs.") ? name.slice("inputs.".length) : undefined;
}

function nameOf(name) {
  return ts.isIdentifier(name) ? name.text : `${nameOf(name.left)}.${name.right.text}`;
}

if (process.argv[1] === import.meta.filename) {
  const text = await render(findAttachments());
  if (process.argv.includes("--check")) {
    if (readFileSync(target, "utf8") !== text) {
      console.error("policypack/decode/attachments.json is not what @pulumi/aws says: run node scripts/attachments.mjs");
      process.exit(1);
    }
  } else writeFileSync(target, text);
}
