import { parseUrn } from "../../resources/resource";
import { Hole } from "../approx";
import type { Ref, Subnet } from "../network";
import { subnetByUrn } from "./placement";
import { chosenMainTables, defaultMainTables, tablesOnSubnet } from "./route-tables";
import { keyOf, perWorld, ReferenceIndex, type World } from "../world";

/**
 * Whether the route table of a subnet leads to an internet gateway: the table that is put on it, else the main table of its VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
 */
export function isPublicSubnet(world: World, subnet: Ref): boolean {
  return whichever(world, subnet, (key, hole) => {
    if (
      tablesOnSubnet(world)
        .of(key)
        .some((table) => leadsOut(world, table))
    )
      return true;
    // What would put the subnet on another table is asked of the other world: in doubt, the must world says nothing.
    if (tablesOnSubnet(world.opposite).of(key).length > 0) return false;
    const known = subnetByUrn(world).get(key);
    return known === undefined ? world.doubt(hole) : mainTableLeadsOut(world, known);
  });
}

/** Whether a subnet gives its instances a public address where they do not say otherwise. */
export function givesPublicAddress(world: World, subnet: Ref): boolean {
  return whichever(world, subnet, (key, hole) => {
    const known = subnetByUrn(world).get(key);
    return known === undefined ? world.doubt(hole) : world.holds(known.givesPublicAddress, Boolean);
  });
}

/** Whether a claim holds of what a reference names. Of one of several candidates it is certain where it holds of all of them. */
function whichever(world: World, ref: Ref, claim: (key: string, hole: Hole) => boolean): boolean {
  const key = keyOf(ref);
  if (key !== undefined) return claim(key, ref.kind === "external" ? ref.hole : elsewhere(key));
  if (ref.kind !== "unclear") return false;
  const { candidates, hole } = ref;
  if (candidates.length === 0) return world.doubt(hole);
  return candidates.every((urn) => claim(urn, hole)) || (world.doubt(hole) && candidates.some((urn) => claim(urn, hole)));
}

function mainTableLeadsOut(world: World, { urn, resource, vpc }: Subnet): boolean {
  // AWS gives a default VPC a main table with a route to its internet gateway.
  if (vpc === undefined) return resource.type.endsWith(":DefaultSubnet") || world.doubt(new Hole(urn, ["vpcId"], "is missing"));
  return whichever(world, vpc, (key) => {
    if (
      chosenMainTables(world)
        .of(key)
        .some((table) => leadsOut(world, table))
    )
      return true;
    if (chosenMainTables(world.opposite).of(key).length > 0) return false;
    if (
      defaultMainTables(world)
        .of(key)
        .some((table) => leadsOut(world, table)) ||
      leadsOut(world, vpc.kind === "external" ? vpc : { kind: "resource", urn: key })
    )
      return true;
    return parseUrn(key).type.endsWith(":DefaultVpc") && defaultMainTables(world.opposite).of(key).length === 0;
  });
}

/** Whether a table has a route to an internet gateway; of a VPC: the table that AWS made with it. */
function leadsOut(world: World, table: Ref): boolean {
  return whichever(world, table, (key, hole) => {
    if (
      routes(world)
        .of(key)
        .some((gateway) => isInternetGateway(world, gateway))
    )
      return true;
    return (table.kind === "external" || isElsewhere(world, key)) && world.doubt(hole);
  });
}

function isInternetGateway(world: World, gateway: Ref): boolean {
  if (gateway.kind === "external") return gateway.id.startsWith("igw-");
  return whichever(world, gateway, (urn) => parseUrn(urn).type.endsWith(":InternetGateway"));
}

/** What is only looked up has content that belongs to somebody else. */
function isElsewhere(world: World, urn: string): boolean {
  return world.network.resources.get(urn)?.isRead === true;
}

function elsewhere(urn: string): Hole {
  return new Hole(urn, [], "is from outside the stack");
}

const routes = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("route").flatMap(({ table, gateway }) => (gateway === undefined ? [] : [[table, gateway] as const])),
    ),
);
