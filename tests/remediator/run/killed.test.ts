import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Summary } from "@portcullis/remediator/run/summary";
import { stateOf } from "../../github/converging";
import { Hosted, openProgram } from "../../github/hosted";
import type { HostedRepository } from "../../github/state";
import { portcullis, scratch, type Ended } from "../../harness/command";

/** Each write of each life is killed before and after it is done by npm run soak; here it is a few of them. */
const isWhole = process.env.SOAK !== undefined;

jest.setTimeout(isWhole ? 1_200_000 : 120_000);

const { folder } = scratch("killed");
const temporary = path.join(folder, "tmp");
let acme: Hosted;
let shop: HostedRepository;

beforeEach(async () => {
  mkdirSync(temporary, { recursive: true });
  acme = await Hosted.host();
  shop = await acme.repository("shop", program);
});
afterEach(async () => {
  rmSync(temporary, { recursive: true, force: true });
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

const program = openProgram("shop", { folder: "infra" });
const wider = openProgram("shop", { folder: "infra", block: "0.0.0.0/1" });

function command(args: readonly string[], started?: (child: ChildProcess) => void): Promise<Ended> {
  const host = ["--api-url", acme.double.url, "--login", acme.bot.account.login, "--open"];
  const environment = { GITHUB_TOKEN: acme.bot.token, TMPDIR: temporary };
  return portcullis([...args, ...host], { environment, ...(started === undefined ? {} : { started }) });
}

const run = (started?: (child: ChildProcess) => void): Promise<Ended> => command(["run", "--repo", "acme/shop", "--mode", "pr"], started);

/** Kills the process when its request with this number arrives, which then takes effect, or does not. */
async function killedAt(request: number, takesEffect: boolean, start: (started: (child: ChildProcess) => void) => Promise<Ended>): Promise<Ended> {
  let child: ChildProcess | undefined;
  if (!takesEffect) acme.double.killAfter(request);
  acme.double.before(request, async () => {
    if (child === undefined) throw new Error("a request came before its process");
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });
  const ended = await start((each) => (child = each));
  acme.double.revive();
  return ended;
}

/** Every text in the files below a folder. */
function textsBelow(place: string): string {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

const change = (files: Readonly<Record<string, string>>): Promise<unknown> => acme.change(shop, "main", files);

const lives: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["opens its pull request", () => Promise.resolve()],
  ["changes it", async () => (await run(), change(wider))],
  ["takes it back", async () => (await run(), change({ "infra/index.ts": "export {};\n" }))],
];

test.each(lives)("a process that is killed while it %s leaves nothing that the next one does not finish", async (_, before) => {
  await before();
  const restore = await acme.double.save();
  acme.double.forget();
  expect(await run()).toMatchObject({ code: 0 });
  const writes = acme.double.requests.flatMap(({ isMutating }, at) => (isMutating ? [at] : []));
  const wanted = await stateOf(shop);
  const boundaries = writes.flatMap((at) => [true, false].map((takesEffect) => ({ at, takesEffect })));
  for (const { at, takesEffect } of boundaries.filter((_boundary, place) => isWhole || place % 5 === 1)) {
    await restore();
    const { code, stdout, stderr } = await killedAt(at, takesEffect, run);
    expect({ at, takesEffect, code }).toEqual({ at, takesEffect, code: "SIGKILL" });
    expect(`${stdout}${stderr}${textsBelow(temporary)}`).not.toContain(acme.bot.token);
    acme.double.forget();
    expect(await run()).toMatchObject({ code: 0 });
    expect({ at, takesEffect, state: await stateOf(shop) }).toEqual({ at, takesEffect, state: wanted });
  }
});

test("a sweep that is killed in its third repository goes on from its summary, and asks nothing about the first two", async () => {
  for (const name of ["bank", "site"]) await acme.repository(name, openProgram(name));
  const summary = path.join(folder, "summary.json");
  const all = ["sweep", "--org", "acme", "--mode", "pr", "--summary", summary];
  const restore = await acme.double.save();
  await command(all);
  const third = acme.double.requests.findIndex(({ path: asked }) => asked.startsWith("/repos/acme/site/git/blobs"));
  await restore();
  rmSync(summary);
  expect(await killedAt(third, true, (started) => command(all, started))).toMatchObject({ code: "SIGKILL" });
  const outcomes = (): readonly string[] =>
    (JSON.parse(readFileSync(summary, "utf8")) as Summary).repositories.map(({ repository, outcome }) => `${repository} ${outcome}`);
  expect(outcomes()).toEqual(["acme/bank done", "acme/shop done"]);
  acme.double.forget();
  expect(await command([...all, "--resume", summary])).toMatchObject({ code: 0 });
  expect(outcomes()).toEqual(["acme/bank done", "acme/shop done", "acme/site done"]);
  expect(acme.double.requests.filter(({ path: asked }) => /^\/repos\/acme\/(bank|shop)\b/.test(asked))).toEqual([]);
});
