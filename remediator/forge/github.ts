import { createHash } from "node:crypto";
import { list, nothing } from "./decode";
import { done, refused, type Comment, type Decoration, type Forge, type Issue, type Outcome, type PullRequest } from "./forge";
import * as answers from "./github-answers";
import { issueOf, pullRequestOf } from "./github-answers";
import { accessFlaw } from "./github-client";
import { GitHubReader, type GitHubOptions } from "./github-reader";
import { sayOnce } from "./say-once";

export type { GitHubOptions } from "./github-reader";

/** A repository on GitHub, github.com or Enterprise. */
export function gitHub(options: GitHubOptions): Outcome<Forge> {
  return accessFlaw(options) ?? done(new GitHub(options));
}

class GitHub extends GitHubReader implements Forge {
  async commit(request: Parameters<Forge["commit"]>[0]): Promise<Outcome<string>> {
    const { git } = this.client.rest;
    const base = await this.treeOf(request.base);
    if (!base.ok) return base;
    const entries: { path: string; mode: "100644" | "100755"; type: "blob"; sha: string }[] = [];
    for (const { path, mode, bytes } of request.files) {
      const blob = await this.asking.ask("write a file", answers.made, () =>
        git.createBlob({ ...this.repository, content: bytes.toString("base64"), encoding: "base64" }),
      );
      if (!blob.ok) return blob;
      entries.push({ path, mode, type: "blob", sha: blob.value.sha });
    }
    const tree = await this.asking.ask("write a tree", answers.made, () =>
      git.createTree({ ...this.repository, base_tree: base.value, tree: entries }),
    );
    if (!tree.ok) return tree;
    // Without author and committer the host fills in the token's account, and signs for an app.
    const commit = await this.asking.ask("write a commit", answers.made, () =>
      git.createCommit({
        ...this.repository,
        message: request.message(tree.value.sha),
        tree: tree.value.sha,
        parents: [...request.parents],
      }),
    );
    if (!commit.ok) return commit;
    const pointed =
      request.expected === undefined ? await this.#create(request.branch, commit.value.sha) : await this.#move(request.branch, commit.value.sha);
    return pointed.ok ? done(commit.value.sha) : pointed;
  }

  async openPullRequest(request: Parameters<Forge["openPullRequest"]>[0]): Promise<Outcome<PullRequest>> {
    const { branch, base, title, body, isDraft } = request;
    const opened = await this.asking.ask("open a pull request", answers.pullRequest, () =>
      this.client.rest.pulls.create({ ...this.repository, head: branch, base, title, body, ...(isDraft ? { draft: true } : {}) }),
    );
    if (opened.ok) {
      const { author } = pullRequestOf(opened.value);
      const identity = await this.identity();
      if (identity.ok && author.toLowerCase() !== identity.value.login.toLowerCase())
        this.waiting(
          `The token acts as ${author}, not as ${identity.value.login}: say --login ${author}, or the next run takes this pull request for somebody else's.`,
        );
      return done(pullRequestOf(opened.value));
    }
    if (opened.refusal.kind !== "already-exists") return opened;
    // The first attempt may have worked and its answer been lost.
    const listed = await this.pullRequestsOf(branch);
    if (!listed.ok) return listed;
    const own = listed.value.find((pullRequest) => pullRequest.state === "open" && sameText(pullRequest.body, body) && pullRequest.title === title);
    return own === undefined ? opened : done(own);
  }

  async updatePullRequest(number: number, change: Parameters<Forge["updatePullRequest"]>[1]): Promise<Outcome<undefined>> {
    const updated = await this.asking.ask("change a pull request", answers.numbered, () =>
      this.client.rest.pulls.update({ ...this.repository, pull_number: number, ...change }),
    );
    return updated.ok ? done(undefined) : updated;
  }

