import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { parseRepository } from "../forge/remote";
import { formats } from "../report/formats";
import type { Report } from "../report/report";
import type { Summary } from "../run/summary";
import { summaryHtml } from "../run/summary-html";
import { reasonOf } from "../system/reason";
import { Refusal } from "./exit";
import { mustBeWritable, writeTo } from "./outputs";
import { drawn } from "./pictures";
import { textOptions } from "./scope";
import { version } from "./version";

/** Makes the folder of the reports, and refuses one that could not be written into, before anything is done. */
export function mustTakeReports(folder: string | undefined): void {
  if (folder === undefined) return;
  makeFolder(folder);
  mustBeWritable(path.join(folder, "index.html"));
}

/** Writes what was found in a repository, as `check` does: a page for people, and SARIF for code scanning. A repository without programs has neither. */
export function writeReports(folder: string, repository: string, reports: readonly Report[]): void {
  if (reports.length === 0) return;
  const context = { version: version(), text: textOptions(process.stdout, ".", reports, false), picture: drawn };
  for (const format of ["html", "sarif"] as const) writeBelow(folder, fileOf(repository, format), formats[format](reports, context));
}

/** Writes the page of a sweep, which leads to those of its repositories. */
export function writeIndex(folder: string, summary: Summary): void {
  const pageOf = (repository: string): string | undefined => {
    const file = parseRepository(repository) === undefined ? undefined : fileOf(repository, "html");
    return file !== undefined && existsSync(path.join(folder, file)) ? file : undefined;
  };
  writeBelow(folder, "index.html", summaryHtml(summary, { version: version(), pageOf }));
}

function writeBelow(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  makeFolder(path.dirname(file));
  writeTo(file, text);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Refusal(`The folder ${folder} cannot be made: ${reasonOf(error)}.`);
  }
}

/** In the folder of its owner, so that no repository is called like the page of all. */
function fileOf(repository: string, format: "html" | "sarif"): string {
  const parsed = parseRepository(repository);
  if (parsed === undefined) throw new Refusal(`"${repository}" is not OWNER/NAME.`);
  return `${parsed.owner}/${parsed.name}.${format}`;
}
