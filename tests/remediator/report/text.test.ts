import { describe, expect, test } from "@jest/globals";
import pc from "picocolors";
import { mostLines, textReport, textReports, type TextOptions } from "@portcullis/remediator/report/text";
import { alike, problemLine } from "@portcullis/remediator/report/text/problem";
import { carriersText, componentType, planOf, shortType, type LocatedProblem } from "@portcullis/remediator/report/report";
import { columnsOf } from "@portcullis/remediator/report/text/columns";
import { inventoryOf } from "@portcullis/remediator/report/inventory";
import { hasHyperlinks, readableWidth } from "@portcullis/remediator/report/terminal";
import { judgementOf, reportAbout } from "../../harness/reports";
import { ref, resource } from "../../harness/stack";
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

  test("says of which project nothing is wrong, where there are several", () =>
    expect(textReport(quietScene(), options({ heading: "apps, in services/apps", isOneOfSeveral: true }))).toBe(
      "apps, in services/apps: No problems.\n",
    ));

  test("says it below where it does not fit beside the project", () => {
    const long = `apps, in ${"services/".repeat(6)}apps`;
    const setting = options({ heading: long, isOneOfSeveral: true });
    expect(textReport(quietScene(), setting)).toBe(`${long}:\n  No problems.\n`);
    const four = Array.from({ length: 4 }, quietScene);
    expect(textReports(four, () => setting)).toBe("No problems in 4 projects (--all names them).\n");
  });

  test("says of many projects only in how many nothing is wrong", () => {
    const several = (all: boolean) => () => options({ heading: "apps", isOneOfSeveral: true, all });
    const quiet = Array.from({ length: 39 }, quietScene);
    expect(textReports(quiet, several(false))).toBe("No problems in 39 projects (--all names them).\n");
    const loud = textReport(scene(), several(false)());
    expect(textReports([...quiet, scene()], several(false))).toBe(`${loud}\nNo problems in 39 other projects (--all names them).\n`);
    expect(textReports(quiet.slice(0, 3), several(false))).toBe("apps: No problems.\n\napps: No problems.\n\napps: No problems.\n");
    expect(textReports(quiet, several(true)).match(/apps: No problems/g)).toHaveLength(39);
  });

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

  test("a policy with thousands of advices stands apart from their count", () =>
    expect(textReport(many(1_200), options())).toMatch(/^ {2}no-unused-groups {2}1,200 {2}group-0, group-1, group-10 and 1,197 more$/m));

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

test("who carries it besides what was named is counted", () => {
  const store = { urn: "urn", name: "the RDS instance orders", reached: "in a public subnet", holdsData: true } as const;
  const other = { urn: "other", name: "the instance web", reached: undefined, holdsData: false };
  const [first] = scene().problems;
  if (first === undefined) throw new Error("the scene has a problem");
  const says = "database opens PostgreSQL (tcp/5432) of the RDS instance orders.";
  expect(carriersText({ ...first, says, carriers: [store, other] })).toBe("in a public subnet, also on the instance web");
  expect(carriersText({ ...first, says, carriers: [store, other, { ...other, name: "the instance api" }] })).toBe(
    "in a public subnet, also on 2 more",
  );
  const [rule] = first.rules;
  if (rule === undefined) throw new Error("the problem is about a rule");
  const sends = "The instance web may send on every port.";
  expect(carriersText({ ...first, says: sends, rules: [{ ...rule, direction: "egress" }], carriers: [store, other] })).toBeUndefined();
  const all = "The instance web, the instance api may send on every port.";
  expect(carriersText({ ...first, says: all, carriers: [other, { ...other, name: "the instance api" }] })).toBeUndefined();
});

