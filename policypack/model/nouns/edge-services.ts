import type { Traffic } from "../../net/ports";
import type { Approx, Fact } from "../approx";
import type { Noun, Ref } from "./noun";

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
  /** Where it sends them, and where it asks for health. */
  readonly ports: Approx<Traffic>;
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
