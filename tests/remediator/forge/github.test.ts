import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Forge, Outcome } from "@portcullis/remediator/forge/forge";
import { gitHub } from "@portcullis/remediator/forge/github";
import type { Fault } from "../../github/faults";
import { before, Scene, shop } from "../../github/scene";

jest.setTimeout(60_000);

let scene: Scene;
let forge: Forge;

beforeEach(async () => {
  scene = await Scene.open();
  forge = scene.forge();
});

afterEach(async () => {
  const { violations } = scene.double;
  await scene.double.stop();
  expect(violations).toEqual([]);
});

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
}

const kindOf = (outcome: Outcome<unknown>): string => (outcome.ok ? "done" : outcome.refusal.kind);

async function commit(branch: string, expected: string | undefined, text: string, onto = "main"): Promise<Outcome<string>> {
  const parent = (await scene.hosted.git.head(onto)) ?? "";
  const files = [{ path: "infra/index.ts", mode: "100755" as const, bytes: Buffer.from(text) }];
  return forge.commit({ branch, expected, parents: [parent], base: parent, files, message: (tree) => `change\n\n${tree}` });
}

describe("reading", () => {
  test("the default branch and its head, in whatever case the repository is named", async () => {
    expect(valueOf(await scene.forge(scene.bot, "ACME", "SHOP").defaultBranch())).toEqual({
      name: "main",
      head: await scene.hosted.git.head("main"),
    });
  });

  test("entries, with mode and blob", async () => {
    const link = { bytes: Buffer.from("infra"), mode: "120000" as const };
    const head = await scene.change("main", { linked: link, vendor: { bytes: Buffer.from("1".repeat(40)), mode: "160000" } });
    const blob = await scene.hosted.git.git(["rev-parse", "main:infra/index.ts"]);
    expect(valueOf(await forge.entryAt(head, "infra/index.ts"))).toEqual({ kind: "file", mode: "100755", blob });
    expect(valueOf(await forge.entryAt(head, "README.md"))).toMatchObject({ kind: "file", mode: "100644" });
    expect(valueOf(await forge.entryAt(head, "infra"))).toEqual({ kind: "directory" });
    expect(valueOf(await forge.entryAt(head, "linked"))).toEqual({ kind: "symlink" });
    expect(valueOf(await forge.entryAt(head, "linked/index.ts"))).toEqual({ kind: "symlink" });
    expect(valueOf(await forge.entryAt(head, "vendor/x"))).toEqual({ kind: "submodule" });
    expect(valueOf(await forge.entryAt(head, "none/index.ts"))).toBeUndefined();
    expect(valueOf(await forge.entryAt(head, "README.md/x"))).toBeUndefined();
  });

  test("what was read once of a commit is not asked for again", async () => {
    const { head } = valueOf(await forge.defaultBranch());
    await forge.entryAt(head, "infra/index.ts");
    scene.double.requests.length = 0;
    await forge.entryAt(head, "infra/Pulumi.yaml");
    expect(scene.double.requests).toEqual([]);
  });

  test("every page of a list", async () => {
    for (let number = 1; number <= 3; number++) {
      await scene.change(`portcullis/shop-${String(number)}`, { [`f${String(number)}`]: { bytes: before } });
      await scene.as(scene.person, "POST", "/pulls", { head: `portcullis/shop-${String(number)}`, base: "main", title: "t" });
    }
    for (let number = 1; number <= 130; number++) await scene.as(scene.person, "POST", "/issues/1/comments", { body: `comment ${String(number)}` });
    expect(valueOf(await forge.openPullRequests("portcullis/shop-")).map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(valueOf(await forge.comments(1))).toHaveLength(130);
  });

  test("a history, with who made it", async () => {
    const commits = valueOf(await commit("portcullis/x", undefined, "a"));
    await scene.change("portcullis/x", { a: { bytes: before } });
    const stranger = { ...scene.person.account, email: "nobody@example.org" };
    const head = await scene.change("portcullis/x", { b: { bytes: before } }, { by: stranger });
    await scene.change("main", { c: { bytes: before } });
    const history = valueOf(await forge.history((await scene.hosted.git.head("main")) ?? "", head));
    expect(history).toMatchObject({ complete: true, behind: 1 });
    expect(history.commits.map(({ author, committer }) => [author, committer])).toEqual([
      [{ kind: "account", login: "portcullis[bot]" }, { kind: "host" }],
      [
        { kind: "account", login: "ada" },
        { kind: "account", login: "ada" },
      ],
      [{ kind: "stranger" }, { kind: "stranger" }],
    ]);
    expect(history.commits[0]?.sha).toBe(commits);
  });

  test("a history too long to judge says so", async () => {
    for (let number = 0; number < 101; number++) await scene.change("long", { f: { bytes: Buffer.from(String(number)) } });
    const [base, head] = [await scene.hosted.git.head("main"), await scene.hosted.git.head("long")];
    expect(valueOf(await forge.history(base ?? "", head ?? "")).complete).toBe(false);
  });

  test("whose token it is: an account may be asked, an app must be told", async () => {
    expect(valueOf(await scene.forge(scene.person).identity())).toEqual({ login: "ada" });
    const untold = gitHub({ owner: "Acme", name: "Shop", token: scene.bot.token, baseUrl: scene.double.url, pace: "none" });
    const refusal = await valueOf(untold).identity();
    expect(kindOf(refusal)).toBe("not-permitted");
    expect(JSON.stringify(refusal)).toContain("give its login");
  });
});

describe("writing", () => {
  test("a commit keeps every other file, has the parents it was given, and is signed for the app", async () => {
    const sha = valueOf(await commit("portcullis/x", undefined, "a\r\n"));
    const facts = await scene.hosted.git.facts(sha);
    expect(facts.parents).toEqual([await scene.hosted.git.head("main")]);
    expect(facts.message).toBe(`change\n\n${facts.tree}`);
    expect(facts.committer.email).toBe("noreply@github.com");
    expect((await scene.bytesAt("portcullis/x", "infra/index.ts")).toString()).toBe("a\r\n");
    expect(await scene.hosted.git.git(["diff", "--name-only", "main", sha])).toBe("infra/index.ts");
  });

  test("a branch that is there already is not taken over", async () => {
    const mine = await scene.change("portcullis/x", { a: { bytes: before } });
    expect(kindOf(await commit("portcullis/x", undefined, "a"))).toBe("already-exists");
    expect(await scene.hosted.git.head("portcullis/x")).toBe(mine);
  });

  test("a branch that moved is not a fast-forward", async () => {
    const seen = valueOf(await commit("portcullis/x", undefined, "a"));
    const mine = await scene.change("portcullis/x", { a: { bytes: before } });
    expect(kindOf(await commit("portcullis/x", seen, "b"))).toBe("not-a-fast-forward");
    expect(kindOf(await forge.deleteBranch({ name: "portcullis/x", head: seen }))).toBe("not-a-fast-forward");
    expect(await scene.hosted.git.head("portcullis/x")).toBe(mine);
  });

  test("a branch that is gone is as good as deleted", async () => {
    expect(await forge.deleteBranch({ name: "portcullis/x", head: "0".repeat(40) })).toEqual({ ok: true, value: undefined });
  });

  test("a second pull request for a branch already exists; the same one is found", async () => {
    valueOf(await commit("portcullis/x", undefined, "a"));
    const request = { branch: "portcullis/x", base: "main", title: "t", body: "one\ntwo", isDraft: false };
    const first = valueOf(await forge.openPullRequest(request));
    expect(valueOf(await forge.openPullRequest(request)).number).toBe(first.number);
    expect(kindOf(await forge.openPullRequest({ ...request, body: "other" }))).toBe("already-exists");
  });

  test("a pull request without a commit is rejected", async () => {
    await scene.hosted.git.git(["update-ref", "refs/heads/portcullis/x", "main"]);
    const opened = await forge.openPullRequest({ branch: "portcullis/x", base: "main", title: "t", body: "", isDraft: false });
    expect(opened).toMatchObject({ ok: false, refusal: { kind: "rejected" } });
    expect(JSON.stringify(opened)).toContain("No commits between main and portcullis/x");
  });
});

describe("faults", () => {
  const limit = { status: 403, message: "You have exceeded a secondary rate limit.", headers: { "retry-after": "0" } };
  test.each<[string, Fault["as"], string]>([
    ["403", { status: 403, message: "Resource not accessible by integration" }, "not-permitted"],
    ["404", { status: 404, message: "Not Found" }, "not-found"],
    ["409", { status: 409, message: "Git Repository is empty." }, "empty"],
    ["429", { status: 429, message: "Too many requests" }, "rate-limited"],
    ["403 for a secondary rate limit", limit, "rate-limited"],
    ["403 for the hourly limit", { status: 403, message: "API limit", headers: { "x-ratelimit-remaining": "0" } }, "rate-limited"],
    ["422", { status: 422, message: "Validation Failed" }, "rejected"],
  ])("%s is answered as %s and not tried again", async (_, as, kind) => {
    scene.double.inject({ when: "before", operationId: "git/create-blob", as });
    expect(kindOf(await commit("portcullis/x", undefined, "a"))).toBe(kind);
    expect(scene.double.mutations()).toHaveLength(1);
  });

  test("a workflow that may not open pull requests is told what allows it", async () => {
    await commit("portcullis/x", undefined, "a");
    const message = "GitHub Actions is not permitted to create or approve pull requests.";
    scene.double.inject({ when: "before", operationId: "pulls/create", as: { status: 403, message } });
    const opened = await forge.openPullRequest({ branch: "portcullis/x", base: "main", title: "t", body: "b", isDraft: false });
    const reason = "workflows may not open pull requests here until the settings of Actions allow it; the token of an app may";
    expect(opened).toMatchObject({ ok: false, refusal: { kind: "not-permitted", reason: expect.stringContaining(reason) } });
  });

  test.each<[string, Fault["as"]]>([
    ["502", { status: 502 }],
    ["a reset connection", "reset"],
  ])("%s is tried again, except for a comment, which would stand there twice", async (_, as) => {
    scene.double.inject({ when: "after", operationId: "git/create-ref", as });
    expect(kindOf(await commit("portcullis/x", undefined, "a"))).toBe("done");
    await forge.openPullRequest({ branch: "portcullis/x", base: "main", title: "t", body: "b", isDraft: false });
    scene.double.inject({ when: "after", operationId: "issues/create-comment", as });
    expect(kindOf(await forge.comment(1, "hello"))).toBe("unreachable");
    expect(valueOf(await forge.comments(1))).toHaveLength(1);
  });

  test("a comment that another run wrote in the same moment leaves one of the two", async () => {
    await commit("portcullis/x", undefined, "a");
    await forge.openPullRequest({ branch: "portcullis/x", base: "main", title: "t", body: "b", isDraft: false });
    scene.double.forget();
    await scene.forge().comment(1, "hello");
    const at = scene.double.requests.findIndex(({ operationId }) => operationId === "issues/create-comment");
    scene.double.forget();
    scene.double.before(at, () => scene.as(scene.bot, "POST", "/issues/1/comments", { body: "hello again" }));
    expect(kindOf(await scene.forge().comment(1, "hello again"))).toBe("done");
    expect(valueOf(await forge.comments(1)).map(({ body }) => body)).toEqual(["hello", "hello again"]);
  });

  test("a host that is not there is unreachable", async () => {
    const gone = gitHub({ owner: "Acme", name: "Shop", token: "ghp_0123456789abcdef", baseUrl: "http://127.0.0.1:1", pace: "none", second: 1 });
    expect(kindOf(await valueOf(gone).defaultBranch())).toBe("unreachable");
  });

  test("with the throttle on, a secondary rate limit is waited out", async () => {
    const made = gitHub({ owner: "Acme", name: "Shop", token: scene.person.token, baseUrl: scene.double.url, second: 1 });
    scene.double.inject({ when: "before", operationId: "repos/get", as: limit });
    expect(valueOf(await valueOf(made).defaultBranch()).name).toBe("main");
    expect(scene.double.requests.map(({ status }) => status)).toEqual([403, 200, 200]);
  });
});

describe("the token", () => {
  test("is in no message, even where the host says it back", async () => {
    const { token } = scene.bot;
    for (const spelling of [token, Buffer.from(`x-access-token:${token}`).toString("base64")]) {
      scene.double.inject({ when: "before", operationId: "repos/get", as: { status: 422, message: `bad header: ${spelling}` } });
      const text = JSON.stringify(await forge.defaultBranch());
      expect(text).toContain("bad header: [redacted]");
    }
  });

  test.each(["http://api.github.example", "https://ada:secret@api.github.com", "ftp://127.0.0.1", "api.github.com", ""])(
    "is not sent to %j",
    (baseUrl) => {
      expect(kindOf(gitHub({ owner: "a", name: "b", token: "ghp_0123456789abcdef", baseUrl }))).toBe("rejected");
    },
  );

  test("is needed", () => {
    expect(kindOf(gitHub({ owner: "a", name: "b", token: "", baseUrl: "https://api.github.com" }))).toBe("not-permitted");
  });

  test("that is wrong is refused in a sentence", async () => {
    const wrong = { account: scene.person.account, token: "ghp_wrong_wrong_wrong" };
    const outcome = await scene.forge(wrong).defaultBranch();
    expect(outcome).toMatchObject({ ok: false, refusal: { kind: "not-permitted" } });
    expect(JSON.stringify(outcome)).toContain("the token is not accepted (Bad credentials");
  });

  test("that may not see the repository hears that it may not be there", async () => {
    expect(kindOf(await scene.forge(scene.bot, "acme", "other").defaultBranch())).toBe("not-found");
    expect(Object.keys(shop)).toHaveLength(3);
  });
});
