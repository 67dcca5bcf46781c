import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { Check } from "../check";
import { line, type Colours } from "./text";

/** Exemptions that end within this many days end soon. */
const soon = 30;

/** The exemptions of a stack, those that end first at the top. */
export function exemptionsReport(exemptions: Check["exemptions"], today: string, colours: Colours): string {
  if (exemptions.length === 0) return "No exemptions.\n";
  const lines = [...exemptions]
    .sort((a, b) => (a.expires < b.expires ? -1 : 1))
    .map(({ policy, resource, owner, reason, expires, state, isStale }) => {
      const days = Math.round((Date.parse(expires) - Date.parse(today)) / 86_400_000);
      const mark =
        state === "expired"
          ? colours.red("expired")
          : isStale
            ? colours.yellow("matches nothing")
            : days <= soon
              ? colours.yellow(`ends in ${days} ${days === 1 ? "day" : "days"}`)
              : colours.green("in force");
      return `${expires}  ${mark}  ${line(policy)} of ${line(resource.startsWith("urn:") ? parseUrn(resource).name : resource)}  ${line(owner)}: ${line(reason)}`;
    });
  return `${lines.join("\n")}\n`;
}
