import path from "node:path";
import { readProject } from "../../engine/project";
import { dryRun } from "../../forge/dry-run";
import type { Forge } from "../../forge/forge";
import { localCheckout, remoteOf, repositoryRoot } from "../../forge/local";
import { apiUrlOf } from "../../forge/remote";
import { proposal } from "../../propose";
import { describe } from "../../pull-request/body";
import { publish } from "../../pull-request/publish";
import { fixReport } from "../../report/fix";
import { Refusal, type Exit } from "../exit";
import { repairOf, repairPlace } from "../repairing";
import type { RepairingOptions } from "../options";
import { coloursOf, complain, print, tell } from "../streams";
interface Options extends RepairingOptions {
  readonly open?: true;
}

export async function runPullRequest(place: string | undefined, { open, policy, ...options }: Options): Promise<Exit> {
  const repair = repairOf(place, policy);
  const forge = open === true ? await openForge(repair.place) : undefined;
  const made = await repairPlace(repair, options);
  const root = await repositoryRoot(made.folder);
  const project = readProject(made.folder);
  const request = proposal(made, project.kind === "failed" ? path.basename(made.folder) : project.name, root.ok ? root.value : made.folder);
  if (request.files.length === 0 && forge === undefined) {
    tell(fixReport(made, coloursOf(process.stderr)));
    tell("There is nothing to open a pull request for.\n");
    return 0;
  }
  if (forge === undefined) {
    const planned = root.ok ? await publish(dryRun(localCheckout(root.value)).forge, request, { scan: "partial" }) : undefined;
    const text = planned?.proposal ?? { branch: undefined, ...describe(request) };
    print(`${text.title}\n${text.branch === undefined ? "" : `branch ${text.branch}\n`}\n${text.body}\n`);
    for (const reason of planned?.reasons ?? []) complain(reason);
    tell("Nothing was opened. Run it again with --open, GITHUB_TOKEN and a GitHub remote.\n");
    return 0;
  }
  const published = await publish(forge, request, { scan: policy === undefined ? "complete" : "partial" });
  for (const reason of published.reasons) complain(reason);
  print(`${published.outcome}${published.pullRequest === undefined ? "" : ` ${published.pullRequest.url}`}\n`);
  return published.outcome === "refused" ? 2 : 0;
}

async function openForge(place: string): Promise<Forge> {
  const { gitHub } = require("../../forge/github") as typeof import("../../forge/github");
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
