import type { Resource } from "../resources/resource";
import type { StackExports, FlowLog, ConfigRecorder, ConfigRecorderStatus, AccountService } from "./nouns/account";
import type { ApiIntegration, ApiLink, GatewayApi } from "./nouns/api-gateway";
import type { LatticeTarget, Listener, ListenerRule, LoadBalancer, Target, TargetGroup } from "./nouns/balancers";
import type { ClusterGroup, ClusterNodes } from "./nouns/clusters";
import type {
  Detour,
  TransitGateway,
  TransitGatewayAssociation,
  TransitGatewayAttachment,
  TransitGatewayPolicy,
  TransitGatewayPropagation,
  TransitGatewayRoute,
  OutwardRoute,
  Peering,
  PeeringPart,
  PrivateGateway,
  Regional,
  VpcAssociation,
} from "./nouns/connections";
import type { ContainerService, Hosting, TaskDefinition } from "./nouns/containers";
import type { DatabaseAccess, ProviderSetup, SearchDomain, SearchNetwork, SearchPolicy, SubnetGroup } from "./nouns/databases";
import type { Origin, VpcOrigin, AcceleratorEndpoint, PublicEntry, RestApi, WebAclAssociation } from "./nouns/edge-services";
import type {
  Group,
  Declaration,
  Rule,
  InlineDirection,
  ExclusiveRules,
  LiveRule,
  OpenedByDefault,
  PublicPorts,
  PrefixList,
  ManagedList,
  PrefixListEntry,
} from "./nouns/groups";
import type { Noun } from "./nouns/noun";
import type { AwsCalls, EndpointTable, PermissionSource, VpcEndpoint } from "./nouns/services";
import type {
  Vpc,
  VpcBlock,
  Subnet,
  Route,
  RouteTableAssociation,
  MainRouteTable,
  RouteTable,
  RoutePropagation,
  VpnConnection,
  VpnRoute,
  NetworkAcl,
  NetworkAclRule,
  NetworkAclAssociation,
  NetworkFirewall,
} from "./nouns/vpcs";
import type {
  Workload,
  InterfaceLink,
  UnrecognisedAttachment,
  Attachment,
  CallInProgram,
  DeployConnection,
  InstanceSetup,
  ElasticAddress,
  MetadataDefaults,
  ConnectEndpoint,
} from "./nouns/workloads";

export type * from "./nouns/account";
export type * from "./nouns/api-gateway";
export type * from "./nouns/balancers";
export type * from "./nouns/clusters";
export type * from "./nouns/connections";
export type * from "./nouns/containers";
export type * from "./nouns/databases";
export type * from "./nouns/edge-services";
export type * from "./nouns/groups";
export type * from "./nouns/noun";
export type * from "./nouns/services";
export type * from "./nouns/vpcs";
export type * from "./nouns/workloads";

/** Every kind of noun that decoders produce. */
export interface Nouns {
  readonly group: Group;
  readonly declaration: Declaration;
  readonly rule: Rule;
  readonly inlineDirection: InlineDirection;
  readonly exclusiveRules: ExclusiveRules;
  readonly liveRule: LiveRule;
  readonly openedByDefault: OpenedByDefault;
  readonly publicPorts: PublicPorts;
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
  readonly transitGateway: TransitGateway;
  readonly transitGatewayPolicy: TransitGatewayPolicy;
  readonly transitGatewayAttachment: TransitGatewayAttachment;
  readonly transitGatewayAssociation: TransitGatewayAssociation;
  readonly transitGatewayPropagation: TransitGatewayPropagation;
  readonly transitGatewayRoute: TransitGatewayRoute;
  readonly outwardRoute: OutwardRoute;
  readonly privateGateway: PrivateGateway;
  readonly detour: Detour;
  readonly routeTable: RouteTable;
  readonly routePropagation: RoutePropagation;
  readonly vpnConnection: VpnConnection;
  readonly vpnRoute: VpnRoute;
  readonly vpcAssociation: VpcAssociation;
  readonly workload: Workload;
  readonly attachment: Attachment;
  readonly unrecognisedAttachment: UnrecognisedAttachment;
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
  readonly instanceSetup: InstanceSetup;
  readonly elasticAddress: ElasticAddress;
  readonly metadataDefaults: MetadataDefaults;
  readonly connectEndpoint: ConnectEndpoint;
  readonly origin: Origin;
  readonly vpcOrigin: VpcOrigin;
  readonly acceleratorEndpoint: AcceleratorEndpoint;
  readonly deployConnection: DeployConnection;
  readonly foreignCall: CallInProgram;
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
