// Measures what the pack and the bot cost. Ratios are between packs that take turns in one run, medians of several runs, each in a new process.
// Usage: node bench/run.mjs [pack] [growth] [one-more] [shapes] [start] [reading] [programs] [check] [open-rules] [rules] [fix] [lsp] [sweep] [checkov]
// OLDER=FOLDER names a checkout of an older commit, installed and built: check compares with it.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preview, requestsOf } from "./analyzer.mjs";
import { languages, leastOf, manyPrograms, manyRepairs, openPrograms, programOf, readingAndParse, tinyProgram } from "./commands.mjs";
import { changeToDiagnostics } from "./language-server.mjs";
import { chain, groupsAlone, hugeGroup, openRules, ordinaryStack, stateOf } from "./stack.mjs";
import { measureSweeps } from "./sweep.mjs";
import { terraformOf } from "./terraform.mjs";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...names) => join(root, ...names);
const empty = at("bench", "empty-pack");
const pack = at("policypack");
const portcullis = at("remediator", "dist", "cli.js");
const scratch = mkdtempSync(join(tmpdir(), "portcullis-bench-"));

const asked = new Set(process.argv.slice(2));
const wanted = (name) => asked.size === 0 || asked.has(name);
const rows = [];
const row = (what, value, target = "", met = undefined) => {
  rows.push([what, value, target, met === undefined ? "" : met ? "met" : "missed"]);
  process.stderr.write(`${what}: ${value}\n`);
};

