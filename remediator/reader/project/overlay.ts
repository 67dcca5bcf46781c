import type { SourceFile } from "../syntax/tree";
import type { OpenRepository } from "./repository";

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

/** A repository some of whose files have another text than on disk. Files that do not differ are the same objects. */
export function overlaid(repository: OpenRepository, texts: ReadonlyMap<string, string>, known = new KnownFiles()): OpenRepository {
  return seenThrough(repository, {
    has: (name) => repository.has(name),
    read: (name) => {
      const text = texts.get(name);
      return text === undefined ? repository.read(name) : known.of(name, text);
    },
  });
}

/** The same repository, which tells the name of each file that is asked for. */
export function watched(repository: OpenRepository, note: (name: string) => void): OpenRepository {
  return seenThrough(repository, {
    has: (name) => {
      note(name);
      return repository.has(name);
    },
    read: (name) => {
      note(name);
      return repository.read(name);
    },
  });
}

function seenThrough(repository: OpenRepository, asked: Pick<OpenRepository, "has" | "read">): OpenRepository {
  return {
    base: repository.base,
    top: repository.top,
    names: repository.names,
    get notRead() {
      return repository.notRead;
    },
    ...(repository.isLinked === undefined ? {} : { isLinked: (name: string): boolean => repository.isLinked?.(name) === true }),
    ...asked,
  };
}
