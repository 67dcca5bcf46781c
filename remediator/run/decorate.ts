import type { CodeOwners } from "../configuration/code-owners";
import type { Settings } from "../configuration/settings";
import { done, nobody, type Decoration, type Forge, type Outcome } from "../forge/forge";
import { isSaid, noticeText } from "../pull-request/notices";

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
  const teams = await teamsHere(forge, asked);
  if (!teams.ok) return teams;
  const { own, others } = teams.value;
  const given = await give(forge, number, {
    labels: settings.labels,
    assignees: settings.assignees,
    reviewers: asked.filter((name) => !name.includes("/")),
    teams: own,
  });
  return given.ok
    ? done([...others.map((team) => `The team ${team} cannot be asked for a review: it is of another organisation.`), ...given.value])
    : given;
}

/** Teams by their names in the organisation that the repository belongs to, where another one's may have the same. */
async function teamsHere(
  forge: Forge,
  asked: readonly string[],
): Promise<Outcome<{ readonly own: readonly string[]; readonly others: readonly string[] }>> {
  const teams = asked.filter((name) => name.includes("/"));
  const facts = teams.length === 0 ? done({ owner: "" }) : await forge.facts();
  if (!facts.ok) return facts;
  const prefix = `${facts.value.owner}/`.toLowerCase();
  const isOwn = (team: string): boolean => team.toLowerCase().startsWith(prefix);
  return done({ own: teams.filter(isOwn).map((team) => team.slice(prefix.length)), others: teams.filter((team) => !isOwn(team)) });
}

async function give(forge: Forge, number: number, wanted: Decoration): Promise<Outcome<readonly string[]>> {
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
  const possible = { ...without(added, impossible.value), teams: [] };
  const decorated = isNothing(possible) ? done(undefined) : await forge.decorate(number, possible);
  if (!decorated.ok) return decorated;
  const refused = await askTeams(forge, number, added.teams);
  if (!refused.ok) return refused;
  return done([
    ...impossible.value.assignees.map((login) => `${login} cannot be assigned in this repository.`),
    ...impossible.value.reviewers.map((login) => `${login} cannot be asked for a review: only collaborators can, and not for what they opened.`),
    ...refused.value.map(
      (team) => `The team ${team} cannot be asked for a review: it has no access to this repository, or the token does not see it.`,
    ),
  ]);
}

/**
 * Asks each team by itself, as GitHub asks none where it cannot ask one of them. Whether it can is not known before; that it cannot is remembered in a
 * comment, which the next run reads. Answers which ones it cannot ask.
 */
async function askTeams(forge: Forge, number: number, teams: readonly string[]): Promise<Outcome<readonly string[]>> {
  if (teams.length === 0) return done([]);
  const identity = await forge.identity();
  if (!identity.ok) return identity;
  const refused: string[] = [];
  for (const team of teams) {
    const notice = { cannotAsk: team.toLowerCase() };
    const said = await isSaid(forge, identity.value.login, number, notice);
    if (!said.ok) return said;
    if (said.value) {
      refused.push(team);
      continue;
    }
    const asked = await forge.decorate(number, { ...nobody, teams: [team] });
    if (asked.ok) continue;
    if (asked.refusal.kind !== "no-access") return asked;
    const remembered = await forge.comment(number, noticeText(notice));
    if (!remembered.ok) return remembered;
    refused.push(team);
  }
  return done(refused);
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
