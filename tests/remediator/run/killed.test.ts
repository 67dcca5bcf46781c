import type { ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Summary } from "@portcullis/remediator/run/summary";
import { stateOf } from "../../github/converging";
import { Hosted, openProgram } from "../../github/hosted";
import { killedAnywhere, killedAt } from "../../github/killed";
import type { HostedRepository } from "../../github/state";
import { portcullis, scratch, type Ended } from "../../harness/command";

jest.setTimeout(process.env.SOAK === undefined ? 120_000 : 1_200_000);

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

/** What was killed has left its token nowhere. */
function leftNoToken({ code, stdout, stderr }: Ended): void {
  expect(code).toBe("SIGKILL");
  expect(`${stdout}${stderr}${textsBelow(temporary)}`).not.toContain(acme.bot.token);
}

test.each(lives)("a process that is killed while it %s leaves nothing that the next one does not finish", async (_, before) => {
  await before();
  await killedAnywhere(acme, run, { state: () => stateOf(shop), every: 5, looksAt: leftNoToken });
});

test("a sweep that is killed at a write leaves nothing that the next one does not finish", async () => {
  const bank = await acme.repository("bank", openProgram("bank"));
  await acme.change(shop, "main", {
    ".portcullis.yaml": "labels: [security]\nlimits: { openPullRequests: 1 }\n",
    ...openProgram("other", { folder: "other" }),
  });
  const sweep = (started?: (child: ChildProcess) => void): Promise<Ended> => command(["sweep", "--org", "acme", "--mode", "pr"], started);
  const state = async (): Promise<unknown> => [await stateOf(shop), await stateOf(bank)];
  await killedAnywhere(acme, sweep, { state, every: 9, looksAt: leftNoToken });
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
  expect(await killedAt(acme, third, true, (started) => command(all, started))).toMatchObject({ code: "SIGKILL" });
  const outcomes = (): readonly string[] =>
    (JSON.parse(readFileSync(summary, "utf8")) as Summary).repositories.map(({ repository, outcome }) => `${repository} ${outcome}`);
  expect(outcomes()).toEqual(["acme/bank done", "acme/shop done"]);
  acme.double.forget();
  expect(await command([...all, "--resume", summary])).toMatchObject({ code: 0 });
  expect(outcomes()).toEqual(["acme/bank done", "acme/shop done", "acme/site done"]);
  expect(acme.double.requests.filter(({ path: asked }) => /^\/repos\/acme\/(bank|shop)\b/.test(asked))).toEqual([]);
});
