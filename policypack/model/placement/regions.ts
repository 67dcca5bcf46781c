import { isHole, type Fact } from "../approx";
import { perWorld, type World } from "../world";

/** The region of a VPC, where the program says it: by the VPC itself, or by its provider. */
export function regionOf(world: World, vpc: string): Fact<string> | undefined {
  const own = regionals(world).get(vpc);
  const provider = own?.resource.provider;
  return own?.region ?? (provider === undefined ? undefined : regionals(world).get(provider)?.region);
}

export function isSameRegion(world: World, a: string, b: string): boolean {
  const [here, there] = [regionOf(world, a), regionOf(world, b)];
  if (here !== undefined && there !== undefined) return isHole(here) ? world.doubt(here) : world.holds(there, (region) => region === here);
  const [first, second] = [regionals(world).get(a), regionals(world).get(b)];
  if (here === there && first?.resource.provider === second?.resource.provider) return true;
  const hole = first?.hole ?? second?.hole;
  return hole !== undefined && world.doubt(hole);
}

/** What is compared of a VPC to tell whether another one is in the same region. */
export function regionKey(world: World, vpc: string): string {
  const region = regionOf(world, vpc);
  const own = regionals(world).get(vpc);
  return [isHole(region) ? (world.doubt(region), "") : (region ?? ""), own?.resource.provider ?? "", own?.hole === undefined ? "" : vpc].join(" ");
}

const regionals = perWorld((world) => new Map(world.all("regional").map((regional) => [regional.urn, regional])));
