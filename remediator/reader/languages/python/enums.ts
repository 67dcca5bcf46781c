import type { SyntaxNode } from "../../syntax/parse";
import type { ClassMember, Expression, FunctionExpression, Parameter, Statement } from "../../syntax/tree";
import { assignToSelf, basesOf, type ClassBody, lastName, membersOf } from "./classes";
import { type Context, literal, name, opaque } from "./context";

const plainEnums = ["Enum", "Flag"];
const scalarEnums = ["IntEnum", "StrEnum", "IntFlag"];

export function isEnum(node: SyntaxNode): boolean {
  return basesOf(node).some((base) => plainEnums.includes(lastName(base)) || scalarEnums.includes(lastName(base)));
}

/**
 * The members of an enum are objects with a name and a value. Where they are texts or numbers as well (`class Port(int, Enum)`), they are those alone.
 * https://docs.python.org/3/library/enum.html
 */
export function enumMembers(node: SyntaxNode, body: ClassBody, context: Context): readonly ClassMember[] {
  const { members } = membersOf(body, context, false);
  const isScalar = basesOf(node).some((base) => scalarEnums.includes(lastName(base)) || ["str", "int", "float"].includes(lastName(base)));
  const isText = basesOf(node).some((base) => lastName(base) === "StrEnum" || lastName(base) === "str");
  const isFlag = basesOf(node).some((base) => lastName(base).endsWith("Flag"));
  let last: number | undefined = 0;
  const values = members.map((member): ClassMember => {
    if (member.kind === "constructor") return { ...member, kind: "method" };
    if (member.kind !== "field" || member.value === undefined || member.name.startsWith("_")) return member;
    const value = isAuto(member.value) ? automatic(isText ? member.name.toLowerCase() : nextOf(last, isFlag), member.value.span) : member.value;
    if (!isText) last = value.kind === "literal" && typeof value.value === "number" ? value.value : isAuto(member.value) ? last : undefined;
    return { ...member, value: isScalar ? value : memberOf(body.className, member, value) };
  });
  if (isScalar)
    return [...values, ...(printsValue(node) || members.some((one) => one.name === "__str__") ? [] : [printer(body)]), scalarConstructor(body)];
  return [...values, constructorOf(body, members)];
}

/** Texts and numbers of `(str, Enum)` are printed as members, those of `StrEnum` as what they are. https://docs.python.org/3/library/enum.html#enum.IntEnum */
function printsValue(node: SyntaxNode): boolean {
  return basesOf(node).some((base) => scalarEnums.includes(lastName(base)));
}

function printer({ className, span }: ClassBody): ClassMember {
  const label: Expression = { kind: "member", object: name("self", span), name: "name", nameSpan: span, span };
  const value: Expression = { kind: "binary", operator: "+", left: literal(`${className}.`, span), right: label, span };
  return { ...construct([], [{ kind: "return", value, span }], span), kind: "method", name: "__str__" };
}

/** What `auto()` gives after a value: the next number, of flags the next bit. */
function nextOf(last: number | undefined, isFlag: boolean): number | undefined {
  if (last === undefined || !Number.isInteger(last)) return undefined;
  return isFlag && last > 0 ? 2 ** (Math.floor(Math.log2(last)) + 1) : last + 1;
}

function automatic(value: string | number | undefined, span: ClassMember["span"]): Expression {
  return value === undefined ? opaque("is numbered after what is not known", span) : literal(value, span);
}

function isAuto(value: Expression): boolean {
  if (value.kind !== "call") return false;
  const { callee } = value;
  return (callee.kind === "name" || callee.kind === "member") && callee.name === "auto";
}

function memberOf(className: string, member: ClassMember, value: Expression): Expression {
  const label = literal(member.name, member.span);
  const given = [
    { value, span: value.span },
    { value: label, span: member.span },
  ];
  return { kind: "call", callee: name(className, member.span), arguments: given, isNew: true, span: value.span };
}

/** `Port("https")` finds a member by its value; which one is only known where the member is the value. */
function constructorOf({ span }: ClassBody, members: readonly ClassMember[]): ClassMember {
  const parameters: readonly Parameter[] = [
    { pattern: { kind: "name", name: "value", span } },
    { pattern: { kind: "name", name: "name", span }, default: opaque("is the name of an enum's member", span) },
  ];
  const body: Statement[] = [assignToSelf("value", name("value", span), span), assignToSelf("name", name("name", span), span)];
  const own = members.find(({ kind }) => kind === "constructor");
  if (own?.function !== undefined) body.push(initialize(own.function, span));
  return construct(parameters, body, span);
}

/** The program's own `__init__` takes a tuple apart. */
function initialize(own: FunctionExpression, span: ClassMember["span"]): Statement {
  const callee: Expression = { kind: "member", object: name("self", span), name: "__init__", nameSpan: span, span };
  const isOne = own.parameters.length === 1 && own.parameters[0]?.rest === undefined;
  const given = [{ value: name("value", span), ...(isOne ? {} : { spread: "list" as const }), span }];
  return { kind: "expression", expression: { kind: "call", callee, arguments: given, isNew: false, span }, span };
}

function scalarConstructor({ span }: ClassBody): ClassMember {
  return construct([{ pattern: { kind: "name", name: "value", span } }], [{ kind: "return", value: name("value", span), span }], span);
}

function construct(parameters: readonly Parameter[], body: readonly Statement[], span: ClassMember["span"]): ClassMember {
  return {
    kind: "constructor",
    name: "__init__",
    isStatic: false,
    function: { kind: "function", parameters, body, receiver: "self", bindsOuterThis: false, span },
    span,
  };
}
