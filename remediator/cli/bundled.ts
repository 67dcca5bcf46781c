import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import { cachedDataVersionTag, setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { crc32 } from "node:zlib";

/** A bundle that is loaded, and what keeps what was compiled of it for the next time. */
export interface Bundled<Exports> {
  readonly exports: Exports;
  /** The commands whose compiled code was there. */
  readonly compiledFor: readonly string[];
  /** Writes what these commands compiled in this process beside the bundle, unless that of all of them is there. */
  readonly keepCompiled: (...commands: readonly string[]) => void;
}

/**
 * Has V8 run WebAssembly as it is compiled first. The parsers' functions are large: to optimise them takes longer than to parse a few megabytes with
 * them as they are, and a process waits for it before it ends. Compiled code is kept for these settings, so that this comes first. V8 says aloud what it
 * does not know: versions that are not known are left alone.
 */
export function leaveParsersAsTheyAre(): void {
  if (Number.parseInt(process.versions.node, 10) > 24) return;
  for (const flag of ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"]) setFlagsFromString(flag);
}

/**
 * Loads `command.js` of a folder: every module in one file, with its compiled code beside it, which takes a third of the time. Undefined where there
 * is none, where it is older than one of the builds that it was made of, or where it cannot be read: the modules themselves are always right.
 */
export function loadBundle<Exports>(folder: string, builds: readonly string[]): Bundled<Exports> | undefined {
  const file = path.join(folder, "command.js");
  try {
    const made = statSync(file).mtimeMs;
    if (builds.some((build) => modified(build) > made)) return undefined;
    const source = readFileSync(file);
    const cache = path.join(folder, `command-${cachedDataVersionTag()}.cache`);
    const kept = readCompiled(cache, source);
    const script = new Script(Module.wrap(source.toString("latin1")), { filename: file, ...(kept === undefined ? {} : { cachedData: kept.data }) });
    const compiledFor = script.cachedDataRejected === false && kept !== undefined ? kept.commands : [];
    const module = { exports: {} as Exports };
    const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
    run(module.exports, createRequire(file), module, file, folder);
    return {
      exports: module.exports,
      compiledFor,
      keepCompiled(...commands) {
        const all = [...new Set([...compiledFor, ...commands])];
        if (all.length > compiledFor.length) writeCompiled(cache, source, { commands: all, data: script.createCachedData() });
      },
    };
  } catch {
    return undefined;
  }
}

/** When a file was written; never, where it does not exist. A package that is installed has no traces of its build. */
function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

/** Compiled code, and the commands that ran before it was kept: what none of them called is not in it. */
interface Compiled {
  readonly commands: readonly string[];
  readonly data: Buffer;
}

/** V8 compares versions, flags and lengths, but neither the source nor the code itself. A line of JSON before the code is for that. */
interface Header {
  readonly checksum: number;
  readonly commands: readonly string[];
}

function checksumOf(source: Buffer, { commands, data }: Compiled): number {
  return crc32(data, crc32(source, crc32(JSON.stringify(commands))));
}

function readCompiled(file: string, source: Buffer): Compiled | undefined {
  try {
    const content = readFileSync(file);
    const end = content.indexOf("\n");
    const header = JSON.parse(content.toString("utf8", 0, end)) as Header;
    const compiled = { commands: header.commands, data: content.subarray(end + 1) };
    return header.checksum === checksumOf(source, compiled) ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** In one step, so that nobody reads half of it. Where the folder cannot be written, nothing is kept. */
function writeCompiled(file: string, source: Buffer, compiled: Compiled): void {
  const unfinished = `${file}.${randomUUID()}`;
  const header: Header = { checksum: checksumOf(source, compiled), commands: compiled.commands };
  try {
    writeFileSync(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), compiled.data]));
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
