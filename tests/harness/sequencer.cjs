const { existsSync } = require("node:fs");
const path = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");

/** What takes longest alone, longest first: begun last, it would keep one worker waiting while another ends it. Its files are small, by which jest orders. */
const longest = [
  "tests/policypack/fuzz.test.ts",
  "tests/remediator/run/faults.test.ts",
  "tests/remediator/pull-request/faults.test.ts",
  "tests/reader/agreement.test.ts",
  "tests/engine/pack.test.ts",
  "tests/reader/hostile.test.ts",
  "tests/remediator/run/scenarios.test.ts",
  "tests/remediator/cli/faults.test.ts",
  "tests/github/command.test.ts",
  "tests/programs.test.ts",
  "tests/policypack/evaluation/many-rules.test.ts",
  "tests/engine/shops.test.ts",
  "tests/remediator/sources/embedded.test.ts",
  "tests/github/looks-everywhere.test.ts",
  "tests/examples.test.ts",
  "tests/engine/preview-source.test.ts",
  "tests/edits.test.ts",
];

const gone = longest.filter((file) => !existsSync(path.join(__dirname, "..", "..", file)));
if (gone.length > 0) throw new Error(`${gone.join(", ")} is no test any more: take it out of ${__filename}`);

module.exports = class extends Sequencer {
  sort(tests) {
    const place = ({ path: file, context }) => {
      const at = longest.indexOf(path.relative(context.config.rootDir, file).split(path.sep).join("/"));
      return at === -1 ? longest.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
};
