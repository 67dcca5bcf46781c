import type { SyntaxNode } from "../../syntax/parse";
import type { Span } from "../../syntax/tree";

/** The names that a function or module binds. In Python a block has no scope of its own. */
export interface Bound {
  /** Names bound within blocks or more than once, with their first place: they have to be there before the first of them. */
  readonly ahead: ReadonlyMap<string, Span>;
  /** Names of scopes further out that are assigned to. */
  readonly outer: ReadonlySet<string>;
  /** Those of them that are names of the module. */
  readonly global: ReadonlySet<string>;
}

/** Goes through the statements of a scope, not into functions and classes. */
export function boundNames(
  statements: readonly SyntaxNode[],
  { hasWalrus, parameters }: { readonly hasWalrus: boolean; readonly parameters?: ReadonlySet<string> },
): Bound {
  const places = new Map<string, { readonly span: Span; count: number; isNested: boolean }>();
  const outer = new Set<string>();
  const global = new Set<string>();
  const bind = (node: SyntaxNode | undefined, isNested: boolean): void => {
    for (const identifier of node === undefined ? [] : namesIn(node)) {
      const place = places.get(identifier.text);
      if (place === undefined) places.set(identifier.text, { span: identifier.span, count: 1, isNested });
      else {
        place.count += 1;
        place.isNested ||= isNested;
      }
    }
  };
  const open: { readonly node: SyntaxNode; readonly isNested: boolean }[] = statements.map((node) => ({ node, isNested: false })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, isNested } = next;
    switch (node.type) {
      case "function_definition":
      case "class_definition":
        bind(node.at("name"), isNested);
        continue;
      case "lambda":
      case "list_comprehension":
      case "set_comprehension":
      case "dictionary_comprehension":
      case "generator_expression":
        if (!hasWalrus) continue;
        break;
      case "global_statement":
      case "nonlocal_statement":
        for (const { text } of node.named) {
          outer.add(text);
          if (node.type === "global_statement") global.add(text);
        }
        continue;
      case "assignment":
        if (node.has("=")) bind(node.at("left"), isNested);
        break;
      case "augmented_assignment":
        bind(node.at("left"), isNested);
        break;
      case "named_expression":
        bind(node.at("name"), true);
        break;
      case "as_pattern":
        if (node.at("alias") !== undefined) bind(node.at("alias"), isNested);
        break;
      case "import_statement":
      case "import_from_statement":
        if (isNested) for (const child of node.all("name")) bind(child.at("alias") ?? child.named[0] ?? child, isNested);
        continue;
      case "case_clause":
        for (const name of capturesOf(node)) bind(name, true);
        break;
    }
    const inner = isNested || nests(node.type);
    for (const child of partsOf(node).reverse()) if (hasWalrus || binds(child.type)) open.push({ node: child, isNested: inner });
  }
  const ahead = new Map<string, Span>();
  for (const [name, { span, count, isNested }] of places) {
    if (parameters?.has(name) !== true && !outer.has(name) && (count > 1 || isNested)) ahead.set(name, span);
  }
  return { ahead, outer, global };
}

/** Whether a name may be bound in it, where no expression binds any. */
function binds(type: string): boolean {
  return binding.test(type);
}

const binding = /_statement$|_definition$|_clause$|^(?:block|assignment|augmented_assignment|as_pattern|with_item|parenthesized_expression|tuple)$/;

/** Named children; the name that `except` gives to what was raised belongs to its block. */
function partsOf(node: SyntaxNode): SyntaxNode[] {
  return node.children.flatMap((child) => {
    if (!child.isNamed) return [];
    return node.type === "except_clause" && child.type === "as_pattern" ? child.named.slice(0, 1) : [child];
  });
}

function nests(type: string): boolean {
  return ["if_statement", "for_statement", "while_statement", "try_statement", "match_statement"].includes(type);
}

/** The names in what is assigned to; attributes and items bind none. */
export function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "identifier") return [node];
  if (node.type === "attribute" || node.type === "subscript" || node.type === "call") return [];
  return node.named.flatMap(namesIn);
}

/** The names that the pattern of a `case` binds. */
export function capturesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named.flatMap((child): readonly SyntaxNode[] => {
    switch (child.type) {
      case "case_pattern": {
        const [inner] = child.named;
        return inner?.type === "dotted_name" && inner.named.length === 1 ? [...inner.named] : capturesOf(child);
      }
      case "as_pattern":
        return [...capturesOf(child), ...child.named.filter(({ type }) => type === "identifier")];
      case "splat_pattern":
        return child.named.filter(({ type }) => type === "identifier");
      case "keyword_pattern":
        return child.named
          .slice(1)
          .flatMap((value) => (value.type === "dotted_name" && value.named.length === 1 ? [...value.named] : capturesOf(value)));
      case "union_pattern":
      case "list_pattern":
      case "tuple_pattern":
      case "dict_pattern":
      case "class_pattern":
        return capturesOf(child);
      default:
        return [];
    }
  });
}
