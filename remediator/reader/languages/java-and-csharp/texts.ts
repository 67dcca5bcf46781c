import { scalarMethod, type Methods } from "./methods";

/** What Java's and C#'s texts have in common, by Java's names. */
export const texts: Methods = {
  startsWith: scalarMethod((self, prefix, ...[from = 0]) =>
    typeof from === "number" ? test(self, prefix, (a, b) => a.startsWith(b, from)) : undefined,
  ),
  endsWith: scalarMethod((self, suffix) => test(self, suffix, (a, b) => a.endsWith(b))),
  contains: scalarMethod((self, part) => test(self, part, (a, b) => a.includes(b))),
  indexOf: scalarMethod((self, part, from) =>
    typeof self === "string" && typeof part === "string" ? self.indexOf(part, typeof from === "number" ? from : 0) : undefined,
  ),
  lastIndexOf: scalarMethod((self, part, ...others) =>
    typeof self === "string" && typeof part === "string" && others.length === 0 ? self.lastIndexOf(part) : undefined,
  ),
  replace: scalarMethod((self, from, to) =>
    typeof self === "string" && typeof from === "string" && from !== "" ? self.replaceAll(from, () => String(to ?? "")) : undefined,
  ),
  trim: scalarMethod((self, ...characters) => (typeof self !== "string" ? undefined : trimmed(self, characters, "both"))),
  compareTo: scalarMethod((self, other) => (typeof self === "string" && typeof other === "string" ? distance(self, other) : undefined)),
};

/** How far the first characters are apart that differ, or the lengths: https://docs.oracle.com/javase/17/docs/api/java.base/java/lang/String.html#compareTo(java.lang.String) */
function distance(a: string, b: string): number {
  for (let place = 0; place < Math.min(a.length, b.length); place++)
    if (a.charCodeAt(place) !== b.charCodeAt(place)) return a.charCodeAt(place) - b.charCodeAt(place);
  return a.length - b.length;
}

function test(self: unknown, part: unknown, compare: (a: string, b: string) => boolean): boolean | undefined {
  return typeof self === "string" && typeof part === "string" ? compare(self, part) : undefined;
}

/** Without blanks, or without the given characters, at one end or both. */
export function trimmed(text: string, characters: readonly unknown[], end: "start" | "end" | "both"): string {
  const set = characters.filter((character) => typeof character === "string").join("");
  const isCut = (character: string): boolean => (set === "" ? character.trim() === "" : set.includes(character));
  let from = 0;
  let to = text.length;
  if (end !== "end") while (from < to && isCut(text.charAt(from))) from++;
  if (end !== "start") while (to > from && isCut(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}
