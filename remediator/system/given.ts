import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** As many bytes of a file that somebody names as can become a text. */
const longest = 500_000_000;

/** The bytes of a file that somebody names: of a pipe and of a device as well, which may never end. */
export function readGiven(file: string, most = longest): Buffer {
  const handle = openSync(file, "r");
  try {
    if (fstatSync(handle).isDirectory()) throw new Error("it is a folder");
    const chunks: Buffer[] = [];
    for (let size = 0; size <= most;) {
      const chunk = Buffer.allocUnsafe(1 << 20);
      const read = readSync(handle, chunk);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    throw new Error(`it has more than ${most.toLocaleString("en-US")} bytes, which are the most that is read`);
  } finally {
    closeSync(handle);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  ENOTDIR: "a part of its path is a file",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is a folder",
  EROFS: "what it is on can only be read",
  ENOSPC: "no space is left on the device",
  EDQUOT: "no space is left for this user",
  ELOOP: "it is a link to itself",
  ENAMETOOLONG: "its name is too long",
  EIO: "the device does not answer",
  ENXIO: "nobody reads or writes at the other end",
};

/** Why a file cannot be read or written, in words. */
export function whyNot(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
