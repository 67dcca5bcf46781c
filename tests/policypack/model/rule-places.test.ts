import { expect, test } from "@jest/globals";
import { pathsOf } from "@portcullis/policypack/model/rules/places";

const elements = (...indexes: readonly number[]): readonly (readonly [string, number])[] => indexes.map((index) => ["ingress", index] as const);

test.each([
  ["one", elements(3), "ingress[3]"],
  ["two that follow each other", elements(0, 1), "ingress[0] and ingress[1]"],
  ["many that follow each other", elements(...Array.from({ length: 46 }, (_, index) => index)), "ingress[0] to ingress[45]"],
  ["a run beside one", elements(0, 1, 2, 5), "ingress[0] to ingress[2] and ingress[5]"],
  ["many that do not", elements(0, 2, 4, 6, 8), "ingress[0], ingress[2], ingress[4] and 2 more"],
  [
    "the ends of two lists",
    [
      ["ingress", 1],
      ["egress", 2],
    ],
    "ingress[1] and egress[2]",
  ],
])("places of a list in words: %s", (_, paths, words) => {
  expect(pathsOf(paths)).toBe(words);
});
