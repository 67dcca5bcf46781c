#!/usr/bin/env node
import { main, ownError } from "./cli/main";
import { complain } from "./cli/streams";

// An error of our own is never exit code 1, which means findings.
process.on("uncaughtException", (error) => {
  complain(ownError(error));
  process.exit(2);
});

// Whatever a program that was run has left behind, nothing keeps this process from ending.
void main(process.argv.slice(2)).then((exit) => process.exit(exit));
