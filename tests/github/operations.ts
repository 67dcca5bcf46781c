import { complete } from "./contract";
import type { CommitFacts } from "./repository";
import { nextNumber, signatureOf, undecorated, webFlow, type Account, type HostedRepository, type PullRequestState, type Right } from "./state";

export interface Call {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly caller: Account;
  readonly repository: HostedRepository;
  readonly repositories: readonly HostedRepository[];
  readonly accounts: readonly Account[];
  /** Whether the caller is an app that proves itself with its key, not with a token of an installation. */
  readonly isJwt: boolean;
  readonly grant: (token: string, right: Right) => void;
  /** The time as GitHub writes it: in seconds. */
  readonly now: string;
  /** Where the double listens. */
  readonly url: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** A list of which the server sends one page. */
  readonly pages?: readonly unknown[];
}

/** What each operation does; see CONTRACT.md for where each rule comes from. */
export const handlers: Readonly<Record<string, (call: Call) => Promise<Reply> | Reply>> = {
  "users/get-authenticated"({ caller, url }) {
    if (caller.isApp) return failure(403, "Resource not accessible by integration");
    return { status: 200, body: complete("public-user", { ...accountBody(caller, url), user_view_type: "public" }, url) };
  },

  "repos/get"(call) {
    return { status: 200, body: repositoryBody(call, "full-repository") };
  },

  async "repos/get-branch"(call) {
    const name = call.parameters.branch ?? "";
    const head = await call.repository.git.head(name);
    if (head === undefined) return failure(404, "Branch not found");
    return {
      status: 200,
      body: complete("branch-with-protection", { name, commit: await commitBody(call, head), protected: false }, call.url),
    };
  },

  async "repos/compare-commits-with-basehead"(call) {
    const { git } = call.repository;
    const [base, head] = await Promise.all((call.parameters.basehead ?? "").split("...").map((name) => resolve(call, name)));
    if (base === undefined || head === undefined) return failure(404, "Not Found");
    const [common, ahead, behind] = await Promise.all([git.common(base, head), git.between(base, head), git.between(head, base)]);
    if (common === undefined) return failure(404, "No common ancestor between the two.");
    const perPage = Number(call.query.get("per_page") ?? 250);
    const first = (Number(call.query.get("page") ?? 1) - 1) * perPage;
    const commits = await Promise.all(ahead.slice(first, first + perPage).map((sha) => commitBody(call, sha)));
    const status = ahead.length > 0 ? (behind.length > 0 ? "diverged" : "ahead") : behind.length > 0 ? "behind" : "identical";
    const counts = { ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length };
    const ends = { base_commit: await commitBody(call, base), merge_base_commit: await commitBody(call, common) };
    // The files are on the first page alone, and not all of them.
    const files = first > 0 ? undefined : (await git.changes(common, head)).slice(0, 300);
    return { status: 200, body: complete("commit-comparison", { ...ends, ...counts, status, commits, ...(files && { files }) }, call.url) };
  },

  async "git/get-ref"(call) {
    const ref = `refs/${call.parameters.ref ?? ""}`;
    if ((await call.repository.git.refs("refs/")).length === 0) return failure(409, "Git Repository is empty.");
    const found = (await call.repository.git.refs(ref)).find((candidate) => candidate.ref === ref);
    return found === undefined ? failure(404, "Not Found") : { status: 200, body: refBody(call, found) };
  },

  async "git/list-matching-refs"(call) {
    const found = await call.repository.git.refs(`refs/${call.parameters.ref ?? ""}`);
    return { status: 200, body: found.map((ref) => refBody(call, ref)) };
  },

  async "git/create-ref"(call) {
    const { git } = call.repository;
    const ref = String(call.body.ref);
    const sha = String(call.body.sha);
    if (!ref.startsWith("refs/") || ref.split("/").length < 3) return failure(422, "Reference name is not valid");
    if (!(await git.has(sha, "commit"))) return failure(422, "Object does not exist");
    if (isRestricted(call, ref)) return failure(422, "Repository rule violations found\n\nCannot create ref due to creations being restricted.");
    // The old value of zeros makes git itself refuse what exists, and what would stand in another's folder.
    if ((await git.attempt(["update-ref", ref, sha, "0".repeat(40)])) === undefined) {
      const isName = (await git.attempt(["check-ref-format", ref])) !== undefined;
      return failure(422, isName ? "Reference already exists" : "Reference name is not valid");
    }
    return { status: 201, body: refBody(call, { ref, sha }) };
  },

  async "git/update-ref"(call) {
    const { git } = call.repository;
    const ref = `refs/${call.parameters.ref ?? ""}`;
    const sha = String(call.body.sha);
    const old = await git.ref(ref);
    if (old === undefined) return failure(422, "Reference does not exist");
    if (!(await git.has(sha, "commit"))) return failure(422, "Object does not exist");
    if (isRestricted(call, ref)) return failure(422, "Repository rule violations found\n\nCannot update this protected ref.");
    if (call.body.force !== true && !(await git.isAncestor(old, sha))) return failure(422, "Update is not a fast forward");
    if ((await git.attempt(["update-ref", ref, sha, old])) === undefined) return failure(422, "Update is not a fast forward");
    return { status: 200, body: refBody(call, { ref, sha }) };
  },

  async "git/delete-ref"(call) {
    const ref = `refs/${call.parameters.ref ?? ""}`;
    const sha = await call.repository.git.ref(ref);
    if (sha === undefined) return failure(422, "Reference does not exist");
    await call.repository.git.git(["update-ref", "-d", ref, sha]);
    return { status: 204 };
  },

  async "git/get-commit"(call) {
    const sha = call.parameters.commit_sha ?? "";
    if (!(await call.repository.git.has(sha, "commit"))) return failure(404, "Not Found");
    return { status: 200, body: gitCommitBody(call, await call.repository.git.facts(sha)) };
  },

  async "git/create-commit"(call) {
    const { git } = call.repository;
    const { message, tree, parents, author, committer } = call.body as unknown as CommitRequestBody;
    if (!(await git.has(tree, "tree"))) return failure(422, "Tree SHA does not exist");
    for (const parent of parents ?? []) {
      if (!(await git.has(parent, "commit"))) return failure(422, "Parent SHA does not exist or is not a commit object");
    }
    const by = author ?? signatureOf(call.caller);
    const signedFor = author === undefined && committer === undefined && call.caller.isApp;
    const sha = await git.writeCommit({
      tree,
      parents: parents ?? [],
      message,
      author: by,
      committer: committer ?? (signedFor ? signatureOf(webFlow) : by),
    });
    return { status: 201, body: gitCommitBody(call, await git.facts(sha)) };
  },

  async "git/get-tree"(call) {
    const { git } = call.repository;
    const tree = await git.tree(call.parameters.tree_sha ?? "");
    if (tree === undefined) return failure(404, "Not Found");
    return { status: 200, body: await treeBody(call, tree, call.query.has("recursive")) };
  },

  async "git/create-tree"(call) {
    const { git } = call.repository;
    const { tree, base_tree: base } = call.body as unknown as TreeRequestBody;
    if (base !== undefined && !(await git.has(base, "tree"))) return failure(422, "base_tree is not a valid tree oid");
    const entries: { path: string; mode: string; sha: string | null }[] = [];
    for (const { path = "", mode = "", sha, content } of tree) {
      const blob = sha ?? (content === undefined ? null : await git.writeBlob(Buffer.from(content)));
      if (blob !== null && !(await git.has(blob, "blob"))) return failure(422, "tree.sha is not a valid blob");
      if (path.split("/").some((segment) => /^(?:|\.|\.\.|\.git)$/i.test(segment)))
        return failure(422, "tree.path contains a malformed path component");
      entries.push({ path, mode, sha: blob });
    }
    return { status: 201, body: await treeBody(call, await git.writeTree(base, entries), false) };
  },

  async "git/get-blob"(call) {
    const sha = call.parameters.file_sha ?? "";
    if (!(await call.repository.git.has(sha, "blob"))) return failure(404, "Not Found");
    const bytes = await call.repository.git.blob(sha);
    const body = { sha, size: bytes.length, encoding: "base64", content: bytes.toString("base64") };
    return { status: 200, body: complete("blob", body, call.url) };
  },

  async "git/create-blob"(call) {
    const { content, encoding } = call.body as { content: string; encoding?: string };
    const sha = await call.repository.git.writeBlob(Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
    return { status: 201, body: complete("short-blob", { sha, url: `${call.url}/blobs/${sha}` }, call.url) };
  },

  async "pulls/list"(call) {
    const state = call.query.get("state") ?? "open";
    const head = call.query.get("head")?.split(":");
    const base = call.query.get("base");
    const found = call.repository.pullRequests.filter((pull) => {
      if (state !== "all" && pull.state !== state) return false;
      if (base !== null && pull.base !== base) return false;
      if (head?.length !== 2) return true;
      return (pull.fork ?? call.repository).owner === head[0] && pull.branch === head[1];
    });
    return { status: 200, pages: await Promise.all(found.reverse().map((pull) => pullBody(call, pull, "pull-request-simple"))) };
  },

  async "pulls/get"(call) {
    const pull = pullOf(call);
    return pull === undefined ? failure(404, "Not Found") : { status: 200, body: await pullBody(call, pull, "pull-request") };
  },

  async "pulls/create"(call) {
    const { repository, caller } = call;
    const { git, pullRequests } = repository;
    const { head: branch, base, title, body, draft } = call.body as { head: string; base: string; title?: string; body?: string; draft?: boolean };
    const head = await git.head(branch);
    if (head === undefined) return invalid("head", "invalid");
    const onto = await git.head(base);
    if (onto === undefined) return invalid("base", "invalid");
    if (title === undefined || title === "") return invalid("title", "missing_field");
    if (Array.from(body ?? "").length > longestBody) return custom("body is too long (maximum is 65536 characters)");
    if (pullRequests.some((pull) => pull.state === "open" && pull.branch === branch && pull.base === base && pull.fork === undefined)) {
      return custom(`A pull request already exists for ${repository.owner}:${branch}.`);
    }
    if ((await git.between(onto, head)).length === 0) return custom(`No commits between ${base} and ${branch}`);
    if (draft === true && !repository.allowsDrafts) return custom("Draft pull requests are not supported in this repository.");
    const pull: PullRequestState = {
      number: nextNumber(repository),
      createdAt: call.now,
      author: caller,
      branch,
      fork: undefined,
      title,
      body: body ?? null,
      base,
      state: "open",
      frozenHead: head,
      mergedAs: undefined,
      isDraft: draft === true,
      comments: [],
      decoration: undecorated(),
    };
    pullRequests.push(pull);
    return { status: 201, body: await pullBody(call, pull, "pull-request") };
  },

  async "pulls/update"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    const { title, body, state, base } = call.body as { title?: string; body?: string; state?: "open" | "closed"; base?: string };
    if (Array.from(body ?? "").length > longestBody) return custom("body is too long (maximum is 65536 characters)");
    if (state === "open" && pull.state === "closed") {
      const refusal = await whyNotReopened(call, pull);
      if (refusal !== undefined) return custom(`state cannot be changed. ${refusal}`);
    }
    if (state === "closed" && pull.state === "open") pull.frozenHead = await headOf(call, pull);
    pull.title = title ?? pull.title;
    pull.body = body ?? pull.body;
    pull.base = base ?? pull.base;
    pull.state = state ?? pull.state;
    return { status: 200, body: await pullBody(call, pull, "pull-request") };
  },

  async "pulls/list-commits"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    const base = (await call.repository.git.head(pull.base)) ?? "";
    const shas = await call.repository.git.between(base, await headOf(call, pull));
    return { status: 200, pages: await Promise.all(shas.slice(0, 250).map((sha) => commitBody(call, sha))) };
  },

  async "pulls/merge"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    const { git } = call.repository;
    const head = await headOf(call, pull);
    const base = (await git.head(pull.base)) ?? "";
    const tree = await git.merge(base, head);
    if (pull.state === "closed" || tree === undefined) return failure(405, "Pull Request is not mergeable");
    const squash = call.body.merge_method === "squash";
    const message = `${squash ? pull.title : `Merge pull request #${String(pull.number)}`}\n`;
    const parents = squash ? [base] : [base, head];
    const sha = await git.writeCommit({ tree, parents, message, author: signatureOf(call.caller), committer: signatureOf(webFlow) });
    await git.git(["update-ref", `refs/heads/${pull.base}`, sha, base]);
    pull.state = "closed";
    pull.frozenHead = head;
    pull.mergedAs = sha;
    return { status: 200, body: complete("pull-request-merge-result", { sha, merged: true, message: "Pull Request successfully merged" }, call.url) };
  },

  "issues/list-comments"(call) {
    const pull = pullOf(call);
    return pull === undefined ? failure(404, "Not Found") : { status: 200, pages: pull.comments.map((comment) => commentBody(call, comment)) };
  },

  "issues/create-comment"(call) {
    const pull = pullOf(call);
    if (pull === undefined) return failure(404, "Not Found");
    const comment = { id: pull.number * 1000 + ((pull.comments.at(-1)?.id ?? 0) % 1000) + 1, author: call.caller, body: String(call.body.body) };
    pull.comments.push(comment);
    return { status: 201, body: commentBody(call, comment) };
  },

  "issues/delete-comment"({ repository, parameters }) {
    for (const { comments } of repository.pullRequests) {
      const at = comments.findIndex(({ id }) => String(id) === parameters.comment_id);
      if (at === -1) continue;
      comments.splice(at, 1);
      return { status: 204 };
    }
    return failure(404, "Not Found");
  },
};

