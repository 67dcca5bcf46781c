import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import { parseUrn } from "../../resources/resource";
import { Hole, pathText } from "../approx";
import { isManaged, managedListName } from "../names/managed-prefix-lists";
import type { Declaration, Direction, Group, Peer, Ref, Rule } from "../network";
import { grouped } from "../../grouped";
import { byReference, externalKey, keyOf, perKeyInDoubt, perNetwork, perWorld, ReferenceIndex, type Memo, type World } from "../world";

/**
 * A group as rules make it up: one of the stack; one from outside of which the stack holds rules;
 * or the unknown group of a rule that says nothing usable about it.
 */
export interface JudgedGroup {
  readonly key: string;
  readonly name: string;
  readonly group: Group | undefined;
}

/** Every group that has to be judged, in a fixed order. */
export const judgedGroups = perWorld((world): readonly JudgedGroup[] => {
  const groups = new Map<string, JudgedGroup>();
  for (const group of world.all("group")) groups.set(group.urn, { key: group.urn, name: nameOf(group), group });
  for (const { group, urn, unwritten: made } of world.all("declaration")) {
    if (group.kind === "resource" && groups.has(group.urn)) continue;
    // Of a rule that is looked at alone, the group is only an identifier, if that. What a service opens by itself is in no group.
    const nameless = world.isAlone ? "the rule" : "the group of";
    const own = made === undefined ? `${nameless} ${parseUrn(urn).name}` : parseUrn(urn).name;
    const name = group.kind === "external" && !world.isAlone ? (group.name ?? group.id) : own;
    if (group.kind === "external") groups.set(externalKey(group.id), { key: externalKey(group.id), name, group: undefined });
    // A rule of an unknown group is judged by itself.
    if (group.kind === "unclear") groups.set(orphanKey(urn), { key: orphanKey(urn), name, group: undefined });
    if (group.kind === "resource") groups.set(group.urn, { key: group.urn, name: parseUrn(group.urn).name, group: undefined });
  }
  for (const { urn, resource, rule } of world.all("openedByDefault"))
    if (isStillOpen(world, rule) && !groups.has(urn)) groups.set(urn, { key: urn, name: resource.name, group: undefined });
  return [...groups.values()];
});

/** A default group is often called as its VPC is. */
function nameOf({ resource, isDefault }: Group): string {
  return isDefault ? `the default group ${resource.name}` : resource.name;
}

function orphanKey(urn: string): string {
  return `orphan:${urn}`;
}

/** The rules of a group in one direction, whatever their spelling. */
export function rulesOf(world: World, key: string, direction: Direction): readonly Rule[] {
  const written = index(world)[direction].of(key);
  const others =
    direction === "egress"
      ? defaultEgressOf(world, key, written)
      : (openedByDefault(world).get(key) ?? []).filter((rule) => isStillOpen(world, rule));
  const unwritten = unwrittenRulesOf(world, key, direction);
  return others.length + unwritten.length === 0 ? written : [...written, ...others, ...unwritten];
}

/** Whether a group has the very rules in one world that it has in another: what nothing changed keeps its nouns. */
export function hasSameRules(one: World, other: World, key: string, direction: Direction): boolean {
  const [own, theirs] = [rulesOf(one, key, direction), rulesOf(other, key, direction)];
  return own.length === theirs.length && own.every((rule, index) => rule === theirs[index]);
}

/** The live rules of a group that nothing in the program says: standalone rules are among what the provider reports of their group. */
function unwrittenRulesOf(world: World, key: string, direction: Direction): readonly Rule[] {
  const all = liveRules(world)[direction].get(key);
  if (all === undefined) return [];
  return world.once(key, () => beyond(world.opposite, all, key, direction), unwritten(world)[direction]);
}

const unwritten = perWorld((): Readonly<Record<Direction, Memo>> => ({ ingress: new Map(), egress: new Map() }));

