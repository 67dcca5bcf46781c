import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { parseUrn } from "../../resources/resource";
import { Hole, isHole, type Fact } from "../approx";
import type { Ref, RouteTarget } from "../network";
import type { Path } from "../../plans/plan";
import { subnetByUrn } from "../placement/placement";
import { chosenMainTables, defaultMainTables, tablesOnSubnet } from "../placement/route-tables";
import { blocksOfVpc, isOfIpv4 } from "../placement/vpc-blocks";
import { keyOf, perKey, perWorld, ReferenceIndex, type World } from "../world";

/** One way out of a table. */
export interface TableRoute {
  readonly urn: string;
  readonly path: Path;
  readonly destination: Fact<AddressSet>;
  /** What a destination that is not known lies in, where that much is known. */
  readonly within?: AddressSet;
  readonly over: Fact<RouteTarget>;
  readonly to: Ref | undefined;
  /** Whether it came over a VPN rather than out of the program: then one that is written counts before it. */
  readonly isLearned?: true;
}

/** What goes one way from a subnet, and by which of its routes. */
export interface Routed {
  readonly addresses: AddressSet;
  readonly route: TableRoute | undefined;
}

/**
 * The addresses to which a subnet sends by the routes that are wanted. The narrowest route that has an address takes it:
 *
 *     10.0.0.0/16  local     [-----------]
 *     10.0.4.0/24  appliance    [--]
 *     0.0.0.0/0    gateway   [---------------------------]
 *     gateway has                         [--------------]
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#route-tables-priority
 */
export function routed(world: World, subnet: string, wants: (world: World, route: TableRoute) => boolean): Routed {
  const tables = tablesOf(world, subnet);
  const options = tables.map((table): Routed => {
    if (table.routes === undefined) return { addresses: world.doubt(table.hole) ? ip.everyAddress : ip.noAddresses, route: undefined };
    return routedBy(world, table.routes, table.isHidden, wants);
  });
  const [first, ...more] = options;
  if (first === undefined) return { addresses: ip.noAddresses, route: undefined };
  const sets = options.map(({ addresses }) => addresses);
  const addresses = world.polarity === "must" ? more.reduce((all, each) => ip.intersect(all, each.addresses), first.addresses) : ip.unionAll(sets);
  return { addresses, route: options.find(({ route }) => route !== undefined)?.route };
}

function routedBy(
  world: World,
  routes: readonly TableRoute[],
  isHidden: Hole | undefined,
  wants: (world: World, route: TableRoute) => boolean,
): Routed {
  let found = ip.noAddresses;
  let taken = ip.noAddresses;
  let by: TableRoute | undefined;
  // A route of which the destination is not known may be the narrowest.
  if (isHidden !== undefined && world.polarity === "may" && world.doubt(isHidden)) found = ip.everyAddress;
  if (isHidden !== undefined && world.polarity === "must") return { addresses: ip.noAddresses, route: undefined };
  const unknown = routes.filter(({ destination }) => isHole(destination));
  for (const route of unknown) {
    if (world.polarity === "may" && wants(world, route) && isHole(route.destination) && world.doubt(route.destination)) {
      found = ip.union(found, route.within ?? ip.everyAddress);
      by ??= route;
    }
    if (world.polarity === "must" && !wants(world, route)) taken = ip.everyAddress;
  }
  const lengths = piecesOf(routes);
  for (const pieces of lengths) {
    const next: AddressSet[] = [];
    for (const { route, addresses } of pieces) {
      const left = ip.subtract(addresses, taken);
      if (!ip.isEmpty(left) && wants(world, route)) {
        found = ip.union(found, left);
        by ??= route;
      }
      if (!wants(world, route)) next.push(addresses);
    }
    taken = ip.union(taken, ...next);
  }
  return { addresses: found, route: by };
}

/** The routes of a table by how wide they are, the narrowest first; a set of several blocks counts block by block. */
function piecesOf(routes: readonly TableRoute[]): readonly (readonly { readonly route: TableRoute; readonly addresses: AddressSet }[])[] {
  const bySize = new Map<bigint, { readonly route: TableRoute; readonly addresses: AddressSet }[]>();
  for (const route of routes) {
    if (isHole(route.destination)) continue;
    for (const family of ["v4", "v6"] as const)
      for (const piece of route.destination[family]) {
        const addresses: AddressSet = { ...ip.noAddresses, [family]: [piece] };
        // Of two routes for one block the local one counts, and one that is written before one that is learned.
        const size = (intervals.size([piece]) << 2n) + (route.over === "local" ? 0n : route.isLearned === true ? 2n : 1n);
        bySize.set(size, [...(bySize.get(size) ?? []), { route, addresses }]);
      }
  }
  return [...bySize].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pieces]) => pieces);
}

interface Table {
  /** Undefined for a table of which nothing is known. */
  readonly routes: readonly TableRoute[] | undefined;
  /** Why there may be routes that are not to be seen. */
  readonly isHidden: Hole | undefined;
  readonly hole: Hole;
}

/** The tables of which one is the subnet's: the one that is put on it, else the main table of its VPC. */
const tablesOf = perKey((world, subnet: string): readonly Table[] => {
  const known = subnetByUrn(world).get(subnet);
  if (known === undefined) return [outside(new Hole(subnet, [], "is from outside the stack"))];
  const vpc = known.vpc === undefined ? undefined : keyOf(known.vpc);
  const local = localRoutes(world, vpc);
  const certain = tablesOnSubnet(world.must).of(subnet);
  if (certain.length > 0) return certain.flatMap((table) => tableAt(world, table, local));
  const possible = tablesOnSubnet(world.may).of(subnet);
  const main = mainTables(world, subnet, vpc, local);
  return [...possible.flatMap((table) => tableAt(world, table, local)), ...main];
});

