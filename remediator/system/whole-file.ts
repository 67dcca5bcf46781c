import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import path from "node:path";

/**
 * Writes a file so that whoever looks at it, or stops the process, finds it whole: as it was, or as it is. Links are followed; what is no ordinary file,
 * such as a pipe or a device, is written to as it stands.
 */
export function writeWhole(file: string, text: string): void {
  const place = placeOf(file);
  if (place === undefined) writeAsItStands(file, text);
  else if (!isReplaced(place, text)) writeFileSync(place.file, text);
}

/** Whether a file could be written afterwards: throws what would be met. Leaves what is there as it is. */
export function mustTakeWriting(file: string): void {
  const place = placeOf(file);
  // A pipe that is opened and closed has come to its end for whoever reads it.
  if (place === undefined) {
    if (statSync(file, { throwIfNoEntry: false }) !== undefined) accessSync(file, constants.W_OK);
    return;
  }
  // Opened to be appended to, a file is neither emptied nor changed.
  closeSync(openSync(place.file, "a"));
  if (place.state === undefined) rmSync(place.file);
}

/** What tells whether two names are those of one file; undefined where nothing is lost by writing to it twice. */
export function identityOf(file: string): string | undefined {
  const place = placeOf(file);
  if (place === undefined) return undefined;
  const { state } = place;
  return state === undefined ? place.file : `${String(state.dev)}:${String(state.ino)}`;
}

/** A name beside a file that nothing has. It is not made of the file's own, which may be as long as the file system allows. */
export function nameBeside(file: string): string {
  return path.join(path.dirname(file), `.portcullis-${randomBytes(6).toString("hex")}`);
}

/** Only root may give a file away; for anybody else it is theirs, as with other editors. */
export function giveTo(file: string, { uid, gid, mode }: Pick<Stats, "uid" | "gid" | "mode">): void {
  const made = lstatSync(file);
  if (made.uid === uid && made.gid === gid) return;
  try {
    chownSync(file, uid, gid);
    chmodSync(file, mode & 0o7777);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
}

interface Place {
  /** Without links. */
  readonly file: string;
  /** Undefined where there is nothing yet. */
  readonly state: Stats | undefined;
}

/** Where an ordinary file is, or is to be; undefined for what is none. */
function placeOf(file: string): Place | undefined {
  // What these lead to may be a file that somebody else writes to as well: the standard output of a shell's command.
  if (/^\/(?:dev|proc)\//.test(path.resolve(file))) return undefined;
  const state = statSync(file, { throwIfNoEntry: false });
  if (state !== undefined) return state.isFile() || state.isDirectory() ? { file: realpathSync(file), state } : undefined;
  // A link to what is not there yet is written through by the system.
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return undefined;
  return { file: path.join(realpathSync(path.dirname(path.resolve(file))), path.basename(file)), state: undefined };
}

/** Makes the file anew beside the old one, and moves it over that one. False where the folder does not take that, but the file may. */
function isReplaced({ file, state }: Place, text: string): boolean {
  const beside = `${nameBeside(file)}-new`;
  if (state !== undefined) closeSync(openSync(file, "a"));
  try {
    const handle = openSync(beside, "wx", 0o666);
    try {
      writeFileSync(handle, text);
      if (state !== undefined) fchmodSync(handle, state.mode & 0o7777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (state !== undefined) giveTo(beside, state);
    renameSync(beside, file);
    return true;
  } catch (error) {
    rmSync(beside, { force: true });
    if (state === undefined || !isOfFolder.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return false;
  }
}

/** What only says that a folder takes no other file, or that a file is mounted by itself. */
const isOfFolder: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "EBUSY", "EXDEV"]);

function writeAsItStands(file: string, text: string): void {
  // A pipe that nobody reads would be waited for. While it is open once, it is not at its end for whoever reads it.
  const isPipe = statSync(file, { throwIfNoEntry: false })?.isFIFO() === true;
  const open = isPipe ? openSync(file, constants.O_WRONLY | constants.O_NONBLOCK) : undefined;
  try {
    writeFileSync(file, text);
  } finally {
    if (open !== undefined) closeSync(open);
  }
}
