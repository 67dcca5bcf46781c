import { asStatement } from "../as-statement";
import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, FunctionExpression, Import, Module, Parameter, SourceFile, Span, Statement } from "../../syntax/tree";
import { classOf } from "./classes";
import { enumOf, merged, namespaceOf } from "./enclosed";
import { assignmentTo, awaited, callOfHidden, decoratedClass, expression, nameOf, opaque, textIn } from "./expressions";
import { pattern } from "./patterns";

/** Turns the syntax tree of a TypeScript or JavaScript file into the common tree. */
export function lower(root: SyntaxNode, file: SourceFile): Module {
  const context: Context = { unreadable: [] };
  const body = statements(root.named, context);
  const places = new Map([...syntaxErrors(root), ...context.unreadable].map((each) => [`${each.span.start} ${each.reason}`, each]));
  return { file, body, unreadable: [...places.values()] };
}

/** The outermost places that do not parse. */
function syntaxErrors(root: SyntaxNode): Module["unreadable"] {
  const places: Span[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.isMissing || node.type === "ERROR") places.push(node.span);
    else for (const child of node.children) if (child.hasError) open.push(child);
  }
  return places.sort((a, b) => a.start - b.start).map((span) => ({ reason: "does not parse", span }));
}

export interface Context {
  readonly unreadable: { readonly reason: string; readonly span: Span }[];
}

export function statements(nodes: readonly SyntaxNode[], context: Context): Statement[] {
  return merged(nodes.flatMap((node) => statement(node, context)));
}

