import { isDeepStrictEqual } from "node:util";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import type { Resource } from "@portcullis/policypack/resources/resource";
import type { CheckOptions } from "../judging/check";
import type { ProgramReading } from "../reader/read";
import { judge, verify } from "./verify";

/**
 * Why an edit must not be made: it changes a file that another project of the repository uses as well, and what that project makes of it does not want the
 * change, or somebody is cut off there.
 */
export function whyNotForNeighbours(
  before: readonly ProgramReading[],
  after: readonly ProgramReading[],
  changed: ReadonlySet<string>,
  options: CheckOptions,
): string | undefined {
  for (const [index, neighbour] of before.entries()) {
    // What none of its files had a part in was not read again.
    if (after[index] === neighbour) continue;
    const shared = neighbour.modules().find(({ file }) => changed.has(file.name))?.file.name;
    if (shared === undefined) continue;
    for (const { stack, resources } of neighbour.stacks) {
      const now = after[index]?.stacks.find((other) => other.stack.name === stack.name)?.resources ?? [];
      const reason = whyNotIn(resources, now, options);
      if (reason !== undefined) return `the project ${neighbour.project.name} uses ${shared} as well: ${reason}`;
    }
  }
  return undefined;
}

function whyNotIn(before: readonly Resource[], after: readonly Resource[], options: CheckOptions): string | undefined {
  const left = new Map(after.map((resource) => [resource.urn, resource]));
  const changed = before.filter(({ urn, inputs }) => !isDeepStrictEqual(left.get(urn)?.inputs, inputs));
  if (changed.length === 0 && after.length === before.length) return undefined;
  const now = violationsIn(after, options);
  const gone = [...violationsIn(before, options)].flatMap(([key, urns]) => (now.has(key) ? [] : urns));
  const sound = changed.find(({ urn }) => !gone.includes(urn));
  if (sound !== undefined) return `${sound.name} would change there, which violates nothing`;
  return verify(before, after, { findings: [], steps: [] }, options).find(({ claim, holds }) => !holds && claims.has(claim))?.detail;
}

/** What stops a deployment, and the resources that each is about. */
function violationsIn(resources: readonly Resource[], options: CheckOptions): ReadonlyMap<string, readonly string[]> {
  const mandatory = judge(resources, options).filter(({ verdict, level }) => verdict === "violates" && level === "mandatory");
  return new Map(mandatory.map((finding) => [findingKey(finding), [finding.urn, ...finding.rules.map(({ urn }) => urn)]]));
}

/** That nothing but what was meant changes is asked of the project that is repaired. */
const claims: ReadonlySet<string> = new Set(["No new finding appeared", "No group admits anything more", "What has to be reached still is"]);
