#!/usr/bin/env node
import { readFileSync } from "node:fs";
import path from "node:path";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type Configuration, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { Command, CommanderError, Option } from "commander";
import pc from "picocolors";
import { check, type Check, type CheckOptions } from "./check";
import { readProject } from "./engine/project";
import { fix, type Fix } from "./fix";
import { dryRun } from "./forge/dry-run";
import type { Forge } from "./forge/forge";
import { gitHub } from "./forge/github";
import { localCheckout, remoteOf, repositoryRoot } from "./forge/local";
import { apiUrlOf } from "./forge/remote";
import { proposal } from "./propose";
import { describe } from "./pull-request/body";
import { publish } from "./pull-request/publish";
import { coloured, unifiedDiff } from "./report/diff";
import { exemptionsReport } from "./report/exemptions";
import { fixReport } from "./report/fix";
import { jsonReport } from "./report/json";
import { textReport, type Colours } from "./report/text";
import { readSource } from "./source";
import { writeFiles } from "./write";

/** How a command ended: nothing found, findings, could not do it. */
type Exit = 0 | 1 | 2;

type FailOn = "mandatory" | "advisory" | "never";

/** A refusal that the user can do something about. */
class Refusal extends Error {}

const colours = pc.createColors(process.stdout.isTTY && process.env.NO_COLOR === undefined);

async function main(): Promise<Exit> {
  let exit: Exit = 0;
  const program = new Command("portcullis")
    .description("Checks Pulumi programs for insecure AWS security groups, and repairs their source.")
    .exitOverride()
    .showHelpAfterError("(portcullis --help shows what there is)");
  const settle = (work: Promise<Exit>): Promise<void> => work.then((code) => void (exit = code));
  const configOption = (): Option => new Option("--config <file>", "settings and levels, in the format of --policy-pack-config");
  const secondsOption = (): Option => new Option("--timeout <seconds>", "how long the program may run").default(120).argParser(positive);

  program
    .command("check")
    .description("report what is wrong")
    .argument("[path]", "a program's folder, a preview digest, a state export, or - for standard input", ".")
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("text"))
    .addOption(
      new Option("--fail-on <level>", "the level from which findings make the exit code 1")
        .choices(["mandatory", "advisory", "never"])
        .default("mandatory"),
    )
    .addOption(configOption())
    .addOption(secondsOption())
    .action((place: string, options: { format: "text" | "json"; failOn: FailOn; config?: string; timeout: number }) =>
      settle(runCheck(place, options)),
    );

  program
    .command("fix")
    .description("print the repair of a program as a unified diff; with --write, make it")
    .argument("[path]", "a program's folder", ".")
    .option("--write", "change the files")
    .option("--policy <id...>", "repair the findings of these policies only")
    .addOption(configOption())
    .addOption(secondsOption())
    .action((place: string, options: { write?: true; policy?: string[]; config?: string; timeout: number }) => settle(runFix(place, options)));

  program
    .command("pr")
    .description("print the pull request that repairs a program; with --open, GITHUB_TOKEN and a GitHub remote, open it")
    .argument("[path]", "a program's folder", ".")
    .option("--open", "open or update the pull request")
    .option("--policy <id...>", "repair the findings of these policies only")
    .addOption(configOption())
    .addOption(secondsOption())
    .action((place: string, options: { open?: true; policy?: string[]; config?: string; timeout: number }) => settle(runPullRequest(place, options)));

  program
    .command("exemptions")
    .description("report the exemptions in force, those that end soon, and those that match nothing")
    .argument("[path]", "a program's folder, a preview digest, a state export, or - for standard input", ".")
    .addOption(configOption())
    .addOption(secondsOption())
    .action((place: string, options: { config?: string; timeout: number }) => settle(runExemptions(place, options)));

  await program.parseAsync();
  return exit;
}

async function runCheck(
  place: string,
  { format, failOn, config, timeout }: { format: "text" | "json"; failOn: FailOn; config?: string; timeout: number },
): Promise<Exit> {
  const result = await checkPlace(place, checkOptions(config), timeout);
  process.stdout.write(format === "json" ? jsonReport(result) : textReport(result, colours));
  const counted = result.findings.filter(({ verdict }) => verdict !== "exempt");
  if (failOn === "never") return 0;
  return counted.some(({ level }) => failOn === "advisory" || level === "mandatory") ? 1 : 0;
}

async function runExemptions(place: string, { config, timeout }: { config?: string; timeout: number }): Promise<Exit> {
  const options = checkOptions(config);
  const { exemptions } = await checkPlace(place, options, timeout);
  process.stdout.write(exemptionsReport(exemptions, options.today, colours));
  return 0;
}

