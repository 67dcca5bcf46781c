// Judges a million random and mutated resources, and reads a program in every language for each 250 of them: node scripts/soak.mjs [resources] [seed].
// The seed makes the same ones again. Then lets everything go wrong with each request of a run of the bot.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const [resources = "1000000", seed = String(Date.now() % 2 ** 32)] = process.argv.slice(2);
for (const [name, value] of Object.entries({ resources, seed }))
  if (!/^\d{1,12}$/.test(value)) {
    process.stderr.write(`${name} is "${value}". Give a whole number: node scripts/soak.mjs [resources] [seed]\n`);
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
    env: { ...process.env, SOAK: resources, SEED: seed, SOAK_PROGRAMS: programs, FC_SEED: seed },
  }).status ?? 1;
process.exit(
  soak("tests/policypack/fuzz.test.ts") || soak("tests/reader/described.test.ts") || soak("tests/remediator/run/(faults|killed|scenarios).test.ts"),
);
