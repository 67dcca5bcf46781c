import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { publish, type Publication } from "@portcullis/remediator/pull-request/publish";
import { branchName } from "@portcullis/remediator/pull-request/branch";
import { readMarker, writeMarker } from "@portcullis/remediator/pull-request/marker";
import type { PullRequestRequest } from "@portcullis/remediator/pull-request/request";
import { after, before, nothingToRepair, repair, Scene, shop } from "../../github/scene";
import { undecorated } from "../../github/state";

jest.setTimeout(60_000);

let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open();
});

afterEach(async () => {
  const { violations } = scene.double;
  await scene.double.stop();
  expect(violations).toEqual([]);
});

/** One run of the bot. */
async function run(request: PullRequestRequest = repair(), scan: "complete" | "partial" = "complete"): Promise<Publication> {
  scene.double.requests.length = 0;
  return publish(scene.forge(), request, { scan });
}

const branch = branchName("shop", ["no-public-admin-ports|web"]);
const pulls = (): typeof scene.hosted.pullRequests => scene.hosted.pullRequests;
const openPulls = (): number[] => pulls().flatMap((pull) => (pull.state === "open" ? [pull.number] : []));
const mutations = (): string[] => scene.double.mutations().map(({ operationId }) => operationId);

describe("the first run", () => {
  test("opens one pull request with exactly the edited bytes, the mode kept", async () => {
    const published = await run();
    expect(published).toMatchObject({ outcome: "published", changes: ["push", "open"], pullRequest: { number: 1 }, reasons: [] });
    expect(pulls()).toMatchObject([{ number: 1, branch, base: "main", state: "open", title: "Close SSH to the internet in web" }]);
    expect(pulls()[0]?.body).toBe(published.proposal?.body);
    expect(await scene.bytesAt(branch, "infra/index.ts")).toEqual(after);
    expect(await scene.modeAt(branch, "infra/index.ts")).toBe("100755");
    const { git } = scene.hosted;
    expect(await git.git(["diff", "--name-only", "main", branch])).toBe("infra/index.ts");
    expect(await git.git(["rev-parse", `${branch}^`])).toBe(await git.head("main"));
  });

  test("can be cloned and merged with git itself", async () => {
    await run();
    const clone = await scene.clone();
    await clone.git("merge", "--quiet", "--no-edit", `origin/${branch}`);
    await clone.git("push", "--quiet", "origin", "HEAD:main");
    expect(await scene.bytesAt("main", "infra/index.ts")).toEqual(after);
  });

  test("opens no pull request where there is nothing to repair", async () => {
    expect(await run(nothingToRepair)).toMatchObject({ outcome: "unchanged", changes: [], proposal: undefined });
    expect(mutations()).toEqual([]);
  });
});

describe("a second run", () => {
  test("with nothing new makes no mutating request", async () => {
    await run();
    expect(await run()).toMatchObject({ outcome: "unchanged", changes: [], pullRequest: { number: 1 } });
    expect(mutations()).toEqual([]);
  });

  test("makes none either when the default branch moved elsewhere", async () => {
    await run();
    await scene.change("main", { "README.md": { bytes: Buffer.from("# A better shop\n") } });
    expect(await run()).toMatchObject({ outcome: "unchanged" });
    expect(mutations()).toEqual([]);
  });

  test("rewrites the body when the text changed, and leaves the branch alone", async () => {
    await run();
    const again = await run(repair({ losesAccess: ["Nobody."] }));
    expect(again.changes).toEqual(["update-body"]);
    expect(mutations()).toEqual(["pulls/update"]);
    expect(pulls()[0]?.body).toContain("Nobody");
  });

  test("keeps what a person wrote into title and body as long as there is nothing new to say", async () => {
    await run();
    const body = `Ada: waiting for the network team.\r\n\r\n${pulls()[0]?.body?.replaceAll("\n", "\r\n") ?? ""}`;
    await scene.as(scene.person, "PATCH", "/pulls/1", { title: "Close SSH (after the freeze)", body });
    expect(await run()).toMatchObject({ outcome: "unchanged" });
  });
});

