// Replays the life of a pull request on a real repository: npm run test:live. Off unless PORTCULLIS_LIVE_REPOSITORY names one and GITHUB_TOKEN may write to it.
// It commits to the default branch, opens, closes and merges pull requests there: the repository has to agree, with a file called .portcullis-live.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const { PORTCULLIS_LIVE_REPOSITORY: repository = "", GITHUB_TOKEN: token = "", GITHUB_API_URL: api = "https://api.github.com" } = process.env;

if (repository === "" || token === "") {
  say("test:live is off, because it writes to a real repository. Set PORTCULLIS_LIVE_REPOSITORY=OWNER/NAME and GITHUB_TOKEN to turn it on.");
  process.exit(0);
}

const folder = mkdtempSync(path.join(tmpdir(), "portcullis-live-"));
/** What differs from one time to the next, so that no earlier pull request is about the same findings. */
const group = `live-${Date.now()}`;
let isGood = true;

try {
  const { default_branch: main } = await ask("GET", "");
  const agreed = await ask("GET", `/git/trees/${encodeURIComponent(main)}`);
  if (!agreed.tree.some(({ path: name }) => name === ".portcullis-live"))
    throw new Error(`${repository} has no file .portcullis-live on ${main}: nothing is written to a repository that does not agree to it.`);

  await commit(main, program("0.0.0.0/0"));
  const first = await run();
  const [pull] = first.projects.flatMap(({ pullRequests }) => pullRequests);
  expect(pull?.outcome === "published" && pull.number > 0, "a pull request is opened");
  const { head } = await ask("GET", `/pulls/${pull.number}`);
  expect(await isQuiet(), "a second run changes nothing");

  await ask("PATCH", `/pulls/${pull.number}`, { state: "closed" });
  expect(await isQuiet(), "one that a person closed stays closed");
  await ask("PATCH", `/pulls/${pull.number}`, { state: "open" });
  expect(await isQuiet(), "one that a person opened again is left as it is");

  await commit(main, program("0.0.0.0/1"));
  const changed = await run();
  const [again] = changed.projects.flatMap(({ pullRequests }) => pullRequests);
  expect(again?.number === pull.number && again.changes.includes("push"), "a change of the code changes the same pull request");
  const moved = await ask("GET", `/pulls/${pull.number}`);
  expect(moved.state === "open" && moved.head.sha !== head.sha, "its branch moved, and it is open");

  await ask("PUT", `/pulls/${pull.number}/merge`, { merge_method: "squash" });
  expect(await isQuiet(), "after the merge everything is quiet");

  await commit(main, program("0.0.0.0/0", "b"));
  await run();
  await commit(main, "export {};\n");
  const taken = await run();
  const ours = taken.projects.flatMap(({ pullRequests }) => pullRequests);
  expect(
    ours.every(({ changes }) => changes.includes("close")),
    "one that repairs nothing any more is closed",
  );
  const left = await ask("GET", "/pulls?state=open&per_page=100");
  expect(!left.some(({ head: { ref } }) => ref.startsWith("portcullis/")), "no pull request is left open");
} catch (error) {
  say(`✘ ${error.message}`);
  isGood = false;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;

function program(block, suffix = "") {
  return `import * as aws from "@pulumi/aws";

export const group = new aws.ec2.SecurityGroup("${group}${suffix}", {
  description: "For a test",
  vpcId: "vpc-1",
  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/16", "${block}"] }],
});
`;
}

/** Commits the program to a branch, as a person would. */
async function commit(branch, text) {
  const ref = await ask("GET", `/git/ref/heads/${branch}`);
  const before = await ask("GET", `/git/commits/${ref.object.sha}`);
  const files = { "live/Pulumi.yaml": "name: live\nruntime: nodejs\n", "live/index.ts": text };
  const tree = Object.entries(files).map(([name, content]) => ({ path: name, mode: "100644", type: "blob", content }));
  const made = await ask("POST", "/git/trees", { base_tree: before.tree.sha, tree });
  const { sha } = await ask("POST", "/git/commits", { message: "A test of Portcullis", tree: made.sha, parents: [ref.object.sha] });
  await ask("PATCH", `/git/refs/heads/${branch}`, { sha });
}

async function isQuiet() {
  const { mutating } = await run();
  return mutating === 0;
}

/** Runs the command, and answers its summary. */
async function run() {
  const summary = path.join(folder, "summary.json");
  const args = ["run", "--repo", repository, "--mode", "pr", "--open", "--summary", summary, "--api-url", api];
  await new Promise((resolve, reject) => {
    execFile(process.execPath, [path.join(root, "remediator/dist/cli.js"), ...args], (error, _out, said) => {
      if (error === null) resolve();
      else reject(new Error(`the run ended with ${error.code}: ${said.trim()}`));
    });
  });
  return JSON.parse(readFileSync(summary, "utf8"));
}

async function ask(method, at, body) {
  const response = await fetch(`${api}/repos/${repository}${at}`, {
    method,
    headers: { authorization: `token ${token}`, "user-agent": "portcullis-live", accept: "application/vnd.github+json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${at} was answered with ${response.status}.`);
  return response.json();
}

function expect(holds, what) {
  say(`${holds ? "✔" : "✘"} ${what}`);
  isGood &&= holds;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
