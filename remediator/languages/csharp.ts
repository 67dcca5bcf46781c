import type { Printer } from "../editing/printer";

/** C#: properties of an initializer; a list takes its elements in braces. */
export const csharp: Printer = {
  name: "C#",
  marks: { line: "//", open: "/*", close: "*/" },
  padsRecords: true,
  text: (text) => JSON.stringify(text),
  scalar: (value) => String(value),
  list: (elements, { replaced = "" }) => {
    const opening = /^(?:new\s*(?:[\w.<>]+\s*)?(?:\[\s*\]|\(\s*\))?\s*)?(?=\{)/.exec(replaced)?.[0] ?? "";
    return replaced.startsWith("[")
      ? `[${elements.join(", ")}]`
      : elements.length === 0 && /^new\s*\[/.test(opening)
        ? "{ }"
        : `${opening}{ ${elements.join(", ")}${elements.length === 0 ? "" : " "}}`;
  },
  entry: (name, value) => `${pascalCase(name)} = ${value}`,
  output: (variable, output) => `${variable}.${pascalCase(output)}`,
  setting: (key) => ({ list: `new Pulumi.Config().GetObject<string[]>(${JSON.stringify(key)}) ?? System.Array.Empty<string>()` }),
};

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
