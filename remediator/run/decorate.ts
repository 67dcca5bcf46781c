import type { CodeOwners } from "../configuration/code-owners";
import type { Settings } from "../configuration/settings";
import { done, type Decoration, type Forge, type Outcome } from "../forge/forge";

/**
 * Gives a pull request its labels and people, each once: what somebody took away, or has done since, is not asked for again. The owners of edited files
 * are asked by GitHub itself; the configured reviewers are for files that have none. Whoever cannot be given is asked for in no run, and keeps nobody else
 * away. Answers who that is, a sentence each.
 */
export async function decorate(
  forge: Forge,
  number: number,
  settings: Pick<Settings, "labels" | "assignees" | "reviewers">,
  files: readonly string[],
  owners: CodeOwners,
): Promise<Outcome<readonly string[]>> {
  const asked = files.some((file) => owners(file).length === 0) ? settings.reviewers : [];
  const wanted: Decoration = {
    labels: settings.labels,
    assignees: settings.assignees,
    reviewers: asked.filter((name) => !name.includes("/")),
    teams: asked.flatMap((name) => name.split("/")[1] ?? []),
  };
  if (isNothing(wanted)) return done([]);
  const now = await forge.decoration(number);
  if (!now.ok) return now;
  const missing = without(wanted, now.value);
  if (isNothing(missing)) return done([]);
  const before = await forge.decorationBefore(number);
  if (!before.ok) return before;
  const added = without(missing, before.value);
  if (isNothing(added)) return done([]);
  const impossible = await impossibleOf(forge, added);
  if (!impossible.ok) return impossible;
  const possible = without(added, impossible.value);
  const decorated = isNothing(possible) ? done(undefined) : await forge.decorate(number, possible);
  if (!decorated.ok) return decorated;
  return done([
    ...impossible.value.assignees.map((login) => `${login} cannot be assigned in this repository.`),
    ...impossible.value.reviewers.map((login) => `${login} cannot be asked for a review: only collaborators can, and not for what they opened.`),
  ]);
}

/** Who of those cannot be given. Of teams the host does not tell. */
async function impossibleOf(forge: Forge, { assignees, reviewers }: Decoration): Promise<Outcome<Decoration>> {
  const identity = reviewers.length === 0 ? done({ login: "" }) : await forge.identity();
  if (!identity.ok) return identity;
  const impossible = { labels: [], teams: [], assignees: [] as string[], reviewers: [] as string[] };
  for (const login of assignees) {
    const may = await forge.mayBe("assignee", login);
    if (!may.ok) return may;
    if (!may.value) impossible.assignees.push(login);
  }
  for (const login of reviewers) {
    const may = login.toLowerCase() === identity.value.login.toLowerCase() ? done(false) : await forge.mayBe("reviewer", login);
    if (!may.ok) return may;
    if (!may.value) impossible.reviewers.push(login);
  }
  return done(impossible);
}

const kinds = ["labels", "assignees", "reviewers", "teams"] as const;

function isNothing(decoration: Decoration): boolean {
  return kinds.every((kind) => decoration[kind].length === 0);
}

function without(decoration: Decoration, other: Decoration): Decoration {
  const rest = (kind: (typeof kinds)[number]): readonly string[] => {
    const there = new Set(other[kind].map((each) => each.toLowerCase()));
    return [...new Set(decoration[kind])].filter((each) => !there.has(each.toLowerCase()));
  };
  return { labels: rest("labels"), assignees: rest("assignees"), reviewers: rest("reviewers"), teams: rest("teams") };
}
