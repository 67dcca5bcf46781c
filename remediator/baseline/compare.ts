import { isDiscreet, type RuleEvidence } from "@portcullis/policypack/evaluation/finding";
import { grouped } from "@portcullis/policypack/grouped";
import * as intervals from "@portcullis/policypack/net/intervals";
import * as ip from "@portcullis/policypack/net/ip";
import type { Judgement, LocatedFinding } from "../judging/check";
import type { Baseline, Known, KnownProject } from "./baseline";
import { openingOf, projectOf, stackOf, subjectOf, trafficAt } from "./knowledge";
import { isWithin, parseAddresses, parseTraffic, type Opening } from "./sets";

/** What a baseline knows of what was judged. */
export interface Knowledge {
  /** The commit that it is read from, where it is no file's. */
  readonly since: string | undefined;
  /** Whether a finding, as far as it is about these rules, was known, and opened as much. */
  readonly knows: (judgement: Judgement, finding: LocatedFinding, rules: readonly RuleEvidence[]) => boolean;
  /** What was known and is not found any more in the stacks that were judged. */
  readonly gone: (judgements: readonly Judgement[]) => readonly Gone[];
}

/** What was known and is gone: all of it, or what of it was open on these ports. */
export interface Gone extends Known {
  readonly part?: readonly string[];
}

export function knowledgeOf({ projects }: Baseline, since?: string): Knowledge {
  const knownBy = new Map<string, readonly Known[]>();
  const entriesFor = (judgement: Judgement, policy: string, resource: string): readonly Known[] => {
    const { name, folder } = projectOf(judgement);
    const stack = stackOf(judgement);
    const key = JSON.stringify([name, folder, stack, policy, resource]);
    const entries =
      knownBy.get(key) ??
      knownIn(projectNamed(projects, name, folder), stack).filter((known) => known.policy === policy && known.resource === resource);
    knownBy.set(key, entries);
    return entries;
  };
  return {
    since,
    knows: (judgement, finding, rules) => {
      const entries = entriesFor(judgement, finding.policy, subjectOf(finding, judgement)).filter((known) => isAsBad(known, finding));
      return entries.length > 0 && rules.every((rule) => isOpen(rule, finding, entries));
    },
    gone: (judgements) => {
      const found = new Map(
        grouped(
          judgements.flatMap((judgement) =>
            judgement.findings.map((finding) => ({ finding, key: keyOf(finding.policy, subjectOf(finding, judgement)) })),
          ),
          ({ key }) => key,
        ),
      );
      const known = judgements.flatMap((judgement) => {
        const { name, folder } = projectOf(judgement);
        return knownIn(projectNamed(projects, name, folder), stackOf(judgement));
      });
      const gone = known.flatMap((entry): readonly Gone[] => {
        const still = found.get(keyOf(entry.policy, entry.resource));
        if (still === undefined) return [entry];
        // Mostly a rule is as it was; only what changed is compared with all of them.
        const same = new Set(still.flatMap(({ finding }) => finding.rules.map((rule) => JSON.stringify(openingOf(rule, finding.exposes)))));
        const changed = (entry.opens ?? []).filter((opening) => !same.has(JSON.stringify(opening)));
        const part = changed.filter((opening) => !still.some(({ finding }) => meetsAny(opening, finding)));
        return part.length === 0 ? [] : [{ ...entry, part: [...new Set(part.flatMap(({ ports }) => ports))] }];
      });
      return [...new Map(gone.map((each) => [keyOf(each.policy, each.resource), each])).values()];
    },
  };
}

function keyOf(policy: string, resource: string): string {
  return `${policy} ${resource}`;
}

/** The project of that name and folder; where there is but one of the name, its folder may have moved. */
function projectNamed(projects: readonly KnownProject[], name: string, folder: string): KnownProject | undefined {
  const named = projects.filter(({ project }) => project === name);
  return named.find((project) => project.folder === folder) ?? (named.length === 1 ? named[0] : undefined);
}

/** What is known of a stack; of one that the baseline has not seen, what it knows of any. */
function knownIn(project: KnownProject | undefined, stack: string): readonly Known[] {
  if (project === undefined) return [];
  return project.stacks.includes(stack) ? project.known.filter(({ stacks }) => stacks.includes(stack)) : project.known;
}

/** Whether what was known was as bad as what is found. */
function isAsBad(known: Known, { level, verdict }: LocatedFinding): boolean {
  return (known.level === "mandatory" || level === "advisory") && (known.verdict === "violates" || verdict === "unknown");
}

/** Whether what a rule opens, as far as the finding is about it, was open. */
function isOpen(rule: RuleEvidence, { exposes }: LocatedFinding, entries: readonly Known[]): boolean {
  if (isDiscreet(rule)) return false;
  const opens = entries.flatMap((entry) => entry.opens ?? []).filter(({ direction }) => direction === rule.direction);
  const traffic = trafficAt(rule, exposes);
  if (ip.isEmpty(rule.named.addresses)) {
    const named = opens.filter(({ names }) => names?.includes(rule.source) === true);
    return isWithin(
      { traffic, addresses: ip.everyAddress },
      openings(named, () => ip.everyAddress),
    );
  }
  return isWithin(
    { traffic, addresses: rule.named.addresses },
    openings(opens, ({ blocks = [] }) => parseAddresses(blocks)),
  );
}

/** Whether something of what was open is open by a rule of a finding, or by one of which something is secret. */
function meetsAny(opening: KnownOpening, { rules, exposes }: LocatedFinding): boolean {
  const traffic = parseTraffic(opening.ports);
  const addresses = parseAddresses(opening.blocks ?? []);
  if (traffic === undefined || addresses === undefined) return true;
  return rules.some((rule) => {
    if (rule.direction !== opening.direction) return false;
    if (isDiscreet(rule)) return true;
    const isSame = ip.isEmpty(rule.named.addresses) ? opening.names?.includes(rule.source) === true : ip.meets(rule.named.addresses, addresses);
    return isSame && intervals.meets(trafficAt(rule, exposes), traffic);
  });
}

type KnownOpening = NonNullable<Known["opens"]>[number];

/** What cannot be read opens nothing. */
function openings(opens: readonly KnownOpening[], addressesOf: (opening: KnownOpening) => Opening["addresses"] | undefined): readonly Opening[] {
  return opens.flatMap((opening) => {
    const traffic = parseTraffic(opening.ports);
    const addresses = addressesOf(opening);
    return traffic === undefined || addresses === undefined ? [] : [{ traffic, addresses }];
  });
}
