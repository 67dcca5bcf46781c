import type { SyntaxNode } from "../../syntax/parse";
import { textOf } from "./scalars";

/**
 * The names under which a file knows what it imports: the one that it writes, or the package's own, which only the package itself says. By convention that
 * is the last part of its path; where the file does not use this name, one of the usual variants that it does use.
 */
export function localNames(root: SyntaxNode): ReadonlyMap<SyntaxNode, string> {
  const specs = root.named
    .filter(({ type }) => type === "import_declaration")
    .flatMap(({ named }) => named.flatMap((child) => (child.type === "import_spec_list" ? child.named : [child])));
  let known: ReadonlySet<string> | undefined;
  // What stands in the text is enough for most names; the tree says which names nothing else explains.
  const isUsed = (name: string): boolean => root.file.text.includes(`${name}.`) && (known ??= qualifiers(root)).has(name);
  const names = new Map<SyntaxNode, string>();
  const open: SyntaxNode[] = [];
  for (const spec of specs) {
    const [path, name] = [spec.at("path"), spec.at("name")];
    if (spec.type !== "import_spec" || path === undefined) continue;
    if (name !== undefined) {
      if (name.type === "package_identifier") names.set(spec, name.text);
      continue;
    }
    const candidates = packageNames(textOf(path));
    const [first = ""] = candidates;
    const found = root.file.text.includes(`${first}.`) ? first : candidates.find(isUsed);
    if (found === undefined) open.push(spec);
    names.set(spec, found ?? first);
  }
  const [spec, ...others] = open;
  if (spec === undefined || others.length > 0) return names;
  const taken = new Set(names.values());
  const [name, ...more] = [...(known ?? qualifiers(root))].filter((candidate) => !taken.has(candidate));
  if (name !== undefined && more.length === 0) names.set(spec, name);
  return names;
}

/** What a package may be called whose import path is this. */
export function packageNames(path: string): readonly string[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  const isVersion = segments.length > 1 && /^v\d+$/.test(segments.at(-1) ?? "");
  const last = (isVersion ? segments.at(-2) : segments.at(-1)) ?? "";
  const plain = last.replace(/\.v\d+$/, "");
  const variants = [
    plain,
    plain.replace(/^go-/, ""),
    plain.replace(/[-.]go$/, ""),
    plain.replace(/^pulumi-/, ""),
    plain.split(/[-.]/).at(-1) ?? "",
    plain.split(/[-.]/)[0] ?? "",
  ];
  return [
    ...new Set([...variants, ...variants.map((name) => name.replaceAll(/[-.]/g, "")), ...variants.map((name) => name.replaceAll(/[-.]/g, "_"))]),
  ];
}

/** The names before a dot that no declaration of the file explains: packages, and variables of other files. */
function qualifiers(root: SyntaxNode): ReadonlySet<string> {
  const used = new Set<string>();
  const declared = new Set<string>();
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const operand = node.type === "selector_expression" ? node.at("operand") : node.type === "qualified_type" ? node.at("package") : undefined;
    if (operand !== undefined && (operand.type === "identifier" || operand.type === "package_identifier")) used.add(operand.text);
    if (/^(?:parameter_declaration|variadic_parameter_declaration|var_spec|const_spec)$/.test(node.type))
      for (const name of node.all("name")) declared.add(name.text);
    if (node.type === "short_var_declaration" || node.type === "range_clause")
      for (const name of node.at("left")?.named ?? []) declared.add(name.text);
    for (const child of node.children) if (child.isNamed) open.push(child);
  }
  return new Set([...used].filter((name) => !declared.has(name)));
}
