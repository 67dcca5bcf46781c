import { effectsOf, settingsIn, type Step } from "@portcullis/policypack/plans/plan";
import type { Import, Module, Statement } from "../reader/syntax/tree";
import type { EditContext } from "./context";
import type { TextEdit } from "./edits";
import { lineBreakOf, lineStart } from "./lines";
import { declined, type Outcome } from "./outcome";
import type { ConfigurationNames, SettingText } from "./printer";

/** What a key of the configuration names, as a file can say it. */
export function settingText(context: EditContext, key: string, fileName: string): Outcome<SettingText> {
  const module = context.modules.find(({ file }) => file.name === fileName);
  if (module === undefined) return declined(`${fileName} is not read`);
  if (isTaken(context.modules, key)) return declined(`the program has a key ${key} already, which it reads in another way`);
  const names = namesIn(context, module);
  return context.printer.setting?.(key, names) ?? declined(`${context.printer.name} has no expression for the addresses that ${key} names`);
}

/** The imports that edits need which read configuration where the file does not know the SDK's core. */
export function importsFor(context: EditContext, steps: readonly Step[], edits: readonly TextEdit[]): readonly TextEdit[] {
  const keys = effectsOf(steps).flatMap(settingsIn);
  const { coreImport } = context.printer;
  if (coreImport === undefined || keys.length === 0) return [];
  const files = new Set(edits.filter(({ text }) => keys.some((key) => text.includes(key))).map(({ file }) => file));
  return context.modules.flatMap((module): readonly TextEdit[] => {
    const { config, core, configClass } = known(module);
    const place = module.body.find(isOfAws)?.span.start;
    if (!files.has(module.file.name) || config !== undefined || core !== undefined || configClass !== undefined || place === undefined) return [];
    const { text } = module.file;
    const start = lineStart(text, place);
    return [{ file: module.file.name, start, end: start, text: `${coreImport.text}${lineBreakOf(text)}` }];
  });
}

function namesIn({ printer }: EditContext, module: Module): ConfigurationNames {
  const names = known(module);
  const isKnown = names.config !== undefined || names.core !== undefined || names.configClass !== undefined;
  const isTyped = /\.[cm]?tsx?$/.test(module.file.name);
  // Where it can be imported beside the provider, it has the name that it has then.
  const core = isKnown || !module.body.some(isOfAws) ? names.core : printer.coreImport?.name;
  return { ...names, core, isTyped };
}

function known({ body }: Module): Omit<ConfigurationNames, "isTyped"> {
  const imports = body.filter(
    (statement): statement is Import => statement.kind === "import" && /^(?:@pulumi\/pulumi|pulumi)$/.test(statement.module),
  );
  const named = (imported: string): string | undefined => imports.flatMap(({ names }) => names).find((name) => name.imported === imported)?.local;
  const whole = named("*") ?? named("pulumi");
  return { config: body.map(configVariable).find((name) => name !== undefined), core: whole, configClass: named("Config") };
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

function isOfAws(statement: Statement): statement is Import {
  return statement.kind === "import" && /^(?:@pulumi\/(?:aws|awsx|eks)(?:\/|$)|pulumi_(?:aws|awsx|eks)(?:\.|$))/.test(statement.module);
}

/** Whether the program reads a key in another way than a repair would: then it says something else. */
function isTaken(modules: readonly Module[], key: string): boolean {
  return modules.some(({ file: { text } }) => {
    const all = text.match(new RegExp(`["'\`]${key}["'\`]`, "g"))?.length ?? 0;
    const lists =
      text.match(new RegExp(`(?:getObject(?:<string\\[\\]>)?|get_object|GetObject<string\\[\\]>)\\(["'\`]${key}["'\`]`, "g"))?.length ?? 0;
    return all > lists;
  });
}
