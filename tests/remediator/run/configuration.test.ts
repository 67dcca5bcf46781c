import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { openProgram, Organisation } from "../../github/organisation";

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

const program = openProgram("shop");

test("a file that is not valid stops the repository with one issue, which is changed and not repeated, and closed once it is valid", async () => {
  const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: often\n" });
  const stopped = await acme.run("shop");
  expect(stopped).toMatchObject({
    outcome: "stopped",
    reason: ".portcullis.yaml is not valid, line 1, column 1: mode must be one of off, report or pr.",
    projects: [],
    notes: ["The issue about .portcullis.yaml is opened."],
  });
  expect(shop.issues).toMatchObject([{ state: "open", body: expect.stringContaining("- line 1, column 1: mode must be one of off, report or pr") }]);
  acme.double.forget();
  expect(await acme.run("shop")).toMatchObject({ outcome: "stopped", notes: [] });
  expect(acme.double.mutations()).toEqual([]);
  await acme.change(shop, "main", { ".portcullis.yaml": "mode: pr\nlabel: x\n" });
  await acme.run("shop");
  expect(shop.issues).toMatchObject([{ state: "open", body: expect.stringContaining('- line 2, column 1: "label" is no setting') }]);
  await acme.change(shop, "main", { ".portcullis.yaml": "mode: pr\n" });
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 1 });
  expect(shop.issues).toMatchObject([{ state: "closed" }]);
  acme.double.forget();
  await acme.run("shop");
  expect(acme.double.mutations()).toEqual([]);
});

test.each([
  ["reads only", "mode: report\n", "done"],
  ["turns everything off", "mode: off\n", "skipped"],
  ["is taken away", null, "done"],
] as const)("the issue is closed, too, where the file that is valid %s", async (_, file, outcome) => {
  const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: often\n" });
  await acme.run("shop", { otherwise: "report" });
  await acme.change(shop, "main", { ".portcullis.yaml": file });
  const notes = ["The issue about .portcullis.yaml is closed."];
  expect(await acme.run("shop", { otherwise: "report" })).toMatchObject({ outcome, notes });
  expect(shop.issues).toMatchObject([{ state: "closed" }]);
  acme.double.forget();
  expect(await acme.run("shop", { otherwise: "report" })).toMatchObject({ outcome, notes: [] });
  expect(acme.double.mutations()).toEqual([]);
});

test("what the organisation turned off is asked for no issue", async () => {
  await acme.repository(".github", { ".portcullis.yaml": "mode: off\n" });
  const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: often\n" });
  await acme.run("shop");
  expect(shop.issues).toEqual([]);
});

test("who may not see issues is told nothing of them where nothing is to be written", async () => {
  await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: report\n" });
  acme.double.inject({ when: "before", operationId: "issues/list-for-repo", as: { status: 403, message: "Resource not accessible by integration" } });
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", notes: [] });
});

test.each([
  ["a folder", { ".portcullis.yaml/mode": "pr\n" }, "is a folder, not a file"],
  ["a submodule", { ".portcullis.yaml": { bytes: Buffer.from("1".repeat(40)), mode: "160000" } }, "is a submodule, not a file"],
  ["a link", { ".portcullis.yaml": { bytes: Buffer.from("README.md"), mode: "120000" } }, "is a link, which is not followed"],
] as const)("a configuration that is %s stops the repository, and says what it is", async (_, file, says) => {
  await acme.repository("shop", { ...program, ...file });
  expect(await acme.run("shop")).toMatchObject({ outcome: "stopped", reason: `.portcullis.yaml is not valid, line 1, column 1: ${says}.` });
});

test.each([
  ["a byte order mark", Buffer.from("\ufefflabels: [security]\r\n")],
  ["UTF-16, as PowerShell writes it", Buffer.from("\ufefflabels: [security]\r\n", "utf16le")],
] as const)("a configuration with %s is read", async (_, bytes) => {
  const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": { bytes } });
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 1 });
  expect(shop.pullRequests).toMatchObject([{ decoration: { labels: ["security"] } }]);
});

