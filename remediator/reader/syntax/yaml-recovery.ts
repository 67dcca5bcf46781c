import { type Document, isCollection, parseDocument, visit } from "yaml";

/** A text as the parser reads it without the flow collections that are broken. */
export interface Recovered {
  readonly document: Document.Parsed;
  /** The first thing that is wrong with each part, in their order. */
  readonly errors: readonly { readonly message: string; readonly pos: readonly [start: number, end: number] }[];
  /** Where a flow collection stood that is broken: of what it was to say, nothing is known. */
  readonly broken: ReadonlySet<number>;
  /** From where on the text is not what it says: an error there is outside of collections that could be left out. */
  readonly lostFrom?: number;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Parses a text. After an error between brackets or braces the parser takes what it finds there for something else, and what follows for nothing:
 * `{ port: ${port} }` becomes `{ port: $ }`, and the rest of the file is lost. So each collection that is broken is blanked and all else is parsed again.
 */
export function parseAround(text: string): Recovered {
  const broken = new Set<number>();
  const errors: Recovered["errors"][number][] = [];
  let left = text;
  for (let parsed = 0; ; parsed += text.length) {
    const document = parseDocument(left, { logLevel: "silent", prettyErrors: false, merge: true, uniqueKeys: false });
    const met = document.errors.filter(({ code }) => code !== "MULTIPLE_DOCS");
    const found = brokenIn(document, left, met);
    // Both in the order of the text, and none of those that are found now is in another.
    const before = [...broken].sort((one, other) => one - other);
    let next = 0;
    for (const { error, range } of found) {
      while ((before[next] ?? Infinity) <= range.start) next++;
      // A collection around others that are broken is told of by their errors.
      let hasInner = false;
      for (let start = before[next]; start !== undefined && start < range.end; start = before[++next]) hasInner = broken.delete(start);
      if (!hasInner) errors.push(error);
      broken.add(range.start);
    }
    if (found.length === 0 || parsed > mostParsed) {
      // What is met after an error outside of a collection is mostly that error's consequence.
      const [last] = found.length === 0 ? met : [];
      const lostFrom = last?.pos[0] ?? found[0]?.range.start;
      const lost = lostFrom === undefined ? {} : { lostFrom };
      const known = errors.filter(({ pos: [start] }) => start < (last?.pos[0] ?? Infinity)).sort((one, other) => one.pos[0] - other.pos[0]);
      return { document, errors: last === undefined ? known : [...known, last], broken, ...lost };
    }
    left = blanked(
      left,
      found.map(({ range }) => range),
    );
  }
}

/** After how many characters nothing is parsed again: what follows what is broken there is not read. */
const mostParsed = 200_000;

interface Broken {
  readonly error: Recovered["errors"][number];
  readonly range: Blank;
}

interface Blank extends Range {
  /** What closes the collections around it, where they end with it. */
  readonly closes: string;
}

/** The innermost flow collection around each error, none of them in another. */
function brokenIn(document: Document.Parsed, text: string, errors: readonly Recovered["errors"][number][]): readonly Broken[] {
  const flows = flowsIn(document, text);
  const found: Broken[] = [];
  let around: Range[] = [];
  let next = 0;
  for (const error of [...errors].sort((one, other) => one.pos[0] - other.pos[0])) {
    const [place] = error.pos;
    const add = (range: Blank): void => {
      if ((found.at(-1)?.range.end ?? 0) <= range.start) found.push({ error, range });
    };
    for (let flow = flows[next]; flow !== undefined && flow.start < place; flow = flows[++next]) {
      while ((around.at(-1)?.end ?? Infinity) <= flow.start) around.pop();
      around.push(flow);
    }
    while ((around.at(-1)?.end ?? Infinity) < place) around.pop();
    for (let [outermost] = around, innermost = around.at(-1); outermost !== undefined && innermost !== undefined; [outermost] = around) {
      const block = blockEnd(text, outermost.start);
      if (innermost.start < block) {
        add(brokenAt(text, { outermost, innermost, around, block, place }));
        break;
      }
      // Nothing closes it in its block: what the parser takes for its parts is written after it.
      add({ ...outermost, end: block, closes: "" });
      around = around.filter(({ start }) => start >= block);
    }
  }
  return found;
}

/** What of the innermost collection around an error cannot be read. */
function brokenAt(text: string, at: { outermost: Range; innermost: Range; around: readonly Range[]; block: number; place: number }): Blank {
  const { outermost, innermost, around, block, place } = at;
  const end = closeOf(text, innermost.start, block);
  if (end === "another closes") return { ...outermost, end: block, closes: "" };
  if (end === "nothing closes") return { ...innermost, end: block, closes: closesOf(text, around.slice(0, -1)) };
  return { ...innermost, end: place < end ? end : Math.min(block, lineEnd(text, place)), closes: "" };
}

/** The collections between brackets or braces, in the order in which they begin. */
function flowsIn(document: Document.Parsed, text: string): readonly Range[] {
  const flows: Range[] = [];
  visit(document, {
    Collection(_, node) {
      const [start, end] = node.range ?? [];
      if (isCollection(node) && start !== undefined && end !== undefined && text.charAt(start) in closing) flows.push({ start, end });
    },
  });
  return flows.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** Where the bracket or brace that opens at a place closes, before the end of its block. */
function closeOf(text: string, start: number, block: number): number | "another closes" | "nothing closes" {
  const open: string[] = [];
  for (let at = start; at < block; at++) {
    const character = text.charAt(at);
    if (character in closing) open.push(closing[character as keyof typeof closing]);
    else if (character === "]" || character === "}") {
      if (open.pop() !== character) return "another closes";
      if (open.length === 0) return at + 1;
    } else if ((character === '"' || character === "'") && /[[{,:\s]/.test(text.charAt(at - 1))) {
      const end = quoteEnd(text, at, character);
      if (end === undefined) return "nothing closes";
      at = end;
    } else if (character === "#" && /\s/.test(text.charAt(at - 1))) at = lineEnd(text, at);
  }
  return "nothing closes";
}

const closing = { "[": "]", "{": "}" } as const;

/** What closes collections that are in each other, the innermost first. */
function closesOf(text: string, open: readonly Range[]): string {
  return open
    .map(({ start }) => (text.charAt(start) === "[" ? "]" : "}"))
    .reverse()
    .join("");
}

function quoteEnd(text: string, start: number, quote: string): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === quote) {
      if (quote === '"' || text.charAt(at + 1) !== quote) return at;
      at++;
    }
  }
  return undefined;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** The end of the lines that are indented further than the one of a place, or close something. What begins its line is in no block. */
function blockEnd(text: string, at: number): number {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const indent = indentOf(text, lineStart);
  if (lineStart + indent === at) return text.length;
  for (let end = lineEnd(text, at); end < text.length; end = lineEnd(text, end + 1)) {
    const next = end + 1 + indentOf(text, end + 1);
    if (!/[\s\]}]/.test(text.charAt(next) || "\n") && next - end - 1 <= indent) return end;
  }
  return text.length;
}

function indentOf(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charAt(at) === " ") at++;
  return at - lineStart;
}

/** Nothing takes the place of each range, so that all else stands where it stood. */
function blanked(text: string, ranges: readonly Blank[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, closes } of ranges) {
    const room = end - start - 1;
    const fits = closes.length <= room || end === text.length;
    parts.push(text.slice(from, start), `~${(fits ? closes : "").padStart(room)}`);
    from = end;
  }
  return parts.join("") + text.slice(from);
}
