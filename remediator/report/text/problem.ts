import { listed } from "@portcullis/policypack/model/names/listed";
import { joined } from "@portcullis/policypack/joined";
import { grouped } from "@portcullis/policypack/grouped";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { visible } from "../../system/visible";
import { componentType, placeText, planOf, resourceText, twinsText, whereText, type LocatedProblem, type Place, type Report } from "../report";
import { linked, type Terminal } from "../terminal";
import { clipped, columnsOf, wrapped } from "./columns";
import { frame } from "./frame";

/** What the texts of one report have in common. */
export interface Setting {
  readonly terminal: Terminal;
  /** Where a file of the program is, as a link. */
  readonly fileUrl: (file: string) => string | undefined;
  /** Where a policy's page is, and as a link. */
  readonly page: (policy: string) => { readonly text: string; readonly url: string } | undefined;
  /** The command that repairs, where there is a program to repair. */
  readonly repair: string | undefined;
  /** The command that says more about a problem, by its place. */
  readonly explain?: (place: string) => string;
  /** Whether everything is shown, however long it is. */
  readonly all: boolean;
}

/** Everything about a problem: the place, its line with a mark, what is wrong, what to do, the repair, the policies. */
export function problemBlock(problem: LocatedProblem, report: Report, setting: Setting): readonly string[] {
  const { terminal, page } = setting;
  const { colours, width } = terminal;
  const { spot, others, policies, advice } = problem;
  const paragraph = (text: string, first = "  ", indent = "  "): readonly string[] =>
    wrapped(visible(text), width - columnsOf(indent)).map((line, index) => (index === 0 ? first : indent) + line);
  const [lead = ""] = policies;
  const where = whereText(problem, report);
  const same = [twinsText(problem)].filter((text) => text !== "");
  const also = others.flatMap(({ place }) => (place === undefined ? [] : [placeText(place)]));
  const plan = setting.repair === undefined ? undefined : planOf(problem);
  return [
    ...heading(problem, setting),
    ...(spot.place === undefined ? [] : frame(report.written, spot.place, terminal)),
    ...paragraph([problem.says, ...(where === "" ? [] : [where]), ...same].join(" ")),
    ...(also.length === 0 ? [] : paragraph(`together with ${listed(also)}`)),
    ...(problem.remedy === "" ? [] : paragraph(problem.remedy, `  ${colours.cyan("→")} `, "    ")),
    ...(plan === undefined
      ? []
      : atMost(
          2,
          `portcullis fix${plan.isPart ? " repairs part of it" : ""}: ${visible(lowerFirst(plan.summary))}`,
          width - 4,
          `  ${colours.green("✔")} `,
        )),
    ...policyLines(policies, setting.all ? advice.filter(({ yieldsTo }) => yieldsTo === undefined).map(({ policy }) => policy) : [], setting),
    ...(terminal.hyperlinks || page(lead) === undefined ? [] : [`  ${colours.dim(page(lead)?.text ?? "")}`]),
  ];
}

/** A problem in one or two lines; others of which the same is to be said are further places in it. */
export function problemLine([problem, ...others]: readonly [LocatedProblem, ...LocatedProblem[]], setting: Setting): readonly string[] {
  const { colours, width } = setting.terminal;
  const { severity, spot, says, twins } = problem;
  const place = visible(spot.place === undefined ? resourceText(spot.urn) : placeText(spot.place));
  const further = listed(others.flatMap((other) => (other.spot.place === undefined ? [] : [lineAndColumn(other.spot.place, spot.place)])));
  const more = twins.length === 0 ? "" : ` The same in ${twins.length} more.`;
  const text = `${severity}  ${place}${further === "" ? "" : `, ${visible(further)}`}  ${visible(says)}${more}`;
  return atMost(2, text, width - 4, `${mark(problem, setting)} `).map((line, index) =>
    index > 0
      ? line
      : line
          .replace(severity, paint(problem, setting)(severity))
          .replace(place, () => (spot.place === undefined ? colours.bold(place) : shownPlace(spot.place, setting))),
  );
}

/** Problems of which the same is to be said, in the order of the first of each. */
export function alike(problems: readonly LocatedProblem[]): readonly (readonly [LocatedProblem, ...LocatedProblem[]])[] {
  return grouped(problems, ({ severity, says, spot: { place, urn }, twins }) =>
    JSON.stringify([severity, says, place === undefined ? urn : "", twins.length]),
  ).map(([, same]) => same);
}

/** Without the file where that is the same as another's. */
function lineAndColumn(place: Place, other: Place | undefined): string {
  return place.file === other?.file ? `${place.line}:${place.column}` : placeText(place);
}

/** The lines of a text that can be seen, the last of which ends early where there would be more than these. */
function atMost(most: number, text: string, columns: number, first: string): readonly string[] {
  const lines = wrapped(text, columns);
  const kept = lines.length <= most ? lines : [...lines.slice(0, most - 1), clipped(lines.slice(most - 1).join(" "), columns)];
  return kept.map((line, index) => `${index === 0 ? first : "    "}${line}`);
}

/** "✖ critical  groups.ts:35:111  app (aws:ec2:SecurityGroup)". */
function heading(problem: LocatedProblem, setting: Setting): readonly string[] {
  const { colours, width } = setting.terminal;
  const { spot } = problem;
  const place = spot.place === undefined ? undefined : placeText(spot.place);
  const component = spot.urn === "" ? undefined : componentType(spot.urn);
  const resource = visible(`${resourceText(spot.urn)}${component === undefined ? "" : ` in ${component}`}`);
  const severity = `${mark(problem, setting)} ${paint(problem, setting)(problem.severity)}`;
  const plain = `x ${problem.severity}  ${visible(place ?? "")}  ${resource}`;
  if (place === undefined) return [`${severity}  ${colours.bold(clipped(resource, width - problem.severity.length - 4))}`];
  const shown = spot.place === undefined ? "" : shownPlace(spot.place, setting);
  return columnsOf(plain) <= width ? [`${severity}  ${shown}  ${resource}`] : [`${severity}  ${shown}`, `  ${clipped(resource, width - 2)}`];
}

function mark(problem: LocatedProblem, setting: Setting): string {
  return paint(problem, setting)(problem.level === "mandatory" ? "✖" : "▲");
}

function paint({ level, severity }: LocatedProblem, { terminal: { colours } }: Setting): (text: string) => string {
  if (level === "advisory") return colours.magenta;
  return severity === "critical" ? (text) => colours.bold(colours.red(text)) : colours.red;
}

/** The policies that it breaks, and those that only advise about it. */
function policyLines(policies: readonly string[], advice: readonly string[], setting: Setting): readonly string[] {
  const { terminal, page } = setting;
  const text = `breaks ${joined(policies)}${advice.length === 0 ? "" : `; advice of ${joined([...new Set(advice)])}`}`;
  return wrapped(text, terminal.width - 2).map(
    (line) => `  ${line.replace(/[a-z0-9]+(?:-[a-z0-9]+)+/g, (id) => linked(id, page(id)?.url, terminal))}`,
  );
}

/** The text of a place, as a link to its file. */
function shownPlace(place: Place, { terminal, fileUrl }: Setting): string {
  return terminal.colours.bold(linked(visible(placeText(place)), fileUrl(place.file), terminal));
}

export function nameOf(urn: string): string {
  return urn === "" ? "the stack" : parseUrn(urn).name;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
