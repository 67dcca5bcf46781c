/** Packages that ship as ES modules only, or import some; jest turns them into CommonJS. */
const modules = [
  "@octokit",
  "before-after-hook",
  "universal-user-agent",
  "universal-github-app-jwt",
  "toad-cache",
  "json-with-bigint",
  "content-type",
  "@vscode",
  "marked",
];

module.exports = {
  testEnvironment: "node",
  setupFiles: ["<rootDir>/tests/harness/seed.ts"],
  testSequencer: "<rootDir>/tests/harness/sequencer.cjs",
  // Most of the time is computation, and half of a machine with two cores is one: the default would leave the other one idle.
  maxWorkers: "100%",
  workerIdleMemoryLimit: "1GB",
  testTimeout: 120_000,
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  transform: {
    "^.+\\.[jt]s$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join("|")})/)`, "/dist/"],
  moduleNameMapper: {
    "^@portcullis/policypack/(.*)$": "<rootDir>/policypack/$1",
    "^@portcullis/remediator/(.*)$": "<rootDir>/remediator/$1",
  },
  modulePathIgnorePatterns: ["<rootDir>/.*/dist/"],
};
