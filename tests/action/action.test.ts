import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { parse } from "yaml";
import { annotation, logLine } from "@portcullis/remediator/action/commands";
import { stateOf } from "../github/converging";
import { killedAnywhere } from "../github/killed";
import { openProgram, Organisation } from "../github/organisation";
import type { HostedRepository } from "../github/state";

jest.setTimeout(process.env.SOAK === undefined ? 120_000 : 1_200_000);

const root = path.resolve(__dirname, "..", "..");
const manifest = parse(readFileSync(path.join(root, "action.yml"), "utf8")) as {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
};

/** Outside of the project: the bundle has nothing but itself. */
const folder = mkdtempSync(path.join(tmpdir(), "portcullis-action-"));
const entry = path.join(folder, path.basename(manifest.runs.main));
let acme: Organisation;
let shop: HostedRepository;
let base = "";
let steps = 0;

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(root, "scripts", "bundle.mjs"), folder]);
  acme = await Organisation.open({ isApp: false });
  shop = await acme.repository("shop", { ...openProgram("shop", { folder: "infra" }), ...openProgram("bank", { folder: "bank", group: "vault" }) });
  base = (await shop.git.head("main")) ?? "";
});
afterAll(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  rmSync(folder, { recursive: true, force: true });
  expect(violations).toEqual([]);
});

interface Step {
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

interface StepOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** What the event says; a pull request's, that it is to be merged into the base. */
  readonly payload?: unknown;
  /** Where actions/checkout puts the repository, below the workspace. */
  readonly below?: string;
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the action as a runner does: inputs and files by the environment, a shallow checkout of the pull request's commit. */
async function step(
  event: string,
  sha: string,
  inputs: Readonly<Record<string, string>> = {},
  { environment = {}, payload = event === "pull_request" ? { pull_request: { base: { sha: base } } } : {}, below = "", started }: StepOptions = {},
): Promise<Step> {
  const place = path.join(folder, `step-${++steps}`);
  const workspace = path.join(place, "workspace");
  const checkout = path.join(workspace, below);
  mkdirSync(checkout, { recursive: true });
  execFileSync("git", ["init", "--quiet", checkout]);
  execFileSync("git", ["-C", checkout, "fetch", "--quiet", "--depth=1", shop.git.path, sha]);
  execFileSync("git", ["-C", checkout, "checkout", "--quiet", "--detach", sha]);
  const files = { summary: path.join(place, "summary.md"), outputs: path.join(place, "outputs"), event: path.join(place, "event.json") };
  writeFileSync(files.event, JSON.stringify(payload));
  const given = { token: acme.bot.token, ...inputs };
  const all = Object.entries(manifest.inputs).map(
    ([name, { default: otherwise }]) => [name, name in given ? given[name as keyof typeof given] : otherwise] as const,
  );
  const child = spawn(process.execPath, [entry], {
    cwd: workspace,
    env: {
      PATH: process.env.PATH,
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: acme.double.url,
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_WORKSPACE: workspace,
      GITHUB_SHA: sha,
      GITHUB_REF: "refs/pull/1/merge",
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_OUTPUT: files.outputs,
      RUNNER_TEMP: place,
      ...Object.fromEntries(all.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...environment,
    },
  });
  started?.(child);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? -1)));
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
  const outputs = Object.fromEntries(
    read(files.outputs)
      .trim()
      .split("\n")
      .map((line) => line.split("=") as [string, string]),
  );
  return { code, log: Buffer.concat(chunks).toString("utf8"), summary: read(files.summary), outputs };
}

test("a pull request that changes nothing about the groups has nothing new, and does not fail", async () => {
  const sha = await acme.change(shop, "readme", { "infra/README.md": "# Infra\n" });
  const { code, log, summary, outputs } = await step("pull_request", sha);
  expect({ code, log }).toEqual({ code: 0, log: "0 new problems, 2 in all.\n" });
  expect(outputs).toMatchObject({ problems: "2", new: "0" });
  expect(summary).toContain("What is new against the base branch.");
});

