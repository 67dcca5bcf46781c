import { realpathSync } from "node:fs";
import path, { sep as separator } from "node:path";
import type { Repository } from "../interpreter/machine";
import type { SourceFile, Span } from "../syntax/tree";
import { listFiles, type Listing } from "./listing";
import { readText, statOf } from "./text";

/** Something that was not read. Where no text is known, the span is empty and its file has the name only. */
export interface NotRead {
  /** A predicate whose subject is the file or what stands at the span: "is larger than 2 MB". */
  readonly reason: string;
  readonly span: Span;
  /** The subject is the file, whatever stands at the span. */
  readonly isOfFile?: true;
  /** Nothing is missing for it: it is said so that nobody is surprised by it. */
  readonly isRead?: true;
}

/** A repository on this disk, opened for reading. */
export interface OpenRepository extends Repository {
  /** The folder that was asked for, relative to the top folder; "" for the top itself. */
  readonly base: string;
  /** The top folder on this disk, without symbolic links. */
  readonly top: string;
  /** What could not be read until now. Grows while files are read. */
  readonly notRead: readonly NotRead[];
}

/** Names beyond this many are left out, those that are no source first. */
export const mostFiles = 20_000;

/**
 * Opens the repository that a folder is in: the checkout, or the folder alone where it is in none, or where git ignores it.
 * Nothing is read yet. The folder has to be there.
 */
export function openRepository(folder: string, bounds: { readonly mostFiles: number } = { mostFiles }): OpenRepository {
  return new DiskRepository(listFiles(realpathSync(folder)), bounds.mostFiles);
}

class DiskRepository implements OpenRepository {
  readonly base: string;
  readonly top: string;
  readonly names: readonly string[];
  readonly notRead: NotRead[] = [];
  private readonly listed: ReadonlySet<string>;
  private readonly present = new Map<string, boolean>();
  private readonly files = new Map<string, SourceFile | undefined>();
  private readonly noted = new Set<string>();

  constructor({ top, base, names, notListed }: Listing, most: number) {
    this.top = top;
    this.base = base;
    this.names = names.length <= most ? names : nearest(names, base, most);
    this.listed = new Set(this.names);
    for (const { name, reason } of notListed) this.note(name, reason);
    if (names.length > most) this.note(base, `has ${names.length} files, of which ${most} are read`);
  }

  has(name: string): boolean {
    const known = this.present.get(name);
    if (known !== undefined) return known;
    const isPresent = this.isReachable(name) && this.isFile(name);
    this.present.set(name, isPresent);
    return isPresent;
  }

  read(name: string): SourceFile | undefined {
    if (this.files.has(name)) return this.files.get(name);
    const file = this.open(name);
    this.files.set(name, file);
    return file;
  }

  private open(name: string): SourceFile | undefined {
    if (!this.isReachable(name)) return undefined;
    const result = readText(this.top, name);
    if (result.kind === "unreadable") this.note(name, result.reason);
    if (result.kind !== "text") return undefined;
    if (result.doubt !== undefined) this.note(name, result.doubt);
    return { name, text: result.text, ...(result.isRecoded === true ? { isRecoded: true } : {}) };
  }

  private isReachable(name: string): boolean {
    return isInside(name) && (this.listed.has(name) || this.isStrange(name));
  }

  /** Also of what cannot be followed or is no file: to read it says why. */
  private isFile(name: string): boolean {
    const file = path.join(this.top, name);
    const found = statOf(file, "follow links") ?? statOf(file, "stop at links");
    return found !== undefined && !found.isDirectory();
  }

  /** Whether there is something that is no file, or is reached through a link: lists may leave them out, and the program may name them all the same. */
  private isStrange(name: string): boolean {
    const parts = name.split("/");
    for (let length = 1; length <= parts.length; length++) {
      const found = statOf(path.join(this.top, ...parts.slice(0, length)), "stop at links");
      if (found === undefined) return false;
      if (found.isSymbolicLink()) return true;
      if (!found.isDirectory()) return length === parts.length && !found.isFile();
    }
    return false;
  }

  isLinked(name: string): boolean {
    const parts = name.split("/");
    return parts.some((_, index) => statOf(path.join(this.top, ...parts.slice(0, index + 1)), "stop at links")?.isSymbolicLink() === true);
  }

  private note(name: string, reason: string): void {
    if (this.noted.has(name)) return;
    this.noted.add(name);
    this.notRead.push({ reason, span: { file: { name, text: "" }, start: 0, end: 0 } });
  }
}

/** Names of files are relative, have no empty parts, and lead neither upwards nor to what is no part of the program. */
function isInside(name: string): boolean {
  return (
    name !== "" &&
    !name.includes("\0") &&
    (separator === "/" || !name.includes(separator)) &&
    name.split("/").every((part) => !["", ".", "..", ".git", "node_modules"].includes(part))
  );
}

/** Keeps what a program is most likely made of, in the order of the list. */
function nearest(names: readonly string[], base: string, most: number): readonly string[] {
  const prefix = base === "" ? "" : `${base}/`;
  const rank = (name: string): number => (isSource(name) ? 0 : 2) + (name.startsWith(prefix) ? 0 : 1);
  const kept = names
    .map((name, index) => ({ index, rank: rank(name) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, most);
  return kept
    .map(({ index }) => index)
    .sort((a, b) => a - b)
    .flatMap((index) => names[index] ?? []);
}

function isSource(name: string): boolean {
  return /\.([cm]?[jt]sx?|json|ya?ml|py|go|mod|cs|csproj|java|xml|gradle|kts|toml)$/.test(name);
}
