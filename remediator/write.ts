import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { contentOf } from "./check";
import { failed, type Failed } from "./engine/project";
import type { Files } from "./languages/language";

export interface Written {
  readonly kind: "written";
  readonly files: readonly string[];
}

/**
 * Writes the edited files into the program. Each is made beside the old one and moved over it, so that an interruption leaves either
 * the old file or the new one. Nothing is written if any file is not what was read.
 */
export function writeFiles(folder: string, before: Files, after: Files): Written | Failed {
  const changed = [...after].filter(([file, text]) => before.get(file) !== text);
  for (const [file] of changed) {
    const target = path.join(folder, file);
    if (!lstatSync(target, { throwIfNoEntry: false })?.isFile()) return failed(`${file} is not an ordinary file any more. Nothing was written.`);
    if (!isInside(folder, target)) return failed(`${file} is outside of the program. Nothing was written.`);
    if (!readFileSync(target).equals(contentOf(before.get(file) ?? "")))
      return failed(`${file} changed while it was being repaired. Nothing was written; try again.`);
  }
  for (const [file, text] of changed) replace(path.join(folder, file), contentOf(text));
  return { kind: "written", files: changed.map(([file]) => file) };
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(realpathSync(folder), realpathSync(path.dirname(file)));
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function replace(file: string, content: Buffer): void {
  const beside = `${file}.portcullis-${process.pid}`;
  try {
    const handle = openSync(beside, "wx", lstatSync(file).mode & 0o777);
    try {
      writeSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
