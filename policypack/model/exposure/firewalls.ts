import * as ip from "../../net/ip";
import { groupRefsOf, candidates } from "../attachments/attachments";
import { isInternetFacing } from "../balancers/balancers";
import { internetAddresses } from "./exposure";
import { addressesOf, rulesOf } from "../rules/groups";
import type { LoadBalancer, PublicEntry, Ref } from "../network";
import { subnetsOf, workloadByUrn } from "../placement/placement";
import { vpcsOfWorkload } from "../placement/vpcs";
import { isPublicSubnet } from "../placement/public-subnets";
import { keyOf, perWorld, ReferenceIndex, type World } from "../world";

/** Whether people on the internet can call it. */
export function facesInternet(world: World, entry: PublicEntry): boolean {
  if (!world.holds(entry.facesInternet, Boolean)) return false;
  if (entry.api === undefined) return true;
  const api = restApis(world).get(keyOf(entry.api) ?? "");
  if (api !== undefined) return world.holds(api.facesInternet, Boolean);
  return entry.api.kind !== "resource" && world.doubt(entry.api.hole);
}

/** Whether an application load balancer takes requests from the internet: by its scheme, and by what its groups admit. */
export function isPublicBalancer(world: World, balancer: LoadBalancer): boolean {
  if (!world.holds(balancer.kind, (kind) => kind === "application") || !isInternetFacing(world, balancer)) return false;
  const workload = workloadByUrn(world).get(balancer.urn);
  if (workload === undefined) return false;
  return groupRefsOf(world, workload).some(
    (ref) =>
      // A group from outside the stack, or one that is not known, may admit anybody.
      ((ref.kind === "external" || (ref.kind === "unclear" && ref.candidates.length === 0)) && world.doubt(ref.hole)) ||
      candidates(world, ref).some((key) =>
        rulesOf(world, key, "ingress").some((rule) => !ip.isEmpty(internetAddresses(world, addressesOf(world, rule.peer)))),
      ),
  );
}

/** Whether a web ACL is put on it. As an excuse: ask the opposite world. */
export function hasWebAcl(world: World, urn: string): boolean {
  return associations(world).of(urn).length > 0;
}

/**
 * Whether a network firewall of the VPC is on the way to a balancer: none of its subnets leads to the internet gateway by itself.
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html
 */
export function isBehindFirewall(world: World, excusing: World, balancer: LoadBalancer): boolean {
  const workload = workloadByUrn(excusing).get(balancer.urn);
  if (workload === undefined) return false;
  const subnets = subnetsOf(excusing, workload);
  if (subnets.length === 0 || subnets.some((subnet) => isPublicSubnet(world, subnet))) return false;
  return vpcsOfWorkload(excusing, workload).some((vpc) => hasFirewall(excusing, vpc));
}

function hasFirewall(world: World, vpc: Ref): boolean {
  const key = keyOf(vpc);
  if (key !== undefined) return firewalls(world).of(key).length > 0;
  return vpc.kind === "unclear" && world.all("networkFirewall").length > 0 && world.doubt(vpc.hole);
}

const restApis = perWorld((world) => new Map(world.all("restApi").map((api) => [api.urn, api])));
const associations = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("webAclAssociation").map((association) => [association.of, association] as const),
    ),
);
const firewalls = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("networkFirewall").map((firewall) => [firewall.vpc, firewall] as const),
    ),
);
