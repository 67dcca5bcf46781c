import type { CheckOptions, LocatedFinding } from "../judging/check";
import type { Files } from "../system/files";
import type { DeclinedFix } from "./plans";
import type { ProofStep } from "../pull-request/request";
import type { Source } from "../sources/source";

/** The repair of programs: edits that were read again, and run where that was asked for, and found to do what was meant and nothing else. */
export interface Fix {
  readonly kind: "fix";
  readonly source: Source;
  /** The folder that the files are relative to. */
  readonly folder: string;
  /** The programs that were repaired, where they are known: their folders are relative to the repository. */
  readonly programs?: readonly { readonly name: string; readonly folder: string }[];
  /** False where a part of the programs may not have been read, so that what is not found may be there all the same. */
  readonly isComplete: boolean;
  /** What was not read, or not checked, of the programs: what is wrong there is not known. A sentence each. */
  readonly notRead?: readonly string[];
  readonly repaired: readonly LocatedFinding[];
  readonly declined: readonly DeclinedFix[];
  readonly proof: readonly ProofStep[];
  /** What nobody repairs. */
  readonly remaining?: Remaining;
  /** Keys that the program reads from its configuration from then on. */
  readonly settings?: readonly NewSetting[];
  readonly before: Files;
  readonly after: Files;
  /** The stacks of the programs as they were read, and the same with the repair. */
  readonly change?: Change;
  /** Repairs that close what they should and open nothing, but of which not everything is proven: each by itself, for a person to judge. */
  readonly judgements?: readonly Judgeable[];
}

/** Stacks before and after, in the same order. */
export interface Change {
  readonly sources: readonly Source[];
  readonly after: readonly Source[];
  /** Of each program that reads new keys of its configuration from then on. */
  readonly answered?: readonly Answered[];
}

/** A program's stacks as they are with the repair once its new keys name somebody. */
export interface Answered {
  readonly sources: readonly Source[];
  /** The keys, by the block that each names. */
  readonly keys: ReadonlyMap<string, string>;
}

/** What is left that is nothing to repair: said, so that nobody takes it for nothing at all. */
export interface Remaining {
  /** What may stop a deployment, and cannot be decided: a value is not known. */
  readonly undecided: readonly LocatedFinding[];
  /** Advice of which nobody plans a repair. */
  readonly advice: readonly LocatedFinding[];
  readonly exempt: readonly LocatedFinding[];
}

export interface Judgeable {
  readonly findings: readonly LocatedFinding[];
  readonly proof: readonly ProofStep[];
  readonly before: Files;
  readonly after: Files;
  /** The program's stacks as they are with the repair. */
  readonly sources: readonly Source[];
}

/** A key of a program's configuration that names addresses. Until it is set, nobody gets through by it. */
export interface NewSetting {
  /** With its namespace: "shop:sshCidrs". */
  readonly key: string;
  /** Who has to get through. */
  readonly who: readonly string[];
  /** The stacks that it is for; empty where no stack has a file. */
  readonly stacks: readonly string[];
}

/** What has to be said in the configuration, and why. */
export function settingLine(setting: NewSetting): string {
  const files = settingFiles(setting).join(" and ");
  return `Add who gets through (${settingUsers(setting)}) to config in ${files} before the next deployment, since nobody else does: ${setting.key}: ${exampleAddresses}`;
}

/** The files in which it has to be said. */
export function settingFiles({ stacks }: NewSetting): readonly string[] {
  return stacks.length === 0 ? ["Pulumi.<stack>.yaml"] : stacks.map((stack) => `Pulumi.${stack}.yaml`);
}

/** Who gets through by it, for the middle of a sentence. */
export function settingUsers({ who }: NewSetting): string {
  return who.length === 0 ? "the callers" : who.map((each, index) => (index < who.length - 1 ? each : each.replace(/,$/, ""))).join(" and ");
}

/** Stands for the addresses of somebody: https://datatracker.ietf.org/doc/html/rfc5737. */
export const exampleAddresses = '["192.0.2.0/24"]';

export interface FixOptions extends CheckOptions {
  /** The policies whose findings are repaired; without it all that can be. */
  readonly policies?: readonly string[];
  /** How long the program may run. */
  readonly seconds?: number;
  /** Told what begins: "Repairing shop". */
  readonly begin?: (stage: string) => void;
}
