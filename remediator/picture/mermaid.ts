import { grouped } from "@portcullis/policypack/grouped";
import { rankOf, type Picture, type PictureEdge, type PictureNode } from "./graph";
import { readable, type Readable } from "./readable";
import { label } from "./mermaid-text";

/** A picture as a Mermaid flowchart: by VPC and subnets, what should not be open in red. */
export function pictureMermaid({ nodes, edges }: Picture): string {
  return flowchart(
    readable(
      nodes,
      edges.map((edge): Drawn => ({ ...edge, label: textOf(edge), look: edge.isBad ? "bad" : "plain" })),
      rankOf,
    ),
  );
}

/**
 * What a change does to a picture: ways that close are dotted and said to, ways that let less or other things through say what they let through before,
 * ways that open are thick. Undefined where it changes no way.
 */
export function changeMermaid(before: Picture, after: Picture): string | undefined {
  const [old, now] = [waysOf(before), waysOf(after)];
  const closed = before.edges
    .filter((edge) => !now.has(keyOf(edge)))
    .map((edge): Drawn => ({ ...edge, label: `before: ${textOf(edge)}`, look: "closed" }));
  const changed = after.edges.flatMap((edge): Drawn | readonly Drawn[] => {
    const earlier = old.get(keyOf(edge));
    if (earlier === undefined) return { ...edge, label: `now: ${textOf(edge)}`, look: "new" };
    return textOf(earlier) === textOf(edge) ? [] : { ...edge, label: `before: ${textOf(earlier)}\nnow: ${textOf(edge)}`, look: "changed" };
  });
  if (closed.length + changed.length === 0) return undefined;
  const changing = new Set([...closed, ...changed].flatMap(({ from, to }) => [from, to]));
  const same = after.edges
    .filter((edge) => {
      const earlier = old.get(keyOf(edge));
      return earlier !== undefined && textOf(earlier) === textOf(edge) && (changing.has(edge.from) || changing.has(edge.to));
    })
    .map((edge): Drawn => ({ ...edge, label: textOf(edge), look: edge.isBad ? "bad" : "plain" }));
  const edges = [...closed, ...changed, ...same];
  const shown = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = [...new Map([...before.nodes, ...after.nodes].map((node) => [node.id, node])).values()].filter(({ id }) => shown.has(id));
  const drawn = readable(nodes, edges, (edge) => (edge.look === "plain" || edge.look === "bad" ? 0 : 8) + rankOf(edge));
  // What stays as it is around a change is left out without a word: it is none of it.
  const drawnIds = new Set(drawn.nodes.map(({ id }) => id));
  return flowchart({ ...drawn, left: drawn.left === 0 ? 0 : Math.min(drawn.left, [...changing].filter((id) => !drawnIds.has(id)).length) });
}

/** What the lines of a drawn change mean, a sentence for each kind that is in it. `opened` is what a way is that was not there. */
export function changeLegend(chart: string, opened: string): string {
  const meanings: readonly (readonly [RegExp, string])[] = [
    [/ -\.->\|"before#58;/, "Dotted and red: closed by this change."],
    [/^ {2}linkStyle .*stroke:#bf8700/m, "Amber: lets less or something else through than before."],
    [/ ==>\|/, `Thick: ${opened} by this change.`],
    [/^ {2}classDef bad /m, "Red: open still, and should not be."],
    [/ -\.->\|"perhaps /, "Dotted: perhaps open."],
  ];
  return [...meanings.flatMap(([pattern, sentence]) => (pattern.test(chart) ? [sentence] : [])), "Everything else around it stays."].join(" ");
}

type Ways = ReadonlyMap<string, PictureEdge>;

function waysOf({ edges }: Picture): Ways {
  return new Map(edges.map((edge) => [keyOf(edge), edge]));
}

function keyOf({ from, to }: PictureEdge): string {
  return `${from}\n${to}`;
}

function textOf({ label: text, isPossible }: PictureEdge): string {
  return isPossible ? `perhaps ${text}` : text;
}

/** An edge as it is drawn; its label may have several lines. */
interface Drawn extends PictureEdge {
  readonly look: "plain" | "bad" | "closed" | "changed" | "new";
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
    lines.push(`  ${from} ${arrow}|${linesOf(text)}| ${to}`);
  }
  const bad = drawn.flatMap(({ look }, index) => (look === "bad" || look === "closed" ? [index] : []));
  const changed = drawn.flatMap(({ look }, index) => (look === "changed" ? [index] : []));
  if (changed.length > 0) lines.push(`  linkStyle ${changed.join(",")} stroke:#bf8700,stroke-width:3px`);
  if (bad.length > 0) lines.push(`  linkStyle ${bad.join(",")} stroke:#d1242f,stroke-width:3px`);
  const hit = [...new Set(drawn.flatMap(({ look, to }) => (look === "bad" ? [to] : [])))];
  if (hit.length > 0) lines.push("  classDef bad stroke:#d1242f,stroke-width:3px", `  class ${hit.join(",")} bad`);
  return `${lines.join("\n")}\n`;
}

/** Several lines as one label. */
function linesOf(text: string): string {
  return `"${text
    .split("\n")
    .map((line) => label(line).slice(1, -1))
    .join("<br/>")}"`;
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
