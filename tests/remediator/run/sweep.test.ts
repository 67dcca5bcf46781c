import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { RepositoryResult } from "@portcullis/remediator/run/result";
import { isWhole, joined, parseSummary, type Summary } from "@portcullis/remediator/run/summary";
import { resultMarkdown, summaryMarkdown } from "@portcullis/remediator/run/summary-markdown";
import { resultText } from "@portcullis/remediator/run/text";
import { shardOf, sweep, type SweepContext } from "@portcullis/remediator/run/sweep";

const listed = (name: string, more: object = {}) => ({
  ...{ owner: "acme", name, defaultBranch: "main", isArchived: false, isDisabled: false, isFork: false },
  ...more,
});

function result(name: string, change: Partial<RepositoryResult> = {}): RepositoryResult {
  return { repository: `acme/${name}`, outcome: "done", projects: [], notes: [], opened: 0, ...change };
}

function swept(change: Partial<SweepContext>): Promise<Summary> {
  return sweep({
    organisation: "acme",
    repositories: ["a", "b", "c", "d", "e"].map((name) => listed(name)),
    shard: { index: 1, of: 1 },
    isOpen: true,
    breaker: { failures: 2, pullRequests: 10 },
    before: [],
    run: ({ name }) => Promise.resolve(result(name)),
    counts: () => ({ requests: 1, mutating: 0 }),
    done: () => undefined,
    ...change,
  });
}

const outcomes = ({ repositories }: Summary): readonly string[] => repositories.map(({ repository, outcome }) => `${repository} ${outcome}`);

describe("a sweep", () => {
  test("leaves out what is archived, disabled or a fork, and says so", async () => {
    const repositories = [listed("a", { isArchived: true }), listed("b", { isDisabled: true }), listed("c", { isFork: true }), listed("d")];
    const summary = await swept({ repositories });
    expect(outcomes(summary)).toEqual(["acme/a skipped", "acme/b skipped", "acme/c skipped", "acme/d done"]);
    expect(summary.repositories.map(({ reason }) => reason)).toEqual(["It is archived.", "It is disabled.", "It is a fork.", undefined]);
    expect(isWhole(summary)).toBe(true);
  });

  test("has one turn for a repository that is listed twice", async () => {
    const repositories = ["b", "a", "B", "a"].map((name) => listed(name));
    expect(outcomes(await swept({ repositories }))).toEqual(["acme/B done", "acme/a done"]);
  });

  test("asks nothing about what has a name that no repository has, and goes on", async () => {
    const asked: string[] = [];
    const names = ["..", ".", "", "../../x", "a/b", "a b", "a\u0000", "%2e%2e", "d"];
    const summary = await swept({
      repositories: [...names.map((name) => listed(name)), listed("e", { owner: ".." })],
      breaker: { failures: 100, pullRequests: 10 },
      run: ({ name }) => (asked.push(name), Promise.resolve(result(name))),
    });
    expect(asked).toEqual(["d"]);
    expect(summary.repositories.filter(({ outcome }) => outcome === "failed").map(({ reason }) => reason)).toEqual(
      Array<string>(9).fill("The host lists it under a name that no repository has."),
    );
  });

  test("goes on where one repository fails, whichever way", async () => {
    const summary = await swept({
      run: ({ name }) => {
        if (name === "b") throw new Error("a bug");
        return Promise.resolve(result(name, name === "d" ? { outcome: "failed", reason: "No answer." } : {}));
      },
    });
    expect(outcomes(summary)).toEqual(["acme/a done", "acme/b failed", "acme/c done", "acme/d failed", "acme/e done"]);
    expect(isWhole(summary)).toBe(false);
  });

  test("ends itself after failures one after the other, and names what it did not reach", async () => {
    const summary = await swept({ run: ({ name }) => Promise.resolve(result(name, { outcome: "failed", reason: "No answer." })) });
    expect(outcomes(summary)).toEqual(["acme/a failed", "acme/b failed"]);
    expect(summary).toMatchObject({ ended: "It ended itself after 2 failures one after the other.", notReached: ["acme/c", "acme/d", "acme/e"] });
  });

  test("ends itself after so many pull requests, and tells each repository how many it may still open", async () => {
    const allowed: number[] = [];
    const summary = await swept({
      breaker: { failures: 2, pullRequests: 3 },
      run: ({ name }, mayOpen) => {
        allowed.push(mayOpen);
        return Promise.resolve(result(name, { opened: 2 }));
      },
    });
    expect({ allowed, ended: summary.ended }).toEqual({ allowed: [3, 1], ended: "It ended itself after 4 pull requests were opened." });
  });

  test("goes on from what another one did; what failed then has another turn", async () => {
    const done: string[] = [];
    const before = [result("A"), result("b", { outcome: "failed" })];
    await swept({ before, run: ({ name }) => (done.push(name), Promise.resolve(result(name))) });
    expect(done).toEqual(["b", "c", "d", "e"]);
  });

  test("tells what it did after each repository, so that one that is stopped has a summary", async () => {
    const sofar: number[] = [];
    await swept({ done: (_, { repositories, notReached }) => void sofar.push(repositories.length, notReached.length) });
    expect(sofar).toEqual([1, 4, 2, 3, 3, 2, 4, 1, 5, 0]);
  });
});

