// Makes the GitHub Action's one file, and the grammars beside it: node scripts/bundle.mjs [folder]. Run after a build.
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
const folder = path.resolve(process.argv[2] ?? path.join(root, "action", "dist"));
const grammars = path.dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm"));
const { version } = JSON.parse(readFileSync(path.join(root, "remediator/package.json"), "utf8"));

/** The policies are found in a folder, which a bundle does not have. */
const registry = {
  name: "registry",
  setup({ onLoad }) {
    onLoad({ filter: /contract[\\/]registry\.js$/ }, ({ path: file }) => {
      const names = readdirSync(path.join(path.dirname(file), "..", "policies")).filter((name) => /^[a-z0-9-]+\.js$/.test(name));
      const list = names.sort().map((name) => `require("../policies/${name}").policy`);
      return { contents: `exports.policies = [${list.join(", ")}].sort((a, b) => Number(b.id === "settings") - Number(a.id === "settings"));` };
    });
  },
};

/** The grammars lie beside the bundle. */
const wasm = {
  name: "grammars",
  setup({ onLoad }) {
    onLoad({ filter: /reader[\\/]syntax[\\/]parse\.js$/ }, ({ path: file }) => {
      const text = readFileSync(file, "utf8");
      const made = text.replace('require.resolve("@vscode/tree-sitter-wasm")', "__filename");
      if (made === text) throw new Error("the place of the grammars is not where it was");
      return { contents: made };
    });
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
  // What runs programs is not in the action, which only reads.
  external: ["@pulumi/*", "@grpc/*", "google-protobuf", "typescript"],
  define: { PORTCULLIS_VERSION: JSON.stringify(version) },
  plugins: [registry, wasm],
});
for (const name of ["", "-typescript", "-tsx", "-javascript", "-python", "-go", "-java", "-c-sharp"])
  copyFileSync(path.join(grammars, `tree-sitter${name}.wasm`), path.join(folder, `tree-sitter${name}.wasm`));
