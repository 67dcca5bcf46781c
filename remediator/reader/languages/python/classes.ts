import type { SyntaxNode } from "../../syntax/parse";
import type { ClassExpression, ClassMember, Expression, FunctionExpression, Pattern, Span, Statement } from "../../syntax/tree";
import { boundNames } from "./bound";
import { callOf, type Context, hidden, name, opaque } from "./context";
import { dataclassMembers, isDataclass, isDataclassMark } from "./dataclasses";
import { enumMembers, isEnum } from "./enums";
import { lowerExpression } from "./expressions";
import { lowerFunction } from "./functions";
import { isModel, isPerhapsModel, modelMembers } from "./models";
import { lowerStatements } from "./statements";

/** A class; one whose objects are plain dictionaries (TypedDict) is the function that makes them. */
export function lowerClass(node: SyntaxNode, decorators: readonly SyntaxNode[], context: Context, span: Span): readonly Statement[] {
  const identifier = node.at("name");
  if (identifier === undefined) return [];
  const isDictionary = basesOf(node).some((base) => lastName(base) === "TypedDict" || context.dictionaries.has(base.text));
  if (isDictionary) context.dictionaries.add(identifier.text);
  const isThere = context.assigned.has(identifier.text);
  if (isMadeOtherwise(node))
    return [
      {
        kind: "declare",
        pattern: { kind: "name", name: identifier.text, span: identifier.span },
        value: opaque(bySomethingElse, identifier.span),
        span,
      },
      { kind: "unreadable", reason: `${identifier.text} ${bySomethingElse}`, span: identifier.span },
    ];
  const made = isDictionary ? [] : classDecorators(identifier, decorators, context);
  if (!isDictionary && !isThere) return [{ kind: "class declaration", class: classOf(node, decorators, context, span), span }, ...made];
  const value = isDictionary ? name("dict", identifier.span) : classOf(node, decorators, context, span);
  const pattern: Pattern = { kind: "name", name: identifier.text, span: identifier.span };
  if (!isThere) return [{ kind: "declare", pattern, value, span }];
  return [{ kind: "expression", expression: { kind: "assignment", target: pattern, value, span }, span }, ...made];
}

const bySomethingElse = "is a class that says itself what its attributes are, which is not read";

/** A metaclass of the same module, or `__getattribute__`, has a say in all attributes. */
function isMadeOtherwise(node: SyntaxNode): boolean {
  const metaclass = node
    .at("superclasses")
    ?.named.find((one) => one.type === "keyword_argument" && one.at("name")?.text === "metaclass")
    ?.at("value");
  const name = metaclass === undefined ? "" : lastName(metaclass);
  if (name !== "" && !name.startsWith("Singleton") && node.file.text.includes(`class ${name}(`)) return true;
  return node.at("body")?.named.some((one) => one.type === "function_definition" && one.at("name")?.text === "__getattribute__") === true;
}

/** What decorators of the program make of a class. */
function classDecorators(identifier: SyntaxNode, decorators: readonly SyntaxNode[], context: Context): readonly Statement[] {
  return decorators.toReversed().flatMap((decorator): readonly Statement[] => {
    const [given] = decorator.named;
    if (given === undefined || isDataclassMark(decorator)) return [];
    const { span } = identifier;
    const target: Pattern = { kind: "name", name: identifier.text, span };
    const value = callOf(hidden.decorated, [lowerExpression(given, context), name(identifier.text, span)], decorator.span);
    return [{ kind: "expression", expression: { kind: "assignment", target, value, span: decorator.span }, span: decorator.span }];
  });
}

/** The base classes, keywords such as `metaclass=` left out. */
export function basesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return (node.at("superclasses")?.named ?? []).filter(({ type }) => type !== "keyword_argument" && type !== "ERROR" && !type.endsWith("splat"));
}

/** `Enum` of `enum.Enum`, `Generic` of `Generic[T]`. */
export function lastName(node: SyntaxNode): string {
  if (node.type === "attribute") return node.at("attribute")?.text ?? "";
  if (node.type === "subscript") return lastName(node.at("value") ?? node.named[0] ?? node);
  return node.type === "call" ? lastName(node.at("function") ?? node) : node.text;
}

function classOf(node: SyntaxNode, decorators: readonly SyntaxNode[], context: Context, span: Span): ClassExpression {
  const className = node.at("name")?.text ?? "";
  const bases = basesOf(node).filter((base) => !["object", "ABC", "Generic", "Protocol"].includes(lastName(base)));
  const statements = (node.at("body")?.children ?? []).filter(({ isNamed }) => isNamed);
  const outside: Context = { ...context, bases: bases.length };
  const body = { className, statements, span };
  if (isEnum(node)) {
    return { kind: "class", name: className, bases: [], members: enumMembers(node, body, outside), classes: [], isEnum: true, span };
  }
  const isRecord = isDataclass(node, decorators);
  const isPerhaps = !isRecord && isPerhapsModel(node, body, outside);
  const inside: Context = { ...outside, fillsModel: isModel(node) };
  const { members, classes } = membersOf(body, inside, isRecord || isPerhaps);
  const own = isRecord ? dataclassMembers(node, decorators, body, outside, members) : isPerhaps ? modelMembers(node, body, outside, members) : [];
  const constructed = [...own, ...members, ...(isRecord && !comparesAll(node, decorators) ? [comparison(span)] : [])];
  return {
    kind: "class",
    name: className,
    bases: bases.map((base) => lowerExpression(base, context)),
    members: constructed,
    classes,
    ...(isRecord ? { isRecord } : {}),
    span,
  };
}