  async comment(number: number, body: string): Promise<Outcome<undefined>> {
    const claim = claimOf(number, body);
    let isClaimed = true;
    return sayOnce({
      claim: async () => {
        const claimed = await this.#claim(claim);
        isClaimed = claimed.ok && claimed.value !== "everybody's";
        return claimed.ok ? done(claimed.value !== "another's") : claimed;
      },
      hasSaid: () => this.#hasSaid(number, body),
      say: () => this.#say(number, body),
      release: () => (isClaimed ? this.#release(claim) : Promise.resolve(done(undefined))),
      pause: () => new Promise((resolve) => setTimeout(resolve, this.second)),
    });
  }

  async forgetComment(number: number, body: string): Promise<Outcome<undefined>> {
    const claim = claimOf(number, body);
    const there = await this.#isThere(claim);
    if (!there.ok) return there;
    return there.value ? this.#release(claim) : done(undefined);
  }

  async #say(number: number, body: string): Promise<Outcome<undefined>> {
    // Never tried again by itself: a comment whose answer was lost would stand there twice.
    const written = await this.asking.ask("write a comment", answers.identified, () =>
      this.client.rest.issues.createComment({ ...this.repository, issue_number: number, body, request: { retries: 0 } }),
    );
    if (!written.ok) return written;
    // Whoever was held up with the claim for longer than another run waits says it as well. Both come to leave the first.
    const said = await this.#said(number, body);
    if (!said.ok) return said;
    const [, ...twins] = said.value.map(({ id }) => id).sort((a, b) => a - b);
    for (const twin of twins) {
      const deleted = await this.asking.ask("delete a comment", nothing, () =>
        this.client.rest.issues.deleteComment({ ...this.repository, comment_id: twin }),
      );
      if (!deleted.ok && deleted.refusal.kind !== "not-found") return deleted;
    }
    return done(undefined);
  }

