import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { realpath } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { dryRun } from "@portcullis/remediator/forge/dry-run";
import { localCheckout, remoteOf, repositoryRoot } from "@portcullis/remediator/forge/local";
import { publish } from "@portcullis/remediator/pull-request/publish";
import { after, before, repair, Scene } from "../../github/scene";

jest.setTimeout(60_000);

let scene: Scene;
let checkout: Awaited<ReturnType<Scene["clone"]>>;

beforeAll(async () => {
  scene = await Scene.open();
  checkout = await scene.clone();
});

afterAll(() => scene.double.stop());

describe("a checkout", () => {
  test("stands for the default branch with its last commit", async () => {
    const head = await scene.hosted.git.head("main");
    expect(await localCheckout(checkout.path).defaultBranch()).toEqual({ ok: true, value: { name: "main", head } });
  });

  test("tells what lies at a path, from any folder in it", async () => {
    const blob = await scene.hosted.git.git(["rev-parse", "main:infra/index.ts"]);
    const forge = localCheckout(join(checkout.path, "infra"));
    expect(await forge.entryAt("HEAD", "infra/index.ts")).toEqual({ ok: true, value: { kind: "file", mode: "100755", blob } });
    expect(await forge.entryAt("HEAD", "infra")).toEqual({ ok: true, value: { kind: "directory" } });
    expect(await forge.entryAt("HEAD", "infra/*")).toEqual({ ok: true, value: undefined });
  });

  test("knows its root and where it came from", async () => {
    const folder = join(checkout.path, "infra");
    expect(await repositoryRoot(folder)).toEqual({ ok: true, value: await realpath(checkout.path) });
    expect(await remoteOf(folder)).toMatchObject({ ok: false, refusal: { reason: "The remote origin is not OWNER/NAME on a code host." } });
    await checkout.git("remote", "add", "upstream", "https://ada:ghp_secret@github.com/Acme/Shop.git");
    expect(await remoteOf(folder, "upstream")).toEqual({ ok: true, value: { host: "github.com", owner: "Acme", name: "Shop" } });
    expect(await remoteOf(folder, "none")).toMatchObject({ ok: false, refusal: { kind: "not-found" } });
    expect(await remoteOf(folder, "--all")).toMatchObject({ ok: false });
  });

  test("is read without running what its configuration names", async () => {
    await checkout.git("config", "core.fsmonitor", `touch ${join(checkout.path, "ran")}; false`);
    expect((await localCheckout(checkout.path).defaultBranch()).ok).toBe(true);
    await expect(realpath(join(checkout.path, "ran"))).rejects.toThrow();
    await checkout.git("config", "--unset", "core.fsmonitor");
  });

  test("a dry run over it tells the pull request and writes nothing", async () => {
    const was = await checkout.git("for-each-ref");
    const { forge, writes } = dryRun(localCheckout(checkout.path));
    const published = await publish(forge, repair(), { scan: "complete" });
    expect(published).toMatchObject({ outcome: "published", changes: ["push", "open"] });
    expect(writes).toMatchObject([
      { kind: "commit", files: [{ bytes: after }] },
      { kind: "open-pull-request", base: "main" },
    ]);
    expect(await checkout.git("for-each-ref")).toBe(was);
    expect(await checkout.git("status", "--porcelain")).toBe("");
  });

  test("that differs from its last commit is refused, with the pull request still told", async () => {
    const { forge, writes } = dryRun(localCheckout(checkout.path));
    const edited = Buffer.concat([before, Buffer.from("x")]);
    const request = repair({ files: [{ path: "infra/index.ts", before: edited, after }] });
    const published = await publish(forge, request, { scan: "complete" });
    expect(published.outcome).toBe("refused");
    expect(published.proposal?.title).toBe("Close SSH to the internet in web");
    expect(writes).toEqual([]);
  });
});

test("a folder outside git is refused in a sentence", async () => {
  const folder = join(await scene.double.folder(), "plain");
  await mkdir(folder);
  await writeFile(join(folder, ".git"), "gitdir: nowhere\n");
  expect(await localCheckout(folder).defaultBranch()).toMatchObject({
    ok: false,
    refusal: { reason: "The folder is not a git repository with a commit." },
  });
  expect(await repositoryRoot(folder)).toMatchObject({ ok: false });
  expect(await repositoryRoot(join(folder, "none"))).toMatchObject({ ok: false });
});