test("every repository is in exactly one shard, whatever others there are", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[\w.-]{1,30}$/), { maxLength: 50 }), fc.integer({ min: 1, max: 20 }), (names, of) => {
      for (const name of names)
        expect([shardOf(name, of) >= 1 && shardOf(name, of) <= of, shardOf(name.toUpperCase(), of)]).toEqual([true, shardOf(name, of)]);
    }),
  );
});

describe("summaries of shards", () => {
  const shard = (index: number): Promise<Summary> => swept({ shard: { index, of: 3 } });

  test("are joined to what one sweep says", async () => {
    const whole = joined(await Promise.all([3, 1, 2].map(shard)));
    expect(whole).toMatchObject({
      shards: [1, 2, 3],
      requests: 3,
      repositories: ["a", "b", "c", "d", "e"].map((name) => ({ repository: `acme/${name}` })),
    });
  });

  test.each([
    ["one that is missing", () => Promise.all([1, 3].map(shard)), { ended: "There is no summary of shard 2 of 3." }],
    ["one that is there twice", () => Promise.all([1, 1].map(shard)), { kind: "failed", reason: "Shard 1 is there twice." }],
    [
      "one of another sweep",
      async () => [await shard(1), await swept({ organisation: "other" })],
      { kind: "failed", reason: "The summaries are of different sweeps: acme in 3 shards, and other in 1." },
    ],
    ["none", () => Promise.resolve([]), { kind: "failed", reason: "There is no summary to join." }],
  ] as const)("%s is said", async (_, summaries, expected) => {
    expect(joined([...(await summaries())])).toMatchObject(expected);
  });

  test("survive being written, and files that are none are refused", async () => {
    const summary = await shard(1);
    expect(parseSummary(JSON.stringify(summary), "x.json")).toEqual(summary);
    for (const text of ["", "{}", "[]", JSON.stringify({ ...summary, repositories: [{}] }), JSON.stringify({ ...summary, more: 1 })])
      expect(parseSummary(text, "x.json")).toMatchObject({ kind: "failed", reason: expect.stringMatching(/^x\.json is no summary of a sweep: /) });
  });
});

test("names do nothing in the summary for people", () => {
  const project = { project: "a|b`<!-- x", problems: 1, advice: 0, repaired: 0, left: 1, whyLeft: ["<b> is @ada's"], notRead: [] };
  const pulls = [
    { kind: "repair" as const, outcome: "published" as const, title: "x", number: 1, url: "javascript:alert(1)", changes: [], reasons: [] },
  ];
  const text = summaryMarkdown({
    format: "portcullis-sweep",
    version: 2,
    organisation: "acme",
    isOpen: true,
    shards: [1],
    of: 1,
    repositories: [
      result("a", { projects: [{ ...project, pullRequests: pulls }] }),
      result("b", { outcome: "failed", reason: "<script> @ada [x](y)" }),
    ],
    notReached: [],
    requests: 1,
    mutating: 1,
  });
  expect(text).not.toMatch(/<script|<b>|javascript|@ada|\[x\]\(y\)|<!--|^\|.*[^\\]\|b/m);
  expect(text).toContain("published pull request 1");
});