test("one that opens a group fails, with the line, the summary and the results for code scanning", async () => {
  const text = openProgram("shop")["index.ts"]?.replace("fromPort: 22, toPort: 22", "fromPort: 22, toPort: 3389") ?? "";
  const sha = await acme.change(shop, "wider", { "infra/index.ts": text });
  const { code, log, summary, outputs } = await step("pull_request", sha, { "upload-sarif": "true" });
  expect(log).toMatch(/^::error file=infra\/index\.ts,line=6,endLine=6,title=no-public-[a-z-]+::web opens /m);
  expect(log).not.toContain("bank/");
  expect({ code, new: outputs.new }).toEqual({ code: 1, new: expect.stringMatching(/^[1-9]/) });
  expect(summary).toContain("`infra/index.ts:6`");
  const [analysis] = shop.analyses;
  expect({ ...analysis, sarif: "" }).toEqual({ commit: sha, ref: "refs/pull/1/merge", sarif: "" });
  const sarif = JSON.parse(gunzipSync(Buffer.from(analysis?.sarif ?? "", "base64")).toString("utf8")) as { readonly version: string };
  expect(sarif.version).toBe("2.1.0");
  expect(await step("pull_request", sha, { "fail-on": "never" })).toMatchObject({ code: 0 });
  expect(await step("pull_request", base, { "fail-on": "all" })).toMatchObject({ code: 1 });
});

test("a pull request that makes the configuration invalid is told, before it stops the repository", async () => {
  const sha = await acme.change(shop, "typo", { ".portcullis.yaml": "mode: pr\nlabel: x\n" });
  const { code, log } = await step("pull_request", sha);
  const warning = `::warning file=.portcullis.yaml,line=2,title=Portcullis::.portcullis.yaml would not be valid, so that nothing of this repository would be read or repaired, line 2, column 1: "label" is no setting.\n`;
  expect({ code, log }).toEqual({ code: 0, log: `${warning}0 new problems, 2 in all.\n` });
});

test("where code scanning is not to be had, a warning says so", async () => {
  acme.double.inject({
    when: "before",
    operationId: "code-scanning/upload-sarif",
    as: { status: 403, message: "Advanced Security must be enabled" },
  });
  const { code, log } = await step("pull_request", base, { "upload-sarif": "true" });
  expect({ code, log }).toEqual({ code: 0, log: expect.stringContaining("::warning title=Portcullis::The results are not in code scanning.") });
});

