import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readYaml, type YamlFile, type YamlNode } from "@portcullis/remediator/reader/syntax/yaml";

const read = (text: string): YamlFile => readYaml({ name: "Pulumi.yaml", text });

/** A node as the texts that its spans cover. */
function covered(text: string, node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  const at = ({ start, end }: { readonly start: number; readonly end: number }): string => text.slice(start, end);
  if (node.kind === "scalar") return at(node.span);
  if (node.kind === "list") return node.items.map((item) => [at(item.span), covered(text, item.value)]);
  return Object.fromEntries(node.entries.map((entry) => [at(entry.keySpan), [at(entry.span), covered(text, entry.value)]]));
}

describe("brackets and braces that do not parse are one place of which nothing is known, and the rest is read", () => {
  const broken = (node: YamlNode | undefined): readonly string[] => {
    if (node === undefined) return [];
    if (node.kind === "list") return node.items.flatMap(({ value }) => broken(value));
    if (node.kind === "map") return node.entries.flatMap(({ value }) => broken(value));
    return node.isBroken === true ? [String(node.span.start)] : [];
  };
  const plain = (node: YamlNode | undefined): unknown => {
    if (node === undefined) return undefined;
    if (node.kind === "scalar") return node.isBroken === true ? "?" : node.value;
    return node.kind === "list"
      ? node.items.map(({ value }) => plain(value))
      : Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  };

  test.each<readonly [name: string, text: string, expected: unknown]>([
    ["a reference without quotes in a map", "a: [{p: tcp, f: ${port}, t: ${port}, c: ['x']}]\nb: 1\n", { a: ["?"], b: 1 }],
    ["a reference without quotes in a list", "a: [{p: tcp, c: [${x}, 'y']}]\nb: 1\n", { a: [{ p: "tcp", c: "?" }], b: 1 }],
    ["two references in one text", "a: [{p: tcp, q: ${x}-${y}}]\nb: 1\n", { a: ["?"], b: 1 }],
    ["a comma that is missing", "a: [{p: tcp f: 22, t: 22}, {p: udp}]\nb: 1\n", { a: ["?", { p: "udp" }], b: 1 }],
    ["a bracket that is missing", "a: [{p: tcp}\nb: 1\n", { a: "?", b: 1 }],
    ["a bracket that is missing, over lines", "a: [\n  {p: tcp},\n\n  x\nb: 1\n", { a: "?", b: 1 }],
    ["a bracket for a brace", "a: [{p: tcp, c: x]}\nb: 1\n", { a: "?", b: 1 }],
    ["a bracket too many", "a: [1, 2]]\nb: 1\n", { a: "?", b: 1 }],
    ["a quote that does not end", "a: [{p: 'tcp, c: x}]\nb: 1\n", { a: ["?"], b: 1 }],
    ["a reserved character", "a: [{p: tcp, c: @x}]\nb: 1\n", { a: ["?"], b: 1 }],
    ["an anchor before it", "a: &A {p: ${x}}\nb: *A\nc: 1\n", { a: "?", b: "?", c: 1 }],
    ["brackets in quotes and comments", 'a: [{p: \'}\', q: "]\\"", # ]\n  f: ${x}}]\nb: 1\n', { a: ["?"], b: 1 }],
    ["an apostrophe in a word", "a: [{p: it's, f: ${x}}]\nb: 1\n", { a: ["?"], b: 1 }],
    ["several of them", "a: {p: ${x}}\nb: 1\nc: {p: ${x}}\nd: [[${y}], [2]]\n", { a: "?", b: 1, c: "?", d: ["?", [2]] }],
    ["one in another", "a: [{p: ${x}, q: {r: ${y}}}, @z]\nb: 1\n", { a: "?", b: 1 }],
    ["the end of the file", "b: 1\na: {p: {q: [\n", { b: 1, a: { p: { q: "?" } } }],
    ["brackets that close at the edge", "a: [\n  {p: ${x}},\n  {p: 1}\n]\nb: 1\n", { a: ["?", { p: 1 }], b: 1 }],
    ["a bracket that is missing before one that is not", "a: [{p: 1}\nb: [2]\n", { a: "?", b: [2] }],
    ["several that do not close", "a: [ {p\nb: [ {q\nc: 1\nd: [ 'x\ne: [1]\n", { a: ["?"], b: ["?"], c: 1, d: "?", e: [1] }],
    ["JSON without indentation", '{\n"a": [1,\n2,, 3],\n"b": 1\n}', { a: "?", b: 1 }],
    ["carriage returns", "a: {p: ${x}}\r\nb: 1\r\n", { a: "?", b: 1 }],
    ["JSON", '{"a": [1, 2,, 3], "b": 1}', { a: "?", b: 1 }],
  ])("%s", (_, text, expected) => {
    const { root, errors } = read(text);
    expect(plain(root)).toEqual(expected);
    expect(errors.length).toBe(broken(root).length === 0 ? 0 : new Set(broken(root)).size);
    for (const { reason } of errors) expect(reason).toMatch(/^is not YAML: /);
  });

  test("of thousands a few are told, and what comes behind these is not known", () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => "k" + String(index) + ": {p: ${x}, q: [1, 2, 3]}\n").join("");
    const { root, errors, lostFrom } = read(lines);
    expect({ told: errors.length, known: Object.keys(plain(root) as object).length }).toEqual({ told: 5, known: 5 });
    expect(lostFrom).toBeLessThan(lines.indexOf("k6:"));
  });
});

