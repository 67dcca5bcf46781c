import { isHole } from "../approx";
import type { Ref, Rule } from "../network";
import { perWorld, type World } from "../world";

/**
 * The name of the list that AWS keeps behind a reference: said by the settings, by the gateway endpoint that it comes from, or known by its id.
 * Undefined for other lists, and where it is not known.
 */
export function managedListName(world: World, list: Ref): string | undefined {
  if (list.kind === "resource") return endpointLists(world).get(list.urn);
  if (list.kind !== "external") return undefined;
  const known = world.settings.knownPrefixLists;
  if (Object.hasOwn(known, list.id)) return known[list.id];
  // A program that is read, not run, gives the name that it looks a list up by.
  return isManaged(list.id) ? list.id : edgeLocationIds.has(list.id) ? edgeLocations : undefined;
}

/** Names of the lists that AWS keeps: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html */
export function isManaged(name: string | undefined): boolean {
  return name?.startsWith("com.amazonaws.") === true;
}

export const edgeLocations = "com.amazonaws.global.cloudfront.origin-facing";

/** Whether a rule admits CloudFront by its list. */
export function admitsEdgeLocations(world: World, { peer }: Rule): boolean {
  return peer.kind === "prefix-list" && managedListName(world, peer.list) === edgeLocations;
}

/** CloudFront's list as what a rule may name, where its id is known; else what would tell it, as the end of a sentence. */
export function edgeLocationsIn({ settings }: World): { readonly kind: "prefix list"; readonly id: string; readonly name: string } | string {
  const id = Object.entries(settings.knownPrefixLists).find(([, name]) => name === edgeLocations)?.[0];
  return id === undefined ? `the id of ${edgeLocations} is not known: name it in knownPrefixLists` : { kind: "prefix list", id, name: edgeLocations };
}

const endpointLists = perWorld(
  (world) => new Map(world.all("managedList").flatMap(({ urn, name }) => (isHole(name) || name === undefined ? [] : [[urn, name] as const]))),
);

/**
 * CloudFront's list in each region. The ids are the same in every account, and no customer's list can have one of them.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/limit-access-to-your-origins-using-the-aws-managed-prefix-list-for-amazon-cloudfront/
 */
export const edgeLocationLists: ReadonlyMap<string, string> = new Map([
  ["ap-northeast-1", "pl-58a04531"],
  ["ap-northeast-2", "pl-22a6434b"],
  ["ap-south-1", "pl-9aa247f3"],
  ["ap-southeast-1", "pl-31a34658"],
  ["ap-southeast-2", "pl-b8a742d1"],
  ["ca-central-1", "pl-38a64351"],
  ["eu-central-1", "pl-a3a144ca"],
  ["eu-north-1", "pl-fab65393"],
  ["eu-west-1", "pl-4fa04526"],
  ["eu-west-2", "pl-93a247fa"],
  ["eu-west-3", "pl-75b1541c"],
  ["sa-east-1", "pl-5da64334"],
  ["us-east-1", "pl-3b927c52"],
  ["us-east-2", "pl-b6a144df"],
  ["us-west-1", "pl-4ea04527"],
  ["us-west-2", "pl-82a045eb"],
]);

const edgeLocationIds: ReadonlySet<string> = new Set(edgeLocationLists.values());
