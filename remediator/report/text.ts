import { forPeople } from "@portcullis/policypack/evaluation/present";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import pc from "picocolors";
import type { Check, LocatedFinding } from "../check";
import { visible } from "../visible";

/** Colours, or none. */
export type Colours = ReturnType<typeof pc.createColors>;

/** The report as a person reads it: the worst resource first, and what one resource has wrong together. */
export function textReport({ findings, notChecked }: Check, colours: Colours): string {
  const groups = new Map<string, LocatedFinding[]>();
  for (const finding of forPeople(findings) as readonly LocatedFinding[]) {
    const list = groups.get(finding.urn);
    if (list === undefined) groups.set(finding.urn, [finding]);
    else list.push(finding);
  }
  const blocks = [...groups.values()].map((list) => block(list, colours));
  const gaps = notChecked.map(
    ({ urn, reason }) => `${colours.dim("not checked")}  ${urn === "" ? "" : `${line(parseUrn(urn).name)} `}${line(reason)}`,
  );
  return [...blocks, ...(gaps.length === 0 ? [] : [gaps.join("\n")]), summary(findings, groups.size, colours)].join("\n\n") + "\n";
}

function block(findings: readonly LocatedFinding[], colours: Colours): string {
  const [first] = findings;
  if (first === undefined) return "";
  const { name, type } = parseUrn(first.urn);
  const heading = first.urn === "" ? colours.bold("the stack") : `${colours.bold(line(name))}  ${colours.dim(line(shortType(type)))}`;
  return [heading, ...findings.map((finding) => entry(finding, colours))].join("\n");
}

function entry({ policy, level, verdict, message, location }: LocatedFinding, colours: Colours): string {
  const mark =
    verdict === "unknown"
      ? colours.blue("?")
      : verdict === "exempt"
        ? colours.dim("-")
        : level === "mandatory"
          ? colours.red("✖")
          : colours.yellow("▲");
  const place = location === undefined ? "" : `  ${colours.dim(`${line(location.file)}:${location.line}:${location.column}`)}`;
  return `  ${mark} ${level === "mandatory" ? colours.red(policy) : colours.yellow(policy)}${place}\n    ${line(message)}`;
}

function summary(findings: readonly LocatedFinding[], resources: number, colours: Colours): string {
  const count = (claim: (finding: LocatedFinding) => boolean): number => findings.filter(claim).length;
  const mandatory = count(({ level, verdict }) => level === "mandatory" && verdict === "violates");
  const advisory = count(({ level, verdict }) => level === "advisory" && verdict === "violates");
  const unknown = count(({ verdict }) => verdict === "unknown");
  const exempt = count(({ verdict }) => verdict === "exempt");
  if (findings.length === 0) return colours.green("No findings.");
  const others = [...(unknown === 0 ? [] : [`${unknown} not decided yet`]), ...(exempt === 0 ? [] : [`${exempt} exempt`])];
  return `${colours.bold(`${mandatory} mandatory and ${advisory} advisory ${mandatory + advisory === 1 ? "finding" : "findings"}`)} on ${resources} ${resources === 1 ? "resource" : "resources"}${others.length === 0 ? "" : `, ${others.join(", ")}`}.`;
}

/** "aws:ec2:SecurityGroup", as the engine prints it. */
function shortType(type: string): string {
  const [pkg, module, name] = type.split(":");
  return [pkg, module?.split("/")[0], name].filter((part) => part !== undefined).join(":");
}

/** One line that no terminal takes for anything but text. */
export const line = visible;
