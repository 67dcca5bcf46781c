import { describe, expect, test } from "@jest/globals";
import { htmlReport } from "@portcullis/remediator/report/html";
import { markdownReport } from "@portcullis/remediator/report/markdown";
import type { Report } from "@portcullis/remediator/report/report";
import { textReport } from "@portcullis/remediator/report/text";
import { plainText } from "../../harness/reports";
import { quietScene } from "./scene";

const quiet = quietScene();
const exemption = { policy: "no-*", resource: "urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web", expires: quiet.today };
const soonEnding = [{ ...exemption, owner: "me", reason: "it is old", state: "active", isStale: false }] as unknown as Report["exemptions"];
const accepted = [{ policy: "no-public-admin-ports", verdict: "exempt" }] as unknown as Report["findings"];
const gap = [{ urn: "", reason: "broken.ts does not parse" }];
const gone = [{ policy: "no-unused-groups", resource: "prod::shop::web", part: undefined }] as unknown as NonNullable<Report["baseline"]>["gone"];

const formats: Readonly<Record<string, (report: Report) => string>> = {
  text: (report) => textReport(report, plainText),
  markdown: (report) => markdownReport([report], {}).replaceAll("\\", ""),
  html: (report) => htmlReport([report], { version: "1.2.3", text: () => ({}) as never }),
};

describe.each(Object.entries(formats))("what is not shown in %s", (format, formatted) => {
  test.each<readonly [name: string, more: Partial<Report>, said: readonly string[]]>([
    ["nothing", {}, ["No problems."]],
    ["what was not checked", { notChecked: gap }, ["No problems in what was checked."]],
    [
      "what is known",
      { baseline: { known: 3, since: undefined, gone: [] } },
      ["No new problems.", "3 known problems of the baseline are not shown."],
    ],
    ["what another commit has", { baseline: { known: 1, since: "origin/main", gone: [] } }, ["1 known problem of origin/main is not shown."]],
    ["what is gone", { baseline: { known: 0, since: undefined, gone } }, ["Gone since the baseline: no-unused-groups of "]],
    [
      "what is exempt",
      { findings: accepted, exemptions: soonEnding },
      format === "html" ? ["no-*", "it is old"] : ["1 finding exempt", "Ending soon: no-* of web on "],
    ],
  ])("is said: %s", (_, more, said) => {
    const text = formatted({ ...quiet, ...more }).replace(/\s+/g, " ");
    for (const each of said) expect(text).toContain(each);
  });
});
