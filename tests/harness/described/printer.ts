import type { Choices } from "./choices";
import { typeOf, type DescribedProgram, type Expression } from "./program";

/** A program as files, and what the stack's file says. */
export interface PrintedProgram {
  readonly files: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
}

export type Print = (program: DescribedProgram, idioms: Choices) => PrintedProgram;

/** What the printers of all languages share: names of their own, and statements that a value needs before it. */
export class Printer {
  private count = 0;
  /** Undefined where there is no place for statements: in a lambda that is one expression. */
  protected before: string[] | undefined;
  constructor(protected readonly idioms: Choices) {}

  protected fresh(noun: string): string {
    return `${noun}_${String(++this.count)}`;
  }

  /** Prints what has no place for statements before it. */
  protected inline<T>(print: () => T): T {
    const { before } = this;
    this.before = undefined;
    const printed = print();
    this.before = before;
    return printed;
  }

  /** The lines of a statement, after those that its values need. */
  protected line(print: () => readonly string[]): readonly string[] {
    const outer = this.before;
    const before: string[] = [];
    this.before = before;
    const lines = print();
    this.before = outer;
    return [...before, ...lines];
  }
}

/** The stack's file: numbers, booleans and lists as they are, or as texts. */
export function configOf({ settings }: DescribedProgram, idioms: Choices): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      typeof value === "string" ? value : idioms.pick<unknown>(value, typeof value === "object" ? JSON.stringify(value) : String(value)),
    ]),
  );
}

export function indented(lines: readonly string[], by = "  "): readonly string[] {
  return lines.map((line) => `${by}${line}`);
}

/** The other names are fine in every language. */
export function isPlainName(key: string): boolean {
  return /^[A-Za-z]\w*$/.test(key);
}

export function elementsOf(expression: Expression): readonly Expression[] {
  return expression.kind === "list" ? expression.elements : [];
}

export function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function isWhole(part: Expression): boolean {
  return typeOf(part) === "whole";
}

/** The variables that something refers to. */
export function usedNames({ functions, makers, components, body }: DescribedProgram): ReadonlySet<string> {
  const used = new Set<string>([...makers, ...components].map(({ gives }) => gives));
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    if ("kind" in part && part.kind === "id" && "of" in part && typeof part.of === "string") used.add(part.of);
    if ("kind" in part && part.kind === "name" && "name" in part && typeof part.name === "string") used.add(part.name);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit([functions, makers, components, body]);
  return used;
}
