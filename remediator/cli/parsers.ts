import { setFlagsFromString } from "node:v8";

/**
 * Has V8 run WebAssembly as it is compiled first. The parsers' functions are large: to optimise them takes longer than to parse a few megabytes with
 * them as they are, and a process waits for it before it ends. Compiled code is kept for these settings, so that this comes first. V8 says aloud what it
 * does not know: versions that are not known are left alone.
 */
export function leaveParsersAsTheyAre(): void {
  if (Number.parseInt(process.versions.node, 10) > 24) return;
  for (const flag of ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"]) setFlagsFromString(flag);
}