function isRestricted({ repository }: Call, ref: string): boolean {
  return repository.restricted.some((start) => ref.startsWith(`refs/heads/${start}`));
}

export function failure(status: number, message: string): Reply {
  return { status, body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) } };
}

/** An open pull request whose branch is gone is closed, however the branch went. */
export async function closeWithoutBranch(repository: HostedRepository): Promise<void> {
  for (const pull of repository.pullRequests.filter(({ state }) => state === "open")) {
    const head = await (pull.fork ?? repository).git.head(pull.branch);
    if (head === undefined) pull.state = "closed";
    else pull.frozenHead = head;
  }
}

interface CommitRequestBody {
  readonly message: string;
  readonly tree: string;
  readonly parents?: readonly string[];
  readonly author?: { readonly name: string; readonly email: string; readonly date?: string };
  readonly committer?: { readonly name: string; readonly email: string; readonly date?: string };
}

interface TreeRequestBody {
  readonly tree: readonly { readonly path?: string; readonly mode?: string; readonly sha?: string | null; readonly content?: string }[];
  readonly base_tree?: string;
}

const longestBody = 65_536;

function invalid(field: string, code: string): Reply {
  return validation([{ resource: "PullRequest", field, code }]);
}

function custom(message: string): Reply {
  return validation([{ resource: "PullRequest", code: "custom", message }]);
}

