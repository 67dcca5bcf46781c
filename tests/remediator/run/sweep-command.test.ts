import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Summary } from "@portcullis/remediator/run/summary";
import { openProgram, Organisation } from "../../github/organisation";
import { portcullis, scratch, type Ended } from "../../harness/command";

jest.setTimeout(120_000);

const { folder } = scratch("sweep");
const at = (name: string): string => path.join(folder, name);
let acme: Organisation;

beforeAll(async () => {
  acme = await Organisation.open();
  await acme.repository(".github", { ".portcullis.yaml": "mode: pr\n" });
  await acme.repository("shop", openProgram("shop", { folder: "infra" }));
  await acme.repository("bank", openProgram("bank"));
  await acme.repository("site", { "README.md": "# Site\n" });
  await acme.repository("quiet", { ...openProgram("quiet"), ".portcullis.yaml": "mode: off\n" });
  await acme.repository("broken", { ...openProgram("broken"), ".portcullis.yaml": "mode: [\n" });
  await acme.repository("empty");
  (await acme.repository("old", openProgram("old"))).isArchived = true;
  (await acme.repository("copy", openProgram("copy"))).isFork = true;
});
afterAll(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

function sweep(...args: readonly string[]): Promise<Ended> {
  acme.double.forget();
  const all = ["sweep", "--org", "acme", "--api-url", acme.double.url, "--login", acme.bot.account.login, ...args];
  return portcullis(all, { environment: { GITHUB_TOKEN: acme.bot.token } });
}

function summaryIn(file: string): Summary {
  return JSON.parse(readFileSync(at(file), "utf8")) as Summary;
}

const outcomesIn = (file: string): Record<string, string> =>
  Object.fromEntries(summaryIn(file).repositories.map(({ repository, outcome }) => [repository.replace("acme/", ""), outcome]));

const expected = {
  ".github": "done",
  bank: "done",
  broken: "stopped",
  copy: "skipped",
  empty: "skipped",
  old: "skipped",
  quiet: "skipped",
  shop: "done",
  site: "done",
};

test("a dry run reads everything and writes nothing", async () => {
  const { code, stdout, stderr } = await sweep("--summary", at("dry.json"), "--markdown", at("dry.md"), "--reports", at("reports/here"));
  expect({ code, stderr }).toEqual({ code: 2, stderr: "Nothing was written to the host. Run it again with --open to open what is shown.\n" });
  expect(outcomesIn("dry.json")).toEqual(expected);
  expect(acme.double.mutations()).toEqual([]);
  expect(stdout).toContain("    would be published (push, open) Repair 1 security group finding");
  expect(readFileSync(at("dry.md"), "utf8")).toContain(
    "9 repositories, 2 projects, 2 problems. 2 pull requests would be opened. A dry run: nothing was written.",
  );
});

test("the reports are those of a check, a page and SARIF for each repository with a program, and a page that leads to them", () => {
  const report = (name: string): string => readFileSync(at(`reports/here/${name}`), "utf8");
  const index = report("index.html");
  expect(index).toContain("<title>Portcullis: sweep of acme</title>");
  expect(index).toContain("9 repositories, 2 projects, 2 problems. 2 pull requests would be opened. A dry run: nothing was written.");
  expect([...new Set([...index.matchAll(/href="([^"]*)"/g)].map(([, address]) => address))]).toEqual(["acme/bank.html", "acme/shop.html"]);
  expect(index).toContain("<code>acme/broken</code>, stopped: .portcullis.yaml is not valid");
  expect(index).not.toContain("<script");
  expect(report("acme/shop.html")).toContain("infra/index.ts");
  const { version, runs } = JSON.parse(report("acme/shop.sarif")) as { version: string; runs: readonly { results: readonly unknown[] }[] };
  expect({ version, results: runs[0]?.results.length }).toMatchObject({ version: "2.1.0", results: expect.any(Number) });
  expect(JSON.stringify(runs)).toContain('"infra/index.ts"');
  expect(readdirSync(at("reports/here/acme")).sort()).toEqual(["bank.html", "bank.sarif", "shop.html", "shop.sarif"]);
});

test("a page of a summary that somebody else wrote does nothing but tell", async () => {
  const pull = {
    kind: "repair",
    outcome: "left",
    title: "x",
    number: 1,
    url: "javascript:alert(1)",
    changes: [],
    reasons: ["<img src=x onerror=alert(1)>"],
  };
  const project = {
    project: "</code><script>alert(1)</script>",
    problems: 1,
    advice: 0,
    repaired: 0,
    left: 1,
    whyLeft: ["\u001b[2J\u202e"],
    notRead: [],
  };
  const before = summaryIn("dry.json");
  const [first] = before.repositories;
  const hostile = { ...first, repository: "../../acme", projects: [{ ...project, pullRequests: [pull] }] };
  writeFileSync(at("hostile.json"), JSON.stringify({ ...before, organisation: "<b>acme</b>", ended: '"><script>', repositories: [hostile] }));
  const { code } = await portcullis(["sweep", "--join", at("hostile.json"), "--reports", at("hostile"), "--summary", at("hostile-joined.json")]);
  const page = readFileSync(at("hostile/index.html"), "utf8");
  expect(code).toBe(2);
  expect(page).not.toMatch(/<script|<img|<b>|javascript:|href=|[\u001b\u202e]/);
  expect(page).toContain("pull request 1");
});

test("the shards together do what one sweep does, and their summaries are joined; then everything is quiet", async () => {
  for (const index of [1, 2]) await sweep("--open", "--shard", `${index}/2`, "--summary", at(`shard-${index}.json`));
  const joined = await portcullis([
    "sweep",
    "--join",
    at("shard-1.json"),
    at("shard-2.json"),
    "--summary",
    at("all.json"),
    "--markdown",
    at("all.md"),
  ]);
  // One repository has a configuration that is not valid.
  expect({ code: joined.code, stderr: joined.stderr }).toEqual({ code: 2, stderr: "" });
  expect(outcomesIn("all.json")).toEqual(expected);
  expect(summaryIn("all.json").repositories.reduce((sum, { opened }) => sum + opened, 0)).toBe(2);
  expect(readFileSync(at("all.md"), "utf8")).toMatch(/\| `acme\/shop` \| `infra\/shop` \| 1 \| \d+ \| 1 \| 1 \| published \[#1\]/);

  await sweep("--open", "--summary", at("again.json"));
  expect(acme.double.mutations()).toEqual([]);
  expect(summaryIn("again.json").mutating).toBe(0);
});

/** What is asked of the API about a repository; a fetch by git counts for no limit. */
const askedAbout = (name: string): readonly string[] =>
  acme.double.requests.flatMap(({ path: asked, operationId }) =>
    asked.startsWith(`/repos/acme/${name}/`) || asked === `/repos/acme/${name}` ? [operationId] : [],
  );

test("a quiet repository costs few requests: the list of the organisation tells what it is", () => {
  const everywhere = ["repos/get-branch", "git/get-tree", "issues/list-for-repo"];
  expect(askedAbout("site")).toEqual([...everywhere, "git/list-matching-refs"]);
  expect(askedAbout("shop")).toEqual([...everywhere, "pulls/list", "git/list-matching-refs", "repos/compare-commits-with-basehead"]);
  expect(askedAbout("old")).toEqual([]);
});

test("a sweep goes on from a summary, and asks nothing about what is done", async () => {
  const before = summaryIn("again.json");
  writeFileSync(at("half.json"), JSON.stringify({ ...before, repositories: before.repositories.slice(0, 7) }));
  await sweep("--open", "--resume", at("half.json"), "--summary", at("half.json"));
  expect(outcomesIn("half.json")).toEqual(expected);
  expect(acme.double.requests.filter(({ path: asked }) => asked.startsWith("/repos/acme/bank"))).toEqual([]);
  expect(readdirSync(at(".")).filter((name) => name.startsWith(".portcullis-"))).toEqual([]);
});

test.each([
  [["--shard", "3/2"], '"3/2" is no shard: the second of four is 2/4.\n'],
  [["--resume", "nowhere.json"], /^The summary nowhere\.json cannot be read/],
  [["--most-failures", "0"], '"0" is not a number from 1.\n'],
  [["--summary", at("both"), "--markdown", at("./both")], `Two summaries cannot be written to one file: ${at("both")}.\n`],
  [["--join", "x.json"], "--join joins summaries and does nothing else: leave --org and --open out.\n"],
])("%j is one sentence", async (args, message) => {
  expect(await sweep(...args)).toMatchObject({ code: 2, stdout: "", stderr: typeof message === "string" ? message : expect.stringMatching(message) });
});
