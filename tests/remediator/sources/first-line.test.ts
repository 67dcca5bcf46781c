import { expect, test } from "@jest/globals";
import { firstLine } from "@portcullis/remediator/sources/first-line";

const trace = "    at Object.<anonymous> (/shop/index.ts:3:7)\n    at Module._compile (node:internal/modules/cjs/loader:1554:14)";

test.each([
  ["one line", "Error: lost", "Error: lost"],
  ["a line above the trace", `Error: lost\n${trace}`, "Error: lost"],
  ["two lines above the trace", `Error: lost\nin line two\n${trace}`, "Error: lost in line two"],
  ["what nobody opened", "Error: lost\nin line two", "Error: lost"],
  ["an array", `ZodError: [\n  {\n    "path": ["cidr"]\n  }\n]\n${trace}`, 'ZodError: [ { "path": ["cidr"] } ]'],
  [
    "a list",
    `Error: \n\nConfiguration is wrong:\n  - vpcCidr is missing\n  - sshCidr is no block\n${trace}`,
    "Error: Configuration is wrong: - vpcCidr is missing, - sshCidr is no block",
  ],
  ["a list with numbers, and no trace", "several things:\n1. one\n2. two\nNode.js v20", "several things: 1. one, 2. two"],
  ["a line that looks like an element", "no colon\n- one", "no colon"],
  ["the first of two errors of the compiler", "TSError: x\nindex.ts(2,1): error TS1: a\nindex.ts(3,1): error TS2: b", "index.ts(2,1): error TS1: a"],
  ["the end of a traceback of Python", 'Traceback:\n  File "__main__.py", line 3\nValueError: no block', "ValueError: no block"],
  ["colours", "\u001b[31mError: red\u001b[0m", "Error: red"],
  ["nothing", "", "no message"],
])("what an error says: %s", (_, message, says) => {
  expect(firstLine(message)).toBe(says);
});