export function validation(errors: readonly unknown[]): Reply {
  return { status: 422, body: { message: "Validation Failed", errors, documentation_url: "https://docs.github.com/rest" } };
}

async function whyNotReopened(call: Call, pull: PullRequestState): Promise<string | undefined> {
  const { git, pullRequests } = call.repository;
  if (pull.mergedAs !== undefined) return "The pull request is merged.";
  const head = await (pull.fork ?? call.repository).git.head(pull.branch);
  if (head === undefined) return `The ${pull.branch} branch has been deleted.`;
  if (!(await git.isAncestor(pull.frozenHead, head))) return `The ${pull.branch} branch was force-pushed or recreated.`;
  const twin = pullRequests.some((other) => other !== pull && other.state === "open" && other.branch === pull.branch && other.base === pull.base);
  return twin ? `There is already an open pull request from ${pull.branch} to ${pull.base}.` : undefined;
}

function resolve(call: Call, name: string): Promise<string | undefined> {
  return call.repository.git.commit(name);
}

export function pullOf(call: Call): PullRequestState | undefined {
  const number = Number(call.parameters.pull_number ?? call.parameters.issue_number);
  return call.repository.pullRequests.find((pull) => pull.number === number);
}

async function headOf(call: Call, pull: PullRequestState): Promise<string> {
  if (pull.state === "closed") return pull.frozenHead;
  return (await (pull.fork ?? call.repository).git.head(pull.branch)) ?? pull.frozenHead;
}

