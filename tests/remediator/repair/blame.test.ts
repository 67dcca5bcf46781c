import { expect, test } from "@jest/globals";
import type { LocatedFinding } from "@portcullis/remediator/judging/check";
import { blameOf } from "@portcullis/remediator/repair/blame";
import type { Change } from "@portcullis/remediator/repair/plans";
import type { Claim, Fault } from "@portcullis/remediator/repair/verify";

const change = (...urns: readonly string[]): Change => ({
  findings: urns.map((urn) => ({ urn }) as LocatedFinding),
  steps: urns.map((urn) => ({ kind: "vary", urn, path: ["ingress", 0], variants: [] })),
});
const fault = (says: string, ...urns: readonly string[]): Fault => ({ urns, says });
const claim = (name: string, ...faults: readonly Fault[]): Claim => ({
  claim: name,
  holds: false,
  detail: "",
  faults,
  inWords: (those) => those.map(({ says }) => says).join("; "),
});

const web = change("web", "web-rule");
const api = change("api");
const jobs = change("jobs");

/** What is told of each change, by its first resource. */
const told = (claims: readonly Claim[]): unknown => {
  const blame = blameOf([web, api, jobs], claims);
  return blame === undefined
    ? undefined
    : [...blame].map(([{ steps }, own]) => [steps[0]?.urn, own.map(({ claim: name, detail }) => `${name}: ${detail}`)]);
};

test.each<readonly [name: string, claims: readonly Claim[], expected: unknown]>([
  ["nothing is wrong", [], []],
  ["one fault is of one change", [claim("gone", fault("a is left", "web"))], [["web", ["gone: a is left"]]]],
  ["a change has several resources", [claim("gone", fault("a is left", "web-rule"))], [["web", ["gone: a is left"]]]],
  [
    "the faults of a claim are told apart",
    [claim("new", fault("a is new", "web"), fault("b is new", "api"), fault("c is new", "web"))],
    [
      ["web", ["new: a is new; c is new"]],
      ["api", ["new: b is new"]],
    ],
  ],
  [
    "a change breaks several claims",
    [claim("gone", fault("a is left", "api")), claim("new", fault("b is new", "api"))],
    [["api", ["gone: a is left", "new: b is new"]]],
  ],
  ["a fault names something else as well", [claim("cut off", fault("somebody", "instance", "jobs"))], [["jobs", ["cut off: somebody"]]]],
  ["a fault is about what no change touches", [claim("new", fault("a is new", "web"), fault("b is new", "stack"))], undefined],
  ["a fault is about no resource", [claim("else", fault("something grew"))], undefined],
  ["a fault is about what two changes touch", [claim("cut off", fault("somebody", "web", "api"))], undefined],
])("%s", (_, claims, expected) => expect(told(claims)).toEqual(expected));

test("what two changes have in common is blamed on neither", () => {
  expect(blameOf([change("web"), change("web", "api")], [claim("new", fault("a is new", "web"))])).toBeUndefined();
});
