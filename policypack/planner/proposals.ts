import { mostRulesOfGroup } from "../model/rules/quotas";
import * as ip from "../net/ip";
import type { Traffic } from "../net/ports";
import type { GrantedPeer } from "./grants";
import { blocksOf } from "./resolve";
import type { Wanted } from "./target";

/** Whom a goal would have in place of a source. */
export interface Proposal {
  readonly wanted: Wanted;
  readonly traffic: Traffic;
  readonly peers: readonly GrantedPeer[];
}

/** Why nobody can be named in its place. */
export interface NoProposal {
  readonly refused: string;
}

/** Whether groups are more than a group may name beside the rules that it keeps: nothing is tried that cannot hold. */
export function tooManyGroups(kept: number, groups: readonly string[]): NoProposal | undefined {
  if (kept + groups.length <= mostRulesOfGroup) return undefined;
  return { refused: `${groups.length} groups would take its place, and a group has no more than ${mostRulesOfGroup} rules of one direction` };
}

/** Of groups, those that all goals name; where there are none, those of the first. Whatever else is named, is. */
export function agreed(proposals: readonly Proposal[]): readonly Proposal[] {
  const keysOf = ({ peers }: Proposal): readonly string[] => peers.flatMap((peer) => (peer.kind === "group" ? [peer.key] : []));
  const naming = proposals.filter((proposal) => keysOf(proposal).length > 0);
  const [first, ...others] = naming;
  if (first === undefined || others.length === 0) return proposals;
  const common = keysOf(first).filter((key) => others.every((other) => keysOf(other).includes(key)));
  const chosen = new Set(common.length > 0 ? common : keysOf(first));
  return proposals.map((proposal) => ({ ...proposal, peers: proposal.peers.filter((peer) => peer.kind !== "group" || chosen.has(peer.key)) }));
}

export function groupPeers(groups: readonly string[]): readonly GrantedPeer[] {
  return groups.map((key) => ({ kind: "group", key }));
}

export function peersOfAddresses(addresses: ip.AddressSet): readonly GrantedPeer[] {
  return ip.isEmpty(addresses) ? [] : [{ kind: "blocks", blocks: blocksOf(addresses) }];
}

export function isSamePeer(a: GrantedPeer, b: GrantedPeer): boolean {
  if (a.kind === "group") return b.kind === "group" && a.key === b.key;
  if (a.kind === "setting") return b.kind === "setting" && a.key === b.key;
  if (a.kind === "prefix list") return b.kind === "prefix list" && a.id === b.id;
  return (
    b.kind === "blocks" && ip.equals(ip.unionAll(a.blocks.map(({ addresses }) => addresses)), ip.unionAll(b.blocks.map(({ addresses }) => addresses)))
  );
}
