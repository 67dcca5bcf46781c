import { counted, listed } from "@portcullis/policypack/model/names/listed";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { daysUntil, soon } from "./exemptions";
import type { Report } from "./report";

/** That there are no problems: none that are new, where there is a baseline; none in what was checked, where something was not. */
export function noProblems({ baseline, notChecked }: Report): string {
  return `No ${baseline === undefined ? "" : "new "}problems${notChecked.length === 0 ? "" : " in what was checked"}.`;
}

/** What a report does not show because it is exempt, and what will be shown again soon, in sentences. */
export function exemptTexts({ findings, exemptions, today }: Report): readonly string[] {
  const count = findings.filter(({ verdict }) => verdict === "exempt").length;
  const ending = exemptions.filter(({ state, isStale, expires }) => state === "active" && !isStale && daysUntil(expires, today) <= soon);
  const named = ending.map(
    ({ policy, resource, expires }) => `${policy} of ${resource.startsWith("urn:") ? parseUrn(resource).name : resource} on ${expires}`,
  );
  return [
    ...(count === 0 ? [] : [`${counted(count, "finding")} exempt; portcullis exemptions lists them.`]),
    ...(named.length === 0 ? [] : [`Ending soon: ${listed(named)}.`]),
  ];
}

/** What a report does not show because the baseline has it, and what the baseline has and nothing else, in sentences. */
export function comparedTexts({ baseline }: Report): readonly string[] {
  if (baseline === undefined) return [];
  const { known, since, gone } = baseline;
  const what = since ?? "the baseline";
  const names = gone.map(
    ({ policy, resource, part }) =>
      `${policy} of ${resource.split("::").slice(2).join("::") || "the stack"}${part === undefined ? "" : ` on ${listed(part)}`}`,
  );
  return [
    ...(known === 0 ? [] : [`${counted(known, "known problem")} of ${what} ${known === 1 ? "is" : "are"} not shown.`]),
    ...(gone.length === 0
      ? []
      : [`Gone since ${what}: ${listed(names)}.${since === undefined ? " Write it again, so that they cannot come back unseen." : ""}`]),
  ];
}
