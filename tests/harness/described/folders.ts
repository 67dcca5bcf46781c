import { Choices } from "./choices";
import { printCSharp } from "./csharp";
import { printGo } from "./go";
import { printJava } from "./java";
import type { Print } from "./printer";
import type { DescribedProgram, Expression } from "./program";
import { printPython } from "./python";
import { printTypeScript } from "./typescript";
import { printYaml } from "./yaml";

/** What makes a folder of files a project of a language, beside its source. */
const projects: Readonly<Record<string, { readonly print: Print; readonly runtime: string; readonly files: Readonly<Record<string, string>> }>> = {
  TypeScript: { print: printTypeScript, runtime: "nodejs", files: { "package.json": '{ "main": "index.ts" }\n' } },
  Python: { print: printPython, runtime: "python", files: {} },
  Go: { print: printGo, runtime: "go", files: { "go.mod": "module shop\n\ngo 1.22\n" } },
  "C#": { print: printCSharp, runtime: "dotnet", files: { "shop.csproj": '<Project Sdk="Microsoft.NET.Sdk" />\n' } },
  Java: { print: printJava, runtime: "java", files: { "pom.xml": "<project />\n" } },
  YAML: { print: printYaml, runtime: "yaml", files: {} },
};

export const languages: readonly string[] = Object.keys(projects);

/** The files of a described program in a language, with those that make it a project. */
export function filesOf(language: string, program: DescribedProgram, idioms: readonly number[]): Readonly<Record<string, string>> {
  const project = projects[language];
  if (project === undefined) throw new Error(`There is no printer for ${language}.`);
  const { files, config } = project.print(program, new Choices(idioms));
  const settings = Object.fromEntries(Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `shop:${key}`, value]));
  return {
    ...project.files,
    "Pulumi.yaml": `name: shop\nruntime: ${project.runtime}\n`,
    ...files,
    "Pulumi.dev.yaml": JSON.stringify({ config: settings }),
  };
}

/** The same program with SSH open to everybody wherever it says a rule. */
export function exposed(program: DescribedProgram): DescribedProgram {
  return opened(program) as DescribedProgram;
}

function opened(part: unknown): unknown {
  if (Array.isArray(part)) return part.map((element: unknown) => (isField(element) ? [element[0], valueOf(element)] : opened(element)));
  if (typeof part !== "object" || part === null) return part;
  if ("kind" in part && part.kind === "text" && "value" in part && /^[\d.]+\/\d+$/.test(String(part.value))) return { ...part, value: "0.0.0.0/0" };
  return Object.fromEntries(Object.entries(part).map(([name, inner]: [string, unknown]) => [name, opened(inner)]));
}

function isField(part: unknown): part is readonly [string, Expression] {
  return Array.isArray(part) && part.length === 2 && typeof part[0] === "string";
}

function valueOf([name, value]: readonly [string, Expression]): unknown {
  if ((name === "fromPort" || name === "toPort") && value.kind === "whole") return { ...value, value: 22 };
  return name === "protocol" && value.kind === "text" ? { ...value, value: "tcp" } : opened(value);
}
