import type { Declaration, Rule } from "../model/network";
import { conditionsOf } from "../model/rules/conditions";
import { peerText } from "../model/rules/groups";
import type { World } from "../model/world";
import type { Admission } from "../model/needs/admissions";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { describe, ofProtocol, protocolsOf, type Traffic } from "../net/ports";
import { isEverybody, truthful } from "../model/names/claims";
import { listed } from "../model/names/listed";
import type { ClosingPart } from "../plans/goal";
import { isReference, type PlannedElement, type Variant } from "../plans/plan";
import { parseUrn } from "../resources/resource";
import { peerProperties, withoutPeers, type Piece } from "./spelling";

/** Whom a rule lets through from now on. */
export type GrantedPeer =
  | { readonly kind: "group"; readonly key: string }
  | { readonly kind: "blocks"; readonly blocks: readonly Block[] }
  | { readonly kind: "prefix list"; readonly id: string; readonly name: string }
  | { readonly kind: "setting"; readonly key: string };

/** A block of addresses, as a text or as the output of what has it. */
export interface Block {
  readonly value: PlannedElement;
  readonly addresses: AddressSet;
  readonly name: string;
}

/** That somebody is let through by a rule that loses another peer. */
export interface Grant {
  readonly declaration: Declaration;
  readonly traffic: Traffic;
  readonly peer: GrantedPeer;
  /** Who has to get through, where that is why. */
  readonly who?: string;
  /** Whether it is a source of another rule, which stays here. */
  readonly isMoved?: true;
}

/** Who has to get through, where that is why: without the comma of a sentence that goes on. */
export function needyOf({ who }: Grant): string | undefined {
  return who?.replace(/,$/, "");
}

export function admissionOfGrant(world: World, { peer, traffic, declaration }: Grant): Admission {
  const conditions = conditionsOf(world, declaration);
  const nobody = { conditions, traffic, addresses: ip.noAddresses, groups: [], lists: [], isSetting: false };
  if (peer.kind === "group") return { ...nobody, groups: [peer.key] };
  if (peer.kind === "blocks") return { ...nobody, addresses: ip.unionAll(peer.blocks.map(({ addresses }) => addresses)) };
  return peer.kind === "prefix list" ? { ...nobody, lists: [peer.name] } : { ...nobody, isSetting: true };
}

/**
 * The same on one range of ports for each protocol, where it is for a group, or for all of a network on a range that is not wide: it came through all of them
 * before.
 */
export function spanning(grant: Grant): Grant {
  const { peer, traffic, declaration } = grant;
  const isOfNetwork =
    peer.kind === "blocks" && peer.blocks.every(({ value }) => isReference(value)) && intervals.size(declaration.traffic.must) <= mostOfOne;
  if (!(peer.kind === "group" || isOfNetwork) || !intervals.covers(declaration.traffic.must, traffic)) return grant;
  const spans = protocolsOf(traffic).flatMap((protocol) => {
    const own = intervals.intersect(traffic, ofProtocol(protocol));
    const [first, last] = [own[0], own.at(-1)];
    return first === undefined || last === undefined ? [] : [intervals.interval(first.first, last.last)];
  });
  const span = intervals.unionAll(spans);
  return intervals.equals(span, traffic) || !intervals.covers(declaration.traffic.must, span) ? grant : { ...grant, traffic: span };
}

/** A range with more ports than that is not for one thing. */
const mostOfOne = 20n;

/** "app", "the VPC shop", "52.94.76.0/24", "the networks that sshCidrs names". */
export function namesOf(peer: GrantedPeer): readonly string[] {
  if (peer.kind === "group") return [parseUrn(peer.key).name];
  if (peer.kind === "blocks") return peer.blocks.map(({ name }) => name);
  return peer.kind === "prefix list" ? [`CloudFront's prefix list ${peer.id}`] : [`the networks that ${peer.key} names`];
}

/** What one declaration says about some of its traffic after a repair. */
export interface Entry {
  /** Undefined where it is all that the declaration is about: then its ports stay as they are written. */
  readonly piece: Piece | undefined;
  readonly keep: readonly Rule[];
  readonly add: readonly GrantedPeer[];
}

/** The variants of a declaration that say what its entries say. */
export function variantsOf(declaration: Declaration, all: readonly Rule[], entries: readonly Entry[]): readonly Variant[] {
  return entries.flatMap((entry) =>
    (declaration.spelling.severalPeers ? inOne(declaration, all, entry) : oneEach(declaration, all, entry)).map((variant) =>
      compact({ ...variant, set: { ...variant.set, ...wordsOf(declaration, all, entry) } }),
    ),
  );
}

/** A description that would say of a rule what is not so any more is left without that, or names its ports. */
function wordsOf({ description, traffic }: Declaration, all: readonly Rule[], { piece, keep }: Entry): Readonly<Record<string, string>> {
  if (typeof description !== "string") return {};
  const isOpen = keep.some((rule) => isEverybody(peerText(rule)));
  const kept = new Set(keep);
  const losesNetwork = all.some((rule) => rule.peer.kind === "addresses" && !isEverybody(peerText(rule)) && !kept.has(rule));
  const said = truthful(description, { isOpen, isWhole: piece === undefined, losesNetwork });
  if (said === undefined) return {};
  return { description: said.trim() === "" ? describe(piece?.traffic ?? traffic.must) : said };
}

