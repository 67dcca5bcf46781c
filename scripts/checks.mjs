// Checks style and types beside each other: node scripts/checks.mjs. What each says comes in one piece; fails where one of them does.
import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

function check(name) {
  return new Promise((done) => {
    const child = spawn("npm", ["run", name], { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
    child.once("close", (code) => {
      process.stdout.write(Buffer.concat(said));
      done(code ?? 1);
    });
    child.once("error", (error) => {
      console.error(`checks: npm run ${name} could not be started: ${error.message}`);
      done(1);
    });
  });
}

const codes = await Promise.all(["lint", "typecheck"].map(check));
process.exitCode = codes.find((code) => code !== 0) ?? 0;
