import { createTwoFilesPatch } from "diff";
import type { Files } from "../languages/language";
import type { Colours } from "./text";

/** The changes as a unified diff, which `git apply` and `patch -p1` take. */
export function unifiedDiff(before: Files, after: Files): string {
  return [...after]
    .filter(([file, text]) => before.get(file) !== text)
    .map(
      ([file, text]) =>
        `diff --git a/${file} b/${file}\n${createTwoFilesPatch(`a/${file}`, `b/${file}`, before.get(file) ?? "", text, undefined, undefined, { context: 3, headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } })}`,
    )
    .join("");
}

/** The same for a terminal. */
export function coloured(diff: string, colours: Colours): string {
  return diff
    .split("\n")
    .map((line) => {
      if (/^(diff|---|\+\+\+) /.test(line)) return colours.bold(line);
      if (line.startsWith("@@")) return colours.cyan(line);
      if (line.startsWith("+")) return colours.green(line);
      return line.startsWith("-") ? colours.red(line) : line;
    })
    .join("\n");
}
