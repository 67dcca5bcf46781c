import type { LocatedGap, Source } from "../judging/source";
import { RuleReader, type Place } from "./rules";

/** One source of one rule. What is not known is null; `notRead` says why. */
export interface RuleRow {
  /** The resource that writes the rule: a group, or a rule of its own. */
  readonly urn: string;
  readonly resource: string;
  readonly type: string;
  /** The group that the rule is of: its name in the program, or the identifier of one from outside. */
  readonly group: string | null;
  readonly direction: "ingress" | "egress";
  /** "-1" is every protocol; others are tcp, udp, icmp, icmpv6 or a number. */
  readonly protocol: string | null;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly peer: RowPeer;
  readonly description: string | null;
  readonly stacks: readonly string[];
  /** Where it is written. */
  readonly location: Place | null;
}

/** Whom a rule admits, or lets out to. A group or a list is named as the program calls it, or by its identifier. */
export interface RowPeer {
  readonly kind: "address" | "group" | "prefix-list" | "self" | "unknown";
  readonly value: string | null;
}

/** What could not be read, and why. */
export interface NotRead {
  readonly location?: Place;
  readonly urn?: string;
  readonly reason: string;
}

/** A row with what a table needs besides: the group itself, whatever it is called, and why the rule is there although nobody wrote it. */
export interface ListedRule extends RuleRow {
  readonly of: string;
  readonly unwritten: string | undefined;
}

export interface Inventory {
  readonly rules: readonly ListedRule[];
  readonly notRead: readonly NotRead[];
}

/** Every rule of every group of these sources; what several stacks have alike is one row. */
export function inventoryOf(sources: readonly Source[]): Inventory {
  const rules = new Map<string, { readonly rule: ListedRule; readonly stacks: string[] }>();
  const notRead = new Map<string, NotRead>();
  for (const [index, source] of sources.entries()) {
    const reader = new RuleReader(source);
    const found = reader.rules();
    for (const [position, rule] of found.entries()) {
      // Two rules of one stack may be written alike: they are two rows.
      const key = sources.length === 1 ? String(position) : keyOf(source, rule, rules, index);
      const known = rules.get(key) ?? { rule, stacks: [] };
      rules.set(key, known);
      known.stacks.push(...reader.stacks);
    }
    for (const gap of [...source.gaps, ...reader.notRead]) {
      const entry = entryOf(gap);
      const key = JSON.stringify([source.folderName, withoutStack(gap.urn), gap.reason, entry.location]);
      if (!notRead.has(key)) notRead.set(key, entry);
    }
  }
  return { rules: [...rules.values()].map(({ rule, stacks }) => ({ ...rule, stacks })), notRead: [...notRead.values()] };
}

/** What is the same of a rule in every stack that has it. Of several that are alike in one stack, each is matched with one of the other stack. */
function keyOf(source: Source, rule: ListedRule, rules: ReadonlyMap<string, { readonly stacks: readonly string[] }>, index: number): string {
  const { urn, of, ...rest } = rule;
  const name = source.stack ?? String(index);
  const key = JSON.stringify([source.folderName, withoutStack(urn), withoutStack(of), rest]);
  for (let copy = 0; ; copy++) {
    const numbered = `${copy}${key}`;
    if (rules.get(numbered)?.stacks.includes(name) !== true) return numbered;
  }
}

function withoutStack(urn: string): string {
  return urn.replace(/^urn:pulumi:[^:]*::/, "");
}

function entryOf({ urn, reason, location }: LocatedGap): NotRead {
  return {
    ...(location === undefined ? {} : { location: { file: location.file, line: location.line, column: location.column } }),
    ...(urn === "" ? {} : { urn }),
    reason,
  };
}
