import type { AddressSet } from "../net/ip";
import type { Traffic } from "../net/ports";
import type { Path, PlannedValue } from "../plan";
import type { Resource } from "../resource";
import type { Approx, Fact, Hole } from "./approx";

/** What a property that should name another resource names. */
export type Ref =
  | { readonly kind: "resource"; readonly urn: string }
  /** An identifier that no resource of the stack has; what it stands for is a hole. */
  | { readonly kind: "external"; readonly id: string; readonly hole: Hole }
  /** Not known yet: one of the candidates where there are any, else anything. */
  | { readonly kind: "unclear"; readonly candidates: readonly string[]; readonly hole: Hole };

/** A noun that comes from one resource of the stack. */
export interface Noun {
  readonly urn: string;
  readonly resource: Resource;
}

export interface Group extends Noun {
  readonly vpc: Ref | undefined;
  readonly tags: Fact<Readonly<Record<string, Fact<string>>>>;
  readonly description: Fact<string | undefined>;
  /** The default group of a VPC, taken over by the stack. */
  readonly isDefault: boolean;
  /** The rule that AWS adds to a group that has no rule for outbound traffic, where the resource type leaves it in place. */
  readonly egressByDefault: Rule | undefined;
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
  /** A hole because of which there may be no such rule: in the other direction, or not at all. */
  readonly hiddenBy: Hole | undefined;
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
  readonly severalPeers: boolean;
}

export type Peer =
  | { readonly kind: "addresses"; readonly text: string; readonly addresses: Approx<AddressSet> }
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

export interface PrefixList extends Noun {
  readonly name: Fact<string | undefined>;
  readonly maxEntries: Fact<number | undefined>;
}

export interface PrefixListEntry extends Noun {
  readonly list: Ref;
  readonly path: Path;
  readonly addresses: Approx<AddressSet>;
  readonly text: string;
}

export interface Vpc extends Noun {
  readonly blocks: readonly Fact<AddressSet>[];
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
}

