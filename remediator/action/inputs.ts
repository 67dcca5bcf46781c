import { joined } from "@portcullis/policypack/joined";
import { existsSync, readFileSync } from "node:fs";
import { Refusal } from "../cli/exit";

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
  const [owner = "", name = ""] = (environment.GITHUB_REPOSITORY ?? "").split("/");
  const workspace = environment.GITHUB_WORKSPACE ?? "";
  if (owner === "" || name === "" || workspace === "")
    throw new Refusal("This is the entry of a GitHub Action: GITHUB_REPOSITORY and GITHUB_WORKSPACE are not set.");
  return {
    failOn: oneOf("fail-on", input("fail-on"), ["new", "all", "never"]),
    mode: oneOf("mode", input("mode"), ["pr", "report"]),
    uploadSarif: oneOf("upload-sarif", input("upload-sarif"), ["false", "true"]) === "true",
    event: environment.GITHUB_EVENT_NAME ?? "",
    owner,
    name,
    sha: environment.GITHUB_SHA ?? "",
    ref: environment.GITHUB_REF ?? "",
    base: baseIn(environment.GITHUB_EVENT_PATH),
    workspace,
    temporary: environment.RUNNER_TEMP ?? workspace,
    summaryFile: environment.GITHUB_STEP_SUMMARY,
    outputFile: environment.GITHUB_OUTPUT,
  };
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
