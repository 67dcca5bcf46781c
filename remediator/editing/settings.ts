import { settingsIn, type ResourceStep } from "@portcullis/policypack/plans/plan";
import type { FunctionExpression, Module, Pattern, Span, Statement } from "../reader/syntax/tree";
import { placeText, sourceOf, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { lineBreakOf, lineStart } from "./lines";
import { declined, type Outcome } from "./outcome";
import type { ConfigurationNames, Printer, SettingText } from "./printer";
import { isDocument } from "./yaml/nodes";

/** What a key of the configuration names, as it can be said at a place. */
export function settingText(context: EditContext, key: string, place: Span): Outcome<SettingText> {
  const names = namesAt(context, place);
  if (names === undefined) return declined(`${place.file.name} is not read`);
  if (isTaken(context.modules, key)) return declined(`the program has a key ${key} already, which it reads in another way`);
  const said = context.printer.setting?.(key, names);
  if (said !== undefined) return said;
  const { readsByContext } = context.printer;
  if (readsByContext === true && names.context === undefined)
    return declined(
      `${key} would be read through the deployment's context, which ${placeText(place)} does not have: hand it on to there, or name the callers in trustedCidrs`,
    );
  return declined(`${languageOf(context, place.file.name)} has no expression for the addresses that ${key} names: name the callers in trustedCidrs`);
}

/** JavaScript is written as TypeScript is, and called by its own name. */
function languageOf({ printer }: EditContext, file: string): string {
  return /\.[cm]?jsx?$/.test(file) ? "JavaScript" : printer.name;
}

/** What edits need besides which read configuration: imports, and in some languages a statement that reads it. */
export function supportFor(context: EditContext, steps: readonly ResourceStep[], edits: readonly TextEdit[]): readonly TextEdit[] {
  const keys = [...new Set(steps.flatMap(settingsIn))];
  const { settingSupport } = context.printer;
  if (settingSupport === undefined) return importsFor(context, keys, edits);
  return edits.flatMap(({ file, start, text }) =>
    keys.flatMap((key): readonly TextEdit[] => {
      const source = text.includes(key) ? sourceOf(context, file) : undefined;
      const names = source && namesAt(context, { file: source, start, end: start });
      return names === undefined ? [] : settingSupport(key, names);
    }),
  );
}

/** The imports of files that do not know the SDK's core. */
function importsFor(context: EditContext, keys: readonly string[], edits: readonly TextEdit[]): readonly TextEdit[] {
  const { coreImport } = context.printer;
  if (coreImport === undefined || keys.length === 0) return [];
  const files = new Set(edits.filter(({ text }) => keys.some((key) => text.includes(key))).map(({ file }) => file));
  return context.modules.flatMap((module): readonly TextEdit[] => {
    const { config, core, configClass } = known(module);
    const beside = module.body.find(isOfAws);
    if (!files.has(module.file.name) || config !== undefined || core !== undefined || configClass !== undefined || beside === undefined) return [];
    const { text } = module.file;
    const start = lineStart(text, beside.span.start);
    const written = beside.kind === "import" ? coreImport.text : (coreImport.required ?? coreImport.text);
    return [{ file: module.file.name, start, end: start, text: `${written}${lineBreakOf(text)}` }];
  });
}

function namesAt(context: EditContext, place: Span): ConfigurationNames | undefined {
  const { file } = place;
  const module = context.modules.find((each) => each.file.name === file.name);
  if (module !== undefined) return namesIn(context, module, place);
  const unnamed = { config: undefined, core: undefined, configClass: undefined, context: undefined, isTyped: false };
  return isDocument(file.name) ? { file, at: place.start, ...unnamed, has: () => false } : undefined;
}

function namesIn(context: EditContext, module: Module, place: Span): ConfigurationNames {
  const { printer, syntax } = context;
  const index = syntax(module.file.name);
  const names = known(module, place);
  const isKnown = names.config !== undefined || names.core !== undefined || names.configClass !== undefined;
  const isTyped = /\.[cm]?tsx?$/.test(module.file.name);
  // Where it can be imported beside the provider, it has the name that it has then.
  const core = isKnown || !module.body.some(isOfAws) ? names.core : printer.coreImport?.name;
  return {
    ...names,
    file: module.file,
    at: place.start,
    core,
    isTyped,
    context: contextAt(context, place),
    has: (name) => (index?.occurrences(name) ?? []).length > 0,
  };
}

/** How the deployment's context is known at a place. */
export function contextAt({ printer, syntax }: EditContext, place: Span): ConfigurationNames["context"] {
  const around = syntax(place.file.name)?.functions(place) ?? [];
  return around.map((of) => contextOf(of) ?? heldBy(printer, of)).find((found) => found !== undefined);
}

/** The parameter of a function that is the deployment's context: by its type, or because the function is what Pulumi runs. */
function contextOf(of: FunctionExpression): ConfigurationNames["context"] {
  const { file, start } = of.span;
  const isRun = /\brun\(\s*$/.test(file.text.slice(0, start));
  for (const { pattern, type } of of.parameters)
    if (pattern.kind === "name" && (type === undefined ? isRun : /(?:^|\W)Context$/.test(type))) return { name: pattern.name, of };
  return undefined;
}

/** The field in which what a method is of holds the deployment's context. */
function heldBy({ contextField }: Printer, of: FunctionExpression): ConfigurationNames["context"] {
  const name = contextField?.(of);
  return name === undefined ? undefined : { name, of };
}

/** What a file knows of the configuration, at a place in it: a variable is there from where it is declared. */
function known({ body }: Module, place?: Span): Pick<ConfigurationNames, "config" | "core" | "configClass"> {
  const imports = body.flatMap((statement) => importedBy(statement) ?? []).filter(({ module }) => /^(?:@pulumi\/pulumi|pulumi)$/.test(module));
  const named = (imported: string): string | undefined => imports.flatMap(({ names }) => names).find((name) => name.imported === imported)?.local;
  const whole = named("*") ?? named("pulumi");
  const declared = body.filter(({ span }) => place === undefined || span.end <= place.start);
  return { config: declared.map(configVariable).find((name) => name !== undefined), core: whole, configClass: named("Config") };
}

/** A variable of the file that holds the configuration of the project itself. */
function configVariable(statement: Statement): string | undefined {
  const assignment = statement.kind === "expression" && statement.expression.kind === "assignment" ? statement.expression : undefined;
  const pattern = statement.kind === "declare" ? statement.pattern : assignment?.target;
  const value = statement.kind === "declare" ? statement.value : assignment?.value;
  if (pattern?.kind !== "name" || value === undefined) return undefined;
  const { file, start, end } = value.span;
  return /^(?:new\s+)?(?:[\w$]+\.)?Config\(\s*\)$/.test(file.text.slice(start, end)) ? pattern.name : undefined;
}

function isOfAws(statement: Statement): boolean {
  return /^(?:@pulumi\/(?:aws|awsx|eks)(?:\/|$)|pulumi_(?:aws|awsx|eks)(?:\.|$))/.test(importedBy(statement)?.module ?? "");
}

interface Imported {
  readonly module: string;
  readonly names: readonly { readonly imported: string; readonly local: string }[];
}

/** What a statement imports: by `import`, or as a variable of what `require` gives. */
function importedBy(statement: Statement): Imported | undefined {
  if (statement.kind === "import") return statement;
  if (statement.kind !== "declare" || statement.value === undefined) return undefined;
  const { file, start, end } = statement.value.span;
  const [, , module] = /^require\(\s*(["'])([^"']+)\1\s*\)$/.exec(file.text.slice(start, end)) ?? [];
  return module === undefined ? undefined : { module, names: namesOf(statement.pattern) };
}

/** `const pulumi = require(...)` names all of it, `const { Config } = require(...)` what is in it. */
function namesOf(pattern: Pattern): Imported["names"] {
  if (pattern.kind === "name") return [{ imported: "*", local: pattern.name }];
  if (pattern.kind !== "record") return [];
  return pattern.properties.flatMap(({ key, pattern: own }) => (own.kind === "name" ? [{ imported: key, local: own.name }] : []));
}

/** Whether the program reads a key in another way than a repair would: then it says something else. */
function isTaken(modules: readonly Module[], key: string): boolean {
  return modules.some(({ file: { text } }) => {
    const all = text.match(new RegExp(`["'\`]${key}["'\`]`, "g"))?.length ?? 0;
    const lists =
      text.match(
        new RegExp(
          `(?:getObject(?:<string\\[\\]>)?|get_object|GetObject<string\\[\\]>|GetObject(?=\\("${key}", &${key}\\)))\\(["'\`]${key}["'\`]`,
          "g",
        ),
      )?.length ?? 0;
    return all > lists;
  });
}
