import { describe, expect, test } from "@jest/globals";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { judgementOf, reportAbout } from "../../harness/reports";
import { atLevel } from "@portcullis/remediator/report/report";
import { textReport } from "@portcullis/remediator/report/text";
import { plainText } from "../../harness/reports";
import { shapes } from "./shapes";

describe("what is said of programs in common shapes is what somebody would act on", () => {
  test.each(shapes.map((shape) => [shape.name, shape] as const))("%s", (_, { entries, acted }) => {
    const { problems } = reportAbout([judgementOf(entries)]);
    const lines = problems.map(({ level, policies: [policy = ""], spot }) =>
      level === "mandatory" ? `${policy} of ${parseUrn(spot.urn).name}` : policy,
    );
    // Advice is read by policy: one line for all of the program.
    expect([...new Set(lines)].sort()).toEqual(Object.keys(acted).sort());
  });

  test.each(shapes.map((shape) => [shape.name, shape] as const))("%s, in less than a screen beside its mandatory problems", (_, { entries }) => {
    const report = reportAbout([judgementOf(entries)]);
    const text = textReport({ ...report, problems: atLevel(report.problems, "advisory") }, plainText);
    expect(text.split("\n").length).toBeLessThanOrEqual(24);
  });
});
