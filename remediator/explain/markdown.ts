import { code, prose } from "../pull-request/escape";
import { visibleLines } from "../system/visible";
import { excerpt } from "../report/excerpt";
import { sectionsOf, type Block, type Page } from "./page";

/** A page as Markdown, in which nothing that others chose means anything. */
export function pageMarkdown(page: Page): string {
  const parts = [`**${prose(page.title)}**`];
  for (const { heading, blocks } of sectionsOf(page)) {
    if (heading !== undefined) parts.push(`#### ${prose(heading)}`);
    parts.push(...blocks.map(blockMarkdown).filter((text) => text !== ""));
  }
  return `${parts.join("\n\n")}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return prose(block.text);
    case "list":
      return block.items.map((item) => `- ${prose(item)}`).join("\n");
    case "rows":
      return block.rows
        .map(
          ([name = "", ...others]) =>
            `- ${code(name)} ${others
              .filter((text) => text !== "")
              .map((text) => prose(text))
              .join(", ")}`,
        )
        .join("\n");
    case "code":
      return fenced(block.language, block.text);
    case "source": {
      const found = excerpt(block.written, block.place);
      return found === undefined ? "" : fenced("", `${found.start}${found.marked}${found.end}`);
    }
  }
}

/** A fence that the text cannot end. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${visibleLines(text).trimEnd()}\n${fence}`;
}
