import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { RepositoryResult } from "@portcullis/remediator/run/result";
import { resultMarkdown } from "@portcullis/remediator/run/summary-markdown";
import { openProgram, Organisation } from "../../github/organisation";
import type { HostedRepository, IssueState } from "../../github/state";

jest.setTimeout(120_000);

let acme: Organisation;
let shop: HostedRepository;
let now: number;

const [second, minute] = [1000, 60_000];

beforeEach(async () => {
  acme = await Organisation.open();
  now = Date.parse("2026-01-01T12:00:00Z");
  acme.double.now = () => new Date(now);
});

afterEach(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
const projects = (count: number): Readonly<Record<string, string>> =>
  Object.assign({}, ...names.slice(0, count).map((name) => openProgram(name, { folder: name }))) as Readonly<Record<string, string>>;
const limits = (said: string): Readonly<Record<string, string>> => ({ ".portcullis.yaml": `mode: pr\nlimits: { ${said} }\n` });

const outcomes = ({ projects: own }: RepositoryResult): string =>
  own.map(({ project, pullRequests }) => `${project.slice(-1)} ${pullRequests.map(({ outcome }) => outcome).join(" ")}`).join(", ");
const reasons = ({ projects: own }: RepositoryResult): readonly string[] => [
  ...new Set(own.flatMap(({ pullRequests }) => pullRequests.flatMap((pull) => pull.reasons))),
];
const asked = (): readonly string[] => acme.double.requests.map(({ operationId }) => operationId);
const issuesListed = (): number => asked().filter((operation) => operation === "issues/list-for-repo").length;
const ofThisHour = (most: number): string => `This hour's limit of new pull requests is reached: ${String(most)}, by limits.newPullRequestsPerHour.`;

async function patch(number: number, body: object): Promise<void> {
  expect(await acme.as(acme.person, "shop", "PATCH", `/pulls/${String(number)}`, body)).toMatchObject({ status: 200 });
}

test("an hour brings as many pull requests as one run does, however often it is run, and then as many again up to the limit of open ones", async () => {
  shop = await acme.repository("shop", projects(12));
  const first = await acme.run("shop");
  expect({ opened: first.opened, reasons: reasons(first) }).toEqual({ opened: 5, reasons: [ofThisHour(5)] });
  for (const passed of [second, 59 * minute + 58 * second]) {
    now += passed;
    acme.double.forget();
    const again = await acme.run("shop");
    expect({ opened: again.opened, reasons: reasons(again), mutations: acme.double.mutations() }).toEqual({
      opened: 0,
      reasons: [ofThisHour(5)],
      mutations: [],
    });
  }
  now += second;
  const later = await acme.run("shop");
  expect({ opened: later.opened, reasons: reasons(later) }).toEqual({
    opened: 5,
    reasons: ["The limit of open pull requests is reached: 10, by limits.openPullRequests."],
  });
  now += 2 * 60 * minute;
  acme.double.forget();
  expect(await acme.run("shop")).toMatchObject({ opened: 0 });
  expect(acme.double.mutations()).toEqual([]);
});

test("the worst comes first, and the issue says what waits and why", async () => {
  const redundant = openProgram("a", { folder: "a", block: "10.1.0.0/16" });
  shop = await acme.repository("shop", { ...redundant, ...openProgram("b", { folder: "b" }), ...limits("newPullRequestsPerHour: 1") });
  const result = await acme.run("shop");
  expect(outcomes(result)).toBe("a withheld, b published");
  expect(shop.issues).toMatchObject([{ state: "open", body: expect.stringContaining("This hour's limit of new pull requests is reached: 1") }]);
  expect(shop.issues[0]?.body).toMatch(/is reached: 1, by .*\n\n- a\/a: /);
  expect(resultMarkdown(result)).toContain("This hour's limit of new pull requests is reached: 1");
  now += 60 * minute;
  expect(outcomes(await acme.run("shop"))).toBe("a published, b unchanged");
  expect(shop.issues).toMatchObject([{ state: "closed" }]);
});

test("a dry run says what the hour lets through", async () => {
  await acme.repository("shop", { ...projects(3), ...limits("newPullRequestsPerHour: 2") });
  const result = await acme.run("shop", { isDry: true });
  expect({ opened: result.opened, outcomes: outcomes(result) }).toEqual({ opened: 2, outcomes: "a published, b published, c withheld" });
  expect(acme.double.mutations()).toEqual([]);
});

describe("what counts", () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ["one that a person closed", () => patch(1, { state: "closed" }), "a left, b withheld"],
    ["one that was merged", () => acme.as(acme.person, "shop", "PUT", "/pulls/1/merge", { merge_method: "squash" }), "a , b withheld"],
    [
      "one that was taken back",
      async () => {
        await acme.change(shop, "main", { "a/index.ts": "export {};\n" });
        await acme.run("shop");
      },
      "a , b withheld",
    ],
    ["one from the host's future, where its clock is before ours", () => Promise.resolve((now -= 10 * minute)), "a unchanged, b withheld"],
    ["none of an hour ago", () => Promise.resolve((now += 60 * minute)), "a unchanged, b published"],
    [
      "none of another account",
      async () => {
        now += 60 * minute;
        const [own] = shop.pullRequests;
        if (own !== undefined)
          shop.pullRequests.push({ ...own, number: 9, createdAt: "2026-01-01T12:59:00Z", author: acme.person.account, branch: "x" });
        await shop.git.git(["branch", "x", "main"]);
      },
      "a unchanged, b published",
    ],
    [
      "none that the same account opened for somebody else",
      async () => {
        now += 60 * minute;
        const [own] = shop.pullRequests;
        if (own !== undefined) shop.pullRequests.push({ ...own, number: 9, createdAt: "2026-01-01T12:59:00Z", body: "A new version", branch: "x" });
        await shop.git.git(["branch", "x", "main"]);
      },
      "a unchanged, b published",
    ],
  ];

  test.each(cases)("%s", async (_, happens, then) => {
    shop = await acme.repository("shop", { ...projects(2), ...limits("newPullRequestsPerHour: 1") });
    expect(outcomes(await acme.run("shop"))).toBe("a published, b withheld");
    await happens();
    expect(outcomes(await acme.run("shop"))).toBe(then);
  });

  test("a draft", async () => {
    shop = await acme.repository("shop", { ...projects(2), ".portcullis.yaml": "mode: pr\ndraft: true\nlimits: { newPullRequestsPerHour: 1 }\n" });
    for (const then of ["a published, b withheld", "a unchanged, b withheld"]) expect(outcomes(await acme.run("shop"))).toBe(then);
    expect(shop.pullRequests).toMatchObject([{ isDraft: true }]);
  });
});

