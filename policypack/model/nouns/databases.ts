import type { AddressSet } from "../../net/ip";
import type { Path } from "../../plans/plan";
import type { Fact } from "../approx";
import type { Noun, Ref } from "./noun";

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

/** Whether a policy lets what is not in a VPC reach serverless collections, which ask for a signature all the same. */
export interface SearchNetwork extends Noun {
  readonly path: Path;
  readonly isOpen: Fact<boolean>;
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
