import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { Check } from "../judging/check";
import { visible } from "../system/visible";
import type { Colours } from "./terminal";

/** Exemptions that end within this many days end soon. */
export const soon = 30;

/** The exemptions of a stack, those that end first at the top. */
export function exemptionsReport(exemptions: Check["exemptions"], today: string, colours: Colours): string {
  if (exemptions.length === 0) return "No exemptions.\n";
  const lines = [...exemptions]
    .sort((a, b) => (a.expires < b.expires ? -1 : 1))
    .map(({ policy, resource, owner, reason, expires, state, isStale }) => {
      const days = daysUntil(expires, today);
      const mark =
        state === "expired"
          ? colours.red("expired")
          : isStale
            ? colours.magenta("matches nothing")
            : days <= soon
              ? colours.magenta(`ends in ${days} ${days === 1 ? "day" : "days"}`)
              : colours.green("in force");
      return `${expires}  ${mark}  ${visible(policy)} of ${visible(resource.startsWith("urn:") ? parseUrn(resource).name : resource)}  ${visible(owner)}: ${visible(reason)}`;
    });
  return `${lines.join("\n")}\n`;
}

export function daysUntil(date: string, today: string): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);
}