async function runFix(
  place: string,
  { write, policy, config, timeout }: { write?: true; policy?: string[]; config?: string; timeout: number },
): Promise<Exit> {
  const made = await fixPlace(place, { policy, config, timeout });
  const diff = unifiedDiff(made.before, made.after);
  process.stdout.write(coloured(diff, colours));
  process.stderr.write(fixReport(made, errorColours));
  if (write !== true || diff === "") return 0;
  const written = writeFiles(made.folder, made.before, made.after);
  if ("kind" in written) throw new Refusal(written.reason);
  process.stderr.write(`Wrote ${written.join(", ")}.\n`);
  return 0;
}

async function runPullRequest(
  place: string,
  { open, policy, config, timeout }: { open?: true; policy?: string[]; config?: string; timeout: number },
): Promise<Exit> {
  const forge = open === true ? await openForge(place) : undefined;
  const made = await fixPlace(place, { policy, config, timeout });
  const root = await repositoryRoot(made.folder);
  const project = readProject(made.folder);
  const request = proposal(made, project.kind === "failed" ? path.basename(made.folder) : project.name, root.ok ? root.value : made.folder);
  if (request.files.length === 0 && forge === undefined) {
    process.stderr.write(fixReport(made, errorColours));
    process.stderr.write("There is nothing to open a pull request for.\n");
    return 0;
  }
  if (forge === undefined) {
    const planned = root.ok ? await publish(dryRun(localCheckout(root.value)).forge, request, { scan: "partial" }) : undefined;
    const text = planned?.proposal ?? { branch: undefined, ...describe(request) };
    process.stdout.write(`${text.title}\n${text.branch === undefined ? "" : `branch ${text.branch}\n`}\n${text.body}\n`);
    for (const reason of planned?.reasons ?? []) process.stderr.write(`${reason}\n`);
    process.stderr.write("Nothing was opened. Run it again with --open, GITHUB_TOKEN and a GitHub remote.\n");
    return 0;
  }
  const published = await publish(forge, request, { scan: policy === undefined ? "complete" : "partial" });
  for (const reason of published.reasons) process.stderr.write(`${reason}\n`);
  process.stdout.write(`${published.outcome}${published.pullRequest === undefined ? "" : ` ${published.pullRequest.url}`}\n`);
  return published.outcome === "refused" ? 2 : 0;
}

const errorColours: Colours = pc.createColors(process.stderr.isTTY && process.env.NO_COLOR === undefined);

async function openForge(place: string): Promise<Forge> {
  const token = process.env.GITHUB_TOKEN ?? "";
  if (token === "") throw new Refusal("--open needs a token: set GITHUB_TOKEN to one that may write contents and pull requests.");
  const remote = await remoteOf(place);
  if (!remote.ok) throw new Refusal(remote.refusal.reason);
  const login = process.env.GITHUB_ACTIONS === "true" ? "github-actions[bot]" : undefined;
  const forge = gitHub({
    owner: remote.value.owner,
    name: remote.value.name,
    token,
    baseUrl: process.env.GITHUB_API_URL ?? apiUrlOf(remote.value),
    login,
  });
  if (!forge.ok) throw new Refusal(forge.refusal.reason);
  return forge.value;
}

async function checkPlace(place: string, options: CheckOptions, seconds: number): Promise<Check> {
  const source = await readSource(place, { seconds });
  if (source.kind === "failed") throw new Refusal(source.reason);
  return check(source, options);
}

async function fixPlace(
  place: string,
  { policy, config, timeout }: { policy: string[] | undefined; config: string | undefined; timeout: number },
): Promise<Fix> {
  const stranger = policy?.find((id) => !policies.some((known) => known.id === id));
  if (stranger !== undefined) throw new Refusal(`${stranger} is not a policy. docs/policies lists them.`);
  const made = await fix(place, { ...checkOptions(config), seconds: timeout, ...(policy === undefined ? {} : { policies: policy }) });
  if (made.kind === "failed") throw new Refusal(made.reason);
  return made;
}

function checkOptions(file: string | undefined): CheckOptions {
  return { configuration: readConfiguration(file), today: new Date().toISOString().slice(0, 10) };
}

function readConfiguration(file: string | undefined): Configuration {
  if (file === undefined) return configure({}, policies);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Refusal(`The configuration ${file} cannot be read: ${(error as Error).message}.`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Refusal(`The configuration ${file} is not an object of policies.`);
  return configure(json as RawConfiguration, policies);
}

function positive(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0) throw new Refusal(`"${text}" is not a number of seconds.`);
  return seconds;
}

main().then(
  (exit) => (process.exitCode = exit),
  (error: unknown) => {
    // Commander has said by itself what is wrong with the arguments.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      const reason =
        error instanceof Refusal
          ? error.message
          : `portcullis met an error of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      process.stderr.write(`${reason}\n`);
      process.exitCode = 2;
    }
  },
);
