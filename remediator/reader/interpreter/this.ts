import type { Semantics } from "../languages/semantics";
import { ClassData, Closure, Instance, RecordData, type Value } from "./value";

/** JavaScript's functions know the object that they are called on, not the one that they were written in. */
export function calledOn(semantics: Semantics, object: Value, callee: Value): Value {
  const { data } = callee;
  if (!semantics.detachesMethods || !(data instanceof Closure) || !hasOwnThis(data) || data.self?.data === object.data) return callee;
  const isObject = object.data instanceof RecordData || object.data instanceof Instance || object.data instanceof ClassData;
  return isObject ? { ...callee, data: new Closure(data.name, data.expression, data.scope, object, data.home) } : callee;
}

/** What is left of a method that is not called where it is asked for. */
export function takenOut(semantics: Semantics, value: Value): Value {
  const { data } = value;
  if (!semantics.detachesMethods || !(data instanceof Closure) || !hasOwnThis(data) || data.self === undefined) return value;
  return { ...value, data: new Closure(data.name, data.expression, data.scope, undefined, data.home) };
}

function hasOwnThis({ expression, isBound }: Closure): boolean {
  return !expression.bindsOuterThis && isBound !== true;
}
