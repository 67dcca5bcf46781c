import { cp } from "node:fs/promises";
import type { Forge } from "@portcullis/remediator/forge/forge";
import { gitHub } from "@portcullis/remediator/forge/github";
import { dryRun } from "@portcullis/remediator/forge/dry-run";
import { gitUrlOf } from "@portcullis/remediator/forge/remote";
import { snapshot } from "@portcullis/remediator/forge/snapshot";
import { readPreset } from "@portcullis/remediator/run/preset";
import { runRepository, type RunContext } from "@portcullis/remediator/run/repository";
import type { RepositoryResult } from "@portcullis/remediator/run/result";
import { temporaryFolder } from "@portcullis/remediator/system/temporary";
import { GitHubDouble } from "./double";
import type { Actor, File } from "./scene";
import { signatureOf, type Account, type HostedRepository } from "./state";

/** An organisation called acme on a double: a bot that may write everywhere, and a person who may. */
export class Organisation {
  private constructor(
    readonly double: GitHubDouble,
    readonly bot: Actor,
    readonly person: Actor,
  ) {}

  static async open({ isApp = true } = {}): Promise<Organisation> {
    const double = await GitHubDouble.start();
    const bot = double.account(isApp ? "portcullis[bot]" : "portcullis-bot", { isApp });
    return new Organisation(double, bot, double.account("ada"));
  }

  /** A repository with these files on its default branch. Without files it is empty. */
  async repository(name: string, files: Readonly<Record<string, string | File>> = {}): Promise<HostedRepository> {
    const hosted = await this.double.repository("acme", name, { [this.bot.account.login]: "write", ada: "write" });
    if (Object.keys(files).length > 0) await this.change(hosted, "main", files);
    return hosted;
  }

  /** Commits to a branch as somebody with git would; null takes a file away. */
  async change(
    { git }: HostedRepository,
    branch: string,
    files: Readonly<Record<string, string | File | null>>,
    { by = this.person.account, from = "main", message = "change" }: { by?: Account; from?: string; message?: string } = {},
  ): Promise<string> {
    const parent = (await git.head(branch)) ?? (await git.head(from));
    const entries = await Promise.all(
      Object.entries(files).map(async ([path, content]) => {
        if (content === null) return { path, mode: "100644", sha: null };
        const { bytes, mode = "100644" } = typeof content === "string" ? { bytes: Buffer.from(content) } : content;
        return { path, mode, sha: mode === "160000" ? bytes.toString("utf8") : await git.writeBlob(bytes) };
      }),
    );
    const tree = await git.writeTree(parent === undefined ? undefined : await git.git(["rev-parse", `${parent}^{tree}`]), entries);
    const commit = await git.writeCommit({
      tree,
      parents: parent === undefined ? [] : [parent],
      message,
      author: signatureOf(by),
      committer: signatureOf(by),
    });
    await git.git(["update-ref", `refs/heads/${branch}`, commit]);
    return commit;
  }

  /** A request as somebody makes it by hand. */
  async as(
    actor: Actor,
    repository: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly data: unknown }> {
    const response = await fetch(`${this.double.url}/repos/acme/${repository}${path}`, {
      method,
      headers: { authorization: `token ${actor.token}`, "user-agent": "browser", accept: "application/vnd.github+json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, data: text === "" ? undefined : (JSON.parse(text) as unknown) };
  }

  /** How long an answer may take, in milliseconds. */
  answerWithin = 15_000;

  forge(name: string, actor: Actor = this.bot): Forge {
    const login = actor.account.isApp ? actor.account.login : undefined;
    const made = gitHub({
      owner: "acme",
      name,
      token: actor.token,
      baseUrl: this.double.url,
      login,
      pace: "none",
      second: 1,
      answerWithin: this.answerWithin,
    });
    if (!made.ok) throw new Error(made.refusal.reason);
    return made.value;
  }

  /** Runs one repository as the command does, in this process. */
  async run(name: string, { isDry = false, ...more }: Partial<RunContext> & { readonly isDry?: boolean } = {}): Promise<RepositoryResult> {
    const forge = this.forge(name);
    const preset = await readPreset(this.forge(".github"));
    return runRepository({
      repository: `acme/${name}`,
      forge: isDry ? dryRun(forge).forge : forge,
      preset: preset.ok && preset.value.kind === "configuration" ? preset.value.file : {},
      otherwise: "pr",
      today: "2026-01-01",
      fetch: (facts, commit, folder) => this.fetch(facts.name, commit, folder),
      temporary: () => temporaryFolder("test"),
      mayOpen: 100,
      begin: () => undefined,
      ...more,
    });
  }

  async fetch(name: string, commit: string, folder: string): ReturnType<RunContext["fetch"]> {
    const git = temporaryFolder("git");
    if (git.kind === "failed") throw new Error(git.reason);
    try {
      const environment = { PATH: process.env.PATH };
      return await snapshot(
        { url: gitUrlOf(this.double.url, "acme", name), token: this.bot.token, environment, stallsAfter: Math.ceil(this.answerWithin / 1000) },
        commit,
        {
          git: git.path,
          files: folder,
        },
      );
    } finally {
      git.remove();
    }
  }

  /** Fetches a commit once, and writes the same files whenever it is asked for again. */
  keeping(): RunContext["fetch"] {
    const known = new Map<string, { readonly folder: string; readonly leftOut: Awaited<ReturnType<RunContext["fetch"]>> }>();
    return async ({ name }, commit, folder) => {
      const before = known.get(commit);
      if (before !== undefined) {
        await cp(before.folder, folder, { recursive: true });
        return before.leftOut;
      }
      const leftOut = await this.fetch(name, commit, folder);
      const copy = await this.double.folder();
      await cp(folder, copy, { recursive: true });
      known.set(commit, { folder: copy, leftOut });
      return leftOut;
    };
  }
}

/** A program with one group that opens SSH to the world. */
export function openProgram(name: string, { folder = "", group = "web", block = "0.0.0.0/0" } = {}): Readonly<Record<string, string>> {
  const prefix = folder === "" ? "" : `${folder}/`;
  return {
    [`${prefix}Pulumi.yaml`]: `name: ${name}\nruntime: nodejs\n`,
    [`${prefix}index.ts`]: `import * as aws from "@pulumi/aws";

export const group = new aws.ec2.SecurityGroup("${group}", {
  description: "Web servers",
  vpcId: "vpc-1",
  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8", "${block}"] }],
});
`,
  };
}
