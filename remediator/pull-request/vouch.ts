import { createHash } from "node:crypto";
import { structuredPatch } from "diff";
import type { Commit } from "../forge/forge";
import { plain } from "./escape";
import type { EditedFile } from "./request";

/** The message of a commit of ours. It names the tree, so that a commit somebody amended no longer vouches for itself, and the fix, so that the same fix is known again. */
export function commitMessage(title: string, fix: string, tree: string): string {
  return `${plain(title, 200)}\n\nPortcullis-Fix: ${fix}\nPortcullis-Tree: ${tree}\n`;
}

export function vouchesForItself(commit: Pick<Commit, "message" | "tree">): boolean {
  return trailer(commit.message, "Portcullis-Tree") === commit.tree;
}

/** The fix that a commit says it carries. */
export function fixOf(message: string): string | undefined {
  return trailer(message, "Portcullis-Fix");
}

/** Hashes the lines that the edits take out and put in, whatever stands around them. */
export function fixId(files: readonly EditedFile[]): string {
  const changes = files.map(({ path, before, after }) => {
    // Latin-1 gives every byte a character of its own.
    const { hunks } = structuredPatch("", "", before.toString("latin1"), after.toString("latin1"), "", "", { context: 0 });
    return [path, hunks.flatMap((hunk) => hunk.lines)] as const;
  });
  changes.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(changes)).digest("hex");
}

function trailer(message: string, name: string): string | undefined {
  return new RegExp(`^${name}: ([0-9a-f]{40,64})$`, "m").exec(message.slice(-500))?.[1];
}