test.each([".portcullis.yml", "portcullis.yaml", ".github/.portcullis.yaml", ".Portcullis.yaml"])("%s is not read, which is said", async (name) => {
  await acme.repository("shop", { ...program, [name]: "mode: off\n" });
  const notes = [`${name} is not read: the file has to be called .portcullis.yaml, at the top of the repository.`];
  expect(await acme.run("shop", { isDry: true })).toMatchObject({ outcome: "done", notes });
});

test("an issue that a person closed is not opened again until it would say something else", async () => {
  const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: often\n" });
  await acme.run("shop");
  for (const issue of shop.issues) issue.state = "closed";
  await acme.run("shop");
  expect(shop.issues).toMatchObject([{ state: "closed" }]);
  await acme.change(shop, "main", { ".portcullis.yaml": "mode: never\nlabel: x\n" });
  await acme.run("shop");
  expect(shop.issues).toHaveLength(2);
});

test("where issues are disabled the run says so, and stops all the same", async () => {
  const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: often\n" });
  shop.hasIssues = false;
  expect(await acme.run("shop")).toMatchObject({ outcome: "stopped", notes: [expect.stringContaining("did not open an issue")] });
});

test("the organisation's preset holds where the repository says nothing", async () => {
  await acme.repository(".github", { ".portcullis.yaml": "mode: pr\nlabels: [security]\n" });
  const shop = await acme.repository("shop", program);
  expect(await acme.run("shop", { otherwise: "report" })).toMatchObject({ mode: "pr", opened: 1 });
  expect(shop.pullRequests[0]?.decoration.labels).toEqual(["security"]);
});

test("what a repository says in the place of the preset is said", async () => {
  await acme.repository(".github", { ".portcullis.yaml": 'policies: { no-public-icmp: mandatory }\ntrustedNetworks: ["192.175.48.0/29"]\n' });
  const own = 'mode: report\npolicies: { no-public-icmp: disabled }\ntrustedNetworks: ["192.31.196.0/24"]\n';
  await acme.repository("shop", { ...program, ".portcullis.yaml": own });
  const notes = [".portcullis.yaml takes the place of what the preset says of policies.no-public-icmp and trustedNetworks."];
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", notes });
});

test("a pull request cannot change the configuration that judges it: only the default branch counts", async () => {
  const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: report\n" });
  await acme.change(shop, "portcullis-yes", { ".portcullis.yaml": "mode: pr\n" });
  expect(await acme.run("shop")).toMatchObject({ mode: "report" });
});

describe("labels and people", () => {
  const configuration = "mode: pr\nlabels: [security]\nassignees: [ada]\nreviewers: [ada, acme/platform]\n";

  test("are given once: what somebody takes away stays away", async () => {
    const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": configuration });
    await acme.run("shop");
    const decoration = shop.pullRequests[0]?.decoration;
    expect(decoration).toMatchObject({ labels: ["security"], assignees: ["ada"], reviewers: ["ada"], teams: ["platform"] });
    decoration?.labels.splice(0);
    decoration?.reviewers.splice(0);
    acme.double.forget();
    await acme.run("shop");
    expect(acme.double.mutations()).toEqual([]);
  });

  test("are given by the next run where one was stopped before it did", async () => {
    const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": configuration });
    acme.double.inject({ when: "before", operationId: "issues/add-labels", as: { status: 403, message: "Resource not accessible by integration" } });
    await acme.run("shop");
    expect(shop.pullRequests[0]?.decoration.labels).toEqual([]);
    await acme.run("shop");
    expect(shop.pullRequests[0]?.decoration).toMatchObject({ labels: ["security"], reviewers: ["ada"] });
  });

  test("nobody is asked for a review of files that CODEOWNERS gives to somebody, whom GitHub asks", async () => {
    const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": configuration, ".github/CODEOWNERS": "*.ts @acme/infra\n" });
    await acme.run("shop");
    expect(shop.pullRequests[0]?.decoration).toMatchObject({ labels: ["security"], reviewers: [], teams: [] });
  });

  const cannot = "cannot be asked for a review: only collaborators can, and not for what they opened.";
  const impossible: readonly (readonly [string, string, object, readonly string[]])[] = [
    ["a reviewer who is no collaborator", "reviewers: [nobody, ada]", { reviewers: ["ada"] }, [`nobody ${cannot}`]],
    ["a reviewer who opened it", 'reviewers: ["portcullis[bot]", ada]', { reviewers: ["ada"] }, [`portcullis[bot] ${cannot}`]],
    ["somebody who cannot be assigned", "assignees: [nobody, ada]", { assignees: ["ada"] }, ["nobody cannot be assigned in this repository."]],
    [
      "a team without access, between one with it and a person,",
      "reviewers: [acme/guests, acme/platform, ada]",
      { reviewers: ["ada"], teams: ["platform"] },
      ["The team guests cannot be asked for a review: it has no access to this repository, or the token does not see it."],
    ],
    [
      "a team of another organisation, whose name one of this has,",
      "reviewers: [other/platform, ada]",
      { reviewers: ["ada"], teams: [] },
      ["The team other/platform cannot be asked for a review: it is of another organisation."],
    ],
    ["nobody who can be", "assignees: [nobody]", { assignees: [] }, ["nobody cannot be assigned in this repository."]],
  ];
  test.each(impossible)("%s is said, keeps nobody away, and is asked for in no run", async (_, people, given, reasons) => {
    const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": `mode: pr\n${people}\n` });
    for (const mutating of [true, false]) {
      acme.double.forget();
      const { outcome, projects } = await acme.run("shop");
      expect({ outcome, reasons: projects[0]?.pullRequests[0]?.reasons, mutating: acme.double.mutations().length > 0 }).toEqual({
        outcome: "done",
        reasons,
        mutating,
      });
      expect(acme.double.mutations().filter(({ operationId, status }) => Number(status) >= 400 && operationId !== "pulls/request-reviewers")).toEqual(
        [],
      );
      expect(shop.pullRequests).toMatchObject([{ decoration: given }]);
    }
  });
});

