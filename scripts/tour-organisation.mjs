// Shows a sweep of an organisation, without an account: reads it, opens pull requests, merges them, and sweeps again, when everything is quiet.
// The host is the double of GitHub that the tests use, on this machine. Ends with 1 where something is not as it should be.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openHosted } from "./double.mjs";

const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "portcullis-tour-"));
const { hosted, openProgram } = await openHosted();
const repositories = new Map();
let isGood = true;

try {
  for (const [name, files] of [
    [".github", { ".portcullis.yaml": "mode: pr\nlabels: [security]\n" }],
    ["shop", openProgram("shop", { folder: "infra" })],
    ["platform", { ...openProgram("network", { folder: "network" }), ...openProgram("cluster", { folder: "cluster", group: "nodes" }) }],
    ["bank", { ...openProgram("bank"), ".portcullis.yaml": "mode: report\n" }],
    ["site", { "README.md": "# Site\n" }],
    ["old", openProgram("old")],
  ])
    repositories.set(name, await hosted.repository(name, files));
  repositories.get("old").isArchived = true;

  heading("1", "portcullis sweep --org acme reads everything and writes nothing");
  const dry = await sweep();
  expect(dry.mutating === 0, "the dry run changed nothing");

  heading("2", "portcullis sweep --org acme --open opens the pull requests");
  await sweep("--open");
  expect(pulls("open").length === 3, "three pull requests are open");

  heading("3", "A person merges them");
  for (const { repository, number, title } of pulls("open")) {
    const { status } = await hosted.as(hosted.person, repository, "PUT", `/pulls/${number}/merge`, { merge_method: "squash" });
    say(`${status === 200 ? "merged" : `not merged (${status})`}: acme/${repository}#${number} ${title}`);
    isGood &&= status === 200;
  }

  heading("4", "The same sweep again: everything is quiet");
  const again = await sweep("--open");
  expect(again.mutating === 0, `of ${again.requests} requests none changed anything`);
  expect(pulls("open").length === 0, "no pull request is open");
  for (const problem of hosted.double.violations) expect(false, problem);
} finally {
  await hosted.double.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;

/** Runs the command, shows what it says, and answers its summary. */
async function sweep(...args) {
  const summary = path.join(folder, "summary.json");
  const command = [path.join(root, "remediator/dist/cli.js"), "sweep", "--org", "acme", "--summary", summary, ...args];
  const at = ["--api-url", hosted.double.url, "--login", hosted.bot.account.login];
  const env = { ...process.env, GITHUB_TOKEN: hosted.bot.token };
  const { code, stdout, stderr } = await new Promise((resolve) => {
    execFile(process.execPath, [...command, ...at], { env }, (error, out, err) => resolve({ code: error?.code ?? 0, stdout: out, stderr: err }));
  });
  say(stdout.trimEnd());
  if (code !== 0) {
    say(stderr.trimEnd());
    throw new Error(`the sweep ended with ${code}`);
  }
  return JSON.parse(readFileSync(summary, "utf8"));
}

function pulls(state) {
  return [...repositories].flatMap(([repository, hostedThere]) =>
    hostedThere.pullRequests.filter((pull) => pull.state === state).map(({ number, title }) => ({ repository, number, title })),
  );
}

function expect(holds, what) {
  say(`${holds ? "✔" : "✘"} ${what}`);
  isGood &&= holds;
}

function heading(number, text) {
  say(`${number === "1" ? "" : "\n"}── ${number} ── ${text}\n`);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
