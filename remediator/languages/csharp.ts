import { camelCase } from "../editing/words";
import { declined } from "../editing/outcome";
import type { Emptied, Printer } from "../editing/printer";
import type { RecordType } from "../editing/record-types";
import type { SourceFile } from "../reader/syntax/tree";
import { followedBy } from "./text-expressions";

/** C#: properties of an initializer; a list takes its elements in braces. */
export const csharp: Printer = {
  name: "C#",
  marks: { line: "//", open: "/*", close: "*/" },
  hoists: "blocks",
  typesLists: true,
  namesIdentifiers: () => true,
  padsRecords: true,
  text: (text) => JSON.stringify(text),
  otherThanPlain: (names) => {
    const name = names.at(-1);
    const types = "\\b(?:long|ulong|uint|float|double|decimal|string|object|dynamic|Nullable<int>)|[\\w>]\\?";
    return new RegExp(`(?:${types})\\s+${name}\\b|\\b${name}\\s*=(?![=>])(?![^;]*\\?\\?)[^;]*\\?\\.`);
  },
  scalar: (value) => String(value),
  list: (elements, { replaced = "" }) => {
    const opening = /^(?:new\s*(?:[\w.<>]+\s*)?(?:\[\s*\]|\(\s*\))?\s*)?(?=\{)/.exec(replaced)?.[0] ?? "";
    if (replaced.startsWith("[")) return `[${elements.join(", ")}]`;
    if (elements.length === 0) return `${/^new\s*\[/.test(opening) ? "" : opening}{ }`;
    return `${canHold(opening, elements) ? opening : ""}{ ${elements.join(", ")} }`;
  },
  emptied: (list) => emptied(list),
  entry: (name, value) => `${pascalCase(name)} = ${value}`,
  typesVariables: () => true,
  takesOutputs: ({ head, sibling, isTyped }) =>
    /^new\s*\[\s*\]$/.test(head) ? sibling !== undefined && !isText.test(sibling) : (!isTyped && head === "") || /\bInput/.test(head),
  record: (entries, { type, file }) => (type === undefined ? undefined : `new ${namedIn(file, type)} { ${entries.join(", ")} }`),
  several: (objects) => (objects.every((object) => /^new\s+[\w.:]+/.test(object)) ? `new[] { ${objects.join(", ")} }` : undefined),
  recordForm: "literal",
  argument: (name, value) => `${name}: ${value}`,
  variable: camelCase,
  creation: ({ variable, name, module, class: className, file }) => {
    const aws = /^\s*using\s+(\w+)\s*=\s*Pulumi\.Aws\s*;/m.exec(file.text)?.[1] ?? rooted("Pulumi.Aws", file);
    const before = `var ${variable} = new ${aws}.${pascalCase(module)}.${className}(${name}, new() {`;
    return { before, after: "});", separator: ",", form: "literal", edits: [] };
  },
  firstRecord: (entries) => [`new() { ${entries.join(", ")} }`],
  output: (variable, output) => `${variable}.${pascalCase(output)}`,
  through: (resource, output, { variable, isOptional }) =>
    `${resource}.Apply(${variable} => ${variable}${isOptional ? "!" : ""}.${pascalCase(output)})`,
  each: {
    head: (variable, texts, file) => {
      const head = `foreach (var ${variable} in ${texts})`;
      return /\)[ \t]*\r?\n[ \t]*\{/.test(file) ? [head, "{"] : [`${head} {`];
    },
    foot: "}",
    name: (written, variable) => {
      const [, text] = /^\$?"(?!")(.*)"$/s.exec(written) ?? [];
      if (text === undefined || text.includes('"')) return followedBy(written, ` + $"-{${variable}}"`);
      return !written.startsWith("$") && /[{}]/.test(text) ? undefined : `$"${text}-{${variable}}"`;
    },
  },
  setting: (key, { file }) => ({
    list: `new ${rooted("Pulumi.Config", file)}().GetObject<string[]>(${JSON.stringify(key)}) ?? System.Array.Empty<string>()`,
  }),
  listWith: (list, setting) =>
    `new ${/^new (?:global::)?/.exec(setting.list)?.[0].slice(4) ?? ""}Pulumi.InputList<string> { ${list.slice(list.search(/\{|^\[/) + 1, -1).trim()} }.Concat(${setting.list})`,
};

/** A text as it is written, interpolated or verbatim too. */
const isText = /^[$@]*"/;

/** Whether what opens a list lets it have elements: one of texts has no outputs, and one without a type has either. In braces alone, an input has both. */
function canHold(opening: string, elements: readonly string[]): boolean {
  const outputs = elements.filter((element) => !isText.test(element)).length;
  return outputs === 0 || /\bInput/.test(opening) || (outputs === elements.length && /^new\s*\[/.test(opening));
}

/** An empty list has to say of what. One in braces alone would leave the property as it is without it. */
function emptied({ file, text, elements: [first = ""], form, property }: Emptied): ReturnType<NonNullable<Printer["emptied"]>> {
  if (text.startsWith("[")) return { text: "[]", edits: [] };
  const head = form === "list" ? text.slice(0, text.indexOf("{")).trim() : "";
  if (head !== "" && !/^new\s*\[\s*\]$/.test(head)) return { text: `${head} { }`, edits: [] };
  const type = /^["$@]/.test(first) ? "string" : (/^new\s+([\w.:]+)/.exec(first)?.[1] ?? argumentType(file, property));
  return type === undefined
    ? declined(`an empty list for ${property} needs a type that is not written here`)
    : { text: `new ${type}[] { }`, edits: [] };
}

function argumentType(file: SourceFile, property: string): string | undefined {
  if (property !== "ingress" && property !== "egress") return undefined;
  const type = `SecurityGroup${pascalCase(property)}Args`;
  return /^\s*using\s+Pulumi\.Aws\.Ec2\.Inputs\s*;/m.test(file.text) ? type : rooted(`Pulumi.Aws.Ec2.Inputs.${type}`, file);
}

/** A name of Pulumi's as a file can say it: inside a namespace such as `Shop.Pulumi`, `Pulumi` is that. */
function rooted(path: string, file: SourceFile | undefined): string {
  return file !== undefined && /^\s*namespace\s+[\w.]+\.Pulumi\b/m.test(file.text) ? `global::${path}` : path;
}

/** The name of a type as a file has it: its own where the file uses its namespace, and says it of an object already. */
function namedIn(file: SourceFile | undefined, type: RecordType): string {
  const path = typeOf(type);
  const place = path.lastIndexOf(".");
  const name = path.slice(place + 1);
  return file?.text.includes(`using ${path.slice(0, place)};`) === true && new RegExp(`\\bnew ${name}\\b`).test(file.text)
    ? name
    : rooted(path, file);
}

function typeOf({ package: packageName, module, name }: RecordType): string {
  return `Pulumi.${pascalCase(packageName)}.${pascalCase(module)}.Inputs.${name}Args`;
}

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
