import { counted } from "@portcullis/policypack/model/names/listed";
import { clipped } from "../report/text/columns";
import { visible } from "../system/visible";
import { rankOf, type Picture, type PictureEdge, type PictureNode } from "./graph";
import { readable } from "./readable";
import { byText } from "./mermaid";

/**
 * A picture as SVG that needs nothing else: a band for each VPC, and in it a column each for balancers, applications and data; whoever is outside is on
 * the left. Its colours are those of the page that it is in, or of the reader's setting.
 */
export function pictureSvg(picture: Picture): string {
  const { nodes, edges, left } = readable(picture.nodes, picture.edges, rankOf);
  if (nodes.length === 0) return "";
  const boxes = new Map<string, Box>();
  const bands: Band[] = [];
  const inside = nodes.filter(({ kind }) => kind !== "outside");
  let y = margin;
  for (const [vpc, members] of byText(inside, (node) => node.vpc ?? "")) {
    const columns = kinds.map((kind) => members.filter((node) => node.kind === kind).sort(bySubnets));
    const rows = Math.max(...columns.map((column) => column.length));
    for (const [column, own] of columns.entries())
      for (const [row, node] of own.entries()) boxes.set(node.id, { node, x: xOf(column + 1), y: y + heading + row * (boxHeight + rowGap) });
    const height = heading + rows * (boxHeight + rowGap);
    bands.push({ vpc, y, height });
    y += height + bandGap;
  }
  const outside = nodes.filter(({ kind }) => kind === "outside");
  for (const [row, node] of outside.entries()) boxes.set(node.id, { node, x: xOf(0), y: margin + heading + row * (boxHeight + rowGap) });
  const height = Math.max(y, margin + heading + outside.length * (boxHeight + rowGap)) + (left > 0 ? 20 : 0);
  const width = xOf(kinds.length) + boxWidth + margin * 2;
  // Red on top, and what lines say before everything.
  const drawn = [...edges].sort((a, b) => Number(a.isBad) - Number(b.isBad)).flatMap((edge) => edgeOf(edge, boxes) ?? []);
  const parts = [
    ...bands.map(bandOf),
    ...drawn.map(({ line }) => line),
    ...[...boxes.values()].map((box) => boxOf(box, edges)),
    ...drawn.map(({ text }) => text),
    ...(left > 0 ? [`<text x="${margin}" y="${height - 6}" class="pn">and ${left} more that are not drawn</text>`] : []),
  ];
  const bad = edges.filter(({ isBad }) => isBad).length;
  const title = `${counted(inside.length, "workload")}, ${counted(edges.length, "way")} between ${inside.length === 1 ? "it and the outside" : "them and from outside"}, ${bad} of which should not be open`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}"><title>${escaped(title)}</title><style>${style}</style><defs>${arrow("arrow", "pa")}${arrow("arrow-bad", "pb")}</defs>${parts.join("")}</svg>`;
}

interface Box {
  readonly node: PictureNode;
  readonly x: number;
  readonly y: number;
}

interface Band {
  readonly vpc: string;
  readonly y: number;
  readonly height: number;
}

const kinds = ["balancer", "application", "data"] as const;
const margin = 12;
const heading = 26;
const boxWidth = 168;
const boxHeight = 48;
const columnGap = 120;
const rowGap = 16;
const bandGap = 16;

const style = `.pt{font:600 13px system-ui,sans-serif;fill:currentColor}.pn{font:11px system-ui,sans-serif;fill:currentColor;opacity:.75}.pe{font:11px ui-monospace,monospace;fill:currentColor;paint-order:stroke;stroke:var(--back,Canvas);stroke-width:4px}.pe.bad{fill:var(--high,#d1242f);font-weight:700}.pr{fill:var(--back,Canvas);stroke:currentColor}.pr.bad{stroke:var(--high,#d1242f);stroke-width:3}.pv{fill:none;stroke:currentColor;opacity:.35;stroke-dasharray:4 3}.pl{fill:none;stroke:currentColor;opacity:.6}.pl.bad{stroke:var(--high,#d1242f);stroke-width:3;opacity:1}.pl.maybe{stroke-dasharray:5 4}.pa{fill:currentColor}.pb{fill:var(--high,#d1242f)}`;

