import { grouped } from "@portcullis/policypack/grouped";
import type { PictureEdge, PictureNode } from "./graph";

/** What is drawn at most: more is not read. */
const mostNodes = 40;
const mostEdges = 90;

/** Fewer that are alike are drawn one by one. */
const fewestAlike = 3;

/** What is drawn of a picture, and how many nodes are not. */
export interface Readable<Edge extends PictureEdge> {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly Edge[];
  readonly left: number;
}

/** What can be read of a picture: nodes that are alike are one with a number, what ranks highest is drawn, and the rest is counted. */
export function readable<Edge extends PictureEdge>(
  nodes: readonly PictureNode[],
  edges: readonly Edge[],
  rankOf: (edge: Edge) => number,
): Readable<Edge> {
  const members = alike(nodes, edges);
  const ranked = [...betweenAll(members, edges)].sort((a, b) => rankOf(b) - rankOf(a));
  const chosen = new Set<string>();
  for (const { from, to } of ranked) {
    const more = Number(!chosen.has(from)) + Number(!chosen.has(to));
    if (chosen.size + more <= mostNodes) chosen.add(from).add(to);
  }
  for (const { id, kind } of nodes) if (kind !== "outside" && members.has(id) && chosen.size < mostNodes) chosen.add(id);
  const inside = nodes.filter(({ id, kind }) => kind !== "outside" && members.has(id));
  return {
    nodes: nodes.flatMap((node) => (chosen.has(node.id) ? [counted(node, members.get(node.id)?.length ?? 1)] : [])),
    edges: ranked.filter(({ from, to }) => chosen.has(from) && chosen.has(to)).slice(0, mostEdges),
    left: inside.filter(({ id }) => !chosen.has(id)).reduce((sum, { id }) => sum + (members.get(id)?.length ?? 1), 0),
  };
}

/** The ways of all members, as those of the nodes that stand for them: what one of them reaches is reached from all, as far as anybody sees. */
function betweenAll<Edge extends PictureEdge>(members: ReadonlyMap<string, readonly PictureNode[]>, edges: readonly Edge[]): readonly Edge[] {
  const standsFor = new Map([...members].flatMap(([first, same]) => same.map(({ id }) => [id, first] as const)));
  const ways = new Map<string, Edge>();
  for (const edge of edges) {
    const [from, to] = [standsFor.get(edge.from), standsFor.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const way = { ...edge, from, to };
    ways.set(JSON.stringify(way), way);
  }
  return [...ways.values()];
}

function counted(node: PictureNode, size: number): PictureNode {
  return size === 1 ? node : { ...node, name: `${node.name} and ${size - 1} more` };
}

/** The nodes that stand for others of their kind in the same place with the same ways to the same others, with all that they stand for. */
function alike(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): ReadonlyMap<string, readonly PictureNode[]> {
  const classes = new Map(
    nodes.map(({ id, kind, noun, vpc, subnets }) => [id, kind === "outside" ? id : JSON.stringify([kind, noun, vpc, subnets])]),
  );
  const ways = new Map<string, Set<string>>(nodes.map(({ id }) => [id, new Set()]));
  for (const { from, to, ...way } of edges) {
    // Among its own kind it does not matter which.
    const isAmongItsOwn = classes.get(from) === classes.get(to);
    ways.get(from)?.add(JSON.stringify(["to", isAmongItsOwn ? "" : to, way]));
    ways.get(to)?.add(JSON.stringify(["from", isAmongItsOwn ? "" : from, way]));
  }
  const sets = grouped(nodes, ({ id }) => JSON.stringify([classes.get(id), [...(ways.get(id) ?? [])].sort()]));
  return new Map(
    sets.flatMap(([, same]) => {
      const all: readonly (readonly [string, readonly PictureNode[]])[] =
        same.length < fewestAlike ? same.map((node) => [node.id, [node]] as const) : [[same[0].id, same] as const];
      return all;
    }),
  );
}
