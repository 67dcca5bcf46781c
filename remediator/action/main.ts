import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { Refusal, type Exit } from "../cli/exit";
import { openHost, presetOf } from "../cli/hosts";
import { appendTo } from "../cli/outputs";
import {
  configurationName,
  firstFlaw,
  largestConfiguration,
  noFile,
  readConfigurationFile,
  tooLarge,
  type ReadConfiguration,
} from "../configuration/read";
import type { ConfigurationFile } from "../configuration/schema";
import { replacedText, settingsOf } from "../configuration/settings";
import { runRepository } from "../run/repository";
import { resultMarkdown } from "../run/summary-markdown";
import { resultText } from "../run/text";
import { temporaryFolder } from "../system/temporary";
import { baseOf } from "./base";
import { annotation, logLine } from "./commands";
import { checkWorkspace } from "./check";
import { isChecked, mustHavePlaces, readInputs, type Inputs } from "./inputs";

/** The version is written into the bundle. */
declare const PORTCULLIS_VERSION: string;

const print = (text: string): void => void process.stdout.write(text);
const today = (): string => new Date().toISOString().slice(0, 10);

/** On a pull request, or in a merge queue, the checked-out files are checked against their base; on anything else the fixes of the default branch are opened. */
async function run(): Promise<Exit> {
  const inputs = readInputs(process.env);
  if (inputs.event === "pull_request_target")
    throw new Refusal("This event gives the code of a pull request the rights of its base branch. Use pull_request.");
  mustHavePlaces(inputs);
  const { INPUT_TOKEN: token = "" } = process.env;
  process.env.GITHUB_TOKEN = token === "" ? (process.env.GITHUB_TOKEN ?? "") : token;
  Reflect.deleteProperty(process.env, "INPUT_TOKEN");
  if (isChecked(inputs) && process.env.GITHUB_TOKEN === "" && (process.env.PORTCULLIS_APP_ID ?? "") === "") throw new Refusal(noToken);
  return isChecked(inputs) ? checkPullRequest(inputs) : openFixes(inputs);
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories */
const noToken =
  "A token is needed: the input token is empty, as a secret is for a pull request of a fork. Leave the input out, or write token: ${{ secrets.NAME || github.token }}.";

async function openFixes(inputs: Inputs): Promise<Exit> {
  const { owner, name, mode } = inputs;
  const host = openHost({ open: true }, { owner, name });
  const repository = await host.repository(owner, name);
  if (!repository.ok) throw new Refusal(repository.refusal.reason);
  const result = await runRepository({
    repository: `${owner}/${name}`,
    ...repository.value,
    preset: await presetOf(host, owner, { keepsIssue: true }),
    otherwise: mode,
    today: today(),
    now: () => new Date(),
    mayOpen: Number.MAX_SAFE_INTEGER,
    temporary: (called) => temporaryFolder("action", called),
    begin: (stage) => print(logLine(stage)),
  });
  if (inputs.summaryFile !== undefined) appendTo(inputs.summaryFile, resultMarkdown(result));
  for (const line of resultText(result).trimEnd().split("\n")) print(logLine(line));
  if (result.outcome === "done" || result.outcome === "skipped") return 0;
  print(annotation("error", {}, "Portcullis", result.reason ?? ""));
  return 2;
}

async function checkPullRequest(inputs: Inputs): Promise<Exit> {
  const { owner, name, sha, ref } = inputs;
  const host = openHost({ ...(inputs.uploadSarif ? { open: true } : {}) }, { owner, name });
  const repository = await host.repository(owner, name);
  if (!repository.ok) throw new Refusal(repository.refusal.reason);
  const commit = await baseOf(inputs, repository.value.forge);
  const base = temporaryFolder("base", path.basename(inputs.workspace));
  if (base.kind === "failed") throw new Refusal(base.reason);
  try {
    const fetched = await repository.value.fetch({ owner, name }, commit, base.path);
    if (!fetched.ok) throw new Refusal(`The base of the pull request cannot be read. ${fetched.refusal.reason}`);
    // The base branch says by what is judged: a pull request does not change that for itself.
    const own = configurationOf(readIn(base.path), readIn(inputs.workspace));
    const settings = settingsOf(await presetOf(host, owner), own, inputs.mode);
    if (settings.mode === "off") {
      print(logLine("Portcullis is turned off here."));
      return 0;
    }
    if (settings.replaced.length > 0) print(logLine(replacedText(settings.replaced)));
    const upload = inputs.uploadSarif
      ? (sarif: string) => host.uploadSarif(owner, name, { commit: sha, ref, sarif: gzipSync(sarif).toString("base64") })
      : undefined;
    const options = { configuration: settings.policies, today: today() };
    return await checkWorkspace({ inputs, options, ignores: settings.ignores, version: PORTCULLIS_VERSION, base: base.path, upload, print });
  } finally {
    base.remove();
  }
}

/**
 * The base branch's own. Where that is not valid, what mends it is judged as if there were none, or it could never be merged. A change that makes it
 * invalid is told before it stops the repository.
 */
function configurationOf(base: ReadConfiguration, here: ReadConfiguration): ConfigurationFile {
  if (base.kind === "invalid" && here.kind === "invalid") throw new Refusal(`${configurationName} is not valid${firstFlaw(base.flaws)}.`);
  if (base.kind === "invalid")
    print(
      annotation("warning", {}, "Portcullis", `${configurationName} of the base branch is not valid, and does not count${firstFlaw(base.flaws)}.`),
    );
  if (here.kind === "invalid") {
    const says = `${configurationName} would not be valid, so that nothing of this repository would be read or repaired${firstFlaw(here.flaws)}.`;
    print(annotation("warning", { file: configurationName, line: here.flaws[0]?.line }, "Portcullis", says));
  }
  return base.kind === "configuration" ? base.file : {};
}

function readIn(folder: string): ReadConfiguration {
  const file = path.join(folder, configurationName);
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there === undefined) return { kind: "configuration", file: {} };
  if (!there.isFile()) return noFile(there.isDirectory() ? "directory" : "symlink");
  return there.size > 4 * largestConfiguration ? tooLarge() : readConfigurationFile(readFileSync(file));
}

run().then(
  (exit) => void (process.exitCode = exit),
  (error: unknown) => {
    const text =
      error instanceof Refusal
        ? error.message
        : `Portcullis met an error of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    print(annotation("error", {}, "Portcullis", text));
    process.exitCode = 2;
  },
);
