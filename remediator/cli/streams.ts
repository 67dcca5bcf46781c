import { fstatSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import pc from "picocolors";
import { hasHyperlinks, readableWidth, type Colours, type Terminal } from "../report/terminal";
import { visibleLines } from "../system/visible";

/** Colours for what is written to a stream, or none. */
export function coloursOf(stream: { readonly isTTY?: boolean }): Colours {
  return pc.createColors(wantsColours(stream, process.env));
}

/**
 * Whether a stream gets colours. A terminal does, unless it cannot or its user wants none; something else only where its user insists.
 * https://no-color.org, https://force-color.org
 */
export function wantsColours(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR = "", FORCE_COLOR = "", TERM } = environment;
  if (NO_COLOR !== "") return false;
  if (FORCE_COLOR !== "") return !["0", "false"].includes(FORCE_COLOR);
  return stream.isTTY === true && TERM !== "dumb";
}

/** Colours for text that other programs read, such as a diff: on a terminal only, whoever insists. */
export function coloursOfData(stream: { readonly isTTY?: boolean }): Colours {
  return stream.isTTY === true ? coloursOf(stream) : pc.createColors(false);
}

/** What text for a stream is written for. */
export function terminalOf(stream: { readonly isTTY?: boolean; readonly columns?: number }): Terminal {
  return {
    colours: coloursOf(stream),
    width: readableWidth(stream.isTTY === true ? stream.columns : undefined),
    hyperlinks: hasHyperlinks(stream, process.env),
  };
}

/** Results: findings, diffs, texts. */
export function print(text: string): void {
  results.write(text);
}

/** What is said about the work beside its result. What others chose in it has been made visible. */
export function tell(text: string): void {
  messages.write(text);
}

/** A refusal or an error, in which anything may be quoted. */
export function complain(text: string): void {
  messages.write(`${visibleLines(text)}\n`);
}

/** Why results and messages could not be written, where they could not. */
export interface Lost {
  readonly results: NodeJS.ErrnoException | undefined;
  readonly messages: NodeJS.ErrnoException | undefined;
}

/** Waits until everything is written. */
export async function flushed(): Promise<Lost> {
  return { messages: await messages.end(), results: await results.end() };
}

/** Writes to a file completely, and to a pipe or a terminal without keeping it waiting. After a failure nothing more is written. */
class Output {
  #failure: NodeJS.ErrnoException | undefined;
  #last: Promise<void> = Promise.resolve();
  readonly #stream: () => NodeJS.WriteStream;
  readonly #descriptor: number;

  constructor(descriptor: number, stream: () => NodeJS.WriteStream) {
    this.#descriptor = descriptor;
    this.#stream = stream;
  }

  write(text: string): void {
    if (this.#failure !== undefined || text === "") return;
    // Node.js does not notice where a full disk takes a part of a text only.
    if (this.#isPlain()) this.#fill(Buffer.from(text, "utf8"));
    else this.#last = this.#send(text);
  }

  async end(): Promise<NodeJS.ErrnoException | undefined> {
    await this.#last;
    return this.#failure;
  }

  #isPlain(): boolean {
    if (isatty(this.#descriptor)) return false;
    try {
      const state = fstatSync(this.#descriptor);
      return state.isFile() || state.isCharacterDevice();
    } catch {
      return false;
    }
  }

  #fill(bytes: Buffer): void {
    try {
      for (let from = 0; from < bytes.length;) from += writeSync(this.#descriptor, bytes, from);
    } catch (error) {
      this.#failure = error as NodeJS.ErrnoException;
    }
  }

  async #send(text: string): Promise<void> {
    await this.#last;
    const stream = this.#stream();
    await new Promise<void>((resolve) => {
      const failed = (error: NodeJS.ErrnoException | null | undefined): void => {
        if (error) this.#failure ??= error;
        resolve();
      };
      // The stream says it again as an event, which would end the process.
      stream.once("error", failed);
      stream.write(text, (error) => {
        failed(error);
        setImmediate(() => stream.off("error", failed));
      });
    });
  }
}

const results = new Output(1, () => process.stdout);
const messages = new Output(2, () => process.stderr);
