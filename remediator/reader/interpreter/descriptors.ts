import type { Span } from "../syntax/tree";
import { methodOf, staticOf } from "./members";
import { orderOf } from "./order";
import type { Run } from "./run";
import { type ClassData, computed, Instance, written, type Value } from "./value";

/* Objects that stand for attributes of a class's objects: https://docs.python.org/3/howto/descriptor.html */

/** The method of such an object that sets the attribute, where it has one: then it comes before what the object itself holds. */
export function descriptorSetter(run: Run, type: ClassData, name: string, span: Span): Value | undefined {
  const { setting } = run.dialect.descriptorMethods ?? {};
  if (setting === undefined) return undefined;
  const home = orderOf(type).find(({ statics, pending }) => statics.has(name) || pending.has(name));
  const held = home === undefined ? undefined : staticOf(home, name);
  return held?.data instanceof Instance ? methodOf(run, held, setting, span) : undefined;
}

/** Lets such an object set the attribute, and says whether it does. */
export function setByDescriptor(run: Run, object: Value & { readonly data: Instance }, name: string, value: Value, entry: Span): boolean {
  const setter = descriptorSetter(run, object.data.type, name, entry);
  if (setter === undefined) return false;
  run.apply(setter, [object, value], entry);
  return true;
}

/** Tells such objects the class that they were put into, and their names there. */
export function nameDescriptors(run: Run, type: ClassData): void {
  const { naming } = run.dialect.descriptorMethods ?? {};
  if (naming === undefined) return;
  for (const [name, held] of type.statics) {
    const method = held.data instanceof Instance ? methodOf(run, held, naming, held.origin.span) : undefined;
    if (method !== undefined) run.apply(method, [written(type, held.origin.span), computed(name, held.origin.span, [])], held.origin.span);
  }
}