describe("the default branch moved", () => {
  const moved = Buffer.concat([before, Buffer.from("\r\nmore();")]);
  // The lines around the fix change, and so a merge conflicts.
  const conflicting = Buffer.from(before.toString("latin1").replace("keep(", "kept("), "latin1");
  const conflictingAfter = Buffer.from(after.toString("latin1").replace("keep(", "kept("), "latin1");

  test("a checkout that is behind is refused, and nothing is written", async () => {
    await scene.change("main", { "infra/index.ts": { bytes: moved, mode: "100755" } });
    const published = await run();
    expect(published.outcome).toBe("refused");
    expect(published.reasons).toEqual(["The default branch differs from the checkout in infra/index.ts. Check out main as it is and run again."]);
    expect(mutations()).toEqual([]);
  });

  test("a fix that conflicts is committed anew on both parents, without force, and then stays", async () => {
    await run();
    const first = await scene.hosted.git.head(branch);
    const base = await scene.change("main", { "infra/index.ts": { bytes: conflicting, mode: "100755" } });
    const request = repair({ files: [{ path: "infra/index.ts", before: conflicting, after: conflictingAfter }] });
    expect((await run(request)).changes).toEqual(["push", "update-body"]);
    expect((await scene.hosted.git.git(["rev-parse", `${branch}^1`, `${branch}^2`])).split("\n")).toEqual([first, base]);
    expect(await scene.bytesAt(branch, "infra/index.ts")).toEqual(conflictingAfter);
    const pull = await scene.as(scene.person, "GET", "/pulls/1");
    expect(pull.data.mergeable).toBe(true);
    expect(await run(request)).toMatchObject({ outcome: "unchanged" });
  });

  test("a fix that still merges keeps its branch, so that approvals stay", async () => {
    const far = Buffer.concat([Buffer.from("\n".repeat(20)), before]);
    const farAfter = Buffer.concat([Buffer.from("\n".repeat(20)), after]);
    await scene.double.stop();
    scene = await Scene.open({ ...shop, "infra/index.ts": { bytes: far, mode: "100755" } });
    await run(repair({ files: [{ path: "infra/index.ts", before: far, after: farAfter }] }));
    const head = await scene.hosted.git.head(branch);
    const top = Buffer.from("top();\n");
    const request = repair({ files: [{ path: "infra/index.ts", before: Buffer.concat([top, far]), after: Buffer.concat([top, farAfter]) }] });
    await scene.change("main", { "infra/index.ts": { bytes: Buffer.concat([top, far]), mode: "100755" } });
    expect((await run(request)).changes).toEqual(["update-body"]);
    expect(await scene.hosted.git.head(branch)).toBe(head);
    expect(await run(request)).toMatchObject({ outcome: "unchanged" });
  });

  test("another fix for the same findings replaces the first on the branch", async () => {
    await run();
    const other = Buffer.from(after.toString("latin1").replace("10.0.0.0/8", "10.1.0.0/16"), "latin1");
    expect((await run(repair({ files: [{ path: "infra/index.ts", before, after: other }] }))).changes).toEqual(["push", "update-body"]);
    expect(await scene.bytesAt(branch, "infra/index.ts")).toEqual(other);
    expect(openPulls()).toEqual([1]);
  });

  test("a file in another fix only is back as it was", async () => {
    const readme = { path: "README.md", before: Buffer.from("# Shop\n"), after: Buffer.from("# Shop, closed\n") };
    await run(repair({ files: [...repair().files, readme] }));
    expect((await run()).changes).toEqual(["push", "update-body"]);
    expect(await scene.hosted.git.git(["diff", "--name-only", "main", branch])).toBe("infra/index.ts");
  });
});

