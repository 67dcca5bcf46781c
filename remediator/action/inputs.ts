import { joined } from "@portcullis/policypack/joined";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
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
  /** Commits, as the event tells of them: the one that a pull request, or a group of a merge queue, is compared with, and its own last one. */
  readonly compared: { readonly base: string; readonly head: string | undefined } | undefined;
  /** Where the repository is checked out. */
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
    uploadSarif: oneOf("upload-sarif", booleanOf(input("upload-sarif")), ["false", "true"]) === "true",
    event: environment.GITHUB_EVENT_NAME ?? "",
    owner: repository.owner,
    name: repository.name,
    sha: environment.GITHUB_SHA ?? "",
    ref: environment.GITHUB_REF ?? "",
    compared: comparedIn(environment.GITHUB_EVENT_PATH),
    workspace: checkoutIn(workspace, input("path")),
    temporary: environment.RUNNER_TEMP ?? workspace,
    summaryFile: environment.GITHUB_STEP_SUMMARY,
    outputFile: environment.GITHUB_OUTPUT,
  };
}

/** A boolean of YAML has three spellings: https://yaml.org/spec/1.2.2/#1032-tag-resolution */
function booleanOf(text: string): string {
  return /^(True|TRUE|False|FALSE)$/.test(text) ? text.toLowerCase() : text;
}

/** Where a checkout that actions/checkout put below the workspace is. */
function checkoutIn(workspace: string, below: string): string {
  const checkout = path.resolve(workspace, below);
  if (checkout !== path.resolve(workspace) && !checkout.startsWith(`${path.resolve(workspace)}${path.sep}`))
    throw new Refusal(`The input path is "${below}", which leads out of the workspace.`);
  return checkout;
}

/** Whether something is checked that may be merged, rather than repaired. */
export function isChecked({ event }: Pick<Inputs, "event">): boolean {
  return event === "pull_request" || event === "merge_group";
}

/** Refuses places that the step could not read or write, before it does anything. A step without a checkout would find nothing, and pass. */
export function mustHavePlaces(inputs: Inputs): void {
  const { workspace, temporary, summaryFile, outputFile } = inputs;
  for (const folder of new Set([workspace, temporary]))
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Refusal(`The folder ${folder} is not there.`);
  for (const file of [summaryFile, outputFile]) mustBeWritable(file === "" ? undefined : file);
  if (!isChecked(inputs)) return;
  const names = readdirSync(workspace);
  if (names.length === 0) throw new Refusal("Nothing is checked out, so that there is nothing to check. Use actions/checkout before this step.");
  const [below] = names.filter((name) => existsSync(path.join(workspace, name, ".git")));
  if (below !== undefined && !names.includes(".git"))
    throw new Refusal(`The repository is checked out into the folder ${below}. Give this step the same input, path: ${below}.`);
}

/** An input that says nothing says the first. */
function oneOf<T extends string>(name: string, value: string, choices: readonly [T, ...T[]]): T {
  if (value === "") return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Refusal(`The input ${name} is "${value}". It may be ${joined(choices, "or")}.`);
  return found;
}

function comparedIn(file: string | undefined): Inputs["compared"] {
  if (file === undefined || !existsSync(file)) return undefined;
  let event: unknown;
  try {
    event = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Refusal("The event that GITHUB_EVENT_PATH names is not JSON.");
  }
  const { pull_request: pull, merge_group: group } = fieldsOf(event);
  const { base, head } = fieldsOf(pull);
  const { base_sha: groupBase, head_sha: groupHead } = fieldsOf(group);
  const compared = commitIn(fieldsOf(base).sha) ?? commitIn(groupBase);
  return compared === undefined ? undefined : { base: compared, head: commitIn(fieldsOf(head).sha) ?? commitIn(groupHead) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return Object(value) as Readonly<Record<string, unknown>>;
}

function commitIn(value: unknown): string | undefined {
  return typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value) ? value : undefined;
}
