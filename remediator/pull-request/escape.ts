import { visible } from "../system/visible";

/**
 * Text that others chose (resource names, messages, paths) made inert for GitHub: nothing in it formats, links, mentions, closes or hides.
 * GitHub looks for mentions and references in the rendered text, so that escapes do not stop them; a zero-width space does.
 */

/** A name, shown as code, where GitHub looks for nothing. */
export function code(text: string, most = 300): string {
  const inert = interrupt(visible(bounded(text, most)));
  if (inert === "") return "(empty)";
  const longest = longestTicks(inert);
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? fence + inert + fence : `${fence} ${inert} ${fence}`;
}

/** A line of a fenced block, where GitHub looks for nothing either; the fence has to be longer than its ticks. */
export function inBlock(text: string, most = 300): string {
  return interrupt(visible(bounded(text, most)));
}

/** The longest run of backticks. */
export function longestTicks(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** A sentence, for the middle or the start of a line. */
export function prose(text: string, most = 1000): string {
  return plain(text, most)
    .replace(/[\\`*_~[\]|$<>&]/g, (character) => entities.get(character) ?? `\\${character}`)
    .replace(/^(?:[-+=]|\d+(?=[.)]))/, (start) => (/^\d/.test(start) ? `${start}${space}` : `\\${start}`));
}

/** A line without markup: the title of a pull request, a line of a commit's message. */
export function plain(text: string, most = 1000): string {
  return interrupt(visible(bounded(text, most)))
    .replace(/[@#]/g, (character) => character + space)
    .replace(/GH-(?=\d)/gi, (start) => start + space)
    .replace(/:(?=\/\/)/g, `:${space}`)
    .replace(/(www)\./gi, `$1${space}.`)
    .replace(/(mailto|xmpp):/gi, `$1${space}:`);
}

const space = "\u200b";

const entities = new Map([
  ["<", "&lt;"],
  [">", "&gt;"],
  ["&", "&amp;"],
]);

/** No comment of HTML, our own marker among them, begins or ends in it. */
function interrupt(text: string): string {
  return text.replaceAll("<!", `<${space}!`).replaceAll("-->", `--${space}>`);
}

function bounded(text: string, most: number): string {
  const characters = Array.from(text.slice(0, 4 * most));
  return characters.length <= most && text.length <= 4 * most ? text : `${characters.slice(0, most).join("")}…`;
}
