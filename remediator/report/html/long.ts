import { gzipSync } from "node:zlib";
import { counted } from "@portcullis/policypack/model/names/listed";
import { markup, raw, type Markup } from "./markup";

/** How many of one kind a page shows at first. */
export interface Bounds {
  readonly most: number;
  /** What they are called, one of them: "rule". */
  readonly noun: string;
}

/** Many of one kind: the first of them as they are; the others packed, for the page's own program to show, search and put in order. */
export interface Long {
  readonly first: readonly Markup[];
  /** What stands below the list: how much of it is shown, in words that hold without the program, too. */
  readonly rest: Markup;
}

/** A list that has the children of the element with an id. */
export function long(all: readonly Markup[], id: string, { most, noun }: Bounds): Long {
  if (all.length <= most) return { first: all, rest: markup`` };
  const parts: Markup[] = [];
  for (let from = most; from < all.length; from += partLength) parts.push(packed(all.slice(from, from + partLength), id));
  return {
    first: all.slice(0, most),
    rest: markup`<p class="more" id="${id}-more">
        The first ${most} of ${counted(all.length, noun)} are shown. The others take the page's own program, which does not run here: portcullis check --format json has all of
        them.
      </p>
      ${parts}`,
  };
}

/** So many are unpacked at a time: the page answers in between. */
const partLength = 1000;

/** Text of base64 cannot end the element that it is in. */
function packed(items: readonly Markup[], id: string): Markup {
  const bytes = gzipSync(items.map(({ text }) => text).join(""));
  return markup`<script type="text/plain" data-part-of="${id}">${raw(bytes.toString("base64"))}</script>`;
}
