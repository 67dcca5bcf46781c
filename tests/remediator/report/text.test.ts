import { describe, expect, test } from "@jest/globals";
import pc from "picocolors";
import { mostLines, textReport, type TextOptions } from "@portcullis/remediator/report/text";
import { alike, problemLine } from "@portcullis/remediator/report/text/problem";
import { carriersText, type LocatedProblem } from "@portcullis/remediator/report/report";
import { columnsOf } from "@portcullis/remediator/report/text/columns";
import { inventoryOf } from "@portcullis/remediator/report/inventory";
import { hasHyperlinks, readableWidth } from "@portcullis/remediator/report/terminal";
import { judgementOf, reportAbout } from "../../harness/reports";
import { resource } from "../../harness/stack";
import { entries, hostileScene, locate, program, quietScene, scene } from "./scene";

const options = (more: Partial<TextOptions> & { width?: number } = {}): TextOptions => ({
  terminal: { colours: pc.createColors(false), width: more.width ?? 80, hyperlinks: false },
  all: false,
  heading: "",
  fileUrl: (file) => `file:///shop/${file}`,
  page: (policy) => ({ text: `docs/policies/${policy}.md`, url: `file:///docs/policies/${policy}.md` }),
  repair: "portcullis fix",
  ...more,
});

describe("the report on a terminal", () => {
  test.each([80, 200])("at %i columns", (columns) => expect(textReport(scene(), options({ width: readableWidth(columns) }))).toMatchSnapshot());

  test("with everything shown", () => expect(textReport(scene(), options({ all: true }))).toMatchSnapshot());

  test("in colours and with links", () => {
    const terminal = { colours: pc.createColors(true), width: 80, hyperlinks: true };
    const text = textReport(scene(), options({ terminal }));
    expect(text).toContain("\u001b]8;;file:///shop/index.ts\u001b\\index.ts:7:108\u001b]8;;\u001b\\");
    // What is left without them is the same text, but for the pages, which the links lead to.
    const plain = text.replace(/\u001b\]8;;.*?\u001b\\/g, "").replace(/\u001b\[\d+m/g, "");
    expect(plain).toBe(textReport(scene(), options({ page: () => undefined })));
  });

  test.each([40, 80, 120])("no line is longer than %i columns, but for a place or a page that is to be copied", (width) => {
    for (const line of textReport(scene(), options({ width, all: true })).split("\n"))
      if (columnsOf(line) > width) expect(line.trim()).toMatch(/^\S+$/);
  });

  test("says one line where nothing is wrong", () => expect(textReport(quietScene(), options())).toBe("No problems.\n"));

  test("names and source are nothing but text", () => {
    expect(textReport(hostileScene(), options({ all: true }))).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe("how long it is", () => {
  const many = (count: number) =>
    reportAbout([
      judgementOf(
        Array.from({ length: count }, (_, index) =>
          resource("aws:ec2/securityGroup:SecurityGroup", `group-${index}`, {
            description: "A group",
            vpcId: "vpc-1",
            ingress: [{ description: "A rule", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
          }),
        ),
      ),
    ]);

  test.each([1, 5, 15, 40, 300])("%i problems fit", (count) => {
    const lines = textReport(many(count), options()).split("\n");
    expect(lines.length).toBeLessThanOrEqual(mostLines + 1);
    expect(lines.filter((line) => line.startsWith("✖")).length).toBeGreaterThan(Math.min(count, 30) / 2);
  });

  test("what does not fit is counted, and --all shows it", () => {
    expect(textReport(many(300), options())).toMatch(/And \d+ more problems \(--all shows them\)\./);
    expect(textReport(many(300), options({ all: true })).match(/^✖/gm)).toHaveLength(300);
  });
});

describe("a problem in a line", () => {
  const [first] = scene().problems;
  if (first?.spot.place === undefined) throw new Error("the scene has a problem with a place");
  const { place } = first.spot;
  const at = (line: number, more: Partial<LocatedProblem> = {}): LocatedProblem => ({
    ...first,
    spot: { ...first.spot, place: { ...place, line } },
    ...more,
  });
  const setting = options();

  test("says how bad it is, and where", () => {
    expect(problemLine([first], setting)[0]).toMatch(/^✖ critical {2}index\.ts:7:108 {2}\S/);
  });

  test("of which the same is to be said names all places", () => {
    const [same, other, ...rest] = alike([at(7), at(8, { says: "Something else." }), at(9), at(10, { severity: "high" })]);
    expect([same?.length, other?.length, rest.length]).toEqual([2, 1, 1]);
    expect(problemLine(same ?? [first], setting)[0]).toMatch(/^✖ critical {2}index\.ts:7:108, 9:108 {2}\S/);
  });

  test("is counted as one where several share a line that is left out", () => {
    const problems = Array.from({ length: 400 }, (_, index) => at(index + 1, { says: `Number ${index % 300}.` }));
    const text = textReport({ ...scene(), problems }, setting);
    const shown = text.match(/index\.ts:\d+:\d+/g)?.length ?? 0;
    const further = text.match(/, \d+:108/g)?.length ?? 0;
    expect(text).toContain(`And ${400 - shown - further} more problems (--all shows them).`);
  });
});

test("who carries what is opened is not named twice", () => {
  const [first] = scene().problems;
  if (first === undefined) throw new Error("the scene has a problem");
  const says = (text: string, reached?: "in a public subnet"): string | undefined =>
    carriersText({ ...first, says: text, carriers: [{ urn: "urn", name: "the RDS instance orders", reached, holdsData: true }] });
  expect(says("database admits 10.0.0.0/16 to PostgreSQL (tcp/5432) of the RDS instance orders by address.")).toBeUndefined();
  expect(says("database opens PostgreSQL (tcp/5432) of the RDS instance orders.", "in a public subnet")).toBe("in a public subnet");
  expect(says("database admits all to the RDS instance orders-copy.")).toBe("on the RDS instance orders");
});

test("advice about a whole stack counts what is in its list", () => {
  const subnets = ["a", "b", "c", "d"].map((name) => resource("aws:ec2/subnet:Subnet", name, { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" }));
  expect(textReport(reportAbout([judgementOf(subnets)]), options())).toMatch(/subnets-have-network-acls +4 {2}a, b, c and 1 more/);
});

describe("stacks", () => {
  const closed = entries.map((entry) => (entry.name === "web" ? { ...entry, props: { ...entry.props, ingress: [] } } : entry));
  const report = reportAbout([
    judgementOf(entries, { stack: "prod", files: { "index.ts": program }, locate }),
    judgementOf(closed, { stack: "dev", files: { "index.ts": program }, locate }),
  ]);

  test("what holds for all of them is said once, and of what does not, for which", () => {
    const text = textReport(report, options());
    expect(text.match(/database opens PostgreSQL/g)).toHaveLength(1);
    expect(text).toMatch(/web opens every port of every protocol to the whole internet: 0\.0\.0\.0\/0\.[^→]*in\s+prod\./);
  });
});

test("what a preview leaves out may carry a group: it is not said to be on nothing", () => {
  const open = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
  const judgement = judgementOf([resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress: [open] })]);
  const partial = { ...judgement, source: { ...judgement.source, isPartial: true as const } };
  const carriers = [judgement, partial].map((each) => {
    const report = reportAbout([each]);
    return [report.problems[0]?.carriers, ...inventoryOf(report).map((row) => row.carriers)];
  });
  expect(carriers).toEqual([
    [[], []],
    [undefined, undefined],
  ]);
  expect(textReport(reportAbout([judgement]), options())).toMatch(/On nothing in this\s+program\./);
  expect(textReport(reportAbout([partial]), options())).not.toMatch(/on nothing/i);
});

describe("what a terminal can", () => {
  test.each([
    [undefined, 80],
    [0, 80],
    [20, 40],
    [100, 100],
    [400, 120],
  ])("%s columns are written as %i", (columns, width) => expect(readableWidth(columns)).toBe(width));

  test.each([
    ["a terminal that says nothing", {}, true, false],
    ["a file", { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.5.0" }, false, false],
    ["iTerm 3.5", { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.5.0" }, true, true],
    ["iTerm 2", { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "2.9" }, true, false],
    ["VTE 0.76", { VTE_VERSION: "7600" }, true, true],
    ["VTE 0.48", { VTE_VERSION: "4800" }, true, false],
    ["Windows Terminal", { WT_SESSION: "1" }, true, true],
    ["kitty", { TERM: "xterm-kitty" }, true, true],
    ["a dumb one", { TERM: "dumb", WT_SESSION: "1" }, true, false],
    ["CI", { CI: "true", WT_SESSION: "1" }, true, false],
    ["one that is told so", { FORCE_HYPERLINK: "1" }, false, true],
    ["one that is told not to", { FORCE_HYPERLINK: "0", WT_SESSION: "1" }, true, false],
  ])("links on %s", (_, environment, isTTY, has) => expect(hasHyperlinks({ isTTY }, environment)).toBe(has));
});
