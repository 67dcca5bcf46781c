const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  ENOTDIR: "a part of its path is a file",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is a folder",
  EEXIST: "it is a file",
  EROFS: "what it is on can only be read",
  ENOSPC: "no space is left on the device",
  EDQUOT: "no space is left for this user",
  ELOOP: "it is a link to itself",
  ENAMETOOLONG: "its name is too long",
  EIO: "the device does not answer",
  ENXIO: "nobody reads or writes at the other end",
};

/** Why a file or folder cannot be read, made or written, in words: what an error of the file system says, without the call that met it. */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  // What is wrong with JSON is told with a piece of it, of several lines.
  return reasons[code] ?? message.replace(/\s+/g, " ");
}

/** Why a file cannot be written: that it is not there yet is no reason. */
export function whyNotWritten(error: unknown): string {
  return (error as NodeJS.ErrnoException).code === "ENOENT" ? "its folder is not there" : reasonOf(error);
}
