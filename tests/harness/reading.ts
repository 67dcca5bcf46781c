import { Exhausted, Run, bounds } from "../../remediator/reader/interpreter/run";
import type { ConfigValue, Program, Repository } from "../../remediator/reader/interpreter/machine";
import type { ParsedModule } from "../../remediator/reader/interpreter/modules";
import type { Dialect } from "../../remediator/reader/languages/dialect";
import { resourceOf } from "../../remediator/reader/plain";
import { sdk } from "../../remediator/reader/sdk/sdk";
import { packageSchema } from "../../remediator/reader/sdk/table";
import type { Span } from "../../remediator/reader/syntax/tree";
import { loadGrammar, type Parse } from "../../remediator/reader/syntax/parse";

/** The files of a program by name, and how it is configured. */
export interface SourceProgram {
  readonly files: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly folder?: string;
  readonly entry?: string;
  /** Where it is read only so far. */
  readonly steps?: number;
}

export interface ProgramReading {
  /** One line for each resource: type, name, inputs, and what it depends on. */
  readonly lines: readonly string[];
  readonly gaps: readonly string[];
  readonly run: Run;
}

const settingsFile: Span = { file: { name: "Pulumi.dev.yaml", text: "" }, start: 0, end: 0 };

/** Reads a program that is given as text, with the settings of one stack. */
export async function readProgram(
  dialect: Dialect,
  { files, config = {}, folder = "", entry, steps = bounds.steps }: SourceProgram,
): Promise<ProgramReading> {
  const sources = new Map(Object.entries(files).map(([name, text]) => [name, { name, text }]));
  const repository: Repository = { names: [...sources.keys()], has: (name) => sources.has(name), read: (name) => sources.get(name) };
  const program: Program = { repository, folder, mainFolder: folder, entry };
  const parsers = new Map<string, Parse>();
  for (const grammar of new Set([...sources.keys()].map(dialect.grammarOf))) parsers.set(grammar, await loadGrammar(grammar));
  const modules = new Map<string, ParsedModule | undefined>();
  const parsed = (name: string): ParsedModule | undefined => {
    if (!modules.has(name)) {
      const file = sources.get(name);
      const parse = parsers.get(dialect.grammarOf(name));
      modules.set(name, file === undefined || parse === undefined ? undefined : { module: dialect.lower(parse(file), file) });
    }
    return modules.get(name);
  };
  const settings = {
    project: "project",
    stack: "dev",
    organization: "organization",
    config: new Map(
      Object.entries(config).map(([key, value]): [string, ConfigValue] => [
        key.includes(":") ? key : `project:${key}`,
        { value, isSecret: false, span: settingsFile },
      ]),
    ),
  };
  const run = new Run({ dialect, program, settings, schema: packageSchema, sdk, parsed, bounds: { ...bounds, steps } });
  try {
    dialect.start(run, program);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    run.gap(error.message, run.here);
  }
  const resources = run.registrations.slice(1).map((registration) => resourceOf(registration, ""));
  const names = new Map(resources.map(({ urn, name }) => [urn, name]));
  const lines = resources.map(({ type, name, inputs, parent, propertyDependencies }) => {
    const depends = Object.entries(propertyDependencies).map(
      ([property, urns]) => `${property} on ${urns.map((urn) => names.get(urn) ?? urn).join(", ")}`,
    );
    const below = parent === undefined || !names.has(parent) ? "" : ` below ${names.get(parent) ?? ""}`;
    return `${type} ${name}${below} ${plainText(inputs)}${depends.length === 0 ? "" : ` (${depends.join("; ")})`}`;
  });
  return {
    lines,
    gaps: run.gaps.map(({ reason, span }) =>
      span === undefined ? reason : `${reason}: ${span.file.text.slice(span.start, Math.min(span.end, span.start + 60))}`,
    ),
    run,
  };
}

/** Inputs in one line; `?` is what is not known. */
export function plainText(value: unknown): string {
  if (typeof value === "symbol") return "?";
  if (Array.isArray(value)) return `[${value.map(plainText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0 ? "{}" : `{ ${entries.map(([key, part]) => `${key}: ${plainText(part)}`).join(", ")} }`;
  }
  return typeof value === "string" && value.startsWith("id-") ? "<id>" : JSON.stringify(value);
}
