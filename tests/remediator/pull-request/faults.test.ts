import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Fault } from "../../github/faults";
import { publish, type Publication } from "@portcullis/remediator/pull-request/publish";
import type { PullRequestRequest } from "@portcullis/remediator/pull-request/request";
import { after, before, nothingToRepair, repair, Scene } from "../../github/scene";

jest.setTimeout(60_000);

let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open();
});

afterEach(async () => {
  const { violations } = scene.double;
  await scene.double.stop();
  expect(violations).toEqual([]);
});

function run(request: PullRequestRequest): Promise<Publication> {
  scene.double.requests.length = 0;
  return publish(scene.forge(), request, { scan: "complete" });
}

const otherFix = Buffer.from(after.toString("latin1").replace("10.0.0.0/8", "10.1.0.0/16"), "latin1");
const refreshed = repair({ files: [{ path: "infra/index.ts", before, after: otherFix }] });
const superseding = repair({ findings: [...repair().findings, { key: "b", policy: "b", message: "b", urn: "b" }] });

/** Ways through the life of a pull request: what went before, what is run, and how many requests that changes something it makes. */
const lives: readonly (readonly [string, readonly PullRequestRequest[], PullRequestRequest, number, number])[] = [
  ["opening", [], repair(), 5, 1],
  ["refreshing", [repair()], refreshed, 5, 1],
  ["taking back", [repair()], nothingToRepair, 3, 0],
  ["superseding", [repair()], superseding, 8, 1],
];

const kinds: readonly (readonly [string, Fault["as"]])[] = [
  ["connection reset", "reset"],
  ["502", { status: 502 }],
  ["403", { status: 403, message: "Resource not accessible by integration" }],
  ["secondary rate limit", { status: 403, message: "You have exceeded a secondary rate limit.", headers: { "retry-after": "0" } }],
];

describe.each(lives)("%s", (_, history, request, mutations, openAtTheEnd) => {
  const cases = Array.from({ length: mutations }, (_, mutation) => mutation).flatMap((mutation) =>
    (["before", "after"] as const).map((when) => ({ mutation, when })),
  );

  test.each(cases)("converges after any fault $when mutating request $mutation took effect", async ({ mutation, when }) => {
    const [kind, as] = kinds[(mutation + (when === "after" ? 1 : 0)) % kinds.length] ?? ["", "reset"];
    for (const earlier of history) await run(earlier);
    scene.double.inject({ when, mutation, as });
    await run(request);
    expect([kind, scene.double.unusedFaults]).toEqual([kind, 0]);
    await run(request);
    const settled = await run(request);
    expect(settled.outcome).toBe("unchanged");
    expect(scene.double.mutations()).toEqual([]);
    const open = scene.hosted.pullRequests.filter(({ state }) => state === "open");
    expect(open).toHaveLength(openAtTheEnd);
    for (const pull of open) {
      expect(pull.body).toBe(settled.proposal?.body);
      expect(await scene.bytesAt(pull.branch, "infra/index.ts")).toEqual(request.files[0]?.after);
    }
    const branches = await scene.hosted.git.refs("refs/heads/portcullis/");
    expect(branches).toHaveLength(openAtTheEnd);
    for (const pull of scene.hosted.pullRequests) expect(pull.comments.length).toBeLessThanOrEqual(1);
  });
});

test("a 502 after the pull request was opened is one pull request, in the same run", async () => {
  scene.double.inject({ when: "after", operationId: "pulls/create", as: { status: 502 } });
  expect(await run(repair())).toMatchObject({ outcome: "published", pullRequest: { number: 1 } });
  expect(scene.hosted.pullRequests).toHaveLength(1);
});

test("a 502 after the branch was made is one branch and one pull request, in the same run", async () => {
  scene.double.inject({ when: "after", operationId: "git/create-ref", as: { status: 502 } });
  expect(await run(repair())).toMatchObject({ outcome: "published", changes: ["push", "open"] });
  expect(scene.hosted.pullRequests).toHaveLength(1);
});

test("two runs at the same time make one pull request", async () => {
  const both = await Promise.all([1, 2].map(() => publish(scene.forge(), repair(), { scan: "complete" })));
  expect(both.some(({ outcome }) => outcome === "published")).toBe(true);
  await run(repair());
  expect(scene.hosted.pullRequests).toHaveLength(1);
  expect((await run(repair())).outcome).toBe("unchanged");
});

describe("two runs that take a pull request back at the same time", () => {
  test.each([1, 2, 3, 4])("say why once, however they fall together (%i)", async (round) => {
    await run(repair());
    const runs = Array.from({ length: 2 + (round % 2) }, () => publish(scene.forge(), nothingToRepair, { scan: "complete" }));
    await Promise.all(runs);
    await run(nothingToRepair);
    expect(scene.hosted.pullRequests).toMatchObject([{ state: "closed", comments: [{}] }]);
    expect(await scene.hosted.git.refs("refs/portcullis/")).toEqual([]);
    expect((await run(nothingToRepair)).outcome).toBe("unchanged");
  });

  test("and one that was stopped before it said so leaves that to the next", async () => {
    await run(repair());
    scene.double.inject({ when: "before", operationId: "issues/create-comment", as: { status: 403 } });
    expect((await run(nothingToRepair)).outcome).toBe("refused");
    // As if the run had ended before it took its claim back.
    const { number } = scene.hosted.pullRequests[0] ?? { number: 0 };
    const claims = await scene.hosted.git.refs("refs/portcullis/");
    expect({ number, claims }).toEqual({ number: 1, claims: [] });
    await run(nothingToRepair);
    expect(scene.hosted.pullRequests).toMatchObject([{ state: "closed", comments: [{}] }]);
  });
});
