/** Why a file of a repository must not be written to a disk, in a few words; undefined where it may. */
export function unsafeName(name: string): string | undefined {
  const flaw = flawIn(name);
  if (flaw !== undefined) return `its name ${flaw}`;
  return name.split("/").some(isTakenForGit) ? "its name is one that git keeps for itself" : undefined;
}

/** What is wrong with the name of a file as a path in a repository, on any file system: a predicate. */
export function flawIn(name: string): string | undefined {
  if (name === "" || name.length > 1024) return "is empty or too long";
  if (/[\\\p{Cc}]/u.test(name)) return "has a backslash or a control character";
  if (name.startsWith("/") || /^[a-z]:/i.test(name)) return "is absolute";
  const leaves = name.split("/").some((segment) => segment === "" || segment === "." || segment === "..");
  return leaves ? "leaves the repository or is not in its plain form" : undefined;
}

/**
 * Whether a file system may take a name for `.git`. HFS+ ignores some characters; NTFS ignores dots and spaces at the end and what follows a colon:
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-coreprotectNTFS
 */
export function isTakenForGit(segment: string): boolean {
  return asFileSystemsRead(segment).toLowerCase() === ".git" || /^git~\d+$/i.test(segment);
}

export function asFileSystemsRead(segment: string): string {
  return segment
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "")
    .replace(/:.*$/, "")
    .replace(/[. ]+$/, "");
}
