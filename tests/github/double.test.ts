import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { before, Scene } from "./scene";

jest.setTimeout(60_000);

let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open();
});

afterEach(() => scene.double.stop());

const as = (method: string, path: string, body?: unknown): ReturnType<Scene["as"]> => scene.as(scene.person, method, path, body);

test("git itself clones, fetches and pushes, and the API sees it", async () => {
  const clone = await scene.clone();
  await writeFile(join(clone.path, "new.txt"), "new\n");
  await clone.git("switch", "--quiet", "-c", "topic");
  await clone.git("add", "new.txt");
  await clone.git("commit", "--quiet", "-m", "new");
  await clone.git("push", "--quiet", "origin", "topic");
  const ref = await as("GET", "/git/ref/heads/topic");
  expect(ref.data.object).toMatchObject({ sha: (await clone.git("rev-parse", "HEAD")).trim() });
  expect(await as("POST", "/pulls", { head: "topic", base: "main", title: "t" })).toMatchObject({
    status: 201,
    data: { mergeable: true, state: "open" },
  });
  await as("PUT", "/pulls/1/merge");
  await clone.git("fetch", "--quiet", "origin");
  expect(await clone.git("show", "origin/main:new.txt")).toBe("new\n");
  expect(scene.double.violations).toEqual([]);
});

describe("a pull request", () => {
  beforeEach(async () => {
    await scene.change("topic", { "f.txt": { bytes: before } });
    await as("POST", "/pulls", { head: "topic", base: "main", title: "t", body: "b" });
  });

  test("is closed when its branch goes, and reopened only with the branch back as it was", async () => {
    const head = (await scene.hosted.git.head("topic")) ?? "";
    await scene.hosted.git.git(["update-ref", "-d", "refs/heads/topic"]);
    expect((await as("GET", "/pulls/1")).data.state).toBe("closed");
    expect((await as("PATCH", "/pulls/1", { state: "open" })).status).toBe(422);
    await as("POST", "/git/refs", { ref: "refs/heads/topic", sha: await scene.hosted.git.head("main") });
    expect((await as("PATCH", "/pulls/1", { state: "open" })).status).toBe(422);
    await as("PATCH", "/git/refs/heads/topic", { sha: head });
    expect((await as("PATCH", "/pulls/1", { state: "open" })).data.state).toBe("open");
  });

  test("is one for its head and base", async () => {
    const second = await as("POST", "/pulls", { head: "topic", base: "main", title: "t" });
    expect(second).toMatchObject({ status: 422, data: { errors: [{ message: "A pull request already exists for Acme:topic." }] } });
  });

  test.each([
    ["no branch", { head: "none", base: "main", title: "t" }],
    ["no base", { head: "topic", base: "none", title: "t" }],
    ["no commits", { head: "main", base: "main", title: "t" }],
    ["a body too long", { head: "topic", base: "main", title: "t", body: "x".repeat(65_537) }],
  ])("is refused with %s", async (_, body) => {
    expect((await as("POST", "/pulls", body)).status).toBe(422);
  });

  test("says whether it merges", async () => {
    await scene.change("main", { "f.txt": { bytes: Buffer.from("other") } });
    expect((await as("GET", "/pulls/1")).data.mergeable).toBe(false);
    expect((await as("PUT", "/pulls/1/merge")).status).toBe(405);
  });

  test("lists its commits", async () => {
    const commits = await as("GET", "/pulls/1/commits");
    expect(commits.data).toMatchObject([{ commit: { message: "change" }, author: { login: "ada" } }]);
  });

  afterEach(() => expect(scene.double.violations).toEqual([]));
});

