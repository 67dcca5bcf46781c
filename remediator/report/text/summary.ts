import { counted, listed } from "@portcullis/policypack/model/names/listed";
import { withCommas } from "@portcullis/policypack/commas";
import { grouped } from "@portcullis/policypack/grouped";
import { visible } from "../../system/visible";
import { atLevel, bySeverity, gapTexts, planOf, resourceNames, type Report } from "../report";
import { comparedTexts, exemptTexts, noProblems } from "../left-out";
import { linked } from "../terminal";
import { clipped, columnsOf, wrapped } from "./columns";
import { nameOf, type Setting } from "./problem";

/** What there is in all, in a few lines: problems by severity, advice by policy, what is open, exempt and not checked, and how to repair. */
export function summaryLines(report: Report, setting: Setting, isWhole: boolean): readonly string[] {
  return [
    ...counts(report, setting),
    ...advice(report, setting, isWhole),
    ...unknown(report, setting, isWhole),
    ...aside(exemptTexts(report), setting),
    ...notChecked(report, setting, isWhole),
    ...aside(comparedTexts(report), setting),
    ...repair(report, setting),
    ...more(report, setting),
  ];
}

/** How many problems there are, by severity. */
export function counts(report: Report, { terminal: { colours } }: Setting): readonly string[] {
  const { problems } = report;
  const mandatory = atLevel(problems, "mandatory");
  if (mandatory.length === 0) return [colours.green(problems.length === 0 ? noProblems(report) : "No problems that stop a deployment.")];
  return [`${colours.bold(counted(mandatory.length, "problem"))}: ${bySeverity(mandatory)}.`];
}

function advice({ problems }: Report, setting: Setting, isWhole: boolean): readonly string[] {
  const { terminal, page } = setting;
  const { colours, width } = terminal;
  const byPolicy = grouped(atLevel(problems, "advisory"), ({ policies: [policy = ""] }) => policy);
  if (byPolicy.length === 0) return [];
  const rows = byPolicy.map(([policy, list]) => {
    // Advice about a whole stack is one problem with a list.
    const names = resourceNames(list.flatMap(({ spot, findings, twins }) => [spot.urn, ...findings.map(({ urn }) => urn), ...twins]));
    return { policy, count: withCommas(Math.max(list.length, names.length)), names: listed(names.map(visible)) };
  });
  const longest = Math.max(...rows.map(({ policy }) => policy.length));
  const digits = Math.max(2, ...rows.map(({ count }) => count.length));
  const lines = rows.map(({ policy, count, names }) => {
    const text = `${" ".repeat(longest - policy.length)}  ${count.padStart(digits)}  ${names}`;
    return `  ${linked(policy, page(policy)?.url, terminal)}${clipped(text, width - policy.length - 2)}`;
  });
  return ["", `${colours.bold("Advice")}, by policy${isWhole ? "" : " (--all shows it)"}:`, ...lines];
}

function unknown({ unknowns }: Report, setting: Setting, isWhole: boolean): readonly string[] {
  if (unknowns.length === 0) return [];
  const questions = unknowns.reduce((sum, { findings }) => sum + findings.length, 0);
  const named = unknowns.map(({ urn, property }) => (property === "" ? nameOf(urn) : `${property} of ${nameOf(urn)}`));
  const text = `${counted(questions, "question")} not decided yet, for want of ${listed(named)}.`;
  if (!isWhole) return ["", ...paragraph(text, setting)];
  const each = unknowns.flatMap(({ findings }) => findings.map(({ message }) => message));
  return ["", ...paragraph(text, setting), ...each.flatMap((message) => paragraph(message, setting, "  "))];
}

function notChecked({ notChecked: gaps }: Report, setting: Setting, isWhole: boolean): readonly string[] {
  if (gaps.length === 0) return [];
  const most = isWhole ? Infinity : 5;
  const texts = gapTexts(gaps, nameOf).map((text) => `Not checked: ${text}`);
  const rest = texts.length - most;
  return [
    "",
    ...texts.slice(0, most).flatMap((text) => paragraph(text, setting)),
    ...(rest > 0 ? [`Not checked: ${rest} more (--all shows them)`] : []),
  ];
}

/** Sentences, each in lines of its own, after an empty line. */
function aside(texts: readonly string[], setting: Setting): readonly string[] {
  return texts.length === 0 ? [] : ["", ...texts.flatMap((text) => paragraph(text, setting))];
}

function repair({ problems }: Report, setting: Setting): readonly string[] {
  if (setting.repair === undefined) return [];
  const mandatory = atLevel(problems, "mandatory");
  const planned = mandatory.filter((problem) => planOf(problem) !== undefined).length;
  if (planned === 0) return [];
  const share = planned === mandatory.length ? "" : `, with a plan for ${planned} of ${mandatory.length}`;
  return ["", ...command(`To repair ${mandatory.length === 1 ? "it" : "them"}${share}:`, setting.repair, setting)];
}

/** How to ask about one, with the first as the example. */
function more(report: Report, setting: Setting): readonly string[] {
  const [first, ...others] = atLevel(report.problems, "mandatory");
  if (setting.explain === undefined || first?.spot.place === undefined) return [];
  const { file, line } = first.spot.place;
  const isAlone = repair(report, setting).length === 0;
  return [
    ...(isAlone ? [""] : []),
    ...command(others.length === 0 ? "About it:" : "About one of them:", setting.explain(`${file}:${line}`), setting),
  ];
}

/** A command stays in one piece, so that it can be copied. */
function command(text: string, line: string, { terminal: { width } }: Setting): readonly string[] {
  return columnsOf(text) + 1 + columnsOf(line) <= width ? [`${text} ${visible(line)}`] : [text, `  ${visible(line)}`];
}

function paragraph(text: string, { terminal: { width } }: Setting, indent = ""): readonly string[] {
  return wrapped(visible(text), width - columnsOf(indent) - 2).map((line, index) => `${indent}${index === 0 ? "" : "  "}${line}`);
}
