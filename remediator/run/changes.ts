import type { ListedRule } from "../inventory/row";
import { inventoryOf } from "../inventory/inventory";
import type { ChangedGroup } from "../pull-request/request";
import type { ProgramRepair } from "../repair/each";

/** What a project's repair changes, group by group: the rules that are not the same before and after. */
export function changedGroups({ sources, after }: Pick<ProgramRepair, "sources" | "after">): readonly ChangedGroup[] {
  const [old, now] = [rulesByGroup(sources), rulesByGroup(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): readonly ChangedGroup[] => {
    const [before, later] = [old.get(name) ?? new Set<string>(), now.get(name) ?? new Set<string>()];
    const gone = [...before].filter((rule) => !later.has(rule));
    const added = [...later].filter((rule) => !before.has(rule));
    if (gone.length + added.length === 0) return [];
    // Of the ports that change, all sources are shown, so that what is left can be seen.
    const ports = new Set([...gone, ...added].map(portsOf));
    const shown = (rules: ReadonlySet<string>): readonly string[] => [...rules].filter((rule) => ports.has(portsOf(rule)));
    return [{ name, before: shown(before), after: shown(later) }];
  });
}

function rulesByGroup(sources: ProgramRepair["sources"]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const rule of inventoryOf(sources).rules) {
    if (rule.unwritten !== undefined || rule.group === null) continue;
    groups.set(rule.group, (groups.get(rule.group) ?? new Set<string>()).add(textOf(rule)));
  }
  return groups;
}

function textOf(rule: ListedRule): string {
  return `${whatOf(rule)} ${rule.direction === "ingress" ? "from" : "to"} ${peerOf(rule)}`;
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

function portsOf(rule: string): string {
  return rule.replace(/^(.*? (?:from|to)) .*$/, "$1");
}
