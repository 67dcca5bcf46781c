import { createHash } from "node:crypto";

/** Names the branch after the project and the set of findings it repairs, so that the same set always finds its own branch again. */
export function branchName(project: string, findingKeys: Iterable<string>): string {
  const keys = [...new Set(findingKeys)].sort();
  return branchPrefix(project) + sha256(JSON.stringify(keys)).slice(0, 12);
}

/** What the names of all our branches for a project start with; another project's may, too. */
export function branchPrefix(project: string): string {
  return `portcullis/${slug(project)}-`;
}

export function isBranchOf(project: string, branch: string): boolean {
  const prefix = branchPrefix(project);
  return branch.startsWith(prefix) && /^[0-9a-f]{12}$/.test(branch.slice(prefix.length));
}

/** Safe in a ref and in a URL. A name that had to be changed gets a few digits of its hash, so that no two projects share a slug. */
function slug(project: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/.test(project)) return project;
  const readable = project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return `${readable === "" ? "project" : readable}-${sha256(project).slice(0, 6)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
