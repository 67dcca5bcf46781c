import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { RunContext } from "@portcullis/remediator/run/repository";
import type { RepositoryResult } from "@portcullis/remediator/run/result";
import { openProgram, Organisation } from "../../github/organisation";
import type { File } from "../../github/scene";
import type { HostedRepository } from "../../github/state";

jest.setTimeout(300_000);

/** Each moment of a run takes a while: npm run soak. */
const isWhole = process.env.SOAK !== undefined;

let acme: Organisation;
let shop: HostedRepository;

const program = openProgram("shop", { folder: "infra" });
const wider = openProgram("shop", { folder: "infra", block: "0.0.0.0/1" });
const repaired = { "infra/index.ts": "export {};\n" };

/** Brings the repository back to where nothing was run yet, and to where the first run had opened its pull request. */
let asNew: () => Promise<void>;
let asOpened: () => Promise<void>;
let fetch: RunContext["fetch"];

beforeAll(async () => {
  acme = await Organisation.open();
  shop = await acme.repository("shop", program);
  fetch = acme.keeping();
  asNew = await acme.double.save();
  await run();
  asOpened = await acme.double.save();
});

beforeEach(() => asNew());

afterAll(() => acme.double.stop());

afterEach(() => expect(acme.double.violations).toEqual([]));

const run = (): Promise<RepositoryResult> => acme.run("shop", { fetch });
const change = (files: Readonly<Record<string, string | File | null>>, branch = "main"): Promise<string> => acme.change(shop, branch, files);
const branchOf = (number: number): string => shop.pullRequests.find((pull) => pull.number === number)?.branch ?? "";
const push = (): Promise<string> => change({ "note.md": "mine\n" }, branchOf(1));

/** Of a repository with so many files the host lists the first ones. */
const listsFew = async (): Promise<unknown> => (
  (shop.mostListed = 3),
  change(Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`.a/${index}.txt`, ""])))
);

/** Makes the default branch one commit that has none before it. */
async function writesAgain(): Promise<void> {
  const author = { name: "Ada", email: "ada@example.com" };
  const tree = (await shop.git.tree((await shop.git.head("main")) ?? "")) ?? "";
  await shop.git.git(["update-ref", "refs/heads/main", await shop.git.writeCommit({ tree, parents: [], message: "All", author, committer: author })]);
}

async function patch(number: number, body: object): Promise<void> {
  expect(await acme.as(acme.person, "shop", "PATCH", `/pulls/${String(number)}`, body)).toMatchObject({ status: 200 });
}

async function merge(number: number, method: string): Promise<void> {
  const merged = await acme.as(acme.person, "shop", "PUT", `/pulls/${String(number)}/merge`, { merge_method: method });
  expect(merged).toMatchObject({ status: 200 });
}

/** What a repository has come to. */
interface Expected {
  /** State and number of comments of each pull request. */
  readonly pulls: readonly string[];
  /** Our branches. */
  readonly branches: number;
  /** Of the last run. */
  readonly outcome?: RepositoryResult["outcome"];
  /** What the last run says of its pull requests, or of itself. */
  readonly says?: string;
}

interface Scenario {
  readonly name: string;
  /** All that happens before the last run. */
  readonly happens: () => Promise<unknown>;
  readonly then: Expected;
  /** What else is so. */
  readonly also?: () => Promise<unknown>;
}

