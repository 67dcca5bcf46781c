import type { ListedRule } from "../inventory/row";
import { inventoryOf } from "../inventory/inventory";
import type { ChangedGroup } from "../pull-request/request";
import type { Answered, Change } from "../repair/fix";
import type { Source } from "../sources/source";

/** What a project's repair changes, group by group: the rules on the ports whose rules are not the same before and after. */
export function changedGroups({ sources, after, answered = [] }: Change): readonly ChangedGroup[] {
  const [old, now] = [rulesByGroup(sources), rulesByGroup(after)];
  for (const each of answered) addAnswered(now, each);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): readonly ChangedGroup[] => {
    const [before, later] = [old.get(name) ?? none, now.get(name) ?? none];
    const isIn = (rules: Rules, what: string, peer: string): boolean => rules.get(what)?.has(peer) === true;
    const gone = linesOf(before, (what, peer) => !isIn(later, what, peer));
    const added = linesOf(later, (what, peer) => !isIn(before, what, peer));
    if (gone.length + added.length === 0) return [];
    // Of the ports that change, what is left can be seen.
    const changes = (what: string): boolean => !isSame(before.get(what), later.get(what));
    return [{ name, gone, added, stays: linesOf(later, (what, peer) => changes(what) && isIn(before, what, peer)) }];
  });
}

/** Who is let through to what: "tcp/22 from" to "192.0.2.0/24". */
type Rules = ReadonlyMap<string, ReadonlySet<string>>;

const none: Rules = new Map();

function linesOf(rules: Rules, isWanted: (what: string, peer: string) => boolean): readonly string[] {
  return [...rules].flatMap(([what, peers]) => {
    const wanted = [...peers].filter((peer) => isWanted(what, peer));
    return wanted.length === 0 ? [] : [`${what} ${wanted.join(", ")}`];
  });
}

function isSame(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  return a?.size === b?.size && [...(a ?? [])].every((each) => b?.has(each) === true);
}

/** Adds who gets through once new keys of the configuration name somebody: until then their rules have no source. */
function addAnswered(groups: Map<string, Map<string, Set<string>>>, { sources, keys }: Answered): void {
  for (const [group, rules] of rulesByGroup(sources))
    for (const [what, peers] of rules)
      for (const peer of peers) {
        const [key, own] = [keys.get(peer), groups.get(group) ?? new Map<string, Set<string>>()];
        const known = own.get(what) ?? new Set<string>();
        if (key === undefined || known.has(peer)) continue;
        groups.set(group, own.set(what, known.add(`whoever ${key} names`)));
      }
}

function rulesByGroup(sources: readonly Source[]): Map<string, Map<string, Set<string>>> {
  const groups = new Map<string, Map<string, Set<string>>>();
  for (const rule of inventoryOf(sources).rules) {
    if (rule.unwritten !== undefined || rule.group === null) continue;
    const rules = groups.get(rule.group) ?? new Map<string, Set<string>>();
    groups.set(rule.group, rules);
    const what = `${whatOf(rule)} ${rule.direction === "ingress" ? "from" : "to"}`;
    rules.set(what, (rules.get(what) ?? new Set<string>()).add(peerOf(rule)));
  }
  return groups;
}

/** What a rule lets through: "tcp/22". */
export function whatOf({ protocol, fromPort, toPort }: ListedRule): string {
  if (protocol === "-1") return "everything";
  // Of ICMP these are a type and a code, and -1 is each.
  if (protocol === "icmp" || protocol === "icmpv6")
    return fromPort === null || fromPort === -1
      ? `every ${protocol} type`
      : `${protocol} type ${fromPort}${toPort === null || toPort === -1 ? "" : ` code ${toPort}`}`;
  const ports = fromPort === null || toPort === null ? "" : fromPort === toPort ? `/${fromPort}` : `/${fromPort}-${toPort}`;
  return `${protocol ?? "an unknown protocol"}${ports}`;
}

export function peerOf({ peer }: ListedRule): string {
  return peer.kind === "self" ? "the group itself" : (peer.value ?? "somebody unknown");
}