try {
  const ordinary = new Map();
  if (wanted("pack") || wanted("growth")) {
    for (const [size, runs, calls, memory] of [
      [1_000, 7, 1.05, 1],
      [10_000, 3, 0.9, 0.4],
    ]) {
      const [base, ours] = await takeTurns([empty, pack], requestsOf(ordinaryStack(size)), runs);
      ordinary.set(size, ours);
      const of = `${number(size)} resources`;
      ratio(`${of}: all calls`, base.total, ours.total, seconds, calls);
      row(
        `${of}: resource moment, stack moment`,
        `${compared(base.resources, ours.resources, seconds)}; ${compared(base.stack, ours.stack, seconds)}`,
      );
      row(`${of}: processor time of all calls`, compared(base.cpu, ours.cpu, seconds));
      ratio(`${of}: peak memory`, base.memory, ours.memory, megabytes, memory);
      if (size === 1_000) {
        ratio("start, until the port is printed", base.start, ours.start, seconds, 1.05);
        row("processor time of the start", compared(base.startCpu, ours.startCpu, seconds));
      }
    }
    const growth = ordinary.get(10_000).total / ordinary.get(1_000).total;
    row("10 times the resources", `${growth.toFixed(1)} times the time`, "<= 11", growth <= 11);
  }

  if (wanted("one-more")) {
    // Less than what the machine varies by from minute to minute: only neighbours are compared, in processor time.
    const [without, extended] = await inTurns([at("bench", "whole-pack"), at("bench", "one-more")], requestsOf(ordinaryStack(1_000)), 15);
    const more = (median(extended.map(({ cpu }, turn) => cpu / without[turn].cpu)) - 1) * 100;
    row("one more policy, processor time", `${more.toFixed(1)} %`, "< 1 %", more < 1);
  }

  if (wanted("shapes")) {
    const stacks = { groups: groupsAlone(1_000), chain: chain(1_000), huge: hugeGroup(1_000) };
    const times = {};
    for (const [name, resources] of Object.entries(stacks)) times[name] = (await takeTurns([pack], requestsOf(resources), 3))[0].total * 1_000;
    row("an ordinary group, among 1,000", `${(times.groups / 1_000).toFixed(2)} ms`);
    row(
      "a group in a chain of 1,000 references",
      `${(times.chain / 1_000).toFixed(2)} ms, ${(times.chain / times.groups).toFixed(2)} x an ordinary one`,
    );
    const perRule = times.groups / stacks.groups.reduce((sum, { inputs }) => sum + (inputs.ingress?.length ?? 0) + (inputs.egress?.length ?? 0), 0);
    row("a group with 1,000 rules", `${times.huge.toFixed(0)} ms, ${(times.huge / 1_000 / perRule).toFixed(2)} x for each rule`);
  }

  if (wanted("start")) {
    const file = join(scratch, "tiny.json");
    writeFileSync(file, JSON.stringify(stateOf(ordinaryStack(20))));
    const places = [
      ["an export of 20 resources", file, 3],
      ["a program of one group", tinyProgram(join(scratch, "tiny")), 5],
      ...languages.map(({ name, folder }) => [`the shop in ${name}, from source`, folder, 5]),
    ];
    const [base, explained, ...ours] = leastOf(9, [
      ["-e", "0"],
      [portcullis, "explain", "no-public-admin-ports"],
      ...places.map(([, place]) => [portcullis, "check", place]),
    ]);
    for (const [index, [what, , target]] of places.entries()) ratio(`check of ${what}, against node -e 0`, base, ours[index], seconds, target);
    ratio("explain of a policy, against node -e 0", base, explained, seconds, 5);
  }

  if (wanted("reading")) {
    // Outside of a checkout, so that git is not measured.
    for (const { name, folder } of languages) {
      const copy = join(scratch, name);
      cpSync(folder, copy, { recursive: true });
      const measured = await readingAndParse(copy);
      if (measured !== undefined) ratio(`reading the shop in ${name}, against a bare parse`, measured.parse, measured.read, milliseconds, 1.5);
    }
    const large = [250, 1_000].map((groups) => {
      const folder = tinyProgram(join(scratch, `groups-${groups}`));
      writeFileSync(join(folder, "index.ts"), programOf(groups));
      return folder;
    });
    const [some, many] = [await readingAndParse(large[0], 5), await readingAndParse(large[1], 5)];
    ratio("reading 1,000 groups in one file, against a bare parse", many.parse, many.read, milliseconds, 1.5);
    const growth = many.read / some.read;
    row("reading 4 times the groups", `${growth.toFixed(1)} times the time`, "<= 4.4", growth <= 4.4);
  }

  if (wanted("programs")) {
    const parts = await manyPrograms(languages.find(({ name }) => name === "typescript").folder, 1_000, 4);
    const [, second, , last] = parts;
    ratio("1,000 programs in one process: the last 250 against the second", second.seconds, last.seconds, seconds, 1.1);
    ratio("1,000 programs in one process: memory", second.memory, last.memory, megabytes, 1.1);
    const repairs = await manyRepairs(openPrograms(join(scratch, "open"), 1_000), 4);
    ratio("1,000 repairs in one process: the last 250 against the second", repairs[1].seconds, repairs[3].seconds, seconds, 1.1);
    ratio("1,000 repairs in one process: memory", repairs[1].memory, repairs[3].memory, megabytes, 1.1);
  }

  if (wanted("check")) {
    const file = join(scratch, "state.json");
    writeFileSync(file, JSON.stringify(stateOf(ordinaryStack(10_000))));
    const whole = timed(() => run([portcullis, "check", file, "--format", "json"], [0, 1]));
    row(
      "portcullis check, an export of 10,000 resources",
      `${whole.toFixed(1)} s, of which evaluation ${(evaluationShare(file) * 100).toFixed(0)} %`,
    );
    if (process.env.OLDER !== undefined) {
      const older = join(process.env.OLDER, "remediator", "dist", "cli.js");
      const [base, ours] = leastOf(
        3,
        [older, portcullis].map((program) => [program, "check", file, "--format", "json"]),
      );
      ratio("portcullis check, an export of 10,000 resources, against the older commit", base, ours, seconds, 0.5);
    }
  }

  if (wanted("open-rules")) {
    const files = [1_000, 4_000].map((count) => {
      const file = join(scratch, `open-${count}.json`);
      writeFileSync(file, JSON.stringify(stateOf(openRules(count))));
      return file;
    });
    const [some, many] = leastOf(
      3,
      files.map((file) => [portcullis, "check", file, "--format", "json"]),
    );
    const growth = many / some;
    row("check of 4 times the open rules of one group", `${growth.toFixed(1)} times the time`, "<= 4.4", growth <= 4.4);
  }

  if (wanted("rules")) {
    // From the start of the process to its end, both: what has to be read is read by both.
    const file = join(scratch, "inventory.json");
    writeFileSync(file, JSON.stringify(stateOf(ordinaryStack(10_000))));
    const parse = `JSON.parse(require("fs").readFileSync(${JSON.stringify(file)}, "utf8"))`;
    const turns = Array.from({ length: 5 }, () => ({
      parse: timed(() => run(["-e", parse], [0])),
      rules: timed(() => run([portcullis, "rules", file, "--format", "json", "--output", join(scratch, "rules.json")], [0])),
    }));
    const [base, ours] = ["parse", "rules"].map((name) => median(turns.map((turn) => turn[name])));
    row("portcullis rules, an export of 10,000 resources, against JSON.parse of the file", compared(base, ours, seconds));
  }

  if (wanted("fix")) {
    for (const { name, folder } of languages) {
      const [read, fixed] = leastOf(
        3,
        ["rules", "fix"].map((command) => [portcullis, command, folder]),
      );
      ratio(`fix of the shop in ${name}, from source to proven edits, against its reading`, read, fixed, seconds, 2);
    }
  }

  if (wanted("lsp")) {
    const folder = join(scratch, "edited");
    cpSync(languages.find(({ name }) => name === "typescript").folder, folder, { recursive: true });
    const { read } = await readingAndParse(folder);
    row(
      "a change of the shop in an editor, until its diagnostics, against its reading",
      compared(read, await changeToDiagnostics(portcullis, folder, "index.ts"), milliseconds),
    );
  }

  if (wanted("sweep")) {
    const count = 200;
    const { reading, dry, eighth, half, halves, first, second } = await measureSweeps(count, scratch);
    const of = `a sweep of ${count} repositories`;
    row(`${of} that writes nothing, against reading the same programs from the disk`, compared(reading, dry.seconds, seconds));
    row(`${of} that opens ${count} pull requests`, `${seconds(first.seconds)}, ${each(first)} requests a repository`);
    row(`${of} that has nothing new to do`, `${seconds(second.seconds)}, ${each(second)} requests a repository`);
    row(`${of} that has nothing new to do: requests that change something`, number(second.mutating), "0", second.mutating === 0);
    row(`${of}: the most memory that its process took`, megabytes(dry.peak));
    // What a process takes is garbage for the most part until it has grown to where it is collected; what is left then is what grows without end.
    ratio(`a sweep of ${half.repositories} repositories: memory that it holds, against a quarter of them`, eighth.held, half.held, megabytes, 1.1);
    row(`${of} in two shards at the same time, against one, on this machine`, compared(dry.seconds, halves, seconds));
  }

  if (wanted("checkov")) checkov();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`${table([["what", "measured", "target", ""], ...rows])}\n`);