describe("a YAML file knows where its nodes stand", () => {
  test.each<readonly [name: string, text: string, expected: unknown]>([
    ["texts, quotes and comments", 'a: 1\nb: "x y" # why\n', { a: ["a: 1", "1"], b: ['b: "x y"', '"x y"'] }],
    ["a byte order mark and CRLF", "\uFEFFa: 1\r\nb: 2\r\n", { a: ["a: 1", "1"], b: ["b: 2", "2"] }],
    ["emoji before it", "a: 😀\nb: x", { a: ["a: 😀", "😀"], b: ["b: x", "x"] }],
    [
      "the elements of a block list, dash included",
      "a:\n- x\n\n# about y\n- y: 1\n  z: 2 # end\n-\n",
      {
        a: [
          "a:\n- x\n\n# about y\n- y: 1\n  z: 2 # end\n-",
          [
            ["- x", "x"],
            ["- y: 1\n  z: 2", { y: ["y: 1", "1"], z: ["z: 2", "2"] }],
            ["-", ""],
          ],
        ],
      },
    ],
    [
      "the elements of a flow list",
      "a: [x , &B {k: v}, 'z']",
      {
        a: [
          "a: [x , &B {k: v}, 'z']",
          [
            ["x", "x"],
            ["&B {k: v}", { k: ["k: v", "v"] }],
            ["'z'", "'z'"],
          ],
        ],
      },
    ],
    [
      "what an alias stands for, at its anchor",
      "a: &A {x: 1}\nb: *A",
      { a: ["a: &A {x: 1}", { x: ["x: 1", "1"] }], b: ["b: *A", { x: ["x: 1", "1"] }] },
    ],
    [
      "JSON",
      '{ "a": [1, "b"] }',
      {
        '"a"': [
          '"a": [1, "b"]',
          [
            ["1", "1"],
            ['"b"', '"b"'],
          ],
        ],
      },
    ],
    ["keys without a value", "a:\nb:\n", { a: ["a:", ""], b: ["b:", ""] }],
  ])("%s", (_, text, expected) => {
    const { root, errors } = read(text);
    expect({ root: covered(text, root), errors }).toEqual({ root: expected, errors: [] });
  });

  test("own keys come before those of a merge key, and the first merged map before the next", () => {
    const { root } = read("a: &A {x: 1, y: 1}\nb: &B {y: 2, z: 2}\nc:\n  <<: [*A, *B]\n  x: 3\n");
    const merged = root?.kind === "map" ? root.entries[2]?.value : undefined;
    const values =
      merged?.kind === "map" ? new Map(merged.entries.map(({ key, value, mergedBy }) => [key, [value, mergedBy !== undefined]])) : undefined;
    expect([...(values ?? [])].map(([key, [value, isMerged]]) => [key, (value as { value: unknown }).value, isMerged])).toEqual([
      ["y", 1, true],
      ["z", 2, true],
      ["x", 3, false],
    ]);
  });

  test.each([
    ["a tab for indentation", "a:\n\tb: 1\n"],
    ["a bracket that is never closed", "a: [1, 2\nb: 3\n"],
    ["a key twice", "a: 1\na: 2\n"],
    ["an alias to nothing", "a: *B\n"],
    ["nested without end", "[".repeat(5000)],
    ["a map in a map without end", "{a: ".repeat(5000)],
    [
      "aliases that stand for billions",
      `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(",")}]`).join("\n")}`,
    ],
  ])("%s is an error with a place", (_, text) => {
    const { errors } = read(text);
    expect(errors.length).toBeGreaterThan(0);
    for (const { reason, span } of errors) {
      expect(reason).toMatch(/^(is|nests|stands|refers|cannot)/);
      expect([span.start >= 0, span.end <= text.length, span.start <= span.end]).toEqual([true, true, true]);
    }
  });

  test("never throws, and every span lies in the text", () => {
    const fragment = fc.constantFrom(
      "a",
      "b: ",
      "- ",
      "\n",
      "\n  ",
      "[",
      "]",
      "{",
      "}",
      ": ",
      ", ",
      "&A ",
      "*A",
      "<<: *A",
      "'",
      '"',
      "|\n",
      "#",
      "😀",
      "\t",
      "---\n",
      "? ",
      "!!str ",
      "${a.b}",
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        const check = (node: YamlNode | undefined): void => {
          if (node === undefined) return;
          expect(node.span.start <= node.span.end && node.span.end <= text.length).toBe(true);
          if (node.kind === "list") for (const item of node.items) check(item.value);
          if (node.kind === "map") for (const entry of node.entries) check(entry.value);
        };
        check(read(text).root);
      }),
      { numRuns: 500 },
    );
  });
});
