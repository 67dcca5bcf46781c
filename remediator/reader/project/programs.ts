import path from "node:path/posix";
import { filesBelow, filesIn, parentOf } from "./folders";
import type { Runtime } from "./project";
import type { OpenRepository } from "./repository";

/** A program that stands in a repository without a Pulumi.yaml. */
export interface LooseProgram {
  readonly folder: string;
  readonly runtime: Runtime;
  /** The file that shows it. */
  readonly file: string;
  /** What a project file would call it, as far as anything says so. */
  readonly name: string | undefined;
  /** The file starts a stack by the Automation API; what it does besides makes no resources. */
  readonly startsStacks?: true;
}

/** Programs of a repository that has no project file at all: the project file is often not committed, and those of the Automation API have none. */
export function loosePrograms(repository: OpenRepository): readonly LooseProgram[] {
  const prefix = repository.base === "" ? "" : `${repository.base}/`;
  const names = repository.names.filter((name) => name.startsWith(prefix) && !/(?:^|\/)(?:vendor|testdata|bin|obj|target)\//.test(name));
  const text = (name: string): string => repository.read(name)?.text ?? "";
  return [...goPrograms(names, text), ...dotnetPrograms(names, text), ...javaPrograms(names, text), ...scriptPrograms(names, text, repository)];
}

type Text = (name: string) => string;

/** Main packages that start a stack; those of a module that starts one somewhere else, if none does. */
function goPrograms(names: readonly string[], text: Text): readonly LooseProgram[] {
  const modules = names.filter((name) => path.basename(name) === "go.mod" && text(name).includes("github.com/pulumi/pulumi/sdk"));
  return modules.flatMap((module) => {
    const folder = parentOf(module);
    const inner = modules.filter((other) => other !== module && isBelow(other, folder)).map(parentOf);
    const sources = names.filter(
      (name) => name.endsWith(".go") && !name.endsWith("_test.go") && isBelow(name, folder) && !inner.some((other) => isBelow(name, other)),
    );
    const mains = sources.filter((name) => /^package\s+main\b/m.test(text(name)) && /^func\s+main\s*\(/m.test(text(name)));
    const starts = /\bpulumi\.Run(?:Err)?\s*\(|\b\w+StackInlineSource\s*\(/;
    const starting = mains.filter((main) => filesBeside(main, sources).some((name) => starts.test(text(name))));
    const chosen = starting.length > 0 || !sources.some((name) => starts.test(text(name))) ? starting : mains;
    return chosen.map((file) => ({ folder: parentOf(file), runtime: "go" as const, file, name: undefined }));
  });
}

function filesBeside(file: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => parentOf(name) === parentOf(file));
}

/** Projects of .NET that refer to Pulumi, without tests and libraries. */
function dotnetPrograms(names: readonly string[], text: Text): readonly LooseProgram[] {
  return names.flatMap((file) => {
    const [, name, extension] = /^(?:.*\/)?([^/]+)\.(cs|fs|vb)proj$/.exec(file) ?? [];
    if (name === undefined || extension === undefined || !/\bInclude="Pulumi(?:\.[\w.]+)?"/.test(text(file))) return [];
    const folder = parentOf(file);
    const starts = names.some(
      (source) =>
        source.endsWith(`.${extension}`) &&
        isBelow(source, folder) &&
        /\bDeployment\s*\.\s*Run(?:Async)?\b|\bInlineProgramArgs\b|\bDeployment\.run\b/.test(text(source)),
    );
    return starts ? [{ folder, runtime: "dotnet" as const, file, name }] : [];
  });
}

/** Builds of Java that refer to Pulumi and have a class that starts a stack. */
function javaPrograms(names: readonly string[], text: Text): readonly LooseProgram[] {
  const builds = names.filter(
    (name) => /^(?:pom\.xml|build\.gradle(?:\.kts)?|build\.sbt)$/.test(path.basename(name)) && text(name).includes("pulumi"),
  );
  return builds.flatMap((build) => {
    const folder = parentOf(build);
    const inner = builds.filter((other) => other !== build && isBelow(other, folder)).map(parentOf);
    const file = names.find(
      (name) =>
        /\.(?:java|kt|scala)$/.test(name) &&
        isBelow(name, folder) &&
        !inner.some((other) => other !== folder && isBelow(name, other)) &&
        !/(?:^|\/)src\/test\//.test(name) &&
        /\bPulumi\s*\.\s*(?:run|withOptions)\b|\bLocalWorkspace\s*\.\s*\w+Stack\b/.test(text(name)),
    );
    return file === undefined ? [] : [{ folder, runtime: "java" as const, file, name: undefined }];
  });
}

/** Folders with the entry of a program in JavaScript, TypeScript or Python that uses Pulumi. */
function scriptPrograms(names: readonly string[], text: Text, repository: OpenRepository): readonly LooseProgram[] {
  return names.flatMap((file): readonly LooseProgram[] => {
    const folder = parentOf(file);
    const base = path.basename(file);
    if (base === "__main__.py" && usesPulumi(file, text, repository)) return [{ folder, runtime: "python", file, name: undefined }];
    if (base.endsWith(".py") && startsStack(text(file))) return [{ folder, runtime: "python", file, name: undefined, startsStacks: true }];
    if (base !== "package.json" || !/"(?:dependencies|devDependencies)"[^]*"@pulumi\/pulumi"\s*:/.test(text(file))) return [];
    const has = ["index.ts", "index.js", "index.mts", "index.mjs"].some((name) => filesIn(repository, folder).includes(path.join(folder, name)));
    const isPlugin = ["PulumiPolicy.yaml", "PulumiPlugin.yaml"].some((name) => names.includes(path.join(folder, name)));
    if (isPlugin) return [];
    if (has) return [{ folder, runtime: "nodejs", file, name: undefined }];
    return startingModules(file, names, text).map((entry) => ({ folder, runtime: "nodejs", file: entry, name: undefined, startsStacks: true }));
  });
}

/** Modules of a package of Node.js that start a stack by the Automation API; those that the package names, for its scripts, where it names some. */
function startingModules(manifest: string, names: readonly string[], text: Text): readonly string[] {
  const folder = parentOf(manifest);
  const inner = names.filter((name) => path.basename(name) === "package.json" && name !== manifest && isBelow(name, folder)).map(parentOf);
  const starting = names.filter(
    (name) =>
      /(?<!\.d)\.[cm]?[jt]s$/.test(name) &&
      !/[./](?:test|spec|config)\.[cm]?[jt]s$|(?:^|\/)(?:tests?|__tests__)\//.test(name) &&
      isBelow(name, folder) &&
      !inner.some((other) => isBelow(name, other)) &&
      startsInlineStack(text(name)),
  );
  const named = starting.filter((name) => text(manifest).includes(path.relative(folder, name).replace(/\.[cm]?[jt]s$/, "")));
  return named.length > 0 ? named : starting;
}

/** A module of JavaScript that gives the Automation API its program. */
function startsInlineStack(module: string): boolean {
  return (
    /["']@pulumi\/pulumi(?:\/automation(?:\/[\w/.]+)?)?["']/.test(module) &&
    /\.\s*(?:create|select|createOrSelect)Stack\s*\(/.test(module) &&
    /\bprogram\b|\bInlineProgramArgs\b/.test(module)
  );
}

/** A script of Python that gives the Automation API its program. */
function startsStack(script: string): boolean {
  return (
    /^\s*(?:import|from)\s+pulumi\b[^\n]*\bautomation\b/m.test(script) &&
    /\b(?:create|select)(?:_or_select)?_stack\s*\([^]*\bprogram\s*=/.test(script)
  );
}

/** Itself, or by a module beside or below it that it imports. */
function usesPulumi(main: string, text: Text, repository: OpenRepository): boolean {
  const uses = (name: string): boolean => /^\s*(?:import|from)\s+pulumi/m.test(text(name));
  if (uses(main)) return true;
  const imported = Array.from(text(main).matchAll(/^\s*(?:import|from)\s+\.*(\w+)/gm), ([, module = ""]) => path.join(parentOf(main), module));
  return imported.some((module) => uses(`${module}.py`) || filesBelow(repository, module).some((name) => name.endsWith(".py") && uses(name)));
}

function isBelow(name: string, folder: string): boolean {
  return folder === "" || name.startsWith(`${folder}/`);
}
