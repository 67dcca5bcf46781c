import { declined } from "../editing/outcome";
import { camelCase } from "../editing/words";
import type { Named, Printer, Surroundings, Through } from "../editing/printer";
import type { SourceFile } from "../reader/syntax/tree";
import { copiedInGo, handledInGo } from "../editing/go-errors";
import { importsInGo, packageInGo } from "../editing/go-packages";
import { canReadInGo, readInGo } from "../editing/go-settings";
import { followedBy } from "./text-expressions";

/** Go: values are inputs of the SDK where one stood before, or where a property of a resource is written. */
export const go: Printer = {
  name: "Go",
  marks: { line: "//", open: "/*", close: "*/" },
  typesLists: true,
  padsRecords: false,
  text: (text, around) => input("String", JSON.stringify(text), around),
  otherThanPlain: (names) =>
    new RegExp(`\\b${names.at(-1)}(?:(?:,\\s*\\w+)*\\s+(?:\\*|pulumi\\.|(?:any|interface|string)\\b)|\\s*:?=\\s*(?:&|new\\(|pulumi\\.(?!Int\\()))`),
  scalar: (value, around) => (value === null ? "nil" : input(typeof value === "boolean" ? "Bool" : "Int", String(value), around)),
  list: (elements, { replaced = "" }) =>
    `${/^(?:\[\]\w+|pulumi\.\w+|\w+\.\w+Array)(?=\{)/.exec(replaced)?.[0] ?? "pulumi.StringArray"}{${elements.join(", ")}}`,
  entry: (name, value) => `${pascalCase(name)}: ${value}`,
  record: (entries, around) => literal(around, "&", "Args", entries),
  records: (elements, around) => literal(around, "", "Array", elements),
  recordForm: "literal",
  variable: camelCase,
  creation: ({ variable, name, module, class: className, file, context, error }) => {
    const packageName = packageInGo(file, { package: "aws", module });
    if (packageName === undefined || context === undefined)
      return declined(`${file.name} imports nothing of the provider, whose version is not known here`);
    const before = `${variable}, ${error} := ${packageName}.New${className}(${context}, ${name}, &${packageName}.${className}Args{`;
    return { before, after: "})", separator: ",", form: "literal", edits: [] };
  },
  noRecord: { text: "nil", filled: filledInGo },
  imports: importsInGo,
  typesVariables: () => true,
  takesOutputs: ({ head, sibling, file }) => !isListOfPlain(head, sibling, file),
  output: (variable, output) => `${variable}.${output === "id" ? "ID()" : pascalCase(output)}`,
  present: (output) => `${output}.Elem()`,
  namesIdentifiers: isInputInGo,
  through: throughInGo,
  handled: handledInGo,
  copied: copiedInGo,
  each: {
    head: (variable, texts) => [`for _, ${variable} := range ${texts} {`],
    foot: "}",
    name: (written, variable) => (/^"[^"]*"$/.test(written) ? `${written.slice(0, -1)}-"+${variable}` : followedBy(written, `+"-"+${variable}`)),
    value: (variable, { replaced, property }) => input("String", variable, { sibling: undefined, form: "literal", property, replaced }),
  },
  readsByContext: true,
  setting: (key, names) => (canReadInGo(key, names) ? { list: `pulumi.ToStringArray(${key})`, texts: key } : undefined),
  listWith: (list, setting) => `append(${list}, ${setting.list}...)`,
  settingSupport: readInGo,
};

/** A parameter or a field whose type is an input of texts, and a variable that is given an identifier. */
function isInputInGo({ name, declared: { file, end } }: Named): boolean {
  const [, field] = name.split(".");
  const types = field === undefined ? [file.text.slice(end)] : [...file.text.matchAll(new RegExp(`^\\s*${field}\\b`, "gm"))].map(behind);
  return (
    types.length > 0 &&
    types.every((text) => /^(?:\s*,\s*\w+)*\s+pulumi\.(?:StringInput|StringOutput|IDOutput)\b|^\s*:=\s*[\w.]+\.ID\(\)\s*\n/.test(text))
  );
}

function behind({ 0: found, index, input }: RegExpMatchArray): string {
  return (input ?? "").slice((index ?? 0) + found.length);
}

/** A literal of the SDK's type for an object, or for a list of some. */
function literal({ type, file }: Surroundings, before: "&" | "", suffix: "Args" | "Array", parts: readonly string[]): string | undefined {
  const name = type === undefined || file === undefined ? undefined : packageInGo(file, type);
  return type === undefined || name === undefined ? undefined : `${before}${name}.${type.nameInGo ?? type.name}${suffix}{${parts.join(", ")}}`;
}

/** Outputs of resources have methods for what their resource gives, other than its identifier. */
function throughInGo(resource: string, output: string, { variable, type, file }: Through): string | undefined {
  if (output !== "id") return `${resource}.${pascalCase(output)}()`;
  const [, module = "", name = ""] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  const packageName = packageInGo(file, { package: "aws", module });
  if (packageName === undefined) return undefined;
  return `${resource}.ApplyT(func(${variable} *${packageName}.${name}) pulumi.IDOutput { return ${variable}.ID() }).(pulumi.IDOutput)`;
}

/** `lb.NewLoadBalancer` takes `lb.LoadBalancerArgs`: so the SDK calls all of them. */
function filledInGo(callee: string, entries: readonly string[]): string | undefined {
  const [, name, made] = /^(\w+)\.New(\w+)$/.exec(callee) ?? [];
  return made === undefined ? undefined : `&${name}.${made}Args{${entries.join(", ")}}`;
}

/** A value is an input where the SDK takes one, and stays plain in what is of plain ones: a list, or what a function takes. */
function input(type: "String" | "Int" | "Bool", value: string, around: Surroundings): string {
  const { replaced, sibling, property, isEntry = false, head, file } = around;
  const wrapped = `pulumi.${type}(${value})`;
  if (replaced !== undefined) {
    const [, wrapper, isOfValues] = /^(pulumi\.(String|Int|Bool|ID|Float64)?\w*)\(/.exec(replaced) ?? [];
    if (isOfValues !== undefined) return `${wrapper}(${value})`;
    return isEntry || wrapper !== undefined ? wrapped : value;
  }
  return property !== "" && isListOfPlain(head, sibling, file) ? value : wrapped;
}

/** A list whose type, or the function that takes it, says so, or that has what is written or declared as a plain value. */
function isListOfPlain(head = "", sibling = "", file?: SourceFile): boolean {
  if (/^(?:\[\])?pulumi\.\w+$|^\w+\.\w+Array$/.test(head)) return false;
  const declared = (pattern: string): boolean => new RegExp(pattern, "m").test(file?.text ?? "");
  return (
    head.startsWith("[]") ||
    /^["`]/.test(sibling) ||
    (/^\w+$/.test(head) && declared(`^(?:type ${head} \\[\\]|func ${head}\\([^)]*\\.\\.\\.)(?!pulumi\\.)`)) ||
    (/^\w+$/.test(sibling) && declared(`\\b${sibling}\\b(?:\\s+string)?\\s*:?=\\s*["\`]`))
  );
}

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
