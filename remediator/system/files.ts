import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Texts of files by name: relative to one folder, forward slashes, decoded, a byte order mark kept as U+FEFF. */
export type Files = ReadonlyMap<string, string>;

/** Folders that hold no source of the program. */
const skipped = new Set(["node_modules", "dist", "bin", "coverage"]);
const mostFiles = 5_000;
const largestFile = 1_000_000;

/** The source that Node.js runs, by name relative to the folder, in a fixed order. What git ignores, and what cannot be read, is left out. */
export function readFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const isIgnored = ignoredIn(folder);
  const visit = (relative: string): void => {
    for (const entry of entriesOf(path.join(folder, relative))) {
      if (files.size >= mostFiles) return;
      const name = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isSkipped(entry.name) && !isIgnored(`${name}/`)) visit(name);
      } else if (entry.isFile() && isSource(name) && !isIgnored(name)) {
        const text = readSourceFile(path.join(folder, name));
        if (text !== undefined) files.set(name, text);
      }
    }
  };
  visit("");
  return files;
}

/** Whether a file is source that Node.js runs. */
export function isSource(name: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(name) && !name.endsWith(".d.ts");
}

function readSourceFile(file: string): string | undefined {
  try {
    return lstatSync(file).size > largestFile ? undefined : readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The bytes of a file's text. */
export function contentOf(text: string): Buffer {
  return Buffer.from(text, "utf8");
}

function isSkipped(name: string): boolean {
  return skipped.has(name) || name.startsWith(".");
}

/** The entries of a folder by name; none where it cannot be read, or has gone. */
export function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/**
 * What git ignores below a folder, by name relative to it; a folder's ends with a slash and stands for all that is in it. Nothing is where the
 * folder is in no repository, or is itself ignored: then it is a program by itself.
 */
export function ignoredIn(folder: string): (name: string) => boolean {
  const list = git(folder, ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory", "--", "."]);
  const names = new Set((list ?? "").split("\0").filter((name) => name !== ""));
  return names.has("./") ? () => false : (name) => names.has(name);
}

/** Undefined where git is not there, or the folder is in no repository. */
function git(folder: string, args: readonly string[]): string | undefined {
  try {
    // The checkout's own configuration may name a program as file system monitor, and git would run it.
    return execFileSync("git", ["--no-optional-locks", "-c", "core.fsmonitor=false", "-C", folder, ...args], {
      encoding: "utf8",
      timeout: 60_000,
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
}
