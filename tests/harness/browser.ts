import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";

/** A Chromium on this machine: named by CHROME_PATH, or under one of its usual names; undefined where there is none. */
export const chromium = [process.env.CHROME_PATH ?? "", "chromium", "chromium-browser", "google-chrome", "chrome"].find(
  (name) => name !== "" && spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0,
);

/** A page without a window, driven through a pipe: https://chromedevtools.github.io/devtools-protocol/ */
export class Page {
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly events: { method: string; params: Record<string, unknown> }[] = [];
  private buffered = "";
  private last = 0;
  private session: string | undefined;

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    const output = process.stdio[4] as Readable;
    output.setEncoding("utf8").on("data", (text: string) => this.receive(text));
  }

  static async open(url: string): Promise<Page> {
    if (chromium === undefined) throw new Error("there is no Chromium");
    const profile = mkdtempSync(path.join(tmpdir(), "portcullis-page-"));
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`, "--remote-debugging-pipe"];
    const page = new Page(spawn(chromium, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true }), profile);
    const { targetId } = await page.send("Target.createTarget", { url: "about:blank" });
    page.session = (await page.send("Target.attachToTarget", { targetId, flatten: true })).sessionId as string;
    for (const domain of ["Page", "Network", "Log", "Runtime"]) await page.send(`${domain}.enable`);
    await page.send("Page.navigate", { url });
    for (let tries = 0; tries < 200 && (await page.run("document.readyState")) !== "complete"; tries++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    return page;
  }

  /** The value of an expression in the page. */
  async run(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  }

  async press(key: string): Promise<void> {
    for (const type of ["keyDown", "keyUp"])
      await this.send("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: key === "Tab" ? 9 : 13 });
  }

  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.last;
    const message = { id, method, params, ...(this.session === undefined ? {} : { sessionId: this.session }) };
    (this.process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => (error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`))));
    });
  }

  /** What happened in the page, by the names of the events. */
  seen(...methods: readonly string[]): readonly Record<string, unknown>[] {
    return this.events.filter(({ method }) => methods.includes(method)).map(({ params }) => params);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    // It has processes of its own, which write into the profile until they are gone too.
    if (this.process.pid !== undefined) process.kill(-this.process.pid, "SIGKILL");
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private receive(text: string): void {
    const messages = (this.buffered + text).split("\0");
    this.buffered = messages.pop() ?? "";
    for (const message of messages) {
      const answer = JSON.parse(message) as Answer;
      if (answer.id !== undefined) this.waiting.get(answer.id)?.(answer);
      else if (answer.method !== undefined) this.events.push({ method: answer.method, params: answer.params ?? {} });
    }
  }
}

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: Record<string, unknown>;
}
