// Makes the GitHub Action's one file, and the grammars beside it: node scripts/bundle.mjs [folder]. Run after a build.
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { policies, replaced, whatRunsPrograms } from "./bundling.mjs";

const root = path.resolve(import.meta.dirname, "..");
const folder = path.resolve(process.argv[2] ?? path.join(root, "action", "dist"));
const grammars = path.dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm"));
const { version } = JSON.parse(readFileSync(path.join(root, "remediator/package.json"), "utf8"));

/** The grammars lie beside the bundle. */
const wasm = {
  name: "grammars",
  setup({ onLoad }) {
    onLoad({ filter: /reader[\\/]syntax[\\/]parse\.js$/ }, ({ path: file }) => ({
      contents: replaced(file, 'require.resolve("@vscode/tree-sitter-wasm")', "__filename"),
    }));
  },
};

mkdirSync(folder, { recursive: true });
await build({
  entryPoints: [path.join(root, "remediator/dist/action/main.js")],
  outfile: path.join(folder, "main.js"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  legalComments: "inline",
  logLevel: "error",
  external: whatRunsPrograms,
  define: { PORTCULLIS_VERSION: JSON.stringify(version) },
  plugins: [policies, wasm],
});
for (const name of ["", "-typescript", "-tsx", "-javascript", "-python", "-go", "-java", "-c-sharp"])
  copyFileSync(path.join(grammars, `tree-sitter${name}.wasm`), path.join(folder, `tree-sitter${name}.wasm`));
// The library is evaluated once more where it has ended in a text.
copyFileSync(path.join(grammars, "tree-sitter.js"), path.join(folder, "tree-sitter.js"));
