import type { AddressSet } from "../../net/ip";
import type { Fact, Hole } from "../approx";
import type { Noun, Ref } from "./noun";

export interface Peering extends Noun {
  readonly requester: Ref | undefined;
  readonly accepter: Ref | undefined;
  /** The region of the accepter; undefined where it is the requester's. */
  readonly peerRegion: Fact<string | undefined>;
  /** The hole where the requester's region should be, if the accepter names one. */
  readonly ownRegionHole: Hole | undefined;
}

/** What a resource says about a peering: the connection itself, the accepter's part of it, or its options. */
export interface PeeringPart extends Noun {
  readonly peering: Ref;
  /** Whether it accepts the peering, so that it becomes active. */
  readonly accepts: Fact<boolean>;
  /** Whether names resolve to private addresses of the side; undefined where it says nothing about that. */
  readonly resolves: Readonly<Record<PeeringSide, Fact<boolean | undefined>>>;
  /** Whether its resource type has those options at all. */
  readonly hasOptions: boolean;
}

export type PeeringSide = "requester" | "accepter";

/** A resource that can be of another region than its neighbours: a VPC, or the provider of one. */
export interface Regional extends Noun {
  readonly region: Fact<string | undefined>;
  /** The hole where the region should be, if a provider of the program's own is used. */
  readonly hole: Hole | undefined;
}

/** A transit gateway or a core network: what many VPCs are attached to. */
export interface TransitGateway extends Noun {
  readonly noun: "transit gateway" | "core network";
  /** Whether groups can be referred to across it. */
  readonly carriesReferences: Fact<boolean>;
  /** Whether attachments get its default route table, and are listed in it, unless they say otherwise. */
  readonly associates: Fact<boolean>;
  readonly propagates: Fact<boolean>;
}

/** A policy of a core network, which says what it does. */
export interface TransitGatewayPolicy extends Noun {
  readonly transitGateway: Ref;
  readonly carriesReferences: Fact<boolean>;
}

export interface TransitGatewayAttachment extends Noun {
  readonly transitGateway: Ref;
  readonly vpc: Ref;
  readonly carriesReferences: Fact<boolean>;
  /** Whether it takes part in the default route table of its transit gateway. */
  readonly associates: Fact<boolean>;
  readonly propagates: Fact<boolean>;
}

/** That a route table of a transit gateway, or the default one of the transit gateway itself, decides about what comes from an attachment. */
export interface TransitGatewayAssociation extends Noun {
  readonly attachment: Ref;
  readonly table: Ref;
}

/** That a route table of a transit gateway has routes to all of what is behind an attachment. */
export interface TransitGatewayPropagation extends Noun {
  readonly attachment: Ref;
  readonly table: Ref;
}

/** A static route of a transit gateway; without an attachment, it drops what it takes. */
export interface TransitGatewayRoute extends Noun {
  readonly table: Ref;
  readonly destination: Fact<AddressSet>;
  readonly attachment: Ref | undefined;
}

/** A gateway to networks outside of AWS on a VPC. */
export interface PrivateGateway extends Noun {
  readonly vpc: Ref;
}

/** A route of a VPC to networks that others manage. */
export interface OutwardRoute extends Noun {
  readonly table: Ref;
  readonly destination: Fact<AddressSet>;
  readonly over: "transit network" | "VPN or Direct Connect";
}

/** A route of a VPC to an appliance: what passes one loses the group that it came from. */
export interface Detour extends Noun {
  readonly table: Ref;
  readonly destination: Fact<AddressSet>;
}

/** A group that serves another VPC as well. */
export interface VpcAssociation extends Noun {
  readonly group: Ref;
  readonly vpc: Ref;
}
