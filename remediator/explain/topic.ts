import { joined } from "@portcullis/policypack/joined";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { nameables, type Nameable } from "@portcullis/policypack/model/paths/endpoints";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { Judgement } from "../judging/check";
import { namedAmong, nearest, type Wrong } from "../reach/spelling";
import type { LocatedProblem, Report } from "../report/report";

/** What somebody asked about, in a program. */
export type Topic =
  | { readonly kind: "problems"; readonly problems: readonly { readonly report: Report; readonly problem: LocatedProblem }[] }
  | { readonly kind: "resource"; readonly found: readonly { readonly report: Report; readonly judgement: Judgement; readonly urn: string }[] };

/** Finds what is meant: a problem by its key, the start of it, or its place; or a resource by its name, TYPE/NAME or URN. */
export function topicIn(reports: readonly Report[], text: string, policies: readonly Policy[]): Topic | Wrong {
  const problems = problemsAt(reports, text);
  if (problems.length > 0) return { kind: "problems", problems };
  const found: { readonly report: Report; readonly judgement: Judgement; readonly urn: string }[] = [];
  let ambiguous: Wrong | undefined;
  const names = new Set<string>();
  for (const report of reports)
    for (const judgement of report.judgements) {
      const ranks = everything(judgement);
      const end = namedAmong(ranks, text);
      if (!("wrong" in end)) found.push({ report, judgement, urn: end.urn });
      else if (isAmong(ranks, text)) ambiguous ??= end;
      for (const { name } of ranks.flat()) names.add(name);
    }
  if (found.length > 0) return { kind: "resource", found };
  const place = placeIn(text);
  if (place !== undefined) return { wrong: noneAt(reports, place) };
  const lines = linesIn(reports, text.replace(/:.*$/s, ""));
  if (lines.length > 0) return { wrong: `${text} names no line: there are problems in ${linesText(lines.slice(0, 3))}.` };
  return ambiguous ?? { wrong: unknownTopic(text, [...policies.map(({ id }) => id), ...names], "the program") };
}

/** "web is no policy, and no problem or resource of the program: did you mean ...?" */
export function unknownTopic(text: string, names: readonly string[], where: string | undefined, otherwise = ""): string {
  const near = nearest(text, names, 3);
  const what = where === undefined ? "no policy" : `no policy, and no problem or resource of ${where}`;
  return `${text} is ${what}${near.length === 0 ? "." : `: did you mean ${joined(near, "or")}?`}${otherwise === "" ? "" : ` ${otherwise}`}`;
}

function problemsAt(reports: readonly Report[], text: string): readonly { readonly report: Report; readonly problem: LocatedProblem }[] {
  const all = reports.flatMap((report) => report.problems.map((problem) => ({ report, problem })));
  if (/^[0-9a-f]{6,16}$/.test(text)) {
    const byKey = all.filter(({ problem }) => problem.key.startsWith(text));
    if (byKey.length === 1) return byKey;
  }
  const place = placeIn(text);
  if (place === undefined) return [];
  return all.filter(({ problem: { spot, others } }) =>
    [spot, ...others].some(
      ({ place: at }) =>
        at !== undefined && isFile(place.file, at.file) && at.line === place.line && (place.column === undefined || at.column === place.column),
    ),
  );
}

interface AskedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** FILE:LINE[:COLUMN], as reports write places. */
function placeIn(text: string): AskedPlace | undefined {
  const [, file, line, column] = /^([^:]+\.[^:/]+):(\d{1,7})(?::(\d{1,7}))?$/.exec(text.replaceAll("\\", "/")) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: column === undefined ? undefined : Number(column) };
}

/** Reports name files from the program's folder; somebody may name them from elsewhere. */
function isFile(asked: string, file: string): boolean {
  return asked === file || asked.endsWith(`/${file}`) || file.endsWith(`/${asked}`);
}

function noneAt(reports: readonly Report[], { file, line, column }: AskedPlace): string {
  const nearest = [...linesIn(reports, file)].sort((a, b) => Math.abs(a - line) - Math.abs(b - line) || a - b).slice(0, 3);
  const near = nearest.sort((a, b) => a - b);
  const others = near.length === 0 ? `, and none in ${file}` : `: in ${file}, there are some in ${linesText(near)}`;
  return `No problem is at ${file}:${line}${column === undefined ? "" : `:${column}`}${others}.`;
}

/** The lines of a file that have problems, from the top. */
function linesIn(reports: readonly Report[], file: string): readonly number[] {
  const lines = reports
    .flatMap(({ problems }) => problems)
    .flatMap(({ spot }) => (spot.place !== undefined && isFile(file, spot.place.file) ? [spot.place.line] : []));
  return [...new Set(lines)].sort((a, b) => a - b);
}

function linesText(lines: readonly number[]): string {
  return `${lines.length === 1 ? "line" : "lines"} ${joined(lines.map(String))}`;
}

/** What carries groups first, then groups, then whatever else there is. */
function everything({ world }: Judgement): readonly (readonly Nameable[])[] {
  const ranks = nameables(world);
  const known = new Set(ranks.flat().map(({ urn }) => urn));
  const others = [...world.network.resources.values()].filter(({ urn, type }) => !known.has(urn) && !isOfTheEngine(type));
  return [...ranks, others.map(({ urn }) => ({ urn, name: parseUrn(urn).name, noun: "" }))];
}

function isOfTheEngine(type: string): boolean {
  return type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");
}

function isAmong(ranks: readonly (readonly Nameable[])[], text: string): boolean {
  return ranks.some((rank) => rank.some(({ name }) => name === text || text.toLowerCase().endsWith(`/${name.toLowerCase()}`)));
}
