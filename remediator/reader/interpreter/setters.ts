import type { ClassExpression, FunctionExpression, Span } from "../syntax/tree";
import { setByDescriptor } from "./descriptors";
import { methodOf } from "./members";
import { orderOf } from "./order";
import type { Run } from "./run";
import { ClassData, Closure, computed, Instance, written, type Value } from "./value";

/** Lets a property's own code set it, where there is any, and says whether there is. */
export function setBySetter(run: Run, object: Value, name: string, value: Value, entry: Span): boolean {
  if (object.data instanceof Instance && setBySettingMethod(run, object, name, value, entry)) return true;
  const { data } = object;
  if (data instanceof Instance && setByDescriptor(run, { ...object, data }, name, value, entry)) return true;
  const setter = data instanceof Instance ? setterOf(data.type, name) : undefined;
  if (setter === undefined) return false;
  run.call(setterFor(setter, name, object, entry), [{ value, span: value.origin.span }], entry);
  return true;
}

/** Lets the method of a class that sets all attributes do it, where there is one (Python). */
function setBySettingMethod(run: Run, object: Value, name: string, value: Value, entry: Span): boolean {
  const method = run.dialect.settingMethod === undefined ? undefined : methodOf(run, object, run.dialect.settingMethod, entry);
  if (method === undefined) return false;
  run.apply(method, [computed(name, entry, []), value], entry);
  return true;
}

/** `super.name = value`: as the class above sets it, on the same object. */
export function setInBase(run: Run, object: Value, name: string, value: Value, home: ClassData, entry: Span): void {
  const bases = home.bases.flatMap(({ data }) => (data instanceof ClassData ? [data] : []));
  const [setter] = bases.flatMap((base) => setterOf(base, name) ?? []);
  if (setter !== undefined) run.call(setterFor(setter, name, object, entry), [{ value, span: value.origin.span }], entry);
  else if (object.data instanceof Instance) {
    run.touch(object.data);
    object.data.fields.set(name, { value, entry, placement: "assigned" });
  }
}

function setterFor(setter: Setter, name: string, object: Value, entry: Span): Value {
  return written(new Closure(name, setter.function, setter.home.scope, object, setter.home), entry);
}

interface Setter {
  readonly function: FunctionExpression;
  readonly home: ClassData;
}

const setters = new WeakMap<ClassExpression, ReadonlyMap<string, FunctionExpression>>();

/** What a class or one of its bases does when a property of its objects is set. */
function setterOf(type: ClassData, name: string): Setter | undefined {
  for (const home of orderOf(type)) {
    let own = setters.get(home.expression);
    if (own === undefined) {
      own = new Map(
        home.expression.members.flatMap(({ kind, isStatic, name: property, function: body }) =>
          kind === "setter" && !isStatic && body !== undefined ? [[property, body]] : [],
        ),
      );
      setters.set(home.expression, own);
    }
    const found = own.get(name);
    if (found !== undefined) return { function: found, home };
  }
  return undefined;
}
