import { groupsOf } from "../model/attachments/attachments";
import { carriesReferences } from "../model/reachability/group-references";
import { internetAddresses, isPublic } from "../model/exposure/exposure";
import { addressesOf, peerGroupKey, peerText } from "../model/rules/groups";
import type { Declaration, Rule, Workload } from "../model/network";
import { vpcsOfWorkload } from "../model/placement/placement";
import { isWhollyIn, applicationsIn } from "../model/placement/applications";
import { listed } from "../model/names/listed";
import { keyOf, perWorld, type World } from "../model/world";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import type { FixPlan, Reference, Step, Variant } from "../plans/plan";
import { parseUrn } from "../resources/resource";
import { byDeclaration, placeOf } from "./sources";

/** The groups that stand for everybody known in a block, or the reason why none do. */
export type Callers = { readonly groups: readonly string[] } | { readonly reason: string };

/**
 * References instead of blocks: to the groups of the applications that live in each of them, where these have groups of their own that are on
 * nothing else, and can be referred to from the VPC. So the swap admits nobody whom the block did not admit.
 */
export function swapForReferences(
  world: World,
  group: string,
  vpc: string | undefined,
  rules: readonly Rule[],
  all: readonly Rule[],
  callersOf: (rule: Rule) => Callers = (rule) => callersBehind(world, group, vpc, rule),
): FixPlan {
  const steps: Step[] = [];
  const admitted = new Set<string>();
  const siblings = siblingsIn(all);
  const byRule = new Map<Rule, readonly string[]>();
  // Nobody known lives on the internet: a public source goes without a reference where other sources name the callers.
  const [open, closed] = split(rules, (rule) => isPublic(world, internetAddresses(world, addressesOf(world, rule.peer))));
  for (const rule of [...closed, ...open]) {
    const callers = open.includes(rule) && admitted.size > 0 ? { groups: [] } : callersOf(rule);
    if ("reason" in callers) return { kind: "declined", reason: callers.reason };
    byRule.set(rule, callers.groups);
    for (const key of callers.groups) admitted.add(key);
    if (admitted.size > mostReferences) return { kind: "declined", reason: tooMany(peerText(rule)) };
  }
  for (const [declaration, replaced] of byDeclaration(rules)) {
    const groups = new Set(replaced.flatMap((rule) => byRule.get(rule) ?? []));
    steps.push(swapIn(declaration, replaced, siblings.get(declaration) ?? replaced, [...groups].sort()));
  }
  const names = [...admitted]
    .sort()
    .map((key) => parseUrn(key).name)
    .join(", ");
  const blocks = inShort(rules);
  return {
    kind: "plan",
    summary: `Admits ${names} instead of ${blocks} in ${byDeclaration(rules)
      .map(([declaration]) => placeOf(declaration))
      .join(", ")}`,
    losesAccess: `Clients in ${blocks} that are not in ${names}.`,
    steps,
  };
}

/** The rules of each declaration among all of them, which are the same for each resource whose rules are swapped. */
function siblingsIn(all: readonly Rule[]): ReadonlyMap<Declaration, readonly Rule[]> {
  const result = siblings.get(all) ?? new Map(byDeclaration(all));
  siblings.set(all, result);
  return result;
}

const siblings = new WeakMap<readonly Rule[], ReadonlyMap<Declaration, readonly Rule[]>>();

function split<T>(list: readonly T[], claim: (element: T) => boolean): readonly [yes: readonly T[], no: readonly T[]] {
  return [list.filter(claim), list.filter((element) => !claim(element))];
}

/** A group has no more rules of one direction: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const mostReferences = 60;

function tooMany(block: string): string {
  return `more than ${mostReferences} groups live in ${block}`;
}

/** Up to three sources by name, and how many more there are. */
export function inShort(rules: readonly Rule[]): string {
  return listed(rules.map(peerText));
}

/** The groups of the applications behind the block of a rule. */
export function callersBehind(world: World, group: string, vpc: string | undefined, rule: Rule): Callers {
  const block = peerText(rule);
  if (rule.peer.kind === "prefix-list") return { reason: `what ${block} holds is for its owner to say` };
  const addresses = addressesOf(world, rule.peer);
  const within: Workload[] = [];
  for (const { application, addresses: own } of applicationsIn(world, addresses)) {
    if (!isNear(world, vpc, application)) continue;
    if (!ip.covers(addresses, own)) return { reason: `${application.resource.name} lives in ${block} and elsewhere` };
    within.push(application);
  }
  if (within.length === 0) return { reason: `no application of this program is known to live in ${block}` };
  const groups = new Set<string>();
  for (const application of within) {
    const callers = ownGroups(world, group, application, addresses, block);
    if ("reason" in callers) return callers;
    for (const key of callers.groups) groups.add(key);
    if (groups.size > mostReferences) return { reason: tooMany(block) };
  }
  return { groups: [...groups].sort() };
}

