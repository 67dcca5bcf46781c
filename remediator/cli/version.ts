import { readFileSync } from "node:fs";
import path from "node:path";

/** The version of this package, whose folder is above `dist`. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(path.join(__dirname, "..", "..", "package.json"), "utf8")) as { readonly version: string };
  return manifest.version;
}
