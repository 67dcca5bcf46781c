import { execFile, spawn } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import path from "node:path";
import { withCommas } from "@portcullis/policypack/commas";
import { done, refused, type Outcome } from "./forge";
import { redactor } from "./redact";
import { unsafeName } from "./unsafe-name";

/** Where a commit is fetched from, and with what right. */
export interface SnapshotSource {
  /** Of the repository, for git: https://github.com/OWNER/NAME.git. */
  readonly url: string;
  readonly token: string;
  /** What git inherits, without credentials: proxies and certificates. */
  readonly environment: NodeJS.ProcessEnv;
  /** After how many seconds without a byte the host is given up. */
  readonly stallsAfter?: number;
}

/** What of a commit was not written. */
export interface LeftOut {
  readonly path: string;
  /** A predicate: "is a submodule". */
  readonly reason: string;
}

export interface SnapshotLimits {
  readonly files: number;
  /** Of one file, and of all together. */
  readonly fileBytes: number;
  readonly bytes: number;
}

export const snapshotLimits: SnapshotLimits = { files: 20_000, fileBytes: 2_000_000, bytes: 400_000_000 };

/**
 * Writes the files of a commit below an empty folder, which then is no checkout: there is no `.git` in it. git only fetches and tells what the files are;
 * it checks nothing out, so that neither hooks nor filters nor submodules of the repository can make it run something. Links are written last, and only
 * those that stay inside.
 */
export async function snapshot(
  source: SnapshotSource,
  commit: string,
  folders: { readonly git: string; readonly files: string },
  limits: SnapshotLimits = snapshotLimits,
): Promise<Outcome<readonly LeftOut[]>> {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Error("a commit is named by its id");
  // git has addresses that run a program.
  if (!/^https?:\/\//.test(source.url)) return refused("rejected", "The files of a repository are fetched over http alone.");
  const runner = new Git(source, folders.git);
  emptyRepository(folders.git);
  const fetched = await runner.run([
    "fetch",
    "--quiet",
    "--depth=1",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    `--filter=blob:limit=${String(limits.fileBytes + 1)}`,
    "--",
    source.url,
    commit,
  ]);
  if (!fetched.ok) return fetched;
  // What was too large to be fetched is missing from then on, and no longer promised: git before 2.45 would ask for it, and end where it may not.
  writeFileSync(path.join(folders.git, "config"), bare);
  const listed = await runner.run(["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (!listed.ok) return listed;
  return write(runner, entriesIn(listed.value), folders.files, limits);
}

/** What git makes of a repository without anything in it; a process of its own for that takes longer. https://git-scm.com/docs/gitrepository-layout */
function emptyRepository(folder: string): void {
  for (const name of ["objects", "refs"]) mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, "HEAD"), "ref: refs/heads/main\n");
  writeFileSync(path.join(folder, "config"), bare);
}

const bare = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";

interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly path: string;
}

function entriesIn(listed: string): readonly Entry[] {
  return listed.split("\0").flatMap((line) => {
    const [, mode = "", id = "", name = ""] = /^(\d{6}) \w+ ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    return name === "" ? [] : [{ mode, id, path: name }];
  });
}

