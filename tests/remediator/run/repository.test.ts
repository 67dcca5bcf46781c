import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { openProgram, Organisation } from "../../github/organisation";
import type { HostedRepository } from "../../github/state";

jest.setTimeout(60_000);

let acme: Organisation;

beforeEach(async () => {
  acme = await Organisation.open();
});

afterEach(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

function openPulls({ pullRequests }: HostedRepository): readonly string[] {
  return pullRequests.flatMap(({ state, title }) => (state === "open" ? [title] : []));
}

test("a repository gets one pull request with the repair; a second run changes nothing", async () => {
  const shop = await acme.repository("shop", openProgram("shop", { folder: "infra" }));
  const first = await acme.run("shop");
  expect(first).toMatchObject({ outcome: "done", mode: "pr", opened: 1, projects: [{ project: "infra/shop", repaired: 1 }], notes: [] });
  expect(shop.pullRequests).toMatchObject([{ state: "open", isDraft: false }]);
  const [pull] = shop.pullRequests;
  expect(await shop.git.git(["show", `${pull?.branch ?? ""}:infra/index.ts`])).toContain('cidrBlocks: ["10.0.0.0/8"]');
  acme.double.forget();
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 0 });
  expect(acme.double.mutations()).toEqual([]);
  expect(acme.double.requests.length).toBeLessThanOrEqual(11);
});

test("a project without a name at the top is called after the repository, in every run", async () => {
  const files = { ...openProgram("shop"), "Pulumi.yaml": "runtime: nodejs\n" };
  const shop = await acme.repository("shop", files);
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 1, projects: [{ project: "shop", repaired: 1 }] });
  acme.double.forget();
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 0, projects: [{ project: "shop" }] });
  expect(acme.double.mutations()).toEqual([]);
  expect(openPulls(shop)).toHaveLength(1);
});

test("the body tells what was open, what changes, who may lose access and how to check", async () => {
  const pages = "https://github.com/acme/portcullis/blob/v1/docs/policies/";
  const shop = await acme.repository("shop", { ...openProgram("shop"), ".portcullis.yaml": `mode: pr\npolicyPages: ${pages}\n` });
  await acme.run("shop");
  const body = shop.pullRequests[0]?.body ?? "";
  expect(body).toContain(
    `### What was open\n\n- \`index.ts:6\`: web opens SSH (tcp/22) to the whole internet: 0.0.0.0/0. ([\`no-public-admin-ports\`][no-public-admin-ports])`,
  );
  expect(body).toContain(`\n[no-public-admin-ports]: ${pages}no-public-admin-ports.md`);
  expect(body).toContain("```diff\n@@ web @@\n- tcp/22 from 0.0.0.0/0\n  tcp/22 from 10.0.0.0/8\n```");
  expect(body).toContain("```mermaid\nflowchart LR\n");
  expect(body).toContain("To check before you merge");
});

test("a dry run writes nothing, and says what it would", async () => {
  const shop = await acme.repository("shop", openProgram("shop"));
  const { projects } = await acme.run("shop", { isDry: true });
  expect(projects).toMatchObject([{ pullRequests: [{ outcome: "published", changes: ["push", "open"] }] }]);
  expect(acme.double.mutations()).toEqual([]);
  expect(shop.pullRequests).toEqual([]);
});

test("in mode report a repository is read, and nothing is written", async () => {
  await acme.repository("shop", openProgram("shop"));
  expect(await acme.run("shop", { otherwise: "report" })).toMatchObject({ mode: "report", projects: [{ problems: 1, pullRequests: [] }] });
  expect(acme.double.mutations()).toEqual([]);
});

test("each project of a repository has a pull request of its own, with its own files", async () => {
  const shop = await acme.repository("shop", {
    ...openProgram("a", { folder: "apps/a", group: "alpha" }),
    ...openProgram("b", { folder: "apps/b" }),
  });
  await acme.run("shop");
  const [first, second] = shop.pullRequests;
  expect(openPulls(shop)).toEqual([expect.stringContaining(" in apps/a: alpha"), expect.stringContaining(" in apps/b: web")]);
  for (const [pull, file] of [
    [first, "apps/a/index.ts"],
    [second, "apps/b/index.ts"],
  ] as const)
    expect(await shop.git.git(["diff", "--name-only", "main", pull?.branch ?? ""])).toBe(file);
});

