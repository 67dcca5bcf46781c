import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { atEnd } from "./ending";
import { failed, type Failed } from "./failed";
import { reasonOf } from "./reason";

/** A folder that only this user can enter, and that goes away at the latest when the process ends. */
export interface TemporaryFolder {
  readonly kind: "temporary";
  readonly path: string;
  readonly remove: () => void;
}

/**
 * Makes a folder below TMPDIR. What is read there may be called after the folder that it is in: with a second name, the path ends with that one, whatever
 * is made around it.
 */
export function temporaryFolder(name: string, inner?: string): TemporaryFolder | Failed {
  let made: string;
  let used: string;
  try {
    made = mkdtempSync(path.join(tmpdir(), `portcullis-${name}-`));
    used = inner === undefined ? made : path.join(made, isFolderName.test(inner) ? inner : "repository");
    mkdirSync(used, { recursive: true });
  } catch (error) {
    return failed(`No temporary folder can be made in ${tmpdir()}: ${reasonOf(error)}. Set TMPDIR to a folder that has room and can be written.`);
  }
  // What is still written there while it is being removed is removed as well.
  const remove = (): void => rmSync(made, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const cancel = atEnd(remove);
  return {
    kind: "temporary",
    path: used,
    remove: () => {
      cancel();
      remove();
    },
  };
}

/** How code hosts call repositories. */
const isFolderName = /^(?!\.{1,2}$)[\w.-]+$/;
