import type { Name, Span } from "../syntax/tree";
import { isNamed } from "./overloads";
import type { Frame } from "./frame";
import { staticallyNamed } from "./hiding";
import { memberOf, memberOfBase, methodOf } from "./members";
import type { Run } from "./run";
import type { Scope } from "./scope";
import { ClassData, Closure, Instance, passedOn, written, type Value } from "./value";

/** What the base of the class around has under a name: `super.name`, `base.Name`. */
export function ofBase(run: Run, name: string, { self, home }: Frame, span: Span): Value | undefined {
  if (!(self?.data instanceof Instance) || home === undefined) return undefined;
  const found = memberOfBase(run, home, name, self, span);
  const base = home.bases.flatMap(({ data }) => (data instanceof ClassData ? [data] : []))[0];
  if (found !== undefined || base === undefined || !run.dialect.hidesFields) return found;
  // A field as the base sees it.
  const { home: outer } = run;
  run.home = base;
  const field = memberOf(run, self, name, span, true);
  run.home = outer;
  return field;
}

/** Java's `Outer.this`. */
export function qualifiedThis(run: Run, name: string, frame: Frame, span: Span): Value {
  for (const object of objectsAround(frame))
    if (object.data instanceof Instance && isNamed(object.data.type, name, 0)) return passedOn(object, "name", span, "this");
  return frame.self ?? run.hole("has no object around it", span);
}

/** The object that a body is of, and those that it was made in. */
export function objectsAround({ self }: Frame): readonly Value[] {
  const found: Value[] = [];
  for (let object = self; object !== undefined; object = object.data instanceof Instance ? object.data.around : undefined) found.push(object);
  return found;
}

/** Whether a class that is declared in the midst of code has a member of a name, which hides the variable around it (Java). */
export function hidesVariable(run: Run, name: string, { scope, home }: Frame): boolean {
  if (!run.dialect.hasImplicitThis || home === undefined || !isLocal(home)) return false;
  const holder = scope.holder(name);
  for (let type: ClassData | undefined = home; type !== undefined; type = type.outer) {
    if (holder === undefined || (holder.kind !== "block" && holder.kind !== "function") || !isAround(holder, type)) return false;
    if (declares(type, name, 0)) return true;
  }
  return false;
}

const locals = new WeakMap<ClassData, boolean>();

/** Whether variables may be around a class: it, or one around it, is declared in a function. */
function isLocal(type: ClassData): boolean {
  let answer = locals.get(type);
  if (answer === undefined) locals.set(type, (answer = type.scope.nearest("function", "module", "program").kind === "function"));
  return answer;
}

function isAround(holder: Scope, { scope }: ClassData): boolean {
  for (let outer = scope.parent; outer !== undefined; outer = outer.parent) if (outer === holder) return true;
  return false;
}

function declares({ expression, bases }: ClassData, name: string, depth: number): boolean {
  if (expression.members.some((member) => member.name === name && member.kind !== "constructor")) return true;
  return depth < 20 && bases.some(({ data }) => data instanceof ClassData && declares(data, name, depth + 1));
}

/** A method of the object or class around a call without a qualifier. */
export function implicitMethod(run: Run, { name, span }: Name, frame: Frame): Value | undefined {
  const statically = frame.home === undefined ? undefined : staticallyNamed(frame.home, name);
  if (statically !== undefined) {
    const ofClass = methodOf(run, written(statically, span), name, span);
    if (ofClass !== undefined) return ofClass;
  }
  for (const object of objectsAround(frame)) {
    // What an interface brings along calls the function that it is asked of.
    const ofObject = object.data instanceof Closure ? memberOf(run, object, name, span) : methodOf(run, object, name, span);
    if (ofObject !== undefined) return ofObject;
  }
  for (let home = frame.home; home !== undefined; home = home.outer) {
    const ofClass = methodOf(run, written(home, span), name, span);
    if (ofClass !== undefined) return ofClass;
  }
  return undefined;
}

/** A field or method of the object or class around a name without a qualifier. */
export function implicitMember(run: Run, name: string, frame: Frame, span: Span): Value | undefined {
  const statically = frame.home === undefined ? undefined : staticallyNamed(frame.home, name);
  if (statically !== undefined) return memberOf(run, written(statically, span), name, span, true);
  for (const object of objectsAround(frame)) {
    const ofObject = memberOf(run, object, name, span, true);
    if (ofObject !== undefined) return ofObject;
  }
  for (let home = frame.home; home !== undefined; home = home.outer) {
    const ofClass = memberOf(run, written(home, span), name, span, true);
    if (ofClass !== undefined) return ofClass;
  }
  return undefined;
}