function statement(node: SyntaxNode, context: Context): readonly Statement[] {
  const { span } = node;
  const inner = (field: string): Expression => expression(node.at(field), context, span);
  switch (node.type) {
    case "expression_statement": {
      const [only] = node.named;
      if (only?.type === "sequence_expression")
        return only.named.map((part): Statement => ({ kind: "expression", expression: expression(part, context, span), span: part.span }));
      if (only?.type === "internal_module") return [namespaceOf(only, context)];
      if (only?.type === "yield_expression") {
        const value = only.named[0];
        return [{ kind: "yield", ...(value === undefined ? {} : { value: expression(value, context, span) }), all: only.has("*"), span }];
      }
      return [asStatement(expression(only, context, span), span)];
    }
    case "lexical_declaration":
    case "variable_declaration":
      return declarations(node, context, false);
    case "function_declaration":
    case "generator_function_declaration":
      return [{ kind: "function declaration", name: textIn(node.at("name")), function: functionOf(node, context), span }];
    case "class_declaration":
    case "abstract_class_declaration":
      return classDeclared(node, [], context);
    case "enum_declaration":
      return [enumOf(node, context)];
    case "import_statement":
      return importOf(node);
    case "export_statement":
      return exportOf(node, context);
    case "internal_module":
    case "module":
      return [namespaceOf(node, context)];
    case "if_statement": {
      const otherwise = node.at("alternative")?.named ?? [];
      return [
        {
          kind: "if",
          test: inner("condition"),
          then: body(node.at("consequence"), context),
          otherwise: statements(otherwise, context).flatMap(opened),
          span,
        },
      ];
    }
    case "for_statement":
      return [
        {
          kind: "for",
          first: statements(
            [node.at("initializer")].filter((child) => child !== undefined),
            context,
          ),
          ...testOf(node.at("condition"), context),
          update: [node.at("increment")]
            .flatMap((child) => (child === undefined ? [] : child.type === "sequence_expression" ? child.named : [child]))
            .map((child) => expression(child, context, span)),
          body: body(node.at("body"), context),
          span,
        },
      ];
    case "for_in_statement":
      return [
        {
          kind: "for each",
          pattern: pattern(node.at("left"), context),
          of: node.has("await") ? callOfHidden(awaited, [inner("right")], span) : inner("right"),
          over: node.at("operator")?.type === "in" || node.has("in") ? "keys" : "elements",
          ...(node.at("kind")?.text === "var" ? { isOfFunction: true } : {}),
          body: body(node.at("body"), context),
          span,
        },
      ];
    case "while_statement":
      return [{ kind: "while", test: inner("condition"), body: body(node.at("body"), context), bodyFirst: false, span }];
    case "do_statement":
      return [{ kind: "while", test: inner("condition"), body: body(node.at("body"), context), bodyFirst: true, span }];
    case "switch_statement":
      return [
        {
          kind: "switch",
          subject: inner("value"),
          cases: (node.at("body")?.named ?? []).map((one) => ({
            tests: one.type === "switch_case" ? [expression(one.at("value"), context, span)] : [],
            body: statements(
              one.named.filter((child) => child !== one.at("value")),
              context,
            ),
          })),
          fallsThrough: true,
          span,
        },
      ];
    case "return_statement":
      return [{ kind: "return", ...(node.named[0] === undefined ? {} : { value: expression(node.named[0], context, span) }), span }];
    case "throw_statement":
      return [{ kind: "throw", ...(node.named[0] === undefined ? {} : { value: expression(node.named[0], context, span) }), span }];
    case "break_statement":
    case "continue_statement": {
      const label = node.at("label");
      return [{ kind: node.type === "break_statement" ? "break" : "continue", ...(label === undefined ? {} : { label: label.text }), span }];
    }
    case "labeled_statement":
      return statement(node.at("body") ?? node, context).map((one) => labelled(one, textIn(node.at("label"))));
    case "try_statement": {
      const handler = node.at("handler");
      const parameter = handler?.at("parameter");
      return [
        {
          kind: "try",
          body: body(node.at("body"), context),
          ...(parameter === undefined ? {} : { parameter: pattern(parameter, context) }),
          ...(handler === undefined ? {} : { handler: body(handler.at("body"), context) }),
          finally: body(node.at("finalizer")?.at("body"), context),
          span,
        },
      ];
    }
    case "statement_block":
      return [{ kind: "block", body: statements(node.named, context), span }];
    case "ERROR": {
      const reason = "does not parse";
      context.unreadable.push({ reason, span });
      return statements(
        node.named.filter((child) => child.type.endsWith("_statement") || child.type.endsWith("_declaration")),
        context,
      );
    }
    case "interface_declaration":
    case "type_alias_declaration":
    case "ambient_declaration":
    case "function_signature":
    case "empty_statement":
    case "debugger_statement":
    case "hash_bang_line":
      return [];
    case "import_alias":
      return aliasOf(node);
    default:
      return node.isMissing ? [] : [asStatement(expression(node, context, span), span)];
  }
}

function labelled(one: Statement, label: string): Statement {
  if (one.kind === "for" || one.kind === "for each" || one.kind === "while" || one.kind === "block") return { ...one, label };
  return { kind: "block", body: [one], label, span: one.span };
}

/** A class, and what its decorators make of it, the one that stands next to it first. */
function classDeclared(node: SyntaxNode, before: readonly SyntaxNode[], context: Context): readonly Statement[] {
  const { span } = node;
  const made = classOf(node, context);
  const decorators = [...before, ...node.named.filter(({ type }) => type === "decorator")];
  const name: Expression = { kind: "name", name: made.name, span };
  const value = decorators.reduceRight<Expression>(
    (inner, decorator) => callOfHidden(decoratedClass, [expression(decorator.named[0], context, decorator.span), inner], decorator.span),
    name,
  );
  const declared: Statement = { kind: "class declaration", class: made, span };
  if (value === name) return [declared];
  return [declared, { kind: "expression", expression: assignmentTo({ kind: "name", name: made.name, span }, value, span), span }];
}

/** The statements of a branch, with or without braces. */
function opened(one: Statement): readonly Statement[] {
  return one.kind === "block" ? one.body : [one];
}

function body(node: SyntaxNode | undefined, context: Context): readonly Statement[] {
  if (node === undefined) return [];
  return node.type === "statement_block" ? statements(node.named, context) : statement(node, context);
}

