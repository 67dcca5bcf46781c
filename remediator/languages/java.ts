import type { Printer } from "../editing/printer";
import { importedInJava } from "../editing/java-imports";

/** Java: a property is a call of a builder, which takes the elements of a list one by one. */
export const java: Printer = {
  name: "Java",
  marks: { line: "//", open: "/*", close: "*/" },
  typesLists: true,
  padsRecords: false,
  text: (text) => JSON.stringify(text),
  scalar: (value) => String(value),
  list: (elements, { replaced }) =>
    elements.length === 0
      ? "java.util.List.of()"
      : replaced?.startsWith("List.of(") === true
        ? `List.of(${elements.join(", ")})`
        : elements.join(", "),
  emptied: ({ file, form }) => {
    if (form === "list") return undefined;
    const { name, edits } = importedInJava(file, "java.util.List");
    return { text: `${name}.of()`, edits };
  },
  entry: (name, value) => `.${name}(${value})`,
  output: (variable, output) => `${variable}.${output}()`,
};
