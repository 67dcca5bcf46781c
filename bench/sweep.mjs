// Sweeps of an organisation on the double of GitHub, which answers from this process: what they take is the bot's, git's and the double's together.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { openHosted } from "../scripts/double.mjs";

const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname, "..");

/** Measures sweeps of so many repositories, all of which have a program. */
export async function measureSweeps(count, scratch) {
  const { hosted, openProgram } = await openHosted();
  try {
    await hosted.repository(".github", { ".portcullis.yaml": "mode: pr\n" });
    const folders = [];
    for (let index = 1; index <= count; index++) {
      const name = `app-${String(index).padStart(3, "0")}`;
      const files = openProgram(name, { folder: "infra" });
      await hosted.repository(name, files);
      const folder = join(scratch, "repositories", name);
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      folders.push(folder);
    }
    const sweep = (...args) => run(hosted, scratch, args);
    const held = (...args) => run(hosted, scratch, args, { COLLECT: "1" });
    const reading = await readAll(folders);
    const dry = await sweep();
    const [eighth, half] = [await held("--shard", "1/8"), await held("--shard", "1/2")];
    const halves = await timed(() => Promise.all([sweep("--shard", "1/2"), sweep("--shard", "2/2")]));
    const first = await sweep("--open");
    const second = await sweep("--open");
    if (hosted.double.violations.length > 0) throw new Error(hosted.double.violations[0]);
    return { reading, dry, eighth, half, halves: halves.seconds, first, second };
  } finally {
    await hosted.double.stop();
  }
}

/** What reading, judging and repairing takes of the same programs where they lie on the disk, in this process. */
async function readAll(folders) {
  const { repairEach } = require(join(root, "remediator/dist/repair/each.js"));
  const { policies } = require("@portcullis/policypack/contract/registry");
  const { configure } = require("@portcullis/policypack/contract/settings");
  const options = { configuration: configure({}, policies), today: "2026-01-01" };
  await repairEach(folders[0], options, () => true);
  const { seconds } = await timed(async () => {
    for (const folder of folders) await repairEach(folder, options, () => true);
  });
  return seconds;
}

let runs = 0;

async function run({ double, bot }, scratch, args, environment = {}) {
  const [summary, memory] = ["json", "memory"].map((ending) => join(scratch, `sweep-${++runs}.${ending}`));
  const cli = join(root, "remediator/dist/cli.js");
  const all = ["--expose-gc", "--require", join(root, "bench/memory.cjs"), cli, "sweep", "--org", "acme", "--most-pull-requests", "100000"];
  const at = ["--summary", summary, "--api-url", double.url, "--login", bot.account.login];
  const options = { env: { ...process.env, GITHUB_TOKEN: bot.token, MEMORY: memory, ...environment }, maxBuffer: 1e9 };
  const { seconds } = await timed(
    () =>
      new Promise((done, failed) => {
        execFile(process.execPath, [...all, ...at, ...args], options, (error, _out, said) => (error === null ? done() : failed(new Error(said))));
      }),
  );
  const { requests, mutating, repositories } = JSON.parse(readFileSync(summary, "utf8"));
  return { seconds, requests, mutating, repositories: repositories.length, ...JSON.parse(readFileSync(memory, "utf8")) };
}

async function timed(work) {
  const began = performance.now();
  await work();
  return { seconds: (performance.now() - began) / 1_000 };
}
