import { addTo } from "../../grouped";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { defaultVpcBlock, defaultVpcId } from "../../resources/default-vpc";
import { isHole, type Fact } from "../approx";
import { isOfIpv6 } from "./placement";
import { externalKey, keyOf, perWorld, type World } from "../world";

/** What AWS gives the default VPC of every account. */
export const defaultVpcAddresses = ip.parseCidr(defaultVpcBlock) ?? ip.noAddresses;

/** The address blocks of a VPC of the stack, as far as they are known. */
export function blocksOfVpc(world: World, vpc: string): AddressSet {
  return blocks(world).get(vpc) ?? ip.noAddresses;
}

/** All blocks of a VPC of the stack, where each of them is known. */
export function wholeVpc(world: World, vpc: string): AddressSet | undefined {
  return hasHiddenBlock(world).has(vpc) || hasHiddenBlock(world).has("") ? undefined : blocks(world).get(vpc);
}

/** Whether a VPC of the stack has no IPv6 addresses, whatever its blocks are. */
export function isOfIpv4(world: World, vpc: string): boolean {
  return ofIpv4(world).has(vpc);
}

const ofIpv4 = perWorld((world): ReadonlySet<string> => {
  const further = new Map<string, [Fact<AddressSet>, ...Fact<AddressSet>[]]>();
  for (const { vpc, block } of world.all("vpcBlock")) addTo(further, vpc.kind === "unclear" ? "" : (keyOf(vpc) ?? ""), block);
  const all = world.all("vpc").filter(({ urn, blocks: own }) => [...own, ...(further.get(urn) ?? [])].every((block) => !isOfIpv6(block)));
  // What the account adds to its default VPC, it adds outside of the program, as to one of its own.
  return new Set(further.has("") ? [] : [...all.map(({ urn }) => urn), externalKey(defaultVpcId)]);
});

/** The VPCs with a block that is not known; the empty text where a block may be of any. */
const hasHiddenBlock = perWorld((world) => {
  const own = world.all("vpc").flatMap(({ urn, blocks: all }) => (all.some(isHole) ? [urn] : []));
  const further = world
    .all("vpcBlock")
    .flatMap(({ vpc, block }) => (vpc.kind === "unclear" ? [...vpc.candidates, ""] : isHole(block) ? [keyOf(vpc) ?? ""] : []));
  return new Set([...own, ...further]);
});

const blocks = perWorld((world) => {
  const result = new Map<string, AddressSet>();
  const add = (vpc: string | undefined, block: Fact<AddressSet>): void => {
    if (vpc !== undefined && !isHole(block)) result.set(vpc, ip.union(result.get(vpc) ?? ip.noAddresses, block));
  };
  for (const { urn, blocks: own } of world.all("vpc")) for (const block of own) add(urn, block);
  for (const { vpc, block } of world.all("vpcBlock")) add(keyOf(vpc), block);
  add(externalKey(defaultVpcId), defaultVpcAddresses);
  return result;
});
