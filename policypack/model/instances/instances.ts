import { Hole } from "../approx";
import type { InstanceSetup, Workload } from "../network";
import { keyOf, perWorld, type World } from "../world";

/** Machines that people log in to, or that run in groups. */
export function isInstanceKind({ kind }: Workload): boolean {
  return kind === "instance" || kind === "scaling-group";
}

/** A property of a machine's own set-up, else of its template's. */
export function settingOf<K extends "publicAddress" | "ipv6Address" | "keyName" | "requiresTokens" | "hasProfile" | "forwards">(
  world: World,
  workload: Workload,
  name: K,
): { readonly value: InstanceSetup[K] | undefined; readonly setup: Pick<InstanceSetup, "urn" | "publicAddressPath"> } {
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

const setups = perWorld((world) => new Map(world.all("instanceSetup").map((setup) => [setup.urn, setup])));

/** Whether a machine passes on the traffic of others: a NAT instance. */
export function isNat(world: World, workload: Workload): boolean {
  return world.holds(settingOf(world, workload, "forwards").value, (forwards) => forwards === true);
}
