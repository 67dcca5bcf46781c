import { structuredPatch } from "diff";
import type { LocatedFinding } from "../judging/check";
import type { Fix } from "../repair/fix";

/** A repair that is not written: what is left is found in the repaired program, and is told where it stands in the files as they are. */
export function atOriginalPlaces(fix: Fix): Fix {
  const { declined, remaining, before, after } = fix;
  const lineOf = new Map([...after].map(([file, text]) => [file, originalLines(before.get(file) ?? "", text)]));
  const placed = (finding: LocatedFinding): LocatedFinding => {
    const { location } = finding;
    const original = location === undefined ? undefined : lineOf.get(location.file);
    return location === undefined || original === undefined ? finding : { ...finding, location: { ...location, line: original(location.line) } };
  };
  return {
    ...fix,
    declined: declined.map((each) => ({ ...each, finding: placed(each.finding) })),
    ...(remaining === undefined ? {} : { remaining: { ...remaining, undecided: remaining.undecided.map(placed) } }),
  };
}

/** The line of a text that a line of its successor was, from 1; the first of those that it replaces where it is new. */
export function originalLines(before: string, after: string): (line: number) => number {
  const { hunks } = structuredPatch("", "", before, after, undefined, undefined, { context: 0 });
  return (line) => {
    let moved = 0;
    for (const { oldStart, oldLines, newStart, newLines } of hunks) {
      if (line < newStart) break;
      if (line < newStart + newLines) return oldStart;
      moved += oldLines - newLines;
    }
    return line + moved;
  };
}
