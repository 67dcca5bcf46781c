/** Paths inside of a repository: relative to its top folder, with forward slashes. */

/** The folder of a file; "" for the top. */
export function folderOf(name: string): string {
  const slash = name.lastIndexOf("/");
  return slash === -1 ? "" : name.slice(0, slash);
}

/** A path below a folder, normalised; undefined where it leaves the repository. */
export function joinPath(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** What programs see as the repository's top folder, where they ask for a path. */
export const mount = "/repository";

/** The repository's name of a path that a program made; relative ones are relative to the folder that it runs in. */
export function repositoryName(path: string, mainFolder: string): string | undefined {
  if (path === mount || path.startsWith(`${mount}/`)) return joinPath("", path.slice(mount.length));
  return path.startsWith("/") ? undefined : joinPath(mainFolder, path);
}
