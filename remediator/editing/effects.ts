import type { Registration } from "../reader/interpreter/registration";
import type { Call, Expression } from "../reader/syntax/tree";
import type { EditContext } from "./context";

/** Whether what is given to a resource calls or changes something, which may do more than give a value. */
export function callsAnything({ variables, syntax }: EditContext, { span }: Registration): boolean {
  const creation = syntax(span.file.name)?.call(span);
  // The tree has no word for waiting.
  if (creation === undefined || /\bawait\b/.test(span.file.text.slice(span.start, span.end))) return true;
  const resources = new Set(variables.flatMap(({ name, output }) => (output === undefined ? [name] : [])));
  // What nests as deeply as it can be read is too deep for functions that call themselves.
  const open: unknown[] = [creation.arguments, creation.initializer];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== "object" || node === null) continue;
    const { kind } = node as { readonly kind?: string };
    if (kind === "assignment" || kind === "opaque" || kind === "yield") return true;
    if (kind === "call") {
      const call = node as Call;
      if (!isQuiet(call, resources)) return true;
      open.push(call.arguments, call.initializer, call.callee.kind === "member" ? call.callee.object : undefined);
    } else for (const [name, child] of Object.entries(node)) if (name !== "span" && !name.endsWith("Span")) open.push(child);
  }
  return false;
}

/** Whether a call gives a value and does nothing else: arguments' types, builders, what wraps a value, lists. */
function isQuiet({ callee, arguments: given, argumentsSpan, isNew }: Call, resources: ReadonlySet<string>): boolean {
  const name = lastOf(callee);
  if (name?.endsWith("Args") === true) return true;
  // An object of the type that its place has.
  if (isNew) return callee.kind === "opaque" || (name !== undefined && collections.has(name));
  // What is written without parentheses is a literal with its type, or what an operator does.
  if (argumentsSpan === undefined) return true;
  if (callee.kind !== "member") return false;
  const { object } = callee;
  // What it is a method of is asked in turn.
  if (object.kind === "call") return true;
  const owner = lastOf(object) ?? "";
  if (callee.name === "builder") return owner.endsWith("Args");
  if (owner === "pulumi" && object.kind === "name") return wrappers.has(callee.name);
  if (owner === "List" || owner === "Map") return callee.name === "of";
  return object.kind === "name" && resources.has(owner) && given.length === 0;
}

const collections: ReadonlySet<string> = new Set(["InputList", "InputMap", "List", "Dictionary", "ArrayList", "HashMap"]);

const wrappers: ReadonlySet<string> = new Set(["String", "Int", "Bool", "StringArray", "ToStringArray", "StringMap", "Sprintf"]);

/** The last name of `a.b.C`, and of a type that is created. */
function lastOf(expression: Expression): string | undefined {
  if (expression.kind === "member") return expression.name;
  return expression.kind === "name" ? expression.name.replace(/^new /, "") : undefined;
}