/** A route that a table has. */
export interface Route extends Noun {
  readonly path: Path;
  /** The table; or the VPC whose main table it is. */
  readonly table: Ref;
  /** The internet gateway, or another gateway of the VPC; undefined where the route leads elsewhere. */
  readonly gateway: Ref | undefined;
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

export interface Peering extends Noun {
  readonly requester: Ref | undefined;
  readonly accepter: Ref | undefined;
}

export type WorkloadKind =
  | "instance"
  | "scaling-group"
  | "container-service"
  | "function"
  | "node-group"
  | "database-proxy"
  | "data-store"
  | "file-system"
  | "load-balancer"
  | "endpoint"
  | "api-link"
  | "other";

/** Whatever has network interfaces, with the groups on them. */
export interface Workload extends Noun {
  readonly kind: WorkloadKind;
  /** What users call it: "RDS instance", "Lambda function". */
  readonly noun: string;
  readonly groups: readonly Ref[];
  /** Where the list of groups itself is not known. */
  readonly groupsHole: Hole | undefined;
  readonly subnets: readonly Ref[];
  /** The ports on which a data store listens, where they are known. */
  readonly ports: Approx<Traffic> | undefined;
  /** Set-ups whose groups and subnets are its own as well: launch templates, and the cluster that it is a member of. */
  readonly templates: readonly Ref[];
  /** The subnets of a data store, under the name that its service gives them. */
  readonly subnetGroup: Ref | undefined;
  /** Whether AWS puts the VPC's default group on it where it names none. */
  readonly takesDefaultGroup: Fact<boolean>;
}

/** A network interface from elsewhere that is one of a workload's own. */
export interface InterfaceLink extends Noun {
  readonly interface: Ref;
  readonly to: Ref;
}

/** A group that is put on an interface of something by a resource of its own. */
export interface Attachment extends Noun {
  readonly group: Ref;
  readonly to: Ref | undefined;
}

export interface LoadBalancer extends Noun {
  readonly kind: Fact<"application" | "network" | "gateway" | "classic">;
  readonly internal: Fact<boolean>;
  readonly hasGroups: Fact<boolean>;
}

export interface Listener extends Noun {
  readonly balancer: Ref;
  readonly port: Fact<number | undefined>;
  readonly protocol: Fact<string | undefined>;
  readonly targetGroups: readonly Ref[];
}

/** A further rule of a listener: the same port, other target groups. */
export interface ListenerRule extends Noun {
  readonly listener: Ref;
  readonly targetGroups: readonly Ref[];
}

export interface TargetGroup extends Noun {
  readonly port: Fact<number | undefined>;
  readonly protocol: Fact<string | undefined>;
  readonly targetType: Fact<string>;
  readonly preservesClientAddress: Fact<boolean>;
}

/** That a target group sends traffic to a workload. */
export interface Target extends Noun {
  readonly targetGroup: Ref;
  readonly workload: Ref;
  /** The port, where it is not the target group's. */
  readonly port: Fact<number | undefined>;
}

/** A program that connects to hosts while it is deployed: the source of its rules is the deployer. */
export interface DeployConnection extends Noun {
  readonly to: readonly string[];
}

/** Whether a data store has an address on the internet, and the property that says so. */
export interface DatabaseAccess extends Noun {
  readonly noun: string;
  readonly path: Path;
  readonly isPublic: Fact<boolean>;
  /** Where the program leaves it to the provider: the major version before which the provider made the store public. */
  readonly publicBefore: number | undefined;
  /** What the property is where the store is private. */
  readonly whenPrivate: PlannedValue;
}

/** A search domain: outside of a VPC it is on the internet, and its access policy is all that guards it. */
export interface SearchDomain extends Noun {
  readonly isInVpc: Fact<boolean>;
}

/** A statement that lets everybody in, and from which addresses. */
export interface OpenPolicy {
  readonly from: Fact<AddressSet>;
}

export interface SearchPolicy extends Noun {
  readonly path: Path;
  readonly domain: Ref;
  readonly open: readonly OpenPolicy[];
}

/** A provider that the program sets up by itself. */
export interface ProviderSetup extends Noun {
  readonly version: Fact<string | undefined>;
}

/** The subnets in which a service puts the interfaces of data stores. */
export interface SubnetGroup extends Noun {
  readonly path: Path;
  readonly subnets: readonly Ref[];
}

/** Every kind of noun that decoders produce. */
export interface Nouns {
  readonly group: Group;
  readonly declaration: Declaration;
  readonly rule: Rule;
  readonly inlineDirection: InlineDirection;
  readonly prefixList: PrefixList;
  readonly prefixListEntry: PrefixListEntry;
  readonly vpc: Vpc;
  readonly vpcBlock: VpcBlock;
  readonly subnet: Subnet;
  readonly route: Route;
  readonly routeTableAssociation: RouteTableAssociation;
  readonly mainRouteTable: MainRouteTable;
  readonly peering: Peering;
  readonly workload: Workload;
  readonly attachment: Attachment;
  readonly interfaceLink: InterfaceLink;
  readonly loadBalancer: LoadBalancer;
  readonly listener: Listener;
  readonly listenerRule: ListenerRule;
  readonly targetGroup: TargetGroup;
  readonly target: Target;
  readonly deployConnection: DeployConnection;
  readonly databaseAccess: DatabaseAccess;
  readonly searchDomain: SearchDomain;
  readonly searchPolicy: SearchPolicy;
  readonly provider: ProviderSetup;
  readonly subnetGroup: SubnetGroup;
}

/** A resource, or a part of one, that could not be judged, and why. */
export interface Gap {
  readonly urn: string;
  readonly reason: string;
}

/** A whole stack as the policies see it. */
export interface Network {
  all<K extends keyof Nouns>(kind: K): readonly Nouns[K][];
  readonly resources: ReadonlyMap<string, Resource>;
  readonly gaps: readonly Gap[];
  /** False where nothing is hidden: then both worlds are the same. */
  readonly hasHoles: boolean;
}