const liveRules = perNetwork((network) => {
  const result = { ingress: new Map<string, Rule[]>(), egress: new Map<string, Rule[]>() };
  for (const { urn, rule } of network.all("liveRule")) {
    const ofDirection = result[rule.declaration.direction];
    const list = ofDirection.get(urn);
    if (list === undefined) ofDirection.set(urn, [rule]);
    else list.push(rule);
  }
  return result;
});

/** What of some rules the written ones do not admit. That they do is an excuse: ask the opposite world. */
function beyond(world: World, rules: readonly Rule[], key: string, direction: Direction): readonly Rule[] {
  const written = index(world)[direction].of(key);
  const declared = direction === "egress" ? [...written, ...defaultEgressOf(world, key, written)] : written;
  const byPeer = new Map(
    grouped(declared, (rule) => peerKey(rule, key)).map(([name, same]) => [name, intervals.unionAll(same.map((rule) => trafficOf(world, rule)))]),
  );
  return rules.filter((rule) => {
    const traffic = rule.declaration.traffic.must;
    // Mostly the provider reports a rule as it was written.
    if (intervals.covers(byPeer.get(peerKey(rule, key)) ?? intervals.none, traffic)) return false;
    const covering = declared.filter((other) => admitsPeer(world, other, rule.peer));
    return !intervals.covers(intervals.unionAll(covering.map((other) => trafficOf(world, other))), traffic);
  });
}

function peerKey(rule: Rule, group: string): string {
  const { peer } = rule;
  if (peer.kind === "addresses") return ip.keyOfSet(peer.addresses.must);
  if (peer.kind === "hidden") return "hidden";
  const ref = peer.kind === "self" ? group : keyOf(peer.kind === "group" ? peer.group : peer.list);
  return `${peer.kind === "prefix-list" ? "list" : "group"} ${ref ?? ""}`;
}

function admitsPeer(world: World, { peer }: Rule, other: Peer): boolean {
  if (peer.kind === "hidden") return world.doubt(peer.hole);
  if (other.kind === "addresses") return ip.covers(addressesOf(world, peer), addressesOf(world, other));
  const [ref, otherRef] = [peer, other].map((each) => (each.kind === "group" ? each.group : each.kind === "prefix-list" ? each.list : undefined));
  return peer.kind === other.kind && ref !== undefined && otherRef !== undefined && ref.kind === "unclear" && world.names(ref, keyOf(otherRef) ?? "");
}

/** Whether nothing says which ports of a service are open. Of one that is looked at alone, that is not known. */
function isStillOpen(world: World, { declaration: { urn } }: Rule): boolean {
  return !world.isAlone && !world.excuses((other) => publicPorts(other).of(urn).length > 0);
}

const publicPorts = perWorld((world) => byReference(world, world.all("publicPorts"), ({ of }) => of));

const openedByDefault = perWorld((world) => {
  const result = new Map<string, Rule[]>();
  for (const { urn, rule } of world.all("openedByDefault")) result.set(urn, [...(result.get(urn) ?? []), rule]);
  return result;
});

/**
 * AWS's own rule goes with the first inline one. Whether standalone ones take it away as well has been seen both ways:
 * https://github.com/aws/aws-cdk/issues/987
 */
function defaultEgressOf(world: World, key: string, written: readonly Rule[]): readonly Rule[] {
  const byDefault = defaultEgress(world).get(key);
  const others = byDefault === undefined ? [] : index(world.opposite).egress.of(key);
  if (byDefault === undefined || others.some(isInline)) return [];
  if (others.length === 0 && written.length === 0) return [byDefault.rule];
  return world.doubt(byDefault.beside) ? [byDefault.rule] : [];
}

function isInline({ declaration }: Rule): boolean {
  return declaration.style === "inline";
}

const defaultEgress = perWorld(
  (world) => new Map(world.all("group").flatMap(({ urn, egressByDefault }) => (egressByDefault === undefined ? [] : [[urn, egressByDefault]]))),
);

const index = perWorld((world) => {
  const entries: Record<Direction, (readonly [Ref, Rule])[]> = { ingress: [], egress: [] };
  for (const rule of world.all("rule")) entries[rule.declaration.direction].push([rule.declaration.group, rule], ...orphaned(rule));
  return { ingress: new ReferenceIndex(world, entries.ingress), egress: new ReferenceIndex(world, entries.egress) };
});

