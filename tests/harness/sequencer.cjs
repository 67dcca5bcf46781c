const { readFileSync } = require("node:fs");
const { default: Sequencer } = require("@jest/test-sequencer");

/** What runs programs, or gives itself more time than jest would, takes long. */
const takesLong = /\bjest\.setTimeout\(|remediator\/sources\/(?:embedded|sources)"/;

/**
 * The longest first, as jest has it where it knows how long a test took: begun last, it would keep one worker waiting while another ends it. In a first run
 * jest goes by the size of files, and the longest tests are small.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = [...super.sort(tests)];
    const isLong = new Map(sorted.map((test) => [test, test.duration === undefined && takesLong.test(readFileSync(test.path, "utf8"))]));
    return sorted.sort((a, b) => isLong.get(b) - isLong.get(a));
  }
};
