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
import { actors, Hosted } from "./hosted";
import type { Actor } from "./scene";

export { openProgram } from "./hosted";

/** The same, with runs of the bot in this process. */
export class Organisation extends Hosted {
  static async open({ isApp = true } = {}): Promise<Organisation> {
    return new Organisation(...(await actors(isApp)));
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
      now: () => this.double.now(),
      fetch: (facts, commit, folder) => this.fetch(facts.name, commit, folder),
      temporary: (called) => temporaryFolder("test", called),
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
