import path from "node:path/posix";
import type { Surrounding } from "./binding";

/** What the other files of a program say about a file. */
export function surroundingsOf(names: readonly string[], textOf: (name: string) => string): (file: string) => Surrounding {
  return (file) => {
    const extension = path.extname(file);
    const folder = path.dirname(file);
    const others = names.filter((other) => other !== file && path.extname(other) === extension);
    const stem = path.basename(file, extension);
    const called = wordOf(stem === "__init__" || stem === "index" ? path.basename(folder) : stem);
    return {
      isElsewhere: (name) => others.some((other) => wordOf(name).test(textOf(other))),
      isTaken: (name) => others.some((other) => wordOf(name).test(textOf(other)) && called.test(textOf(other))),
      onlyDeclares: (specifier) => {
        const found = filesOf(specifier, folder).find((candidate) => names.includes(candidate));
        // What is no file of the program does nothing to it.
        return found === undefined ? !specifier.startsWith(".") : !/\bnew\b|\bimport\b|\brequire\b|\b[A-Z]\w*\(|\.\w+\(/.test(textOf(found));
      },
    };
  };
}

function wordOf(name: string): RegExp {
  return new RegExp(`\\b${name.replace(/\W/g, "\\$&")}\\b`);
}

/** The files that an import of TypeScript or Python may mean. */
function filesOf(specifier: string, folder: string): readonly string[] {
  const written = /^\.{1,2}(?:\/|$)/.test(specifier) ? specifier : specifier.replace(/^\./, "./").replaceAll(/(?<=\w)\./g, "/");
  const place = path.join(folder, written);
  const base = place.replace(/\.js$/, "");
  return [place, ...[".ts", ".tsx", ".js", ".py", "/index.ts", "/index.js", "/__init__.py"].map((ending) => `${base}${ending}`)];
}
