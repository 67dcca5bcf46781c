// Installs the locked dependencies and builds both packages; does nothing where both are current.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
process.chdir(root);

/** Runs a command and ends this one with its code if it fails. */
function run(command, args) {
  const result = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" });
  if (result.status !== 0) {
    console.error(`setup: ${command} ${args.join(" ")} failed. Node.js 20.19 or newer and access to the npm registry are needed.`);
    process.exit(result.status ?? 1);
  }
}

/** npm writes this file last; it lists what is installed. */
function isInstalled() {
  const marker = "node_modules/.package-lock.json";
  if (!existsSync(marker)) return false;
  const installed = JSON.parse(readFileSync(marker, "utf8")).packages;
  const locked = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  return Object.entries(locked).every(
    ([name, { version, optional, link }]) =>
      name === "" || !name.startsWith("node_modules/") || optional || link || installed[name]?.version === version,
  );
}

function newest(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "dist" && entry.name !== "node_modules")
    .reduce((time, entry) => {
      const file = path.join(folder, entry.name);
      return Math.max(time, entry.isDirectory() ? newest(file) : statSync(file).mtimeMs);
    }, 0);
}

function isBuilt(folder) {
  const stamp = `${folder}/dist/.tsbuildinfo`;
  return existsSync(stamp) && statSync(stamp).mtimeMs >= newest(folder);
}

function isBundled() {
  const bundles = ["policypack/dist/bundle/pack.js", "remediator/dist/bundle/command.js"];
  const parts = ["policypack/dist/.tsbuildinfo", "remediator/dist/.tsbuildinfo", "scripts/command.mjs", "scripts/bundling.mjs"];
  return bundles.every((bundle) => existsSync(bundle) && parts.every((part) => statSync(part).mtimeMs <= statSync(bundle).mtimeMs));
}

if (!isInstalled()) run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
if (!isBuilt("policypack") || !isBuilt("remediator")) run("npx", ["--no-install", "tsc", "-b", "policypack", "remediator"]);
if (!isBundled()) run("node", ["scripts/command.mjs"]);
// npm makes a command runnable only if it is there when it is installed.
chmodSync("remediator/dist/cli.js", 0o755);
