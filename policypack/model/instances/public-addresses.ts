import { Hole } from "../approx";
import { defaultVpcOf } from "../placement/vpcs";
import type { Path } from "../../plans/plan";
import type { Ref, Workload } from "../network";
import { subnetsOf } from "../placement/placement";
import { givesPublicAddress } from "../placement/public-subnets";
import { perWorld, ReferenceIndex, type World } from "../world";
import { settingOf } from "./instances";

/** Why a workload has an address on the internet, and the property that says so. */
export interface PublicAddress {
  readonly by: "set-up" | "Elastic IP" | "subnet";
  readonly urn: string;
  readonly path: Path;
}

/** The address on the internet that a workload gets: by itself or its template, from an Elastic IP, or from its subnet. */
export function publicAddressOf(world: World, workload: Workload): PublicAddress | undefined {
  if (privateKinds.has(workload.kind)) return undefined;
  const chosen = settingOf(world, workload, "publicAddress");
  if (world.holds(chosen.value, (value) => value === true)) return { by: "set-up", urn: chosen.setup.urn, path: chosen.setup.publicAddressPath };
  const [elastic] = elasticAddresses(world).of(workload.urn);
  if (elastic !== undefined) return { by: "Elastic IP", urn: elastic, path: [] };
  if (!world.holds(chosen.value, (value) => value === undefined)) return undefined;
  const isGiven = subnetsOf(world, workload).some((subnet) => givesPublicAddress(world, subnet)) || isInDefaultSubnet(world, workload);
  // What starts machines or interfaces in ways that are not known may do it without.
  if (isGiven && workload.kind === "other" && !world.doubt(new Hole(workload.urn, [], "may have an address on the internet"))) return undefined;
  return isGiven ? { by: "subnet", urn: workload.urn, path: chosen.setup.urn === workload.urn ? chosen.setup.publicAddressPath : [] } : undefined;
}

/** What AWS gives no such address: a balancer faces the internet by its scheme, and a data store by a property of its own. */
const privateKinds: ReadonlySet<Workload["kind"]> = new Set([
  "function",
  "endpoint",
  "file-system",
  "api-link",
  "data-store",
  "database-proxy",
  "load-balancer",
]);

/** Default subnets give public addresses unless the stack says otherwise: https://docs.aws.amazon.com/vpc/latest/userguide/default-subnet.html */
function isInDefaultSubnet(world: World, workload: Workload): boolean {
  if (defaultVpcOf(world, workload) === undefined) return false;
  const refusing = world.all("subnet").find(({ resource, givesPublicAddress: gives }) => resource.type.endsWith(":DefaultSubnet") && gives !== true);
  return refusing === undefined || world.doubt(new Hole(refusing.urn, ["mapPublicIpOnLaunch"], "may be the subnet of it"));
}

const elasticAddresses = perWorld((world) => {
  const byInterface = new ReferenceIndex<Ref>(
    world,
    world.all("interfaceLink").map((link) => [link.interface, link.to] as const),
  );
  return new ReferenceIndex<string>(
    world,
    world.all("elasticAddress").flatMap(({ urn, to }) => {
      const owners = to.kind === "resource" ? byInterface.of(to.urn) : [];
      return [to, ...owners].map((ref) => [ref, urn] as const);
    }),
  );
});
