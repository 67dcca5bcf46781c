import { readMarker } from "@portcullis/remediator/pull-request/marker";
import type { Fault } from "./faults";
import type { Organisation } from "./organisation";
import type { HostedRepository } from "./state";

/** One thing that goes wrong in a run. */
export type Wrong =
  | { readonly kind: "fault"; readonly at: number; readonly when: Fault["when"]; readonly as: Fault["as"] }
  /** The process ends: from this request on, none arrives. */
  | { readonly kind: "death"; readonly at: number }
  /** Another run does all of it just before this request arrives. */
  | { readonly kind: "another run"; readonly at: number };

const rateLimit = { status: 403, message: "You have exceeded a secondary rate limit.", headers: { "retry-after": "0" } };

const kinds: readonly (readonly [Fault["when"], Fault["as"]])[] = [
  ["before", "reset"],
  ["after", "reset"],
  ["before", { status: 500 }],
  ["after", { status: 502 }],
  ["before", rateLimit],
  ["before", { status: 403, message: "Resource not accessible by integration" }],
  ["before", { status: 409, message: "Conflict" }],
  ["before", { status: 422, message: "Validation Failed" }],
  ["before", { status: 404, message: "Not Found" }],
  ["after", "stale"],
  ["before", "html"],
  ["after", "html"],
  ["before", "null"],
  ["after", "null"],
  ["after", "half"],
  ["before", "silence"],
  ["after", "silence"],
];

/** All that can go wrong with the requests of a run, as they were recorded: every kind with each of them, another run before it, and a death at each boundary of a write. */
export function everythingWrong(requests: readonly { readonly isMutating: boolean }[]): readonly Wrong[] {
  return requests.flatMap(({ isMutating }, at) => [
    { kind: "another run", at } as const,
    ...kinds.filter(([when, as]) => isMutating || when === "before" || as === "stale").map(([when, as]): Wrong => ({ kind: "fault", at, when, as })),
    ...(isMutating
      ? ([
          { kind: "death", at },
          { kind: "death", at: at + 1 },
        ] as const)
      : []),
  ]);
}

/** Lets it go wrong with the next run. */
export function prepare({ double }: Organisation, wrong: Wrong, run: () => Promise<unknown>): void {
  double.forget();
  if (wrong.kind === "death") double.killAfter(wrong.at);
  else if (wrong.kind === "another run") double.before(wrong.at, run);
  else double.inject({ request: wrong.at, when: wrong.when, as: wrong.as });
}

/** What of a repository two runs have to come to, whatever happened on the way: everything but the ids of commits, which have their time in them. */
export async function stateOf({ git, pullRequests, issues }: HostedRepository): Promise<unknown> {
  const refs = (await git.refs("refs/")).filter(({ ref }) => ref !== "refs/heads/main");
  return {
    refs: await Promise.all(refs.map(async ({ ref, sha }) => [ref, await git.git(["rev-parse", `${sha}^{tree}`]), await authorsOf(git, sha)])),
    pullRequests: pullRequests.map(({ state, title, body, base, branch, isDraft, comments, decoration }) => ({
      ...{ state, title, base, branch, isDraft },
      marker: readMarker(body ?? ""),
      body: body?.replace(/<!-- portcullis:\S+ -->/, ""),
      comments: comments.map((comment) => comment.body),
      labels: [...decoration.labels].sort(),
      people: [...decoration.assignees, ...decoration.reviewers, ...decoration.teams].sort(),
    })),
    // One that two runs opened at once is closed: nothing deletes an issue.
    issues: issues
      .map(({ title, body, state }) => ({ title, body, state }))
      .filter((issue, _, all) => issue.state === "open" || !all.some((other) => other.state === "open" && other.body === issue.body)),
  };
}

/** Who else than the bot has commits in a branch that the default branch has not. */
async function authorsOf(git: HostedRepository["git"], sha: string): Promise<string> {
  return git.git(["log", "--format=%an %s", `main..${sha}`, "--perl-regexp", "--author=^(?!portcullis)"]);
}
