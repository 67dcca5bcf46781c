import { asFileSystemsRead } from "../forge/unsafe-name";

/** Why a file of a repository must not be written, or undefined. Links and submodules are for whoever can see the repository to refuse. */
export function unsafePath(path: string): string | undefined {
  if (path === "" || path.length > 1024) return "the path is empty or too long";
  if (/[\\\p{Cc}]/u.test(path)) return "the path has a backslash or a control character";
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "the path is absolute";
  for (const segment of path.split("/")) {
    if (segment === "" || segment === "." || segment === "..") return "the path leaves the repository or is not in its plain form";
    // .git, .gitmodules, .gitattributes, .github and the names that file systems take for .git.
    if (/^\.git/i.test(asFileSystemsRead(segment)) || /^git~\d+$/i.test(segment)) return "git and GitHub take their orders from this path";
  }
  return undefined;
}
