import { parseUrn } from "../../resources/resource";
import { isHole } from "../approx";
import { internetAddresses, isPublic } from "./exposure";
import type { DatabaseAccess, Ref, SearchPolicy } from "../network";
import { keyOf, perWorld, type World } from "../world";

/** Whether a data store has an address on the internet. */
export function isPubliclyAccessible(world: World, access: DatabaseAccess): boolean {
  const version = access.publicBefore === undefined ? undefined : majorVersionOfProvider(world, access.resource.provider);
  if (access.publicBefore !== undefined && version !== undefined) return version < access.publicBefore;
  return world.holds(access.isPublic, Boolean);
}

/** Whether a search domain that is on the internet lets in whoever comes from there. */
export function isOpenToPublic(world: World, { domain, open }: SearchPolicy): boolean {
  return (
    !isInVpc(world.opposite, domain) &&
    open.some(({ from }) => world.holds(from, (addresses) => isPublic(world, internetAddresses(world, addresses))))
  );
}

function isInVpc(world: World, domain: Ref): boolean {
  const known = domains(world).get(keyOf(domain) ?? "");
  if (known !== undefined) return world.holds(known.isInVpc, Boolean);
  return domain.kind !== "resource" && world.doubt(domain.hole);
}

const domains = perWorld((world) => new Map(world.all("searchDomain").map((domain) => [domain.urn, domain])));

/** Of a provider that the engine made, the version is in its name: `default_7_48_0`. */
function majorVersionOfProvider(world: World, urn: string | undefined): number | undefined {
  if (urn === undefined) return undefined;
  const setup = providers(world).get(urn);
  const version = setup !== undefined && !isHole(setup.version) ? setup.version : undefined;
  const match = /^(?:default_|v)?(\d+)[._]/.exec(version ?? parseUrn(urn).name);
  return match === null ? undefined : Number(match[1]);
}

const providers = perWorld((world) => new Map(world.all("provider").map((provider) => [provider.urn, provider])));