function ownGroups(world: World, group: string, application: Workload, block: AddressSet, text: string): Callers {
  const groups = groupsOf(world, application).filter((key) => ownGroupKeys(world).has(key) && key !== group);
  if (groups.length === 0) return { reason: `${application.resource.name} lives in ${text} and has no group of its own` };
  // One of its groups is enough to let it in: those that are on something else would let that in, too.
  const own = groups.filter((key) => isWhollyIn(world, key, block));
  const [first] = groups;
  return own.length > 0 ? { groups: own } : { reason: `${parseUrn(first ?? "").name} is also on something that is not known to live in ${text}` };
}

/** The groups that the stack made for something; what carries a VPC's default group is nobody in particular. */
const ownGroupKeys = perWorld((world) => new Set(world.all("group").flatMap(({ urn, isDefault }) => (isDefault ? [] : [urn]))));

/** Whether groups of a workload can be referred to from a VPC; where the VPC is not known, nothing tells otherwise. */
function isNear(world: World, vpc: string | undefined, workload: Workload): boolean {
  const vpcs = vpcsOfWorkload(world, workload).flatMap((ref) => keyOf(ref) ?? []);
  return vpc === undefined || vpcs.length === 0 || vpcs.some((other) => carriesReferences(world, vpc, other, "ingress"));
}

/** The same groups instead of every one of the rules; `all` are the rules of the group, so that peers that stay are kept. */
export function referencesInstead(rules: readonly Rule[], all: readonly Rule[], groups: readonly string[]): Step[] {
  const siblings = siblingsIn(all);
  return byDeclaration(rules).map(([declaration, replaced]) => swapIn(declaration, replaced, siblings.get(declaration) ?? replaced, groups));
}

function swapIn(declaration: Declaration, replaced: readonly Rule[], all: readonly Rule[], groups: readonly string[]): Step {
  const { spelling, urn, path } = declaration;
  const present = new Set(all.flatMap((rule) => peerGroupKey(rule) ?? []));
  const references = groups.filter((key) => !present.has(key)).map((reference): Reference => ({ reference, output: "id" }));
  // Where nobody is left, nothing is.
  if (references.length === 0 && all.length === replaced.length) return { kind: "vary", urn, path, variants: [] };
  const without = withoutPeers(declaration, replaced, all);
  const takesList = spelling.severalPeers && spelling.group !== "sourceSecurityGroupId";
  if (takesList) {
    const append = references.length === 0 ? {} : { append: { [spelling.group]: references } };
    return { kind: "vary", urn, path, variants: [{ ...without, ...append }] };
  }
  // A declaration that takes one group becomes one for each, and keeps the peers that stay in one of its own.
  const others = all.length > replaced.length ? [without] : [];
  const drop = [...new Set(all.map((rule) => propertyOf(declaration, rule)))].filter((name) => name !== spelling.group);
  return {
    kind: "vary",
    urn,
    path,
    variants: [...references.map((reference): Variant => ({ drop, set: { [spelling.group]: reference } })), ...others],
  };
}

/** Leaves peers out: a property as a whole where nothing of it stays. */
function withoutPeers(declaration: Declaration, replaced: readonly Rule[], all: readonly Rule[]): Variant {
  const drop = new Set<string>();
  const without: Record<string, number[]> = {};
  for (const rule of replaced) {
    const name = propertyOf(declaration, rule);
    const index = rule.path.at(declaration.path.length + 1);
    const stays = all.some((other) => !replaced.includes(other) && propertyOf(declaration, other) === name);
    if (stays && typeof index === "number") (without[name] ??= []).push(index);
    else drop.add(name);
  }
  return { ...(drop.size === 0 ? {} : { drop: [...drop] }), ...(Object.keys(without).length === 0 ? {} : { without }) };
}

function propertyOf(declaration: Declaration, rule: Rule): string {
  return String(rule.path[declaration.path.length]);
}
