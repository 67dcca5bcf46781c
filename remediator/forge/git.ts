import { execFile } from "node:child_process";
import { done, refused, type Outcome } from "./forge";

/** How git is asked. */
export interface Asking {
  /** Whether names are taken as they are, which is so unless said otherwise. */
  readonly literal?: boolean;
  /** Settings that count more than those of the checkout. */
  readonly settings?: readonly (readonly [name: string, value: string])[];
}

/** Asks git about a checkout. Nothing is changed, and nothing that the checkout's configuration names is run. */
export function git(directory: string, args: readonly string[], { literal = true, settings = [] }: Asking = {}): Promise<Outcome<string>> {
  const all = ["--no-optional-locks", ...(literal ? ["--literal-pathspecs"] : []), "-C", directory, ...args];
  const env = environmentWith([...own, ...settings]);
  return new Promise((resolve) => {
    execFile("git", all, { encoding: "utf8", timeout: 30_000, maxBuffer: 1 << 28, windowsHide: true, env }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(done(stdout));
        return;
      }
      if (error.code === "ENOENT") resolve(refused("unreachable", "git is not installed."));
      else if (stderr.includes("dubious ownership"))
        resolve(refused("not-permitted", "git does not trust the folder, because somebody else owns it: see safe.directory in git's configuration."));
      else resolve(refused("rejected", `git ${args[0] ?? ""} did not work in this folder.`));
    });
  });
}

/** A checkout's own configuration may name a program as file system monitor, which git would run, and have changes overlooked. */
const own: NonNullable<Asking["settings"]> = [
  ["core.fsmonitor", "false"],
  ["core.trustctime", "true"],
  ["core.checkStat", "default"],
];

/**
 * This process's environment without what makes git speak of another repository than the folder's, such as in a hook, and with settings for git.
 * What a partial clone has left out is not fetched: https://git-scm.com/docs/git#Documentation/git.txt-codeGITNOLAZYFETCHcode
 */
function environmentWith(settings: NonNullable<Asking["settings"]>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !elsewhere.has(name));
  const before = Number(process.env.GIT_CONFIG_COUNT ?? "0") || 0;
  const added: (readonly [string, string])[] = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${before + index}`, name],
    [`GIT_CONFIG_VALUE_${before + index}`, value],
  ]);
  const counted = [
    ["GIT_CONFIG_COUNT", String(before + settings.length)],
    ["GIT_NO_LAZY_FETCH", "1"],
  ] as const;
  return Object.fromEntries([...kept, ...added, ...counted]);
}

/** What `git rev-parse --local-env-vars` lists, apart from configuration. */
const elsewhere: ReadonlySet<string> = new Set([
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_DIR",
  "GIT_GRAFT_FILE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_NAMESPACE",
  "GIT_NO_REPLACE_OBJECTS",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_REPLACE_REF_BASE",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
]);
