import { grouped } from "@portcullis/policypack/grouped";
import { rankOf, type Picture, type PictureEdge, type PictureNode } from "./graph";
import { readable, type Readable } from "./readable";
import { label } from "./mermaid-text";

/** A picture as a Mermaid flowchart: by VPC and subnets, what should not be open in red. */
export function pictureMermaid({ nodes, edges }: Picture): string {
  return flowchart(
    readable(
      nodes,
      edges.map((edge): Drawn => ({ ...edge, look: edge.isBad ? "bad" : "plain" })),
      rankOf,
    ),
  );
}

/** What a change does to a picture: ways that close are dotted and said to, ways that open are thick. Undefined where it changes no way. */
export function changeMermaid(before: Picture, after: Picture): string | undefined {
  const keyOf = ({ from, to, label: ports }: PictureEdge): string => `${from}\n${to}\n${ports}`;
  const [old, now] = [before, after].map(({ edges }) => new Set(edges.map(keyOf)));
  const closed = before.edges
    .filter((edge) => now?.has(keyOf(edge)) === false)
    .map((edge): Drawn => ({ ...edge, label: `before: ${edge.label}`, look: "closed" }));
  const opened = after.edges
    .filter((edge) => old?.has(keyOf(edge)) === false)
    .map((edge): Drawn => ({ ...edge, label: `now: ${edge.label}`, look: "new" }));
  if (closed.length + opened.length === 0) return undefined;
  const touched = new Set([...closed, ...opened].flatMap(({ from, to }) => [from, to]));
  const same = after.edges
    .filter((edge) => old?.has(keyOf(edge)) === true && (touched.has(edge.from) || touched.has(edge.to)))
    .map((edge): Drawn => ({ ...edge, look: edge.isBad ? "bad" : "plain" }));
  const edges = [...closed, ...opened, ...same];
  const shown = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = [...new Map([...before.nodes, ...after.nodes].map((node) => [node.id, node])).values()].filter(({ id }) => shown.has(id));
  const drawn = readable(nodes, edges, (edge) => (edge.look === "closed" || edge.look === "new" ? 8 : 0) + rankOf(edge));
  // What stays as it is around a change is left out without a word: it is none of it.
  const changing = new Set([...closed, ...opened].flatMap(({ from, to }) => [from, to]));
  const drawnIds = new Set(drawn.nodes.map(({ id }) => id));
  return flowchart({ ...drawn, left: drawn.left === 0 ? 0 : Math.min(drawn.left, [...changing].filter((id) => !drawnIds.has(id)).length) });
}

interface Drawn extends PictureEdge {
  readonly look: "plain" | "bad" | "closed" | "new";
}

function flowchart({ nodes, edges, left }: Readable<Drawn>): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = ["flowchart LR"];
  const isPlaced = ({ kind, vpc }: PictureNode): boolean => kind !== "outside" && vpc !== undefined;
  for (const node of nodes.filter((each) => !isPlaced(each))) lines.push(`  ${boxOf(node, ids)}`);
  let count = 0;
  for (const [vpc, inVpc] of byText(nodes.filter(isPlaced), (node) => node.vpc ?? "")) {
    lines.push(`  subgraph v${count++}[${label(`VPC ${vpc}`)}]`);
    for (const [subnets, inSubnets] of byText(inVpc, (node) => node.subnets ?? "")) {
      lines.push(`    subgraph v${count++}[${label(subnets.includes(", ") ? `subnets ${subnets}` : `subnet ${subnets}`)}]`);
      for (const node of inSubnets) lines.push(`      ${boxOf(node, ids)}`);
      lines.push("    end");
    }
    lines.push("  end");
  }
  if (left > 0) lines.push(`  more([${label(`and ${left} more`)}])`);
  const drawn = edges.flatMap((edge) => {
    const [from, to] = [ids.get(edge.from), ids.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
  });
  for (const { from, to, label: text, look, isPossible } of drawn) {
    const arrow = look === "closed" || isPossible ? "-.->" : look === "new" ? "==>" : "-->";
    lines.push(`  ${from} ${arrow}|${label(isPossible ? `perhaps ${text}` : text)}| ${to}`);
  }
  const bad = drawn.flatMap(({ look }, index) => (look === "bad" || look === "closed" ? [index] : []));
  if (bad.length > 0) lines.push(`  linkStyle ${bad.join(",")} stroke:#d1242f,stroke-width:3px`);
  const hit = [...new Set(drawn.flatMap(({ look, to }) => (look === "bad" ? [to] : [])))];
  if (hit.length > 0) lines.push("  classDef bad stroke:#d1242f,stroke-width:3px", `  class ${hit.join(",")} bad`);
  return `${lines.join("\n")}\n`;
}

function boxOf({ id, name, noun, kind }: PictureNode, ids: ReadonlyMap<string, string>): string {
  const own = ids.get(id) ?? "";
  const text = label(noun === "" ? name : `${name}, ${noun}`);
  if (kind === "outside") return `${own}([${text}])`;
  if (kind === "data") return `${own}[(${text})]`;
  return kind === "balancer" ? `${own}{{${text}}}` : `${own}[${text}]`;
}

export function byText<T>(list: readonly T[], textOf: (one: T) => string): readonly (readonly [string, readonly T[]])[] {
  return [...grouped(list, textOf)].sort(([a], [b]) => (a < b ? -1 : 1));
}
