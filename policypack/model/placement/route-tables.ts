import type { Ref } from "../network";
import { perWorld, ReferenceIndex, type World } from "../world";

/** The route tables that are put on a subnet. */
export const tablesOnSubnet = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("routeTableAssociation").map(({ subnet, table }) => [subnet, table] as const),
    ),
);

/** The route tables that are chosen as the main one of a VPC. */
export const chosenMainTables = perWorld((world) => mainTables(world, true));

/** The main route tables that AWS made with a VPC. */
export const defaultMainTables = perWorld((world) => mainTables(world, false));

function mainTables(world: World, chosen: boolean): ReferenceIndex<Ref> {
  const tables = world.all("mainRouteTable").filter(({ isChosen }) => isChosen === chosen);
  return new ReferenceIndex(
    world,
    tables.map(({ vpc, table }) => [vpc, table] as const),
  );
}
