import { expect } from "@jest/globals";
import type { FixPlan } from "@portcullis/policypack/plans/plan";

/** Words for users are of one shape, and nothing is missing in them. */
export function checkWords(text: string, shape: RegExp): void {
  expect(text).toMatch(shape);
  expect(text).not.toMatch(/!|please|undefined|NaN|\[object|Symbol/i);
  expect(text).not.toMatch(/ {2}| [,.]|\(\)|,,|^\s|\s$/);
}

export function checkFixWords(fix: FixPlan): void {
  if (fix.kind === "declined") checkWords(fix.reason, /^[^\n]+[^.]$/);
  else {
    checkWords(fix.summary, /^[A-Z][^\n]+[^.]$/);
    checkWords(fix.losesAccess, /^[^\n]+\.$/);
  }
}
