import type { SyntaxNode } from "../../syntax/parse";

/** The key that a member has in JSON where the program gives it another one than its name: C#'s `[JsonPropertyName("tier")]`, Java's `@SerializedName("tier")`. */
export function keyInJson(node: SyntaxNode | undefined): { readonly keyInJson?: string } {
  const marks = (node?.children ?? []).flatMap((child) => (child.type === "attribute_list" || child.type === "modifiers" ? child.named : []));
  for (const mark of marks) {
    if (!naming.test(mark.at("name")?.text ?? "")) continue;
    const text = mark.child("attribute_argument_list", "annotation_argument_list")?.named.map((argument) => literal.exec(argument.text)?.[1])[0];
    if (text !== undefined) return { keyInJson: text };
  }
  return {};
}

/** Those of System.Text.Json, Newtonsoft.Json, Gson and Jackson. */
const naming = /^(?:[\w.]+\.)?(?:JsonPropertyName|JsonProperty|SerializedName)(?:Attribute)?$/;

const literal = /^(?:(?:value|PropertyName)\s*=\s*)?"([^"\\]*)"$/;