const scenarios: readonly Scenario[] = [
  { name: "nothing was there", happens: () => Promise.resolve(), then: { pulls: ["open 0"], branches: 1 } },
  { name: "two bots at once", happens: () => Promise.all([run(), run()]), then: { pulls: ["open 0"], branches: 1 } },
  {
    name: "two bots at once take it back",
    happens: async () => (await asOpened(), await change(repaired), Promise.all([run(), run()])),
    then: { pulls: ["closed 1"], branches: 0 },
  },
  {
    name: "a person pushes to the branch, and the program changes",
    happens: async () => (await asOpened(), await push(), change(wider)),
    then: { pulls: ["open 1"], branches: 1, says: "has commits of somebody else" },
    also: async () => expect(await shop.git.git(["show", `${branchOf(1)}:note.md`])).toBe("mine"),
  },
  {
    name: "a person pushes to the branch, and repairs the program elsewhere",
    happens: async () => (await asOpened(), await push(), change(repaired)),
    then: { pulls: ["open 1"], branches: 1, says: "repairs nothing any more, but has commits of somebody else" },
  },
  {
    name: "a person pushes to the default branch while the run reads",
    happens: () => (acme.double.before(7, () => change({ "note.md": "mine\n" })), run()),
    then: { pulls: ["open 0"], branches: 1 },
  },
  {
    name: "a person closes it",
    happens: async () => (await asOpened(), patch(1, { state: "closed" })),
    then: { pulls: ["closed 0"], branches: 1, says: "closed by hand" },
  },
  {
    name: "a person closes it and deletes the branch",
    happens: async () => (
      await asOpened(),
      await patch(1, { state: "closed" }),
      acme.as(acme.person, "shop", "DELETE", `/git/refs/heads/${branchOf(1)}`)
    ),
    then: { pulls: ["closed 0"], branches: 0, says: "closed by hand" },
  },
  {
    name: "a person closes it, and the code that it edits changes",
    happens: async () => (await asOpened(), await patch(1, { state: "closed" }), change(wider)),
    then: { pulls: ["closed 0", "open 0"], branches: 1 },
  },
  {
    name: "a person closes it, and other code changes",
    happens: async () => (await asOpened(), await patch(1, { state: "closed" }), change({ "README.md": "# Shop\n" })),
    then: { pulls: ["closed 0"], branches: 1, says: "closed by hand" },
  },
  {
    name: "a person closes it and opens it again",
    happens: async () => (await asOpened(), await patch(1, { state: "closed" }), await run(), patch(1, { state: "open" })),
    then: { pulls: ["open 0"], branches: 1 },
  },
  {
    name: "it is merged with a merge commit",
    happens: async () => (await asOpened(), merge(1, "merge")),
    then: { pulls: ["closed 0"], branches: 1 },
    also: async () => expect(await shop.git.git(["show", "main:infra/index.ts"])).toContain('cidrBlocks: ["10.0.0.0/8"]'),
  },
  { name: "it is merged as one commit", happens: async () => (await asOpened(), merge(1, "squash")), then: { pulls: ["closed 0"], branches: 1 } },
  {
    name: "it is merged, and the same comes back",
    happens: async () => (await asOpened(), await merge(1, "squash"), await run(), change(program)),
    then: { pulls: ["closed 0", "open 0"], branches: 1 },
    also: async () => expect(await shop.git.merge("main", branchOf(2))).toBeDefined(),
  },
  {
    name: "a person gives it another title",
    happens: async () => (await asOpened(), patch(1, { title: "Close SSH" })),
    then: { pulls: ["open 0"], branches: 1 },
    also: () => {
      expect(shop.pullRequests[0]?.title).toBe("Close SSH");
      return Promise.resolve();
    },
  },
  {
    name: "a person gives it another base",
    happens: async () => (await asOpened(), await shop.git.git(["branch", "release", "main"]), patch(1, { base: "release" })),
    then: { pulls: ["open 0"], branches: 1, says: "It asks to be merged into release, and not into main." },
    also: () => {
      expect(shop.pullRequests[0]?.base).toBe("release");
      return Promise.resolve();
    },
  },
  {
    name: "it conflicts with what came to the default branch",
    happens: async () => (await asOpened(), change(wider)),
    then: { pulls: ["open 0"], branches: 1 },
    also: async () => expect(await shop.git.merge("main", branchOf(1))).toBeDefined(),
  },
  {
    name: "the default branch has another name now",
    happens: async () => (
      await run(),
      await shop.git.git(["branch", "-m", "main", "trunk"]),
      (shop.defaultBranch = "trunk"),
      patch(1, { base: "trunk" })
    ),
    then: { pulls: ["open 0"], branches: 1 },
  },
  {
    name: "the repository has another name now",
    happens: async () => (await asOpened(), shop.formerNames.push("shop"), (shop.name = "store"), change(wider)),
    then: { pulls: ["open 0"], branches: 1 },
  },
  {
    name: "nobody may make a branch like ours",
    happens: () => Promise.resolve(shop.restricted.push("portcullis/")),
    then: { pulls: [], branches: 0, outcome: "failed", says: "Cannot create ref due to creations being restricted" },
  },
  {
    name: "a branch has the name that ours begin with",
    happens: () => acme.change(shop, "portcullis", { "note.md": "mine\n" }, { from: "main" }),
    then: { pulls: [], branches: 0, outcome: "failed", says: "cannot be made beside one that is called portcullis" },
  },
  {
    name: "nobody may push to the default branch",
    happens: () => Promise.resolve(shop.restricted.push("main")),
    then: { pulls: ["open 0"], branches: 1 },
  },
  {
    name: "it is archived",
    happens: () => Promise.resolve((shop.isArchived = true)),
    then: { pulls: [], branches: 0, outcome: "skipped", says: "archived" },
  },
  {
    name: "it is archived while a pull request is open",
    happens: async () => (await asOpened(), (shop.isArchived = true)),
    then: { pulls: ["open 0"], branches: 1, outcome: "skipped", says: "archived" },
  },
  {
    name: "it has no commit",
    happens: () => shop.git.git(["update-ref", "-d", "refs/heads/main"]),
    then: { pulls: [], branches: 0, outcome: "skipped", says: "no commit" },
  },
  {
    name: "a fork has a pull request open from a branch like ours",
    happens: async () => {
      await asOpened();
      const fork = await acme.double.repository("mallory", "shop", { mallory: "write" });
      await shop.git.git(["push", "--quiet", fork.git.path, "refs/heads/*:refs/heads/*"]);
      const [own] = shop.pullRequests;
      if (own === undefined) throw new Error("the run opened a pull request");
      shop.pullRequests.push({ ...own, number: 2, fork, title: "Evil", author: acme.double.account("mallory").account, comments: [] });
      await change(repaired);
    },
    then: { pulls: ["closed 1", "open 0"], branches: 0 },
  },
  {
    name: "two projects have one name",
    happens: () => change(openProgram("shop", { folder: "other" })),
    then: { pulls: ["open 0", "open 0"], branches: 2 },
    also: async () =>
      expect(await Promise.all([1, 2].map((number) => shop.git.git(["diff", "--name-only", "main", branchOf(number)])))).toEqual([
        "infra/index.ts",
        "other/index.ts",
      ]),
  },
  {
    name: "a program is a link, which is never edited",
    happens: () =>
      change({
        "linked/Pulumi.yaml": "name: linked\nruntime: nodejs\n",
        "linked/index.ts": { bytes: Buffer.from("../infra/index.ts"), mode: "120000" },
      }),
    then: { pulls: ["open 0"], branches: 1 },
  },
  {
    name: "one project is inside another",
    happens: () => change(openProgram("whole", {})),
    then: { pulls: ["open 0", "open 0"], branches: 2 },
  },
  {
    name: "the project has another name now",
    happens: async () => (await asOpened(), change(openProgram("store", { folder: "infra" }))),
    then: { pulls: ["closed 1", "open 0"], branches: 1 },
  },
  {
    name: "the project moves to another folder",
    happens: async () => (
      await asOpened(),
      change({ ...Object.fromEntries(Object.keys(program).map((name) => [name, null])), ...openProgram("shop", { folder: "deploy" }) })
    ),
    then: { pulls: ["closed 1", "open 0"], branches: 1 },
  },
  {
    name: "the project has another name now, and a person had pushed to the branch",
    happens: async () => (await asOpened(), await push(), change(openProgram("store", { folder: "infra" }))),
    then: { pulls: ["open 1", "open 0"], branches: 2 },
  },
  {
    name: "the history of the default branch is written again",
    happens: async () => (await asOpened(), writesAgain()),
    then: { pulls: ["open 1"], branches: 1, says: "has commits of somebody else" },
  },
  {
    name: "the history of the default branch is written again, without what was to repair",
    happens: async () => (await asOpened(), await writesAgain(), change(repaired)),
    then: { pulls: ["open 1"], branches: 1, says: "repairs nothing any more, but has commits of somebody else" },
  },
  {
    name: "a person pushes to the branch, and does what the comment says to have it made again",
    happens: async () => {
      await asOpened();
      await push();
      await run();
      const [pull] = shop.pullRequests;
      await patch(1, { body: (pull?.body ?? "").replace("- [ ]", "- [x]"), state: "closed" });
      await acme.as(acme.person, "shop", "DELETE", `/git/refs/heads/${branchOf(1)}`);
    },
    then: { pulls: ["closed 1", "open 0"], branches: 1 },
  },
  { name: "the host does not list all files", happens: listsFew, then: { pulls: ["open 0"], branches: 1 } },
  {
    name: "the host does not list all files, and the project is gone",
    happens: async () => (await asOpened(), await listsFew(), change({ "infra/Pulumi.yaml": null })),
    then: { pulls: ["open 0"], branches: 1 },
  },
  {
    name: "the host does not list a file that turns everything off",
    happens: async () => (await listsFew(), change({ ".portcullis.yaml": "mode: off\n" })),
    then: { pulls: [], branches: 0, outcome: "skipped", says: "turned off" },
  },
  {
    name: "the host does not list a file that is not valid",
    happens: async () => (await listsFew(), change({ ".portcullis.yaml": "mode: often\n" })),
    then: { pulls: [], branches: 0, outcome: "stopped", says: ".portcullis.yaml is not valid, line 1" },
  },
  {
    name: "the host does not list who owns the files",
    happens: async () => (await listsFew(), change({ ".portcullis.yaml": "reviewers: [ada]\n", CODEOWNERS: "* @bob\n" })),
    then: { pulls: ["open 0"], branches: 1 },
    also: () => {
      expect(shop.pullRequests).toMatchObject([{ decoration: { reviewers: [] } }]);
      return Promise.resolve();
    },
  },
  {
    name: "the project has another name now, and another one is not read",
    happens: async () => (
      await asOpened(),
      change({ ...openProgram("store", { folder: "infra" }), "other/Pulumi.yaml": "name: other\nruntime: nodejs\n", "other/index.ts": "const = ;\n" })
    ),
    then: { pulls: ["closed 1", "open 0"], branches: 1 },
  },
];

