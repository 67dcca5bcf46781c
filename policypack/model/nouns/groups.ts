import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import type { Path } from "../../plans/plan";
import type { Approx, Fact, Hole } from "../approx";
import type { Noun, Ref } from "./noun";

export interface Group extends Noun {
  readonly vpc: Ref | undefined;
  readonly tags: Fact<Readonly<Record<string, Fact<string>>>>;
  readonly description: Fact<string | undefined>;
  /** The default group of a VPC, taken over by the stack. */
  readonly isDefault: boolean;
  /** The rule that AWS adds to a group that has no rule for outbound traffic, where the resource type leaves it in place. */
  readonly egressByDefault: DefaultEgress | undefined;
}

export interface DefaultEgress {
  readonly rule: Rule;
  /** A hole because of which it may be there or not, where there are standalone rules. */
  readonly beside: Hole;
}

export type Direction = "ingress" | "egress";

/** One rule as it is written: inline in a group, or a resource of its own. It may name several peers, or none. */
export interface Declaration {
  readonly urn: string;
  readonly path: Path;
  readonly style: "inline" | "standalone";
  readonly group: Ref;
  readonly direction: Direction;
  readonly description: Fact<string | undefined>;
  readonly traffic: Approx<Traffic>;
  /** The names of the properties that hold its ports, as its resource type spells them. */
  readonly spelling: Spelling;
  /** Why it is there although the program writes no such rule; undefined for rules that it writes. */
  readonly unwritten: Unwritten | undefined;
  /** A hole because of which there may be no such rule: in the other direction, or not at all. */
  readonly hiddenBy: Hole | undefined;
}

/** Rules that are there and not written: of a service's making, or made by hand. */
export interface Unwritten {
  /** Why no repair changes them: "the rule is of Lightsail's making". */
  readonly reason: string;
  /** Why they are there, and what to do about them. */
  readonly advice: string;
  /** Whether the service is made for clients from the internet. */
  readonly isForThePublic: boolean;
}

/** A rule that a service makes until something says otherwise. */
export interface OpenedByDefault extends Noun {
  readonly rule: Rule;
}

/** A rule that a group was seen to have, whether or not the program says so. */
export interface LiveRule extends Noun {
  readonly rule: Rule;
}

/** What says which ports of something are open, in place of those that are open by default. */
export interface PublicPorts extends Noun {
  readonly of: Ref;
}

/** How a resource type writes a rule; what a fix has to know to write one. */
export interface Spelling {
  readonly protocol: string;
  readonly fromPort: string;
  readonly toPort: string;
  /** Array properties take several peers; a scalar one takes one peer and excludes the others. */
  readonly cidr4: string;
  readonly cidr6: string;
  readonly group: string;
  readonly prefixList: string;
  readonly severalPeers: boolean;
}

export type Peer =
  /** `machine`: the machine of the stack whose private address it is, where nobody knows yet which one that is. */
  | { readonly kind: "addresses"; readonly text: string; readonly addresses: Approx<AddressSet>; readonly machine?: string }
  | { readonly kind: "group"; readonly group: Ref }
  | { readonly kind: "self" }
  | { readonly kind: "prefix-list"; readonly list: Ref }
  /** Any peer of any kind: the property that names it is not known. */
  | { readonly kind: "hidden"; readonly hole: Hole };

/** One peer that a rule admits (or, for egress, may be reached): the unit of all set arithmetic. */
export interface Rule {
  readonly declaration: Declaration;
  readonly peer: Peer;
  /** The property that names the peer. */
  readonly path: Path;
}

/** That one direction of a group's rules is written inline, even if as an empty list. */
export interface InlineDirection extends Noun {
  readonly direction: Direction;
  readonly empty: boolean;
  /** A hole because of which it may not be written at all. */
  readonly hiddenBy: Hole | undefined;
}

/** What has the rules of a group in one direction to itself: it revokes those that it does not list, and every inline one. */
export interface ExclusiveRules extends Noun {
  readonly group: Ref;
  readonly direction: Direction;
  readonly path: Path;
  readonly listed: readonly Ref[];
  /** Where the list is not known. */
  readonly hole: Hole | undefined;
}

export interface PrefixList extends Noun {
  readonly name: Fact<string | undefined>;
  readonly maxEntries: Fact<number | undefined>;
}

/** What stands for a list that AWS keeps: a gateway endpoint, by the name of its service. */
export interface ManagedList extends Noun {
  readonly name: Fact<string | undefined>;
}

export interface PrefixListEntry extends Noun {
  readonly list: Ref;
  readonly path: Path;
  readonly addresses: Approx<AddressSet>;
  readonly text: string;
}
