import { joined } from "@portcullis/policypack/joined";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { Refusal } from "../cli/exit";
import { mustBeWritable } from "../cli/outputs";
import { parseRepository } from "../forge/remote";

/** What a workflow gives the action, and where it runs. */
export interface Inputs {
  readonly failOn: "new" | "all" | "never";
  readonly mode: "report" | "pr";
  readonly uploadSarif: boolean;
  readonly event: string;
  readonly owner: string;
  readonly name: string;
  readonly sha: string;
  readonly ref: string;
  /** The commit that a pull request is compared with. */
  readonly base: string | undefined;
  readonly workspace: string;
  readonly temporary: string;
  /** Files that GitHub reads afterwards. */
  readonly summaryFile: string | undefined;
  readonly outputFile: string | undefined;
}

export function readInputs(environment: NodeJS.ProcessEnv): Inputs {
  const input = (name: string): string => (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const repository = parseRepository(environment.GITHUB_REPOSITORY ?? "");
  const workspace = environment.GITHUB_WORKSPACE ?? "";
  if (repository === undefined || workspace === "")
    throw new Refusal("This is the entry of a GitHub Action: GITHUB_REPOSITORY has to be OWNER/NAME, and GITHUB_WORKSPACE a folder.");
  return {
    failOn: oneOf("fail-on", input("fail-on"), ["new", "all", "never"]),
    mode: oneOf("mode", input("mode"), ["pr", "report"]),
    uploadSarif: oneOf("upload-sarif", input("upload-sarif"), ["false", "true"]) === "true",
    event: environment.GITHUB_EVENT_NAME ?? "",
    owner: repository.owner,
    name: repository.name,
    sha: environment.GITHUB_SHA ?? "",
    ref: environment.GITHUB_REF ?? "",
    base: baseIn(environment.GITHUB_EVENT_PATH),
    workspace,
    temporary: environment.RUNNER_TEMP ?? workspace,
    summaryFile: environment.GITHUB_STEP_SUMMARY,
    outputFile: environment.GITHUB_OUTPUT,
  };
}

/** Refuses places that the step could not read or write, before it does anything. A step without a checkout would find nothing, and pass. */
export function mustHavePlaces({ event, workspace, temporary, summaryFile, outputFile }: Inputs): void {
  for (const folder of new Set([workspace, temporary]))
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Refusal(`The folder ${folder} is not there.`);
  for (const file of [summaryFile, outputFile]) mustBeWritable(file === "" ? undefined : file);
  if (event === "pull_request" && readdirSync(workspace).length === 0)
    throw new Refusal("Nothing is checked out, so that there is nothing to check. Use actions/checkout before this step.");
}

/** An input that says nothing says the first. */
function oneOf<T extends string>(name: string, value: string, choices: readonly [T, ...T[]]): T {
  if (value === "") return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Refusal(`The input ${name} is "${value}". It may be ${joined(choices, "or")}.`);
  return found;
}

function baseIn(file: string | undefined): string | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  let event: unknown;
  try {
    event = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Refusal("The event that GITHUB_EVENT_PATH names is not JSON.");
  }
  const { pull_request: pull } = Object(event) as { readonly pull_request?: unknown };
  const { base } = Object(pull) as { readonly base?: unknown };
  const { sha } = Object(base) as { readonly sha?: unknown };
  return typeof sha === "string" && /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined;
}
