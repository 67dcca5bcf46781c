import fc from "fast-check";

/** Texts of all kinds: random ones, and pieces, rearrangements and repetitions of valid sources. */
export function mangled(...sources: readonly string[]): fc.Arbitrary<string> {
  const position = fc.double({ min: 0, max: 1, noNaN: true });
  const cut = (text: string, a: number, b: number): readonly [number, number] => {
    const [from, to] = [Math.floor(a * text.length), Math.floor(b * text.length)];
    return from < to ? [from, to] : [to, from];
  };
  const source = fc.constantFrom(...sources);
  const marks = fc.constantFrom(
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    '"',
    '"""',
    "'",
    ";",
    ",",
    ".",
    "..",
    "=>",
    "->",
    "::",
    "$",
    "@",
    "?",
    "!",
    "#if X\n",
    "#endif\n",
    "\\",
    "/*",
    "//",
    "\0",
    "\uFEFF",
    "\u{1F600}",
    "new ",
    "switch ",
    "case ",
    "is not ",
    "class ",
  );
  return fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.tuple(source, position).map(([text, end]) => text.slice(0, Math.floor(end * text.length))),
    fc.tuple(source, position, position).map(([text, a, b]) => text.slice(0, cut(text, a, b)[0]) + text.slice(cut(text, a, b)[1])),
    fc
      .tuple(source, fc.array(fc.tuple(position, marks), { minLength: 1, maxLength: 6 }))
      .map(([text, inserted]) =>
        inserted.reduce((result, [at, mark]) => result.slice(0, at * result.length) + mark + result.slice(at * result.length), text),
      ),
    fc.tuple(source, position, position, position).map(([text, a, b, at]) => {
      const [from, to] = cut(text, a, b);
      return text.slice(0, at * text.length) + text.slice(from, Math.min(to, from + 300)) + text.slice(at * text.length);
    }),
  );
}
