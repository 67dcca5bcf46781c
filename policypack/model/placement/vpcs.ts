import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { candidates, isTemplate, namedGroups } from "../attachments/named-groups";
import { Hole } from "../approx";
import type { Ref, Workload } from "../network";
import { externalKey, keyOf, perKey, perWorld, ReferenceIndex, type World } from "../world";
import { blocksOfSubnet, subnetByUrn, subnetsOf, workloadByUrn } from "./placement";
import { wholeVpc } from "./vpc-blocks";

/** The VPCs in which a workload may have interfaces: by its subnets, else by its groups, which are on nothing outside of their VPC. */
export const vpcsOfWorkload = perKey((world, workload: Workload): readonly Ref[] => {
  const bySubnet = subnetsOf(world, workload).flatMap((ref): readonly Ref[] => {
    const subnet = subnetByUrn(world).get(keyOf(ref) ?? "");
    if (subnet !== undefined) return subnet.vpc === undefined ? [] : [subnet.vpc];
    return ref.kind === "resource" ? [] : [{ kind: "unclear", candidates: [], hole: ref.hole } as const];
  });
  if (bySubnet.some(({ kind }) => kind !== "unclear") || isTemplate(workload)) return bySubnet;
  const byGroup = vpcsByGroup(world, workload);
  return byGroup.length > 0 ? byGroup : bySubnet;
});

/** The VPCs of the stack whose groups are on a workload; none where a group also serves others. */
function vpcsByGroup(world: World, { urn }: Workload): readonly Ref[] {
  const groups = (namedGroups(world).get(urn) ?? []).flatMap((ref) => candidates(world, ref));
  if (groups.some((key) => associations(world.opposite).of(key).length > 0 || associations(world).of(key).length > 0)) return [];
  const vpcs = groups.flatMap((key) => groupVpcs(world).get(key) ?? []).filter(({ kind }) => kind === "resource");
  return [...new Map(vpcs.map((vpc) => [keyOf(vpc), vpc])).values()];
}

/**
 * The default VPC, where AWS puts what names no place: that of the stack, or that of the account. Undefined for what is elsewhere.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
export function defaultVpcOf(world: World, workload: Workload): Ref | undefined {
  const { defaultPlace } = workload;
  if (defaultPlace === undefined || subnetsOf(world, workload).length > 0 || linked(world).of(workload.urn).length > 0) return undefined;
  for (const template of workload.templates) {
    if (workloadByUrn(world).has(keyOf(template) ?? "")) continue;
    // One that is not to be seen can say where it is.
    if (template.kind === "resource" || !world.doubt(template.hole)) return undefined;
  }
  const vpc = defaultVpc(world, defaultPlace);
  return vpcsByGroup(world, workload).every((other) => keyOf(other) === keyOf(vpc)) ? vpc : undefined;
}

/** The default VPC of the account, as the stack names it if it does. */
export function defaultVpc(world: World, hole: Hole): Ref {
  const [own, ...others] = world.all("vpc").filter(({ resource }) => resource.type.endsWith(":DefaultVpc"));
  if (own !== undefined && others.length === 0) return { kind: "resource", urn: own.urn };
  return { kind: "external", id: "default", hole };
}

const linked = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("interfaceLink").map((link) => [link.to, link] as const),
    ),
);

/** The VPC of a group, as a key, where it is known which: one that names none is in the default one. */
export function vpcOfGroup(world: World, group: string): string | undefined {
  const vpc = vpcRefOfGroup(world, group);
  if (vpc !== undefined) return keyOf(vpc);
  return groupVpcs(world).has(group) ? keyOf(defaultVpc(world, new Hole(group, ["vpcId"], "is not said"))) : undefined;
}

/** The VPC that a group names. */
export function vpcRefOfGroup(world: World, group: string): Ref | undefined {
  return groupVpcs(world).get(group);
}

const groupVpcs = perWorld(
  (world): ReadonlyMap<string, Ref | undefined> =>
    new Map([
      ...[...vpcByDefaultGroup(world)].map(([id, urn]): readonly [string, Ref] => [externalKey(id), { kind: "resource", urn }]),
      ...world.all("group").map(({ urn, vpc }) => [urn, vpc] as const),
    ]),
);

/** The VPCs of the stack by the identifiers of the groups that AWS made with them, as far as they have one. */
export const vpcByDefaultGroup = perWorld((world): ReadonlyMap<string, string> => {
  const vpcs = world.all("vpc").flatMap(({ defaultGroup, urn }) => (typeof defaultGroup === "string" ? [[defaultGroup, urn] as const] : []));
  // Of several, the first one.
  return new Map(vpcs.reverse());
});

const associations = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("vpcAssociation").map((association) => [association.group, association] as const),
    ),
);

/** The addresses that a workload can have, where its subnets are known, or its VPC; else undefined. */
export function addressesOfWorkload(world: World, workload: Workload): AddressSet | undefined {
  return addresses(world).get(workload.urn);
}

const addresses = perWorld((world) => {
  const result = new Map<string, AddressSet>();
  for (const workload of world.all("workload")) {
    const known = inSubnets(world, workload) ?? inVpcs(world, workload);
    if (known !== undefined) result.set(workload.urn, known);
  }
  return result;
});

function inSubnets(world: World, workload: Workload): AddressSet | undefined {
  return unionOf(
    subnetsOf(world, workload).map((ref) => {
      const subnet = subnetByUrn(world).get(keyOf(ref) ?? "");
      return subnet === undefined ? undefined : blocksOfSubnet(subnet);
    }),
  );
}

/** A subnet of the stack says more than its VPC, once its block is known; and so does one that is not known yet. */
function inVpcs(world: World, workload: Workload): AddressSet | undefined {
  const isElsewhere = workload.subnets.length === 0 && workload.subnetGroup?.kind === "external";
  if (!isElsewhere && subnetsOf(world, workload).some((ref) => ref.kind !== "external")) return undefined;
  return unionOf(vpcsOfWorkload(world, workload).map((ref) => (ref.kind === "resource" ? wholeVpc(world, ref.urn) : undefined)));
}

/** All of some sets, where each of them is known. */
function unionOf(sets: readonly (AddressSet | undefined)[]): AddressSet | undefined {
  const known = sets.flatMap((set) => set ?? []);
  return known.length > 0 && known.length === sets.length ? ip.unionAll(known) : undefined;
}
