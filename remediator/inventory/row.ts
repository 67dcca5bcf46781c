import type { SourcePosition } from "@portcullis/policypack/resources/resource";

/** A place in the source, without its end. */
export type Place = SourcePosition;

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
