import path from "node:path/posix";
import type { Surrounding } from "./binding";

/** What the other files of a program say about a file. */
export function surroundingsOf(names: readonly string[], textOf: (name: string) => string): (file: string) => Surrounding {
  const isThere = new Set(names);
  const known = new Map<string, { readonly text: string; readonly words: ReadonlySet<string> }>();
  // A file that is edited has other words afterwards.
  const wordsOf = (name: string): ReadonlySet<string> => {
    const text = textOf(name);
    const last = known.get(name);
    if (last?.text === text) return last.words;
    const words = new Set(text.match(word));
    known.set(name, { text, words });
    return words;
  };
  return (file) => {
    const extension = path.extname(file);
    const folder = path.dirname(file);
    const others = names.filter((other) => other !== file && path.extname(other) === extension);
    const stem = path.basename(file, extension);
    const called = stem === "__init__" || stem === "index" ? path.basename(folder) : stem;
    let elsewhere: ReadonlySet<string> | undefined;
    let taken: ReadonlySet<string> | undefined;
    const wordsIn = (files: readonly string[]): ReadonlySet<string> => new Set(files.flatMap((other) => [...wordsOf(other)]));
    // A file is called by its name, which need not be one word.
    const parts = called.match(word) ?? [];
    const isCalledIn = (other: string): boolean => parts.every((each) => wordsOf(other).has(each));
    return {
      isElsewhere: (name) => (elsewhere ??= wordsIn(others)).has(name),
      isTaken: (name) => (taken ??= wordsIn(others.filter(isCalledIn))).has(name),
      onlyDeclares: (specifier) => {
        const found = filesOf(specifier, folder).find((candidate) => isThere.has(candidate));
        // What is no file of the program does nothing to it.
        return found === undefined ? !specifier.startsWith(".") : !/\bnew\b|\bimport\b|\brequire\b|\b[A-Z]\w*\(|\.\w+\(/.test(textOf(found));
      },
    };
  };
}

const word = /[\p{L}\p{N}_]+/gu;

/** The files that an import of TypeScript or Python may mean. */
function filesOf(specifier: string, folder: string): readonly string[] {
  const written = /^\.{1,2}(?:\/|$)/.test(specifier) ? specifier : specifier.replace(/^\./, "./").replaceAll(/(?<=\w)\./g, "/");
  const place = path.join(folder, written);
  const base = place.replace(/\.js$/, "");
  return [place, ...[".ts", ".tsx", ".js", ".py", "/index.ts", "/index.js", "/__init__.py"].map((ending) => `${base}${ending}`)];
}
