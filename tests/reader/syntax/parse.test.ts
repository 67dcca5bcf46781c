import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Language, Parser, type Tree } from "@vscode/tree-sitter-wasm";
import fc from "fast-check";
import { loadGrammar, type Grammar, type SyntaxNode } from "@portcullis/remediator/reader/syntax/parse";

const root = path.resolve(__dirname, "..", "..", "..");
const grammars: readonly (readonly [Grammar, string])[] = [
  ["typescript", ".ts"],
  ["python", ".py"],
  ["go", ".go"],
  ["java", ".java"],
  ["c-sharp", ".cs"],
];

const sources = readdirSync(path.join(root, "examples"), { recursive: true, encoding: "utf8" })
  .filter((name) => !name.includes("node_modules"))
  .toSorted();

type Copy = readonly [type: string, field: string, named: boolean, missing: boolean, start: number, end: number, children: readonly Copy[]];

function copyOf({ type, field, isNamed, isMissing, start, end, children }: SyntaxNode): Copy {
  return [type, field, isNamed, isMissing, start, end, children.map(copyOf)];
}

/** The same by the library's own cursor. */
function slowCopyOf(tree: Tree): Copy {
  const cursor = tree.walk();
  const copy = (isRoot: boolean): Copy => {
    const children: Copy[] = [];
    const [field, named, missing] = [isRoot ? "" : (cursor.currentFieldName ?? ""), cursor.nodeIsNamed, cursor.nodeIsMissing];
    const [type, start, end] = [cursor.nodeType, cursor.startIndex, cursor.endIndex];
    if (cursor.gotoFirstChild()) {
      do children.push(copy(false));
      while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return [type, field, named, missing, start, end, children];
  };
  try {
    return copy(true);
  } finally {
    cursor.delete();
  }
}

describe.each(grammars)("%s", (grammar, extension) => {
  const texts = sources.filter((name) => name.endsWith(extension)).map((name) => readFileSync(path.join(root, "examples", name), "utf8"));
  const pieces = texts.flatMap((text) => text.split(/(?<=[\s(){}[\],;:])/));

  test("trees are copied as the library's cursor walks them, broken ones too", async () => {
    expect(texts.length).toBeGreaterThan(0);
    const parse = await loadGrammar(grammar);
    const folder = path.dirname(require.resolve("@vscode/tree-sitter-wasm"));
    const parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(path.join(folder, `tree-sitter-${grammar}.wasm`))));
    const same = (text: string): void => {
      const tree = parser.parse(text);
      if (tree === null) throw new Error("there is no tree");
      expect(copyOf(parse({ name: `any${extension}`, text }))).toEqual(slowCopyOf(tree));
      tree.delete();
    };
    for (const text of texts) same(text);
    const broken = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "binary", maxLength: 5 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(broken, (parts) => same(parts.join(""))),
      { numRuns: 150 },
    );
  });

  test("what nests deeper than asked is an error without parts", async () => {
    const [text = ""] = texts;
    const parse = await loadGrammar(grammar);
    const file = { name: `any${extension}`, text };
    const cut = (copy: Copy, levels: number): Copy => {
      const [type, field, named, missing, start, end, children] = copy;
      if (levels <= 0 && named && children.length > 0) return ["ERROR", field, true, false, start, end, []];
      return [type, field, named, missing, start, end, children.map((child) => cut(child, levels - 1))];
    };
    const whole = copyOf(parse(file));
    for (const deepest of [2, 4, 7]) expect(copyOf(parse(file, deepest))).toEqual(cut(whole, deepest));
  });
});
