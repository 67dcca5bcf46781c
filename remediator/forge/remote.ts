import { done, refused, type Outcome } from "./forge";

/** A repository on a code host. `host` has a port only where https needs one. */
export interface Remote {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

/** Reads the URL of a git remote in any spelling that git takes; credentials in it are dropped. Undefined where it names no OWNER/NAME on a host. */
export function parseRemote(url: string): Remote | undefined {
  const text = url.trim();
  if (/[\s\p{Cc}]/u.test(text)) return undefined;
  const withScheme = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?(?<host>[^/?#@]+)\/(?<path>[^?#]*)$/i.exec(text)?.groups;
  if (withScheme !== undefined) {
    const scheme = (withScheme.scheme ?? "").toLowerCase();
    if (!schemes.has(scheme)) return undefined;
    const host = withScheme.host ?? "";
    return remote(scheme === "https" || scheme === "http" ? host.replace(/:(?:443|80)?$/, "") : host.replace(/:\d*$/, ""), withScheme.path ?? "");
  }
  // USER@HOST:OWNER/NAME; one letter before the colon is a drive of Windows.
  const scpLike = /^(?:[^/@]*@)?(?<host>[^/:@]{2,}):(?<path>[^:]*)$/.exec(text)?.groups;
  return scpLike === undefined ? undefined : remote(scpLike.host ?? "", scpLike.path ?? "");
}

export function sameRepository(a: Remote, b: Remote): boolean {
  return spelling(a) === spelling(b);
}

/**
 * Where the token goes. What a checkout calls its origin is anybody's to write, so that only github.com's own API is taken from it; that of another host
 * has to be named, by whoever types the command (`said`) or by where it runs (`set`).
 */
export function apiUrlFor(
  remote: Remote,
  { said = "", set = "" }: { readonly said?: string | undefined; readonly set?: string | undefined },
): Outcome<string> {
  const named = said === "" ? set : said;
  if (named === "") {
    if (remote.host === "github.com") return done(apiUrlOf(remote));
    const another = isAlias(remote) ? `, and if ssh calls github.com so, ${gitHubApi}` : "";
    return refused(
      "rejected",
      `The remote is on ${remote.host}, and the token is sent to no host that was not agreed on. If it is for that one, say --api-url ${apiUrlOf(remote)}${another}.`,
    );
  }
  if (!URL.canParse(named)) return refused("rejected", `"${named}" is no address of an API.`);
  const isOther = remote.host !== "github.com" && !(said !== "" && isAlias(remote));
  if (new URL(named).host === "api.github.com" && isOther)
    return refused("rejected", `The remote is on ${remote.host}, and the API named is github.com's, where that repository is another one.`);
  return done(named.replace(/\/+$/, ""));
}

const gitHubApi = "https://api.github.com";

/** Whether the host may be a name that ssh's configuration gives to another one: https://man.openbsd.org/ssh_config#HostName */
function isAlias({ host }: Remote): boolean {
  return !/[.:[]/.test(host) && host !== "localhost";
}

/** Where the REST API of the host is: https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api */
export function apiUrlOf(remote: Remote): string {
  if (remote.host === "github.com") return gitHubApi;
  if (remote.host.endsWith(".ghe.com")) return `https://api.${remote.host}`;
  return `https://${remote.host}/api/v3`;
}

/** Where git finds a repository of the host that has this API. */
export function gitUrlOf(apiUrl: string, owner: string, name: string): string {
  const url = new URL(apiUrl);
  const host = url.pathname.startsWith("/api/v3") ? url.host : url.host.replace(/^api\./, "");
  return `${url.protocol}//${host}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
}

/** OWNER/NAME as people write it. */
export function parseRepository(text: string): { readonly owner: string; readonly name: string } | undefined {
  const [, owner = "", name = ""] = /^([\w-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? [];
  return owner === "" || name === "." || name === ".." ? undefined : { owner, name };
}

const schemes = new Set(["https", "http", "ssh", "git", "git+ssh", "ssh+git", "git+https"]);

/** Other names of the same host. */
const aliases = new Map([
  ["www.github.com", "github.com"],
  ["ssh.github.com", "github.com"],
]);

function remote(host: string, path: string): Remote | undefined {
  const lowered = host.toLowerCase();
  if (!/^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(lowered)) return undefined;
  const segments = path.replace(/^\/+|\/+$/g, "").split("/");
  const [owner, file] = segments;
  if (segments.length !== 2 || owner === undefined || file === undefined) return undefined;
  const name = file.replace(/\.git$/i, "");
  if (!/^[\w-]{1,100}$/.test(owner) || !/^[\w.-]{1,100}$/.test(name) || name === "." || name === "..") return undefined;
  return { host: aliases.get(lowered) ?? lowered, owner, name };
}

function spelling(remote: Remote): string {
  return `${remote.host}/${remote.owner}/${remote.name}`.toLowerCase();
}
