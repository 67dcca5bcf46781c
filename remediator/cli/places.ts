import { statSync } from "node:fs";

/** A folder holds a program. */
export function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}