describe("closed by a person", () => {
  beforeEach(async () => {
    await run();
    await scene.as(scene.person, "PATCH", "/pulls/1", { state: "closed" });
  });

  test.each([
    ["with its branch", false],
    ["and its branch deleted", true],
  ])("%s, it is left alone while the code is as it was", async (_, deleted) => {
    if (deleted) await scene.as(scene.person, "DELETE", `/git/refs/heads/${branch}`);
    expect(await run()).toMatchObject({ outcome: "left", reasons: ["#1: It was closed by hand, and the code it edits is as it was."] });
    expect(mutations()).toEqual([]);
  });

  test.each([
    ["with its branch", false],
    ["and its branch deleted", true],
  ])("%s, it is proposed again when the code changed", async (_, deleted) => {
    if (deleted) await scene.as(scene.person, "DELETE", `/git/refs/heads/${branch}`);
    const [changed, repaired] = [before, after].map((bytes) => Buffer.concat([bytes, Buffer.from("\r\nmore();")]));
    if (changed === undefined || repaired === undefined) throw new Error("two were mapped");
    await scene.change("main", { "infra/index.ts": { bytes: changed, mode: "100755" } });
    const request = repair({ files: [{ path: "infra/index.ts", before: changed, after: repaired }] });
    expect((await run(request)).changes).toEqual(["push", "open"]);
    expect(openPulls()).toEqual([2]);
    expect(await run(request)).toMatchObject({ outcome: "unchanged", pullRequest: { number: 2 } });
  });

  test("its box ticked, it is proposed again", async () => {
    await scene.as(scene.person, "PATCH", "/pulls/1", { body: pulls()[0]?.body?.replace("- [ ]", "- [x]") });
    expect((await run()).changes).toEqual(["open"]);
    expect(openPulls()).toEqual([2]);
  });
});

describe("commits of somebody else", () => {
  test("on the branch make the bot keep off and say so once", async () => {
    await run();
    const clone = await scene.clone();
    await clone.git("switch", "--quiet", branch);
    await clone.git("commit", "--quiet", "--allow-empty", "-m", "mine now");
    await clone.git("push", "--quiet", "origin", branch);
    const head = await scene.hosted.git.head(branch);
    const other = repair({ losesAccess: ["Somebody."] });
    expect(await run(other)).toMatchObject({ outcome: "published", changes: ["notify"] });
    expect(await run(other)).toMatchObject({ outcome: "left", changes: [] });
    expect(mutations()).toEqual([]);
    expect(pulls()[0]?.comments).toHaveLength(1);
    expect(await scene.hosted.git.head(branch)).toBe(head);
  });

  test("are known even when they have our name on them", async () => {
    await run();
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } }, { by: scene.bot.account });
    expect((await run()).changes).toEqual(["notify"]);
  });

  test("are known where one of ours was amended", async () => {
    await run();
    const message = await scene.hosted.git.git(["log", "-1", "--format=%B", branch]);
    await scene.hosted.git.git(["update-ref", `refs/heads/${branch}`, "main"]);
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } }, { by: scene.bot.account, message });
    expect((await run()).changes).toEqual(["notify"]);
  });

  test("on a branch named like ours, without a pull request, make the bot keep off", async () => {
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } });
    expect(await run()).toMatchObject({ outcome: "left", reasons: [`The branch ${branch} has commits of somebody else.`] });
    expect(mutations()).toEqual([]);
  });

  test("pushed while the bot is at work are not lost", async () => {
    await run();
    const forge = scene.forge();
    const commit = forge.commit.bind(forge);
    forge.commit = async (request) => {
      await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } });
      return commit(request);
    };
    const other = Buffer.from(after.toString("latin1").replace("10.0.0.0/8", "10.1.0.0/16"), "latin1");
    const request = repair({ files: [{ path: "infra/index.ts", before, after: other }] });
    const published = await publish(forge, request, { scan: "complete" });
    expect(published).toMatchObject({ outcome: "refused", changes: [] });
    expect(published.reasons[0]).toContain("the branch moved meanwhile");
    expect((await scene.bytesAt(branch, "README.md")).toString()).toBe("# Mine\n");
    expect((await run(request)).changes).toEqual(["notify"]);
  });
});

