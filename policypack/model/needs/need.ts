import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import type { Direction, Workload } from "../network";

/** Who is at the other end. */
export type Party =
  /** Something of the stack: by one of its groups, or by the addresses that it can have, where these are known. */
  | {
      readonly kind: "workload";
      readonly groups: readonly string[];
      readonly addresses: AddressSet | undefined;
      /** Undefined where it is not of the stack. */
      readonly client: Workload | undefined;
      /** How the name of the prefix list ends that AWS keeps of its addresses, where it does. */
      readonly list?: string;
    }
  /** Whoever is on the internet. */
  | { readonly kind: "public" }
  /** CloudFront, which comes from all over the internet, and has a prefix list. */
  | { readonly kind: "CloudFront" }
  /** People and programs outside of whom only configuration can know the addresses: administrators, and whoever deploys. */
  | { readonly kind: "operator" }
  /**
   * Somebody in the network that the program does not show, or shows in part: by the blocks of the VPC, where these are known. `isOpen`: the VPC has routes
   * into other networks that name none.
   */
  | {
      readonly kind: "network";
      readonly vpc: string | undefined;
      readonly addresses: AddressSet | undefined;
      readonly isSeen: boolean;
      readonly isOpen?: boolean;
    }
  /** Anybody at all, or anybody on the internet. */
  | { readonly kind: "anybody"; readonly isOutside: boolean };

/** That the rules of a workload's groups have to let somebody through. */
export interface Need {
  /** What carries the groups. */
  readonly of: Workload;
  /** A group that something carries which the program does not show: its rules, and not those of `of`, have to let somebody through. */
  readonly unseenOn?: string;
  readonly direction: Direction;
  readonly traffic: Traffic;
  readonly party: Party;
  /** Names the party: "the load balancer front", "set-up, while the program is deployed,". */
  readonly who: string;
  /** What is so on some ports, where that is not who reaches what: "front listens on tcp/8080 for the internet". */
  readonly says?: (ports: string) => string;
  /** The rules that show that somebody uses it: those for a few ports where one for everything shows nothing, or the other way round. All unless said. */
  readonly shownBy?: "narrow rules" | "wide rules";
}