/** What says whether two objects are equal, where that is not followed. */
function comparison(span: Span): ClassMember {
  const body = opaque("compares some of the fields", span);
  const parameters = [{ pattern: { kind: "name" as const, name: "other", span } }];
  return {
    kind: "method",
    name: "__eq__",
    isStatic: false,
    function: { kind: "function", parameters, body, receiver: "self", bindsOuterThis: false, span },
    span,
  };
}

/** Whether objects of a dataclass are equal where all of their fields are. */
function comparesAll(node: SyntaxNode, decorators: readonly SyntaxNode[]): boolean {
  return ![node, ...decorators].some(({ text }) => /\b(?:compare|eq)\s*=\s*False\b/.test(text));
}

/** The body of a class on its way. */
export interface ClassBody {
  readonly className: string;
  readonly statements: readonly SyntaxNode[];
  readonly span: Span;
}

/** Fields, methods, classes within, and blocks of statements that run when the class is made. Fields of a dataclass with a type are left to its constructor. */
export function membersOf(
  { className, statements }: ClassBody,
  context: Context,
  isRecord: boolean,
): { readonly members: readonly ClassMember[]; readonly classes: readonly ClassExpression[] } {
  const members: ClassMember[] = [];
  const classes: ClassExpression[] = [];
  const names = new Set<string>();
  const within: Context = { ...context, classNames: { owner: className, names }, assigned: new Set(boundNames(statements, context).outer) };
  for (const statement of statements) {
    const decorators = statement.type === "decorated_definition" ? statement.named.filter(({ type }) => type === "decorator") : [];
    const definition = statement.type === "decorated_definition" ? statement.at("definition") : statement;
    const identifier = definition?.at("name")?.text;
    if (definition?.type === "function_definition" && identifier !== undefined) {
      members.push(methodOf(definition, identifier, decorators, context, statement.span));
      names.add(identifier);
    } else if (definition?.type === "class_definition" && identifier !== undefined) {
      const [lowered] = lowerClass(definition, decorators, within, statement.span);
      if (lowered?.kind === "class declaration") classes.push(lowered.class);
      else if (lowered?.kind === "declare" && lowered.value !== undefined) {
        members.push({ kind: "field", name: identifier, isStatic: true, value: lowered.value, span: statement.span });
      }
      names.add(identifier);
    } else {
      const field = fieldOf(statement, within);
      if (field === "none" || (isRecord && field?.type !== undefined && !/\bClassVar\b/.test(field.type))) continue;
      if (field !== undefined) members.push(field);
      else members.push(...blockOf(statement, within));
      if (field !== undefined) names.add(field.name);
    }
  }
  return { members, classes };
}

/** `name = value` and `name: type = value`; "none" for what only says a type or a description. */
function fieldOf(statement: SyntaxNode, context: Context): ClassMember | "none" | undefined {
  if (statement.type === "pass_statement" || statement.type === "comment") return "none";
  const [inner] = statement.named;
  if (statement.type !== "expression_statement" || statement.named.length !== 1 || inner === undefined) return undefined;
  if (inner.type === "string" || inner.type === "concatenated_string" || inner.type === "ellipsis") return "none";
  const left = inner.at("left");
  const right = inner.at("right");
  if (inner.type !== "assignment" || left?.type !== "identifier") return undefined;
  if (right === undefined) return "none";
  const type = inner.at("type")?.text;
  const value = lowerExpression(right, context);
  return { kind: "field", name: left.text, isStatic: true, value, ...(type === undefined ? {} : { type }), span: statement.span };
}

function blockOf(statement: SyntaxNode, context: Context): readonly ClassMember[] {
  const body = lowerStatements([statement], context);
  if (body.length === 0) return [];
  const block: FunctionExpression = { kind: "function", parameters: [], body, bindsOuterThis: false, span: statement.span };
  return [{ kind: "initializer", name: "", isStatic: true, function: block, span: statement.span }];
}

function methodOf(node: SyntaxNode, method: string, decorators: readonly SyntaxNode[], context: Context, span: Span): ClassMember {
  const marks = decorators.map(markOf);
  const isStatic = marks.includes("staticmethod");
  const isOfClass = marks.includes("classmethod") || method === "__init_subclass__" || method === "__new__";
  const expression = lowerFunction(node, context, !isStatic);
  const kind = method === "__init__" ? "constructor" : kindOf(marks);
  const isCached = marks.includes("cached_property");
  const own = isStatic || isOfClass || kind !== "method" ? [] : decorators.flatMap(({ named: [given] }) => (given === undefined ? [] : [given]));
  const others = own.filter((given) => !plainMarks.has(lastName(given)));
  return {
    kind,
    name: method,
    isStatic: isStatic || isOfClass,
    function: expression,
    ...(isCached ? { isCached } : {}),
    ...(others.length === 0 ? {} : { decorators: others.map((given) => lowerExpression(given, context)) }),
    span,
  };
}

/** Decorators that change nothing of what a method does. */
const plainMarks: ReadonlySet<string> = new Set(["abstractmethod", "override", "overload", "final", "no_type_check", "typechecked"]);

function kindOf(marks: readonly string[]): ClassMember["kind"] {
  if (marks.some((mark) => ["property", "cached_property", "abstractproperty", "getter"].includes(mark))) return "getter";
  return marks.includes("setter") ? "setter" : "method";
}

/** The last name of a decorator: `cached_property` of `@functools.cached_property`. */
export function markOf(decorator: SyntaxNode): string {
  const [expression] = decorator.named;
  return expression === undefined ? "" : lastName(expression);
}

/** A value that is assigned to a property of the object under construction. */
export function assignToSelf(property: string, value: Expression, span: Span): Statement {
  const object = name("self", span);
  const target: Pattern = { kind: "target", target: { kind: "member", object, name: property, nameSpan: span, span }, span };
  return { kind: "expression", expression: { kind: "assignment", target, value, span }, span };
}
