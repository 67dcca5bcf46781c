import path from "node:path";
import type { CheckOptions } from "../judging/check";
import type { Source } from "../sources/source";
import { checkAll } from "../judging/stacks";
import { KnownFiles, watched } from "../reader/project/overlay";
import { findProjects } from "../reader/project/project";
import { openRepository, type OpenRepository } from "../reader/project/repository";
import { gapsByFolder, readProject } from "../reader/read";
import type { Report } from "../report/report";
import { reportsOf } from "../report/reports";
import { sourcesOf } from "../sources/static";
import { edited } from "./view";

/** A project as it is in the editor, and what is wrong with it. */
export interface Analysis {
  /** The project's folder, from the repository's top. */
  readonly folder: string;
  readonly report: Report;
  readonly sources: readonly Source[];
  /** The repository, opened for this project. */
  readonly repository: OpenRepository;
  /** Whether some of its files could not be read to their end: what depends on the whole program is not to be trusted then. */
  readonly isBroken: boolean;
}

/** A folder of programs, each of which is read and judged again where something has changed that it had asked for. */
export class Root {
  /** Where the repository is on this disk. */
  readonly top: string;
  private disk: OpenRepository;
  private isOld = false;
  private readonly known = new KnownFiles();
  private readonly analyses = new Map<string, Analysis>();
  /** The files that each project asked for. */
  private readonly asked = new Map<string, ReadonlySet<string>>();
  private readonly stale = new Set<string>();
  private isStale = true;

  constructor(readonly folder: string) {
    this.disk = openRepository(folder);
    this.top = this.disk.top;
  }

  /** Whether something has changed since it was judged. */
  get isCurrent(): boolean {
    return !this.isStale && !this.isOld && this.stale.size === 0;
  }

  get current(): readonly Analysis[] {
    return [...this.analyses.values()];
  }

  /** Something is different in a file, in the editor or on disk. */
  touch(name: string): void {
    if (/(^|\/)Pulumi\.(ya?ml|json)$/.test(name)) this.isStale = true;
    for (const [folder, asked] of this.asked) if (asked.has(name) || name.startsWith(folder === "" ? "" : `${folder}/`)) this.stale.add(folder);
  }

  /** Files on disk may have come, gone or changed. */
  reopen(): void {
    this.isOld = true;
  }

  /** Judges what has changed; undefined where it was stopped, which keeps what is done. */
  async analyse(buffers: ReadonlyMap<string, string>, options: CheckOptions, isStopped: () => boolean): Promise<readonly Analysis[] | undefined> {
    if (this.isOld) this.openAgain();
    const view = edited(this.disk, buffers, this.known);
    const { projects } = findProjects(view);
    const folders = projects.map(({ program }) => program.folder);
    for (const gone of [...this.analyses.keys()].filter((folder) => !folders.includes(folder))) this.analyses.delete(gone);
    if (this.isStale) for (const folder of folders) this.stale.add(folder);
    this.isStale = false;
    // Those first that somebody is looking at.
    const isOpen = (folder: string): boolean => [...buffers.keys()].some((name) => folder === "" || name.startsWith(`${folder}/`));
    for (const folder of [...folders].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)))) {
      if (this.analyses.has(folder) && !this.stale.has(folder)) continue;
      // Messages of the client are heard in between.
      await new Promise((resolve) => setImmediate(resolve));
      if (isStopped()) return undefined;
      this.stale.delete(folder);
      const analysis = await this.judge(view, folder, options);
      if (analysis !== undefined) this.analyses.set(folder, analysis);
    }
    for (const folder of this.stale) if (!folders.includes(folder)) this.stale.delete(folder);
    return this.current;
  }

  private openAgain(): void {
    this.isOld = false;
    try {
      this.disk = openRepository(this.folder);
    } catch {
      // The folder went away; what was read of it stands until the editor takes it away as well.
    }
  }

  private async judge(view: OpenRepository, folder: string, options: CheckOptions): Promise<Analysis | undefined> {
    const asked = new Set<string>();
    const repository = watched({ ...view, base: folder }, (name) => asked.add(name));
    const { projects, notRead } = findProjects(repository);
    const project = projects.find(({ program }) => program.folder === folder);
    this.asked.set(folder, asked);
    if (project === undefined) return undefined;
    const reading = await readProject(project, folder, {});
    const written = { folder: path.join(this.top, folder), text: (file: string) => repository.read(path.posix.join(folder, file))?.text };
    const gaps = gapsByFolder(repository, projects, notRead).get(folder) ?? [];
    const sources = sourcesOf(reading, folder, gaps).map((source): Source => ({ ...source, written }));
    const [report] = reportsOf(checkAll(sources, options), { today: options.today, inRepository: () => folder });
    if (report === undefined) return undefined;
    const isBroken = reading.modules().some(({ unreadable }) => unreadable.length > 0);
    return { folder, report, sources, repository, isBroken };
  }
}
