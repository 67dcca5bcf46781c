import type { SyntaxNode } from "../../syntax/parse";
import { Context } from "../java-and-csharp/context";

/** What is known of a Java file while it is lowered. */
export class JavaContext extends Context {
  /** In the braces of `new HashMap<>() {{ put(...); }}`: what the map is called. */
  braced: string | undefined;
  /** Names that are declared with the type of a text, or of a number that is an object: `==` asks whether two of them are one object. */
  readonly references = new Set<string>();
}

/** The first child that parses. */
export function onlyOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.named.find(({ type }) => type !== "ERROR") ?? node.named[0];
}
