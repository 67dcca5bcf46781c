import type { Printer } from "../editing/printer";

/** Java: a property is a call of a builder, which takes the elements of a list one by one. */
export const java: Printer = {
  name: "Java",
  marks: { line: "//", open: "/*", close: "*/" },
  padsRecords: false,
  text: (text) => JSON.stringify(text),
  scalar: (value) => String(value),
  list: (elements, { replaced }) =>
    elements.length === 0
      ? "java.util.List.of()"
      : replaced?.startsWith("List.of(") === true
        ? `List.of(${elements.join(", ")})`
        : elements.join(", "),
  entry: (name, value) => `.${name}(${value})`,
  output: (variable, output) => `${variable}.${output}()`,
};
