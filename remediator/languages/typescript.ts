import { declined } from "../editing/outcome";
import { camelCase } from "../editing/words";
import type { Printer } from "../editing/printer";
import { followedBy } from "./text-expressions";

/** TypeScript and JavaScript. */
export const typescript: Printer = {
  name: "TypeScript",
  marks: { line: "//", open: "/*", close: "*/" },
  hoists: "blocks",
  padsRecords: true,
  text: (text, { sibling }) => {
    const quote = sibling !== undefined && sibling.includes("'") && !sibling.includes('"') ? "'" : '"';
    return `${quote}${text.replace(/\\/g, "\\\\").replaceAll(quote, `\\${quote}`).replace(/\n/g, "\\n")}${quote}`;
  },
  otherThanPlain: otherThanNumbers,
  scalar: (value) => (value === null ? "undefined" : String(value)),
  list: (elements) => `[${elements.join(", ")}]`,
  entry: (name, value) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${value}`,
  record: (entries) => `{ ${entries.join(", ")} }`,
  recordForm: "literal",
  variable: camelCase,
  creation: ({ variable, name, module, class: className, file }) => {
    const aws =
      /^\s*import\s+(?:\*\s+as\s+)?(\w+)\s+from\s+["']@pulumi\/aws["']/m.exec(file.text)?.[1] ??
      /^\s*(?:const|let|var)\s+(\w+)\s*=\s*require\(["']@pulumi\/aws["']\)/m.exec(file.text)?.[1];
    if (aws === undefined) return declined(`${file.name} does not import @pulumi/aws, which a group of its own takes`);
    return { before: `const ${variable} = new ${aws}.${module}.${className}(${name}, {`, after: "});", separator: ",", form: "literal", edits: [] };
  },
  firstRecord: (entries) => [`{ ${entries.join(", ")} }`],
  liftsOutputs: true,
  namesIdentifiers: () => true,
  hasShorthands: true,
  typesVariables: ({ name }, before) => !/\.[cm]?jsx?$/.test(name) && !inferred.test(before),
  takesOutputs: ({ sibling, isTyped }) => !isTyped || (sibling !== undefined && !/^["'`]/.test(sibling)),
  output: (variable, output) => `${variable}.${output}`,
  present: (output, { type, file }) =>
    type.startsWith("aws-native:") && /\.[cm]?tsx?$/.test(file.name) ? `${output}.apply((block) => block!)` : undefined,
  each: {
    indentation: 2,
    head: (variable, texts) => [`for (const ${variable} of ${texts}) {`],
    foot: "}",
    name: (written, variable) => {
      const [, quote = "", text] = /^(["'`])(.*)\1$/s.exec(written) ?? [];
      if (text === undefined || text.includes(quote)) return followedBy(written, ` + \`-\${${variable}}\``);
      return !written.startsWith("`") && /[`$\\]/.test(text) ? undefined : `\`${text}-\${${variable}}\``;
    },
  },
  setting: (key, { config, core, configClass, isTyped }) => {
    const made = configClass ?? (core === undefined ? undefined : `${core}.Config`);
    const object = config ?? (made === undefined ? undefined : `new ${made}()`);
    if (object === undefined) return undefined;
    const list = `${object}.getObject${isTyped ? "<string[]>" : ""}(${JSON.stringify(key)}) ?? []`;
    return { list, elements: `...(${list})` };
  },
  coreImport: {
    name: "pulumi",
    text: `import * as pulumi from ${JSON.stringify("@pulumi/pulumi")};`,
    required: `const pulumi = require(${JSON.stringify("@pulumi/pulumi")});`,
  },
};

/** A variable has the type of what it is given, where neither an annotation nor a function on the way says another one. */
const inferred = /\b(?:const|let|var)\s+[\w$]+\s*=[^();=]*$/;

/** A type that is not a number's alone, on the way to one or its own, or a value that may be missing. */
function otherThanNumbers(names: readonly string[]): RegExp {
  const missing = names.map((name) => `\\b${name}(?:\\?\\s*:|\\s*:[^,;=(){}\\n]*\\|\\s*(?:undefined|null)\\b|\\s*=(?![=>])${unsure})`);
  return new RegExp([...missing, `\\b${names.at(-1)}\\s*:\\s*(?:${others})`, "\\bPartial<"].join("|"), "m");
}

/** Types that are no numbers, or that are declared elsewhere. */
const others = "[^,;=(){}\\n]*\\b(?:string|unknown|undefined|null)\\b|[A-Z]\\w*[a-z]\\w*\\s*(?:[,;)=|}]|$)";

/** What finds something, or not, and has nothing in its place: `ports.get(name)`, `services.find(isApi)?.port`. */
const unsure =
  "(?!\\s*(?:Number|parseInt)\\()(?![^;\\n]*(?:(?:\\?\\?|\\|\\|)\\s*[\\w.\"']+|!)\\s*(?:;|$))(?:[^;\\n]|\\n\\s*[.?]){0,400}(?:\\?\\.|\\.(?:get|find|at|pop|shift)\\((?:[^;\\n]|\\n\\s*[.?]){0,400}\\)\\s*(?:;|$))";
