import type { Fact } from "../approx";
import type { Noun, Ref } from "./noun";

/** A link of a REST API to network load balancers; links of the other kind are workloads, because they have groups. */
export interface ApiLink extends Noun {
  readonly balancers: readonly Ref[];
}

/** That an API sends requests through a link, and to which listener or balancer; or over the internet, and to which host. */
export interface ApiIntegration extends Noun {
  readonly link: Ref | undefined;
  readonly target: Ref;
}

/** An API of the second version of API Gateway. */
export interface GatewayApi extends Noun {
  readonly protocol: Fact<string | undefined>;
}