test("the summary for people says what is left and why, before what is done", () => {
  const project = { project: "infra/shop", problems: 2, advice: 1, repaired: 3, left: 1 };
  const sentences = { whyLeft: ["infra/index.ts:4 (no-x): nobody is known to need it."], notRead: ["infra/other.ts cannot be read."] };
  const pull = { title: "x", url: "https://github.com/acme/shop/pull/1", changes: [] };
  const pullRequests = [
    { ...pull, kind: "repair", outcome: "left", number: 1, reasons: ["It was closed by hand, and the code it edits is as it was."] },
    { ...pull, kind: "judgement", outcome: "unchanged", number: 2, reasons: [] },
    { ...pull, kind: "repair", outcome: "withheld", reasons: ["The limit of pull requests is reached."] },
    { ...pull, kind: "repair", outcome: "unchanged", number: 3, reasons: [] },
  ] as const;
  const done = result("shop", { mode: "pr", projects: [{ ...project, ...sentences, pullRequests }], notes: ["infra/big.ts is larger than 2 MB."] });
  const text = resultMarkdown(done);
  expect(text.split("\n").filter((line) => /^(?:[-#]|1 rep|<details)/.test(line))).toEqual([
    "## Portcullis: `acme/shop`",
    "1 repository, 1 project, 2 problems. 0 pull requests opened, 2 unchanged, 1 left to people, 1 withheld.",
    "### Left to people",
    "- `acme/shop` `infra/shop` [#1](https://github.com/acme/shop/pull/1), left: It was closed by hand, and the code it edits is as it was.",
    "- `acme/shop` `infra/shop` [#2](https://github.com/acme/shop/pull/1): A person has to judge it.",
    "- `acme/shop` `infra/shop`, withheld: The limit of pull requests is reached.",
    "<details><summary>Without a repair, and why: 1</summary>",
    "- `acme/shop` `infra/shop`: infra/index.ts:4 (no-x): nobody is known to need it.",
    "<details><summary>Not read, and notes: 2</summary>",
    "- `acme/shop` `infra/shop`: infra/other.ts cannot be read.",
    "- `acme/shop`: infra/big.ts is larger than 2 MB.",
  ]);
  for (const sentence of [...sentences.whyLeft, ...sentences.notRead, ...done.notes, "It was closed by hand"])
    expect(resultText(done)).toContain(sentence);
});

test("pull requests that wait for the same are one line, and those that are there have one each", () => {
  const rest = { problems: 1, advice: 0, repaired: 1, left: 0, whyLeft: [], notRead: [] };
  const pull = { kind: "repair", title: "x", changes: [] } as const;
  const full = { ...pull, outcome: "withheld", reasons: ["The limit is reached."] } as const;
  const closed = { ...pull, outcome: "left", reasons: ["It was closed by hand."] } as const;
  const projects = [
    ...["a", "b", "c", "d", "e"].map((project) => ({ ...rest, project, pullRequests: [full, ...(project === "e" ? [full] : [])] })),
    ...[7, 8].map((number) => ({ ...rest, project: `f${number}`, pullRequests: [{ ...closed, number }] })),
    { ...rest, project: "g", pullRequests: [{ ...full, reasons: ["The hour is full."] }] },
  ];
  const text = resultMarkdown(result("shop", { mode: "pr", projects }));
  expect(text.split("\n").filter((line) => line.startsWith("- "))).toEqual([
    "- `acme/shop` `a`, `b`, `c` and 2 more, 6 pull requests, withheld: The limit is reached.",
    "- `acme/shop` `f7` pull request 7, left: It was closed by hand.",
    "- `acme/shop` `f8` pull request 8, left: It was closed by hand.",
    "- `acme/shop` `g`, withheld: The hour is full.",
  ]);
});

test("what holds for several projects of a repository is said once, and the worst project stands first", () => {
  const rest = { advice: 0, repaired: 0, left: 0, whyLeft: [], notRead: ["lib/net.ts cannot be read."], pullRequests: [] };
  const projects = ["a", "b", "c", "d", "e"].map((project, problems) => ({ ...rest, project, problems }));
  const text = resultMarkdown(result("shop", { mode: "report", projects }));
  expect(text.split("\n").filter((line) => /^(?:- |\| `)/.test(line))).toEqual([
    "| `acme/shop` | `e` | 4 | 0 | 0 | 0 | mode report |",
    "| `acme/shop` | `d` | 3 | 0 | 0 | 0 | mode report |",
    "| `acme/shop` | `c` | 2 | 0 | 0 | 0 | mode report |",
    "| `acme/shop` | `b` | 1 | 0 | 0 | 0 | mode report |",
    "| `acme/shop` | `a` | 0 | 0 | 0 | 0 | mode report |",
    "- `acme/shop` `a`, `b`, `c` and 2 more: lib/net.ts cannot be read.",
  ]);
});
