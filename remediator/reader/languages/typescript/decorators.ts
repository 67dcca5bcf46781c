import type { NativeCall } from "../../interpreter/native";
import { Closure, RecordData, written, type Value } from "../../interpreter/value";

/** A decorator of a class. Those of packages are taken to leave the class as it is. */
export function decorateClass({ machine, given, span }: NativeCall): Value {
  const [decorator, made] = given.map(({ value }) => value);
  if (decorator === undefined || made === undefined) return written(null, span);
  if (!(decorator.data instanceof Closure)) return made;
  const changed = machine.apply(decorator, [made, machine.record({ kind: written("class", span) }, span)], span);
  return changed.data === null ? made : changed;
}

/** A decorator of the program, as the language has them now (method, context) or as compilers had them before (target, name, descriptor). */
export function decorate({ machine, given, span }: NativeCall): Value {
  const [decorator, method, self, name] = given.map(({ value }) => value);
  if (decorator === undefined || method === undefined || self === undefined || name === undefined) return written(null, span);
  // Those of packages are taken to leave the method as it is.
  if (!(decorator.data instanceof Closure)) return method;
  const isOld = decorator.data.expression.parameters.length > 2;
  const descriptor = machine.record({ value: method }, span);
  const made = machine.apply(
    decorator,
    isOld ? [self, name, descriptor] : [method, machine.record({ kind: written("method", span), name }, span)],
    span,
  );
  const changed = isOld ? machine.member(made.data instanceof RecordData ? made : descriptor, "value", span) : made.data === null ? method : made;
  const { data } = changed;
  return data instanceof Closure && !data.expression.bindsOuterThis
    ? { ...changed, data: new Closure(data.name, data.expression, data.scope, self, data.home) }
    : changed;
}