/** Peers in lists; a group that has no list takes a rule of its own. */
function inOne(declaration: Declaration, all: readonly Rule[], { piece, keep, add }: Entry): readonly Variant[] {
  const { spelling } = declaration;
  const set = piece?.set ?? {};
  const removed = all.filter((rule) => !keep.includes(rule));
  if (add.length === 0) return [compact({ ...withoutPeers(removed), set })];
  const takesList = spelling.group !== "sourceSecurityGroupId";
  const append: Record<string, PlannedElement[]> = {};
  const scalars: Readonly<Record<string, PlannedElement>>[] = [];
  const flags: Record<string, PlannedElement> = {};
  for (const peer of add) {
    if (peer.kind === "group") {
      if (declaration.group.kind === "resource" && declaration.group.urn === peer.key) flags.self = true;
      else if (takesList) (append[spelling.group] ??= []).push({ reference: peer.key, output: "id" });
      else scalars.push({ [spelling.group]: { reference: peer.key, output: "id" } });
    }
    if (peer.kind === "blocks")
      for (const { value, addresses } of peer.blocks) (append[intervals.isEmpty(addresses.v4) ? spelling.cidr6 : spelling.cidr4] ??= []).push(value);
    if (peer.kind === "prefix list") (append[spelling.prefixList] ??= []).push(peer.id);
    if (peer.kind === "setting") (append[spelling.cidr4] ??= []).push({ setting: peer.key });
  }
  const everyProperty = peerProperties(all);
  const isReplaced = add.some(({ kind }) => kind === "group");
  const own = scalars.map((scalar): Variant => ({ drop: everyProperty.filter((name) => !(name in scalar)), set: { ...set, ...scalar } }));
  if (keep.length === 0 && Object.keys(append).length === 0 && Object.keys(flags).length === 0) return own.map(compact);
  // A rule of its own is there once for each whom a setting names.
  if (declaration.style === "standalone" && keep.length === 0 && add.every(({ kind }) => kind === "setting"))
    return [compact({ drop: everyProperty.filter((name) => !(name in append)), set: { ...set, ...append } })];
  const without = isReplaced ? withoutWholeProperties(removed, keep, append) : withoutPeers(removed);
  return [...own.map(compact), compact({ ...without, append, set: { ...set, ...flags } })];
}

/** A property goes as a whole where nothing of it stays and nothing comes. */
function withoutWholeProperties(removed: readonly Rule[], keep: readonly Rule[], append: Readonly<Record<string, unknown>>): Variant {
  const kept = new Set(peerProperties(keep));
  const gone = peerProperties(removed).filter((name) => !kept.has(name) && !(name in append));
  const { drop = [], without } = withoutPeers(removed.filter((rule) => !peerProperties([rule]).some((name) => gone.includes(name))));
  return { drop: [...gone, ...drop], ...(without === undefined ? {} : { without }) };
}

/** Each peer in a rule of its own, as where a rule takes one. */
function oneEach({ spelling }: Declaration, all: readonly Rule[], { piece, keep, add }: Entry): readonly Variant[] {
  const set = piece?.set ?? {};
  const everyProperty = peerProperties(all);
  const kept = keep.map((rule): Variant => compact({ drop: everyProperty.filter((name) => !peerProperties([rule]).includes(name)), set }));
  const added = add.flatMap((peer): readonly Variant[] =>
    valuesOf(peer).map(([property, value]) =>
      compact({ drop: everyProperty.filter((name) => name !== spelling[property]), set: { ...set, [spelling[property]]: value } }),
    ),
  );
  return [...kept, ...added];
}

function valuesOf(peer: GrantedPeer): readonly (readonly ["group" | "cidr4" | "cidr6" | "prefixList", PlannedElement])[] {
  if (peer.kind === "group") return [["group", { reference: peer.key, output: "id" }]];
  if (peer.kind === "blocks") return peer.blocks.map(({ value, addresses }) => [intervals.isEmpty(addresses.v4) ? "cidr6" : "cidr4", value] as const);
  return peer.kind === "prefix list" ? [["prefixList", peer.id]] : [["cidr4", { setting: peer.key }]];
}

/** Without what says nothing. */
function compact({ set, drop, without, append }: Variant): Variant {
  const filled = <T extends object>(part: T | undefined): part is T => part !== undefined && Object.keys(part).length > 0;
  return {
    ...(filled(drop) ? { drop } : {}),
    ...(filled(without) ? { without } : {}),
    ...(filled(append) ? { append } : {}),
    ...(filled(set) ? { set } : {}),
  };
}

/** Whether something of a part that is to be closed is granted to addresses, other than some. */
export function isGrantedByAddress(grants: readonly Grant[], { rule, traffic }: ClosingPart, except: AddressSet): boolean {
  return grants.some(
    ({ declaration, peer, traffic: granted }) =>
      declaration === rule.declaration &&
      (peer.kind === "prefix list" || (peer.kind === "blocks" && !peer.blocks.every(({ addresses }) => ip.covers(except, addresses)))) &&
      intervals.meets(granted, traffic),
  );
}

/** Why groups cannot take the place of parts that are to be closed: who gets through by something else. */
export function whoStays(grants: readonly Grant[], parts: readonly ClosingPart[]): string {
  const grant = grants.find(({ peer, declaration }) => peer.kind !== "group" && parts.some(({ rule }) => rule.declaration === declaration));
  const names = grant === undefined ? ["their addresses"] : namesOf(grant.peer);
  const who = (grant === undefined ? undefined : needyOf(grant)) ?? "who calls it";
  return `the program does not show which groups ${who} has: name them in the place of ${listed(names)}`;
}
