import type { Path } from "../../plans/plan";
import type { Fact, Hole } from "../approx";
import type { Noun, Ref } from "./noun";

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

/** That somebody may do what something else may: a task what its role may, a role what a policy allows. */
export interface PermissionSource extends Noun {
  readonly of: Ref;
  readonly from: Ref;
}
