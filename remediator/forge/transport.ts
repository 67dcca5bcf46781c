import { withCommas } from "@portcullis/policypack/commas";
/** How requests are sent. */
export interface TransportOptions {
  /** The only place that requests go to, as they carry the token: scheme, host and port. */
  readonly origin: string;
  /** How long the whole of an answer may take, in milliseconds. */
  readonly answerWithin: number;
  /** Whether only requests are sent that change nothing. */
  readonly isReadOnly: boolean;
  /** Told what is waited for, once it takes long. */
  readonly waiting: (what: string) => void;
  /** Told of every request that is sent. */
  readonly sent: (method: string) => void;
}

/** Statuses that stand for no answer, and for an answer that leads elsewhere. */
export const noAnswer = 408;
export const elsewhere = 421;

/**
 * Sends a request to one origin only, and follows no redirection to another. A read that gets no answer in time is tried once more; a write is not, as
 * it may have been done.
 */
export function transport({
  origin,
  answerWithin,
  isReadOnly,
  waiting,
  sent,
}: TransportOptions): (url: string, init: RequestInit) => Promise<Response> {
  const send = async (url: string, init: RequestInit, redirections: number): Promise<Response> => {
    const target = new URL(url);
    if (target.origin !== origin) return refusal(elsewhere, `it leads to ${target.origin}, and the token is for ${origin} alone`);
    if (isReadOnly && !changesNothing(target, init)) return refusal(elsewhere, "this is a dry run");
    sent(init.method ?? "GET");
    const response = await answer(url, init, answerWithin);
    if (!redirects.has(response.status)) return response;
    const location = response.headers.get("location");
    if (location === null || redirections === 0) return refusal(elsewhere, "it leads in a circle, or nowhere");
    // Other redirections turn a write into a read.
    if (init.method !== "GET" && response.status !== 307 && response.status !== 308)
      return refusal(elsewhere, "it answers a write with a redirection");
    return send(new URL(location, url).href, init, redirections - 1);
  };
  return async (url, init) => {
    for (let tries = init.method === "GET" ? 2 : 1; tries > 0; tries--) {
      try {
        return await send(url, init, mostRedirections);
      } catch (error) {
        if (!isTimeout(error)) throw error;
        if (tries > 1) waiting(`${new URL(url).host} did not answer within ${answerWithin / 1000} seconds. Trying once more.`);
      }
    }
    return refusal(noAnswer, `it did not answer within ${answerWithin / 1000} seconds`);
  };
}

/** Reads, the token of an installation, and the one question that is asked in GraphQL. */
function changesNothing({ pathname }: URL, { method = "GET", body }: RequestInit): boolean {
  if (method === "GET" || /\/app\/installations\/\d+\/access_tokens$/.test(pathname)) return true;
  return pathname.endsWith("/graphql") && typeof body === "string" && body.includes('"query { viewer { login } }"');
}

const redirects = new Set([301, 302, 303, 307, 308]);
const mostRedirections = 3;

/** The largest answer that is read, in bytes: a list of 100,000 entries of a tree takes less. */
const largestAnswer = 50_000_000;

/** The answer with its body read: the time limit is for both. */
async function answer(url: string, init: RequestInit, within: number): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(within) });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > largestAnswer) return refusal(elsewhere, `its answer has more than ${withCommas(largestAnswer)} bytes`);
    chunks.push(chunk);
  }
  const { status, statusText, headers } = response;
  // These have no body, and the constructor insists.
  const body = [101, 204, 205, 304].includes(status) ? null : Buffer.concat(chunks);
  const read = new Response(body, { status: status < 200 ? 502 : status, statusText, headers });
  // The body is decoded by now.
  read.headers.delete("content-encoding");
  read.headers.delete("content-length");
  return read;
}

function refusal(status: number, message: string): Response {
  return new Response(JSON.stringify({ message }), { status, headers: { "content-type": "application/json" } });
}

/** What a signal of `AbortSignal.timeout` throws, or what fetch makes of it. */
function isTimeout(error: unknown): boolean {
  const { name, cause } = Object(error) as { readonly name?: unknown; readonly cause?: unknown };
  return name === "TimeoutError" || (cause !== undefined && isTimeout(cause));
}
