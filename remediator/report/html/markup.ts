import { visibleLines } from "../../system/visible";

/** A piece of markup: what was put into it as text cannot be anything else. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | readonly Part[];

/** Markup with parts in it; texts among them are made inert. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    flush(strings)
      .map((text, index) => (index === 0 ? text : textOf(parts[index - 1]) + text))
      .join(""),
  );
}

/** Without what its lines are indented by, which is for whoever reads the code. */
function flush(strings: TemplateStringsArray): readonly string[] {
  const known = flushed.get(strings) ?? strings.map((text) => text.replace(/\n\s+/g, "\n"));
  flushed.set(strings, known);
  return known;
}

const flushed = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Markup that was made elsewhere, such as a picture. */
export function raw(text: string): Markup {
  return new Markup(text);
}

function textOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(part);
  return part.map((each: Part) => textOf(each)).join("");
}

function escaped(text: string): string {
  return visibleLines(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
