import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkRequest, checkResponse, matchOperation, type Matched } from "./contract";
import { closeWithoutBranch, failure, handlers, type Reply } from "./operations";
import { BareRepository } from "./repository";
import type { Account, HostedRepository } from "./state";

/** Something that goes wrong with one request: before it takes effect, or after, when only the answer is lost. */
export interface Fault {
  readonly when: "before" | "after";
  /** Which request: by operation, by its place among the mutating ones (from 0), or any. */
  readonly operationId?: string;
  readonly mutation?: number;
  readonly as: "reset" | { readonly status: number; readonly message?: string; readonly headers?: Readonly<Record<string, string>> };
}

export interface LoggedRequest {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly isMutating: boolean;
  readonly status: number | "reset";
}

/** GitHub's REST API on loopback, over real bare repositories. */
export class GitHubDouble {
  readonly requests: LoggedRequest[] = [];
  /** Where a request or a response departs from the published description. Empty at the end of every test. */
  readonly violations: string[] = [];
  readonly #server: Server;
  readonly #folder: string;
  readonly #accounts: Account[] = [];
  readonly #tokens = new Map<string, Account>();
  readonly #repositories: HostedRepository[] = [];
  readonly #faults: Fault[] = [];
  #mutations = 0;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.violations.push(`the double failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        response.destroy();
      });
    });
  }

  static async start(): Promise<GitHubDouble> {
    const double = new GitHubDouble(await mkdtemp(join(tmpdir(), "portcullis-github-")));
    await new Promise<void>((resolve) => double.#server.listen(0, "127.0.0.1", resolve));
    return double;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.#folder, { recursive: true, force: true });
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Makes an account and a token for it. */
  account(login: string, { isApp = false } = {}): { readonly account: Account; readonly token: string } {
    const id = this.#accounts.length + 100;
    const account = { id, login, name: login.replace("[bot]", ""), email: `${String(id)}+${login}@users.noreply.github.com`, isApp };
    const token = `ghp_secret${String(id)}${"x".repeat(20)}`;
    this.#accounts.push(account);
    this.#tokens.set(token, account);
    return { account, token };
  }

  async repository(owner: string, name: string, access: Readonly<Record<string, "read" | "write">>): Promise<HostedRepository> {
    const git = await BareRepository.create(join(this.#folder, `${owner}-${name}.git`));
    const repository = {
      id: this.#repositories.length + 1,
      owner,
      name,
      git,
      defaultBranch: "main",
      access: new Map(Object.entries(access)),
      pullRequests: [],
    };
    this.#repositories.push(repository);
    return repository;
  }

  /** An empty folder that goes away with the double. */
  folder(): Promise<string> {
    return mkdtemp(join(this.#folder, "checkout-"));
  }

  /** Lets the next request that fits go wrong, once. */
  inject(fault: Fault): void {
    this.#mutations = 0;
    this.#faults.push(fault);
  }

  get unusedFaults(): number {
    return this.#faults.length;
  }

  forget(): void {
    this.requests.length = 0;
    this.#faults.length = 0;
    this.#mutations = 0;
  }

  mutations(): LoggedRequest[] {
    return this.requests.filter(({ isMutating }) => isMutating);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", this.url);
    const method = request.method ?? "";
    const matched = matchOperation(method, url.pathname);
    if (matched === undefined) {
      this.violations.push(`${method} ${url.pathname} is not among the operations of the double`);
      this.#send(response, failure(404, "Not Found"), url);
      return;
    }
    const text = Buffer.concat(chunks).toString("utf8");
    const body = text === "" ? undefined : (JSON.parse(text) as unknown);
    const wrong = [...checkRequest(matched, url.searchParams, body), ...checkHeaders(request)];
    this.#check(`${method} ${url.pathname}`, wrong);
    if (wrong.length > 0) {
      this.#send(response, failure(422, "Invalid request."), url);
      return;
    }
    for (const token of this.#tokens.keys())
      if (request.url?.includes(token) === true) this.violations.push(`a token in a URL: ${method} ${url.pathname}`);

    const isMutating = method !== "GET";
    const fault = this.#takeFault(matched.operation.operationId, isMutating);
    const log = (status: number | "reset"): void => {
      this.requests.push({ operationId: matched.operation.operationId, method, path: url.pathname, isMutating, status });
    };
    if (fault?.when !== "before") {
      // One after the other: what the service checks and does, it does as one.
      const answer = this.#last.then(() => this.#answer(matched, request, url, body));
      this.#last = answer.catch(() => undefined);
      const reply = await answer;
      if (fault === undefined) {
        log(reply.status);
        this.#send(response, reply, url, matched);
        return;
      }
    }
    if (fault.as === "reset") {
      log("reset");
      request.socket.destroy();
      return;
    }
    log(fault.as.status);
    const reply = failure(fault.as.status, fault.as.message ?? "Server Error");
    this.#send(response, reply, url, undefined, fault.as.headers);
  }

  async #answer(matched: Matched, request: IncomingMessage, url: URL, body: unknown): Promise<Reply> {
    const caller = this.#tokens.get(/^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "");
    if (caller === undefined) return failure(401, "Bad credentials");
    const { parameters, operation } = matched;
    const handler = handlers[operation.operationId];
    if (handler === undefined) throw new Error(`no handler for ${operation.operationId}`);
    const repository = this.#repositories.find(
      ({ owner, name }) => owner.toLowerCase() === parameters.owner?.toLowerCase() && name.toLowerCase() === parameters.repo?.toLowerCase(),
    );
    if (parameters.owner !== undefined) {
      const access = repository?.access.get(caller.login);
      if (repository === undefined || access === undefined) return failure(404, "Not Found");
      if (access === "read" && operation.method !== "GET") {
        return failure(403, `Resource not accessible by ${caller.isApp ? "integration" : "personal access token"}`);
      }
      await closeWithoutBranch(repository);
    }
    const call = {
      parameters,
      query: url.searchParams,
      body: (body ?? {}) as Record<string, unknown>,
      caller,
      accounts: this.#accounts,
      url: this.url,
    };
    return handler({ ...call, repository: repository ?? nowhere });
  }

  #takeFault(operationId: string, isMutating: boolean): Fault | undefined {
    const place = isMutating ? this.#mutations++ : undefined;
    const index = this.#faults.findIndex((fault) => {
      if (fault.operationId !== undefined) return fault.operationId === operationId;
      return fault.mutation === undefined || fault.mutation === place;
    });
    return index === -1 ? undefined : this.#faults.splice(index, 1)[0];
  }

  #send(response: ServerResponse, reply: Reply, url: URL, matched?: Matched, headers: Readonly<Record<string, string>> = {}): void {
    let body = reply.body;
    const all: Record<string, string> = { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4999", ...headers };
    if (reply.pages !== undefined) {
      const perPage = Math.min(Number(url.searchParams.get("per_page") ?? 30), 100);
      const page = Number(url.searchParams.get("page") ?? 1);
      body = reply.pages.slice((page - 1) * perPage, page * perPage);
      if (reply.pages.length > page * perPage) {
        const next = new URL(url);
        next.searchParams.set("page", String(page + 1));
        all.link = `<${next.href}>; rel="next"`;
      }
    }
    if (matched !== undefined) this.#check(`${matched.operation.operationId} answer`, checkResponse(matched, reply.status, body));
    if (body !== undefined) all["content-type"] = "application/json; charset=utf-8";
    response.writeHead(reply.status, all);
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  #check(what: string, wrong: readonly string[]): void {
    for (const each of wrong) this.violations.push(`${what}: ${each}`);
  }
}

/** Stands where an operation is about no repository. */
const nowhere = undefined as unknown as HostedRepository;

function checkHeaders(request: IncomingMessage): string[] {
  const wrong: string[] = [];
  if ((request.headers["user-agent"] ?? "") === "") wrong.push("no user agent");
  if (request.headers.accept?.includes("application/vnd.github") !== true) wrong.push("no media type of GitHub's accepted");
  if (request.headers.authorization === undefined) wrong.push("no authorization");
  return wrong;
}
