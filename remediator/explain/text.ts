import { columnsOf, wrapped } from "../report/text/columns";
import { frame } from "../report/text/frame";
import type { Terminal } from "../report/terminal";
import { visible, visibleLines } from "../system/visible";
import { sectionsOf, type Block, type Page } from "./page";

/** A page for a terminal. */
export function pageText(page: Page, terminal: Terminal): string {
  const { colours, width } = terminal;
  const lines = wrapped(visible(page.title), width).map(colours.bold);
  for (const { heading, blocks } of sectionsOf(page)) {
    lines.push("", ...(heading === undefined ? [] : wrapped(visible(heading), width).map(colours.bold)));
    for (const block of blocks) lines.push(...blockText(block, terminal));
  }
  return `${lines.join("\n")}\n`;
}

const indent = "  ";

function blockText(block: Block, terminal: Terminal): readonly string[] {
  const { width } = terminal;
  switch (block.kind) {
    case "paragraph":
      return wrapped(visible(block.text), width - indent.length).map((line) => indent + line);
    case "list":
      return block.items.flatMap((item) => hanging("• ", visible(item), width - indent.length).map((line) => indent + line));
    case "rows":
      return rowsText(block.rows, terminal);
    case "code":
      return visibleLines(block.text)
        .trimEnd()
        .split("\n")
        .map((line) => `${indent}${indent}${line}`.trimEnd());
    case "source":
      return ["", ...frame(block.written, block.place, terminal)];
  }
}

/** Names in a column, and what is said of them beside; below them where the column would leave no room. */
function rowsText(all: readonly (readonly string[])[], { colours, width }: Terminal): readonly string[] {
  const shown = all.map((row) => row.map(visible));
  const first = Math.max(...shown.map(([name = ""]) => columnsOf(name)));
  const isNarrow = first > Math.floor(width * 0.45);
  return shown.flatMap(([name = "", ...others]) => {
    const rest = others.filter((text) => text !== "").join("  ");
    if (isNarrow) return [`${indent}${colours.bold(name)}`, ...wrapped(rest, width - 6).map((line) => `      ${line}`)];
    const margin = `${indent}${" ".repeat(first)}  `;
    const lines = wrapped(rest, width - margin.length);
    return (lines.length === 0 ? [""] : lines).map((line, index) =>
      (index === 0 ? `${indent}${colours.bold(name)}${" ".repeat(first - columnsOf(name))}  ${line}` : `${margin}${line}`).trimEnd(),
    );
  });
}

function hanging(mark: string, text: string, width: number): readonly string[] {
  return wrapped(text, width - mark.length).map((line, index) => (index === 0 ? mark : " ".repeat(mark.length)) + line);
}
