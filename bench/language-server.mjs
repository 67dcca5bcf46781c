// What a change in an editor costs: from the change to its diagnostics, as an editor sees it.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Milliseconds of the clock for which the server lets the editor be quiet before it looks: see remediator/language-server/server.ts. */
const quiet = 100;

/** Seconds from a change of a file to its diagnostics without the time that the server waits for more: the median of so many changes. */
export async function changeToDiagnostics(cli, folder, name, turns = 9) {
  const child = spawn(process.execPath, [cli, "lsp", "--stdio"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise((done) => child.once("close", done));
  const uri = pathToFileURL(path.join(folder, name)).href;
  const text = readFileSync(path.join(folder, name), "utf8");
  let heard = () => undefined;
  receive(child.stdout, (message) => {
    // What the server asks is answered with nothing.
    if (message.id !== undefined && message.method !== undefined) write({ id: message.id, result: null });
    heard(message);
  });
  const until = (isIt) => new Promise((done) => (heard = (message) => isIt(message) && done(message)));
  const write = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    child.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  };
  const diagnosticsOf = (version) =>
    until(({ method, params }) => method === "textDocument/publishDiagnostics" && params.uri === uri && params.version === version);
  const answerTo = (id) => until((message) => message.id === id && message.method === undefined);

  write({
    id: 1,
    method: "initialize",
    params: { processId: null, rootUri: null, capabilities: {}, workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "shop" }] },
  });
  await answerTo(1);
  write({ method: "initialized", params: {} });
  write({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "typescript", version: 1, text } } });
  await diagnosticsOf(1);
  const times = [];
  for (let version = 2; version < turns + 2; version++) {
    const began = performance.now();
    write({ method: "textDocument/didChange", params: { textDocument: { uri, version }, contentChanges: [{ text: `${text}\n// ${version}\n` }] } });
    await diagnosticsOf(version);
    times.push((performance.now() - began - quiet) / 1_000);
  }
  write({ id: 2, method: "shutdown", params: null });
  await answerTo(2);
  write({ method: "exit", params: null });
  await ended;
  return times.toSorted((a, b) => a - b)[Math.floor(turns / 2)];
}

/** Messages with their lengths before them: https://microsoft.github.io/language-server-protocol/specifications/base/0.9/specification/ */
function receive(stream, hear) {
  let buffered = Buffer.alloc(0);
  stream.on("data", (bytes) => {
    buffered = Buffer.concat([buffered, bytes]);
    for (let head = buffered.indexOf("\r\n\r\n"); head !== -1; head = buffered.indexOf("\r\n\r\n")) {
      const length = Number(/Content-Length: (\d+)/.exec(buffered.toString("latin1", 0, head))?.[1]);
      const end = head + 4 + length;
      if (buffered.length < end) return;
      const message = JSON.parse(buffered.toString("utf8", head + 4, end));
      buffered = buffered.subarray(end);
      hear(message);
    }
  });
}
