import { clipped, columnsOf } from "../report/text/columns";

/** A line's text with what ANSI codes say about it. */
interface Run {
  readonly text: string;
  readonly classes: string;
}

const width = 80;
const column = 8.4;
const line = 19;
const padding = 16;

/** Colours on a dark ground, each with a contrast of at least 4.5 to it. */
const style = `
text { font: 14px ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; fill: #e6edf3; white-space: pre; }
.bold { font-weight: 700; } .dim { fill: #9aa4af; } .red { fill: #ff8f86; } .green { fill: #7ee29a; } .magenta { fill: #e59aea; } .cyan { fill: #7cc7e8; }
.underline { text-decoration: underline; } .inverse { fill: #7cc7e8; }
`;

/** What a terminal showed, as a picture. Titled, so that whoever cannot see it is told what it is. */
export function terminalPicture(output: string, title: string): string {
  const lines = output.replace(/\n+$/, "").split("\n");
  const height = lines.length * line + 2 * padding;
  const rows = lines.map((text, index) => {
    const runs = runsOf(text).map(({ text: part, classes }) =>
      classes === "" ? escaped(part) : `<tspan class="${classes}">${escaped(part)}</tspan>`,
    );
    return runs.length === 0 ? "" : `<text xml:space="preserve" x="${padding}" y="${padding + (index + 0.75) * line}">${runs.join("")}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * column + 2 * padding}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(title)}</title>`,
    `<style>${style}</style>`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...rows.filter((row) => row !== ""),
    "</svg>",
    "",
  ].join("\n");
}

const names: ReadonlyMap<number, string> = new Map([
  [1, "bold"],
  [2, "dim"],
  [4, "underline"],
  [7, "inverse"],
  [31, "red"],
  [32, "green"],
  [35, "magenta"],
  [36, "cyan"],
]);

/** What ends what: 22 ends bold and dim, 39 any colour. */
const ends: ReadonlyMap<number, readonly string[]> = new Map([
  [0, [...names.values()]],
  [22, ["bold", "dim"]],
  [24, ["underline"]],
  [27, ["inverse"]],
  [39, ["red", "green", "magenta", "cyan"]],
]);

function runsOf(text: string): readonly Run[] {
  const active = new Set<string>();
  const runs: Run[] = [];
  let used = 0;
  for (const part of text.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      const shown = clipped(part, width - used);
      used += columnsOf(part);
      if (shown !== "" && used - columnsOf(part) < width) runs.push({ text: shown, classes: [...active].sort().join(" ") });
      continue;
    }
    for (const code of codes.split(";").map(Number)) {
      for (const ended of ends.get(code) ?? []) active.delete(ended);
      const begun = names.get(code);
      if (begun !== undefined) active.add(begun);
    }
  }
  return runs;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
