import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Forge } from "@portcullis/remediator/forge/forge";
import { gitHub } from "@portcullis/remediator/forge/github";
import type { PullRequestRequest } from "@portcullis/remediator/pull-request/request";
import { GitHubDouble } from "./double";
import { plainGit } from "./repository";
import { signatureOf, type Account, type HostedRepository } from "./state";

export interface File {
  readonly bytes: Buffer;
  readonly mode?: "100644" | "100755" | "120000" | "160000";
}

export type Actor = ReturnType<GitHubDouble["account"]>;

/** A repository called Acme/Shop on a double, with a bot that may write, a person who may, and one who may only read. */
export class Scene {
  private constructor(
    readonly double: GitHubDouble,
    readonly hosted: HostedRepository,
    readonly bot: Actor,
    readonly person: Actor,
    readonly reader: Actor,
  ) {}

  static async open(files: Readonly<Record<string, File>> = shop, { isApp = true } = {}): Promise<Scene> {
    const double = await GitHubDouble.start();
    const bot = double.account(isApp ? "portcullis[bot]" : "portcullis-bot", { isApp });
    const [person, reader] = [double.account("ada"), double.account("rea")];
    const hosted = await double.repository("Acme", "Shop", { [bot.account.login]: "write", ada: "write", rea: "read" });
    const scene = new Scene(double, hosted, bot, person, reader);
    await scene.change("main", files, { by: person.account });
    return scene;
  }

  /** A forge as a new run of the bot makes it: it remembers nothing. */
  forge(actor: Actor = this.bot, owner = "acme", name = "shop"): Forge {
    const login = actor.account.isApp ? actor.account.login : undefined;
    const made = gitHub({ owner, name, token: actor.token, baseUrl: this.double.url, login, pace: "none", second: 1 });
    if (!made.ok) throw new Error(made.refusal.reason);
    return made.value;
  }

  /** Commits to a branch as a person with git would; makes the branch at `from` where it is new. */
  async change(
    branch: string,
    files: Readonly<Record<string, File>>,
    { by = this.person.account, from = "main", message = "change" }: { by?: Account; from?: string; message?: string } = {},
  ): Promise<string> {
    const { git } = this.hosted;
    const parent = (await git.head(branch)) ?? (await git.head(from));
    const entries = await Promise.all(
      Object.entries(files).map(async ([path, { bytes, mode = "100644" }]) => {
        const sha = mode === "160000" ? bytes.toString("utf8") : await git.writeBlob(bytes);
        return { path, mode, sha };
      }),
    );
    const tree = await git.writeTree(parent === undefined ? undefined : await git.tree(parent), entries);
    const [author, committer] = [signatureOf(by), signatureOf(by)];
    const commit = await git.writeCommit({ tree, parents: parent === undefined ? [] : [parent], message, author, committer });
    await git.git(["update-ref", `refs/heads/${branch}`, commit]);
    return commit;
  }

  /** A request as somebody makes it by hand. */
  async as(actor: Actor, method: string, path: string, body?: unknown): Promise<{ status: number; data: Record<string, unknown> }> {
    const response = await fetch(`${this.double.url}/repos/Acme/Shop${path}`, {
      method,
      headers: { authorization: `token ${actor.token}`, "user-agent": "browser", accept: "application/vnd.github+json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, data: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
  }

  /** A clone made by git itself. */
  async clone(): Promise<{ path: string; git: (...args: string[]) => Promise<string> }> {
    const path = await this.double.folder();
    const git = async (...args: string[]): Promise<string> => {
      const user = ["-c", `user.name=${this.person.account.name}`, "-c", `user.email=${this.person.account.email}`];
      const ran = await promisify(execFile)("git", ["-C", path, ...user, ...args], { env: { ...process.env, ...plainGit } });
      return ran.stdout;
    };
    await git("clone", "--quiet", this.hosted.git.path, ".");
    return { path, git };
  }

  bytesAt(branch: string, path: string): Promise<Buffer> {
    return this.hosted.git.bytes(["cat-file", "blob", `${branch}:${path}`]);
  }

  modeAt(branch: string, path: string): Promise<string> {
    return this.hosted.git.git(["ls-tree", branch, "--", path]).then((line) => line.slice(0, 6));
  }
}

/** Windows line endings, a byte order mark, a byte that is no UTF-8 and no newline at the end: an edit must keep all of it. */
export const before = Buffer.concat([Buffer.from('\ufeffopen("0.0.0.0/0");\r\nkeep("\u00e9'), Buffer.from([0xff]), Buffer.from('");')]);
export const after = Buffer.concat([Buffer.from('\ufeffopen("10.0.0.0/8");\r\nkeep("\u00e9'), Buffer.from([0xff]), Buffer.from('");')]);

export const shop: Readonly<Record<string, File>> = {
  "infra/index.ts": { bytes: before, mode: "100755" },
  "infra/Pulumi.yaml": { bytes: Buffer.from("name: shop\n") },
  "README.md": { bytes: Buffer.from("# Shop\n") },
};

export function repair(change: Partial<PullRequestRequest> = {}): PullRequestRequest {
  return {
    project: "shop",
    title: "Close SSH to the internet in web",
    findings: [
      {
        key: "no-public-admin-ports|web",
        policy: "no-public-admin-ports",
        message: "web admits 4,256,038,912 IPv4 addresses from the internet to tcp/22.",
        file: "infra/index.ts",
        line: 1,
        urn: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web",
      },
    ],
    declined: [],
    proof: [{ claim: "The finding is gone", holds: true, detail: "1 of 1" }],
    losesAccess: ["Everyone who reaches web over SSH from the internet."],
    files: [{ path: "infra/index.ts", before, after }],
    ...change,
  };
}

export const nothingToRepair: PullRequestRequest = repair({ findings: [], files: [], proof: [], losesAccess: [] });