/** The median of each measure for each pack. */
async function takeTurns(packs, requests, runs) {
  const results = await inTurns(packs, requests, runs);
  return results.map((list) => Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((measured) => measured[key]))])));
}

/** Runs packs in turn, a first time to warm the disk's cache. */
async function inTurns(packs, requests, runs) {
  const results = packs.map(() => []);
  for (let turn = 0; turn <= runs; turn++)
    for (const [index, folder] of packs.entries()) {
      const measured = await preview(folder, requests);
      if (turn > 0) results[index].push(measured);
    }
  return results;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function each({ requests, repositories }) {
  return (requests / repositories).toFixed(1);
}

function ratio(what, base, ours, unit, target) {
  row(what, compared(base, ours, unit), `<= ${target}`, ours / base <= target);
}

function compared(base, ours, unit) {
  return `${unit(base)} -> ${unit(ours)}, ${(ours / base).toFixed(2)}`;
}

/** The share of the evaluation in what `check` does, in this process: reading, evaluation, report. */
function evaluationShare(file) {
  const { readFileSync } = require("node:fs");
  const { evaluateStack } = require("@portcullis/policypack/evaluation/evaluate");
  const { policies } = require("@portcullis/policypack/contract/registry");
  const { configure } = require("@portcullis/policypack/contract/settings");
  const { readResources } = require(at("remediator", "dist", "sources", "read.js"));
  let evaluation = 0;
  const whole = timed(() => {
    const read = readResources(readFileSync(file, "utf8"), file);
    const options = { policies, configuration: configure({}, policies), today: "2026-01-01", withFixes: true };
    evaluation = timed(() => evaluateStack(read.resources, options));
  });
  return evaluation / whole;
}

/** The same groups as Terraform, side by side. */
function checkov() {
  const count = 2_000;
  if (spawnSync("checkov", ["--version"], { stdio: "ignore" }).status !== 0) {
    row("checkov", "not compared: there is no command checkov on PATH, which pip installs");
    return;
  }
  const resources = groupsAlone(count);
  const folder = mkdtempSync(join(scratch, "terraform-"));
  // It gives a file ten seconds, and says nothing of one that takes longer.
  for (let first = 0; first < resources.length; first += 100)
    writeFileSync(join(folder, `groups-${first}.tf`), terraformOf(resources.slice(first, first + 100)));
  const file = join(scratch, "groups.json");
  writeFileSync(file, JSON.stringify(stateOf(resources)));
  const theirs = timed(() =>
    spawnSync("checkov", ["-d", folder, "--framework", "terraform", "--compact", "--quiet", "--skip-download", "-o", "json"], { stdio: "ignore" }),
  );
  const ours = timed(() => run([portcullis, "check", file, "--format", "json"], [0, 1]));
  ratio(`portcullis check of ${number(count)} groups, against checkov, with the start of both`, theirs, ours, seconds, 0.05);
}

function run(args, accepted) {
  try {
    execFileSync(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1e9 });
  } catch (error) {
    if (!accepted.includes(error.status)) throw error;
  }
}

function timed(work) {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1_000;
}

function seconds(value) {
  return `${value.toFixed(2)} s`;
}

function milliseconds(value) {
  return `${(value * 1_000).toFixed(1)} ms`;
}

function megabytes(value) {
  return `${value.toFixed(0)} MB`;
}

function number(value) {
  return value.toLocaleString("en-US");
}

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
