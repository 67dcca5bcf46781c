import type { Fact } from "../approx";
import type { Noun, Ref } from "./noun";

export interface LoadBalancer extends Noun {
  readonly kind: Fact<"application" | "network" | "gateway" | "classic">;
  readonly internal: Fact<boolean>;
  readonly hasGroups: Fact<boolean>;
  readonly hasIpv6: Fact<boolean>;
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

/** That VPC Lattice sends traffic to a workload, from the addresses of its own prefix list. */
export interface LatticeTarget extends Noun {
  readonly workload: Ref;
  readonly port: Fact<number | undefined>;
}
