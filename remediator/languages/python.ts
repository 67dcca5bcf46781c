import { declined } from "../editing/outcome";
import type { Printer, Surroundings } from "../editing/printer";
import { followedBy } from "./text-expressions";

/** Python: arguments of calls, or dictionaries in whichever case the program writes their keys. */
export const python: Printer = {
  name: "Python",
  marks: { line: "#" },
  emptyBlock: "pass",
  hoists: "functions",
  padsRecords: false,
  text: (text, around) => quoted(text, around),
  scalar: (value) => (value === null ? "None" : value === true ? "True" : value === false ? "False" : String(value)),
  list: (elements) => `[${elements.join(", ")}]`,
  entry: (name, value, around) => {
    if (around.form === "argument") return `${snakeCase(name)}=${value}`;
    const key = isSnake(around.sibling) ? snakeCase(name) : name;
    return `${quoted(key, around)}: ${value}`;
  },
  record: (entries) => `{${entries.join(", ")}}`,
  recordForm: "literal",
  variable: (words) => words.map((word) => word.toLowerCase()).join("_"),
  creation: ({ variable, name, module, class: className, file }) => {
    const whole = /^\s*import\s+pulumi_aws(?:\s+as\s+(\w+))?\s*$/m.exec(file.text);
    const aws = whole === null ? undefined : `${whole[1] ?? "pulumi_aws"}.${module}`;
    const own = aws ?? new RegExp(`^from pulumi_aws import (?:\\([^)]*\\b|.*\\b)${module}\\b(?! as)`, "m").exec(file.text)?.[0];
    if (own === undefined) return declined(`${file.name} does not import pulumi_aws, which a group of its own takes`);
    const made = `${aws ?? module}.${className}`;
    return { before: `${variable} = ${made}(`, leading: [name], after: ")", separator: ",", form: "argument", edits: [] };
  },
  firstRecord: (entries) => entries,
  argument: (name, value) => `${name}=${value}`,
  liftsOutputs: true,
  namesIdentifiers: () => true,
  output: (variable, output) => `${variable}.${snakeCase(output)}`,
  each: {
    head: (variable, texts) => [`for ${variable} in ${texts}:`],
    name: (written, variable) => {
      const [, quote = "", text] = /^f?(["'])(?!\1)(.*)\1$/s.exec(written) ?? [];
      if (text === undefined || text.includes(quote)) return followedBy(written, ` + f"-{${variable}}"`);
      return !written.startsWith("f") && /[{}]/.test(text) ? undefined : `f${quote}${text}-{${variable}}${quote}`;
    },
  },
  setting: (key, { config, core, configClass }) => {
    const made = configClass ?? (core === undefined ? undefined : `${core}.Config`);
    const object = config ?? (made === undefined ? undefined : `${made}()`);
    if (object === undefined) return undefined;
    const list = `${object}.get_object(${JSON.stringify(key)}) or []`;
    return { list, elements: `*(${list})` };
  },
  coreImport: { name: "pulumi", text: "import pulumi" },
};

function quoted(text: string, { sibling = "", replaced = "" }: Surroundings): string {
  const like = /["']/.exec(replaced)?.[0] ?? /["']/.exec(sibling)?.[0] ?? '"';
  return `${like}${text.replace(/\\/g, "\\\\").replaceAll(like, `\\${like}`).replace(/\n/g, "\\n")}${like}`;
}

/** Dictionaries have keys in snake case unless those beside say otherwise. */
function isSnake(sibling: string | undefined): boolean {
  return sibling === undefined || !/^["'][a-z]+[A-Z]/.test(sibling);
}

/** The SDK's own way: cidrBlocks is cidr_blocks, ipv6CidrBlocks is ipv6_cidr_blocks. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (capitals) => `_${capitals.toLowerCase()}`);
}
