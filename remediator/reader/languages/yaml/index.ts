import path from "node:path/posix";
import type { Machine, Program } from "../../interpreter/machine";
import { Run } from "../../interpreter/run";
import type { SourceFile } from "../../syntax/tree";
import { fieldOf, readYaml } from "../../syntax/yaml";
import type { Dialect } from "../dialect";
import { usual } from "../semantics";
import { exportOutputs, Template } from "./template";

/**
 * Pulumi's YAML and JSON. A document has no statements: it is evaluated as it stands, and only what it shares with the other languages (resources, data
 * sources, settings) goes through the interpreter.
 */
export const yaml: Dialect = {
  ...usual,
  name: "YAML",
  extensions: [],
  grammarOf: () => "javascript",
  lower: (_, file) => ({ file, body: [], unreadable: [] }),
  resolve: (specifier) => ({ kind: "symbol", path: [specifier] }),
  symbolOf: (names) => ({ package: "", path: names }),
  propertyName: (written) => written,
  creation: ([name, inputs, options]) => ({ name: name?.value, inputs: inputs?.value, options: options?.value }),
  query: ([args]) => args?.value,
  created: (resource) => resource,
  globals: () => new Map(),
  library: () => undefined,
  memberOf: () => undefined,
  isTrue: ({ data }) => (typeof data === "boolean" ? data : undefined),
  print: (scalar) => (scalar === null ? "<nil>" : typeof scalar === "number" ? printed(scalar) : String(scalar)),
  start: (machine, program) => {
    if (machine instanceof Run) start(machine, program);
  },
};

function start(run: Run, program: Program): void {
  sayCompiler(run, program);
  const file = documentOf(program);
  if (file === undefined) {
    run.gap("There is no Main.yaml, Main.json or Pulumi.yaml that can be read", run.here);
    return;
  }
  const document = readYaml(file);
  // What is wrong with the project's own file is said once, for all stacks.
  if (path.dirname(file.name) !== (program.folder === "" ? "." : program.folder) || !isProjectFile(file.name))
    for (const { reason, span } of document.errors) run.gap(`The text ${reason}`, span);
  const template = new Template(run, document, document.root, { prefix: "", folder: program.mainFolder });
  exportOutputs(run, template.evaluate());
}

/** As Pulumi looks for it: a document of its own comes before the project's file. */
function documentOf({ repository, entry, mainFolder, folder }: Machine["program"]): SourceFile | undefined {
  const own = ["Main.json", "Main.yaml", "Pulumi.yaml"].map((name) => path.join(mainFolder, name));
  const names = [
    ...(entry !== undefined && /\.(ya?ml|json)$/.test(entry) ? [entry] : []),
    ...own,
    ...projectFiles.map((name) => path.join(folder, name)),
  ];
  for (const name of names) {
    const file = repository.has(name) ? repository.read(name) : undefined;
    if (file !== undefined) return file;
  }
  return undefined;
}

const projectFiles = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

function isProjectFile(name: string): boolean {
  return projectFiles.includes(path.basename(name));
}

/** A compiler makes the document from something else. */
function sayCompiler(run: Run, { repository, folder }: Machine["program"]): void {
  const name = projectFiles.map((file) => path.join(folder, file)).find((file) => repository.has(file));
  const file = name === undefined ? undefined : repository.read(name);
  const compiler = file && fieldOf(fieldOf(fieldOf(readYaml(file).root, "runtime")?.value, "options")?.value, "compiler");
  if (compiler !== undefined) run.gap("The program is what a compiler gives, which is not run", compiler.span);
}

/** Numbers as Go's shortest form has them: a million is 1e+06. https://pkg.go.dev/strconv#FormatFloat */
function printed(number: number): string {
  const size = Math.abs(number);
  if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(number);
  return number.toExponential().replace(/e([-+])(\d)$/, "e$10$2");
}
