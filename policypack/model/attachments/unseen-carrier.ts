import type { Resource } from "../../resources/resource";
import { Hole } from "../approx";
import type { Ref, Workload } from "../network";

/** Whatever carries a group that nothing of the program is seen to carry, in the words of whoever asks. */
export function unseenCarrier(urn: string, resource: Resource, noun: string, groups: readonly Ref[] = []): Workload {
  return {
    urn,
    resource,
    kind: "other",
    noun,
    callsNobody: false,
    groups,
    groupsHole: undefined,
    subnets: [],
    ports: undefined,
    templates: [],
    subnetGroup: undefined,
    takesDefaultGroup: false,
    defaultPlace: undefined,
    takesIpv6: new Hole(urn, [], "may have an IPv6 address"),
  };
}
