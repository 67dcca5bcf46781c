import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { withoutCredentials } from "../system/credentials";
import { atEnd } from "../system/ending";
import { Family } from "./family";

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

/** Runs a command, and leaves nothing running that it has started, in its process group or out of it. */
export function run(command: Command): Promise<Ended> {
  return new Promise((resolve) => {
    const family = new Family();
    const child = spawn(command.command, command.arguments, {
      cwd: command.folder,
      env: { ...command.environment, ...family.mark },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    family.follow(child.pid);
    const stdout = capture(child.stdout, command.longestOutput);
    const stderr = capture(child.stderr, command.longestOutput);
    const cancel = atEnd(() => family.kill());
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        family.kill();
        // What was killed ends soon; what cannot be killed is not waited for.
        setTimeout(() => end({ kind: "timed out", stdout: stdout(), stderr: stderr() }), patience).unref();
      },
      Math.min(command.seconds * 1000, longestTimer),
    );
    const end = (ended: Ended): void => {
      clearTimeout(timer);
      family.kill();
      cancel();
      letGo(child);
      resolve(ended);
    };
    child.once("error", (error) => end({ kind: "not started", reason: error.message }));
    child.once("exit", (code) => {
      family.kill();
      const ended = (): void =>
        end(
          timedOut
            ? { kind: "timed out", stdout: stdout(), stderr: stderr() }
            : { kind: "exited", exitCode: code ?? 1, stdout: stdout(), stderr: stderr() },
        );
      child.once("close", ended);
      // Whoever else holds the streams open has its reasons.
      setTimeout(ended, patience).unref();
    });
  });
}

/** How long a process that was killed, and a stream whose writer has ended, may take to say so, in milliseconds. */
const patience = 1_000;

/** A timer for longer would run out at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimer = 2 ** 31 - 1;

/** Nothing of a child keeps this process from ending. */
function letGo(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

/** The variables that a child may see: where programs are, and the language. Its home and its temporary files are in `home`. */
export function environmentIn(home: string): NodeJS.ProcessEnv {
  const temporary = join(home, "tmp");
  mkdirSync(temporary, { recursive: true });
  const shared = ["PATH", "LANG", "LC_ALL", "TZ", "SystemRoot", "ComSpec", "PATHEXT"];
  const kept = shared.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...(Object.fromEntries(kept) as NodeJS.ProcessEnv),
    HOME: home,
    USERPROFILE: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
  };
}

/** The environment of this process, for what the user has set up to work with: the engine and its backend. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}

/**
 * The variables that texts name, such as AWS_REGION in a program's source: what a program does not ask for it does not get. Credentials, and what would
 * change how it is run, it does not get at all.
 */
export function variablesNamedIn(texts: readonly string[]): NodeJS.ProcessEnv {
  const isNamed = (name: string): boolean => always.includes(name) || texts.some((text) => text.includes(name) && isWordOf(text, name));
  return Object.fromEntries(
    Object.entries(withoutCredentials(process.env)).filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !ownVariables.test(name) && isNamed(name)),
  );
}

/** Libraries read these. */
const always = ["AWS_REGION", "AWS_DEFAULT_REGION", "NODE_ENV"];

const ownVariables =
  /^(PATH|HOME|USERPROFILE|TMPDIR|TEMP|TMP|PULUMI_.*|PORTCULLIS_.*|NODE_(?!ENV$).*|TS_NODE_.*|npm_.*|LD_.*|DYLD_.*|NO_COLOR|FORCE_COLOR)$/i;

function isWordOf(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
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
