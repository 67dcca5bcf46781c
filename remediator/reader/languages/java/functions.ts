import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { type ClassData, Closure, computed, written, type Value } from "../../interpreter/value";
import type { Scope } from "../../interpreter/scope";
import { classNamed } from "../../sdk/typed";
import type { Span } from "../../syntax/tree";
import { foreignCall, methodIn, type Methods } from "../java-and-csharp/methods";
import { at, native, unknownFrom } from "../library";
import { lists } from "./lists";

/** What lambdas and references to methods are asked for: they are objects of interfaces with one method, whose name calls them. */
export function functionMember(object: Value, name: string, span: Span): Value | undefined {
  const known = methodIn(functions, name, object, span);
  if (known !== undefined || ofObjects.test(name)) return known;
  const { data } = object;
  if (functionMethods.has(name)) return native(name, span, ({ machine, given, span: call }) => machine.call(object, given, call));
  if (!(data instanceof Closure)) return undefined;
  const [type, ...others] = defaultsOf(data, name);
  const own = type?.expression.members.find((one) => one.name === name)?.function;
  if (others.length > 0) return undefined;
  if (type !== undefined && own !== undefined) return written(new Closure(name, own, type.scope, object, type), span);
  if (name === "forEach") return methodIn(lists, name, object, span);
  return native(name, span, (call) =>
    call.given.length === data.expression.parameters.length ? call.machine.call(object, call.given, call.span) : foreignCall(name)(call),
  );
}

/** How the methods of Java's own functional interfaces are called. */
export const functionMethods: ReadonlySet<string> = new Set(
  "apply accept get test call run applyAsInt applyAsLong applyAsDouble getAsInt getAsLong getAsDouble getAsBoolean compare".split(" "),
);

/** What all objects have, and what Java's interfaces bring along beside their one method. */
const ofObjects = /^(?:equals|hashCode|toString|getClass|reversed|thenComparing\w*)$/;

/** The methods of a name that interfaces of the program bring along with a body. */
function defaultsOf({ scope: around }: Closure, name: string): readonly ClassData[] {
  const found = new Set<ClassData>();
  for (let scope: Scope | undefined = around; scope !== undefined; scope = scope.parent)
    for (const known of [...scope.bindings.keys()]) {
      const type = classNamed(scope, known);
      if (type?.expression.isInterface === true && type.expression.members.some((one) => one.name === name && !one.isStatic)) found.add(type);
    }
  return [...found];
}

/** Functions that are made of functions. */
const functions: Methods = {
  andThen: (self, { given, span }) =>
    native("andThen", span, ({ machine, given: inner, span: call }) => {
      const made = machine.call(self, inner, call);
      const next = at(given, 0);
      // The next one of two consumers is given the same again.
      return next === undefined ? made : made.data === null ? machine.call(next, inner, call) : machine.apply(next, [made], call);
    }),
  compose: (self, { given, span }) =>
    native("compose", span, ({ machine, given: inner, span: call }) => {
      const before = at(given, 0);
      return before === undefined ? machine.call(self, inner, call) : machine.apply(self, [machine.call(before, inner, call)], call);
    }),
  negate: (self, { span }) => native("negate", span, ({ machine, given, span: call }) => negation(machine, machine.call(self, given, call), call)),
  and: (self, call) => both(self, call, true),
  or: (self, call) => both(self, call, false),
};

/** Two tests, the second one only where the first one does not decide. */
function both(self: Value, { given, span }: NativeCall, isAnd: boolean): Value {
  return native(isAnd ? "and" : "or", span, ({ machine, given: inner, span: call }) => {
    const first = machine.call(self, inner, call);
    const truth = machine.truth(first);
    const second = at(given, 0);
    if (truth === undefined || second === undefined) return unknownFrom(machine, call, [first], "is tested by what is not known");
    return truth === isAnd ? machine.call(second, inner, call) : computed(truth, call, [first]);
  });
}

function negation(machine: Machine, value: Value, span: Span): Value {
  const truth = machine.truth(value);
  return truth === undefined ? value : computed(!truth, span, [value]);
}
