import type { SyntaxNode } from "../../syntax/parse";
import type { Call, Comprehension, Expression } from "../../syntax/tree";
import { argument, binary, closure, listOf, literal, memberOf, nameOf, named } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { expressionOf } from "./expressions";
import { operandsOf } from "./syntax";

type Clause = Comprehension["clauses"][number];

/** `from x in xs where ... select ...`: a comprehension. */
export function queryOf(node: SyntaxNode, context: CSharpContext): Expression {
  const { span } = node;
  let clauses: Clause[] = [];
  let variables: string[] = [];
  let result: Expression | undefined;
  const parts = node.children.filter((child) => child.isNamed && child.type !== "comment");
  for (const [index, part] of parts.entries()) {
    switch (part.type) {
      case "from_clause": {
        const name = part.at("name");
        const of = operandsOf(part).at(-1);
        if (name === undefined || of === undefined) return context.notRead(node, "does not parse");
        clauses.push({ kind: "for", pattern: named(name.text, name.span), of: expressionOf(of, context) });
        variables.push(name.text);
        break;
      }
      case "where_clause": {
        const test = operandsOf(part).at(-1);
        if (test !== undefined) clauses.push({ kind: "if", test: expressionOf(test, context) });
        break;
      }
      case "let_clause": {
        const [name, value] = operandsOf(part);
        if (name === undefined || value === undefined) return context.notRead(node, "does not parse");
        clauses.push({ kind: "for", pattern: named(name.text, name.span), of: listOf([expressionOf(value, context)], value.span) });
        variables.push(name.text);
        break;
      }
      case "join_clause": {
        const joined = joinOf(part, context);
        if (joined === undefined) return context.notRead(node, "joins in a way that is not read");
        clauses.push(...joined.clauses);
        variables.push(joined.name);
        break;
      }
      case "order_by_clause":
        clauses = ordered(part, clauses, variables, context);
        break;
      case "select_clause": {
        const value = operandsOf(part).at(-1);
        result = {
          kind: "comprehension",
          of: "list",
          value: value === undefined ? literal(null, part.span) : expressionOf(value, context),
          clauses,
          span,
        };
        break;
      }
      case "group_clause": {
        const [value, key] = operandsOf(part);
        if (value === undefined || key === undefined) return context.notRead(node, "does not parse");
        result = grouped(expressionOf(value, context), expressionOf(key, context), clauses, span);
        break;
      }
      case "identifier": {
        // `into g`: the query goes on over what it gave so far.
        if (result === undefined || index === 0) return context.notRead(node, "does not parse");
        clauses = [{ kind: "for", pattern: named(part.text, part.span), of: result }];
        variables = [part.text];
        result = undefined;
        break;
      }
      default:
        return context.notRead(part, `is ${part.type.replaceAll("_", " ")}, which is not read`);
    }
  }
  return result ?? context.notRead(node, "does not parse");
}

/** `join y in ys on x.A equals y.B`. */
function joinOf(node: SyntaxNode, context: CSharpContext): { readonly name: string; readonly clauses: readonly Clause[] } | undefined {
  if (node.child("join_into_clause") !== undefined) return undefined;
  const [name, of, left, right] = operandsOf(node).filter(({ field }) => field !== "type");
  if (name === undefined || of === undefined || left === undefined || right === undefined) return undefined;
  const test = binary("===", expressionOf(left, context), expressionOf(right, context), context.span(left, right));
  return {
    name: name.text,
    clauses: [
      { kind: "for", pattern: named(name.text, name.span), of: expressionOf(of, context) },
      { kind: "if", test },
    ],
  };
}

/** Sorts the rows so far, each of which is a list of the variables. */
function ordered(node: SyntaxNode, clauses: readonly Clause[], variables: readonly string[], context: CSharpContext): Clause[] {
  const { span } = node;
  const pattern = { kind: "list" as const, elements: variables.map((name) => ({ pattern: named(name, span) })), span };
  const rows: Expression = {
    kind: "comprehension",
    of: "list",
    value: listOf(
      variables.map((name) => nameOf(name, span)),
      span,
    ),
    clauses,
    span,
  };
  const keys = operandsOf(node);
  const sorted = keys.reduce<Expression>((list, key, index) => {
    const at = node.children.indexOf(key);
    const isDescending = node.children[at + 1]?.type === "descending";
    const method = `${index === 0 ? "Order" : "Then"}By${isDescending ? "Descending" : ""}`;
    return method_(list, method, [closure([{ pattern }], expressionOf(key, context), key.span)], span);
  }, rows);
  return [{ kind: "for", pattern, of: sorted }];
}

function grouped(value: Expression, key: Expression, clauses: readonly Clause[], span: Expression["span"]): Expression {
  const pairs: Expression = { kind: "comprehension", of: "list", value: listOf([key, value], span), clauses, span };
  const take = (index: number): Expression =>
    closure([{ pattern: named("#pair", span) }], { kind: "index", object: nameOf("#pair", span), index: literal(index, span), span }, span);
  return method_(pairs, "GroupBy", [take(0), take(1)], span);
}

function method_(object: Expression, name: string, values: readonly Expression[], span: Expression["span"]): Call {
  return { kind: "call", callee: memberOf(object, name, span, span), arguments: values.map(argument), isNew: false, span };
}
