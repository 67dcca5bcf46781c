import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import type { Path } from "../../plans/plan";
import type { ForeignCall } from "../../resources/resource";
import type { Approx, Fact, Hole } from "../approx";
import type { Noun, Ref } from "./noun";

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
  /** Whether it is of a kind that may call others, and does not. */
  readonly callsNobody: boolean;
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
  /** Where it names no place itself, and AWS puts it into subnets of the default VPC unless a set-up of it does: what is not known of these. */
  readonly defaultPlace: Hole | undefined;
  /** Whether it takes connections over IPv6 where it has a choice, as it says itself; a hole where its subnets say it. */
  readonly takesIpv6: Fact<boolean>;
}

/** A network interface from elsewhere that is one of a workload's own. */
export interface InterfaceLink extends Noun {
  readonly interface: Ref;
  readonly to: Ref;
}

/** Something that takes groups, of which it is not known what it does with them. */
export interface UnrecognisedAttachment extends Noun {
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

/** What the program itself tells code that is not read. */
export interface CallInProgram extends Noun {
  readonly call: ForeignCall;
}

/** How a machine is set up: by its own properties, or by those of a template. */
export interface InstanceSetup extends Noun {
  /** Whether it gets an address on the internet; undefined where that is left to its subnet. */
  readonly publicAddress: Fact<boolean | undefined>;
  readonly publicAddressPath: Path;
  /** Whether it gets an IPv6 address; undefined where that is left to its subnet. */
  readonly ipv6Address: Fact<boolean | undefined>;
  /** The addresses in its VPC, as far as the program chooses them or the provider reports them. */
  readonly privateAddresses: Fact<AddressSet>;
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
