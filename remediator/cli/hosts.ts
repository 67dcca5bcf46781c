import { firstFlaw, type Flaw } from "../configuration/read";
import type { ConfigurationFile } from "../configuration/schema";
import { credentialsIn } from "../system/credentials";
import { dryRun, type Write } from "../forge/dry-run";
import type { Forge, Outcome } from "../forge/forge";
import type { Analysis } from "../forge/github-scanning";
import type { Installation } from "../forge/github-app";
import type { Organisation } from "../forge/organisation";
import { gitUrlOf } from "../forge/remote";
import { snapshot } from "../forge/snapshot";
import { configurationIssue, keepIssue } from "../run/issues";
import { presetRepository, readPreset } from "../run/preset";
import type { RunContext } from "../run/repository";
import { temporaryFolder } from "../system/temporary";
import { Refusal } from "./exit";
import { takeToken, type ForgeOptions } from "./forges";
import { tell } from "./streams";

/** A code host, with what a run may do there. */
export interface Host {
  readonly organisation: (name: string) => Promise<Organisation>;
  readonly repository: (owner: string, name: string) => Promise<Outcome<HostedRepository>>;
  readonly uploadSarif: (owner: string, name: string, analysis: Analysis) => Promise<Outcome<undefined>>;
  /** How many requests were sent, and how many of them could change something. */
  readonly counts: () => { readonly requests: number; readonly mutating: number };
}

export interface HostedRepository {
  readonly forge: Forge;
  readonly fetch: RunContext["fetch"];
  /** What a dry run would have done until now. */
  readonly writes: readonly Write[];
}

export interface HostOptions extends ForgeOptions {
  /** Without it nothing is written. */
  readonly open?: true;
}

/** Takes the credentials out of the environment, and opens the host with them. */
export function openHost({ apiUrl, login, open }: HostOptions, scope: { readonly owner: string; readonly name?: string }): Host {
  const baseUrl = apiUrlOf(apiUrl);
  const key = appKey();
  const isAction = process.env.GITHUB_ACTIONS === "true";
  const token = takeToken();
  if (token === "" && key === undefined)
    throw new Refusal("A token is needed: set GITHUB_TOKEN, or PORTCULLIS_APP_ID and PORTCULLIS_APP_PRIVATE_KEY of an app.");
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !credentialsIn(process.env).includes(name) && !name.startsWith("GIT_")),
  );
  const counted = { requests: 0, mutating: 0 };
  const access = {
    baseUrl,
    isReadOnly: open !== true,
    ...(isLoopback(baseUrl) ? { pace: "none" as const, second: 10 } : {}),
    waiting: (what: string): void => tell(`${what}\n`),
    sent: (method: string): void => {
      counted.requests++;
      if (method !== "GET") counted.mutating++;
    },
  };
  let installed: Promise<Outcome<Installation>> | undefined;
  const installation = (): Promise<Outcome<Installation>> | undefined => {
    if (key === undefined) return undefined;
    const { installationOf } = require("../forge/github-app") as typeof import("../forge/github-app");
    return (installed ??= installationOf(key, access, scope));
  };
  const rightFor = async (name: string | undefined): Promise<Outcome<{ token: string; login?: string; limitedAs?: string }>> => {
    const installedAt = await installation();
    if (installedAt === undefined) return { ok: true, value: { token, ...(login === undefined ? {} : { login }) } };
    if (!installedAt.ok) return installedAt;
    const narrowed = await installedAt.value.tokenFor(name, open === true ? "write" : "read");
    if (!narrowed.ok) return narrowed;
    return { ok: true, value: { token: narrowed.value, login: installedAt.value.login, limitedAs: `installation ${installedAt.value.id}` } };
  };
  return {
    counts: () => ({ ...counted }),
    async organisation(name) {
      const { gitHubOrganisation } = require("../forge/github-organisation") as typeof import("../forge/github-organisation");
      const right = await rightFor(undefined);
      if (!right.ok) throw new Refusal(right.refusal.reason);
      const opened = gitHubOrganisation(name, { ...access, ...right.value });
      if (!opened.ok) throw new Refusal(opened.refusal.reason);
      return opened.value;
    },
    async uploadSarif(repositoryOwner, name, analysis) {
      const { uploadSarif } = require("../forge/github-scanning") as typeof import("../forge/github-scanning");
      const right = await rightFor(name);
      return right.ok ? uploadSarif({ ...access, ...right.value }, repositoryOwner, name, analysis) : right;
    },
    async repository(repositoryOwner, name) {
      const { gitHub } = require("../forge/github") as typeof import("../forge/github");
      const right = await rightFor(name);
      if (!right.ok) return right;
      const opened = gitHub({ owner: repositoryOwner, name, isAction, ...access, ...right.value });
      if (!opened.ok) return opened;
      const { forge, writes } = open === true ? { forge: opened.value, writes: [] } : dryRun(opened.value);
      const fetch: RunContext["fetch"] = async (facts, commit, folder) => {
        const git = temporaryFolder("git");
        if (git.kind === "failed") return { ok: false, refusal: { kind: "unreachable", reason: git.reason } };
        try {
          const source = { url: gitUrlOf(baseUrl, facts.owner, facts.name), token: right.value.token, environment };
          return await snapshot(source, commit, { git: git.path, files: folder });
        } finally {
          git.remove();
        }
      };
      return { ok: true, value: { forge, fetch, writes } };
    },
  };
}