describe("a pull request of a fork, whose token may only read,", () => {
  /** As GitHub makes it for a fork: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request */
  async function fromFork(files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>>, isMerged = true): Promise<Step> {
    const workflow = acme.double.account("github-actions[bot]", { isApp: true });
    shop.access.set(workflow.account.login, "read");
    const head = await acme.change(shop, `fork-${steps}`, files);
    await shop.git.git(["update-ref", "refs/pull/7/head", head]);
    await shop.git.git(["update-ref", "-d", `refs/heads/fork-${steps}`]);
    acme.double.forget();
    const payload = {
      pull_request: { base: { sha: base, repo: { full_name: "acme/shop" } }, head: { sha: head, repo: { full_name: "mallory/shop", fork: true } } },
    };
    const sha = isMerged ? await merged(base, head) : head;
    const done = await step("pull_request", sha, { token: workflow.token, ...inputs }, { payload });
    expect(acme.double.mutations().filter(({ status }) => status !== 403)).toEqual([]);
    expect(done.log).not.toContain(workflow.token);
    return done;
  }

  test.each([
    ["as GitHub merges it", true],
    ["as it was pushed", false],
  ])("is annotated and summarised, and fails by what is new: %s", async (_, isMerged) => {
    const { code, log, summary, outputs } = await fromFork(opensSsh, {}, isMerged);
    expect({ code, log }).toEqual({
      code: 1,
      log: expect.stringMatching(/^::error file=new\/index\.ts,line=6,endLine=6,title=no-public-[a-z-]+::.*\n1 new problem, 3 in all\.\n$/),
    });
    expect(summary).toContain("`new/index.ts:6`");
    expect({ ...outputs, isSarif: existsSync(outputs.sarif ?? "") }).toMatchObject({ problems: "3", new: "1", isSarif: true });
  });

  test("is told that code scanning does not take its results, and does not fail of that", async () => {
    const inputs = { "upload-sarif": "true" };
    const { code, log, summary } = await fromFork({ "infra/README.md": "# Infra\n" }, inputs);
    expect({ code, log }).toEqual({
      code: 0,
      log: expect.stringMatching(/^::warning title=Portcullis::The results are not in code scanning\. .*\n0 new problems, 2 in all\.\n$/),
    });
    expect(summary).toContain("What is new against the base branch.");
    expect(await fromFork(opensSsh, inputs)).toMatchObject({ code: 1, outputs: { new: "1" }, summary: expect.stringContaining("`new/index.ts:6`") });
  });

  test("does not change by what it is judged either", async () => {
    expect(await fromFork({ ...opensSsh, ".portcullis.yaml": "mode: off\n" }, {})).toMatchObject({ code: 1, outputs: { new: "1" } });
  });

  test("is told where its workflow gives it a secret, which it does not get", async () => {
    const { code, log } = await fromFork(opensSsh, { token: "" });
    expect({ code, log }).toEqual({
      code: 2,
      log: expect.stringMatching(/^::error title=Portcullis::A token is needed: the input token is empty.*secrets.*\n$/),
    });
  });
});

test("a pull request does not change by what it is judged", async () => {
  const sha = await acme.change(shop, "silence", {
    ".portcullis.yaml": "mode: off\n",
    "new/Pulumi.yaml": "name: new\nruntime: nodejs\n",
    "new/index.ts": openProgram("x")["index.ts"] ?? "",
  });
  expect(await step("pull_request", sha)).toMatchObject({ code: 1, outputs: { new: "1" } });
});

const opensSsh = { "new/Pulumi.yaml": "name: new\nruntime: nodejs\n", "new/index.ts": openProgram("x", { group: "fresh" })["index.ts"] ?? "" };

/** A commit that merges one into another, as GitHub makes it for a pull request. */
async function merged(onto: string, head: string): Promise<string> {
  const { git } = shop;
  const tree = (await git.merge(onto, head)) ?? "";
  const author = { name: "GitHub", email: "noreply@github.com" };
  const commit = await git.writeCommit({ tree, parents: [onto, head], message: "Merge", author, committer: author });
  await git.git(["update-ref", `refs/heads/merge-${commit}`, commit]);
  return commit;
}

test("projects of one name in two folders have results of their own in code scanning", async () => {
  const sha = await acme.change(shop, "twin", openProgram("shop", { folder: "twin", group: "twin" }));
  const { log } = await step("pull_request", sha, { "upload-sarif": "true" });
  expect(log).not.toContain("code scanning");
  expect(log).toContain("1 new problem in what was checked, 3 in all.");
});

