// What a change in an editor costs: from the change to its diagnostics, as an editor sees it.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import protocol from "vscode-languageserver/node";

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = protocol;

/** Milliseconds of the clock for which the server lets the editor be quiet before it looks: see remediator/language-server/server.ts. */
const quiet = 100;

/** Seconds from a change of a file to its diagnostics without the time that the server waits for more: the median of so many changes. */
export async function changeToDiagnostics(cli, folder, name, turns = 9) {
  const child = spawn(process.execPath, [cli, "lsp", "--stdio"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise((done) => child.once("close", done));
  const uri = pathToFileURL(path.join(folder, name)).href;
  const text = readFileSync(path.join(folder, name), "utf8");
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  let heard = () => undefined;
  connection.onNotification("textDocument/publishDiagnostics", (params) => heard(params));
  // What the server asks is answered with nothing.
  connection.onRequest(() => null);
  connection.listen();
  const diagnosticsOf = (version) => new Promise((done) => (heard = (params) => params.uri === uri && params.version === version && done()));

  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: "shop" }];
  await connection.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {}, workspaceFolders });
  await connection.sendNotification("initialized", {});
  const opened = diagnosticsOf(1);
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version: 1, text } });
  await opened;
  const times = [];
  for (let version = 2; version < turns + 2; version++) {
    const began = performance.now();
    const told = diagnosticsOf(version);
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text: `${text}\n// ${version}\n` }],
    });
    await told;
    times.push((performance.now() - began - quiet) / 1_000);
  }
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  await ended;
  connection.dispose();
  return times.toSorted((a, b) => a - b)[Math.floor(turns / 2)];
}