describe("the hour holds back nothing else:", () => {
  test("a pull request for another set of findings takes the place of an open one", async () => {
    shop = await acme.repository("shop", { ...projects(1), ...limits("newPullRequestsPerHour: 1") });
    await acme.run("shop");
    await acme.change(shop, "main", openProgram("a", { folder: "a", group: "api" }));
    expect(outcomes(await acme.run("shop"))).toBe("a published");
    expect(shop.pullRequests.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test("one that a run took back is opened again where its branch is there again", async () => {
    shop = await acme.repository("shop", { ...projects(1), ...limits("newPullRequestsPerHour: 1") });
    await acme.run("shop");
    const [{ ref, sha } = { ref: "", sha: "" }] = await shop.git.refs("refs/heads/portcullis/");
    await acme.change(shop, "main", { "a/index.ts": "export {};\n" });
    await acme.run("shop");
    await shop.git.git(["update-ref", ref, sha]);
    await acme.change(shop, "main", projects(1));
    expect(outcomes(await acme.run("shop"))).toBe("a published");
    expect(shop.pullRequests).toMatchObject([{ state: "open" }]);
  });
});

describe("what is asked", () => {
  const others = (count: number, createdAt: string): readonly IssueState[] =>
    Array.from({ length: count }, (_, index) => ({
      number: 100 + index,
      createdAt,
      author: acme.bot.account,
      title: "Another workflow's",
      body: "",
      state: "closed",
    }));

  test("nothing more where nothing would be opened", async () => {
    shop = await acme.repository("shop", projects(2));
    await acme.run("shop");
    acme.double.forget();
    await acme.run("shop");
    expect({ issuesListed: issuesListed(), mutations: acme.double.mutations() }).toEqual({ issuesListed: 1, mutations: [] });
    await patch(1, { state: "closed" });
    acme.double.forget();
    await acme.run("shop");
    expect(issuesListed()).toBe(1);
  });

  test("one page where what follows is older, and all that are of the hour", async () => {
    shop = await acme.repository("shop", { ...projects(2), ...limits("newPullRequestsPerHour: 1") });
    await acme.run("shop");
    shop.issues.push(...others(350, "2026-01-01T11:00:00Z"));
    acme.double.forget();
    expect(outcomes(await acme.run("shop"))).toBe("a unchanged, b withheld");
    expect(asked().filter((operation) => operation === "issues/list-for-repo")).toHaveLength(2);
  });

  test("a host that does not say what was opened lately opens nothing, and the next run goes on", async () => {
    shop = await acme.repository("shop", projects(1));
    const restore = await acme.double.save();
    await acme.run("shop");
    const places = acme.double.requests.flatMap(({ operationId }, at) => (operationId === "issues/list-for-repo" ? [at] : []));
    await restore();
    acme.double.inject({ when: "before", request: places[1] ?? -1, as: { status: 403, message: "Resource not accessible by integration" } });
    expect(await acme.run("shop")).toMatchObject({ outcome: "failed", reason: expect.stringContaining("did not list the newest issues") });
    expect(acme.double.mutations()).toEqual([]);
    expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 1 });
  });
});
