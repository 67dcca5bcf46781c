import type { Span } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { importBeside } from "./go-imports";
import { indentationAt, lineBreakOf, lineEnd } from "./lines";
import type { ConfigurationNames } from "./printer";

/** Whether a function can read a key of the configuration into a variable of that name: it has the context, gives errors, and all names are free. */
export function canReadInGo(key: string, names: ConfigurationNames): boolean {
  const { context, file, has } = names;
  if (context === undefined || coreOf(file.text) === undefined || failureIn(names) === undefined) return false;
  const packageName = configPackageIn(file.text);
  return (packageName === undefined ? !has("config") : packageName !== "_") && (!has(key) || isRead(key, names));
}

/** The import and the statement that read a key, once for each function. */
export function readInGo(key: string, names: ConfigurationNames): readonly TextEdit[] {
  const { context, file, at: use } = names;
  const core = coreOf(file.text);
  const failure = failureIn(names);
  if (context === undefined || core === undefined || failure === undefined || isRead(key, names)) return [];
  const { text } = file;
  const packageName = configPackageIn(text);
  const line = lineBreakOf(text);
  const edits: TextEdit[] = [];
  if (packageName === undefined) edits.push(importBeside(file, core.start, undefined, `${core.path}/config`));
  const { body } = context.of;
  const statements = "kind" in body ? [] : body;
  const [first] = statements;
  if (first === undefined) return edits;
  const known = statements.flatMap(({ span }) => configurationIn(text.slice(span.start, span.end), span, context.name)).find(({ end }) => end <= use);
  const brace = text.slice(0, first.span.start).replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, (comment) => " ".repeat(comment.length));
  const at = lineEnd(text, known?.end ?? brace.lastIndexOf("{"));
  const indentation = indentationAt(text, first.span.start) ?? "\t";
  const read = [
    `var ${key} []string`,
    `if err := ${known?.name ?? `${packageName ?? "config"}.New(${context.name}, "")`}.GetObject(${JSON.stringify(key)}, &${key}); err != nil {`,
    `${indentation.includes("\t") ? "\t" : "    "}return ${failure}`,
    "}",
  ];
  return [...edits, { file: file.name, start: at, end: at, text: read.map((each) => `${line}${indentation}${each}`).join("") }];
}

/** The variable that a statement gives the configuration of the project itself. */
function configurationIn(statement: string, { end }: Span, context: string): readonly { readonly name: string; readonly end: number }[] {
  const [, name] = /^(\w+)\s*:=\s*\w+\.New\(\s*(?:\w+)\s*,\s*(?:""|``)\s*\)$/.exec(statement) ?? [];
  return name === undefined || !new RegExp(`\\(\\s*${context}\\s*,`).test(statement) ? [] : [{ name, end }];
}

interface CoreImport {
  readonly path: string;
  readonly start: number;
}

function coreOf(text: string): CoreImport | undefined {
  const found = /^[ \t]*(?:import[ \t]+)?(?:pulumi[ \t]+)?"(github\.com\/pulumi\/pulumi\/sdk(?:\/v\d+)?\/go\/pulumi)"/m.exec(text);
  if (found === null) return undefined;
  return { path: found[1] ?? "", start: found.index };
}

/** The name of the package that reads configuration, where it is imported. */
function configPackageIn(text: string): string | undefined {
  const found = /^[ \t]*(?:import[ \t]+)?(?:([\w.]+)[ \t]+)?"github\.com\/pulumi\/pulumi\/sdk(?:\/v\d+)?\/go\/pulumi\/config"/m.exec(text);
  return found === null ? undefined : (found[1] ?? "config");
}

/** What the function returns where it fails: with one result, or a pointer before it. */
function failureIn({ context }: ConfigurationNames): string | undefined {
  if (context === undefined || "kind" in context.of.body) return undefined;
  const { span, body } = context.of;
  const head = span.file.text.slice(span.start, body[0]?.span.start ?? span.end);
  if (/\)\s*error\s*\{/.test(head)) return "err";
  return /\)\s*\(\s*(?:\*|map\[|\[\])[^(),]*,\s*error\s*\)\s*\{/.test(head) ? "nil, err" : undefined;
}

/** Whether the function reads the key already. */
function isRead(key: string, { context }: ConfigurationNames): boolean {
  if (context === undefined) return false;
  const { file, start, end } = context.of.span;
  const own = file.text.slice(start, end);
  return own.includes(`var ${key} []string`) && own.includes(`GetObject(${JSON.stringify(key)}, &${key})`);
}
