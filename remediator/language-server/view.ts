import type { KnownFiles } from "../reader/project/overlay";
import type { OpenRepository } from "../reader/project/repository";

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
