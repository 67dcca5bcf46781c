import { expect } from "@jest/globals";
import type { Path, Step, Variant } from "@portcullis/policypack/plans/plan";
import type { Plain } from "@portcullis/policypack/resources/resource";
import { applyEdits } from "@portcullis/remediator/editing/edits";
import { editsFor } from "@portcullis/remediator/editing/editor";
import { isDeclined } from "@portcullis/remediator/editing/outcome";
import type { OpenRepository } from "@portcullis/remediator/reader/project/repository";
import { readRepository, type ProjectReading } from "@portcullis/remediator/reader/read";
import { editableOf } from "@portcullis/remediator/sources/static";

const types: Readonly<Record<string, string>> = {
  group: "aws:ec2/securityGroup:SecurityGroup",
  rule: "aws:ec2/securityGroupRule:SecurityGroupRule",
  instance: "aws:ec2/instance:Instance",
};

/** A case: program in, program out or the reason why not. */
export interface Case {
  readonly name: string;
  /** The program, or its files by name; the first holds the resource. */
  readonly before: string | Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly resource?: "group" | "rule" | "instance";
  readonly named?: string;
  readonly file?: string;
  readonly after?: string | Readonly<Record<string, string>>;
  readonly declines?: string;
}

export function urnOf(kind: string, name: string): string {
  return `urn:pulumi:dev::shop::${types[kind] ?? kind}::${name}`;
}

export function take(...path: Path): Step {
  return vary(path);
}

export function vary(path: Path, ...variants: readonly Variant[]): Step {
  return { kind: "vary", urn: "", path, variants };
}

export function set(path: Path, value: Plain): Step {
  return { kind: "set", urn: "", path, value };
}

export function idOf(name: string, kind = "group"): { reference: string; output: "id" } {
  return { reference: urnOf(kind, name), output: "id" };
}

/** What programs import, unless they say so themselves: at their end, where it moves nothing. */
const imports = '\nimport * as aws from "@pulumi/aws";\nimport { SecurityGroup, SecurityGroupRule, Instance } from "@pulumi/aws/ec2";\n';

export async function run(given: Case): Promise<void> {
  const files = filesOf(given, given.before);
  const result = await editedFiles(files, given);
  if (given.declines !== undefined) {
    expect(result).toBe(given.declines);
    return;
  }
  if (typeof result === "string") throw new Error(`declined: ${result}`);
  const after = filesOf(given, given.after ?? "");
  for (const [file, text] of files) expect([file, result.get(file)]).toEqual([file, after.get(file) ?? text]);
}

/** The files after the edits of some steps of one resource, or why there are none. */
export async function editedFiles(
  files: ReadonlyMap<string, string>,
  { resource = "group", named = "web", steps }: Pick<Case, "resource" | "named" | "steps">,
): Promise<ReadonlyMap<string, string> | string> {
  const whole = new Map([...files].map(([name, text]) => [name, text.includes("@pulumi/aws") ? text : `${text}${imports}`]));
  const reading = await readTexts(new Map([["Pulumi.yaml", "name: shop\nruntime: nodejs\n"], ...whole]));
  const [stack] = reading.stacks;
  const program = stack === undefined ? "there is no stack" : editableOf(reading, stack);
  if (typeof program === "string") return program;
  const result = editsFor(
    program,
    steps.map((step): Step => ({ ...step, urn: urnOf(resource, named) })),
  );
  if (isDeclined(result)) return result.reason;
  return new Map(
    [...files].map(([name, text]) => {
      const before = whole.get(name) ?? text;
      const after = applyEdits(
        before,
        result.filter((edit) => edit.file === name),
      );
      return [name, before === text ? after : after.slice(0, after.length - imports.length)];
    }),
  );
}

/** Reads a program that is on no disk, for the stack dev. */
export async function readTexts(texts: ReadonlyMap<string, string>): Promise<ProjectReading> {
  const files = new Map([...texts].map(([name, text]) => [name, { name, text }]));
  const repository: OpenRepository = {
    base: "",
    top: "/nowhere",
    notRead: [],
    names: [...files.keys()],
    has: (name) => files.has(name),
    read: (name) => files.get(name),
  };
  const [project] = (await readRepository(repository, { stack: "dev" })).projects;
  if (project === undefined) throw new Error("there is no project");
  return project;
}

function filesOf(given: Case, program: Case["before"]): Map<string, string> {
  return new Map(typeof program === "string" ? [[given.file ?? "index.ts", program]] : Object.entries(program));
}
