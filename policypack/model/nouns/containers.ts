import type { Fact } from "../approx";
import type { Noun, Ref } from "./noun";

/** That what one thing runs is on the machines of another: a service's tasks on those of its cluster, and these are of a scaling group. */
export interface Hosting extends Noun {
  readonly of: Ref;
  readonly by: Ref;
}

export interface ContainerService extends Noun {
  /** Whether its tasks have interfaces of their own; else they share those of their machine. */
  readonly hasInterfaces: Fact<boolean>;
  readonly taskDefinition: Ref | undefined;
}

export interface TaskDefinition extends Noun {
  /** Whether a container's port is the machine's as well. */
  readonly sharesNetwork: Fact<boolean>;
  readonly mappings: Fact<readonly PortMapping[]>;
}

/** Where a machine takes what is for a port of a container. */
export interface PortMapping {
  readonly containerPort: Fact<number | undefined>;
  /** Undefined where every task gets another one. */
  readonly hostPort: Fact<number | undefined>;
  readonly isDatagram: Fact<boolean>;
}