function accountBody(account: Account, url: string): Readonly<Record<string, unknown>> {
  return { login: account.login, id: account.id, type: account.isApp ? "Bot" : "User", url: `${url}/users/${account.login}`, site_admin: false };
}

export function simpleUser(account: Account, url: string): unknown {
  return complete("simple-user", accountBody(account, url), url);
}

export function repositoryBody(call: Call, schema: "full-repository" | "repository" | "minimal-repository", repository = call.repository): unknown {
  const { id, owner, name } = repository;
  const holder = simpleUser({ id: 1, login: owner, name: owner, email: "", isApp: false }, call.url);
  const body = {
    id,
    name,
    full_name: `${owner}/${name}`,
    owner: holder,
    default_branch: repository.defaultBranch,
    clone_url: repository.git.path,
    archived: repository.isArchived,
    fork: repository.isFork,
    disabled: false,
  };
  return complete(schema, body, call.url);
}

function refBody(call: Call, { ref, sha }: { ref: string; sha: string }): unknown {
  return complete("git-ref", { ref, object: { sha, type: "commit" } }, call.url);
}

function gitCommitBody(call: Call, facts: CommitFacts): unknown {
  const { sha, tree, parents, author, committer, message } = facts;
  return complete(
    "git-commit",
    { sha, message, author, committer, tree: { sha: tree }, parents: parents.map((parent) => ({ sha: parent })) },
    call.url,
  );
}

