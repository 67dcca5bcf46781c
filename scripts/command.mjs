// Makes one file of the command line and one of the pack, with their compiled code beside them, so that they start quickly: node scripts/command.mjs.
// Run after a build.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { preview, requestsOf } from "../bench/analyzer.mjs";
import { ordinaryStack, stateOf } from "../bench/stack.mjs";
import { policies, replaced, whatRunsPrograms } from "./bundling.mjs";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "remediator", "dist");
const folder = path.join(dist, "bundle");
const pack = path.join(root, "policypack");
const require = createRequire(import.meta.url);

const [compiled, ...places] = process.argv.slice(2);
if (compiled !== undefined) await compile(compiled, places);
else {
  await bundle(path.join(dist, "cli", "start.js"), path.join(folder, "command.js"));
  await bundle(path.join(pack, "dist", "crossguard", "serve.js"), path.join(pack, "dist", "bundle", "pack.js"));
  // The pack keeps what a preview compiles.
  await preview(pack, requestsOf(ordinaryStack(200)));
  const languages = path.join("examples", "languages");
  const programs = readdirSync(languages, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const exposed = programs.map(({ name }) => path.join(languages, name, "exposed"));
  for (const command of ["check", "rules", "fix"]) compileApart(command, exposed);
  const scratch = mkdtempSync(path.join(tmpdir(), "portcullis-command-"));
  const file = path.join(scratch, "export.json");
  writeFileSync(file, JSON.stringify(stateOf(ordinaryStack(200))));
  for (const command of ["check", "rules"]) compileApart(`${command}-export`, [file]);
  rmSync(scratch, { recursive: true });
}

/** In a process whose output is of no interest. */
function compileApart(use, places) {
  const { status } = spawnSync(process.execPath, [import.meta.filename, use, ...places], { cwd: root, stdio: "ignore" });
  if (status !== 0) throw new Error(`${use}, which is run to compile the bundle, ended with ${status}`);
}

async function bundle(entry, outfile) {
  const { build } = await import("esbuild");
  rmSync(path.dirname(outfile), { recursive: true, force: true });
  const made = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "inline",
    logLevel: "error",
    banner: { js: "const placeOfBundle = __dirname;" },
    external: [...whatRunsPrograms, "@octokit/*"],
    plugins: [policies, { name: "places", setup: placesOfModules }],
    write: false,
  });
  // A byte is a character then: nothing has to be decoded, and V8 keeps a byte for each.
  const ascii = made.outputFiles[0].text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  writeFileSync(outfile, ascii);
}

/** Runs a command on some places, so that what it calls is compiled and kept for such a use. */
async function compile(use, places) {
  const { leaveParsersAsTheyAre } = require(path.join(dist, "cli", "parsers.js"));
  const { loadBundle } = require(path.join(pack, "dist", "bundled.js"));
  leaveParsersAsTheyAre();
  const bundled = loadBundle(path.join(folder, "command.js"), [], use);
  const [command] = use.split("-");
  for (const place of places) {
    const exit = await bundled.exports.start([command, place]);
    if (exit === 2) process.exit(2);
  }
  bundled.keepCompiled();
  process.exit(0);
}

/**
 * A module of ours asks where it is to find what lies beside it; the parser's library, to find its grammars. This library imports modules of Node.js,
 * which a script cannot: it requires them.
 */
function placesOfModules({ onLoad }) {
  onLoad({ filter: /remediator[\\/]dist[\\/].*\.js$/ }, ({ path: file }) => {
    const text = readFileSync(file, "utf8");
    if (!text.includes("__dirname")) return undefined;
    const names = path.relative(folder, path.dirname(file)).split(path.sep);
    return {
      contents: `var __dirname = require("node:path").join(placeOfBundle, ${names.map((name) => JSON.stringify(name)).join(", ")});\n${text}`,
    };
  });
  // Commands of ours are no programs of their own: what would start them takes longer to load than they do.
  onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, ({ path: file }) => ({
    contents: replaced(file, "const childProcess = require('node:child_process');", ""),
  }));
  onLoad({ filter: /[\\/]tree-sitter-wasm[\\/].*\.js$/ }, ({ path: file }) => ({
    contents: `var __filename = require.resolve("@vscode/tree-sitter-wasm"), ofNode = (name) => require(name);
${replaced(file, "await import(", "ofNode(")}`,
  }));
}
