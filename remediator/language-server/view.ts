import type { OpenRepository } from "../reader/project/repository";
import type { SourceFile } from "../reader/syntax/tree";

/** The same object for a file whose text has not changed, so that it is parsed once. */
export class KnownFiles {
  private readonly files = new Map<string, SourceFile>();

  of(name: string, text: string): SourceFile {
    const known = this.files.get(name);
    if (known?.text === text) return known;
    const file = { name, text };
    this.files.set(name, file);
    return file;
  }
}

/** A repository as its editor shows it: with the texts of open documents, whether they are saved or not. */
export function edited(disk: OpenRepository, buffers: ReadonlyMap<string, string>, known: KnownFiles): OpenRepository {
  const listed = new Set(disk.names);
  const fresh = [...buffers.keys()].filter((name) => !listed.has(name));
  return {
    base: disk.base,
    top: disk.top,
    names: fresh.length === 0 ? disk.names : [...disk.names, ...fresh].sort((a, b) => (a < b ? -1 : 1)),
    get notRead() {
      return disk.notRead;
    },
    has: (name) => buffers.has(name) || disk.has(name),
    read: (name) => {
      const text = buffers.get(name) ?? disk.read(name)?.text;
      return text === undefined ? undefined : known.of(name, text);
    },
  };
}

/** The same for one project in it, with the names of all files that are asked for. */
export function watched(view: OpenRepository, base: string, asked: Set<string>): OpenRepository {
  return {
    base,
    top: view.top,
    names: view.names,
    get notRead() {
      return view.notRead;
    },
    has: (name) => {
      asked.add(name);
      return view.has(name);
    },
    read: (name) => {
      asked.add(name);
      return view.read(name);
    },
  };
}
