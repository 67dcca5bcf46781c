import type { World } from "@portcullis/policypack/model/world";
import { check, type CheckOptions } from "../judging/check";
import type { Source } from "../sources/source";
import { inventoryOf } from "../inventory/inventory";
import { pictureOf, type Picture, type PictureEdge, type PictureNode } from "../picture/graph";
import { changeMermaid } from "../picture/mermaid";
import { peerOf, whatOf } from "./changes";

/**
 * What a change does to who reaches whom, in Mermaid: between workloads where the program has some, of the first stack where it makes a difference;
 * otherwise by the rules of its groups. Undefined where there is nothing to draw.
 */
export function changePicture(before: readonly Source[], after: readonly Source[], options: CheckOptions): string | undefined {
  for (const [index, source] of before.entries()) {
    const later = after[index];
    if (later === undefined) continue;
    const [old, now] = [worldOf(source, options), worldOf(later, options)];
    if (old === undefined || now === undefined) continue;
    // What either has is asked of the other: a way that only gets another rule is none that opens.
    const [oldWays, nowWays] = [pictureOf(old).edges, pictureOf(now).edges];
    const drawn = changeMermaid(pictureOf(old, [], nowWays), pictureOf(now, [], oldWays));
    if (drawn !== undefined) return drawn;
  }
  return changeMermaid(groupsIn(before), groupsIn(after));
}

function worldOf(source: Source, options: CheckOptions): World | undefined {
  return check(source, options).judgements[0]?.world;
}

/** Groups, and who their rules name. */
function groupsIn(sources: readonly Source[]): Picture {
  const nodes = new Map<string, PictureNode>();
  const ways = new Map<string, { readonly edge: PictureEdge; readonly what: Set<string> }>();
  for (const rule of inventoryOf(sources).rules) {
    const { group, peer, direction, unwritten } = rule;
    if (unwritten !== undefined || group === null || peer.kind === "self") continue;
    const own = addNode(nodes, `group ${group}`, group, "security group");
    const other =
      peer.kind === "group"
        ? addNode(nodes, `group ${peerOf(rule)}`, peerOf(rule), "security group")
        : addNode(nodes, peerOf(rule), peerOf(rule), "");
    const [from, to] = direction === "ingress" ? [other, own] : [own, other];
    const key = JSON.stringify([from, to, direction]);
    const way = ways.get(key) ?? { edge: { from, to, label: "", isBad: false, isPossible: false }, what: new Set() };
    ways.set(key, way);
    way.what.add(whatOf(rule));
  }
  return {
    nodes: [...nodes.values()],
    edges: [...ways.values()].map(({ edge, what }) => ({ ...edge, label: [...what].sort().join(", ") })),
  };
}

function addNode(nodes: Map<string, PictureNode>, id: string, name: string, noun: string): string {
  if (!nodes.has(id)) nodes.set(id, { id, name, noun, kind: noun === "" ? "outside" : "application", vpc: undefined, subnets: undefined });
  return id;
}
