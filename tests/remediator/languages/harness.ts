import { expect } from "@jest/globals";
import type { Path, Step, Variant } from "@portcullis/policypack/plans/plan";
import type { Plain, Properties, SourcePosition } from "@portcullis/policypack/resources/resource";
import { applyEdits } from "@portcullis/remediator/editing/edits";
import type { Target } from "@portcullis/remediator/typescript-editor/language";
import { editFor } from "@portcullis/remediator/typescript-editor/languages";

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
  /** What the resource has at run time. */
  readonly inputs?: Properties;
  readonly resource?: "group" | "rule" | "instance";
  readonly named?: string;
  readonly file?: string;
  readonly at?: SourcePosition;
  readonly sharedBy?: number;
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

/** A rule as it is at run time. */
export function admits(port: number, ...cidrBlocks: readonly string[]): Properties {
  return { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks };
}

export function run(given: Case): void {
  const files = filesOf(given, given.before);
  const result = editFor(files, targetOf(given), given.steps, (urn) => {
    const { type, name } = /::(?<type>[^:]+:[^:]+:[^:]+)::(?<name>.*)$/.exec(urn)?.groups as { type: string; name: string };
    return name === "elsewhere" ? undefined : { urn, type, name, positions: [], inputs: {}, sharedBy: 1 };
  });
  if (given.declines !== undefined) {
    expect(result).toEqual({ kind: "declined", reason: given.declines });
    return;
  }
  if (result.kind === "declined") throw new Error(`declined: ${result.reason}`);
  const edited = new Map(
    [...files].map(([file, text]) => [
      file,
      applyEdits(
        text,
        result.edits.filter((edit) => edit.file === file),
      ),
    ]),
  );
  const after = filesOf(given, given.after ?? "");
  for (const [file, text] of files) expect([file, edited.get(file)]).toEqual([file, after.get(file) ?? text]);
}

function targetOf(given: Case): Target {
  const kind = given.resource ?? "group";
  const name = given.named ?? "web";
  const positions = given.at === undefined ? [] : [given.at];
  return { urn: urnOf(kind, name), type: types[kind] ?? kind, name, positions, inputs: given.inputs ?? {}, sharedBy: given.sharedBy ?? 1 };
}

function filesOf(given: Case, program: Case["before"]): Map<string, string> {
  return new Map(typeof program === "string" ? [[given.file ?? "index.ts", program]] : Object.entries(program));
}
