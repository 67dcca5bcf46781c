import { lineBreakOf, lineEnd } from "./lines";

/** As long as a line may become before what is in it stands below each other. */
const widest = 120;

/**
 * An expression in one line over as many lines as it takes, where its neighbours have lines of their own: what is between the outermost brackets stands in
 * lines that are indented once more, and so on inside of them; the calls of a builder stand below each other.
 */
export function laidOut(one: string, indentation: string, file: string): string {
  return broken(one, indentation, linesOf(file));
}

/** How a file breaks what is too long for a line. */
interface Lines {
  readonly unit: string;
  readonly lineBreak: string;
  /** Whether a brace that opens an object has a line to itself. */
  readonly bracesAlone: boolean;
}

function linesOf(file: string): Lines {
  return { unit: unitOf(file), lineBreak: lineBreakOf(file), bracesAlone: /\bnew\b[^;{}\n]*\n[ \t]*\{/.test(file) };
}

function broken(one: string, indentation: string, lines: Lines): string {
  if (indentation.length + one.length <= widest || one.includes("\n")) return one;
  const outer = outermost(one);
  // What Go asserts of a value stands behind it.
  if (outer === undefined || one[outer.open - 1] === ".") return one;
  const { open, close, cuts } = outer;
  const inner = indentation + lines.unit;
  const edges = [open, ...cuts, close];
  const parts = edges.slice(1).map((end, index) => one.slice((edges[index] ?? 0) + 1, end).trim());
  const [only] = parts;
  const chain = parts.length === 1 && only !== undefined ? callsOf(only) : [];
  const written =
    chain.length > 2
      ? chain.map((call, index) => broken(call, index === 0 ? inner : inner + lines.unit, lines)).join(`${lines.lineBreak}${inner}${lines.unit}`)
      : parts.map((part) => broken(part, inner, lines)).join(`,${lines.lineBreak}${inner}`);
  const isCall = one[open] === "(";
  const isAlone = lines.bracesAlone && one[open] === "{" && open > 0;
  const before = isAlone ? `${one.slice(0, open).trimEnd()}${lines.lineBreak}${indentation}{` : one.slice(0, open + 1);
  const after = one.slice(close);
  // What a call is given closes behind the last of it.
  if (isCall) return `${before}${lines.lineBreak}${inner}${written}${after}`;
  return `${before}${lines.lineBreak}${inner}${written},${lines.lineBreak}${indentation}${after}`;
}

interface Outermost {
  readonly open: number;
  readonly close: number;
  /** The commas between what is in the brackets. */
  readonly cuts: readonly number[];
}

/** The brackets that the end of a text closes. */
function outermost(text: string): Outermost | undefined {
  let found: { readonly open: number; close: number | undefined; readonly cuts: number[] } | undefined;
  let depth = 0;
  for (const { at, sign } of signsIn(text)) {
    if ("([{".includes(sign)) {
      if (depth === 0) found = { open: at, close: undefined, cuts: [] };
      depth++;
    } else if (")]}".includes(sign)) {
      depth--;
      if (depth === 0 && found !== undefined) found.close = at;
    } else if (depth === 1) found?.cuts.push(at);
  }
  if (found?.close !== text.length - 1 || found.close - found.open < 2) return undefined;
  return { open: found.open, close: found.close, cuts: found.cuts };
}

/** A builder and its calls: "X.builder()", ".fromPort(80)", ".build()". */
function callsOf(text: string): readonly string[] {
  const starts: number[] = [];
  let depth = 0;
  for (const { at, sign } of signsIn(text, "([{}]).")) {
    if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign)) depth--;
    else if (depth === 0 && text[at - 1] === ")") starts.push(at);
  }
  const edges = [0, ...starts, text.length];
  return edges.slice(1).map((end, index) => text.slice(edges[index], end));
}

/** Brackets and commas outside of texts. */
function* signsIn(text: string, signs = "([{}]),"): Generator<{ readonly at: number; readonly sign: string }> {
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (quote !== undefined) {
      if (sign === "\\") at++;
      else if (sign === quote) quote = undefined;
    } else if (/["'`]/.test(sign)) quote = sign;
    else if (signs.includes(sign)) yield { at, sign };
  }
}

/** A statement over several lines, each entry of its last brackets in lines of its own: `before` ends with what opens them. */
export function inLines(
  {
    before,
    entries,
    after,
    separator,
  }: { readonly before: string; readonly entries: readonly string[]; readonly after: string; readonly separator: string },
  indentation: string,
  file: string,
): string {
  const lines = linesOf(file);
  const inner = indentation + lines.unit;
  const isAlone = lines.bracesAlone && before.endsWith("{");
  const head = isAlone ? `${before.slice(0, -1).trimEnd()}${lines.lineBreak}${indentation}{` : before;
  const written = entries.map((entry) => `${lines.lineBreak}${inner}${broken(entry, inner, lines)}${separator}`).join("");
  const foot = separator === "" ? `${lines.lineBreak}${inner}${after}` : `${lines.lineBreak}${indentation}${after}`;
  return `${indentation}${head}${written}${foot}`;
}

/** Entries of brackets that had none, over several lines where their line would be too long: what stands between the brackets then. */
export function filled(entries: readonly string[], before: string, after: string, file: string): string | undefined {
  const one = entries.join(", ");
  const [indentation = ""] = /^[ \t]*/.exec(before) ?? [];
  if (before.length + one.length + after.length <= widest || !/[{[]$/.test(before)) return undefined;
  const lines = linesOf(file);
  const inner = indentation + lines.unit;
  return `${entries.map((entry) => `${lines.lineBreak}${inner}${broken(entry, inner, lines)},`).join("")}${lines.lineBreak}${indentation}`;
}

/** How a file indents: by tabs, or by as many blanks as its least indented lines have; one that shows nothing, as its language mostly does. */
function unitOf(text: string, usual = 4): string {
  if (/^\t/m.test(text)) return "\t";
  const widths = [...text.matchAll(/^( {2,8})\S/gm)].map(([, blanks = ""]) => blanks.length);
  return " ".repeat(Math.min(...(widths.length === 0 ? [usual] : widths)));
}

/** A text of several lines one step deeper than where it stands; what is before its first line stays to be written. */
export function indented(text: string, indentation: string, file: string, usual?: number): string {
  const unit = unitOf(file, usual);
  return text
    .split(/\r?\n/)
    .map((line, index) =>
      index === 0 ? unit + line : line.trim() === "" ? line : indentation + unit + line.slice(line.startsWith(indentation) ? indentation.length : 0),
    )
    .join(lineBreakOf(file));
}

/** Whether a text of code goes over several lines, whose beginnings are what it says; `comment` is what begins a comment up to the end of its line. */
export function hasLongText(code: string, comment: string): boolean {
  let quote: string | undefined;
  for (let at = 0; at < code.length; at++) {
    const sign = code[at] ?? "";
    if (quote === undefined) {
      if (code.startsWith(comment, at)) at = lineEnd(code, at);
      else if (/["'`]/.test(sign)) quote = sign;
    } else if (sign === "\n") return true;
    else if (sign === "\\") at++;
    else if (sign === quote) quote = undefined;
  }
  return false;
}
