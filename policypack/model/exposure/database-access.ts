import type { DatabaseAccess, Ref } from "../network";
import { ReferenceIndex, type World } from "../world";

/** Whether data stores are public, by what it holds for: the store that says so, and those that go with it. */
export function accessesWith(world: World, others: (urn: string) => readonly Ref[]): ReferenceIndex<DatabaseAccess> {
  return new ReferenceIndex(
    world,
    world.all("databaseAccess").flatMap((access) => {
      const own: Ref = { kind: "resource", urn: access.urn };
      return [own, ...others(access.urn)].map((ref) => [ref, access] as const);
    }),
  );
}
