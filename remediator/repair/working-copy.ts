import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { failed, type Failed } from "../system/failed";
import { entriesOf, ignoredIn, isSource } from "../system/files";
import { isIgnored, repositoryRoot } from "../forge/local";
import { reasonOf } from "../system/reason";
import { temporaryFolder } from "../system/temporary";

/** A copy of a program in a temporary folder, to run edits in before they touch the program. */
export interface WorkingCopy {
  readonly kind: "copy";
  /** The folder of Pulumi.yaml in the copy. */
  readonly folder: string;
  readonly write: (file: string, text: string) => void;
  readonly close: () => void;
}

/**
 * Copies the source of a program. All else of its repository, or of the program where it is in none, is linked: what is installed or built, what git
 * ignores, files that no language edits, and what lies outside of the program's folder. So the copy takes the time and the room of the source alone.
 */
export async function copyProgram(folder: string): Promise<WorkingCopy | Failed> {
  const program = realpathSync(folder);
  const top = (await repositoryOf(program)) ?? program;
  const home = temporaryFolder("copy");
  if (home.kind === "failed") return home;
  try {
    const root = path.join(home.path, "program");
    const copy = path.join(root, path.relative(top, program));
    const shadow = new Shadow(top, root, realpathSync(home.path), ignoredIn(program));
    shadow.linkAround(program);
    shadow.copy(program, "");
    const above = packagesAbove(top);
    if (above !== undefined) symlinkSync(above, path.join(home.path, installed), "dir");
    return { kind: "copy", folder: copy, write: (file, text) => replace(path.join(copy, file), text), close: home.remove };
  } catch (error) {
    home.remove();
    return failed(`The program cannot be copied into ${home.path}: ${reasonOf(error)}. Set TMPDIR to a folder that has room and can be written.`);
  }
}

const installed = "node_modules";

/** A repository of links, in which the source of one folder is real. */
class Shadow {
  readonly #top: string;
  readonly #root: string;
  /** What is never taken: the temporary folder may be inside of the program. */
  readonly #home: string;
  readonly #isIgnored: (name: string) => boolean;

  constructor(top: string, root: string, home: string, isIgnored: (name: string) => boolean) {
    this.#top = top;
    this.#root = root;
    this.#home = home;
    this.#isIgnored = isIgnored;
  }

  /** Links what lies beside the folder, and beside each folder that it is in. */
  linkAround(folder: string): void {
    mkdirSync(this.#placeOf(folder), { recursive: true });
    for (let inside = folder; inside !== this.#top; inside = path.dirname(inside)) {
      const parent = path.dirname(inside);
      for (const { name } of entriesOf(parent)) if (name !== path.basename(inside) && name !== ".git") this.#take(path.join(parent, name));
    }
  }

  /** Copies the source below a folder of the program, whose name is relative to the program's. */
  copy(folder: string, relative: string): void {
    for (const entry of entriesOf(folder)) {
      const name = relative === "" ? entry.name : `${relative}/${entry.name}`;
      const original = path.join(folder, entry.name);
      if (entry.name === ".git" || original === this.#home) continue;
      if (entry.isDirectory() && entry.name !== installed && !this.#isIgnored(`${name}/`)) {
        mkdirSync(this.#placeOf(original), { recursive: true });
        this.copy(original, name);
      } else if (entry.isFile() && isSource(name) && !this.#isIgnored(name)) this.#duplicate(original);
      else this.#take(original);
    }
  }

  #duplicate(original: string): void {
    try {
      copyFileSync(original, this.#placeOf(original), constants.COPYFILE_FICLONE);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Whoever runs the copy meets what is unreadable as in the original, and what has gone is gone.
      if (code === "EACCES" || code === "EPERM") this.#link(original);
      else if (code !== "ENOENT") throw error;
    }
  }

  /** A file that says how packages are found names them relative to itself: https://yarnpkg.com/advanced/pnp-spec */
  #take(original: string): void {
    if (path.basename(original).startsWith(".pnp.")) this.#duplicate(original);
    else this.#link(original);
  }

  /** A link of the repository stays one, so that it leads to the copy of what it leads to; out of the repository it leads where it did. */
  #link(original: string): void {
    const target = linkedTo(original);
    const leaves = target === undefined || isOutside(this.#top, path.resolve(path.dirname(original), target));
    const to = leaves ? path.resolve(path.dirname(original), target ?? original) : target;
    symlinkSync(to, this.#placeOf(original), isFolder(original) ? "dir" : "file");
  }

  #placeOf(original: string): string {
    return path.join(this.#root, path.relative(this.#top, original));
  }
}

/** Puts a file in the place of what is there, which may be a link to the original. */
function replace(file: string, text: string): void {
  const beside = `${file}.portcullis`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(beside, text);
  renameSync(beside, file);
}

/** What a symbolic link says; undefined for anything else. */
function linkedTo(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}

function isOutside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}

/** The checkout that the folder is a tracked part of; a folder that git ignores is a program by itself. */
async function repositoryOf(folder: string): Promise<string | undefined> {
  const root = await repositoryRoot(folder);
  return root.ok && !(await isIgnored(folder)) ? realpathSync(root.value) : undefined;
}

/** Installed packages outside of what is copied, as Node.js finds them. */
function packagesAbove(folder: string): string | undefined {
  for (let current = path.dirname(folder); ; current = path.dirname(current)) {
    const packages = path.join(current, installed);
    if (existsSync(packages)) return packages;
    if (current === path.dirname(current)) return undefined;
  }
}