function mainTables(world: World, subnet: string, vpc: string | undefined, local: readonly TableRoute[]): readonly Table[] {
  const resource = world.network.resources.get(subnet);
  const isDefault = resource?.type.endsWith(":DefaultSubnet") === true || (vpc !== undefined && parseUrn(vpc).type.endsWith(":DefaultVpc"));
  if (vpc === undefined && !isDefault) return [outside(new Hole(subnet, ["vpcId"], "does not say which VPC it is in"))];
  const at = (refs: readonly Ref[]): readonly Table[] => refs.flatMap((table) => tableAt(world, table, local));
  const chosen = vpc === undefined ? [] : chosenMainTables(world.may).of(vpc);
  if (vpc !== undefined && chosenMainTables(world.must).of(vpc).length > 0) return at(chosen);
  const own = vpc === undefined ? [] : defaultMainTables(world.may).of(vpc);
  return [...at(chosen), ...(own.length > 0 ? at(own) : givenTable(world, subnet, vpc, isDefault, local))];
}

/** The main table as AWS makes it. */
function givenTable(world: World, subnet: string, vpc: string | undefined, isDefault: boolean, local: readonly TableRoute[]): readonly Table[] {
  // AWS gives a default VPC a main table with a route to its internet gateway.
  if (isDefault) return [{ routes: [...local, toInternet(vpc ?? subnet)], isHidden: undefined, hole: new Hole(subnet, [], "") }];
  if (vpc !== undefined && !world.network.resources.has(vpc)) return [outside(new Hole(vpc, [], "is from outside the stack"))];
  // Routes can be put into the main table by the name of the VPC.
  return tableAt(world, { kind: "resource", urn: vpc ?? subnet }, local);
}

function toInternet(urn: string): TableRoute {
  return { urn, path: [], destination: ip.everyIpv4, over: "internet gateway", to: undefined };
}

/** To the blocks of a VPC, also to one of IPv6 that Amazon has yet to assign: it takes nothing of what routes lead elsewhere. */
function localRoutes(world: World, vpc: string | undefined): readonly TableRoute[] {
  if (vpc === undefined) return [];
  const blocks = blocksOfVpc(world, vpc);
  const local = { urn: vpc, path: [], over: "local", to: undefined } as const;
  const known: readonly TableRoute[] = ip.isEmpty(blocks) ? [] : [{ ...local, destination: blocks }];
  const isAssigned = world.polarity === "may" && intervals.isEmpty(blocks.v6) && world.network.resources.has(vpc) && !isOfIpv4(world, vpc);
  return isAssigned ? [...known, { ...local, destination: new Hole(vpc, ["ipv6CidrBlock"], "is not known yet"), within: ip.everyIpv6 }] : known;
}

function tableAt(world: World, table: Ref, local: readonly TableRoute[]): readonly Table[] {
  if (table.kind === "external") return [outside(table.hole)];
  if (table.kind === "unclear" && table.candidates.length === 0) return [outside(table.hole)];
  const keys = table.kind === "unclear" ? table.candidates : [table.urn];
  return keys.map((key): Table => {
    const hole = new Hole(key, [], "is from outside the stack");
    if (world.network.resources.get(key)?.isRead === true) return outside(hole);
    const certain = routesOf(world.must).of(key);
    const possible = routesOf(world.may).of(key);
    const elsewhere = possible.find((route) => !certain.includes(route));
    const isHidden = elsewhere === undefined ? undefined : new Hole(elsewhere.urn, [...elsewhere.path, "routeTableId"], "is not known yet");
    return { routes: [...local, ...certain, ...learned(world, key)], isHidden, hole };
  });
}

/** What a table learns from VPN gateways. */
function learned(world: World, table: string): readonly TableRoute[] {
  return propagations(world.may)
    .of(table)
    .flatMap(({ urn, gateway }): readonly TableRoute[] => {
      const over = "VPN gateway";
      const hole = new Hole(urn, [], "takes the routes that the VPN gateway learns, which the program does not say");
      const unsaid: TableRoute = { urn, path: [], destination: hole, over, to: gateway, isLearned: true };
      const key = keyOf(gateway);
      const connections = key === undefined ? [] : world.all("vpnConnection").filter((vpn) => keyOf(vpn.gateway) === key);
      if (connections.length === 0 || connections.some(({ isStatic }) => isStatic !== true)) return [unsaid];
      const own = new Set(connections.map((vpn) => vpn.urn));
      return world
        .all("vpnRoute")
        .filter(({ connection }) => own.has(keyOf(connection) ?? ""))
        .map(({ urn: vpnRoute, destination }): TableRoute => ({ urn: vpnRoute, path: [], destination, over, to: gateway, isLearned: true }));
    });
}

function outside(hole: Hole): Table {
  return { routes: undefined, isHidden: undefined, hole };
}

const routesOf = perWorld(
  (world) =>
    new ReferenceIndex<TableRoute>(
      world,
      world.all("route").map((route) => [route.table, route] as const),
    ),
);

const propagations = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("routePropagation").map((propagation) => [propagation.table, propagation] as const),
    ),
);