describe("a run after", () => {
  test.each(scenarios)("$name", async ({ happens, then: { outcome = "done", says, ...then }, also }) => {
    await happens();
    acme.double.forget();
    const main = await shop.git.head(shop.defaultBranch);
    const result = await run();
    expect({
      outcome: result.outcome,
      pulls: shop.pullRequests.map(({ state, comments }) => `${state} ${String(comments.length)}`),
      branches: (await shop.git.refs("refs/heads/portcullis/")).length,
    }).toEqual({ outcome, ...then });
    const said = [result.reason ?? "", ...result.projects.flatMap(({ pullRequests }) => pullRequests.flatMap(({ reasons }) => reasons))].join(" ");
    expect(said).toContain(says ?? "");
    await also?.();
    expect(await shop.git.refs("refs/portcullis/")).toEqual([]);
    expect(await shop.git.head(shop.defaultBranch)).toBe(main);
    acme.double.forget();
    await run();
    const changes = acme.double.mutations().map(({ operationId, status }) => `${operationId} ${String(status)}`);
    expect(changes).toEqual(
      outcome === "failed" ? ["git/create-blob 201", "git/create-tree 201", "git/create-commit 201", "git/create-ref 422"] : [],
    );
  });
});

test("a person who pushes at any moment of a run loses nothing", async () => {
  await asOpened();
  await change(wider);
  const restore = await acme.double.save();
  await run();
  const moments = acme.double.requests.flatMap(({ isMutating }, at) => (isMutating ? [at, at + 1] : []));
  for (const moment of [...new Set(moments)].filter((_, place) => isWhole || place % 3 === 0)) {
    await restore();
    const pushed: string[] = [];
    acme.double.before(moment, async () => pushed.push(await push()));
    await run();
    acme.double.forget();
    if (pushed.length === 0) pushed.push(await push());
    await run();
    const [commit = ""] = pushed;
    expect({ moment, isKept: await shop.git.isAncestor(commit, branchOf(1)) }).toEqual({ moment, isKept: true });
    expect(shop.pullRequests).toMatchObject([{ state: "open", comments: [{}] }]);
  }
});

