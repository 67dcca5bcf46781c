// Writes the pages that are made from the policies. Run after a build: npm run docs.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const ts = require("typescript");
const { readExamples } = require("../remediator/dist/docs/judged-examples.js");
const { pages, policyTable } = require("../remediator/dist/docs/pages.js");
const { policies } = require("../policypack/dist/contract/registry.js");

require.extensions[".ts"] = (module, file) => {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  module._compile(ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions }).outputText, file);
};

const examples = await readExamples(path.join(root, "docs/examples"), policies, require);
if (examples.kind === "failed") {
  console.error(`docs: ${examples.reason}`);
  process.exit(1);
}

const made = pages(policies, examples);
mkdirSync(path.join(root, "docs/policies"), { recursive: true });
for (const file of readdirSync(path.join(root, "docs/policies")))
  if (!made.has(`docs/policies/${file}`)) rmSync(path.join(root, "docs/policies", file));
for (const [file, text] of made) writeFileSync(path.join(root, file), text);

const readme = path.join(root, "README.md");
const text = readFileSync(readme, "utf8");
writeFileSync(
  readme,
  text.replace(/(<!-- policies -->\n)[\s\S]*?(<!-- \/policies -->)/, (_, start, end) => `${start}\n${policyTable(policies)}\n${end}`),
);

const { languageTable } = require("../remediator/dist/docs/languages/table.js");
const languages = path.join(root, "docs/languages.md");
const page = readFileSync(languages, "utf8");
writeFileSync(
  languages,
  page.replace(/(<!-- constructs -->\n)[\s\S]*?(<!-- \/constructs -->)/, (_, start, end) => `${start}\n${languageTable()}\n\n${end}`),
);