function testOf(node: SyntaxNode | undefined, context: Context): { readonly test?: Expression } {
  const condition = node?.type === "expression_statement" ? node.named[0] : node;
  return condition === undefined || condition.type === "empty_statement" ? {} : { test: expression(condition, context, condition.span) };
}

function declarations(node: SyntaxNode, context: Context, isExported: boolean): Statement[] {
  return node.named
    .filter(({ type }) => type === "variable_declarator")
    .map((one): Statement => {
      const value = one.at("value");
      return {
        kind: "declare",
        pattern: pattern(one.at("name"), context),
        ...(value === undefined ? {} : { value: expression(value, context, one.span) }),
        ...(isExported ? { isExported } : {}),
        ...(node.type === "variable_declaration" ? { isOfFunction: true as const } : {}),
        span: node.span,
      };
    });
}

/** A function; `initial` is what a constructor does after its parameters became properties. */
export function functionOf(node: SyntaxNode, context: Context, bindsOuterThis = false, initial: readonly Statement[] = []): FunctionExpression {
  const single = node.at("parameter");
  const parameters =
    single === undefined
      ? (node.at("parameters")?.named ?? []).flatMap((child) => parameterOf(child, context))
      : [{ pattern: pattern(single, context) }];
  const block = node.at("body");
  const assigned = [...propertiesIn(node).map((child) => propertyOf(child, context)), ...initial];
  return {
    kind: "function",
    parameters,
    body:
      block === undefined
        ? []
        : block.type === "statement_block"
          ? withProperties(statements(block.named, context), assigned)
          : expression(block, context, node.span),
    ...(node.type.startsWith("generator") || node.has("*") ? { isGenerator: true } : {}),
    ...(node.has("async") ? { isAsync: true as const } : {}),
    ...(!bindsOuterThis && /\barguments\b/.test(node.text) ? { takesArguments: true as const } : {}),
    bindsOuterThis,
    span: node.span,
  };
}

/** The parameters of a constructor that are properties as well. */
export function propertiesIn(node: SyntaxNode): readonly SyntaxNode[] {
  return (node.at("parameters")?.named ?? []).filter((child) => child.child("accessibility_modifier", "readonly") !== undefined);
}

/** `constructor(private readonly vpc: Vpc)` assigns the parameter to a property, right after the base's constructor. */
function propertyOf(node: SyntaxNode, context: Context): Statement {
  const target = pattern(node.at("pattern"), context);
  const name = target.kind === "name" ? target.name : "";
  const { span } = node;
  return {
    kind: "expression",
    expression: {
      kind: "assignment",
      target: { kind: "target", target: { kind: "member", object: { kind: "this", span }, name, nameSpan: span, span }, span },
      value: { kind: "name", name, span: target.span },
      span,
    },
    span,
  };
}

function withProperties(body: Statement[], assigned: readonly Statement[]): Statement[] {
  const base = body.findIndex((one) => one.kind === "expression" && one.expression.kind === "call" && one.expression.callee.kind === "super");
  return assigned.length === 0 ? body : [...body.slice(0, base + 1), ...assigned, ...body.slice(base + 1)];
}

function parameterOf(node: SyntaxNode, context: Context): Parameter[] {
  const inner = node.type === "required_parameter" || node.type === "optional_parameter" ? (node.at("pattern") ?? node.named[0]) : node;
  if (inner === undefined || inner.type === "this" || inner.type === "ERROR") return [];
  const value = node.at("value");
  const type = node.at("type")?.named[0];
  if (inner.type === "assignment_pattern")
    return [{ pattern: pattern(inner.at("left"), context), default: expression(inner.at("right"), context, inner.span) }];
  if (inner.type === "rest_pattern") return [{ pattern: pattern(inner.named[0], context), rest: "list" }];
  return [
    {
      pattern: pattern(inner, context),
      ...(value === undefined ? {} : { default: expression(value, context, node.span) }),
      ...(type === undefined ? {} : { type: type.text }),
    },
  ];
}

