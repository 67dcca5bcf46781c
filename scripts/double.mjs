// Starts the double of GitHub that the tests use, for what is shown and measured outside of them.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");

/** An organisation on a double: see tests/github/hosted.ts. */
export async function openHosted() {
  const folder = mkdtempSync(path.join(tmpdir(), "portcullis-double-"));
  try {
    const outfile = path.join(folder, "hosted.cjs");
    await build({
      entryPoints: [path.join(root, "tests/github/hosted.ts")],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      logLevel: "error",
    });
    const { Hosted, openProgram } = createRequire(import.meta.url)(outfile);
    return { hosted: await Hosted.host(), openProgram };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
