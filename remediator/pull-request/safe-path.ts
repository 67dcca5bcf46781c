import { asFileSystemsRead, flawIn } from "../forge/unsafe-name";

/** Why a file of a repository must not be written, or undefined. Links and submodules are for whoever can see the repository to refuse. */
export function unsafePath(path: string): string | undefined {
  const flaw = flawIn(path);
  if (flaw !== undefined) return `the path ${flaw}`;
  return path.split("/").some(givesOrders) ? "git and GitHub take their orders from this path" : undefined;
}

/** .git, .gitmodules, .gitattributes, .github and the names that file systems take for .git. */
function givesOrders(segment: string): boolean {
  return /^\.git/i.test(asFileSystemsRead(segment)) || /^git~\d+$/i.test(segment);
}