function importOf(node: SyntaxNode): Import[] {
  const { span } = node;
  if (node.has("type")) return [];
  const required = node.child("import_require_clause");
  if (required !== undefined)
    return [
      {
        kind: "import",
        module: stringOf(required.at("source")),
        names: [{ imported: "*", local: textIn(required.child("identifier")), span }],
        opens: false,
        span,
      },
    ];
  const clause = node.child("import_clause");
  const names = (clause?.named ?? []).flatMap((child): Import["names"] => {
    if (child.type === "identifier") return [{ imported: "default", local: child.text, span: child.span }];
    if (child.type === "namespace_import") return [{ imported: "*", local: textIn(child.named[0]), span: child.span }];
    return child.named
      .filter(({ type }) => type === "import_specifier")
      .map((one) => ({ imported: nameOf(one.at("name")), local: nameOf(one.at("alias") ?? one.at("name")), span: one.span }));
  });
  return [{ kind: "import", module: stringOf(node.at("source")), names, opens: false, span }];
}

/** `import SecurityGroup = aws.ec2.SecurityGroup`: a constant, unless it is a type, of which nobody asks what it is. */
function aliasOf(node: SyntaxNode): readonly Statement[] {
  const { span } = node;
  const [name, path] = node.named;
  if (name === undefined || path === undefined) return [];
  const member = (of: SyntaxNode): Expression => {
    const [object, property] = of.named;
    if (object === undefined || property === undefined) return { kind: "name", name: of.text, span: of.span };
    return { kind: "member", object: member(object), name: property.text, nameSpan: property.span, optional: true, span: of.span };
  };
  return [{ kind: "declare", pattern: { kind: "name", name: name.text, span: name.span }, value: member(path), span }];
}

function exportOf(node: SyntaxNode, context: Context): readonly Statement[] {
  const { span } = node;
  const source = node.at("source");
  const declaration = node.at("declaration") ?? node.child("import_alias");
  const value = node.at("value");
  if (declaration !== undefined) {
    const isDefault = node.has("default");
    const made =
      declaration.type === "lexical_declaration" || declaration.type === "variable_declaration"
        ? declarations(declaration, context, true)
        : declaration.type === "class_declaration"
          ? classDeclared(
              declaration,
              node.named.filter(({ type }) => type === "decorator"),
              context,
            )
          : statement(declaration, context);
    const exported = made.map((one) =>
      one.kind === "function declaration" || one.kind === "class declaration" || one.kind === "declare" ? { ...one, isExported: true } : one,
    );
    const [first] = exported;
    const name = first?.kind === "function declaration" ? first.name : first?.kind === "class declaration" ? first.class.name : "";
    return isDefault && first !== undefined ? [...exported, { kind: "export", names: [{ local: name, exported: "default" }], span }] : exported;
  }
  if (node.has("=")) {
    // `export = x` is CommonJS's `module.exports = x`.
    const target = { kind: "member" as const, object: { kind: "name" as const, name: "module", span }, name: "exports", nameSpan: span, span };
    return [
      { kind: "expression", expression: assignmentTo({ kind: "target", target, span }, expression(node.named.at(-1), context, span), span), span },
    ];
  }
  if (value !== undefined) return [{ kind: "export value", value: expression(value, context, span), span }];
  const all = node.child("namespace_export");
  if (source !== undefined && (node.has("*") || all !== undefined))
    return [{ kind: "export all", from: stringOf(source), ...(all === undefined ? {} : { as: nameOf(all.named[0]) }), span }];
  const clause = node.child("export_clause");
  const names = (clause?.named ?? [])
    .filter(({ type }) => type === "export_specifier")
    .map((one) => ({ local: nameOf(one.at("name")), exported: nameOf(one.at("alias") ?? one.at("name")) }));
  return [{ kind: "export", names, ...(source === undefined ? {} : { from: stringOf(source) }), span }];
}

export function stringOf(node: SyntaxNode | undefined): string {
  return node === undefined ? "" : node.text.replace(/^["'`]|["'`]$/g, "");
}

export { opaque };
