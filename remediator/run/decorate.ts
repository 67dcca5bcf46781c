import type { CodeOwners } from "../configuration/code-owners";
import type { Settings } from "../configuration/settings";
import { done, type Decoration, type Forge, type Outcome } from "../forge/forge";

/**
 * Gives a pull request its labels and people, each once: what somebody took away, or has done since, is not asked for again. The owners of edited files
 * are asked by GitHub itself; the configured reviewers are for files that have none.
 */
export async function decorate(
  forge: Forge,
  number: number,
  settings: Pick<Settings, "labels" | "assignees" | "reviewers">,
  files: readonly string[],
  owners: CodeOwners,
): Promise<Outcome<boolean>> {
  const asked = files.some((file) => owners(file).length === 0) ? settings.reviewers : [];
  const wanted: Decoration = {
    labels: settings.labels,
    assignees: settings.assignees,
    reviewers: asked.filter((name) => !name.includes("/")),
    teams: asked.flatMap((name) => name.split("/")[1] ?? []),
  };
  if (isNothing(wanted)) return done(false);
  const now = await forge.decoration(number);
  if (!now.ok) return now;
  const missing = without(wanted, now.value);
  if (isNothing(missing)) return done(false);
  const before = await forge.decorationBefore(number);
  if (!before.ok) return before;
  const added = without(missing, before.value);
  if (isNothing(added)) return done(false);
  const decorated = await forge.decorate(number, added);
  return decorated.ok ? done(true) : decorated;
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
