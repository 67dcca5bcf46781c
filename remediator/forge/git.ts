import { execFile } from "node:child_process";
import { done, refused, type Outcome } from "./forge";

/** Asks git about a checkout. Nothing is changed, and nothing that the checkout's configuration names is run. */
export function git(directory: string, args: readonly string[], { literal = true } = {}): Promise<Outcome<string>> {
  // The checkout's own configuration may name a program as file system monitor, and git would run it.
  const all = ["--no-optional-locks", ...(literal ? ["--literal-pathspecs"] : []), "-c", "core.fsmonitor=false", "-C", directory, ...args];
  return new Promise((resolve) => {
    execFile("git", all, { encoding: "utf8", timeout: 30_000, maxBuffer: 1 << 28, windowsHide: true }, (error, stdout, stderr) => {
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
