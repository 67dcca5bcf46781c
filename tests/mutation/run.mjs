// npm run mutation [-- policy ...]: changes each policy in every small way, and tells which changes no test of it notices.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Stryker } from "@stryker-mutator/core";

const folder = "policypack/policies";
const report = "reports/mutation";
const asked = process.argv.slice(2);
const policies = readdirSync(folder)
  .map((file) => path.parse(file).name)
  .filter((id) => id !== "settings" && (asked.length === 0 || asked.includes(id)));

mkdirSync(report, { recursive: true });
console.log("| policy | mutants | killed | survived | score |\n|---|---|---|---|---|");
const rows = [];
for (const id of policies) {
  const results = (await mutationsOf(id)).filter(({ status }) => status !== "Ignored");
  const survivors = results.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const killed = results.filter(({ status }) => status === "Killed" || status === "Timeout");
  rows.push([id, killed.length, survivors.length]);
  console.log(row(id, killed.length, survivors.length));
  writeFileSync(path.join(report, `${id}.txt`), survivors.map(described).join(""));
}
const sum = (column) => rows.reduce((total, each) => total + each[column], 0);
console.log(row("all of them", sum(1), sum(2)));
console.log(`Who survived, and where: ${report}/<policy>.txt`);

function row(name, killed, survived) {
  const score = ((100 * killed) / Math.max(1, killed + survived)).toFixed(1);
  return `| ${name} | ${killed + survived} | ${killed} | ${survived} | ${score} |`;
}

function described({ fileName, location: { start }, replacement, mutatorName }) {
  const line = readFileSync(fileName, "utf8").split("\n")[start.line - 1]?.trim() ?? "";
  return `${start.line}:${start.column} ${mutatorName}: ${replacement}\n    ${line}\n`;
}

/** A worker loads the policies once and changes them in place, which mocha allows and jest does not: thirty times as fast. */
function mutationsOf(id) {
  return new Stryker({
    mutate: [`${folder}/${id}.ts`],
    plugins: ["@stryker-mutator/mocha-runner", path.resolve("tests/mutation/behaviour-only.mjs")],
    ignorers: ["documentation"],
    testRunner: "mocha",
    mochaOptions: {
      "no-config": true,
      "no-package": true,
      require: ["./tests/mutation/source.cjs"],
      spec: [`tests/policypack/policies/${id}.test.ts`, "tests/policypack/fixes/*.test.ts"],
      // Repairs of other policies are left out, and a test of time, which the changed code would fail.
      grep: `^(?!repairs (?!${id}:))(?!.*take no time)`,
    },
    coverageAnalysis: "perTest",
    timeoutMS: 30_000,
    ignorePatterns: ["**", "!policypack/**/*.{ts,json}", "!tests/harness/*.ts", "!tests/policypack/**/*.ts", "!tests/mutation/*.cjs", "**/dist/**"],
    reporters: [],
    logLevel: "error",
    allowConsoleColors: false,
    tempDirName: path.join(report, `sandbox-${process.pid}`),
  }).runMutationTest();
}
