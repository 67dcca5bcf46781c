import type { ReadingGap } from "../reader/interpreter/run";
import { KnownFiles, overlaid, watched } from "../reader/project/overlay";
import { findProjects, projectIn, type Project } from "../reader/project/project";
import type { OpenRepository } from "../reader/project/repository";
import { gapsByFolder, readProject, type ProgramReading, type ReadOptions } from "../reader/read";

/** The texts of files that are not as they are on disk, by their names. */
type Texts = ReadonlyMap<string, string>;

/** Settings with which programs are read. */
export type Settings = Pick<ReadOptions, "given" | "unset">;

/**
 * The projects of a repository, read again and again while files are edited. What changes is read again by those projects only that had asked for it:
 * a repository has hundreds of them.
 */
export class Readings {
  private texts: Texts = new Map();
  private readonly files = new KnownFiles();
  /** The projects that asked for a file, by their indexes. */
  private readonly askers = new Map<string, Set<number>>();

  private constructor(
    readonly repository: OpenRepository,
    private readonly options: ReadOptions,
    private known: readonly ProgramReading[],
    private gaps: ReturnType<typeof gapsByFolder>,
  ) {}

  /** Reads all projects as they are on disk. */
  static async of(repository: OpenRepository, options: ReadOptions = {}): Promise<Readings> {
    const { projects, notRead } = findProjects(repository);
    const known: ProgramReading[] = [];
    const readings = new Readings(repository, options, known, new Map());
    for (const [index, project] of projects.entries()) known.push(await readings.read(project, index, new Map(), {}));
    readings.gaps = gapsByFolder(repository, projects, notRead);
    return readings;
  }

  /** What was not read of a project beside its stacks, and of what belongs to none. */
  gapsOf({ project }: ProgramReading): readonly ReadingGap[] {
    return [...(this.gaps.get(undefined) ?? []), ...(this.gaps.get(project.program.folder) ?? [])];
  }

  /** Settles for some texts: later ones are compared with these. */
  async settle(texts: Texts): Promise<readonly ProgramReading[]> {
    this.known = await this.edited(texts);
    this.texts = texts;
    return this.known;
  }

  /** The projects with other texts and settings; those that had asked for none of what differs are the same objects, and so is the one that is left out. */
  async edited(texts: Texts, settings: Settings = {}, without?: number): Promise<readonly ProgramReading[]> {
    const names = [...new Set([...this.texts.keys(), ...texts.keys()])].filter((name) => this.texts.get(name) !== texts.get(name));
    const projects = [...this.known];
    for (const index of new Set(names.flatMap((name) => [...(this.askers.get(name) ?? [])])))
      if (index !== without) projects[index] = await this.one(index, texts, settings);
    return projects;
  }

  /** One project with other texts and settings. */
  async one(index: number, texts: Texts, settings: Settings = {}): Promise<ProgramReading> {
    const before = this.known[index];
    if (before === undefined) throw new Error("An edit of source takes no project away.");
    return this.read(before.project, index, texts, settings);
  }

  private async read(project: Project, index: number, texts: Texts, settings: Settings): Promise<ProgramReading> {
    const repository = watched(overlaid(this.repository, texts, this.files), (name) => this.noteAsker(name, index));
    return readProject(projectIn(repository, project), repository.base, { ...this.options, ...settings });
  }

  private noteAsker(name: string, index: number): void {
    const askers = this.askers.get(name);
    if (askers === undefined) this.askers.set(name, new Set([index]));
    else askers.add(index);
  }
}
