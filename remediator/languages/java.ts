import { camelCase } from "../editing/words";
import type { Named, Printer } from "../editing/printer";
import type { RecordType } from "../editing/record-types";
import type { SourceFile } from "../reader/syntax/tree";
import { contextFieldInJava } from "../editing/java-context";
import { importedInJava } from "../editing/java-imports";
import { followedBy } from "./text-expressions";

/** Java: a property is a call of a builder, which takes the elements of a list one by one. */
export const java: Printer = {
  name: "Java",
  marks: { line: "//", open: "/*", close: "*/" },
  typesLists: true,
  padsRecords: false,
  text: (text) => JSON.stringify(text),
  capturesOnce: true,
  otherThanPlain: (names) =>
    new RegExp(`\\b(?:Optional(?:<\\w+>|Int)|long|short|byte|float|double|Long|Short|Byte|Float|Double|Number|Object|String)\\s+${names.at(-1)}\\b`),
  scalar: (value) => String(value),
  list: (elements, { replaced, file, arePlain }) =>
    arePlain !== true && elements.some((element) => !/^["\d]/.test(element))
      ? outputs(elements, file?.text ?? "")
      : elements.length === 0
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
  typesVariables: () => true,
  takesOutputs: ({ head }) => /(?:^|\.)all$/.test(head),
  record: (entries, { type, file }) => (type === undefined ? undefined : `${namedIn(file, typeOf(type))}.builder()${entries.join("")}.build()`),
  records: (elements) => elements.join(", "),
  recordForm: "builder",
  variable: camelCase,
  creation: ({ variable, name, module, class: className, file }) => {
    const path = `com.pulumi.aws.${module}.${className}`;
    const [made, given] = [importedInJava(file, path), importedInJava(file, `${path}Args`)];
    const before = `var ${variable} = new ${made.name}(${name}, ${given.name}.builder()`;
    return { before, after: ".build());", separator: "", form: "builder", edits: [...made.edits, ...given.edits] };
  },
  output: (variable, output) => `${variable}.${output}()`,
  present: (output) => `${output}.applyValue(java.util.Optional::get)`,
  namesIdentifiers: isOutputInJava,
  through: (resource, output, { variable, isOptional }) => `${resource}.apply(${variable} -> ${variable}${isOptional ? ".get()" : ""}.${output}())`,
  each: {
    head: (variable, texts) => [`for (var ${variable} : ${texts}) {`],
    foot: "}",
    name: (written, variable) =>
      /^"(?!"").*"$/.test(written) ? `${written.slice(0, -1)}-" + ${variable}` : followedBy(written, ` + "-" + ${variable}`),
  },
  readsByContext: true,
  contextField: contextFieldInJava,
  setting: (key, { file, context }) => {
    if (context === undefined) return undefined;
    const [shape, list] = [importedInJava(file, typeShape).name, importedInJava(file, "java.util.List").name];
    return { list: `${context.name}.config().getObject(${JSON.stringify(key)}, ${shape}.list(String.class)).orElse(${list}.of())` };
  },
  settingSupport: (_, { file }) => [typeShape, "java.util.List"].flatMap((path) => importedInJava(file, path).edits),
};

/** A parameter, variable or field of the type of outputs, and a variable that is given an identifier. */
function isOutputInJava({ name, declared: { file, start, end } }: Named): boolean {
  const isDeclared = /\bOutput<\s*String\s*>\s*$/.test(file.text.slice(0, start)) || /^\s*=\s*[\w.]+\.id\(\)\s*;/.test(file.text.slice(end));
  return isDeclared && !name.includes(".");
}

/** The name of a type as a file has it: its own where it is imported. */
function namedIn(file: SourceFile | undefined, path: string): string {
  const imported = file === undefined ? undefined : importedInJava(file, path);
  return imported?.edits.length === 0 ? imported.name : path;
}

function typeOf({ package: packageName, module, name }: RecordType): string {
  return `com.pulumi.${packageName}.${module}.inputs.${name}Args`;
}

const typeShape = "com.pulumi.core.TypeShape";

/** A builder takes a list of outputs as the output of a list. */
function outputs(elements: readonly string[], text: string): string {
  const [only, ...others] = elements;
  if (only !== undefined && others.length === 0)
    return `${only}.applyValue(${/^import java\.util\.(?:List|\*);/m.test(text) ? "" : "java.util."}List::of)`;
  const all = elements.map((element) => (/^["\d]/.test(element) ? `com.pulumi.core.Output.of(${element})` : element)).join(", ");
  return `${/^import com\.pulumi\.core\.(?:Output|\*);/m.test(text) ? "" : "com.pulumi.core."}Output.all(${all})`;
}
