import { GitHubDouble } from "./double";
import type { Actor, File } from "./scene";
import { signatureOf, type Account, type HostedRepository } from "./state";

/** An organisation called acme on a double: a bot that may write everywhere, and a person who may. Needs nothing of the bot's own code. */
export class Hosted {
  protected constructor(
    readonly double: GitHubDouble,
    readonly bot: Actor,
    readonly person: Actor,
  ) {}

  static async host({ isApp = true } = {}): Promise<Hosted> {
    return new Hosted(...(await actors(isApp)));
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
    const tree = await git.writeTree(parent === undefined ? undefined : await git.tree(parent), entries);
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
}

/** A new double, its bot and a person. */
export async function actors(isApp: boolean): Promise<[GitHubDouble, Actor, Actor]> {
  const double = await GitHubDouble.start();
  const bot = double.account(isApp ? "portcullis[bot]" : "portcullis-bot", { isApp });
  return [double, bot, double.account("ada")];
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
