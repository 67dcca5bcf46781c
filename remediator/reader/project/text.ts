import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, statSync, type Stats } from "node:fs";
import path from "node:path";
import { decode, type Decoded } from "./encoding";

/** Missing where there is no such file. */
export type TextResult = Decoded | { readonly kind: "missing" };

/** Files above this size are not read. */
export const largestFile = 2_000_000;

/**
 * Reads a text below a folder that has no symbolic links in its own path. Links are followed as long as they stay inside of it.
 */
export function readText(top: string, name: string): TextResult {
  let file: string;
  try {
    file = realpathSync.native(path.join(top, name));
  } catch (error) {
    const isLink = statOf(path.join(top, name), "stop at links")?.isSymbolicLink() === true;
    return isLink && (error as NodeJS.ErrnoException).code === "ENOENT" ? unreadable("is a link to nothing") : failed(error);
  }
  if (!isBelow(top, file)) return unreadable("is a link that leaves the repository");
  if (/[\\/](\.git|node_modules)([\\/]|$)/.test(file.slice(top.length))) return unreadable("is a link to what is no part of the repository");
  try {
    // Without O_NONBLOCK a FIFO would wait for somebody to write.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      return contentOf(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return failed(error);
  }
}

/** Whether a path, without links, is the folder or something in it. */
export function isBelow(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`);
}

/** What is at a path, without an exception for a path that cannot be followed. */
export function statOf(file: string, follow: "follow links" | "stop at links"): Stats | undefined {
  try {
    return (follow === "follow links" ? statSync : lstatSync)(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function contentOf(descriptor: number): TextResult {
  const found = fstatSync(descriptor);
  if (found.isDirectory()) return { kind: "missing" };
  if (!found.isFile()) return unreadable(`is ${found.isFIFO() ? "a named pipe" : "a device"}, not a file`);
  if (found.size > largestFile) return unreadable(`is larger than 2 MB (${megabytes(found.size)} MB)`);
  const bytes = Buffer.allocUnsafe(found.size);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return decode(bytes.subarray(0, length));
}

/** One digit behind the point, and never as small as the bound itself. */
function megabytes(size: number): string {
  return (Math.ceil(size / 100_000) / 10).toFixed(1);
}

function unreadable(reason: string): TextResult {
  return { kind: "unreadable", reason };
}

function failed(error: unknown): TextResult {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
  return unreadable(reasons[code] ?? `cannot be read (${code})`);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "cannot be read: permission is denied",
  EPERM: "cannot be read: permission is denied",
  ELOOP: "is a link that leads back to itself",
  ENAMETOOLONG: "has a name that is too long",
  ENXIO: "is a socket, not a file",
};
