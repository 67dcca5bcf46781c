import { Option } from "commander";
import type { Method } from "../sources/sources";
import { Refusal } from "./exit";

/** The options that commands share. Each is made anew, as a command takes its own. */

export const placeHelp = "a program's folder, a preview digest, a state export, or - for standard input";
export const programHelp = 'a program\'s folder (default: ".")';

export function configOption(): Option {
  return new Option("--config <file>", "settings and levels, in the format of --policy-pack-config");
}

export function methodOption(): Option {
  return new Option(
    "--source <how>",
    "how a program's folder is read: static reads its source and executes nothing, run executes the program, preview asks pulumi preview",
  )
    .choices(["static", "run", "preview"])
    .default("static");
}

/** What a preview says is no place to begin a repair from. */
export function repairMethodOption(): Option {
  return new Option("--source <how>", "how a program's folder is read: from its source, which executes nothing, or by running the program")
    .choices(["static", "run"])
    .default("static");
}

export function stackOption(): Option {
  return new Option("--stack <name>", "judge this stack only (default: every stack that has a file)").argParser(stackName);
}

/** As the engine takes them: https://www.pulumi.com/docs/iac/concepts/stacks/#create-stack */
function stackName(text: string): string {
  if (/^\w[\w.-]*(\/\w[\w.-]*){0,2}$/.test(text)) return text;
  throw new Refusal(`"${text}" is no name of a stack: these have letters, digits, hyphens, underscores and points.`);
}

export function timeoutOption(): Option {
  return new Option("--timeout <seconds>", "how long the program may run").default(120).argParser(seconds);
}

export function trustOption(): Option {
  return new Option("--trust-program", "run the program although files with credentials are within its reach");
}

export function policyOption(): Option {
  return new Option("--policy <id...>", "repair the findings of these policies only");
}

export function apiUrlOption(): Option {
  return new Option(
    "--api-url <url>",
    "where the API of the code host is, if it is not github.com or in GITHUB_API_URL: the token goes nowhere else",
  );
}

export function loginOption(): Option {
  return new Option("--login <name>", "who the token acts as, if it is an app's: NAME[bot]");
}

export function modeOption(): Option {
  return new Option("--mode <mode>", "what is done where no .portcullis.yaml says it").choices(["report", "pr"]).default("report");
}

/** What every command that judges is given. */
export interface JudgingOptions {
  readonly config?: string;
  readonly source: Method;
  readonly stack?: string;
  readonly timeout: number;
  readonly trustProgram?: true;
}

/** What every command that repairs is given. */
export interface RepairingOptions extends Omit<JudgingOptions, "stack"> {
  /** As it was written: see `repairOf`. */
  readonly policy?: readonly string[];
}

/** Takes the name of what is to be written, of which nothing is none. */
export function writtenName(option: string, what: "file" | "folder"): (name: string) => string {
  return (name) => {
    if (name === "") throw new Refusal(`${option} needs the name of a ${what}.`);
    return name;
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Refusal(`"${text}" is not a number of seconds.`);
  return value;
}

export function countOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Refusal(`"${text}" is not a number from 1.`);
  return Number(text);
}

export function shardOf(text: string): { readonly index: number; readonly of: number } {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of) throw new Refusal(`"${text}" is no shard: the second of four is 2/4.`);
  return { index, of };
}
