import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, Span, Statement } from "../../syntax/tree";
import { declared } from "./calls";
import { construct, type Context } from "./context";
import { specsOf } from "./declarations";
import { exactOf } from "./exact";
import { lowerExpression } from "./expressions";
import { lowerType } from "./literals";
import { lowerStruct, zeroOf } from "./structs";
import { heldBy, inPlaceOf } from "./wholes";
import { callTypes, goType, typeOf, underlying } from "./types";

/** `var`, at the top of a file or in a function. */
export function lowerVariables(context: Context, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  return specsOf(node).flatMap((spec): readonly Statement[] => {
    if (spec.type !== "var_spec") return [];
    const names = spec.all("name");
    const type = goType(spec.at("type"));
    const values = spec.at("value")?.named ?? [];
    const [only] = values;
    if (only !== undefined && values.length < names.length) {
      const value = lowerExpression(context, only);
      const types = only.type === "call_expression" ? callTypes(context, only) : [];
      const elements = names.map((name, index) => ({ pattern: declared(context, name, type ?? types[index]) }));
      return [declaration({ kind: "list", elements, span: spec.span }, value, isTop, names, spec.span)];
    }
    return names.map((name, index) => {
      const value = values[index];
      const lowered =
        value === undefined
          ? ((isTop ? embedded(node) : undefined) ?? initial(context, name, spec))
          : heldBy(context, lowerExpression(context, value), type, value);
      const pattern = declared(context, name, type ?? typeOf(context, value));
      return declaration(pattern, lowered, isTop, [name], spec.span);
    });
  });
}

/** `//go:embed rules.json` above a variable: the content of a file in the folder of the source. */
function embedded({ span }: SyntaxNode): Expression | undefined {
  const { text, name } = span.file;
  const [, path] = /(?:^|\n)\/\/go:embed[ \t]+([^\s*?[\]]+)[ \t]*\r?\n$/.exec(text.slice(Math.max(0, span.start - 500), span.start)) ?? [];
  if (path === undefined) return undefined;
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  return construct("go embed", [{ kind: "literal", value: `${folder}${path}`, span }], span);
}

/** The zero value; a slice that a pointer leads to has to be something that the pointer can change. */
function initial(context: Context, { text }: SyntaxNode, spec: SyntaxNode): Expression {
  const { span } = spec;
  const type = spec.at("type");
  if (context.isChanged(text) && underlying(context, type)?.type === "slice_type") return { kind: "list", elements: [], bracketsSpan: span, span };
  return zeroOf(context, type, span);
}

function declaration(pattern: Pattern, value: Expression, isTop: boolean, names: readonly SyntaxNode[], span: Span): Statement {
  const isExported = isTop && names.some(({ text }) => /^\p{Lu}/u.test(text));
  return { kind: "declare", pattern, value, ...(isExported ? { isExported } : {}), span };
}

/** `const`: a spec without values repeats the one before it, with the next `iota`. */
export function lowerConstants(context: Context, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  let repeated: readonly SyntaxNode[] = [];
  let type: SyntaxNode | undefined;
  const specs = specsOf(node).filter((spec) => spec.type === "const_spec");
  return specs.flatMap((spec, position): readonly Statement[] => {
    const values = spec.at("value")?.named ?? [];
    if (values.length > 0) {
      repeated = values;
      type = spec.at("type");
    }
    return spec.all("name").flatMap((name, index): readonly Statement[] => {
      const value = repeated[index];
      if (value === undefined) return [];
      const outer = context.iota;
      context.iota = position;
      const lowered = inPlaceOf(context, lowerExpression(context, value), goType(type));
      const exact = type === undefined ? exactOf(context, value) : undefined;
      context.iota = outer;
      const pattern = declared(context, name, goType(type) ?? typeOf(context, value));
      context.keepExact(name.text, exact);
      return [declaration(pattern, lowered, isTop, [name], spec.span)];
    });
  });
}

/** `type`: a struct is a class; every other type is a value under its name. */
export function lowerTypes(context: Context, node: SyntaxNode): readonly Statement[] {
  return node.named.flatMap((spec): readonly Statement[] => {
    const [name, type] = [spec.at("name"), spec.at("type")];
    if (name === undefined || type === undefined) return [];
    const isExported = /^\p{Lu}/u.test(name.text);
    if (type.type === "struct_type") {
      const made = lowerStruct(context, name.text, type, spec.span);
      return [{ kind: "class declaration", class: made, ...(isExported ? { isExported } : {}), span: spec.span }];
    }
    const value: Expression =
      type.type === "interface_type"
        ? construct("go pointer to", [{ kind: "name", name: "go any", span: type.span }], type.span)
        : lowerType(context, type);
    return [
      { kind: "declare", pattern: { kind: "name", name: name.text, span: name.span }, value, ...(isExported ? { isExported } : {}), span: spec.span },
    ];
  });
}
