import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { digestBeside } from "@portcullis/remediator/forge/checkout";
import { isProgramFile } from "@portcullis/remediator/judging/program-files";
import { branchName, branchPrefix, isBranchOf } from "@portcullis/remediator/pull-request/branch";
import { publish, type Publication } from "@portcullis/remediator/pull-request/publish";
import { projectIn, type PullRequestRequest } from "@portcullis/remediator/pull-request/request";
import { after, before, nothingToRepair, repair, Scene, shop } from "../../github/scene";

jest.setTimeout(60_000);

let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open({
    ...shop,
    "us/index.ts": { bytes: before },
    "eu/index.ts": { bytes: before },
  });
});

afterEach(async () => {
  const { violations } = scene.double;
  await scene.double.stop();
  expect(violations).toEqual([]);
});

function run(request: PullRequestRequest): Promise<Publication> {
  return publish(scene.forge(), request, { scan: "complete" });
}

function openPulls(): readonly number[] {
  return scene.hosted.pullRequests.filter(({ state }) => state === "open").map(({ number }) => number);
}

describe("a project is its folder and its name", () => {
  const of = (folder: string): PullRequestRequest =>
    repair({ project: projectIn(folder, "shop"), files: [{ path: `${folder}/index.ts`, before, after }] });

  test("two programs with one name leave each other's pull requests alone", async () => {
    for (let round = 0; round < 2; round++)
      for (const folder of ["us", "eu", "infra"]) expect(["published", "unchanged"]).toContain((await run(of(folder))).outcome);
    expect(openPulls()).toEqual([1, 2, 3]);
    expect((await run(of("us"))).outcome).toBe("unchanged");
    await run({ ...nothingToRepair, project: projectIn("eu", "shop") });
    expect(openPulls()).toEqual([1, 3]);
    expect((await run(of("us"))).outcome).toBe("unchanged");
  });

  test("no two have branches in common", () => {
    const projects = [
      ["", "shop"],
      ["us", "shop"],
      ["us", "shop-eu"],
      ["us-shop", "eu"],
      ["u", "s-shop"],
      ["us/shop", "shop"],
      ["", "us-shop"],
      ["US", "shop"],
    ].map(([folder = "", name = ""]) => projectIn(folder, name));
    expect(new Set(projects.map(branchPrefix)).size).toBe(projects.length);
    for (const one of projects) for (const other of projects) expect(isBranchOf(one, branchName(other, ["a"]))).toBe(one === other);
  });

  test("at the top of a repository it is its name", () => {
    expect(projectIn("", "shop")).toBe("shop");
    expect(branchName("shop", ["a"])).toMatch(/^portcullis\/shop-[0-9a-f]{12}$/);
  });
});

describe("a program that the default branch does not have", () => {
  const tree = async (folder: string): Promise<string> => (await scene.hosted.git.git(["rev-parse", `main:${folder}`])).trim();

  test("is refused before anything is done: a change that is not committed", async () => {
    await run(repair());
    const checkout = { folder: "infra", tree: await tree("infra"), changes: ["infra/lib.ts", "infra/net.ts", "shared/a.ts"] };
    const refused = await run({ ...nothingToRepair, checkout });
    expect(refused).toMatchObject({ outcome: "refused", changes: [] });
    expect(refused.reasons).toEqual([
      '"infra/lib.ts" and 2 other files are not as committed, so that main has another program. Commit and push, or put back what changed; then run again.',
    ]);
    expect(openPulls()).toEqual([1]);
  });

  test("is refused before anything is done: another commit", async () => {
    await run(repair());
    for (const [folder, reason] of [
      ["infra", "The folder infra is not as on main. Check out main as it is and run again."],
      ["", "What is checked out is not as on main. Check out main as it is and run again."],
      ["none", "The folder none is not as on main. Check out main as it is and run again."],
    ] as const)
      expect(await run({ ...nothingToRepair, checkout: { folder, tree: "1".repeat(40), changes: [] } })).toMatchObject({
        outcome: "refused",
        reasons: [reason],
      });
    expect(openPulls()).toEqual([1]);
  });

  test("is one whose folder in the commit is not known", async () => {
    expect(await run(repair({ checkout: { folder: "infra", changes: [] } }))).toMatchObject({ outcome: "refused" });
  });

  test("is one beside which there is other source now", async () => {
    const listing = await scene.forge().listing((await scene.hosted.git.head("main")) ?? "");
    if (!listing.ok) throw new Error(listing.refusal.reason);
    const digest = digestBeside("infra", listing.value.entries, isProgramFile);
    const checkout = { folder: "infra", tree: await tree("infra"), changes: [], beside: { commit: "1".repeat(40), digest } };
    expect(await run(repair({ checkout }))).toMatchObject({ outcome: "published" });
    await scene.change("main", { "shared/net.ts": { bytes: Buffer.from("1;\n") } });
    expect(await run({ ...nothingToRepair, checkout })).toMatchObject({
      outcome: "refused",
      reasons: ["What the program may read outside of infra is not as on main. Check out main as it is and run again."],
    });
    expect(openPulls()).toEqual([1]);
  });

  test("is not one where only other folders have changed since", async () => {
    const checkout = { folder: "infra", tree: await tree("infra"), changes: [] };
    await scene.change("main", { "README.md": { bytes: Buffer.from("# New\n") } });
    expect(await run(repair({ checkout }))).toMatchObject({ outcome: "published" });
    expect(await run(repair({ checkout: { folder: "", tree: await tree(""), changes: [] } }))).toMatchObject({ outcome: "unchanged" });
  });
});
