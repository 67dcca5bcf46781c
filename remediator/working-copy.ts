import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { existsSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isIgnored, repositoryRoot } from "./forge/local";

/** A copy of a program in a temporary folder, to run edits in before they touch the program. */
export interface WorkingCopy {
  /** The folder of Pulumi.yaml in the copy. */
  readonly folder: string;
  readonly write: (file: string, text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Folders that are linked or left out: the first ones are large and never edited, the others no part of the program. */
const linked = "node_modules";
const leftOut = new Set([".git", "coverage"]);

/** Copies the program's repository, or the program alone where it is in none. Installed packages are linked. */
export async function copyProgram(folder: string): Promise<WorkingCopy> {
  const program = realpathSync(folder);
  const top = (await repositoryOf(program)) ?? program;
  const home = await mkdtemp(path.join(tmpdir(), "portcullis-copy-"));
  const copy = path.join(home, "program");
  const links: string[] = [];
  await cp(top, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => {
      const name = path.basename(source);
      if (name === linked) links.push(source);
      return name !== linked && !leftOut.has(name);
    },
  });
  for (const link of links) await symlink(link, path.join(copy, path.relative(top, link)), "dir");
  const above = packagesAbove(top);
  if (above !== undefined) await symlink(above, path.join(home, linked), "dir");
  return {
    folder: path.join(copy, path.relative(top, program)),
    write: (file, text) => writeFile(path.join(copy, path.relative(top, program), file), text),
    close: () => rm(home, { recursive: true, force: true }),
  };
}

/** The checkout that the folder is a tracked part of; a folder that git ignores is a program by itself. */
async function repositoryOf(folder: string): Promise<string | undefined> {
  const root = await repositoryRoot(folder);
  return root.ok && !(await isIgnored(folder)) ? realpathSync(root.value) : undefined;
}

/** Installed packages outside of what is copied, as Node.js finds them. */
function packagesAbove(folder: string): string | undefined {
  for (let current = path.dirname(folder); ; current = path.dirname(current)) {
    const packages = path.join(current, linked);
    if (existsSync(packages)) return packages;
    if (current === path.dirname(current)) return undefined;
  }
}