describe("new is what the pull request brings:", () => {
  const feature = (): Promise<string> => acme.change(shop, "feature", { "infra/notes.md": "x\n" });

  test("not what others brought to the base branch since the event", async () => {
    const head = await feature();
    const moved = await acme.change(shop, "moved", opensSsh);
    const payload = { pull_request: { base: { sha: base }, head: { sha: head } } };
    expect(await step("pull_request", await merged(moved, head), {}, { payload })).toMatchObject({ code: 0, outputs: { problems: "3", new: "0" } });
    const bad = await acme.change(shop, "bad", opensSsh);
    const own = { pull_request: { base: { sha: base }, head: { sha: bad } } };
    expect(await step("pull_request", await merged(base, bad), {}, { payload: own })).toMatchObject({ code: 1, outputs: { new: "1" } });
  });

  test("not what was repaired on the base branch since, where the pull request's own commit is checked out", async () => {
    const head = await feature();
    const repaired = await acme.change(shop, "repaired", { "infra/index.ts": "export {};\n" });
    const payload = { pull_request: { base: { sha: repaired }, head: { sha: head } } };
    expect(await step("pull_request", head, {}, { payload })).toMatchObject({ code: 0, outputs: { new: "0" } });
  });

  test("not a project's problems in another folder, and nothing is drawn of it", async () => {
    const away = { "infra/Pulumi.yaml": null, "infra/index.ts": null };
    const sha = await acme.change(shop, "away", { ...away, ...openProgram("shop", { folder: "deploy" }) });
    const { code, summary, outputs } = await step("pull_request", sha);
    expect({ code, new: outputs.new }).toEqual({ code: 0, new: "0" });
    expect(summary).not.toContain("mermaid");
  });

  test("in a merge queue, where nothing is written either", async () => {
    acme.double.forget();
    const sha = await acme.change(shop, "queue", opensSsh);
    const payload = { merge_group: { base_sha: base, head_sha: sha } };
    expect(await step("merge_group", sha, {}, { payload })).toMatchObject({ code: 1, outputs: { new: "1" } });
    expect(await step("merge_group", base, {}, { payload: { merge_group: { base_sha: base, head_sha: base } } })).toMatchObject({ code: 0 });
    expect(acme.double.mutations()).toEqual([]);
  });

  test("in a checkout below the workspace, whose lines are those of the repository", async () => {
    const sha = await acme.change(shop, "below", opensSsh);
    const { code, log } = await step("pull_request", sha, { path: "src/shop", "upload-sarif": "True" }, { below: "src/shop" });
    expect({ code, log }).toEqual({ code: 1, log: expect.stringMatching(/^::error file=new\/index\.ts,line=6,/) });
  });
});

test("who is to be told of everything is told of what the base branch has, too", async () => {
  const { code, log, summary } = await step("pull_request", base, { "fail-on": "all" });
  expect({ code, log }).toEqual({ code: 1, log: expect.stringMatching(/^::error file=bank\/index\.ts.*\n::error file=infra\/index\.ts/) });
  expect(summary).toContain("`infra/index.ts:6`");
});

test("a program that is not read any more is a warning, and is not drawn as closed", async () => {
  const sha = await acme.change(shop, "broken", { "infra/index.ts": "const = ;;; {{{" });
  const { code, log, summary } = await step("pull_request", sha);
  const warning =
    "::warning file=infra/index.ts,line=1,title=not checked::Not checked in shop, and may hide problems: infra/index.ts:1: does not parse.\n";
  expect({ code, log }).toEqual({ code: 0, log: `${warning}0 new problems in what was checked, 1 in all.\n` });
  expect(summary).not.toContain("mermaid");
});

test("a pull request that takes the last program away has no problem", async () => {
  const names = ["infra", "bank"].flatMap((name) => [`${name}/Pulumi.yaml`, `${name}/index.ts`]);
  const sha = await acme.change(shop, "nothing", Object.fromEntries(names.map((name) => [name, null])));
  const outputs = { problems: "0", new: "0" };
  expect(await step("pull_request", sha)).toMatchObject({ code: 0, outputs, summary: "There is no Pulumi program here.\n" });
});

test("a schedule that is killed at a write leaves nothing that the next one does not finish", async () => {
  await killedAnywhere(acme, (started) => step("schedule", base, {}, started === undefined ? {} : { started }), {
    state: () => stateOf(shop),
    every: 9,
    looksAt: ({ code, log }) => {
      expect(code).toBe(-1);
      expect(log).not.toContain(acme.bot.token);
    },
  });
});

