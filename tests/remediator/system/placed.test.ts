import { expect, test } from "@jest/globals";
import { placedTexts } from "@portcullis/remediator/system/placed";

test("what is so at several lines of a file is said once, and what is said of a file itself names it", () => {
  const at = (text: string, file?: string, line?: number): { text: string; file: string | undefined; line: number | undefined } => ({
    text,
    file,
    line,
  });
  const gaps = [
    at("does not parse", "index.ts", 22),
    at("does not parse", "other.ts", 3),
    ...[18, 22, 20, 31, 40].map((line) => at("does not parse", "index.ts", line)),
    at("index.ts is larger than 2 MB", "index.ts", 1),
    at("reading stopped"),
    at("reading stopped"),
  ];
  expect(placedTexts(gaps)).toEqual([
    "index.ts:18, 20, 22 and 2 more: does not parse",
    "other.ts:3: does not parse",
    "index.ts is larger than 2 MB",
    "reading stopped",
  ]);
});
