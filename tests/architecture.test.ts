import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";

const root = path.resolve(__dirname, "..");

/** Who may import whom: a place, and what of ours it may import. The longest matching place counts. */
const allowed: readonly (readonly [place: string, imports: readonly string[]])[] = [
  ["policypack/net/", ["policypack/net/"]],
  ["policypack/resources/", ["policypack/resources/"]],
  [
    "policypack/model/nouns/",
    ["policypack/model/nouns/", "policypack/model/approx.ts", "policypack/net/", "policypack/plans/plan.ts", "policypack/resources/"],
  ],
  [
    "policypack/model/",
    [
      "policypack/model/",
      "policypack/net/",
      "policypack/plans/plan.ts",
      "policypack/resources/",
      "policypack/contract/settings.ts",
      "policypack/contract/globs.ts",
    ],
  ],
  ["policypack/decode/", ["policypack/decode/", "policypack/model/", "policypack/net/", "policypack/plans/plan.ts", "policypack/resources/"]],
  [
    "policypack/planner/",
    ["policypack/planner/", "policypack/model/", "policypack/net/", "policypack/plans/plan.ts", "policypack/plans/goal.ts", "policypack/resources/"],
  ],
  [
    "policypack/contract/",
    ["policypack/contract/", "policypack/model/", "policypack/net/", "policypack/plans/plan.ts", "policypack/plans/goal.ts", "policypack/resources/"],
  ],
  [
    "policypack/violations/",
    [
      "policypack/violations/",
      "policypack/contract/",
      "policypack/model/",
      "policypack/net/",
      "policypack/plans/plan.ts",
      "policypack/plans/goal.ts",
      "policypack/resources/",
    ],
  ],
  [
    "policypack/policies/",
    [
      "policypack/contract/",
      "policypack/violations/",
      "policypack/model/",
      "policypack/net/",
      "policypack/plans/plan.ts",
      "policypack/plans/goal.ts",
      "policypack/resources/",
    ],
  ],
  ["policypack/plans/plan.ts", ["policypack/resources/"]],
  ["policypack/plans/goal.ts", ["policypack/plans/plan.ts", "policypack/model/", "policypack/net/"]],
  [
    "policypack/problems/",
    [
      "policypack/problems/",
      "policypack/evaluation/",
      "policypack/contract/",
      "policypack/model/",
      "policypack/net/",
      "policypack/plans/plan.ts",
      "policypack/resources/",
    ],
  ],
  [
    "policypack/evaluation/",
    [
      "policypack/evaluation/",
      "policypack/contract/",
      "policypack/decode/",
      "policypack/model/",
      "policypack/net/",
      "policypack/planner/",
      "policypack/plans/plan.ts",
      "policypack/plans/goal.ts",
      "policypack/resources/",
    ],
  ],
  ["policypack/", ["policypack/"]],
  ["remediator/languages/", ["remediator/languages/", "remediator/editing/", "remediator/reader/syntax/"]],
  [
    "remediator/reader/",
    [
      "remediator/reader/",
      "remediator/engine/nested-outputs.ts",
      "remediator/engine/settled.ts",
      "policypack/plans/plan.ts",
      "policypack/resources/",
      "policypack/model/names/",
      "policypack/net/",
    ],
  ],
  [
    "remediator/editing/",
    ["remediator/editing/", "remediator/reader/", "policypack/model/names/", "policypack/plans/plan.ts", "policypack/resources/"],
  ],
  ["remediator/system/", ["remediator/system/"]],
  ["remediator/forge/", ["remediator/forge/"]],
  ["remediator/", ["remediator/", "policypack/"]],
];

/** What everybody may import: it knows nothing of what it is used for. */
const everywhere = ["policypack/grouped.ts", "policypack/joined.ts", "policypack/commas.ts", "policypack/bundled.ts"];

/** Packages that only some places may import. */
const packages: readonly (readonly [name: RegExp, places: readonly string[]])[] = [
  [/^@octokit\//, ["remediator/forge/github-"]],
  [/^@pulumi\/policy$/, ["policypack/crossguard/", "policypack/index.ts"]],
  [/^@pulumi\/pulumi/, ["policypack/crossguard/", "remediator/engine/", "remediator/sources/"]],
  [/^@pulumi\/aws/, []],
  [/^commander$/, ["remediator/cli/"]],
  [/^vscode-languageserver/, ["remediator/language-server/"]],
];

/** Files and folders that may read the environment: the last two give it to what they start. */
const outermost = ["remediator/cli/", "remediator/action/", "remediator/tour.ts", "remediator/engine/process.ts", "remediator/forge/git.ts"];

const sources = ["policypack", "remediator"].flatMap((folder) => filesIn(folder));

describe("who may import whom", () => {
  test.each(sources)("%s", (file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/(?:^(?:import|export)\b(?:[^"'=;]*?\bfrom)?\s*|\b(?:import|require)\s*\(\s*)"([^"]+)"/gm)) {
      const own = ownFile(file, specifier);
      if (own === undefined) checkPackage(file, specifier);
      else
        expect({ file, imports: own, mayImport: mayImport(file).some((place) => own.startsWith(place)) }).toEqual({
          file,
          imports: own,
          mayImport: true,
        });
    }
  });

  test("no files of the pack import each other in a circle", () => {
    const imports = new Map(sources.filter((file) => file.startsWith("policypack/")).map((file) => [file, importsOf(file)]));
    // Whatever imports nothing that is left is taken away, until only circles are left.
    for (let before = -1; before !== imports.size;) {
      before = imports.size;
      for (const [file, own] of imports) if (!own.some((other) => imports.has(other))) imports.delete(file);
    }
    expect([...imports.keys()]).toEqual([]);
  });

  test("only the outermost files read the environment", () => {
    const readers = sources.filter((file) => /process\.env\b/.test(readFileSync(path.join(root, file), "utf8")));
    expect(readers.filter((file) => !outermost.some((place) => file.startsWith(place)))).toEqual([]);
  });
});

function importsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/from\s+"([^"]+)"/g)].flatMap(([, specifier = ""]) => ownFile(file, specifier) ?? []);
}

function checkPackage(file: string, specifier: string): void {
  for (const [name, places] of packages) {
    if (name.test(specifier))
      expect({ file, specifier, allowed: places.some((place) => file.startsWith(place)) }).toEqual({ file, specifier, allowed: true });
  }
}

function mayImport(file: string): readonly string[] {
  return [...everywhere, ...(allowed.find(([place]) => file.startsWith(place))?.[1] ?? [])];
}

/** The file of ours that an import means, from the project's top; undefined for packages. */
function ownFile(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@portcullis/")) return `${specifier.slice("@portcullis/".length)}.ts`;
  if (!specifier.startsWith(".")) return undefined;
  const joined = path.posix.join(path.posix.dirname(from), specifier);
  return /\.(json|js)$/.test(joined) ? joined : `${joined}.ts`;
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "dist" || entry.name === "node_modules" ? [] : filesIn(name);
    return entry.name.endsWith(".ts") ? [name] : [];
  });
}
