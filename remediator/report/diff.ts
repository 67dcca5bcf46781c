import { formatPatch, structuredPatch } from "diff";
import type { Files } from "../system/files";
import { visibleLines } from "../system/visible";
import type { Colours } from "./terminal";

/** The changes as a unified diff, which `git apply` and `patch -p1` take. Names are quoted as git does. */
export function unifiedDiff(before: Files, after: Files, context = 3): string {
  return [...after]
    .filter(([file, text]) => before.get(file) !== text)
    .map(([file, text]) => {
      const patch = structuredPatch(`a/${file}`, `b/${file}`, before.get(file) ?? "", text, undefined, undefined, { context });
      return formatPatch({ ...patch, isGit: true });
    })
    .join("");
}

/** The same for a terminal: what is not seen is written out. */
export function coloured(diff: string, colours: Colours): string {
  if (!colours.isColorSupported) return diff;
  return visibleLines(diff)
    .split("\n")
    .map((line) => {
      if (/^(diff|---|\+\+\+) /.test(line)) return colours.bold(line);
      if (line.startsWith("@@")) return colours.cyan(line);
      if (line.startsWith("+")) return colours.green(line);
      return line.startsWith("-") ? colours.red(line) : line;
    })
    .join("\n");
}
