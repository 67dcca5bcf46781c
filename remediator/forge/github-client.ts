import { createHash } from "node:crypto";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { refused, type Refused } from "./forge";
import { elsewhere, noAnswer, transport } from "./transport";

/** How GitHub is reached. */
export interface GitHubAccess {
  readonly token: string;
  /** Where the REST API is; see `apiUrlOf`. */
  readonly baseUrl: string;
  /** Whose limits of requests are used up, where that is not the token's own: the tokens of an installation share theirs. */
  readonly limitedAs?: string;
  /** Nothing is sent that could change something. */
  readonly isReadOnly?: boolean;
  /** `polite` keeps to GitHub's guidance on bursts, which costs a second or more for each write. `none` and short waits are for a double. */
  readonly pace?: "polite" | "none";
  /** What a second of waiting lasts, in milliseconds. */
  readonly second?: number;
  /** How long an answer may take, in milliseconds. */
  readonly answerWithin?: number;
  /** Told what the user should know meanwhile, a sentence each. */
  readonly waiting?: (what: string) => void;
  /** Told of every request that is sent. */
  readonly sent?: (method: string) => void;
}

const Client = Octokit.plugin(retry, throttling);

export type GitHubClient = InstanceType<typeof Client>;

/** A client that keeps to the host's limits, and sends the token to one origin only. */
export function clientOf(access: GitHubAccess, auth: object = { auth: access.token }): GitHubClient {
  const { baseUrl, token, second = 1000, waiting = silent, sent = silent } = access;
  const again = (retryAfter: number, _options: unknown, _client: unknown, retries: number): boolean => {
    const waits = retries < 2 && retryAfter <= longestWait;
    if (waits && retryAfter > 10) waiting(`${new URL(baseUrl).host} asks to slow down. Waiting ${retryAfter} seconds.`);
    return waits;
  };
  return new Client({
    ...auth,
    baseUrl,
    userAgent: "portcullis",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      fetch: transport({
        origin: new URL(baseUrl).origin,
        answerWithin: access.answerWithin ?? 15_000,
        isReadOnly: access.isReadOnly === true,
        waiting,
        sent,
      }),
    },
    // 409 and 429 are answers; the throttle deals with the second. The transport has tried again by itself.
    retry: { doNotRetry: [400, 401, 403, 404, noAnswer, 409, 410, elsewhere, 422, 429, 451], retryAfterBaseValue: second },
    throttle: {
      enabled: access.pace !== "none",
      id: createHash("sha256")
        .update(`${baseUrl} ${access.limitedAs ?? token}`)
        .digest("hex"),
      retryAfterBaseValue: second,
      onRateLimit: again,
      onSecondaryRateLimit: again,
    },
  });
}

/** Why a token cannot be used like this; undefined where it can. */
export function accessFlaw({ token, baseUrl }: Pick<GitHubAccess, "token" | "baseUrl">): Refused | undefined {
  if (token === "") return refused("not-permitted", "There is no token for GitHub.");
  if (!/^[\x21-\x7e]+$/.test(token)) return refused("not-permitted", "What is given as the token is none: it has characters that no token has.");
  if (!mayCarryToken(baseUrl)) return refused("rejected", "A token is sent over https only. Name an https address for the API.");
  return undefined;
}

/** The longest wait, in seconds, that a run sits through when GitHub asks it to slow down. */
const longestWait = 300;

export const silent = (): void => undefined;

function mayCarryToken(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const url = new URL(baseUrl);
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname));
}
