import type { AddressSet } from "../net/ip";
import type { Traffic } from "../net/ports";
import type { Path } from "../plan";
import type { Resource } from "../resource";
import type { Approx, Fact, Hole } from "./approx";
import type { ApiIntegration, ApiLink, GatewayApi } from "./nouns/api-gateway";
import type { LatticeTarget, Listener, ListenerRule, LoadBalancer, Target, TargetGroup } from "./nouns/balancers";
import type { ClusterGroup, ClusterNodes } from "./nouns/clusters";
import type {
  Detour,
  Hub,
  HubAssociation,
  HubAttachment,
  HubPolicy,
  HubPropagation,
  HubRoute,
  OutwardRoute,
  Peering,
  PeeringPart,
  PrivateGateway,
  Regional,
  VpcAssociation,
} from "./nouns/connections";
import type { ContainerService, Hosting, TaskDefinition } from "./nouns/containers";
import type { DatabaseAccess, ProviderSetup, SearchDomain, SearchNetwork, SearchPolicy, SubnetGroup } from "./nouns/databases";
import type { AwsCalls, EndpointTable, PermissionSource, VpcEndpoint } from "./nouns/services";

export type * from "./nouns/api-gateway";
export type * from "./nouns/balancers";
export type * from "./nouns/clusters";
export type * from "./nouns/connections";
export type * from "./nouns/containers";
export type * from "./nouns/databases";
export type * from "./nouns/services";

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

/** The VPC of a route table. */
export interface RouteTable extends Noun {
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

/** Something that takes groups, of which it is not known what it does with them. */
export interface GroupTaker extends Noun {
  readonly groups: readonly string[];
}

/** A group that is put on an interface of something by a resource of its own. */
export interface Attachment extends Noun {
  readonly group: Ref;
  readonly to: Ref | undefined;
}

/** A program that connects to hosts while it is deployed: the source of its rules is the deployer. */
export interface DeployConnection extends Noun {
  readonly to: readonly string[];
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
  readonly hubAssociation: HubAssociation;
  readonly hubPropagation: HubPropagation;
  readonly hubRoute: HubRoute;
  readonly outwardRoute: OutwardRoute;
  readonly privateGateway: PrivateGateway;
  readonly detour: Detour;
  readonly routeTable: RouteTable;
  readonly vpcAssociation: VpcAssociation;
  readonly workload: Workload;
  readonly attachment: Attachment;
  readonly taker: GroupTaker;
  readonly interfaceLink: InterfaceLink;
  readonly loadBalancer: LoadBalancer;
  readonly listener: Listener;
  readonly listenerRule: ListenerRule;
  readonly targetGroup: TargetGroup;
  readonly target: Target;
  readonly latticeTarget: LatticeTarget;
  readonly clusterGroup: ClusterGroup;
  readonly clusterNodes: ClusterNodes;
  readonly hosting: Hosting;
  readonly containerService: ContainerService;
  readonly taskDefinition: TaskDefinition;
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
  readonly searchNetwork: SearchNetwork;
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
  readonly permissionSource: PermissionSource;
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