test("one that is repaired by hand closes its pull request, and one that is merged is quiet", async () => {
  const shop = await acme.repository("shop", { ...openProgram("a", { folder: "a" }), ...openProgram("b", { folder: "b" }) });
  await acme.run("shop");
  await acme.change(shop, "main", { "a/index.ts": "export {};\n" });
  const merged = shop.pullRequests[1];
  await fetch(`${acme.double.url}/repos/acme/shop/pulls/${String(merged?.number)}/merge`, {
    method: "PUT",
    headers: { authorization: `token ${acme.person.token}`, "user-agent": "browser", accept: "application/vnd.github+json" },
    body: JSON.stringify({ merge_method: "squash" }),
  });
  await acme.run("shop");
  expect(shop.pullRequests.map(({ state }) => state)).toEqual(["closed", "closed"]);
  acme.double.forget();
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 0 });
  expect(acme.double.mutations()).toEqual([]);
});

describe("what is left alone, and said", () => {
  const cases: readonly (readonly [string, (shop: HostedRepository) => void, object])[] = [
    ["an archived repository", (shop) => void (shop.isArchived = true), { outcome: "skipped", reason: "It is archived." }],
    ["one whose default branch is not there", (shop) => void (shop.defaultBranch = "gone"), { outcome: "failed" }],
  ];
  test.each(cases)("%s", async (_, change, result) => {
    const shop = await acme.repository("shop", openProgram("shop"));
    change(shop);
    expect(await acme.run("shop")).toMatchObject(result);
    expect(acme.double.mutations()).toEqual([]);
  });

  test("an empty repository, and one that the token may not see", async () => {
    await acme.repository("empty");
    expect(await acme.run("empty")).toMatchObject({ outcome: "skipped", reason: "It has no commit yet." });
    expect(await acme.run("hidden")).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("it is not there, or the token may not see it"),
    });
  });

  test("one without a program is done, and nothing of it is fetched", async () => {
    await acme.repository("site", { "README.md": "# Site\n" });
    expect(await acme.run("site")).toMatchObject({ outcome: "done", projects: [] });
    expect(acme.double.requests.filter(({ operationId }) => operationId.startsWith("git "))).toEqual([]);
  });
});

describe("a repository that was changed since the organisation listed it", () => {
  const listed = { owner: "acme", name: "shop", defaultBranch: "main", isArchived: false, isDisabled: false, isFork: false };
  const cases: readonly (readonly [string, (shop: HostedRepository) => void])[] = [
    ["it has another default branch", (shop) => void (shop.defaultBranch = "next")],
    ["it is archived", (shop) => void (shop.isArchived = true)],
    ["it has another name", (shop) => void (shop.formerNames.push("shop"), (shop.name = "store"))],
  ];
  test.each(cases)("%s: nothing is written", async (_, change) => {
    const shop = await acme.repository("shop", openProgram("shop"));
    await acme.change(shop, "next", openProgram("shop"));
    change(shop);
    const reason = expect.stringMatching(/changed since the organisation listed it|does not let the token read/);
    expect(await acme.run("shop", { listed })).toMatchObject({ outcome: "failed", reason });
    expect(acme.double.mutations()).toEqual([]);
  });

  test("as it was listed, it is asked once more before the first write", async () => {
    const shop = await acme.repository("shop", openProgram("shop"));
    expect(await acme.run("shop", { listed })).toMatchObject({ outcome: "done", opened: 1 });
    expect(openPulls(shop)).toHaveLength(1);
    expect(acme.double.requests.filter(({ operationId, path }) => operationId === "repos/get" && path === "/repos/acme/shop")).toHaveLength(1);
  });
});

describe("what a stopped run leaves behind", () => {
  test("a branch without a pull request whose project is gone is deleted; one with somebody else's commit stays", async () => {
    const shop = await acme.repository("shop", { ...openProgram("a", { folder: "a" }), ...openProgram("b", { folder: "b" }) });
    await acme.run("shop");
    const [first, second] = shop.pullRequests.map(({ branch }) => branch);
    await acme.change(shop, second ?? "", { "b/note.md": "mine\n" });
    // As if the run had ended before it opened the pull requests, and the projects were taken away since.
    shop.pullRequests.length = 0;
    await acme.change(shop, "main", { "a/Pulumi.yaml": null, "b/Pulumi.yaml": null });
    expect(await acme.run("shop")).toMatchObject({ notes: [`The branch ${first ?? ""}, which has no open pull request, is deleted.`] });
    expect((await shop.git.refs("refs/heads/portcullis/")).map(({ ref }) => ref)).toEqual([`refs/heads/${second ?? ""}`]);
  });

  test("the pull request of a project that is gone is closed", async () => {
    const shop = await acme.repository("shop", openProgram("shop", { folder: "infra" }));
    await acme.run("shop");
    await acme.change(shop, "main", { "infra/Pulumi.yaml": null, "infra/index.ts": null, "README.md": "# Shop\n" });
    await acme.run("shop");
    expect(shop.pullRequests).toMatchObject([{ state: "closed", comments: [{}] }]);
    expect(await shop.git.refs("refs/heads/portcullis/")).toEqual([]);
  });
});
