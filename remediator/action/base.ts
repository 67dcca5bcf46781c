import { existsSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../cli/exit";
import type { ForgeReader } from "../forge/forge";
import { git } from "../forge/git";
import type { Inputs } from "./inputs";

/**
 * The commit that what is checked out is compared with. The event tells where the base branch was when the pull request was last changed, and GitHub merges
 * into where it is now: what others brought there meanwhile is not new. Where only the pull request's own commit is checked out, it is where that left the
 * base branch: what was repaired there since is not new either.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
 */
export async function baseOf({ compared, workspace }: Pick<Inputs, "compared" | "workspace">, forge: Pick<ForgeReader, "history">): Promise<string> {
  if (compared === undefined) throw new Refusal("The event does not name the commit that this is to be compared with.");
  const { base, head } = compared;
  const checkedOut = await checkedOutIn(workspace);
  if (head === undefined || checkedOut === undefined) return base;
  const [onto, merged] = checkedOut.parents;
  if (onto !== undefined && merged === head) return onto;
  if (checkedOut.commit !== head) return base;
  const history = await forge.history(base, head);
  if (!history.ok) throw new Refusal(`The base of the pull request cannot be read. ${history.refusal.reason}`);
  return history.value.left ?? base;
}

/** The commit that is checked out, with all of its parents, which a shallow clone names as well. A checkout without git is a download. */
async function checkedOutIn(folder: string): Promise<{ readonly commit: string; readonly parents: readonly string[] } | undefined> {
  if (!existsSync(path.join(folder, ".git"))) return undefined;
  // A container's step may be somebody else than who checked out, and nothing but two objects is read.
  const asking = { settings: [["safe.directory", "*"]] as const };
  const commit = await git(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], asking);
  const text = await git(folder, ["cat-file", "commit", "HEAD"], asking);
  if (!commit.ok || !text.ok) return undefined;
  const [header = ""] = text.value.split("\n\n");
  return { commit: commit.value.trim(), parents: [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, parent = ""]) => parent) };
}
