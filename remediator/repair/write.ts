import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { joined } from "@portcullis/policypack/joined";
import { atEnd } from "../system/ending";
import { failed, type Failed } from "../system/failed";
import { contentOf, entriesOf } from "../system/files";
import type { Files } from "../system/files";
import { whyNotWritten } from "../system/reason";
import { giveTo, nameBeside } from "../system/whole-file";

export interface Written {
  readonly kind: "written";
  readonly files: readonly string[];
  /** What a write that was interrupted left beside the files, one that had no time to end. */
  readonly left: readonly string[];
}

/**
 * Writes the edited files into the program: all of them or none. Each is made beside the old one, and when all are there they are moved over the old
 * ones; if one cannot be, those before it are moved back. Nothing is written if any file is not what was read.
 */
export function writeFiles(folder: string, before: Files, after: Files): Written | Failed {
  const changed = [...after].filter(([file, text]) => before.get(file) !== text);
  const replacements: Replacement[] = [];
  let file = "";
  try {
    for ([file] of changed) {
      const target = path.join(folder, file);
      if (!lstatSync(target, { throwIfNoEntry: false })?.isFile()) return failed(`${file} is not an ordinary file any more. ${nothing}`);
      if (!isInside(folder, target)) return failed(`${file} is outside of the program. ${nothing}`);
      if (!readFileSync(target).equals(contentOf(before.get(file) ?? "")))
        return failed(`${file} changed while it was being repaired. ${nothing} Try again.`);
      accessSync(target, constants.W_OK);
    }
    for (const [name, text] of changed) {
      file = name;
      const replacement = new Replacement(path.join(folder, name));
      replacements.push(replacement);
      replacement.prepare(contentOf(text));
    }
    for (const [index, [name]] of changed.entries()) {
      file = name;
      replacements[index]?.make();
    }
  } catch (error) {
    const lost = changed.filter((_, index) => replacements[index]?.undo() === false).map(([name]) => name);
    return failed(`${file} cannot be written: ${whyNotWritten(error)}. ${lost.length === 0 ? nothing : notPutBack(lost)}`);
  } finally {
    for (const replacement of replacements) replacement.clean();
  }
  const files = changed.map(([name]) => name);
  return { kind: "written", files, left: leftIn(folder, files) };
}

/** The files that a write makes beside others, and that none has any more when it ends. */
const besideOthers = /^\.portcullis-[0-9a-f]{12}-(?:new|old)$/;

function leftIn(folder: string, files: readonly string[]): readonly string[] {
  const folders = new Set(files.map((name) => path.dirname(name)));
  return [...folders].flatMap((inside) =>
    entriesOf(path.join(folder, inside)).flatMap(({ name }) => (besideOthers.test(name) ? [path.join(inside, name)] : [])),
  );
}

const nothing = "Nothing was written.";

function notPutBack(files: readonly string[]): string {
  return `${joined(files)} could not be put back. What was there is beside ${files.length === 1 ? "it" : "them"}, in a file whose name begins with .portcullis- and ends with -old.`;
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(realpathSync(folder), realpathSync(path.dirname(file)));
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** A file that takes the place of another one, and gives it back if it has to. */
class Replacement {
  readonly #file: string;
  readonly #next: string;
  readonly #last: string;
  readonly #cancel: () => void;
  #isMade = false;
  #isLost = false;

  constructor(file: string) {
    this.#file = file;
    const beside = nameBeside(file);
    this.#next = `${beside}-new`;
    this.#last = `${beside}-old`;
    this.#cancel = atEnd(() => this.#remove());
  }

  /** Writes the new content, with the owner and the mode of the old file, whatever the umask is. */
  prepare(content: Buffer): void {
    const state = lstatSync(this.#file);
    const handle = openSync(this.#next, "wx", 0o600);
    try {
      writeFileSync(handle, content);
      fchmodSync(handle, state.mode & 0o7777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    giveTo(this.#next, state);
    keep(this.#file, this.#last);
  }

  make(): void {
    renameSync(this.#next, this.#file);
    this.#isMade = true;
  }

  /** False where the file could not be put back: then what it was stays beside it. */
  undo(): boolean {
    if (!this.#isMade) return true;
    try {
      renameSync(this.#last, this.#file);
    } catch {
      this.#isLost = true;
      return false;
    }
    this.#isMade = false;
    return true;
  }

  clean(): void {
    this.#remove();
    this.#cancel();
  }

  #remove(): void {
    for (const file of this.#isLost ? [this.#next] : [this.#next, this.#last]) {
      try {
        rmSync(file, { force: true });
      } catch {
        // The files themselves are as they are to be: whoever asks for what is left is told of it.
      }
    }
  }
}

/** A second name for the file, or a copy where there can be none. */
function keep(file: string, as: string): void {
  try {
    linkSync(file, as);
  } catch {
    copyFileSync(file, as, constants.COPYFILE_EXCL);
  }
}
