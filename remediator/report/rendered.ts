import { coloured } from "./diff";
import { wrapped } from "./text/columns";
import type { Terminal } from "./terminal";

/** Markdown as it would read: headings, lists, code and emphasis of the kind that this program writes, without the marks. */
export function rendered(markdown: string, { colours, width }: Terminal): readonly string[] {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.replace(/<!--[^]*?-->/g, "").split("\n")) {
    const [, ticks, language = ""] = /^(`{3,})(\w*)$/.exec(line) ?? [];
    if (ticks !== undefined) {
      if (fence === undefined && language === "mermaid") lines.push(colours.dim("(drawn as a picture)"));
      fence = fence === undefined ? language : undefined;
      continue;
    }
    if (fence !== undefined) {
      if (fence !== "mermaid") lines.push(fence === "diff" ? coloured(line, colours) : line);
      continue;
    }
    const [, marks, heading] = /^(#+) (.*)$/.exec(line) ?? [];
    if (marks !== undefined && heading !== undefined) lines.push(colours.bold(inline(heading)));
    else if (line.trim() === "") lines.push("");
    else lines.push(...block(line, width).map((text) => painted(text, colours)));
  }
  return lines.filter((line, index) => line !== "" || (index > 0 && lines[index - 1] !== ""));
}

/** A paragraph or an entry of a list, in lines that fit. */
function block(line: string, width: number): readonly string[] {
  const [, indent = "", mark = "", rest = ""] = /^(\s*)((?:- \[[ xX]\] ?|[-*] |\d+\. )?)(.*)$/.exec(line) ?? [];
  const bullet =
    mark === "" ? "" : mark.startsWith("- [") ? (mark.includes("x") || mark.includes("X") ? "☑ " : "☐ ") : /^\d/.test(mark) ? mark : "• ";
  const hanging = " ".repeat(indent.length + bullet.length);
  return wrapped(rest, width - hanging.length).map((text, index) => (index === 0 ? `${indent}${bullet}${text}` : `${hanging}${text}`));
}

function painted(text: string, colours: Terminal["colours"]): string {
  return inline(
    text,
    (code) => colours.cyan(code),
    (strong) => colours.bold(strong),
  );
}

type Paint = (text: string) => string;
const plain: Paint = (text) => text;

function inline(text: string, code: Paint = plain, strong: Paint = plain): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part) => (part.startsWith("`") ? code(part.replace(/^`+ ?| ?`+$/g, "")) : unmarked(part, strong)))
    .join("")
    .replaceAll("\u200b", "");
}

function unmarked(text: string, strong: Paint): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, (_, inner: string) => strong(inner))
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/\\([\\`*_~[\]|$<>&#+.=-])/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/<\/?(?:details|summary)>/g, "");
}
