import { readYaml } from "@portcullis/remediator/reader/syntax/yaml";
import { loadGrammar, type Grammar, type SyntaxNode } from "@portcullis/remediator/reader/syntax/parse";

const grammars: Readonly<Record<string, Grammar>> = {
  ts: "typescript",
  js: "javascript",
  py: "python",
  go: "go",
  java: "java",
  cs: "c-sharp",
};

/** What of a file does not parse: the lines of its syntax errors. */
export async function brokenIn(name: string, text: string): Promise<readonly string[]> {
  const file = { name, text };
  if (/\.ya?ml$/.test(name)) return readYaml(file).errors.map(({ reason, span }) => at(text, span.start, reason));
  const grammar = grammars[/\.(\w+)$/.exec(name)?.[1] ?? ""];
  if (grammar === undefined) return [];
  return errorsIn((await loadGrammar(grammar))(file)).map(({ start, type }) => at(text, start, type));
}

function errorsIn(node: SyntaxNode): readonly SyntaxNode[] {
  return node.type === "ERROR" || node.isMissing ? [node] : node.children.flatMap(errorsIn);
}

function at(text: string, offset: number, what: string): string {
  return `line ${text.slice(0, offset).split("\n").length}: ${what}`;
}
