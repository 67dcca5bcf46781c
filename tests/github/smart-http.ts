import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { plainGit } from "./repository";

/** What git asks a host over http, answered by git's own server program. */
export async function serveGit(
  folder: string,
  file: string,
  service: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const query = request.url?.split("?")[1] ?? "";
  const header = (name: string): string => String(request.headers[name] ?? "");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      ...plainGit,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: header("git-protocol"),
      PATH_INFO: `/${file}/${service}`,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? "",
      CONTENT_TYPE: header("content-type"),
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(body);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const answer = Buffer.concat(chunks);
  const end = answer.indexOf("\r\n\r\n");
  const headers: Record<string, string> = {};
  let status = 200;
  for (const line of answer.subarray(0, end).toString("latin1").split("\r\n")) {
    const [name = "", value = ""] = line.split(/: (.*)/s);
    if (name.toLowerCase() === "status") status = Number(value.slice(0, 3));
    else headers[name] = value;
  }
  response.writeHead(status, headers);
  response.end(answer.subarray(end + 4));
}

/** The token of a request that git makes, which gives it as a password. */
export function tokenOf(request: IncomingMessage): string | undefined {
  const encoded = /^basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [user, ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return user === "x-access-token" ? password.join(":") : undefined;
}
