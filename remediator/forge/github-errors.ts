import type { Refusal } from "./forge";
import { elsewhere, noAnswer } from "./transport";

/** What Octokit throws: https://github.com/octokit/request-error.js. A request that got no answer has status 500 and no response. */
export interface Answer extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

export function isAnswer(error: unknown): error is Answer {
  return error instanceof Error && typeof (error as Partial<Answer>).status === "number";
}

/** What an answer that is no success means; undefined where it means nothing. */
export function refusalOf(answer: Answer): { kind: Refusal["kind"]; because: string } | undefined {
  const { status, message, response } = answer;
  if (response === undefined) return { kind: "unreachable", because: "it could not be reached" };
  const limited = response.headers["x-ratelimit-remaining"] === "0" || /\bsecondary rate\b|\brate limit\b/i.test(message);
  if (status === noAnswer) return { kind: "unreachable", because: "it did not answer in time" };
  if (status === elsewhere) return { kind: "rejected", because: "its answer leads elsewhere" };
  if (status === 429 || (status === 403 && limited)) return { kind: "rate-limited", because: "it asks to slow down" };
  if (status === 401) return { kind: "not-permitted", because: "the token is not accepted" };
  // https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository#preventing-github-actions-from-creating-or-approving-pull-requests
  if (status === 403 && /GitHub Actions is not permitted to create/i.test(message))
    return {
      kind: "not-permitted",
      because: "workflows may not open pull requests here until the settings of Actions allow it; the token of an app may",
    };
  if (status === 403) return { kind: "not-permitted", because: "the token may not do this" };
  if (status === 404 && /no common ancestor/i.test(message)) return { kind: "unrelated", because: "they have no commit in common" };
  if (status === 404) return { kind: "not-found", because: "it is not there, or the token may not see it" };
  if (status === 409 && /repository is empty/i.test(message)) return { kind: "empty", because: "it has no commit yet" };
  if (status >= 500) return { kind: "unreachable", because: `it answered ${status}` };
  if (status === 422 && /already exists/i.test(message)) return { kind: "already-exists", because: "it exists already" };
  // What is asked for is fine, but not of whom: a team without access to the repository, or one that the token does not see.
  if (status === 422 && /is not a collaborator|resolve to a node with the global id/i.test(message))
    return { kind: "no-access", because: "who is asked has no access, or the token does not see them" };
  if (status === 422 && /not a fast.?forward/i.test(message)) return { kind: "not-a-fast-forward", because: "the branch moved meanwhile" };
  if (status === 422 && /reference does not exist/i.test(message)) return { kind: "not-found", because: "the branch is not there" };
  return { kind: "rejected", because: `it answered ${status}` };
}