describe("limits", () => {
  test("open the worst first; what waits is in one issue, which is closed when nothing does", async () => {
    const files = { ...openProgram("a", { folder: "a" }), ...openProgram("b", { folder: "b" }), ...openProgram("c", { folder: "c" }) };
    const shop = await acme.repository("shop", { ...files, ".portcullis.yaml": "mode: pr\nlimits: { openPullRequests: 2 }\n" });
    const { projects, opened } = await acme.run("shop");
    expect({ opened, outcomes: projects.map(({ pullRequests }) => pullRequests[0]?.outcome) }).toEqual({
      opened: 2,
      outcomes: ["published", "published", "withheld"],
    });
    expect(shop.issues).toMatchObject([
      { state: "open", title: "Portcullis: pull requests that wait", body: expect.stringContaining("c/c: Repair 1") },
    ]);
    acme.double.forget();
    await acme.run("shop");
    expect(acme.double.mutations()).toEqual([]);
    await acme.change(shop, "main", { ".portcullis.yaml": "mode: pr\n" });
    await acme.run("shop");
    expect(shop.pullRequests).toHaveLength(3);
    expect(shop.issues).toMatchObject([{ state: "closed" }]);
  });

  test("ignored paths have no pull request, and an open one of theirs is left alone", async () => {
    const shop = await acme.repository("shop", openProgram("a", { folder: "examples/a" }));
    await acme.run("shop");
    await acme.change(shop, "main", { ".portcullis.yaml": "mode: pr\nignoredPaths: [examples/**]\n" });
    expect(await acme.run("shop")).toMatchObject({ projects: [], opened: 0 });
    expect(shop.pullRequests).toMatchObject([{ state: "open" }]);
  });

  test("draft: true makes every pull request a draft; where the host has none, that is said", async () => {
    const shop = await acme.repository("shop", { ...program, ".portcullis.yaml": "mode: pr\ndraft: true\n" });
    shop.allowsDrafts = false;
    expect(await acme.run("shop")).toMatchObject({ outcome: "failed", reason: expect.stringContaining("did not open a pull request") });
    shop.allowsDrafts = true;
    await acme.run("shop");
    expect(shop.pullRequests).toMatchObject([{ isDraft: true }]);
  });

  test("trusted networks count as trusted", async () => {
    const office = openProgram("shop", { block: "192.175.48.0/22" });
    await acme.repository("shop", { ...office, ".portcullis.yaml": "mode: report\ntrustedNetworks: [192.175.48.0/22]\n" });
    expect((await acme.run("shop")).projects).toMatchObject([{ problems: 0 }]);
  });
});
