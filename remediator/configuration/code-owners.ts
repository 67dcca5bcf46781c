/** Where GitHub looks for the file, the first that is there: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
export const codeOwnersPlaces = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** Who owns files: the last line that matches a file counts, and a line without owners takes it away again. */
export type CodeOwners = (file: string) => readonly string[];

/** GitHub loads no larger file. */
const largestCodeOwners = 3_000_000;

/** Reads the file. Lines that GitHub would not take either are passed over. */
export function readCodeOwners(text: string): CodeOwners {
  if (text.length >= largestCodeOwners) return () => [];
  const rules = text.split(/\r?\n/).flatMap((line) => {
    // A backslash keeps a space in a pattern.
    const [pattern = "", ...owners] = line.replace(/(^|\s)#.*$/, "").match(/(?:\\.|\S)+/g) ?? [];
    // GitHub takes no negation and no classes of characters.
    if (pattern === "" || pattern.startsWith("!") || pattern.includes("[") || !owners.every(isOwner)) return [];
    return [{ matches: matcherOf(pattern.replace(/\\(.)/g, "$1")), owners: owners.map((owner) => owner.replace(/^@/, "")) }];
  });
  return (file) => rules.findLast(({ matches }) => matches(file))?.owners ?? [];
}

/** An account, a team, or somebody's address. */
function isOwner(text: string): boolean {
  return /^@[\w-]+(\/[\w.-]+)?$/.test(text) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

/** A pattern as in `.gitignore`: one without a slash matches at any depth, one that names a folder all that is in it, but `docs/*` no folder's content. */
function matcherOf(pattern: string): (file: string) => boolean {
  const isAnchored = pattern.replace(/\/$/, "").includes("/");
  const parts = pattern.replace(/^\//, "").replace(/\/$/, "/**").split("/");
  const wanted = isAnchored || parts[0] === "**" ? parts : ["**", ...parts];
  const takesContent = pattern.endsWith("/") || !wanted.at(-1)?.includes("*") || wanted.at(-1) === "**" || (!isAnchored && pattern === "*");
  return (file) => {
    const names = file.split("/");
    return matchesParts(wanted, names) || (takesContent && names.some((_, index) => index > 0 && matchesParts(wanted, names.slice(0, index))));
  };
}

function matchesParts(wanted: readonly string[], names: readonly string[]): boolean {
  return matchesAll(wanted, names, "**", matchesName);
}

function matchesName(pattern: string, name: string): boolean {
  return matchesAll(Array.from(pattern), Array.from(name), "*", (wanted, character) => wanted === "?" || wanted === character);
}

/** Whether a pattern, in which one part stands for any number of things, matches all of them. Follows all readings at once, so that none takes long. */
function matchesAll(pattern: readonly string[], things: readonly string[], any: string, matches: (part: string, thing: string) => boolean): boolean {
  let reached = new Set([0]);
  const spread = (): void => {
    for (const at of reached) if (pattern[at] === any) reached.add(at + 1);
  };
  spread();
  for (const thing of things) {
    const next = new Set<number>();
    for (const at of reached) {
      const part = pattern[at];
      if (part === any) next.add(at);
      else if (part !== undefined && matches(part, thing)) next.add(at + 1);
    }
    reached = next;
    spread();
  }
  return reached.has(pattern.length);
}
