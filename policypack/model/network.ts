import type { AddressSet } from "../net/ip";
import type { Traffic } from "../net/ports";
import type { Path } from "../plan";
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
  readonly prefixList: string;
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
export interface Hub extends Noun {
  readonly noun: "transit gateway" | "core network";
  /** Whether groups can be referred to across it. */
  readonly carriesReferences: Fact<boolean>;
}

/** A policy of a core network, which says what it does. */
export interface HubPolicy extends Noun {
  readonly hub: Ref;
  readonly carriesReferences: Fact<boolean>;
}

export interface HubAttachment extends Noun {
  readonly hub: Ref;
  readonly vpc: Ref;
  readonly carriesReferences: Fact<boolean>;
}

/** A gateway to networks outside of AWS on a VPC. */
export interface PrivateGateway extends Noun {
  readonly vpc: Ref;
}

/** A route of a VPC to an appliance: what passes one loses the group that it came from. */
export interface Detour extends Noun {
  readonly table: Ref;
  readonly destination: Fact<AddressSet>;
}

/** The VPC of a route table. */
export interface RouteTable extends Noun {
  readonly vpc: Ref;
}

/** A group that serves another VPC as well. */
export interface VpcAssociation extends Noun {
  readonly group: Ref;
  readonly vpc: Ref;
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
  /** Whether its groups filter what comes over PrivateLink too. */
  readonly enforcesGroupsOnPrivateLink: Fact<boolean>;
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
  /** Where targets are asked for their health, where it is not the port of the traffic. */
  readonly healthPort: Fact<number | undefined>;
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
  readonly whenPrivate: false | "DISABLED";
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

/** A link of a REST API to network load balancers; links of the other kind are workloads, because they have groups. */
export interface ApiLink extends Noun {
  readonly balancers: readonly Ref[];
}

/** That an API sends requests through a link, and to which listener or balancer. */
export interface ApiIntegration extends Noun {
  readonly link: Ref;
  readonly target: Ref;
}

/** How a machine is set up: by its own properties, or by those of a template. */
export interface HostSetup extends Noun {
  /** Whether it gets an address on the internet; undefined where that is left to its subnet. */
  readonly publicAddress: Fact<boolean | undefined>;
  readonly publicAddressPath: Path;
  readonly keyName: Fact<string | undefined>;
  /** Whether its metadata service takes requests with a token only (IMDSv2); undefined where it says nothing. */
  readonly requiresTokens: Fact<boolean | undefined>;
  readonly hasProfile: Fact<boolean>;
  /** Whether it passes on the traffic of others, as a NAT instance does. */
  readonly forwards: Fact<boolean>;
}

/** An Elastic IP address on a machine, or on one of its interfaces. */
export interface ElasticAddress extends Noun {
  readonly to: Ref;
}

/** What an account has by default for the metadata services of its machines. */
export interface MetadataDefaults extends Noun {
  readonly requiresTokens: Fact<boolean | undefined>;
}

export interface ConnectEndpoint extends Noun {
  readonly preservesClientAddress: Fact<boolean>;
}

/** Where a distribution gets what it serves: a host name, or what is named by a VPC origin. */
export interface Origin extends Noun {
  readonly host: Ref | undefined;
  readonly vpcOrigin: Ref | undefined;
  readonly ports: Approx<Traffic>;
}

export interface VpcOrigin extends Noun {
  readonly endpoint: Ref;
}

/** What Global Accelerator sends its clients to, with their own addresses. */
export interface AcceleratorEndpoint extends Noun {
  readonly endpoint: Ref;
}

/** What the stack gives away for others to use. */
export interface StackExports extends Noun {
  readonly texts: ReadonlySet<string>;
  readonly hidden: Hole | undefined;
}

export interface NetworkAcl extends Noun {
  readonly vpc: Ref | undefined;
  /** The ACL that AWS makes with a VPC, taken over by the stack. */
  readonly isDefault: boolean;
}

/** One rule of a network ACL. They count in the order of their numbers: the first one that fits a packet decides. */
export interface NetworkAclRule extends Noun {
  readonly path: Path;
  readonly acl: Ref;
  readonly direction: Direction;
  readonly order: Fact<number>;
  readonly allows: Fact<boolean>;
  readonly traffic: Approx<Traffic>;
  readonly addresses: Approx<AddressSet>;
}

/** That a network ACL of its own is on a subnet. */
export interface NetworkAclAssociation extends Noun {
  readonly acl: Ref;
  readonly subnet: Ref;
}

/** A flow log of a VPC or of a subnet. */
export interface FlowLog extends Noun {
  readonly of: Ref;
}

/** A recorder of AWS Config. */
export interface ConfigRecorder extends Noun {
  readonly coversGroups: Fact<boolean>;
  readonly startsItself: boolean;
}

export interface ConfigRecorderStatus extends Noun {
  readonly recorder: Ref;
  readonly isEnabled: Fact<boolean>;
}

/** A service that is set up once for an account. */
export interface AccountService extends Noun {
  readonly noun: string;
}

/** What people on the internet call, other than load balancers. */
export interface PublicEntry extends Noun {
  readonly noun: string;
  readonly facesInternet: Fact<boolean>;
  /** Whether a property of its own names a web ACL. */
  readonly hasWebAcl: Fact<boolean>;
  /** The API of which it is a stage. */
  readonly api: Ref | undefined;
}

export interface RestApi extends Noun {
  readonly facesInternet: Fact<boolean>;
}

export interface WebAclAssociation extends Noun {
  readonly of: Ref;
}

export interface NetworkFirewall extends Noun {
  readonly vpc: Ref;
}

/** An API of the second version of API Gateway. */
export interface GatewayApi extends Noun {
  readonly protocol: Fact<string | undefined>;
}

/** An endpoint of a VPC for a service. */
export interface VpcEndpoint extends Noun {
  readonly vpc: Ref;
  /** The service without its region: "s3", "ecr.api". */
  readonly service: Fact<string>;
  /** Whether it is a route in tables, rather than an interface in subnets. */
  readonly isGateway: Fact<boolean>;
  readonly tables: readonly Ref[];
}

export interface EndpointTable extends Noun {
  readonly endpoint: Ref;
  readonly table: Ref;
}

/** The services of AWS that a workload or a role calls. */
export interface AwsCalls extends Noun {
  readonly path: Path;
  readonly by: Ref;
  readonly services: readonly string[];
  /** Where there may be others. */
  readonly hole: Hole | undefined;
}

export interface RoleUse extends Noun {
  readonly workload: Ref;
  readonly role: Ref;
}

/** Every kind of noun that decoders produce. */
export interface Nouns {
  readonly group: Group;
  readonly declaration: Declaration;
  readonly rule: Rule;
  readonly inlineDirection: InlineDirection;
  readonly prefixList: PrefixList;
  readonly prefixListEntry: PrefixListEntry;
  readonly managedList: ManagedList;
  readonly vpc: Vpc;
  readonly vpcBlock: VpcBlock;
  readonly subnet: Subnet;
  readonly route: Route;
  readonly routeTableAssociation: RouteTableAssociation;
  readonly mainRouteTable: MainRouteTable;
  readonly peering: Peering;
  readonly peeringPart: PeeringPart;
  readonly regional: Regional;
  readonly hub: Hub;
  readonly hubPolicy: HubPolicy;
  readonly hubAttachment: HubAttachment;
  readonly privateGateway: PrivateGateway;
  readonly detour: Detour;
  readonly routeTable: RouteTable;
  readonly vpcAssociation: VpcAssociation;
  readonly workload: Workload;
  readonly attachment: Attachment;
  readonly interfaceLink: InterfaceLink;
  readonly loadBalancer: LoadBalancer;
  readonly listener: Listener;
  readonly listenerRule: ListenerRule;
  readonly targetGroup: TargetGroup;
  readonly target: Target;
  readonly hostSetup: HostSetup;
  readonly elasticAddress: ElasticAddress;
  readonly metadataDefaults: MetadataDefaults;
  readonly connectEndpoint: ConnectEndpoint;
  readonly origin: Origin;
  readonly vpcOrigin: VpcOrigin;
  readonly acceleratorEndpoint: AcceleratorEndpoint;
  readonly deployConnection: DeployConnection;
  readonly databaseAccess: DatabaseAccess;
  readonly searchDomain: SearchDomain;
  readonly searchPolicy: SearchPolicy;
  readonly provider: ProviderSetup;
  readonly subnetGroup: SubnetGroup;
  readonly apiLink: ApiLink;
  readonly apiIntegration: ApiIntegration;
  readonly stackExports: StackExports;
  readonly networkAcl: NetworkAcl;
  readonly networkAclRule: NetworkAclRule;
  readonly networkAclAssociation: NetworkAclAssociation;
  readonly flowLog: FlowLog;
  readonly configRecorder: ConfigRecorder;
  readonly configRecorderStatus: ConfigRecorderStatus;
  readonly configDeliveryChannel: Noun;
  readonly accountService: AccountService;
  readonly vpcEndpoint: VpcEndpoint;
  readonly endpointTable: EndpointTable;
  readonly awsCalls: AwsCalls;
  readonly roleUse: RoleUse;
  readonly publicEntry: PublicEntry;
  readonly restApi: RestApi;
  readonly webAclAssociation: WebAclAssociation;
  readonly networkFirewall: NetworkFirewall;
  readonly gatewayApi: GatewayApi;
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
