import { daysUntil } from "../exemptions";
import { inventoryOf, type InventoryRow } from "../inventory";
import { gapTexts, resourceText, type Report } from "../report";
import { long } from "./long";
import { markup, raw, type Markup } from "./markup";
import type { Section } from "./problems";

/** Who reaches whom, where a picture of it was made. */
export function pictureSection(picture: string | undefined, id: string): Section | undefined {
  if (picture === undefined) return undefined;
  return {
    href: `${id}-picture`,
    title: "Who reaches whom",
    body: markup`<section aria-labelledby="${id}-picture">
      <h2 id="${id}-picture">Who reaches whom</h2>
      <div class="picture" tabindex="0" role="group" aria-label="Picture of who reaches whom">${raw(picture)}</div>
    </section>`,
  };
}

/** Every rule of every group, to be searched and put in order. */
export function inventorySection(report: Report, id: string): Section | undefined {
  const rows = inventoryOf(report);
  if (rows.length === 0) return undefined;
  const hasStacks = report.stacks.length > 1;
  const heads = ["Group", "Direction", "Ports", "From or to", "Carried by", "Place", ...(hasStacks ? ["Stacks"] : [])];
  const { first, rest } = long(
    rows.map((row) => rowOf(row, hasStacks)),
    `${id}-rows`,
    { most: 500, noun: "rule" },
  );
  return {
    href: `${id}-rules`,
    title: `Rules (${rows.length})`,
    body: markup`<section aria-labelledby="${id}-rules">
      <h2 id="${id}-rules">Rules</h2>
      <p>
        <label>Search <input type="search" data-search="${id}-rows" /></label> <span role="status" id="${id}-rows-status" class="soft"></span>
      </p>
      <div class="scroll" tabindex="0" role="group" aria-label="Rules of security groups">
        <table>
          <caption>
            Every rule of every security group; a heading puts them in its order.
          </caption>
          <thead id="${id}-rows-head">
            <tr>
              ${heads.map((head) => markup`<th scope="col"><button type="button">${head}</button></th>`)}
            </tr>
          </thead>
          <tbody id="${id}-rows" data-list>
            ${first}
          </tbody>
        </table>
      </div>
      ${rest}
    </section>`,
  };
}

function rowOf({ group, direction, ports, peers, carriers, place, stacks }: InventoryRow, hasStacks: boolean): Markup {
  const carried = carriers === undefined ? "not known" : carriers.length === 0 ? "nothing" : carriers.join(", ");
  return markup`<tr>
    <td>${group}</td>
    <td>${direction}</td>
    <td>${ports}</td>
    <td>${peers.join(", ")}</td>
    <td>${carried}</td>
    <td>${place === undefined ? "" : markup`<code>${place}</code>`}</td>
    ${hasStacks ? markup`<td>${stacks.join(", ")}</td>` : ""}
  </tr> `;
}

/** What somebody accepted, and until when. */
export function exemptionsSection({ exemptions, today }: Report, id: string): Section | undefined {
  if (exemptions.length === 0) return undefined;
  const rows = [...exemptions].sort((a, b) => (a.expires < b.expires ? -1 : 1));
  return {
    href: `${id}-exemptions`,
    title: `Exemptions (${rows.length})`,
    body: markup`<section aria-labelledby="${id}-exemptions">
      <h2 id="${id}-exemptions">Exemptions</h2>
      <div class="scroll" tabindex="0" role="group" aria-label="Exemptions">
        <table>
          <caption>
            What is accepted, those that end first at the top.
          </caption>
          <thead>
            <tr>
              ${["Ends", "State", "Policy", "Resource", "Owner", "Reason"].map((head) => markup`<th scope="col">${head}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ expires, state, isStale, policy, resource, owner, reason }) =>
                markup`<tr>
                  <td>${expires}</td>
                  <td>${state === "expired" ? "expired" : isStale ? "matches nothing" : `in force, ${daysUntil(expires, today)} days left`}</td>
                  <td>${policy}</td>
                  <td>${resource.startsWith("urn:") ? resourceText(resource) : resource}</td>
                  <td>${owner}</td>
                  <td>${reason}</td>
                </tr> `,
            )}
          </tbody>
        </table>
      </div>
    </section>`,
  };
}

/** What cannot be decided yet, and for want of what. */
export function unknownSection({ unknowns }: Report, id: string): Section | undefined {
  const messages = unknowns.flatMap(({ findings }) => findings.map(({ message }) => message));
  return listSection(messages, `${id}-unknown`, "Not decided yet");
}

export function notCheckedSection({ notChecked }: Report, id: string): Section | undefined {
  return listSection(gapTexts(notChecked, resourceText), `${id}-gaps`, "Not checked");
}

function listSection(lines: readonly string[], href: string, title: string): Section | undefined {
  if (lines.length === 0) return undefined;
  const { first, rest } = long(
    lines.map((line) => markup`<li>${line}</li> `),
    `${href}-list`,
    { most: 100, noun: "line" },
  );
  return {
    href,
    title: `${title} (${lines.length})`,
    body: markup`<section aria-labelledby="${href}">
      <h2 id="${href}">${title}</h2>
      <ul id="${href}-list" data-list>
        ${first}
      </ul>
      ${rest}
    </section>`,
  };
}
