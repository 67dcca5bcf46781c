import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { publish, type Publication } from "@portcullis/remediator/pull-request/publish";
import { blobId } from "@portcullis/remediator/forge/blob";
import type { PullRequestRequest } from "@portcullis/remediator/pull-request/request";
import { dryRun } from "@portcullis/remediator/forge/dry-run";
import { after, before, repair, Scene, shop } from "../../github/scene";

jest.setTimeout(60_000);

let scene: Scene;

beforeEach(async () => {
  const link = { bytes: Buffer.from("infra"), mode: "120000" as const };
  const submodule = { bytes: Buffer.from("1".repeat(40)), mode: "160000" as const };
  scene = await Scene.open({ ...shop, linked: link, "infra/link.ts": { ...link, bytes: Buffer.from("index.ts") }, vendor: submodule });
});

afterEach(async () => {
  const { violations } = scene.double;
  await scene.double.stop();
  expect(violations).toEqual([]);
});

function run(request: PullRequestRequest): Promise<Publication> {
  return publish(scene.forge(), request, { scan: "complete" });
}

const edit = (path: string): PullRequestRequest => repair({ files: [{ path, before, after }] });

describe("refuses, before anything is written,", () => {
  test.each([
    ["a symlink", edit("infra/link.ts"), "infra/link.ts is behind a symlink, which is never edited."],
    ["a file behind a symlink", edit("linked/index.ts"), "linked/index.ts is behind a symlink, which is never edited."],
    ["a submodule", edit("vendor"), "vendor is behind a submodule, which is never edited."],
    ["a file in a submodule", edit("vendor/index.ts"), "vendor/index.ts is behind a submodule, which is never edited."],
    ["a folder", edit("infra"), "The default branch differs from the checkout in infra."],
    ["a file that is not there", edit("infra/none.ts"), "The default branch differs from the checkout in infra/none.ts."],
    ["a path below a file", edit("README.md/x"), "The default branch differs from the checkout in README.md/x."],
    ["a workflow", edit(".github/workflows/ci.yml"), "git and GitHub take their orders from this path"],
    ["git's own files", edit("infra/.gitattributes"), "git and GitHub take their orders from this path"],
    ["a path out of the repository", edit("../index.ts"), "the path leaves the repository"],
    ["an absolute path", edit("/etc/passwd"), "the path is absolute"],
    ["an edit that changes nothing", repair({ files: [{ path: "infra/index.ts", before, after: before }] }), "changes nothing"],
    ["a file edited twice", repair({ files: [...repair().files, ...repair().files] }), "edited twice"],
    ["edits without a finding", repair({ findings: [] }), "no finding that they repair"],
    ["findings without an edit", repair({ files: [] }), "no edit that repairs them"],
    ["a project without a name", repair({ project: "" }), "no name"],
    [
      "too many files",
      repair({ files: Array.from({ length: 101 }, (_, n) => ({ path: `f${String(n)}`, before, after })) }),
      "one pull request takes 100",
    ],
  ])("%s", async (_, request, reason) => {
    const published = await run(request);
    expect(published.outcome).toBe("refused");
    expect(published.reasons.join()).toContain(reason);
    expect(scene.double.mutations()).toEqual([]);
  });
});

test("a token that may only read is refused with what it lacks, and nothing is half done", async () => {
  const published = await publish(scene.forge(scene.reader), repair(), { scan: "complete" });
  expect(published.outcome).toBe("refused");
  expect(published.reasons[0]).toContain("the token may not do this");
  expect(published.reasons[0]).not.toContain(scene.reader.token);
  expect(scene.hosted.pullRequests).toEqual([]);
});

test("a dry run reads, makes no mutating request, and tells everything that would be written", async () => {
  const dry = dryRun(scene.forge());
  const published = await publish(dry.forge, repair(), { scan: "complete" });
  expect(published).toMatchObject({ outcome: "published", changes: ["push", "open"] });
  expect(dry.writes).toMatchObject([
    { kind: "commit", files: [{ path: "infra/index.ts", mode: "100755", bytes: after }] },
    { kind: "open-pull-request", base: "main", title: "Close SSH to the internet in web" },
  ]);
  expect(scene.double.mutations()).toEqual([]);
  await run(repair());
  const settled = dryRun(scene.forge());
  expect(await publish(settled.forge, repair(), { scan: "complete" })).toMatchObject({ outcome: "unchanged" });
  expect(settled.writes).toEqual([]);
});

test("bytes and modes of several files are kept", async () => {
  const readme = { path: "README.md", before: Buffer.from("# Shop\n"), after: Buffer.from("# Shop\r\n\0") };
  await run(repair({ files: [...repair().files, readme] }));
  const branch = scene.hosted.pullRequests[0]?.branch ?? "";
  expect(await scene.bytesAt(branch, "README.md")).toEqual(readme.after);
  expect(await scene.modeAt(branch, "README.md")).toBe("100644");
  expect(await scene.bytesAt(branch, "infra/index.ts")).toEqual(after);
  expect(await scene.modeAt(branch, "infra/index.ts")).toBe("100755");
  expect(await scene.modeAt(branch, "infra/link.ts")).toBe("120000");
  expect(await scene.modeAt(branch, "vendor")).toBe("160000");
});

test("the id of a blob is the one that git gives", async () => {
  expect(blobId(before)).toBe(await scene.hosted.git.git(["rev-parse", "main:infra/index.ts"]));
});
