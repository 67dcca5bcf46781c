import { clipped } from "../report/text/columns";

/** Says what takes long while it does: on a terminal, on one line that goes away, with the seconds that have passed. Elsewhere nothing. */
export class Progress {
  private stage = "";
  private readonly started: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
    // Unlike performance, which is loaded where it is named, it is there.
    private readonly now: () => number = () => process.uptime() * 1_000,
  ) {
    this.started = now();
  }

  /** Tells what begins: "Reading examples/shop", "Judging stack 2 of 5". */
  begin(stage: string): void {
    this.stage = stage;
    if (this.stream.isTTY !== true) return;
    this.show();
    this.timer ??= setInterval(() => this.show(), 500).unref();
  }

  /** Takes the line away. */
  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.stream.isTTY === true && this.stage !== "") this.stream.write("\r\u001b[K");
    this.stage = "";
  }

  private show(): void {
    const seconds = Math.floor((this.now() - this.started) / 1000);
    const text = `${this.stage}…${seconds === 0 ? "" : ` ${seconds} s`}`;
    this.stream.write(`\r\u001b[K${clipped(text, (this.stream.columns ?? 80) - 1)}`);
  }
}

/** Does something long, and says so meanwhile. */
export async function withProgress<T>(work: (begin: (stage: string) => void) => Promise<T>): Promise<T> {
  // A dumb terminal cannot take a line away again.
  const progress = new Progress(process.env.TERM === "dumb" ? { write: () => undefined } : process.stderr);
  try {
    return await work((stage) => progress.begin(stage));
  } finally {
    progress.end();
  }
}
