import { inList } from "@portcullis/policypack/model/names/listed";
import { grouped } from "@portcullis/policypack/grouped";
import type { Fix } from "../repair/fix";

/** Why something of a project has no repair, a sentence for each reason with the places that it holds for; the commonest first. */
export function whyLeft({ declined }: Pick<Fix, "declined">): readonly string[] {
  const byReason = [...grouped(declined, ({ reason }) => reason)].sort(([, a], [, b]) => b.length - a.length);
  return byReason.slice(0, mostReasons).map(([reason, own]) => {
    const places = grouped(own, ({ finding: { location } }) => (location === undefined ? "" : `${location.file}:${location.line}`));
    const shown = places.slice(0, mostPlaces).map(([place, there]) => {
      const policies = [...new Set(there.map(({ finding }) => finding.policy))].join(", ");
      return place === "" ? policies : `${place} (${policies})`;
    });
    return `${inList(shown, places.length)}: ${reason}.`;
  });
}

const mostReasons = 100;
const mostPlaces = 3;
