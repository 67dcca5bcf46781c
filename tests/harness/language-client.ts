import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cli, root } from "./command";

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Diagnostic {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly severity: number;
  readonly code?: string;
  readonly message: string;
  readonly data?: unknown;
}

/** An editor as the language server sees it: messages over standard input and output, of which anything else is an error. */
export class LanguageClient {
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly heard: Message[] = [];
  private readonly listeners = new Set<() => void>();
  private buffered = Buffer.alloc(0);
  private last = 0;
  /** What was written that is no message. */
  readonly strays: string[] = [];
  readonly ended: Promise<number | null>;

  private constructor(private readonly process: ChildProcess) {
    this.ended = new Promise((resolve) => process.once("close", resolve));
    process.stdout?.on("data", (bytes: Buffer) => this.receive(bytes));
  }

  /** Starts the server from the build. */
  static start(args: readonly string[] = [], folder = root): LanguageClient {
    const child = spawn(globalThis.process.execPath, [cli, "lsp", "--stdio", ...args], {
      cwd: folder,
      env: { PATH: globalThis.process.env.PATH },
      stdio: ["pipe", "pipe", "ignore"],
    });
    return new LanguageClient(child);
  }

  /** Says who one is, with folders as the editor has them open. */
  async initialize(folders: readonly string[], capabilities: object = defaultCapabilities, initializationOptions: object = {}): Promise<unknown> {
    const workspaceFolders = folders.map((folder) => ({ uri: uriOf(folder), name: path.basename(folder) }));
    const result = await this.request("initialize", { processId: null, rootUri: null, capabilities, workspaceFolders, initializationOptions });
    this.notify("initialized", {});
    return result;
  }

  open(file: string, text: string, languageId = "typescript"): void {
    this.notify("textDocument/didOpen", { textDocument: { uri: uriOf(file), languageId, version: 1, text } });
  }

  change(file: string, version: number, text: string): void {
    this.notify("textDocument/didChange", { textDocument: { uri: uriOf(file), version }, contentChanges: [{ text }] });
  }

  async request(method: string, params: unknown): Promise<unknown> {
    const { result, error } = await this.ask(method, params).answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** A request whose answer can be waited for later, or be cancelled. */
  ask(method: string, params: unknown): { readonly id: number; readonly answer: Promise<Message> } {
    const id = ++this.last;
    const answer = new Promise<Message>((resolve) => this.waiting.set(id, resolve));
    this.write({ id, method, params });
    return { id, answer };
  }

  notify(method: string, params: unknown): void {
    this.write({ method, params });
  }

  /** The diagnostics of a version of a file. */
  diagnostics(file: string, version: number): Promise<readonly Diagnostic[]> {
    return this.until(() => {
      for (const { method, params } of this.heard) {
        const said = params as { uri: string; version?: number; diagnostics: readonly Diagnostic[] };
        if (method === "textDocument/publishDiagnostics" && said.uri === uriOf(file) && said.version === version) return said.diagnostics;
      }
      return undefined;
    });
  }

  /** The next diagnostics of a file that are as they should be, from now on. */
  nextDiagnostics(file: string, isRight: (diagnostics: readonly Diagnostic[]) => boolean = () => true): Promise<readonly Diagnostic[]> {
    const from = this.heard.length;
    return this.until(() => {
      for (const { method, params } of this.heard.slice(from)) {
        const said = params as { uri: string; diagnostics: readonly Diagnostic[] };
        if (method === "textDocument/publishDiagnostics" && said.uri === uriOf(file) && isRight(said.diagnostics)) return said.diagnostics;
      }
      return undefined;
    });
  }

  /** The versions of a file for which diagnostics came. */
  versionsOf(file: string): readonly (number | undefined)[] {
    return this.heard.flatMap(({ method, params }) => {
      const said = params as { uri: string; version?: number };
      return method === "textDocument/publishDiagnostics" && said.uri === uriOf(file) ? [said.version] : [];
    });
  }

  /** What a notification of this method said, when it comes or has come. */
  said(method: string): Promise<unknown> {
    return this.until(() => this.heard.find((message) => message.method === method)?.params);
  }

  async shutdown(): Promise<number | null> {
    await this.request("shutdown", null);
    this.notify("exit", null);
    return this.ended;
  }

  /** Writes what may be no message. */
  send(text: string): void {
    this.process.stdin?.write(text);
  }

  /** Goes away without a word. */
  hangUp(): void {
    this.process.stdin?.end();
  }

  kill(): void {
    this.process.kill("SIGKILL");
  }

  private until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        this.listeners.delete(look);
        resolve(found);
      };
      this.listeners.add(look);
      look();
    });
  }

  private write(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.process.stdin?.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin?.write(body);
  }

  private receive(bytes: Buffer): void {
    this.buffered = Buffer.concat([this.buffered, bytes]);
    for (;;) {
      const head = this.buffered.indexOf("\r\n\r\n");
      if (head === -1) return;
      const header = this.buffered.subarray(0, head).toString("utf8");
      const length = Number(/^Content-Length: (\d+)$/.exec(header)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) {
        this.strays.push(header);
        return;
      }
      const end = head + 4 + length;
      if (this.buffered.length < end) return;
      const message = JSON.parse(this.buffered.subarray(head + 4, end).toString("utf8")) as Message;
      this.buffered = this.buffered.subarray(end);
      this.hear(message);
    }
  }

  private hear(message: Message): void {
    if (typeof message.id === "number" && message.method === undefined) this.waiting.get(message.id)?.(message);
    // What the server asks is answered with nothing, as by an editor that does it.
    else if (message.id !== undefined) this.write({ id: message.id, result: null });
    this.heard.push(message);
    for (const look of [...this.listeners]) look();
  }
}

/** An editor that waits for an edit until an action is chosen. */
export const defaultCapabilities = {
  workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: { codeAction: { resolveSupport: { properties: ["edit"] }, dataSupport: true }, publishDiagnostics: { relatedInformation: true } },
};

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