/**
 * What an organisation says for all of its repositories. Where that cannot be read, nothing is done: it may say that nothing is to be. Where it is not
 * valid and `keepsIssue`, an issue beside it says where.
 */
export async function presetOf(host: Host, owner: string, { keepsIssue = false } = {}): Promise<ConfigurationFile> {
  const repository = await host.repository(owner, presetRepository);
  // An app that may not see the repository is told no more than that it is not there.
  if (!repository.ok && (repository.refusal.kind === "rejected" || repository.refusal.kind === "not-found")) return {};
  if (!repository.ok) throw new Refusal(repository.refusal.reason);
  const preset = await readPreset(repository.value.forge);
  if (!preset.ok) throw new Refusal(preset.refusal.reason);
  if (preset.value.kind === "configuration") return preset.value.file;
  const { flaws } = preset.value;
  if (keepsIssue) await openPresetIssue(repository.value.forge, flaws);
  throw new Refusal(`The preset in ${owner}/${presetRepository} is not valid${firstFlaw(flaws)}.`);
}

/** Whoever may not open it still hears of it: the run is refused. */
async function openPresetIssue(forge: Forge, flaws: readonly Flaw[]): Promise<void> {
  const branch = await forge.defaultBranch();
  if (branch.ok) await keepIssue(forge, "configuration", configurationIssue(flaws, branch.value.name, "this organisation"));
}

/** The API that is named, or github.com's. */
function apiUrlOf(named: string | undefined): string {
  const url = named ?? process.env.GITHUB_API_URL ?? "";
  if (url === "") return "https://api.github.com";
  if (!URL.canParse(url)) throw new Refusal(`"${url}" is no address of an API.`);
  return url.replace(/\/+$/, "");
}

function appKey(): { readonly appId: string; readonly privateKey: string } | undefined {
  const { PORTCULLIS_APP_ID: appId = "", PORTCULLIS_APP_PRIVATE_KEY: privateKey = "" } = process.env;
  if (appId === "" && privateKey === "") return undefined;
  if (appId === "" || privateKey === "") throw new Refusal("An app needs both PORTCULLIS_APP_ID and PORTCULLIS_APP_PRIVATE_KEY.");
  return { appId, privateKey };
}

/** A host on this machine is shared with nobody, so that no pace has to be kept. */
function isLoopback(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}
