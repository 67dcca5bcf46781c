import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { everythingWrong, issuesOf, prepare, stateOf, type Wrong } from "../../github/converging";
import { openProgram, Organisation } from "../../github/organisation";
import type { HostedRepository } from "../../github/state";
import type { RepositoryFacts } from "@portcullis/remediator/forge/forge";
import type { RunContext } from "@portcullis/remediator/run/repository";
import type { RepositoryResult } from "@portcullis/remediator/run/result";

/**
 * Every boundary with everything that can go wrong there takes an hour: npm run soak. Here it is a few, others in each life; FAULTS=20 tries so many, and
 * FAULTS=3/8 each eighth from the third one on.
 */
const { FAULTS: asked = process.env.SOAK === undefined ? "2" : "1/1" } = process.env;
const [, part, parts] = /^(\d+)\/(\d+)$/.exec(asked) ?? [];
const isWhole = part !== undefined;
const few = isWhole ? 0 : Number(asked);

jest.setTimeout(isWhole ? 7_200_000 : 60_000 * few);

/** How long an answer is waited for, in milliseconds: where none comes, and where a slow machine is no fault of the host's. */
const [impatient, patient] = [1_500, 60_000];

let acme: Organisation;
let isFetched = true;
/** What a sweep knows of the repository beforehand: every other life is one of a sweep. */
let listed: RepositoryFacts | undefined;
let kept: RunContext["fetch"];
let shop: HostedRepository;

const settings = "mode: pr\nlabels: [security]\nassignees: [ada]\nreviewers: [ada]\n";
const files = { ...openProgram("shop", { folder: "infra" }), ".portcullis.yaml": settings };
const repaired = { "infra/index.ts": "export {};\n" };

beforeEach(async () => {
  acme = await Organisation.open();
  acme.answerWithin = patient;
  shop = await acme.repository("shop", files);
  kept = acme.keeping();
});

afterEach(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

/** Runs the repository. What git fetches is the same for the same commit; in the first life it is fetched each time, as its requests can go wrong, too. */
const run = (): Promise<RepositoryResult> => acme.run("shop", { listed, ...(isFetched ? {} : { fetch: kept }) });

const change = (changed: Readonly<Record<string, string | null>>): Promise<unknown> => acme.change(shop, "main", changed);
const push = (): Promise<unknown> => acme.change(shop, shop.pullRequests[0]?.branch ?? "", { "note.md": "mine\n" }, { message: "by a person" });

/** Which of two projects it is does not matter where the limit lets one through. */
const countsOf = async (): Promise<unknown> => ({
  refs: (await shop.git.refs("refs/")).map(({ ref }) => ref.replace(/[^/]*$/, "")),
  pullRequests: shop.pullRequests.map(({ state, decoration: { events, ...given }, comments }) => ({
    ...{ state, ...given, comments },
    events: events.map(({ event, what }) => `${event} ${what}`).sort(),
  })),
  issues: issuesOf(shop.issues).map(({ state, title }) => ({ state, title })),
});

/** Ways through the life of a pull request: what is done before the run in which something goes wrong, and what is looked at. */
const lives: readonly (readonly [string, () => Promise<unknown>, ((isStale: boolean) => Promise<unknown>)?])[] = [
  ["opening", () => Promise.resolve()],
  ["changing the fix", async () => (await run(), change(openProgram("shop", { folder: "infra", block: "0.0.0.0/1" })))],
  ["another set of findings", async () => (await run(), change(openProgram("shop", { folder: "infra", group: "api" })))],
  ["taking back", async () => (await run(), change(repaired))],
  ["opening again what was taken back", async () => (await run(), await change(repaired), await run(), change(files))],
  ["leaving what a person pushed to", async () => (await run(), push())],
  ["abandoning what a person pushed to", async () => (await run(), await push(), change(repaired))],
  ["stopping at an invalid configuration", async () => (await run(), change({ ".portcullis.yaml": "mode: [\n" }))],
  [
    "going on with a valid one",
    async () => (await change({ ".portcullis.yaml": "mode: [\n" }), await run(), change({ ".portcullis.yaml": settings })),
  ],
  [
    "one of two that the limit lets through",
    () => change({ ...openProgram("other", { folder: "other" }), ".portcullis.yaml": `${settings}limits: { openPullRequests: 1 }\n` }),
    countsOf,
  ],
  [
    "one of two that the hour lets through",
    () => change({ ...openProgram("other", { folder: "other" }), ".portcullis.yaml": `${settings}limits: { newPullRequestsPerHour: 1 }\n` }),
    countsOf,
  ],
  ["a team that cannot be asked", () => change({ ".portcullis.yaml": "mode: pr\nreviewers: [ada, acme/guests, acme/platform]\n" })],
  ["a project that is gone", async () => (await run(), change({ "infra/Pulumi.yaml": null, "infra/index.ts": null }))],
];

describe.each(lives.map(([name, before, state], index) => ({ name, before, index, state })))(
  "$name",
  ({ before, index, state = (isStale) => stateOf(shop, { isStale }) }) => {
    test("converges whatever goes wrong with any one request, and wherever the run is killed", async () => {
      isFetched = index === 0;
      const facts = { owner: "acme", name: "shop", defaultBranch: "main", isArchived: false, isDisabled: false, isFork: false };
      listed = index % 2 === 1 ? facts : undefined;
      await before();
      if (!isFetched) await kept(shop, (await shop.git.head("main")) ?? "", await acme.double.folder());
      acme.double.forget();
      const restore = await acme.double.save();
      await run();
      const recorded = [...acme.double.requests];
      const [wanted, wantedOfStale] = [await state(false), await state(true)];
      acme.double.forget();
      await run();
      expect(acme.double.mutations()).toEqual([]);
      const all = everythingWrong(recorded);
      const tried = isWhole
        ? all.filter((_, each) => each % Number(parts) === Number(part) - 1)
        : Array.from({ length: few }, (_, each) => all[Math.floor((((each + index * 0.37) % few) / few) * all.length)]).flatMap((one) => one ?? []);
      const missed: { wrong: Wrong; found: unknown }[] = [];
      for (const wrong of tried) {
        await restore();
        prepare(acme, wrong, run);
        acme.answerWithin = wrong.kind === "fault" && wrong.as === "silence" ? impatient : patient;
        const result = await run();
        acme.answerWithin = patient;
        const isUsed = wrong.kind === "death" ? acme.double.isDead || wrong.at >= recorded.length : acme.double.unusedFaults === 0;
        expect({ wrong, isUsed, reason: result.reason ?? "" }).toEqual({ wrong, isUsed: true, reason: expect.not.stringContaining(acme.bot.token) });
        acme.double.revive();
        acme.double.forget();
        await run();
        const isStale = wrong.kind === "fault" && wrong.as === "stale";
        const found = await state(isStale);
        if (JSON.stringify(found) !== JSON.stringify(isStale ? wantedOfStale : wanted)) missed.push({ wrong, found });
      }
      if (isWhole || few > 2) process.stderr.write(`${recorded.length} requests, ${tried.length} boundaries tried, ${missed.length} not converged\n`);
      const [first] = missed;
      expect({ missed: missed.map(({ wrong }) => wrong), found: first?.found ?? wanted }).toEqual({ missed: [], found: wanted });
      expect(tried.length).toBeGreaterThan(0);
    });
  },
);