describe("git objects", () => {
  test("are read and written by their ids", async () => {
    const { data: made } = await as("POST", "/git/blobs", { content: before.toString("base64"), encoding: "base64" });
    const { data: blob } = await as("GET", `/git/blobs/${String(made.sha)}`);
    expect(Buffer.from(String(blob.content), "base64")).toEqual(before);
    const { data: branch } = await as("GET", "/branches/main");
    expect(branch.commit).toMatchObject({ sha: await scene.hosted.git.head("main") });
    const { data: tree } = await as("GET", "/git/trees/main?recursive=1");
    expect((tree.tree as { path: string }[]).map(({ path }) => path)).toEqual(["README.md", "infra", "infra/Pulumi.yaml", "infra/index.ts"]);
    const { data: without } = await as("POST", "/git/trees", {
      base_tree: tree.sha,
      tree: [{ path: "README.md", mode: "100644", type: "blob", sha: null }],
    });
    expect((without.tree as { path: string }[]).map(({ path }) => path)).toEqual(["infra"]);
    expect(scene.double.violations).toEqual([]);
  });

  test("are sound to git itself, and are read as before when it packs them", async () => {
    const { git } = scene.hosted;
    await scene.change("topic", {
      "infra/deep/f.txt": { bytes: before },
      "infra.txt": { bytes: before },
      "run.sh": { bytes: before, mode: "100755" },
    });
    const places = ["/branches/main", "/git/trees/topic?recursive=1", "/compare/main...topic", "/git/matching-refs/heads/"];
    const read = (): Promise<unknown> => Promise.all(places.map((place) => as("GET", place)));
    const loose = await read();
    expect(await git.git(["fsck", "--strict", "--full", "--no-dangling"])).toBe("");
    await git.git(["repack", "-a", "-d", "--quiet"]);
    await git.git(["pack-refs", "--all"]);
    expect(await read()).toEqual(loose);
    expect(scene.double.violations).toEqual([]);
  });

  test.each([
    ["a blob", "GET", "/git/blobs/0", undefined, 404],
    ["a tree", "GET", "/git/trees/none", undefined, 404],
    ["a commit", "GET", `/git/commits/${"0".repeat(40)}`, undefined, 404],
    ["a reference", "GET", "/git/ref/heads/none", undefined, 404],
    ["a reference to delete", "DELETE", "/git/refs/heads/none", undefined, 422],
    ["a reference to move", "PATCH", "/git/refs/heads/none", { sha: "0".repeat(40) }, 422],
    ["a commit to point at", "POST", "/git/refs", { ref: "refs/heads/x", sha: "0".repeat(40) }, 422],
    ["a tree to commit", "POST", "/git/commits", { message: "m", tree: "0".repeat(40) }, 422],
    ["a base to compare with", "GET", "/compare/none...main", undefined, 404],
  ])("that are not there: %s", async (_, method, path, body, status) => {
    expect((await as(method, path, body)).status).toBe(status);
    expect(scene.double.violations).toEqual([]);
  });

  test.each(["heads/x", "refs/x", "refs/heads/a..b", "refs/heads/x.lock"])("a reference may not be called %s", async (ref) => {
    expect((await as("POST", "/git/refs", { ref, sha: await scene.hosted.git.head("main") })).status).toBe(422);
  });

  test("a branch may not stand in the folder of another", async () => {
    expect((await as("POST", "/git/refs", { ref: "refs/heads/main/x", sha: await scene.hosted.git.head("main") })).status).toBe(422);
  });
});

describe("what departs from the description is a violation", () => {
  test.each([
    ["an unknown operation", "GET", "/stargazers", undefined],
    ["an unknown query parameter", "GET", "/pulls?colour=red", undefined],
    ["a value that is none", "GET", "/pulls?state=ajar", undefined],
    ["an unknown property", "POST", "/issues/1/comments", { body: "b", colour: "red" }],
    ["a missing property", "POST", "/git/refs", { ref: "refs/heads/x" }],
    ["a property of another type", "POST", "/git/blobs", { content: 1 }],
    ["a missing body", "POST", "/pulls", undefined],
  ])("%s", async (_, method, path, body) => {
    await as(method, path, body);
    expect(scene.double.violations).not.toEqual([]);
  });

  test("a token in a URL", async () => {
    await as("GET", `/pulls?head=${scene.person.token}`);
    expect(scene.double.violations).toEqual(["a token in a URL: GET /repos/Acme/Shop/pulls"]);
  });
});

describe("access", () => {
  test.each([
    ["a wrong token", { token: "wrong" }, 401],
    ["reading", undefined, 403],
  ])("with %s", async (_, wrong, status) => {
    const actor = { ...scene.reader, ...wrong };
    expect((await scene.as(actor, "POST", "/git/blobs", { content: "x" })).status).toBe(status);
    expect(scene.double.violations).toEqual([]);
  });
});

test("a fault after a request lets it take effect, and is used up", async () => {
  scene.double.inject({ when: "after", operationId: "git/create-ref", as: { status: 502 } });
  const request = { ref: "refs/heads/x", sha: await scene.hosted.git.head("main") };
  expect((await as("POST", "/git/refs", request)).status).toBe(502);
  expect(scene.double.unusedFaults).toBe(0);
  expect((await as("POST", "/git/refs", request)).status).toBe(422);
  scene.double.inject({ when: "before", as: "reset" });
  await expect(as("GET", "/git/ref/heads/x")).rejects.toThrow();
});
