import type { Repository } from "../../interpreter/machine";

export type Json = Readonly<Record<string, unknown>>;

/** JSON with comments and trailing commas, as tsconfig.json may have them. */
export function jsonOf(repository: Repository, name: string): Json | undefined {
  if (!repository.has(name)) return undefined;
  const text = (repository.read(name)?.text ?? "")
    .replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (match) => (match.startsWith('"') ? match : ""))
    .replace(/,(\s*[}\]])/g, "$1");
  try {
    const json: unknown = JSON.parse(text);
    return objectOf(json);
  } catch {
    return undefined;
  }
}

export function objectOf(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/**
 * The files that a key of `imports` or `exports` of a package names, relative to the package; built files also as what they are built from.
 * https://nodejs.org/api/packages.html#subpath-patterns
 */
export function targetsOf(map: unknown, key: string): readonly string[] {
  const entries = objectOf(map);
  // `exports` may be what "." means.
  const isShort = entries === undefined || !Object.keys(entries).some((each) => /^[.#]/.test(each));
  if (isShort) return key === "." ? chosen(map, "") : [];
  const keys = Object.keys(entries).filter((each) => each === key || (each.includes("*") && starOf(each, key) !== undefined));
  // The longest before the star is the one that counts.
  const [best] = keys.sort((a, b) => Number(b === key) - Number(a === key) || b.indexOf("*") - a.indexOf("*"));
  return best === undefined ? [] : chosen(entries[best], starOf(best, key) ?? "");
}

/** What stands for the star of a pattern; undefined where the text is not of the pattern. */
export function starOf(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === text ? "" : undefined;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
  return fits ? text.slice(before.length, text.length - after.length) : undefined;
}

/** A target, or those of all conditions, in their order: which one holds does not matter, as what they are built from is the same. */
function chosen(target: unknown, star: string): readonly string[] {
  if (typeof target === "string") {
    const file = target.replaceAll("*", star);
    const source = file.replace(/^\.\/(?:bin|dist|lib|build|out)\//, "./src/");
    return source === file ? [file] : [file, source, source.replace("./src/", "./")];
  }
  if (Array.isArray(target)) return target.flatMap((each) => chosen(each, star));
  return Object.values(objectOf(target) ?? {}).flatMap((each) => chosen(each, star));
}