  async #hasSaid(number: number, body: string): Promise<Outcome<boolean>> {
    const said = await this.#said(number, body);
    return said.ok ? done(said.value.length > 0) : said;
  }

  /** Our own comments with this text. */
  async #said(number: number, body: string): Promise<Outcome<readonly Comment[]>> {
    const [identity, comments] = [await this.identity(), await this.comments(number)];
    if (!identity.ok) return identity;
    if (!comments.ok) return comments;
    const login = identity.value.login.toLowerCase();
    return done(comments.value.filter((comment) => comment.author.toLowerCase() === login && sameText(comment.body, body)));
  }

  /** Where references of ours are not allowed, everybody has it. */
  async #claim(name: string): Promise<Outcome<"ours" | "another's" | "everybody's">> {
    if (this.base === undefined) {
      const base = await this.defaultBranch();
      if (!base.ok) return base;
    }
    const sha = this.base ?? "";
    const created = await this.asking.ask("claim a comment", answers.reference, () =>
      this.client.rest.git.createRef({ ...this.repository, ref: `refs/${name}`, sha, request: { retries: 0 } }),
    );
    if (created.ok) return done("ours");
    if (created.refusal.kind === "already-exists") return done("another's");
    return created.refusal.kind === "not-permitted" || created.refusal.kind === "rejected" ? done("everybody's") : created;
  }

  async #release(name: string): Promise<Outcome<undefined>> {
    const released = await this.asking.ask("release a comment", nothing, () => this.client.rest.git.deleteRef({ ...this.repository, ref: name }));
    if (released.ok || released.refusal.kind !== "not-found") return released;
    const there = await this.#isThere(name);
    return there.ok && there.value ? released : done(undefined);
  }

  async #isThere(ref: string): Promise<Outcome<boolean>> {
    const read = await this.asking.ask("read a reference", answers.reference, () => this.client.rest.git.getRef({ ...this.repository, ref }));
    if (read.ok) return done(true);
    return read.refusal.kind === "not-found" ? done(false) : read;
  }

  async deleteBranch(branch: { name: string; head: string }): Promise<Outcome<undefined>> {
    const head = await this.headOf(branch.name);
    if (!head.ok) return head.refusal.kind === "not-found" ? done(undefined) : head;
    if (head.value !== branch.head) return refused("not-a-fast-forward", `The branch ${branch.name} moved meanwhile, so it is kept.`);
    const deleted = await this.asking.ask("delete a branch", nothing, () =>
      this.client.rest.git.deleteRef({ ...this.repository, ref: `heads/${branch.name}` }),
    );
    return deleted.ok || deleted.refusal.kind === "not-found" ? done(undefined) : deleted;
  }

  async #create(branch: string, sha: string): Promise<Outcome<undefined>> {
    const created = await this.asking.ask("create a branch", answers.reference, () =>
      this.client.rest.git.createRef({ ...this.repository, ref: `refs/heads/${branch}`, sha }),
    );
    if (created.ok) return done(undefined);
    if (created.refusal.kind !== "already-exists") return created;
    const head = await this.headOf(branch);
    if (head.ok && head.value === sha) return done(undefined);
    return !head.ok && head.refusal.kind === "not-found" ? this.#blocked(branch, created) : created;
  }

  /** Git keeps no branch below the name of another one. */
  async #blocked(branch: string, otherwise: Outcome<undefined>): Promise<Outcome<undefined>> {
    const above = branch.slice(0, branch.indexOf("/"));
    const head = await this.headOf(above);
    if (!head.ok) return otherwise;
    return refused("rejected", `The branch ${branch} cannot be made beside one that is called ${above}: rename that, or delete it.`);
  }

  async #move(branch: string, sha: string): Promise<Outcome<undefined>> {
    const moved = await this.asking.ask("move a branch", answers.reference, () =>
      this.client.rest.git.updateRef({ ...this.repository, ref: `heads/${branch}`, sha, force: false }),
    );
    return moved.ok ? done(undefined) : moved;
  }

  async openIssue(issue: { readonly title: string; readonly body: string }): Promise<Outcome<Issue>> {
    // Never tried again by itself: an issue whose answer was lost would stand there twice.
    const opened = await this.asking.ask("open an issue", answers.issue, () =>
      this.client.rest.issues.create({ ...this.repository, ...issue, request: { retries: 0 } }),
    );
    return opened.ok ? done(issueOf(opened.value)) : opened;
  }

  async updateIssue(number: number, change: Parameters<Forge["updateIssue"]>[1]): Promise<Outcome<undefined>> {
    const updated = await this.asking.ask("change an issue", answers.numbered, () =>
      this.client.rest.issues.update({ ...this.repository, issue_number: number, ...change }),
    );
    return updated.ok ? done(undefined) : updated;
  }

  async decorate(number: number, { labels, assignees, reviewers, teams }: Decoration): Promise<Outcome<undefined>> {
    const { issues, pulls } = this.client.rest;
    const at = { ...this.repository, issue_number: number };
    if (labels.length > 0) {
      const labelled = await this.asking.ask("label a pull request", list(answers.label), () => issues.addLabels({ ...at, labels: [...labels] }));
      if (!labelled.ok) return labelled;
    }
    if (assignees.length > 0) {
      const assigned = await this.asking.ask("assign a pull request", answers.numbered, () =>
        issues.addAssignees({ ...at, assignees: [...assignees] }),
      );
      if (!assigned.ok) return assigned;
    }
    if (reviewers.length + teams.length === 0) return done(undefined);
    const whom = { reviewers: [...reviewers], team_reviewers: [...teams] };
    const asked = await this.asking.ask("ask for a review", answers.numbered, () =>
      pulls.requestReviewers({ ...this.repository, pull_number: number, ...whom }),
    );
    return asked.ok ? done(undefined) : asked;
  }
}

/** The reference that says that one of us writes a comment. */
function claimOf(number: number, body: string): string {
  return `portcullis/comments/${number}-${createHash("sha256").update(body).digest("hex").slice(0, 16)}`;
}

function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trim() === b.replaceAll("\r\n", "\n").trim();
}