async function commitBody(call: Call, sha: string): Promise<unknown> {
  const { tree, parents, author, committer, message } = await call.repository.git.facts(sha);
  const accountFor = (email: string): unknown => {
    const account = [...call.accounts, webFlow].find((candidate) => candidate.email === email);
    return account === undefined ? null : simpleUser(account, call.url);
  };
  const body = {
    sha,
    commit: { message, author, committer, tree: { sha: tree } },
    author: accountFor(author.email),
    committer: accountFor(committer.email),
    parents: parents.map((parent) => ({ sha: parent })),
  };
  return complete("commit", body, call.url);
}

async function treeBody(call: Call, tree: string, recursive: boolean): Promise<unknown> {
  const { git, mostListed } = call.repository;
  const entries = await git.entries(tree, recursive);
  const isTruncated = recursive && entries.length > mostListed;
  return complete("git-tree", { sha: tree, tree: isTruncated ? entries.slice(0, mostListed) : entries, truncated: isTruncated }, call.url);
}

export async function pullBody(call: Call, pull: PullRequestState, schema: "pull-request" | "pull-request-simple"): Promise<unknown> {
  const { git, owner, name } = call.repository;
  const from = pull.fork ?? call.repository;
  const head = await headOf(call, pull);
  const onto = (await git.head(pull.base)) ?? "";
  const url = `${call.url}/repos/${owner}/${name}/pulls/${String(pull.number)}`;
  const account = (login: string): unknown => simpleUser({ id: 1, login, name: login, email: "", isApp: false }, call.url);
  const body = {
    url,
    html_url: url,
    id: pull.number,
    number: pull.number,
    state: pull.state,
    title: pull.title,
    body: pull.body,
    draft: pull.isDraft,
    labels: pull.decoration.labels.map((label) => ({ name: label })),
    assignees: pull.decoration.assignees.map((login) => account(login)),
    requested_reviewers: pull.decoration.reviewers.map((login) => account(login)),
    requested_teams: pull.decoration.teams.map((slug) => ({ slug, name: slug })),
    user: simpleUser(pull.author, call.url),
    created_at: pull.createdAt,
    merged_at: pull.mergedAs === undefined ? null : "2024-01-01T00:00:00Z",
    merge_commit_sha: pull.mergedAs ?? null,
    head: {
      label: `${from.owner}:${pull.branch}`,
      ref: pull.branch,
      sha: head,
      repo: repositoryBody(call, "repository", from),
      user: account(from.owner),
    },
    base: { label: `${owner}:${pull.base}`, ref: pull.base, sha: onto, repo: repositoryBody(call, "repository"), user: account(owner) },
    author_association: "CONTRIBUTOR",
    ...(schema === "pull-request-simple"
      ? {}
      : { merged: pull.mergedAs !== undefined, mergeable: pull.state === "closed" ? null : (await git.merge(onto, head)) !== undefined }),
  };
  return complete(schema, body, url);
}

function commentBody(call: Call, comment: { id: number; author: Account; body: string }): unknown {
  return complete(
    "issue-comment",
    { id: comment.id, body: comment.body, user: simpleUser(comment.author, call.url), author_association: "NONE" },
    call.url,
  );
}
