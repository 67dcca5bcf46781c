import type { Printer, Surroundings } from "../editing/printer";
import { canReadInYaml, readInYaml } from "../editing/yaml/settings";

/** YAML and JSON. Texts stand plain where their neighbours do, and where nothing in them has a meaning of its own. */
export const yaml: Printer = {
  name: "YAML",
  marks: { line: "#" },
  padsRecords: true,
  ordersNames: false,
  setting: (key, { file }) => (canReadInYaml(key, file) ? { list: `"\${${key}}"` } : undefined),
  settingSupport: (key, { file }) => readInYaml(key, file),
  text: (text, around) => quoted(text, around),
  scalar: (value, around) => (value === null ? "null" : isQuoted(around.replaced) ? quoted(String(value), around) : String(value)),
  list: (elements, { sibling }) => `[${elements.map((element) => inBrackets(element, sibling)).join(", ")}]`,
  entry: (name, value, { sibling }) => `${/^["']/.test(sibling ?? "") ? `"${name}"` : name}: ${value}`,
  record: (entries) => `{ ${entries.map(inBraces).join(", ")} }`,
  recordForm: "literal",
  liftsOutputs: true,
  output: (variable, output, around) => referenced(`${variable}.${output}`, around),
  variableValue: referenced,
};

function referenced(name: string, { replaced, sibling }: Surroundings): string {
  const reference = `\${${name}}`;
  const like = replaced ?? sibling;
  const quote = quoteOf(elementOf(like));
  if (quote !== "") return `${quote}${reference}${quote}`;
  // Between braces it has to be quoted: it stands plain only where others do.
  return like === undefined || elementOf(like)?.startsWith("${") === true ? reference : `"${reference}"`;
}

function quoted(text: string, { replaced, sibling }: Surroundings): string {
  const like = replaced ?? elementOf(sibling);
  const quote = quoteOf(like);
  if (quote === "'") return `'${text.replaceAll("'", "''")}'`;
  if (quote === "" && /^(?:[A-Za-z_][\w./ -]*\w|\d+\.\d+\.\d+\.\d+(?:\/\d+)?)$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text))
    return text;
  return JSON.stringify(text);
}

/** Braces mean something between braces. */
function inBraces(entry: string): string {
  return entry.replace(/^("?[\w-]+"?: )(\$\{[^"']*\})$/, '$1"$2"');
}

/** Braces mean something between brackets. */
function inBrackets(element: string, sibling: string | undefined): string {
  if (!element.startsWith("${")) return element;
  const quote = quoteOf(elementOf(sibling));
  return `${quote === "" ? '"' : quote}${element}${quote === "" ? '"' : quote}`;
}

/** An element without its dash, an entry without its key. */
function elementOf(sibling: string | undefined): string | undefined {
  return sibling?.replace(/^-\s+/, "").replace(/^["']?[\w.-]+["']?:\s+/, "");
}

function isQuoted(text: string | undefined): boolean {
  return quoteOf(elementOf(text)) !== "";
}

function quoteOf(text: string | undefined): string {
  return /^\[?\s*(["'])/.exec(text ?? "")?.[1] ?? "";
}
