import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { isBelow, statOf } from "./text";

/** The files of a repository by name. */
export interface Listing {
  /** The top folder, and the folder that was asked for, relative to it with forward slashes. */
  readonly top: string;
  readonly base: string;
  /** In a fixed order; packages that were installed are not among them. */
  readonly names: readonly string[];
  readonly notListed: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Lists what git tracks or does not ignore in the checkout around a folder; without git, or in a folder that it ignores, what lies in the folder.
 * The folder's path has no symbolic links.
 */
export function listFiles(folder: string): Listing {
  const top = checkoutAround(folder);
  const entries = top === undefined ? undefined : git(top);
  if (top !== undefined) {
    const found = new Found(top);
    if (entries === undefined) found.walk("");
    else for (const entry of entries) found.add(entry);
    const base = path.relative(top, folder).split(path.sep).join("/");
    const listing = found.listing(base);
    if (base === "" || listing.names.some((name) => name.startsWith(`${base}/`))) return listing;
  }
  const alone = new Found(folder);
  alone.walk("");
  return alone.listing("");
}

/** What is found below a folder. */
class Found {
  private readonly names = new Set<string>();
  private readonly links: string[] = [];
  private readonly notListed: { readonly name: string; readonly reason: string }[] = [];
  constructor(private readonly top: string) {}

  /** A submodule is one entry of git's, and a checkout inside of the checkout is a folder: what lies in them belongs to the program. */
  add({ mode, name }: Entry): void {
    // What is not tracked has no mode.
    const found = mode.startsWith("100") ? undefined : statOf(path.join(this.top, name.replace(/\/$/, "")), "stop at links");
    if (found?.isSymbolicLink() === true) this.addLink(name);
    else if (found?.isDirectory() === true) this.walk(name.replace(/\/$/, ""));
    else if (mode !== "160000" && !name.endsWith("/")) this.names.add(name);
  }

  /** Goes through a folder without following links. */
  walk(start: string): void {
    const folders = [start];
    for (let folder = folders.pop(); folder !== undefined && this.names.size < mostNames; folder = folders.pop()) {
      let entries;
      try {
        entries = readdirSync(path.join(this.top, folder), { withFileTypes: true });
      } catch {
        this.notListed.push({ name: folder, reason: "is a folder that cannot be read" });
        continue;
      }
      for (const entry of entries) {
        const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isSymbolicLink()) this.addLink(name);
        else if (!entry.isDirectory()) this.names.add(name);
        else if (!isInPackages(`${name}/`)) folders.push(name);
      }
    }
  }

  listing(base: string): Listing {
    for (const link of this.links) this.follow(link);
    const own = ownNames([...this.names]);
    const readable = own.filter((name) => !name.includes("\uFFFD"));
    const garbled = own.length - readable.length;
    const notListed =
      garbled === 0
        ? this.notListed
        : [...this.notListed, { name: base, reason: `has ${garbled} ${garbled === 1 ? "file whose name is" : "files whose names are"} not UTF-8` }];
    return { top: this.top, base, names: readable.sort(byCodeUnits), notListed };
  }

  private addLink(name: string): void {
    if (statOf(path.join(this.top, name), "follow links")?.isDirectory() === true) this.links.push(name);
    else this.names.add(name);
  }

  /** What lies in a folder of the repository is there under the name of a link to that folder as well. */
  private follow(link: string): void {
    const target = realpathSync.native(path.join(this.top, link));
    if (!isBelow(this.top, target) || target === this.top) return;
    const prefix = `${path.relative(this.top, target).split(path.sep).join("/")}/`;
    if (`${link}/`.startsWith(prefix)) return;
    const below = [...this.names].filter((name) => name.startsWith(prefix));
    if (this.names.size + below.length > mostNames) return;
    for (const name of below) this.names.add(`${link}/${name.slice(prefix.length)}`);
  }
}

/** More names than this are not even looked at. */
const mostNames = 1_000_000;

/** Without virtual environments of Python and vendored packages of Go. */
export function ownNames(names: readonly string[]): readonly string[] {
  const folders = names.flatMap((name) => /^(.*\/|)(?:pyvenv\.cfg|vendor\/modules\.txt)$/.exec(name)?.[0].replace(/[^/]*$/, "") ?? []);
  return names.filter((name) => !isInPackages(name) && !folders.some((folder) => folder !== "" && name.startsWith(folder)));
}

function isInPackages(name: string): boolean {
  return /(^|\/)(node_modules|bower_components|site-packages|\.git)\//.test(name);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The checkout that a folder is in. */
export function checkoutAround(folder: string): string | undefined {
  for (let current = folder; ; current = path.dirname(current)) {
    if (existsSync(path.join(current, ".git"))) return current;
    if (current === path.dirname(current)) return undefined;
  }
}

interface Entry {
  readonly mode: string;
  readonly name: string;
}

/** Undefined where git is missing or refuses. */
function git(top: string): readonly Entry[] | undefined {
  // The checkout's own configuration may name a program as file system monitor, and git would run it; it may name another work tree.
  const settings = ["--no-optional-locks", "-c", "core.fsmonitor=false", `--git-dir=${path.join(top, ".git")}`, `--work-tree=${top}`];
  try {
    const output = execFileSync("git", [...settings, "ls-files", "-z", "--stage", "--cached", "--others", "--exclude-standard"], {
      cwd: top,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      timeout: 30_000,
      stdio: ["ignore", "pipe", "ignore"],
      windowsHide: true,
    });
    return output.split("\0").flatMap((line) => {
      const [, mode = "", name = ""] = /^(?:(\d{6}) [0-9a-f]+ \d\t)?([^]*)$/.exec(line) ?? [];
      return name === "" ? [] : [{ mode, name }];
    });
  } catch {
    return undefined;
  }
}
