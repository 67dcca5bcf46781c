import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Report } from "../report/report";
import type { TextOptions } from "../report/text";
import { shellWord } from "../system/shell";
import { visible } from "../system/visible";
import { terminalOf } from "./streams";

/** The folder of a program from the top of its repository, with forward slashes; empty where there is neither. */
export function folderInRepository(folder: string): string {
  for (let top = path.resolve(folder); ; top = path.dirname(top)) {
    if (existsSync(path.join(top, ".git"))) return path.relative(top, path.resolve(folder)).split(path.sep).join("/");
    if (top === path.dirname(top)) return "";
  }
}

/** The examples of the policies, where they are at hand. */
export function examplesFolder(): string | undefined {
  const folder = path.resolve(__dirname, "..", "..", "..", "docs", "examples");
  return existsSync(folder) ? folder : undefined;
}

/** How a report is written for a stream: files as they are called from here, pages of policies where they are at hand. */
export function textOptions(stream: NodeJS.WriteStream, place: string, reports: readonly Report[], all: boolean): (report: Report) => TextOptions {
  const here = process.cwd();
  const ofPlace = place === "." ? "" : ` ${shellWord(place)}`;
  const isOne = reports.length === 1;
  return ({ project, written }) => ({
    terminal: terminalOf(stream),
    all,
    isOneOfSeveral: !isOne,
    heading: visible(
      [...(isOne ? [] : [project]), ...(written === undefined ? [] : [path.relative(here, written.folder)])]
        .filter((part) => part !== "")
        .join(", in "),
    ),
    fileUrl: (file) => (written === undefined ? undefined : pathToFileURL(path.resolve(written.folder, file)).href),
    page: (policy) => {
      const file = path.resolve(__dirname, "..", "..", "..", "docs", "policies", `${policy}.md`);
      if (!existsSync(file)) return undefined;
      const relative = path.relative(here, file);
      return { text: relative.startsWith("..") ? `portcullis explain ${policy}` : relative, url: pathToFileURL(file).href };
    },
    ...(written === undefined ? {} : { explain: (problem: string) => `portcullis explain ${shellWord(problem)}${ofPlace}` }),
    repair: written === undefined || !isOne ? undefined : `portcullis fix${ofPlace}`,
  });
}
