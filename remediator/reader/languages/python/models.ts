import type { SyntaxNode } from "../../syntax/parse";
import type { ClassMember, Expression, Span, Statement } from "../../syntax/tree";
import { assignToSelf, basesOf, type ClassBody, lastName, markOf } from "./classes";
import { callOf, type Context, type DataclassField, hidden, literal, name } from "./context";
import { fieldsOf, rests, superCall } from "./dataclasses";

/** Whether a class is directly one of pydantic's models. */
export function isModel(node: SyntaxNode): boolean {
  return basesOf(node).some((base) => ["BaseModel", "BaseSettings"].includes(lastName(base)));
}

const plainBases = ["ComponentResource", "CustomResource", "Resource", "ResourceProvider", "Exception", "ABC", "Generic", "Protocol", "object"];

/**
 * Whether the constructor may be that of pydantic's models: a class without one of its own, whose base may be a model that stands in another file. Then
 * keywords that name a field set it, and everything goes to the base as well.
 */
export function isPerhapsModel(node: SyntaxNode, { statements }: ClassBody, context: Context): boolean {
  const bases = basesOf(node);
  if (bases.length === 0 || bases.some((base) => plainBases.includes(lastName(base)))) return false;
  return isModel(node) || fieldsOf(statements, true, context).length > 0 || statements.some((statement) => validatorOf(statement) !== undefined);
}

/** Such a constructor, and the defaults as the class's own. https://docs.pydantic.dev/latest/concepts/models/ */
export function modelMembers(
  node: SyntaxNode,
  { statements, span }: ClassBody,
  context: Context,
  members: readonly ClassMember[],
): readonly ClassMember[] {
  const fields = fieldsOf(statements, true, context);
  const defaults = defaultsOf(fields);
  if (members.some(({ kind }) => kind === "constructor")) return defaults;
  const body: Statement[] = [isModel(node) ? fill(span) : superCall(node)];
  for (const field of fields) body.push(whenGiven(field.name, field.span, (value) => assignToSelf(field.name, converted(value, field), field.span)));
  for (const statement of statements) body.push(...validations(statement));
  const constructor: ClassMember = {
    kind: "constructor",
    name: "__init__",
    isStatic: false,
    function: { kind: "function", parameters: rests(node), body, receiver: "self", bindsOuterThis: false, span },
    span,
  };
  return [constructor, ...defaults];
}

function defaultsOf(fields: readonly DataclassField[]): readonly ClassMember[] {
  return fields.flatMap((field): readonly ClassMember[] => {
    const { name: own, type = "", default: value, span } = field;
    return value === undefined ? [] : [{ kind: "field", name: own, isStatic: true, value, type, span }];
  });
}

/** Every keyword becomes a field. */
function fill(span: Span): Statement {
  const keywords = { value: name("its keywords", span), spread: "map" as const, span };
  const call = callOf(hidden.fillModel, [name("self", span)], span);
  return { kind: "expression", expression: call.kind === "call" ? { ...call, arguments: [...call.arguments, keywords] } : call, span };
}

function whenGiven(field: string, span: Span, then: (value: Expression) => Statement): Statement {
  const key = literal(field, span);
  const keywords = name("its keywords", span);
  const test: Expression = { kind: "binary", operator: "in", left: key, right: keywords, span };
  return { kind: "if", test, then: [then({ kind: "index", object: keywords, index: key, span })], otherwise: [], span };
}

/** A text that is given for a network becomes one. */
function converted(value: Expression, { type = "", span }: DataclassField): Expression {
  if (/\bIPv(?:4|6|Any)Network\b/.test(type)) return callOf(hidden.network, [value], span);
  if (/\bIPv(?:4|6|Any)Address\b/.test(type)) return callOf(hidden.address, [value], span);
  const of = classesIn(type);
  return of.length === 0
    ? value
    : callOf(hidden.ofModel, [value, literal(/\b(?:[Dd]ict|Mapping)\[/.test(type), span), ...of.map((one) => name(one, span))], span);
}

const plainTypes =
  /^(?:Any|Annotated|Optional|Union|Literal|List|Dict|Tuple|Set|FrozenSet|Sequence|Iterable|Mapping|Field|None|True|False|Type|ClassVar|Final|Callable|Path|Decimal|UUID|(?:Positive|NonNegative|Negative|Strict|Secret|Http|Any)\w+)$/;

/** The classes that a field's type names: what is given for it as a dictionary becomes an object of one of them. */
function classesIn(type: string): readonly string[] {
  const names = type.replace(/\b(?:Literal|Field|Annotated)\[[^\]]*\]|Field\([^)]*\)/g, "").match(/(?<![.\w])[A-Z]\w*(?![.\w])/g) ?? [];
  return [...new Set(names.filter((one) => !plainTypes.test(one)))];
}

function validatorOf(statement: SyntaxNode): SyntaxNode | undefined {
  if (statement.type !== "decorated_definition") return undefined;
  return statement.named.find((child) => child.type === "decorator" && ["field_validator", "validator", "model_validator"].includes(markOf(child)));
}

/** What validators make of the fields that are given, and of the object. */
function validations(statement: SyntaxNode): readonly Statement[] {
  const decorator = validatorOf(statement);
  const method = statement.at("definition")?.at("name")?.text;
  if (decorator === undefined || method === undefined) return [];
  const { span } = statement;
  const callee: Expression = { kind: "member", object: name("self", span), name: method, nameSpan: span, span };
  const call = (values: readonly Expression[]): Expression => {
    return { kind: "call", callee, arguments: values.map((value) => ({ value, span })), isNew: false, span };
  };
  const given = decorator.named[0]?.at("arguments")?.named ?? [];
  if (markOf(decorator) === "model_validator") {
    return given.some(({ text }) => /mode\s*=\s*["']after["']/.test(text)) ? [{ kind: "expression", expression: call([]), span }] : [];
  }
  const fields = given.filter(({ type }) => type === "string").map(({ text }) => text.slice(1, -1));
  return fields.map((field) => whenGiven(field, span, (value) => assignToSelf(field, call([value]), span)));
}
