import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { isHole, type Fact } from "../approx";
import { keyOf, perWorld, type World } from "../world";

/** The address blocks of a VPC of the stack, as far as they are known. */
export function blocksOfVpc(world: World, vpc: string): AddressSet {
  return blocks(world).get(vpc) ?? ip.noAddresses;
}

const blocks = perWorld((world) => {
  const result = new Map<string, AddressSet>();
  const add = (vpc: string | undefined, block: Fact<AddressSet>): void => {
    if (vpc !== undefined && !isHole(block)) result.set(vpc, ip.union(result.get(vpc) ?? ip.noAddresses, block));
  };
  for (const { urn, blocks: own } of world.all("vpc")) for (const block of own) add(urn, block);
  for (const { vpc, block } of world.all("vpcBlock")) add(keyOf(vpc), block);
  return result;
});
