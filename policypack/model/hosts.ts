import { globOnResource } from "../globs";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { tcp } from "../net/ports";
import type { Path } from "../plan";
import { Hole } from "./approx";
import { candidates, groupRefsOf, isTemplate } from "./attachments";
import { anyStranger, exposureBy, trusted } from "./exposure";
import { addressesOf, rulesOf, trafficOf } from "./groups";
import type { HostSetup, Ref, Workload } from "./network";
import { subnetsOf } from "./places";
import { rulesNaming } from "./reach";
import { givesPublicAddress } from "./subnets";
import { keyOf, perWorld, ReferenceIndex, type World } from "./world";

export const ssh = tcp(22);

/** Why a workload has an address on the internet, and the property that says so. */
export interface PublicAddress {
  readonly by: "set-up" | "Elastic IP" | "subnet";
  readonly urn: string;
  readonly path: Path;
}

/** The address on the internet that a workload gets: by itself or its template, from an Elastic IP, or from its subnet. */
export function publicAddressOf(world: World, workload: Workload): PublicAddress | undefined {
  const chosen = settingOf(world, workload, "publicAddress");
  if (world.holds(chosen.value, (value) => value === true)) return { by: "set-up", urn: chosen.setup.urn, path: chosen.setup.publicAddressPath };
  const [elastic] = elasticAddresses(world).of(workload.urn);
  if (elastic !== undefined) return { by: "Elastic IP", urn: elastic, path: [] };
  if (!world.holds(chosen.value, (value) => value === undefined)) return undefined;
  const isGiven = subnetsOf(world, workload).some((subnet) => givesPublicAddress(world, subnet));
  return isGiven ? { by: "subnet", urn: workload.urn, path: chosen.setup.urn === workload.urn ? chosen.setup.publicAddressPath : [] } : undefined;
}

/** A property of a machine's own set-up, else of its template's. */
export function settingOf<K extends "publicAddress" | "keyName" | "requiresTokens" | "hasProfile" | "forwards">(
  world: World,
  workload: Workload,
  name: K,
): { readonly value: HostSetup[K] | undefined; readonly setup: Pick<HostSetup, "urn" | "publicAddressPath"> } {
  const own = setups(world).get(workload.urn);
  let hidden: Hole | undefined;
  for (const ref of [{ kind: "resource", urn: workload.urn } as const, ...workload.templates]) {
    const setup = setups(world).get(keyOf(ref) ?? "");
    const value = setup?.[name];
    // That a machine has no profile of its own leaves room for its template's.
    if (setup !== undefined && value !== undefined && (value !== false || name !== "hasProfile")) return { value, setup };
    if (setup === undefined && ref.kind !== "resource") hidden ??= ref.hole;
    if (setup === undefined && ref.kind === "resource" && world.network.resources.get(ref.urn)?.isRead === true)
      hidden ??= new Hole(ref.urn, [], "is from outside the stack");
  }
  return { value: hidden, setup: own ?? { urn: workload.urn, publicAddressPath: [] } };
}

const setups = perWorld((world) => new Map(world.all("hostSetup").map((setup) => [setup.urn, setup])));

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

/** Machines that people log in to, or that run in groups. */
export function isHostKind({ kind }: Workload): boolean {
  return kind === "instance" || kind === "scaling-group";
}

/**
 * Whether a machine is a bastion: named as one; or an instance with an address on the internet, whose group admits SSH from outside,
 * and which others admit by its group. As an excuse, ask the opposite world.
 */
export function isBastion(world: World, workload: Workload): boolean {
  if (!isHostKind(workload) || isTemplate(workload)) return false;
  if (isNamedBastion(world, workload)) return true;
  return workload.kind === "instance" && bastionsBySight(world).has(workload);
}

/**
 * Whether a machine serves as a bastion, whoever may log in to it: named as one, or an instance with an address on the internet that others
 * admit for SSH. As an excuse, ask the opposite world.
 */
export function servesAsBastion(world: World, workload: Workload): boolean {
  if (!isHostKind(workload) || isTemplate(workload)) return false;
  return (
    isNamedBastion(world, workload) ||
    (workload.kind === "instance" && publicAddressOf(world, workload) !== undefined && isAdmittedForSsh(world, workload))
  );
}

/** The groups through which people log in to other machines: of bastions and of EC2 Instance Connect Endpoints. `any` where one of them is hidden. */
export const doorGroups = perWorld((world): { readonly groups: ReadonlySet<string>; readonly any: boolean } => {
  const endpoints = new Set(world.all("connectEndpoint").map(({ urn }) => urn));
  const doors = world.all("workload").filter((workload) => endpoints.has(workload.urn) || servesAsBastion(world, workload));
  const refs = doors.flatMap((workload) => groupRefsOf(world, workload));
  return {
    groups: new Set(refs.flatMap((ref) => candidates(world, ref))),
    any: refs.some((ref) => ref.kind === "unclear" && ref.candidates.length === 0 && world.doubt(ref.hole)),
  };
});

function isNamedBastion(world: World, { urn }: Workload): boolean {
  return bastionGlobs(world).some((matches) => matches(urn));
}

export const bastions = perWorld((world): readonly Workload[] => world.all("workload").filter((workload) => isBastion(world, workload)));

const bastionGlobs = perWorld((world) => world.settings.bastions.map(globOnResource));

const bastionsBySight = perWorld(
  (world) =>
    new Set(
      world
        .all("workload")
        .filter(
          (workload) =>
            workload.kind === "instance" &&
            !isTemplate(workload) &&
            publicAddressOf(world, workload) !== undefined &&
            admitsSshFromOutside(world, workload) &&
            isAdmittedForSsh(world, workload),
        ),
    ),
);

/** From the internet, or from what is trusted. */
function admitsSshFromOutside(world: World, workload: Workload): boolean {
  return groupRefsOf(world, workload).some((ref) => {
    const isElsewhere = ref.kind === "external" || (ref.kind === "unclear" && ref.candidates.length === 0);
    if (isElsewhere && world.doubt(ref.hole)) return true;
    return candidates(world, ref).some((key) => {
      const rules = rulesOf(world, key, "ingress");
      if (exposureBy(world, rules, ssh, anyStranger) !== undefined) return true;
      return rules.some((rule) => intervals.meets(trafficOf(world, rule), ssh) && ip.meets(trusted(world), addressesOf(world, rule.peer)));
    });
  });
}

function isAdmittedForSsh(world: World, workload: Workload): boolean {
  const refs = groupRefsOf(world, workload);
  const own = new Set(refs.flatMap((ref) => candidates(world, ref)));
  if (refs.some((ref) => ref.kind === "unclear" && ref.candidates.length === 0 && world.doubt(ref.hole))) return true;
  return [...own].some((key) =>
    rulesNaming(world, key, "ingress").some(
      (rule) => rule.peer.kind !== "self" && !own.has(keyOf(rule.declaration.group) ?? "") && intervals.meets(trafficOf(world, rule), ssh),
    ),
  );
}

/** Whether the program says of a workload that it faces the internet on purpose. */
export function isPublicOnPurpose(world: World, { urn }: Workload): boolean {
  return publicGlobs(world).some((matches) => matches(urn));
}

const publicGlobs = perWorld((world) => world.settings.publicWorkloads.map(globOnResource));

/** Whether a machine passes on the traffic of others: a NAT instance. */
export function isNat(world: World, workload: Workload): boolean {
  return world.holds(settingOf(world, workload, "forwards").value, (forwards) => forwards === true);
}
