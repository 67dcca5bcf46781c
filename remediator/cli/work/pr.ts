import { dryRun } from "../../forge/dry-run";
import type { Forge } from "../../forge/forge";
import { localCheckout, repositoryRoot } from "../../forge/local";
import { describe } from "../../pull-request/body";
import { publish } from "../../pull-request/publish";
import type { PullRequestRequest } from "../../pull-request/request";
import { fixReport } from "../../report/fix";
import { Refusal, type Exit } from "../exit";
import { openForge, takeToken, type ForgeOptions } from "../forges";
import type { RepairingOptions } from "../options";
import { checkOptions } from "../judging";
import { openRepairFile, proposeWithChange } from "../repair-files";
import { repairOf, repairPlace } from "../repairing";
import { coloursOf, complain, print, tell } from "../streams";

interface Options extends RepairingOptions, ForgeOptions {
  readonly open?: true;
  readonly from?: string;
}

export async function runPullRequest(place: string | undefined, options: Options): Promise<Exit> {
  return options.from === undefined ? fromProgram(place, options) : fromFile(place ?? ".", options.from, options);
}

/** Repairs the program here, and opens or prints the pull request. */
async function fromProgram(place: string | undefined, options: Options): Promise<Exit> {
  const repair = repairOf(place, options.policy);
  if (options.open === true && (process.env.GITHUB_TOKEN ?? "") === "") throw new Refusal(noToken);
  // Reading executes nothing; before running, the credentials have to be seen.
  const token = options.source === "static" ? takeToken() : "";
  const made = await repairPlace(repair, options);
  const { request, scan, repository } = await proposeWithChange(made, repair, checkOptions(options.config));
  if (options.open === true) return open(await openForge(repair.place, token, options), request, scan);
  if (request.files.length > 0) return show(repository, request);
  tell(fixReport(made, coloursOf(process.stderr)));
  tell("There is nothing to open a pull request for.\n");
  return 0;
}

/** Opens or prints the pull request for a repair that was made elsewhere. Nothing of the program is run or even read. */
async function fromFile(place: string, file: string, options: Options): Promise<Exit> {
  if (options.policy !== undefined) throw new Refusal("--policy belongs to the step that makes the repair file.");
  if (options.open === true && (process.env.GITHUB_TOKEN ?? "") === "") throw new Refusal(noToken);
  const token = takeToken();
  const { request, scan } = openRepairFile(file);
  if (options.open === true) return open(await openForge(place, token, options), request, scan);
  const root = await repositoryRoot(place);
  if (request.files.length > 0) return show(root.ok ? root.value : undefined, request);
  tell("There is nothing to open a pull request for.\n");
  return 0;
}

const noToken = "--open needs a token: set GITHUB_TOKEN to one that may write contents and pull requests.";

async function open(forge: Forge, request: PullRequestRequest, scan: "complete" | "partial"): Promise<Exit> {
  const published = await publish(forge, request, { scan });
  for (const reason of published.reasons) complain(reason);
  print(`${published.outcome}${published.pullRequest === undefined ? "" : ` ${published.pullRequest.url}`}\n`);
  return published.outcome === "refused" ? 2 : 0;
}

async function show(repository: string | undefined, request: PullRequestRequest): Promise<Exit> {
  const planned = repository === undefined ? undefined : await publish(dryRun(localCheckout(repository)).forge, request, { scan: "partial" });
  const text = planned?.proposal ?? { branch: undefined, ...describe(request) };
  print(`${text.title}\n${text.branch === undefined ? "" : `branch ${text.branch}\n`}\n${text.body}\n`);
  for (const reason of planned?.reasons ?? []) complain(reason);
  tell("Nothing was opened. Run it again with --open, GITHUB_TOKEN and a GitHub remote.\n");
  return 0;
}