describe("pull requests of others", () => {
  const open = (actor: typeof scene.person, body: string): Promise<{ status: number }> =>
    scene.as(actor, "POST", "/pulls", { head: branch, base: "main", title: "Mine", body });

  test.each([
    ["on our branch", ""],
    ["with our marker", writeMarker(forgedMarker("proposed"))],
    ["with a marker that says we closed it", writeMarker(forgedMarker("withdrawn"))],
  ])("%s are never touched", async (_, body) => {
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } });
    await open(scene.person, body);
    const was = structuredClone({ ...pulls()[0], fork: undefined });
    for (const request of [repair(), nothingToRepair]) {
      expect((await run(request)).outcome).toBe("left");
      expect(mutations()).toEqual([]);
    }
    expect({ ...pulls()[0], fork: undefined }).toEqual(was);
  });

  test.each([
    ["no marker", () => "All of it was rewritten."],
    ["a marker of another project", () => writeMarker({ ...forgedMarker("proposed"), project: "other" })],
    ["two markers", (body: string) => `${body}\n${writeMarker(forgedMarker("proposed"))}`],
    ["a marker that is nonsense", () => "<!-- portcullis:AAAA -->"],
  ])("one of ours that has %s by now is never touched", async (_, rewrite) => {
    await run();
    await scene.as(scene.person, "PATCH", "/pulls/1", { body: rewrite(pulls()[0]?.body ?? "") });
    for (const request of [repair({ losesAccess: [] }), nothingToRepair]) {
      expect((await run(request)).outcome).toBe("left");
      expect(mutations()).toEqual([]);
    }
  });

  test("from a fork, on a branch named like ours, do not stand in the way and are never touched", async () => {
    const fork = await scene.double.repository("rea", "Shop", { rea: "write" });
    await fork.git.git(["fetch", "--quiet", scene.hosted.git.path, "main:main"]);
    const tree = await fork.git.writeTree("main", []);
    const signature = { name: "rea", email: scene.reader.account.email };
    const head = await fork.git.writeCommit({ tree, parents: ["main"], message: "fork", author: signature, committer: signature });
    await fork.git.git(["update-ref", `refs/heads/${branch}`, head]);
    await scene.hosted.git.git(["fetch", "--quiet", fork.git.path, branch]);
    const common = {
      title: "Mine",
      body: writeMarker(forgedMarker("proposed")),
      base: "main",
      state: "open" as const,
      mergedAs: undefined,
      comments: [],
      isDraft: false,
      decoration: undecorated(),
    };
    pulls().push({ number: 1, createdAt: "2026-01-01T00:00:00Z", author: scene.bot.account, branch, fork, frozenHead: head, ...common });
    expect(await run()).toMatchObject({ changes: ["push", "open"], pullRequest: { number: 2 } });
    await run(nothingToRepair);
    expect(openPulls()).toEqual([1]);
  });
});

