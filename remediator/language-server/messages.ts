import { ErrorCodes, Message, StreamMessageReader, type DataCallback, type Disposable, type StreamMessageWriter } from "vscode-languageserver/node";
import { visible } from "../system/visible";
import { wrongIn } from "./parameters";

/** The headers of the protocol begin so: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#headerPart */
const header = "content-";

/** Messages of an editor. What is none, or says what no message says, is answered, and reaches nobody. */
export class Messages extends StreamMessageReader {
  private isBegun = false;

  /** `lose`: from here on, nobody knows where a message begins. */
  constructor(
    private readonly input: NodeJS.ReadableStream,
    private readonly writer: StreamMessageWriter,
    private readonly lose: (reason: string) => void,
  ) {
    super(input);
    this.onError((error) => this.fail(error));
  }

  override listen(callback: DataCallback): Disposable {
    this.input.on("data", (bytes: Buffer | string) => this.begin(bytes.toString()));
    return super.listen((message) => {
      if (!this.isRefused(message)) callback(message);
    });
  }

  /** Whoever does not speak the protocol would wait for the end of a header for ever. */
  private begin(bytes: string): void {
    if (this.isBegun || bytes === "") return;
    this.isBegun = true;
    const start = bytes.slice(0, header.length).toLowerCase();
    if (!header.startsWith(start)) this.lose(`input does not begin with a header of the language server protocol: ${visible(bytes.slice(0, 40))}`);
  }

  private fail(error: Error): void {
    // The body of a message ends where its header says, whatever it is.
    if (error instanceof SyntaxError) this.tell(null, ErrorCodes.ParseError, `what came is no JSON: ${error.message}`);
    else this.lose(visible((error.message.split("\n")[0] ?? "").replace(/\.$/, "")));
  }

  private isRefused(message: Message): boolean {
    if (!Message.isRequest(message) && !Message.isNotification(message)) return false;
    const wrong = wrongIn(message.method, message.params);
    if (wrong === undefined) return false;
    if (Message.isRequest(message)) this.tell(message.id, ErrorCodes.InvalidParams, wrong);
    else void this.writer.write({ jsonrpc: "2.0", method: "window/logMessage", params: { type: 1, message: wrong } } as Message);
    return true;
  }

  private tell(id: string | number | null, code: number, message: string): void {
    void this.writer.write({ jsonrpc: "2.0", id, error: { code, message } } as Message);
  }
}