async function write(runner: Git, entries: readonly Entry[], folder: string, limits: SnapshotLimits): Promise<Outcome<readonly LeftOut[]>> {
  const leftOut: LeftOut[] = [];
  const leave = (entry: Entry, reason: string): void => void leftOut.push({ path: entry.path, reason });
  const wanted: Entry[] = [];
  for (const entry of entries) {
    const unsafe = unsafeName(entry.path);
    if (unsafe !== undefined) leave(entry, `is not read: ${unsafe}`);
    else if (entry.mode === "160000") leave(entry, "is a submodule, which is not read");
    else if (/(^|\/)node_modules\//.test(entry.path)) continue;
    else if (wanted.length >= limits.files) leave(entry, `is not read, because ${withCommas(limits.files)} files are`);
    else wanted.push(entry);
  }
  let bytes = 0;
  const links: { readonly entry: Entry; readonly target: string }[] = [];
  const refusal = await runner.contents(wanted, limits.fileBytes, (entry, content) => {
    if (content === undefined) leave(entry, `is larger than ${limits.fileBytes / 1_000_000} MB`);
    else if (bytes + content.length > limits.bytes)
      leave(entry, `is not read, because all files together have more than ${limits.bytes / 1_000_000} MB`);
    else if (entry.mode === "120000") links.push({ entry, target: content.toString("utf8") });
    else if (isPointer(content)) leave(entry, "is a pointer of Git LFS, and what it points to is not read");
    else {
      bytes += content.length;
      try {
        const place = path.join(folder, entry.path);
        mkdirSync(path.dirname(place), { recursive: true });
        // Fails where something is there already: a tree may name a file twice, or in two spellings that a file system takes for one.
        writeFileSync(place, content, { flag: "wx" });
      } catch {
        leave(entry, "is not read: its name stands for two things, or is too long");
      }
    }
  });
  if (refusal !== undefined) return refusal;
  // No file is written once there are links, so that none is written through one.
  for (const { entry, target } of links) {
    if (!staysInside(entry.path, target)) leave(entry, "is a link that leaves the repository");
    else {
      try {
        const place = path.join(folder, entry.path);
        mkdirSync(path.dirname(place), { recursive: true });
        symlinkSync(target, place);
      } catch {
        leave(entry, "is a link that cannot be written");
      }
    }
  }
  return done(leftOut);
}

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer */
function isPointer(content: Buffer): boolean {
  return content.length < 1024 && content.toString("latin1", 0, pointerStart.length) === pointerStart;
}

const pointerStart = "version https://git-lfs.github.com/spec/v1\n";

function staysInside(link: string, target: string): boolean {
  if (target === "" || target.includes("\0") || target.includes("\\") || path.posix.isAbsolute(target)) return false;
  const joined = path.posix.normalize(path.posix.join(path.posix.dirname(link), target));
  return joined !== ".." && !joined.startsWith("../") && unsafeName(joined === "." ? "x" : joined.replace(/\/$/, "")) === undefined;
}

/** git with no settings but ours. The token is in its environment alone, as a header for one host. */
class Git {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #redact: (text: string) => string;
  readonly #folder: string;
  readonly #host: string;

  constructor({ url, token, environment, stallsAfter = 60 }: SnapshotSource, folder: string) {
    const { origin, host, protocol } = new URL(url);
    const credential = Buffer.from(`x-access-token:${token}`).toString("base64");
    const settings: readonly (readonly [string, string])[] = [
      [`http.${origin}/.extraHeader`, `Authorization: Basic ${credential}`],
      ["http.followRedirects", "false"],
      ["http.lowSpeedLimit", "1"],
      ["http.lowSpeedTime", String(stallsAfter)],
      ["credential.helper", ""],
      ["core.hooksPath", devNull],
      ["core.fsmonitor", "false"],
      ["gc.auto", "0"],
    ];
    this.#environment = {
      ...environment,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: devNull,
      GIT_TERMINAL_PROMPT: "0",
      GIT_ASKPASS: "",
      GIT_ALLOW_PROTOCOL: protocol.replace(":", ""),
      GIT_NO_LAZY_FETCH: "1",
      GIT_CONFIG_COUNT: String(settings.length),
      ...Object.fromEntries(
        settings.flatMap(([name, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, name],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
    };
    this.#redact = redactor(token);
    this.#folder = folder;
    this.#host = host;
  }

  run(args: readonly string[]): Promise<Outcome<string>> {
    return new Promise((resolve) => {
      const options = { encoding: "utf8", timeout: 300_000, maxBuffer: 1 << 28, windowsHide: true, env: this.#environment } as const;
      execFile("git", ["--git-dir", this.#folder, ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(done(stdout));
        else if (error.code === "ENOENT") resolve(refused("unreachable", "git is not installed."));
        else resolve(this.#refusal(args[0] ?? "", stderr));
      });
    });
  }

  /** Hands over what files hold, in order; undefined for one that was too large to be fetched. */
  contents(
    entries: readonly Entry[],
    largest: number,
    take: (entry: Entry, content: Buffer | undefined) => void,
  ): Promise<ReturnType<typeof refused> | undefined> {
    return new Promise((resolve) => {
      const child = spawn("git", ["--git-dir", this.#folder, "cat-file", "--batch", "--buffer"], { env: this.#environment, windowsHide: true });
      let waiting: Buffer = Buffer.alloc(0);
      let next = 0;
      child.once("error", () => resolve(refused("unreachable", "git is not installed.")));
      child.stderr.resume();
      child.stdout.on("data", (chunk: Buffer) => {
        waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
        for (;;) {
          const line = waiting.indexOf(10);
          if (line === -1) return;
          const size = /^[0-9a-f]+ blob (\d+)$/.exec(waiting.toString("latin1", 0, line))?.[1];
          const entry = entries[next];
          if (entry === undefined) return;
          const end = size === undefined ? line + 1 : line + 1 + Number(size) + 1;
          if (waiting.length < end) return;
          const content = size === undefined || Number(size) > largest ? undefined : Buffer.from(waiting.subarray(line + 1, end - 1));
          waiting = waiting.subarray(end);
          next++;
          take(entry, content);
        }
      });
      child.once("close", () => resolve(next === entries.length ? undefined : this.#refusal("cat-file", "")));
      child.stdin.on("error", () => undefined);
      child.stdin.end(entries.map(({ id }) => `${id}\n`).join(""));
    });
  }

  #refusal(command: string, stderr: string): ReturnType<typeof refused> {
    if (/could not read Username|Authentication failed|HTTP 40[13]|error: 40[13]/i.test(stderr))
      return refused("not-permitted", `${this.#host} does not let the token read the repository's files.`);
    if (/not found|error: 404/i.test(stderr)) return refused("not-found", `${this.#host} does not have the commit, or the token may not see it.`);
    const said = this.#redact(stderr).replace(/\s+/g, " ").trim().slice(0, 200);
    return refused("unreachable", `git ${command} did not get the repository's files from ${this.#host}${said === "" ? "" : ` (${said})`}.`);
  }
}
