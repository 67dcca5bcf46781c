import { createVerify, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { checkRequest, checkResponse, matchOperation, type Matched } from "./contract";
import { issueHandlers } from "./issue-operations";
import { closeWithoutBranch, failure, handlers as gitHandlers, type Reply } from "./operations";
import { organisationHandlers } from "./organisation-operations";
import { BareRepository } from "./repository";
import { Faults, type Fault } from "./faults";
import { serveGit, tokenOf } from "./smart-http";
import { saveRepository, type Account, type HostedRepository, type Right } from "./state";

const handlers = { ...gitHandlers, ...issueHandlers, ...organisationHandlers };

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
  /** Its clock. */
  now: () => Date = () => new Date();
  readonly #server: Server;
  readonly #folder: string;
  readonly #accounts: Account[] = [];
  readonly #tokens = new Map<string, Right>();
  /** The keys of apps, by the app's id. */
  readonly #keys = new Map<number, { readonly account: Account; readonly publicKey: string }>();
  /** What was last answered to each read, which a stale read answers again. */
  readonly #answers = new Map<string, Reply>();
  readonly #repositories: HostedRepository[] = [];
  readonly #faults = new Faults();
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
    this.#tokens.set(token, { account });
    return { account, token };
  }

  /** Makes a key for an app's account: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app */
  appKey(account: Account): { readonly appId: string; readonly privateKey: string } {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#keys.set(account.id, { account, publicKey: publicKey.export({ type: "spki", format: "pem" }).toString() });
    return { appId: String(account.id), privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString() };
  }

  /** The tokens that apps were given, with what each may. */
  get granted(): readonly Omit<Right, "account">[] {
    return [...this.#tokens]
      .filter(([token]) => token.startsWith("ghs_"))
      .map(([, { repositories, permissions }]) => ({ repositories, permissions: permissions ?? {} }));
  }

  async repository(owner: string, name: string, access: Readonly<Record<string, "read" | "write">>): Promise<HostedRepository> {
    const git = await BareRepository.create(join(this.#folder, `${owner}-${name}.git`));
    const repository: HostedRepository = {
      id: this.#repositories.length + 1,
      owner,
      name,
      formerNames: [],
      restricted: [],
      git,
      defaultBranch: "main",
      access: new Map(Object.entries(access)),
      teams: new Set(["platform"]),
      pullRequests: [],
      issues: [],
      isArchived: false,
      isFork: false,
      hasIssues: true,
      allowsDrafts: true,
      mostListed: 100_000,
      analyses: [],
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
    this.#faults.inject(fault);
  }

  get unusedFaults(): number {
    return this.#faults.unused;
  }

  /** From then on nothing arrives any more: what a process that is killed would have asked. */
  killAfter(requests: number): void {
    this.#faults.killAfter(requests);
  }

  get isDead(): boolean {
    return this.#faults.isDead;
  }

  revive(): void {
    this.#faults.revive();
  }

  /** Does something just before a request arrives, by its place among all of them (from 0). What is done then counts for nothing. */
  before(request: number, action: () => Promise<unknown>): void {
    this.#faults.before(request, action);
  }

  /** Keeps all repositories as they are now; the answer brings them back. */
  async save(): Promise<() => Promise<void>> {
    const saved = await Promise.all(
      this.#repositories.map((repository) => saveRepository(repository, join(this.#folder, `saved-${String(++saves)}`))),
    );
    const answers = new Map(this.#answers);
    return async () => {
      for (const restore of saved) await restore();
      this.#answers.clear();
      for (const [key, reply] of answers) this.#answers.set(key, reply);
      this.forget();
    };
  }

  forget(): void {
    this.requests.length = 0;
    this.#faults.forget();
  }

  mutations(): LoggedRequest[] {
    return this.requests.filter(({ isMutating }) => isMutating);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (!(await this.#faults.arrive())) {
      request.socket.destroy();
      return;
    }
    const url = new URL(request.url ?? "/", this.url);
    // As on Enterprise Server, where git is beside the API.
    url.pathname = url.pathname.replace(/^\/api\/v3(?=\/)/, "");
    const method = request.method ?? "";
    const [, owner = "", name = "", service = ""] = /^\/([^/]+)\/([^/]+)\.git\/(info\/refs|git-upload-pack)$/.exec(url.pathname) ?? [];
    if (service !== "") {
      await this.#serveGit(owner, name, service, request, Buffer.concat(chunks), response);
      return;
    }
    // Where a fault made an answer one of another protocol, git asks for files: https://git-scm.com/docs/http-protocol.
    if (/^\/[^/]+\/[^/]+\.git\/(HEAD|objects\/.*)$/.test(url.pathname)) {
      response.writeHead(404).end();
      return;
    }
    const moved = this.#movedTo(url);
    if (moved !== undefined) {
      response.writeHead(method === "GET" ? 301 : 307, { location: moved }).end();
      return;
    }
    const [, id = "", rest = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(url.pathname) ?? [];
    const byId = this.#repositories.find((each) => String(each.id) === id);
    if (byId !== undefined) url.pathname = `/repos/${byId.owner}/${byId.name}${rest}`;
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

    // Making a token for an installation changes nothing that anybody sees.
    const isMutating = method !== "GET" && !url.pathname.endsWith("/access_tokens");
    const fault = this.#faults.take(matched.operation.operationId, isMutating);
    const log = (status: number | "reset"): void => {
      this.requests.push({ operationId: matched.operation.operationId, method, path: url.pathname, isMutating, status });
    };
    if (fault?.when !== "before") {
      // One after the other: what the service checks and does, it does as one.
      const answer = this.#last.then(() => this.#answer(matched, request, url, body));
      this.#last = answer.catch(() => undefined);
      const fresh = await answer;
      const key = `${method} ${url.pathname}${url.search}`;
      const reply = (fault?.as === "stale" ? this.#answers.get(key) : undefined) ?? fresh;
      if (!isMutating) this.#answers.set(key, fresh);
      if (fault === undefined || fault.as === "stale") {
        log(reply.status);
        this.#send(response, reply, url, matched);
        return;
      }
    }
    log(typeof fault.as === "object" ? fault.as.status : "reset");
    if (typeof fault.as !== "object") spoil(fault.as, request, response);
    else this.#send(response, failure(fault.as.status, fault.as.message ?? "Server Error"), url, undefined, fault.as.headers);
  }

  async #answer(matched: Matched, request: IncomingMessage, url: URL, body: unknown): Promise<Reply> {
    const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const app = this.#appOf(token);
    const right: Right | undefined = app === undefined ? this.#tokens.get(token) : { account: app };
    if (right === undefined) return failure(401, "Bad credentials");
    const caller = right.account;
    const { parameters, operation } = matched;
    const handler = handlers[operation.operationId];
    if (handler === undefined) throw new Error(`no handler for ${operation.operationId}`);
    const repository = this.#repositories.find(
      ({ owner, name }) => owner.toLowerCase() === parameters.owner?.toLowerCase() && name.toLowerCase() === parameters.repo?.toLowerCase(),
    );
    if (parameters.owner !== undefined && operation.operationId !== "apps/get-repo-installation") {
      const access = repository === undefined ? undefined : accessOf(right, repository);
      if (repository === undefined || access === undefined) return failure(404, "Not Found");
      if (repository.isArchived && operation.method !== "GET") return failure(403, "Repository was archived so is read-only.");
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
      repositories: this.#repositories,
      isJwt: app !== undefined,
      grant: (made: string, granted: Right) => void this.#tokens.set(made, granted),
      now: this.now()
        .toISOString()
        .replace(/\.\d+Z$/, "Z"),
      url: this.url,
    };
    return handler({ ...call, repository: repository ?? nowhere });
  }

  /** Where a request for a repository that was renamed leads. */
  #movedTo({ pathname, search }: URL): string | undefined {
    const [, owner = "", name = "", rest = ""] = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
    const repository = this.#repositories.find((each) => each.owner === owner && each.formerNames.includes(name));
    return repository === undefined ? undefined : `${this.url}/repositories/${String(repository.id)}${rest}${search}`;
  }

  async #serveGit(owner: string, name: string, service: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const right = this.#tokens.get(tokenOf(request) ?? "");
    const fault = this.#faults.take(`git ${service}`, false);
    const repository = this.#repositories.find(
      (each) => each.owner.toLowerCase() === owner.toLowerCase() && each.name.toLowerCase() === name.toLowerCase(),
    );
    const isAllowed = right !== undefined && repository !== undefined && accessOf(right, repository) !== undefined;
    this.requests.push({
      operationId: `git ${service}`,
      method: request.method ?? "",
      path: request.url ?? "",
      isMutating: false,
      status: isAllowed ? 200 : 401,
    });
    if (!isAllowed) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="GitHub"' });
      response.end();
      return;
    }
    if (fault !== undefined && fault.as !== "stale") {
      if (typeof fault.as === "object") response.writeHead(fault.as.status, fault.as.headers).end(fault.as.message);
      else spoil(fault.as, request, response);
      return;
    }
    await serveGit(this.#folder, basename(repository.git.path), service, request, body, response);
  }

  /** The app that a JSON web token is signed for: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
  #appOf(token: string): Account | undefined {
    const [header = "", payload = "", signature = ""] = token.split(".");
    if (signature === "") return undefined;
    const { iss, iat, exp } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { iss: string | number; iat: number; exp: number };
    const key = this.#keys.get(Number(iss));
    const now = Date.now() / 1000;
    if (key === undefined || exp < now || exp - iat > 11 * 60) return undefined;
    const isSigned = createVerify("RSA-SHA256").update(`${header}.${payload}`).verify(key.publicKey, Buffer.from(signature, "base64url"));
    return isSigned ? key.account : undefined;
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

/** Answers nothing, never, or something that is no answer. */
function spoil(how: Exclude<Fault["as"], object>, request: IncomingMessage, response: ServerResponse): void {
  if (how === "silence") return;
  if (how === "html") response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><title>Unicorn!</title>");
  else if (how === "null") response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end("null");
  else if (how === "half") response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end('{"id":1,"node_');
  else request.socket.destroy();
}

/** Numbers the places where repositories are kept. */
let saves = 0;

function accessOf({ account, repositories }: Right, repository: HostedRepository): "read" | "write" | undefined {
  return repositories?.includes(repository.name) === false ? undefined : repository.access.get(account.login);
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
