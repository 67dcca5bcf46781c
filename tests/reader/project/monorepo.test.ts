import { afterAll, describe, expect, test } from "@jest/globals";
import { readFolder } from "@portcullis/remediator/reader/read";
import { isReadToItsEnd } from "@portcullis/remediator/repair/read-to-its-end";
import { readStatically } from "@portcullis/remediator/sources/static";
import { checkAll } from "@portcullis/remediator/judging/stacks";
import { formats } from "@portcullis/remediator/report/formats";
import { reportsOf } from "@portcullis/remediator/report/reports";
import { configure } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { folderOf, removeFolders } from "../../harness/folder";

const program = { "index.ts": 'import * as aws from "@pulumi/aws";\nnew aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });\n' };

function projects(files: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  return folderOf(
    Object.fromEntries(Object.entries(files).flatMap(([folder, own]) => Object.entries(own).map(([name, text]) => [`${folder}/${name}`, text]))),
  );
}

const twins = {
  a: { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...program },
  b: { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...program },
  "b/inner": { "Pulumi.yaml": "name: other\nruntime: [\n", ...program },
};

afterAll(removeFolders);

describe("of several projects", () => {
  test("what is not read is said of the innermost whose folder it lies in, and a name that is there twice leaves nothing unread", async () => {
    const reading = await readFolder(projects(twins));
    expect(reading.gaps).toEqual([]);
    expect(
      reading.projects.map((project) => [
        project.project.program.folder.split("/").slice(-2).join("/"),
        project.gaps.map(({ reason }) => reason),
        isReadToItsEnd(project, [...reading.gaps, ...project.gaps]),
      ]),
    ).toEqual([
      [expect.stringMatching(/a$/), [], true],
      [expect.stringMatching(/b$/), [expect.stringMatching(/^shop is the name of /)], true],
      [expect.stringMatching(/inner$/), [expect.stringContaining("is not YAML")], false],
    ]);
  });

  test("those of one name are headed by their folders as well", async () => {
    const sources = await readStatically(projects({ a: twins.a, b: twins.b }));
    if (!Array.isArray(sources)) throw new Error("They were not read.");
    const judged = checkAll(sources, { configuration: configure({}, policies), today: "2026-01-01" });
    const reports = reportsOf(judged, { today: "2026-01-01", inRepository: () => "" });
    expect(reports.map(({ project, shownAs }) => [project, shownAs])).toEqual([
      ["shop", expect.stringMatching(/a\/shop$/)],
      ["shop", expect.stringMatching(/b\/shop$/)],
    ]);
    const context = { version: "1.2.3", text: () => ({}) as never };
    expect(formats.markdown(reports, context).match(/^## .*\/shop`/gm)).toHaveLength(2);
    expect(formats.html(reports, context).match(/<h2>[^<]*\/shop<\/h2>/g)).toHaveLength(2);
  });
});