function xOf(column: number): number {
  return margin * 2 + column * (boxWidth + columnGap);
}

function bySubnets(a: PictureNode, b: PictureNode): number {
  const [one, other] = [a, b].map(({ subnets = "", name }) => `${subnets} ${name}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
}

function bandOf({ vpc, y, height }: Band): string {
  const width = xOf(kinds.length) + boxWidth + margin - xOf(1) + margin;
  return `<rect class="pv" x="${xOf(1) - margin}" y="${y}" width="${width}" height="${height}" rx="6"/><text class="pn" x="${xOf(1)}" y="${y + 16}">${shown(`VPC ${vpc}`, 80)}</text>`;
}

function boxOf({ node: { id, name, noun, subnets }, x, y }: Box, edges: readonly PictureEdge[]): string {
  const isBad = edges.some((edge) => edge.to === id && edge.isBad);
  const second = [noun, subnets === undefined ? "" : `in ${subnets}`].filter((part) => part !== "").join(" ");
  return `<g><title>${escaped(visible(`${name}, ${second}`))}</title><rect class="pr${isBad ? " bad" : ""}" x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="5"/><text class="pt" x="${x + 9}" y="${y + 20}">${shown(name, 18, / and \d+ more$/)}</text><text class="pn" x="${x + 9}" y="${y + 37}">${shown(second, 25)}</text></g>`;
}

function edgeOf(
  { from, to, label, isBad, isPossible }: PictureEdge,
  boxes: ReadonlyMap<string, Box>,
): { readonly line: string; readonly text: string } | undefined {
  const [a, b] = [boxes.get(from), boxes.get(to)];
  if (a === undefined || b === undefined) return undefined;
  const isForward = b.x > a.x;
  const [x1, x2] = isForward ? [a.x + boxWidth, b.x] : [a.x + boxWidth, b.x + boxWidth];
  const [y1, y2] = [a.y + boxHeight / 2, b.y + boxHeight / 2];
  const bend = isForward ? Math.max(40, (x2 - x1) / 2) : 60;
  const [c1, c2] = [x1 + bend, isForward ? x2 - bend : x2 + bend];
  const bad = isBad ? " bad" : "";
  // What goes far is named where it ends, what goes to the next column in the middle, where there is room.
  const at = isForward && x2 - x1 > columnGap ? 0.8 : 0.5;
  const text = shown(isPossible ? `${label}?` : label, 26);
  const [tx, ty] = [curve(x1, c1, c2, x2, at), curve(y1, y1, y2, y2, at)];
  const d = `M${round(x1)} ${round(y1)}C${round(c1)} ${round(y1)} ${round(c2)} ${round(y2)} ${round(x2)} ${round(y2)}`;
  return {
    line: `<path class="pl${bad}${isPossible ? " maybe" : ""}" d="${d}" marker-end="url(#${isBad ? "arrow-bad" : "arrow"})"/>`,
    text: `<text class="pe${bad}" text-anchor="middle" x="${round(tx)}" y="${round(ty - 5)}">${text}</text>`,
  };
}

function curve(a: number, b: number, c: number, d: number, t: number): number {
  const u = 1 - t;
  return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
}

function arrow(id: string, className: string): string {
  return `<marker id="${id}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="${className}" d="M0 0L8 4L0 8z"/></marker>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The start of a text that fits, and all of an end that matters. */
function shown(text: string, columns: number, end?: RegExp): string {
  const seen = visible(text);
  const kept = (end === undefined ? undefined : end.exec(seen)?.[0]) ?? "";
  return escaped(`${clipped(seen.slice(0, seen.length - kept.length), columns - kept.length)}${kept}`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
