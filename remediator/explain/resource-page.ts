import { joined } from "@portcullis/policypack/joined";
import { placeText } from "../report/report";
import { paragraph, rows, section, type Page, type Section } from "./page";
import type { GroupExplanation, ResourceExplanation, Way } from "./resource";

/** What is said of a resource, under headings. */
export function resourcePage(explained: ResourceExplanation): Page {
  const { name, type, noun, component, place, stacks, vpcs, subnets, groups, reachedBy, reaches, left, problems, urn } = explained;
  const kind = noun === undefined ? "" : `, ${article(noun)}`;
  // Whoever gets through a group gets to what is on it, by its other groups too.
  const isGroup = noun === undefined && groups.length > 0;
  return {
    title: `${name} (${type}${component === undefined ? "" : ` in ${component}`})${kind}`,
    sections: [
      section(
        undefined,
        rows([
          ...(place === undefined ? [] : [["place", placeText(place)]]),
          ...(stacks.length === 0 ? [] : [[stacks.length === 1 ? "stack" : "stacks", stacks.join(", ")]]),
          ...(vpcs.length === 0 ? [] : [["VPC", vpcs.join(", ")]]),
          ...(subnets.length === 0 ? [] : [[subnets.length === 1 ? "subnet" : "subnets", subnets.join(", ")]]),
          ["URN", urn],
        ]),
      ),
      ...groups.map(groupSection),
      reachedBy.length > 0 && section(isGroup ? "Who may reach what carries it" : "Who may reach it", rows(reachedBy.map(wayRow))),
      (reaches.length > 0 || reachedBy.length > 0) &&
        section(
          isGroup ? "Whom that may reach in this program" : "Whom it may reach in this program",
          reaches.length > 0 ? rows(reaches.map(wayRow)) : paragraph("Nobody."),
          left > 0 && paragraph(`${left} more were not asked, here and above.`),
        ),
      problems.length > 0
        ? section("Problems", rows(problems.map(({ key, says, place: at }) => [key, `${says}${at === undefined ? "" : ` (${at})`}`])))
        : section("Problems", paragraph("None.")),
    ],
  };
}

function groupSection({ name, place, rules, carriers }: GroupExplanation): Section {
  const words = { ingress: "admits", egress: "lets out to" } as const;
  return section(
    `The group ${name}${place === undefined ? "" : `, ${place}`}`,
    carriers !== undefined && paragraph(carriers.length === 0 ? "On nothing in this program." : `On ${joined(carriers)}.`),
    rules.length === 0
      ? paragraph("It has no rules.")
      : rows(
          rules.map(({ direction, peers, ports, place: at }) => [
            words[direction],
            `${joined(peers)} on ${ports}${at === undefined ? "" : `  (${at})`}`,
          ]),
        ),
  );
}

function wayRow({ who, answer, says }: Way): readonly string[] {
  return [who, answer === "no" ? `no: ${says}` : `${answer === "yes" ? "on" : "perhaps on"} ${says}`];
}

/** By how it sounds: letters are said one by one. */
function article(noun: string): string {
  return `${/^[aeiouAEIO]|^[FHLMNRSX][A-Z]/.test(noun) ? "an" : "a"} ${noun}`;
}
