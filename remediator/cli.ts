#!/usr/bin/env node
import path from "node:path";
import { loadBundle } from "@portcullis/policypack/bundled";
import { leaveParsersAsTheyAre } from "./cli/parsers";
import type * as Start from "./cli/start";

leaveParsersAsTheyAre();
const args = process.argv.slice(2);
const [first = ""] = args;
// What only says how to use a command is not worth code of its own. An export needs nothing of what reads programs.
const isCommand = /^[a-z]+$/.test(first) && !args.includes("--help");
const use = `${isCommand ? first : "check"}${!isCommand || args.some((arg) => arg === "-" || arg.endsWith(".json")) ? "-export" : ""}`;
const builds = ["", "../../policypack/dist"].map((folder) => path.join(__dirname, folder, ".tsbuildinfo"));
const bundled = loadBundle<typeof Start>(path.join(__dirname, "bundle", "command.js"), builds, use);
const { start } = bundled?.exports ?? (require("./cli/start") as typeof Start);

// Whatever a program that was run has left behind, nothing keeps this process from ending.
void start(args).then((exit) => {
  if (isCommand && exit !== 2) bundled?.keepCompiled();
  process.exit(exit);
});
