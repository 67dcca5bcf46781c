#!/usr/bin/env node
import path from "node:path";
import { leaveParsersAsTheyAre, loadBundle } from "./cli/bundled";
import type * as Start from "./cli/start";

leaveParsersAsTheyAre();
const builds = ["", "../../policypack/dist"].map((folder) => path.join(__dirname, folder, ".tsbuildinfo"));
const bundled = loadBundle<typeof Start>(path.join(__dirname, "bundle"), builds);
const { start } = bundled?.exports ?? (require("./cli/start") as typeof Start);

// Whatever a program that was run has left behind, nothing keeps this process from ending.
const args = process.argv.slice(2);
void start(args).then((exit) => {
  const [command = ""] = args;
  if (exit !== 2 && /^[a-z]+$/.test(command) && !args.includes("--help")) bundled?.keepCompiled(command);
  process.exit(exit);
});
