import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unknownText } from "@portcullis/policypack/resources/property-values";
import { findPackage } from "./project";
import { settledAnswer } from "./settled";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Answers a call of a data source by its token, e.g. `aws:ec2/getVpc:getVpc`. */
export type DataSources = (token: string, args: JsonObject) => JsonObject;

/**
 * Stands for the cloud that data sources ask. An answer has the shape that the package declares, repeats the arguments, and otherwise holds texts
 * that contain the unknown text: a program can pass them on, split them and wait for them, and what it makes of them is read as unknown.
 * The real unknown value is of no use here: awaited, it has no methods and prints as "[object Object]"; as an output it keeps `.apply` from running.
 */
export function dataSourcesFor(programFolder: string, region: string | undefined): DataSources {
  const declarations = new Map<string, string>();
  const read = (file: string): string => {
    const known = declarations.get(file);
    if (known !== undefined) return known;
    const text = existsSync(file) ? readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "") : "";
    declarations.set(file, text);
    return text;
  };
  return (token, args) => {
    const [packageName = "", module = "", name = ""] = token.split(":");
    const salt = createHash("sha256")
      .update(canonical([token, args]))
      .digest("hex")
      .slice(0, 6);
    const file = declarationFile(programFolder, packageName, module, name);
    const shape = file === undefined ? {} : new Shapes(read, file, salt).result(name);
    const special = specials[`${packageName}:${name}`]?.(salt, args) ?? {};
    return { ...shape, ...special, ...args, ...settledAnswer(token, known(args), region) };
  };
}

/** The arguments, of which those that came out of other answers are not known. */
function known(args: JsonObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, JSON.stringify(value).includes(unknownText) ? undefined : value]));
}

/** The same text for the same value, in whatever order its keys arrive. */
function canonical(json: Json): string {
  return JSON.stringify(json, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value,
  );
}

/** A text that is read as unknown, and differs for each property of each call. */
function placeholder(property: string, salt: string): string {
  return `${property}-${salt}-${unknownText}`;
}

/** What programs take apart. */
const specials: Readonly<Record<string, (salt: string, args: JsonObject) => JsonObject>> = {
  "aws:getPolicyDocument": (salt) => ({ json: jsonText(salt), minifiedJson: jsonText(salt) }),
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html
  "aws:getParameter": (salt, { name }) =>
    typeof name === "string" && /^\/aws\/service\/.*\/recommended$/.test(name)
      ? { value: JSON.stringify({ image_id: placeholder("image", salt), image_name: placeholder("name", salt) }) }
      : {},
  "aws:getSecretVersion": (salt) => ({ secretString: jsonText(salt) }),
};

/** Programs parse these; the text stays unknown as a whole. */
function jsonText(salt: string): string {
  return JSON.stringify({ Id: placeholder("json", salt), Statement: [] });
}

/** Where `aws:ec2/getVpc:getVpc` and `aws-native:ec2:getVpc` are declared. */
function declarationFile(programFolder: string, packageName: string, module: string, name: string): string | undefined {
  const folder = findPackage(`@pulumi/${packageName}`, programFolder);
  const path = module.includes("/") ? module.slice(0, module.indexOf("/")) : module;
  return folder && [join(folder, path, `${name}.d.ts`), join(folder, `${name}.d.ts`)].find((file) => existsSync(file));
}

/** Makes values of declared types, from the text of the declarations. */
class Shapes {
  constructor(
    private readonly read: (file: string) => string,
    private readonly file: string,
    private readonly salt: string,
  ) {}

  /** The result of `getVpc` is declared beside it as `GetVpcResult`. */
  result(name: string): JsonObject {
    return this.members(this.read(this.file), `${name.charAt(0).toUpperCase()}${name.slice(1)}Result`, "", 0);
  }

  private members(text: string, interfaceName: string, prefix: string, depth: number): JsonObject {
    const members: Record<string, Json> = {};
    for (const [, property = "", optional, type = ""] of bodyOf(text, interfaceName).matchAll(/(\w+)(\??): ([^;{]+|\{)/g)) {
      const value = optional === "?" ? undefined : this.value(type.trim(), `${prefix}${property}`, depth);
      if (value !== undefined) members[property] = value;
    }
    return members;
  }

  private value(type: string, property: string, depth: number): Json | undefined {
    if (type === "{") return {};
    if (type.endsWith("[]")) {
      const element = type.slice(0, -2);
      const entries = element.startsWith("outputs.") ? ["1"] : ["1", "2", "3"];
      return entries.flatMap((entry) => this.value(element, `${property}-${entry}`, depth) ?? []);
    }
    if (!type.startsWith("outputs.")) return placeholder(property, this.salt);
    if (depth === deepest) return undefined;
    const path = type.split(".").slice(1);
    const types = join(dirname(this.file), "types", "output.d.ts");
    const declared = this.read(existsSync(types) ? types : join(dirname(this.file), "..", "types", "output.d.ts"));
    const start = path.slice(0, -1).reduce((from, namespace) => Math.max(from, declared.indexOf(`namespace ${namespace} {`, from)), 0);
    return this.members(declared.slice(start), path.at(-1) ?? "", `${property}-`, depth + 1);
  }
}

/** Shapes refer to themselves, and programs read two or three levels. */
const deepest = 3;

/** The text between the braces of an interface. */
function bodyOf(text: string, interfaceName: string): string {
  const start = new RegExp(`interface ${interfaceName}\\b[^{]*\\{`).exec(text);
  if (start === null) return "";
  const from = start.index + start[0].length;
  let depth = 1;
  let end = from;
  while (depth > 0 && end < text.length) {
    const character = text[end++];
    if (character === "{") depth++;
    if (character === "}") depth--;
  }
  return text.slice(from, end - 1);
}
