import type { SourceFile } from "../syntax/tree";
import type { OpenRepository } from "./repository";

/** A repository some of whose files have another text than on disk. Files that do not differ are the same objects. */
export function overlaid(repository: OpenRepository, texts: ReadonlyMap<string, string>): OpenRepository {
  const files = new Map<string, SourceFile>();
  for (const [name, text] of texts) files.set(name, { name, text });
  return {
    base: repository.base,
    top: repository.top,
    names: repository.names,
    get notRead() {
      return repository.notRead;
    },
    has: (name) => repository.has(name),
    ...(repository.isLinked === undefined ? {} : { isLinked: (name: string): boolean => repository.isLinked?.(name) === true }),
    read: (name) => files.get(name) ?? repository.read(name),
  };
}
