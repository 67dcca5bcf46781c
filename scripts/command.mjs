// Makes one file of the command line, with its compiled code beside it, so that it starts quickly: node scripts/command.mjs. Run after a build.
import { spawnSync } from "node:child_process";
import { readdirSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { policies, replaced, whatRunsPrograms } from "./bundling.mjs";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "remediator", "dist");
const folder = path.join(dist, "bundle");
const require = createRequire(import.meta.url);

if (process.argv.includes("--compile")) await compile();
else {
  await bundle();
  // What the commands print is of no interest here.
  const { status } = spawnSync(process.execPath, [import.meta.filename, "--compile"], { cwd: root, stdio: "ignore" });
  if (status !== 0) throw new Error(`the commands that are run to compile the bundle ended with ${status}`);
}

async function bundle() {
  const { build } = await import("esbuild");
  rmSync(folder, { recursive: true, force: true });
  const made = await build({
    entryPoints: [path.join(dist, "cli", "start.js")],
    outfile: path.join(folder, "command.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    legalComments: "inline",
    logLevel: "error",
    banner: { js: "const placeOfBundle = __dirname;" },
    external: [...whatRunsPrograms, "@octokit/*"],
    plugins: [policies, { name: "places", setup: places }],
    write: false,
  });
  // A byte is a character then: nothing has to be decoded, and V8 keeps a byte for each.
  const ascii = made.outputFiles[0].text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "command.js"), ascii);
}

/** Runs what is run most, in every language, so that what this calls is compiled. */
async function compile() {
  const { leaveParsersAsTheyAre, loadBundle } = require(path.join(dist, "cli", "bundled.js"));
  leaveParsersAsTheyAre();
  const bundled = loadBundle(folder, []);
  const programs = path.join("examples", "languages");
  const languages = readdirSync(programs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const commands = ["check", "rules", "fix"];
  for (const command of commands) {
    for (const { name } of languages) {
      const exit = await bundled.exports.start([command, path.join(programs, name, "exposed")]);
      if (exit === 2) process.exit(2);
    }
  }
  bundled.keepCompiled(...commands);
  process.exit(0);
}

/**
 * A module of ours asks where it is to find what lies beside it; the parser's library, to find its grammars. This library imports modules of Node.js,
 * which a script cannot: it requires them.
 */
function places({ onLoad }) {
  onLoad({ filter: /remediator[\\/]dist[\\/].*\.js$/ }, ({ path: file }) => {
    const text = readFileSync(file, "utf8");
    if (!text.includes("__dirname")) return undefined;
    const names = path.relative(folder, path.dirname(file)).split(path.sep);
    return {
      contents: `var __dirname = require("node:path").join(placeOfBundle, ${names.map((name) => JSON.stringify(name)).join(", ")});\n${text}`,
    };
  });
  onLoad({ filter: /[\\/]tree-sitter-wasm[\\/].*\.js$/ }, ({ path: file }) => ({
    contents: `var __filename = require.resolve("@vscode/tree-sitter-wasm"), ofNode = (name) => require(name);
${replaced(file, "await import(", "ofNode(")}`,
  }));
}
