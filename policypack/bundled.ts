import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import path from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";
import { crc32 } from "node:zlib";

/** A bundle that is loaded, and what keeps what was compiled of it for the next time. */
export interface Bundled<Exports> {
  readonly exports: Exports;
  /** Whether the compiled code was there. */
  readonly isCompiled: boolean;
  /** Writes what was compiled in this process beside the bundle, once, unless it is there. */
  readonly keepCompiled: () => void;
}

/**
 * Loads a bundle: every module in one file, with the code beside it that some use of it compiled, which takes a third of the time. Undefined
 * where there is none, where it is older than one of the builds that it was made of, or where it cannot be read: the modules themselves are always right.
 */
export function loadBundle<Exports>(file: string, builds: readonly string[], use: string): Bundled<Exports> | undefined {
  const folder = path.dirname(file);
  try {
    const made = statSync(file).mtimeMs;
    if (builds.some((build) => modified(build) > made)) return undefined;
    const source = readFileSync(file);
    const cache = path.join(folder, `${use}-${cachedDataVersionTag()}.cache`);
    const cachedData = readCompiled(cache, source);
    const script = new Script(Module.wrap(source.toString("latin1")), { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
    const isCompiled = script.cachedDataRejected === false;
    const module = { exports: {} as Exports };
    const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
    run(module.exports, createRequire(file), module, file, folder);
    let isKept = isCompiled;
    return {
      exports: module.exports,
      isCompiled,
      keepCompiled() {
        if (!isKept) writeCompiled(cache, source, script.createCachedData());
        isKept = true;
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

/** V8 compares versions, settings and lengths, but neither the source nor the code itself: a checksum of both comes first. */
const checksumBytes = 4;

function checksumOf(source: Buffer, compiled: Buffer): number {
  return crc32(compiled, crc32(source));
}

function readCompiled(file: string, source: Buffer): Buffer | undefined {
  try {
    const content = readFileSync(file);
    const compiled = content.subarray(checksumBytes);
    return content.readUInt32LE() === checksumOf(source, compiled) ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** In one step, so that nobody reads half of it. Where the folder cannot be written, nothing is kept. */
function writeCompiled(file: string, source: Buffer, compiled: Buffer): void {
  const unfinished = `${file}.${process.pid}.${Date.now()}`;
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeUInt32LE(checksumOf(source, compiled));
  try {
    writeFileSync(unfinished, Buffer.concat([checksum, compiled]));
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
