import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import type { Path } from "../../plans/plan";
import type { Approx, Fact } from "../approx";
import type { Direction } from "./groups";
import type { Noun, Ref } from "./noun";

export interface Vpc extends Noun {
  readonly blocks: readonly Fact<AddressSet>[];
  /** The group that AWS made with it, once that has an identifier. */
  readonly defaultGroup: Fact<string | undefined>;
}

/** A further address block of a VPC. */
export interface VpcBlock extends Noun {
  readonly vpc: Ref;
  readonly block: Fact<AddressSet>;
}

export interface Subnet extends Noun {
  readonly vpc: Ref | undefined;
  readonly blocks: readonly Fact<AddressSet>[];
  /** Whether instances get a public address where they do not say otherwise. */
  readonly givesPublicAddress: Fact<boolean>;
  /** Whether instances get an IPv6 address where they do not say otherwise. */
  readonly givesIpv6Address: Fact<boolean>;
  /** Whether nothing in it has an IPv4 address. */
  readonly isIpv6Only: Fact<boolean>;
}

/** A route that a table has. */
export interface Route extends Noun {
  readonly path: Path;
  /** The table; or the VPC whose main table it is. */
  readonly table: Ref;
  /** The internet gateway, or another gateway of the VPC; undefined where the route leads elsewhere. */
  readonly gateway: Ref | undefined;
  /** The addresses that go this way, where no narrower route takes them. */
  readonly destination: Fact<AddressSet>;
  readonly over: Fact<RouteTarget>;
  /** What it leads to, where a program can name it: a gateway, a peering, a transit gateway, a machine or its interface. */
  readonly to: Ref | undefined;
}

export type RouteTarget = "internet gateway" | "NAT gateway" | "peering" | "transit gateway" | "VPN gateway" | "appliance" | "endpoint" | "local";

/** That a table takes the routes that a VPN gateway learns. */
export interface RoutePropagation extends Noun {
  readonly table: Ref;
  readonly gateway: Ref;
}

/** A VPN from a gateway of a VPC, and whether its routes are all written. */
export interface VpnConnection extends Noun {
  readonly gateway: Ref;
  readonly isStatic: Fact<boolean>;
}

/** A network at the far end of a VPN. */
export interface VpnRoute extends Noun {
  readonly connection: Ref;
  readonly destination: Fact<AddressSet>;
}

export interface RouteTableAssociation extends Noun {
  readonly subnet: Ref;
  readonly table: Ref;
}

/** The table of the subnets of a VPC that have none of their own. */
export interface MainRouteTable extends Noun {
  readonly vpc: Ref;
  readonly table: Ref;
  /** False for the table that AWS makes with the VPC, which counts where none was chosen. */
  readonly isChosen: boolean;
}

/** The VPC of a route table. */
export interface RouteTable extends Noun {
  readonly vpc: Ref;
}

export interface NetworkAcl extends Noun {
  /** Of one that AWS made: undefined or from outside the stack where the program names it by its own identifier. */
  readonly vpc: Ref | undefined;
  /** The ACL that AWS makes with a VPC, taken over by the stack. */
  readonly isDefault: boolean;
}

/** One rule of a network ACL. They count in the order of their numbers: the first one that fits a packet decides. */
export interface NetworkAclRule extends Noun {
  readonly path: Path;
  /** The ACL; or the VPC whose default ACL it is. */
  readonly acl: Ref;
  readonly direction: Direction;
  readonly order: Fact<number>;
  readonly allows: Fact<boolean>;
  readonly traffic: Approx<Traffic>;
  readonly addresses: Approx<AddressSet>;
}

/** That a network ACL is on a subnet: of a VPC, the one that AWS made with it. */
export interface NetworkAclAssociation extends Noun {
  readonly acl: Ref;
  readonly subnet: Ref;
}

export interface NetworkFirewall extends Noun {
  readonly vpc: Ref;
}