describe("a monorepo with forty projects", () => {
  const names = Array.from({ length: 40 }, (_, index) => `app-${String(index + 1).padStart(2, "0")}`);
  const all = (): Promise<unknown> =>
    change(
      Object.assign({ "infra/Pulumi.yaml": null }, ...names.map((name) => openProgram(name, { folder: name }))) as Record<string, string | null>,
    );

  test("gets five pull requests and an issue that lists the others, and one for each where the limits let it", async () => {
    await all();
    expect(await run()).toMatchObject({ outcome: "done", opened: 5 });
    expect(shop.issues).toMatchObject([{ state: "open", body: expect.stringContaining("35 pull requests wait") }]);
    await change({ ".portcullis.yaml": "mode: pr\nlimits: { openPullRequests: 100, newPullRequests: 100 }\n" });
    expect(await run()).toMatchObject({ outcome: "done", opened: 35 });
    expect(shop.issues).toMatchObject([{ state: "closed" }]);
    const changed = await Promise.all(shop.pullRequests.map(({ branch }) => shop.git.git(["diff", "--name-only", `main...${branch}`])));
    expect(changed.sort()).toEqual(names.map((name) => `${name}/index.ts`));
    acme.double.forget();
    await run();
    expect(acme.double.mutations()).toEqual([]);
    // Five for each, and some for the repository.
    expect(acme.double.requests.length).toBeLessThan(230);
  });
});