function orphaned(rule: Rule): (readonly [Ref, Rule])[] {
  return rule.declaration.group.kind === "unclear" ? [[{ kind: "resource", urn: orphanKey(rule.declaration.urn) }, rule]] : [];
}

/** The declarations of a group in one direction, those that name no peer too. */
export function declarationsOf(world: World, key: string, direction: Direction): readonly Declaration[] {
  return declarations(world)
    .of(key)
    .filter((declaration) => declaration.direction === direction);
}

/** Whether a declaration names a source: a list that comes from somewhere may be empty. */
export function namesSomebody(world: World, declaration: Declaration): boolean {
  return naming(world).has(declaration);
}

const naming = perWorld((world): ReadonlySet<Declaration> => new Set(world.all("rule").map(({ declaration }) => declaration)));

const declarations = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("declaration").map((declaration) => [declaration.group, declaration] as const),
    ),
);

export function trafficOf(world: World, rule: Rule): Traffic {
  return world.pick(rule.declaration.traffic);
}

/** The addresses that a peer stands for by itself: of a group none, of a prefix list what it holds. */
export function addressesOf(world: World, peer: Peer): AddressSet {
  if (peer.kind === "addresses") return world.pick(peer.addresses);
  if (peer.kind === "prefix-list") return listAddresses(world, peer.list);
  if (peer.kind === "hidden" && world.doubt(peer.hole)) return ip.everyAddress;
  return ip.noAddresses;
}

/** What a prefix list holds. The content of a list from outside the stack is not known, unless it is one of AWS's own that hold no clients. */
function listAddresses(world: World, list: Ref): AddressSet {
  if (list.kind === "resource" && lists(world).has(list.urn)) return addressesInList(world, list.urn);
  // A list that is one of the stack's, or another one.
  if (list.kind === "unclear" && list.id !== undefined) return world.doubt(list.hole) ? ip.everyAddress : ip.noAddresses;
  if (list.kind === "unclear" && list.candidates.length > 0)
    return ip.unionAll(list.candidates.filter((urn) => world.names(list, urn)).map((urn) => listAddresses(world, { kind: "resource", urn })));
  if (isManaged(managedListName(world, list))) return ip.noAddresses;
  return world.doubt(list.kind === "resource" ? listHole(list.urn) : list.hole) ? ip.everyAddress : ip.noAddresses;
}

/** What the entries of a list hold together: asked for by every rule that names it. */
const addressesInList = perKeyInDoubt((world, list: string): AddressSet =>
  ip.unionAll(
    entries(world)
      .of(list)
      .map(({ addresses }) => world.pick(addresses)),
  ),
);

/** A resource that takes the place of a list, such as an endpoint, and says nothing about addresses. */
function listHole(urn: string): Hole {
  return new Hole(urn, [], "does not say which addresses it stands for");
}

const lists = perWorld((world) => new Set(world.all("prefixList").map(({ urn }) => urn)));
const entries = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("prefixListEntry").map((entry) => [entry.list, entry] as const),
    ),
);

/** The group that a rule admits, as a key, where it is known which. */
export function peerGroupKey(rule: Rule): string | undefined {
  if (rule.peer.kind === "self") return keyOf(rule.declaration.group);
  return rule.peer.kind === "group" ? keyOf(rule.peer.group) : undefined;
}

/** The source of a rule in words: an address block, or the name of what is referred to. */
export function peerText(rule: Rule): string {
  const { peer } = rule;
  if (peer.kind === "addresses") return peer.text === "" ? pathText(rule.path) : peer.text;
  if (peer.kind === "self") return "itself";
  if (peer.kind === "hidden") return pathText(peer.hole.path);
  const ref = peer.kind === "group" ? peer.group : peer.list;
  if (ref.kind === "resource") return parseUrn(ref.urn).name;
  return (ref.kind === "external" ? ref.name : undefined) ?? ref.id ?? pathText(ref.hole.path);
}
