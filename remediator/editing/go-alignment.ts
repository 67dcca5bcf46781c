/**
 * The text of a Go file after edits, with the values of neighbouring entries below each other again, as gofmt writes them: in what the edits touched,
 * and where they stood so before.
 */
export function alignedInGo(before: string, after: string): string {
  if (before === after) return after;
  const old = sectionsOf(before);
  const known = new Map<string, Section>();
  const texts = new Set<string>();
  for (const section of old) {
    texts.add(textOf(section));
    for (const { key, value } of section.entries) known.set(`${key}:${value}`, section);
  }
  const lines = after.split("\n");
  for (const section of sectionsOf(after)) {
    if (isAligned(section) || texts.has(textOf(section))) continue;
    const origins = section.entries.flatMap(({ key, value }) => known.get(`${key}:${value}`) ?? []);
    // What is new as a whole stands as gofmt writes it.
    if (!origins.every(isAligned) || (origins.length === 0 && section.entries.length === 1)) continue;
    const width = widthOf(section);
    for (const [index, { indentation, key, value }] of section.entries.entries())
      lines[section.first + index] = `${indentation}${key}:${" ".repeat(width - key.length + 1)}${value}`;
  }
  return lines.join("\n");
}

/** Entries on consecutive lines, each on one. */
interface Section {
  readonly first: number;
  readonly entries: readonly Entry[];
}

interface Entry {
  readonly indentation: string;
  readonly key: string;
  readonly blanks: number;
  readonly value: string;
}

function sectionsOf(text: string): readonly Section[] {
  const sections: { first: number; entries: Entry[] }[] = [];
  let open: { first: number; entries: Entry[] } | undefined;
  for (const [number, line] of text.split("\n").entries()) {
    const entry = entryOf(line);
    if (entry === undefined) open = undefined;
    else if (open !== undefined && open.entries[0]?.indentation === entry.indentation) open.entries.push(entry);
    else {
      open = { first: number, entries: [entry] };
      sections.push(open);
    }
  }
  return sections;
}

function entryOf(line: string): Entry | undefined {
  const [, indentation, key, blanks, value] = /^(\s+)(\w+|"[^"\\]*"):( +)(\S.*,\r?)$/.exec(line) ?? [];
  if (indentation === undefined || key === undefined || blanks === undefined || value === undefined) return undefined;
  return isWhole(value) ? { indentation, key, blanks: blanks.length, value } : undefined;
}

/** Whether a value ends on its line, without a comment, whose column would count as well, and without another entry, with which nothing is below each other. */
function isWhole(value: string): boolean {
  const code = value.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'/g, "");
  if (/["`]|\/\/|\/\*/.test(code)) return false;
  let depth = 0;
  for (const character of code.replace(/,\s*$/, "")) {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    if (depth < 0 || (depth === 0 && character === ",")) return false;
  }
  return depth === 0;
}

function isAligned(section: Section): boolean {
  const width = widthOf(section);
  return section.entries.every(({ key, blanks }) => key.length + blanks === width + 1);
}

function widthOf({ entries }: Section): number {
  return entries.reduce((width, { key }) => Math.max(width, key.length), 0);
}

function textOf({ entries }: Section): string {
  return entries.map(({ key, blanks, value }) => `${key}:${" ".repeat(blanks)}${value}`).join("\n");
}
