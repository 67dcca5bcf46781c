import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { languageOf } from "./typescript-editor/languages";

/** Folders that hold no source of the program. */
const skipped = new Set(["node_modules", "dist", "bin", "coverage"]);
const mostFiles = 5_000;
const largestFile = 1_000_000;

/**
 * The files of a program that a language can edit, by name relative to the folder, in a fixed order. What git ignores, and what cannot be read, is
 * left out: `whyNotRead` says why.
 */
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
        const read = readSourceFile(path.join(folder, name));
        if (read.kind === "text") files.set(name, read.text);
      }
    }
  };
  visit("");
  return files;
}

/** Whether a file is one that a language edits. */
export function isSource(name: string): boolean {
  return languageOf(name) !== undefined && !name.endsWith(".d.ts");
}

/** Why a file of the folder is not among those that were read, in words that follow its name. */
export function whyNotRead(folder: string, file: string): string {
  const parts = file.split("/");
  const made = parts.slice(0, -1).find(isSkipped);
  if (made !== undefined) return `is in ${made}, which is not edited because it is made by something else`;
  if (!isSource(file)) return "is in no language that can be edited";
  const isIgnored = ignoredIn(folder);
  if (parts.some((_, index) => isIgnored(parts.slice(0, index + 1).join("/") + (index === parts.length - 1 ? "" : "/"))))
    return "is ignored by git, and so is not edited";
  for (let length = 1; length <= parts.length; length++) {
    const state = stateOf(path.join(folder, ...parts.slice(0, length)));
    if (state === "missing") return "is not there any more";
    if (state === "link") return "is reached through a link, and links are not written through";
  }
  const read = readSourceFile(path.join(folder, file));
  return read.kind === "text"
    ? `is not among the first ${mostFiles.toLocaleString("en-US")} source files of the program, and no more are read`
    : read.reason;
}

function stateOf(file: string): "missing" | "link" | "something else" {
  try {
    const state = lstatSync(file, { throwIfNoEntry: false });
    return state === undefined ? "missing" : state.isSymbolicLink() ? "link" : "something else";
  } catch {
    return "something else";
  }
}

function readSourceFile(file: string): { readonly kind: "text"; readonly text: string } | { readonly kind: "left out"; readonly reason: string } {
  try {
    if (lstatSync(file).size > largestFile) return { kind: "left out", reason: "has more than a million bytes, and so is not edited" };
    const content = readFileSync(file);
    const text = content.toString("utf8");
    // What is not UTF-8 would not come out as it went in.
    return contentOf(text).equals(content) ? { kind: "text", text } : { kind: "left out", reason: "is not UTF-8, and so is not edited" };
  } catch (error) {
    return { kind: "left out", reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})` };
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
