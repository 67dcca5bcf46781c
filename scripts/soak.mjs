// Judges a million random and mutated resources, and reads a program in every language for each 250 of them: node scripts/soak.mjs [resources] [seed] [part].
// The seed makes the same ones again. Then hides every property of the policies' cases in every spelling, and lets everything go wrong with each
// request of a run of the bot, of which a part such as 1/8 is an eighth, and kills runs, sweeps and the action at each of their writes.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const [resources = "1000000", seed = String(Date.now() % 2 ** 32), part = "1/1"] = process.argv.slice(2);
for (const [name, value] of Object.entries({ resources, seed }))
  if (!/^\d{1,12}$/.test(value)) {
    process.stderr.write(`${name} is "${value}". Give a whole number: node scripts/soak.mjs [resources] [seed] [part]\n`);
    process.exit(2);
  }
const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(part) ?? []).map(Number);
if (index < 1 || index > of) {
  process.stderr.write(`part is "${part}". Give the first of eight as 1/8: node scripts/soak.mjs [resources] [seed] [part]\n`);
  process.exit(2);
}
process.stderr.write(`seed ${seed}\n`);
const root = path.join(import.meta.dirname, "..");
const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const programs = String(Math.ceil(Number(resources) / 250));
const soak = (test) =>
  spawnSync(process.execPath, [jest, "--runInBand", "--testTimeout", "86400000", test], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, SOAK: resources, SEED: seed, SOAK_PROGRAMS: programs, FC_SEED: seed, FAULTS: part },
  }).status ?? 1;
const parts = [
  "tests/policypack/fuzz.test.ts",
  "tests/reader/described.test.ts",
  "tests/policypack/policies/",
  "tests/remediator/run/(faults|killed|scenarios).test.ts",
  "tests/action/action.test.ts",
];
process.exit(parts.map(soak).find((status) => status !== 0) ?? 0);
