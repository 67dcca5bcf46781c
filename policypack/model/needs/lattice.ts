import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { tcp } from "../../net/ports";
import { isHole } from "../approx";
import { isTemplate } from "../attachments/attachments";
import { latticeTargetsOf } from "../reachability/vpc-lattice";
import type { World } from "../world";
import type { Need, Party } from "./need";

/** The way of VPC Lattice to what its services send to: https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html */
export function needsOfLattice(world: World): readonly Need[] {
  return world.all("workload").flatMap((of): readonly Need[] => {
    const targets = isTemplate(of) ? [] : latticeTargetsOf(world, of);
    if (targets.length === 0) return [];
    const ports = targets.map(({ port }) => (isHole(port) || port === undefined ? tcp([0, 65535]) : tcp(port)));
    return [{ of, direction: "ingress", traffic: intervals.unionAll(ports), party: lattice, who: "VPC Lattice" }];
  });
}

/** Its addresses are link-local, and the same everywhere. */
const lattice: Party = {
  kind: "workload",
  client: undefined,
  groups: [],
  addresses: ip.unionAll(["169.254.171.0/24", "fd00:ec2:80::/64"].map((text) => ip.parseCidr(text) ?? ip.noAddresses)),
  list: ".vpc-lattice",
};
