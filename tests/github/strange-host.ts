import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A host that answers whatever a test says, and remembers what it was asked. */
export class StrangeHost {
  readonly requests: { readonly method: string; readonly url: string; readonly authorization: string | undefined }[] = [];
  readonly #server: Server;

  private constructor(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#server = createServer((request, response) => {
      this.requests.push({ method: request.method ?? "", url: request.url ?? "", authorization: request.headers.authorization });
      request.resume();
      answer(request, response);
    });
  }

  static async start(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<StrangeHost> {
    const host = new StrangeHost(answer);
    await new Promise<void>((resolve) => host.#server.listen(0, "127.0.0.1", resolve));
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