test("a resource is in the component that makes it, not in a resource that it is below", () => {
  const urn = (types: string) => `urn:pulumi:dev::shop::${types}::web`;
  expect(componentType(urn("shop:index:Service$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet"))).toBe("shop:index:Service");
  expect(componentType(urn("aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet"))).toBeUndefined();
  expect(componentType(urn("awsx:x:ec2:SecurityGroup$aws:ec2/securityGroup:SecurityGroup"))).toBe("awsx:x:ec2:SecurityGroup");
  expect(shortType("aws:ec2/securityGroup:SecurityGroup")).toBe("aws:ec2:SecurityGroup");
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

describe("stacks that call their resources by their own name", () => {
  const open = (stack: string, block: string, name = `web-${stack}`) =>
    judgementOf(
      [
        resource("aws:ec2/securityGroup:SecurityGroup", name, {
          description: "A group",
          vpcId: "vpc-1",
          ingress: [{ description: "A rule", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [block] }],
        }),
      ],
      { stack, locate: () => ({ file: "index.ts", line: 1, column: 1 }) },
    );

  test("have one problem where one place makes the same of all of them", () => {
    const report = reportAbout([open("dev", "0.0.0.0/0"), open("prod", "0.0.0.0/0")]);
    const text = textReport(report, options());
    expect(text).toMatch(/web-dev opens SSH \(tcp\/22\)[^→]*The same in web-prod\./);
    expect(text).toContain("1 problem: 1 critical.");
    const mandatory = report.problems.filter(({ level }) => level === "mandatory");
    expect(mandatory.map(({ findings, stacks }) => ({ findings: findings.length, stacks }))).toEqual([{ findings: 2, stacks: ["dev", "prod"] }]);
  });

  test("names nothing twice that has one name in both", () => {
    const report = reportAbout([open("dev", "0.0.0.0/0", "web"), open("prod", "0.0.0.0/0", "web")]);
    expect(report.problems.map(({ twins }) => twins)).toEqual(report.problems.map(() => []));
  });

  test.each([
    ["0.0.0.0/0", "8.0.0.0/6", "web-dev opens SSH (tcp/22) to the whole internet: 0.0.0.0/0. The same for 8.0.0.0/6 (prod)."],
    ["8.0.0.0/6", "0.0.0.0/0", "web-prod opens SSH (tcp/22) to the whole internet: 0.0.0.0/0. The same for 8.0.0.0/6 (dev)."],
  ])("have one, which says what opens most, where it admits others in each: %s and %s", (inDev, inProd, says) => {
    const [first, ...others] = reportAbout([open("dev", inDev), open("prod", inProd)]).problems.filter(({ level }) => level === "mandatory");
    expect([first?.says, first?.stacks, others]).toEqual([says, ["dev", "prod"], []]);
  });
});

test("what has many places names three of them", () => {
  const subnets = ["a", "b", "c", "d", "e", "f"].map((name) => resource("aws:ec2/subnet:Subnet", name, { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" }));
  const judgement = judgementOf(subnets, { locate: (urn) => ({ file: "index.ts", line: urn.charCodeAt(urn.length - 1), column: 1 }) });
  expect(textReport(reportAbout([judgement]), options({ all: true }))).toContain(
    "together with index.ts:98:1, index.ts:99:1, index.ts:100:1 and 2 more",
  );
});

describe("what a problem of a data store advises", () => {
  const everything = { description: "A rule", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
  const open = (...carriers: readonly ReturnType<typeof resource>[]) =>
    reportAbout([
      judgementOf([
        resource("aws:ec2/securityGroup:SecurityGroup", "data", { description: "A group", vpcId: "vpc-1", ingress: [everything], egress: [] }),
        ...carriers,
      ]),
    ]).problems[0]?.remedy;
  const store = resource("aws:rds/instance:Instance", "orders", {
    engine: "postgres",
    vpcSecurityGroupIds: [ref("data")],
    publiclyAccessible: false,
  });
  const server = resource("aws:ec2/instance:Instance", "web", { vpcSecurityGroupIds: [ref("data")] });

  test("is to admit who uses it, whatever is open", () => expect(open(store)).toMatch(/^Admit the group of the application/));
  test("is another where something else has the group too", () => expect(open(store, server)).toMatch(/^Name the protocol and the ports/));
});

test("a problem shows what the repair does to its own rules", () => {
  const open = (port: number) => ({
    description: "A rule",
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrBlocks: ["0.0.0.0/0", "52.94.76.0/28"],
  });
  const judgement = judgementOf([
    resource("aws:ec2/securityGroup:SecurityGroup", "web", { description: "A group", vpcId: "vpc-1", ingress: [open(22), open(5432)] }),
  ]);
  const fixes = reportAbout([judgement]).problems.flatMap((problem) => (problem.level === "mandatory" ? [planOf(problem)?.summary] : []));
  expect(fixes).toEqual(["Closes tcp/22 to the internet in ingress[0] of web", "Closes tcp/5432 to the internet in ingress[1] of web"]);
});

test("advice stands by itself where there is nothing to repair", () => {
  const declined = scene();
  const text = textReport(
    { ...declined, problems: declined.problems.map((problem) => ({ ...problem, findings: problem.findings.map(({ fix: _, ...rest }) => rest) })) },
    options({ explain: (place) => `portcullis explain ${place}` }),
  );
  expect(text).toMatch(/\n\nAbout one of them: portcullis explain/);
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
