// Judges a million random and mutated resources: node scripts/soak.mjs [resources] [seed]. The seed makes the same ones again.
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
const { status } = spawnSync(process.execPath, [jest, "--runInBand", "tests/policypack/fuzz.test.ts"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, SOAK: resources, SEED: seed },
});
process.exit(status ?? 1);
