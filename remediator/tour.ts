import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { policies } from "@portcullis/policypack/contract/registry";
import { listed } from "@portcullis/policypack/model/names/listed";
import { configure } from "@portcullis/policypack/contract/settings";
import type { CheckOptions } from "./judging/check";
import { folderInRepository, textOptions } from "./cli/scope";
import { terminalOf } from "./cli/streams";
import type { Fix } from "./repair/fix";
import { proposal } from "./pull-request/propose";
import { describe } from "./pull-request/body";
import { version } from "./cli/version";
import { pictureOf, type Picture } from "./picture/graph";
import { coloured, unifiedDiff } from "./report/diff";
import { htmlReport } from "./report/html";
import { rendered } from "./report/rendered";
import { atLevel, type LocatedProblem, type Report } from "./report/report";
import { reportsOf } from "./report/reports";
import { wrapped } from "./report/text/columns";
import { counts } from "./report/text/summary";
import { problemBlock, problemLine } from "./report/text/problem";
import { withChangeOf } from "./run/with-change";
import { repairFolder } from "./repair/repair";
import { readSources } from "./sources/sources";
import { checkAll } from "./judging/stacks";

const root = path.resolve(__dirname, "..", "..");
const program = path.join("examples", "securecart-exposed");
const terminal = { ...terminalOf(process.stdout), hyperlinks: false };
const { colours } = terminal;

/** The policy whose repair is shown: it is small, and says much. */
const repaired = "no-public-database-ports";

/** Shows the main job on the example shop, on two screens: problems as they read, a repair, and its pull request with the proof. */
async function tour(): Promise<void> {
  process.chdir(root);
  const options: CheckOptions = { configuration: configure({}, policies), today: new Date().toISOString().slice(0, 10) };
  const sources = await readSources(program);
  if ("kind" in sources) throw new Error(sources.reason);
  const reports = reportsOf(checkAll(sources, options), { today: options.today, inRepository: folderInRepository });
  const [report] = reports;
  if (report === undefined) throw new Error(`${program} has no stack`);
  showProblems(report, reports);

  const repair = await repairFolder(program, { ...options, policies: [repaired] });
  if (repair.kind === "failed") throw new Error(repair.reason);
  heading("2", `portcullis fix --policy ${repaired} repairs it in the source`);
  say(
    ...coloured(unifiedDiff(repair.before, repair.after, 1), colours)
      .trimEnd()
      .split("\n"),
  );

  heading("3", "portcullis pr proposes it, with the proof");
  say(...pullRequest(repair, options));

  const page = writePage(reports);
  heading("4", "What to do next");
  if (page !== undefined) say(`open ${page.padEnd(24)} who reaches whom, as check --format html draws it`);
  say("npx portcullis check PATH     reads it, executes nothing, needs no account");
  say("npx portcullis explain PLACE  says who is exposed, and what a repair would do");
  say("npx portcullis fix PATH       prints the repair; --write makes it");
  say("pulumi preview --policy-pack PATH/TO/portcullis/policypack");
  say("                              stops what must not be deployed");
}

/** Writes the report as a page, and answers where it is; undefined where nothing can be written. */
function writePage(reports: readonly Report[]): string | undefined {
  const file = path.join(".portcullis", "tour.html");
  const picture = ({ judgements: [first], problems }: Report): Picture | undefined =>
    first === undefined ? undefined : pictureOf(first.world, problems);
  const context = { version: version(), text: textOptions(process.stdout, program, reports, false), picture };
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, htmlReport(reports, context));
    return file;
  } catch {
    return undefined;
  }
}

/** One problem of each kind: the worst in full, the others in a line. */
function showProblems(report: Report, reports: readonly Report[]): void {
  const setting = { ...textOptions(process.stdout, program, reports, false)(report), terminal };
  const [worst, ...others] = ofEachKind(atLevel(report.problems, "mandatory"));
  heading("1", `portcullis check ${program} finds, one of each kind:`);
  if (worst !== undefined) say(...problemBlock(worst, report, setting), "");
  for (const problem of others) say(...problemLine([problem], setting));
  say("", ...counts(report, setting));
}

function ofEachKind(problems: readonly LocatedProblem[]): readonly LocatedProblem[] {
  const kinds = new Map<string, LocatedProblem>();
  for (const problem of problems) {
    const section = policies.find(({ id }) => id === problem.policies[0])?.section ?? "";
    if (!kinds.has(section)) kinds.set(section, problem);
  }
  return [...kinds.values()];
}

/** The title, and of the body the opening and what a reviewer reads first. */
function pullRequest(repair: Fix, options: CheckOptions): readonly string[] {
  const { title, body } = describe(withChangeOf(repair, proposal(repair, "securecart-exposed", root), options));
  const [opening = "", ...sections] = body.split(/^(?=### )/m);
  const shown = sections.filter((section) => readFirst.some((name) => section.startsWith(`### ${name}\n`)));
  const lines = shown.flatMap((section) => ["", ...rendered(section, terminal).filter((line) => line !== "")]);
  const left = sections.filter((section) => !shown.includes(section)).map((section) => /^### (.*)/.exec(section)?.[1] ?? "");
  return [
    ...wrapped(title, terminal.width).map(colours.bold),
    "",
    ...rendered(opening.trimEnd(), terminal),
    ...lines,
    "",
    colours.dim(`Then: ${listed(left)}.`),
  ];
}

const readFirst = ["What was open", "What changes", "The proof"];

function heading(number: string, text: string): void {
  say(...(number === "1" ? [] : [""]), `${colours.bold(colours.inverse(` ${number} `))} ${colours.bold(text)}`);
}

function say(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

tour().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
