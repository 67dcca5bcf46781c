import path from "node:path";
import type { CheckOptions } from "../judging/check";
import { checkoutAround } from "../reader/project/listing";
import { nameIn, pathOf, projectAbove, resolved, uriOf } from "./locations";
import { Root, type Analysis } from "./root";

/** A document that is open in the editor. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  getText(): string;
}

/** Where a document is: its root, and its name from the top of the repository. */
interface Placed {
  readonly root: Root;
  readonly name: string;
}

/** The folders of programs that documents are open of. */
export class Workspace {
  private folders: readonly string[] = [];
  private readonly roots = new Map<string, Root>();
  /** Where open documents are, by their URI; undefined for those that belong to no program. */
  private readonly placed = new Map<string, Placed | undefined>();

  constructor(private readonly documents: () => readonly OpenDocument[]) {}

  /** The folders that the editor has open; what is not in one any more is forgotten. */
  setFolders(uris: readonly string[]): void {
    this.folders = uris.flatMap((uri) => {
      const folder = pathOf(uri);
      return folder === undefined ? [] : [resolved(folder)];
    });
    this.roots.clear();
    this.placed.clear();
    for (const { uri } of this.documents()) this.place(uri);
  }

  opened(uri: string): void {
    this.place(uri);
    this.changed(uri);
  }

  /** The text of a document is another one, or is the one on disk again. */
  changed(uri: string): void {
    const place = this.place(uri);
    place?.root.touch(place.name);
  }

  closed(uri: string): void {
    this.changed(uri);
    const root = this.placed.get(uri)?.root;
    this.placed.delete(uri);
    // Of a project that no folder of the editor is for, nothing is open any more.
    const isNeeded = root === undefined || this.folders.includes(root.folder) || [...this.placed.values()].some((place) => place?.root === root);
    if (!isNeeded) this.roots.delete(root.folder);
  }

  /** Files on disk are different, whether they are open or not. */
  changedOnDisk(uris: readonly string[]): void {
    for (const root of this.roots.values()) root.reopen();
    for (const uri of uris) {
      const file = pathOf(uri);
      if (file === undefined) continue;
      for (const root of this.roots.values()) {
        const name = nameIn(root.top, resolved(file));
        if (name !== undefined) root.touch(name);
      }
    }
  }

  get isCurrent(): boolean {
    return [...this.roots.values()].every((root) => root.isCurrent);
  }

  /** Judges what has changed; undefined where it was stopped. */
  async analyse(options: CheckOptions, isStopped: () => boolean): Promise<readonly Root[] | undefined> {
    for (const root of this.roots.values()) {
      if (root.isCurrent) continue;
      if ((await root.analyse(this.buffersIn(root), options, isStopped)) === undefined) return undefined;
    }
    return [...this.roots.values()];
  }

  /** What is known of the programs that a document is a part of. */
  about(uri: string): { readonly root: Root; readonly name: string; readonly analyses: readonly Analysis[] } | undefined {
    const place = this.place(uri);
    return place === undefined ? undefined : { ...place, analyses: place.root.current };
  }

  rootAt(folder: string): Root | undefined {
    return this.roots.get(folder);
  }

  /** The document of a file of a repository, as the editor calls it where it is open. */
  uriOf(root: Root, name: string): string {
    for (const [uri, place] of this.placed) if (place?.root === root && place.name === name) return uri;
    return uriOf(path.join(root.top, name));
  }

  private buffersIn(root: Root): ReadonlyMap<string, string> {
    const buffers = new Map<string, string>();
    for (const document of this.documents()) {
      const place = this.placed.get(document.uri);
      if (place?.root === root) buffers.set(place.name, document.getText());
    }
    return buffers;
  }

  private place(uri: string): Placed | undefined {
    if (this.placed.has(uri)) return this.placed.get(uri);
    const found = this.find(uri);
    this.placed.set(uri, found);
    return found;
  }

  private find(uri: string): Placed | undefined {
    const given = pathOf(uri);
    if (given === undefined) return undefined;
    const file = resolved(given);
    if (/[\\/](?:node_modules|\.git)[\\/]/.test(file)) return undefined;
    const folder = this.rootFolder(file);
    const root = folder === undefined ? undefined : this.open(folder);
    const name = root === undefined ? undefined : nameIn(root.top, file);
    return root === undefined || name === undefined ? undefined : { root, name };
  }

  /** The open folder that the file is in, where git tells what belongs to it; else the project around the file. */
  private rootFolder(file: string): string | undefined {
    const open = this.folders.filter((folder) => nameIn(folder, file) !== undefined).sort((a, b) => b.length - a.length);
    return open.find((folder) => checkoutAround(folder) !== undefined) ?? projectAbove(file);
  }

  private open(folder: string): Root | undefined {
    const known = this.roots.get(folder);
    if (known !== undefined) return known;
    try {
      const root = new Root(folder);
      this.roots.set(folder, root);
      return root;
    } catch {
      // A folder that cannot be opened has no programs.
      return undefined;
    }
  }
}
