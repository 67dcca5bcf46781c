import type { Check, LocatedFinding } from "../check";
import { visibleJson } from "../visible";

/** The report as a program reads it: see report.schema.json. */
export function jsonReport({ findings, notChecked, subjects }: Check): string {
  return visibleJson(`${JSON.stringify({ schemaVersion: 1, subjects, findings: findings.map(findingOf), notChecked }, undefined, 2)}\n`);
}

function findingOf({ policy, level, verdict, urn, property, message, rules, location, fix, exemption, project, stacks }: LocatedFinding): object {
  return {
    policy,
    level,
    verdict,
    ...(project === undefined ? {} : { project }),
    ...(stacks === undefined ? {} : { stacks }),
    urn,
    property,
    message,
    rules: rules.map(({ urn: held, property: at, ports, source }) => ({ urn: held, property: at, ports, source })),
    ...(location === undefined ? {} : { location }),
    ...(fix === undefined ? {} : { fix: fixOf(fix) }),
    ...(exemption === undefined ? {} : { exemption }),
  };
}

function fixOf(fix: NonNullable<LocatedFinding["fix"]>): object {
  return fix.kind === "declined"
    ? { kind: "declined", reason: fix.reason }
    : { kind: "plan", summary: fix.summary, losesAccess: fix.losesAccess, steps: JSON.parse(JSON.stringify(fix.steps)) as unknown };
}
