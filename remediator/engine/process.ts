import { spawn } from "node:child_process";

export interface Command {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly seconds: number;
  /** What a stream writes beyond this many characters is dropped. */
  readonly longestOutput: number;
}

export type Ended =
  | { readonly kind: "exited"; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "timed out"; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "not started"; readonly reason: string };

/** Runs a command in a process group of its own, and leaves nothing of the group running. */
export function run(command: Command): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command.command, command.arguments, {
      cwd: command.folder,
      env: command.environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const stdout = capture(child.stdout, command.longestOutput);
    const stderr = capture(child.stderr, command.longestOutput);
    const killGroup = () => {
      if (child.pid !== undefined) kill(-child.pid);
    };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup();
    }, command.seconds * 1000);
    const interrupted = (signal: NodeJS.Signals) => {
      killGroup();
      process.kill(process.pid, signal);
    };
    process.once("exit", killGroup);
    for (const signal of signals) process.once(signal, interrupted);
    const end = (ended: Ended) => {
      clearTimeout(timer);
      process.off("exit", killGroup);
      for (const signal of signals) process.off(signal, interrupted);
      resolve(ended);
    };
    child.once("error", (error) => end({ kind: "not started", reason: error.message }));
    // A grandchild that holds a stream open would keep "close" from coming.
    child.once("exit", killGroup);
    child.once("close", (code) => {
      end(
        timedOut
          ? { kind: "timed out", stdout: stdout(), stderr: stderr() }
          : { kind: "exited", exitCode: code ?? 1, stdout: stdout(), stderr: stderr() },
      );
    });
  });
}

/** What ends this process would leave the group, which is another one, running. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The variables that a child may see: where programs and temporary files are, and the language. Its home is `home`. */
export function environmentIn(home: string): NodeJS.ProcessEnv {
  const shared = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SystemRoot", "ComSpec", "PATHEXT"];
  const kept = shared.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...(Object.fromEntries(kept) as NodeJS.ProcessEnv), HOME: home, USERPROFILE: home };
}

function kill(group: number): void {
  try {
    process.kill(group, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}

function capture(stream: NodeJS.ReadableStream, longest: number): () => string {
  const chunks: string[] = [];
  let length = 0;
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    if (length < longest) chunks.push(chunk.slice(0, longest - length));
    length += chunk.length;
  });
  return () => chunks.join("");
}