describe("obsolete", () => {
  const bigger = repair({ findings: [...repair().findings, { key: "b", policy: "b", message: "b", urn: "b" }] });
  const biggerBranch = branchName("shop", ["b", "no-public-admin-ports|web"]);

  test("and untouched: a comment, closed, the branch deleted, and then nothing more", async () => {
    await run();
    expect((await run(nothingToRepair)).changes).toEqual(["notify", "close", "delete-branch"]);
    expect(pulls()).toMatchObject([{ state: "closed", comments: [{}] }]);
    expect(await scene.hosted.git.head(branch)).toBeUndefined();
    await run(nothingToRepair);
    expect(mutations()).toEqual([]);
  });

  test("after a partial scan it stays", async () => {
    await run();
    expect(await run(nothingToRepair, "partial")).toMatchObject({ outcome: "unchanged" });
    expect(mutations()).toEqual([]);
  });

  test("and touched: said once, and left open", async () => {
    await run();
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } });
    expect((await run(nothingToRepair)).changes).toEqual(["notify"]);
    expect(await run(nothingToRepair)).toMatchObject({ outcome: "left", changes: [] });
    expect(openPulls()).toEqual([1]);
  });

  test("and touched after its branch was read: left as it is, until both are seen", async () => {
    await run();
    await run();
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } });
    scene.double.inject({ when: "after", operationId: "git/list-matching-refs", as: "stale" });
    expect(await run(nothingToRepair)).toMatchObject({ outcome: "left", changes: [] });
    expect((await run(nothingToRepair)).changes).toEqual(["notify"]);
    expect(openPulls()).toEqual([1]);
  });

  test("another set of findings: the new one is opened before the old one is closed", async () => {
    await run();
    expect((await run(bigger)).changes).toEqual(["push", "open", "notify", "close", "delete-branch"]);
    expect(openPulls()).toEqual([2]);
    expect(pulls()[1]?.branch).toBe(biggerBranch);
    expect(await run(bigger)).toMatchObject({ outcome: "unchanged" });
  });

  test("the finding back again: a new pull request, for its branch is gone", async () => {
    await run();
    await run(nothingToRepair);
    expect((await run()).changes).toEqual(["push", "open"]);
    expect(openPulls()).toEqual([2]);
  });

  test("the finding back before the branch was deleted: reopened", async () => {
    await run();
    // Of what is written, the branch goes last: behind the comment with its claim, and the closing.
    scene.double.inject({ when: "before", mutation: 4, as: { status: 403 } });
    expect(await run(nothingToRepair)).toMatchObject({ outcome: "refused", changes: ["notify", "close"] });
    expect((await run()).changes).toEqual(["reopen", "update-body"]);
    expect(openPulls()).toEqual([1]);
    const marker = readMarker(pulls()[0]?.body ?? "");
    expect(marker).toMatchObject({ kind: "marker", marker: { state: "proposed" } });
    expect(await run()).toMatchObject({ outcome: "unchanged" });
  });

  test("a branch that a stopped run left without a pull request is deleted", async () => {
    scene.double.inject({ when: "before", operationId: "pulls/create", as: { status: 403 } });
    await run();
    expect(await scene.hosted.git.head(branch)).toBeDefined();
    expect((await run(nothingToRepair)).changes).toEqual(["delete-branch"]);
    expect(await scene.hosted.git.head(branch)).toBeUndefined();
  });

  test("a branch of somebody else that is named like ours is kept", async () => {
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# Mine\n") } });
    await scene.hosted.git.git(["update-ref", `refs/heads/${biggerBranch}`, "main"]);
    await run(nothingToRepair);
    expect(mutations()).toEqual([]);
  });

  test("another project's pull requests are its own business", async () => {
    await run();
    const other = repair({ project: "shop-eu" });
    await run(other);
    expect(openPulls()).toEqual([1, 2]);
    await run({ ...nothingToRepair, project: "shop-eu" });
    expect(openPulls()).toEqual([1]);
  });

  test("merged, by a merge or a squash, and the finding gone: nothing to do; and back: a new pull request", async () => {
    for (const [index, method] of (["merge", "squash"] as const).entries()) {
      await run();
      await scene.as(scene.person, "PUT", `/pulls/${String(index + 1)}/merge`, { merge_method: method });
      await run(nothingToRepair);
      expect(mutations()).toEqual([]);
      await scene.change("main", shop);
    }
    expect((await run()).changes).toEqual(["open"]);
    expect(openPulls()).toEqual([3]);
    await scene.as(scene.person, "PUT", "/pulls/3/merge");
    expect(await scene.bytesAt("main", "infra/index.ts")).toEqual(after);
  });
});

describe("a person's own token", () => {
  test("works the same, and asks who it belongs to", async () => {
    await scene.double.stop();
    scene = await Scene.open(shop, { isApp: false });
    expect((await run()).changes).toEqual(["push", "open"]);
    expect(await run()).toMatchObject({ outcome: "unchanged" });
    await scene.change(branch, { "README.md": { bytes: Buffer.from("# By hand\n") } }, { by: scene.bot.account });
    expect((await run()).changes).toEqual(["notify"]);
  });
});

describe("the box that asks to make it again", () => {
  test("brings the branch up to date and clears itself", async () => {
    await run();
    await scene.change("main", { "README.md": { bytes: Buffer.from("# New\n") } });
    await scene.as(scene.person, "PATCH", "/pulls/1", { body: pulls()[0]?.body?.replace("- [ ]", "- [X]") });
    expect((await run()).changes).toEqual(["push", "update-body"]);
    expect((await scene.bytesAt(branch, "README.md")).toString()).toBe("# New\n");
    expect(await run()).toMatchObject({ outcome: "unchanged" });
  });
});

function forgedMarker(state: "proposed" | "withdrawn"): Parameters<typeof writeMarker>[0] {
  return { version: 1, project: "shop", keys: [], base: "0".repeat(40), blobs: [], text: "0".repeat(64), state };
}