test("on a schedule it opens the fixes, once", async () => {
  const first = await step("schedule", base);
  expect(first).toMatchObject({ code: 0, log: expect.stringContaining("published (push, open)") });
  expect(first.summary).toContain("1 repository, 2 projects, 2 problems. 2 pull requests opened.");
  expect(first.summary).toMatch(/\| `acme\/shop` \| `infra\/shop` \|.* \| published \[#\d\]\(http/);
  expect(shop.pullRequests.map(({ state }) => state)).toEqual(["open", "open"]);
  acme.double.forget();
  expect(await step("schedule", base)).toMatchObject({ code: 0 });
  expect(acme.double.mutations()).toEqual([]);
});

test.each(["push", "workflow_dispatch"])("on %s it does what it does on a schedule", async (event) => {
  const files = openProgram("again", { group: event.replaceAll("_", "-") });
  const other = await acme.repository(event, files);
  const sha = (await other.git.head("main")) ?? "";
  const environment = { GITHUB_REPOSITORY: `acme/${event}`, GITHUB_REF: "refs/heads/main" };
  const payload = event === "push" ? { ref: "refs/heads/main", after: sha } : { inputs: null, ref: "refs/heads/main" };
  const opens = (inputs: Readonly<Record<string, string>> = {}): Promise<Step> => step(event, base, inputs, { environment, payload });
  expect(await opens({ mode: "report" })).toMatchObject({ code: 0, log: expect.stringContaining("mode report") });
  expect(other.pullRequests).toEqual([]);
  expect(await opens()).toMatchObject({
    code: 0,
    log: expect.stringContaining("published (push, open)"),
    summary: expect.stringContaining("1 pull request opened."),
  });
  expect(other.pullRequests.map(({ state }) => state)).toEqual(["open"]);
  acme.double.forget();
  expect(await opens()).toMatchObject({ code: 0 });
  expect(acme.double.mutations()).toEqual([]);
  // A branch that is no default one, a tag, and what the bot pushed itself: it is the default branch that counts.
  for (const GITHUB_REF of [`refs/heads/${other.pullRequests[0]?.branch ?? ""}`, "refs/tags/v1"])
    expect(await step(event, base, {}, { environment: { ...environment, GITHUB_REF }, payload })).toMatchObject({ code: 0 });
  expect(acme.double.mutations()).toEqual([]);
});

const notAccepted = "the token is not accepted";

describe("what is wrong is an annotation, and the step fails", () => {
  test.each([
    ["an input", { "fail-on": "sometimes" }, {}, "The input fail-on is "],
    ["no token", { token: "" }, {}, "A token is needed"],
    ["a token that is not accepted", { token: "ghp_wrong" }, {}, notAccepted],
    ["no repository", {}, { GITHUB_REPOSITORY: "" }, "This is the entry of a GitHub Action"],
    ["a repository with more than a name", {}, { GITHUB_REPOSITORY: "acme/shop/x" }, "GITHUB_REPOSITORY has to be OWNER/NAME"],
    ["a workspace that is not there", {}, { GITHUB_WORKSPACE: "/no/such/folder" }, "The folder /no/such/folder is not there."],
    ["a folder for files that is not there", {}, { RUNNER_TEMP: "/no/such/folder" }, "The folder /no/such/folder is not there."],
    ["a summary in no folder", {}, { GITHUB_STEP_SUMMARY: "/no/such/summary" }, "/no/such/summary cannot be written: its folder is not there."],
    ["outputs in no folder", {}, { GITHUB_OUTPUT: "/no/such/outputs" }, "/no/such/outputs cannot be written: its folder is not there."],
  ])("%s", async (_, inputs, environment, reason) => {
    acme.double.forget();
    // Git says in its own words that it does not take a token.
    for (const event of reason === notAccepted ? ["schedule"] : ["schedule", "pull_request"]) {
      const { code, log } = await step(event, base, inputs, { environment });
      expect({ code, log }).toEqual({ code: 2, log: expect.stringMatching(/^::error title=Portcullis::.*\n$/) });
      expect(log).toContain(reason);
    }
    expect(acme.double.mutations()).toEqual([]);
  });

  test("a configuration that is no file", async () => {
    const odd = await acme.change(shop, "odd", { ".portcullis.yaml/mode.yaml": "mode: pr\n" });
    const { code, log } = await step("pull_request", base, {}, { payload: { pull_request: { base: { sha: odd } } } });
    const says =
      "::warning title=Portcullis::.portcullis.yaml of the base branch is not valid, and does not count, line 1, column 1: is a folder, not a file.\n";
    expect({ code, log }).toEqual({ code: 0, log: expect.stringContaining(says) });
  });

  test("a configuration that is not valid, and stays so", async () => {
    const bad = await acme.change(shop, "bad-file", { ".portcullis.yaml": "mode: pr\nlabel: x\n" });
    const { code, log } = await step("pull_request", bad, {}, { payload: { pull_request: { base: { sha: bad } } } });
    expect({ code, log }).toEqual({
      code: 2,
      log: '::error title=Portcullis::.portcullis.yaml is not valid, line 2, column 1: "label" is no setting.\n',
    });
  });

  // Whoever is not compared would be judged by a configuration of their own.
  test.each([
    ["names no base", { payload: { pull_request: {} } }],
    ["is not there", { environment: { GITHUB_EVENT_PATH: "/no/such/event" } }],
  ])("an event that %s", async (_, options) => {
    for (const event of ["pull_request", "merge_group"]) {
      const { code, log } = await step(event, base, {}, options);
      expect({ code, log }).toEqual({
        code: 2,
        log: expect.stringContaining("The event does not name the commit that this is to be compared with."),
      });
    }
  });

  test("a checkout below the workspace that nobody named, one that is not there, and one outside", async () => {
    const { code, log } = await step("pull_request", base, {}, { below: "src" });
    expect({ code, log }).toEqual({ code: 2, log: expect.stringContaining("Give this step the same input, path: src.") });
    expect(await step("pull_request", base, { path: "none" })).toMatchObject({
      code: 2,
      log: expect.stringContaining("/workspace/none is not there."),
    });
    for (const outside of ["..", "a/../..", "/etc"])
      expect(await step("pull_request", base, { path: outside })).toMatchObject({
        code: 2,
        log: expect.stringContaining("which leads out of the workspace"),
      });
  });

  test("a pull request that nobody checked out", async () => {
    const empty = path.join(folder, "empty");
    mkdirSync(empty);
    const { code, log } = await step("pull_request", base, {}, { environment: { GITHUB_WORKSPACE: empty } });
    expect({ code, log }).toEqual({ code: 2, log: expect.stringContaining("::error title=Portcullis::Nothing is checked out") });
  });

  test("pull_request_target", async () => {
    expect(await step("pull_request_target", base)).toMatchObject({ code: 2, log: expect.stringContaining("Use pull_request.") });
  });
});

describe("text has no command of its own", () => {
  test.each([
    ["a line in a message", annotation("error", {}, "t", "a\n::warning::b"), "::error title=t::a"],
    ["a property in a name", annotation("error", { file: "a,line=9:b" }, "t", "m"), "::error file=a%2Cline=9%3Ab,title=t::m\n"],
    ["a percent sign", annotation("error", {}, "t", "100%0A"), "::error title=t::100%250A\n"],
    ["a line of the log that is set in", logLine("  ::add-mask::x"), "  \u200b::add-mask::x\n"],
    ["a line of the log", logLine("::add-mask::x"), "\u200b::add-mask::x\n"],
    ["an older command in the log", logLine("##[group]x"), "\u200b##[group]x\n"],
  ])("%s", (_, text, expected) => {
    expect(text.startsWith(expected)).toBe(true);
    expect(text.trimEnd()).not.toContain("\n");
  });
});
