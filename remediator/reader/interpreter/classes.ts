import type { ClassExpression, ClassMember, FunctionExpression, Span } from "../syntax/tree";
import { invoke, type Invocation } from "./calls";
import { inPlaceOf, structCopy } from "./defaults";
import { nameDescriptors } from "./descriptors";
import { evaluate } from "./expressions";
import type { Frame } from "./frame";
import { Native, type Given } from "./native";
import { declaresMethod } from "./members";
import { afterIn, orderOf } from "./order";
import { isScalar } from "./operators";
import { overloadFor } from "./overloads";
import { setField } from "./patterns";
import { setBySetter } from "./setters";
import type { Run } from "./run";
import { handOver } from "./subclasses";
import { Binding, Scope } from "./scope";
import { List } from "./list";
import { ClassData, Closure, Instance, passedOn, RecordData, SymbolData, written, type Field, type Value } from "./value";

/** Makes a class: its bases, its static members, the classes inside of it. */
export function makeClass(run: Run, expression: ClassExpression, frame: Frame): Value {
  const bases = expression.bases.map((base) => evaluate(run, base, frame));
  const scope = new Scope(frame.scope, "block", expression.span);
  const data = new ClassData(expression.name, expression, scope, bases, frame.home);
  const value = written(data, expression.span);
  if (expression.name !== "") scope.declare(expression.name, value);
  const inside: Frame = { scope, self: value, home: data, returns: [], give: undefined };
  if (run.dialect.initializesClassesLazily) {
    prepareStatics(run, expression, inside, value, data);
    return value;
  }
  for (const inner of expression.classes) {
    const made = makeClass(run, inner, inside);
    data.statics.set(inner.name, made);
    scope.declare(inner.name, made);
  }
  for (const member of expression.members) {
    if (!member.isStatic) continue;
    if (member.kind === "method" && member.function !== undefined) {
      const closure = new Closure(member.name, member.function, scope, value, data);
      data.statics.set(member.name, written(closure, member.span));
    }
  }
  for (const member of expression.members) {
    if (!member.isStatic) continue;
    if (member.kind === "field") {
      const made = member.value === undefined ? written(null, member.span) : evaluate(run, member.value, inside);
      data.statics.set(member.name, expression.isEnum === true ? firstOfValue(run, data, member.name, memberOfEnum(data, member.name, made)) : made);
    }
    if (member.kind === "initializer" && member.function !== undefined)
      invoke(run, new Closure("", member.function, scope, value, data), [], member.span, value);
  }
  for (const member of expression.members) decorateMethod(run, data, member, inside);
  nameDescriptors(run, data);
  if (run.dialect.ordersClasses) handOver(run, value, data);
  return value;
}

function decorateMethod(run: Run, data: ClassData, { name, span, function: body, decorators = [] }: ClassMember, frame: Frame): void {
  const { decorate } = run.dialect;
  if (decorate === undefined || body === undefined || decorators.length === 0) return;
  const method = written(new Closure(name, body, data.scope, undefined, data), span);
  const made = decorators.reduceRight((inner, decorator) => decorate(evaluate(run, decorator, frame), inner, run, decorator.span), method);
  if (made.data !== method.data) data.decorated.set(name, made);
}

/** In Java and C# a class is initialized when it is first used, and what is static may refer to what stands further down. */
function prepareStatics(run: Run, { classes, members }: ClassExpression, inside: Frame, value: Value, data: ClassData): void {
  const { scope } = inside;
  for (const inner of classes) {
    data.pending.set(inner.name, () => makeClass(run, inner, inside));
    scope.bindings.set(inner.name, new Binding(undefined, () => pendingOf(data, inner.name)));
  }
  const steps: (() => void)[] = [];
  const waiting = new Map<string, Value>();
  for (const member of members) {
    if (!member.isStatic) continue;
    const { name, span, type } = member;
    if (member.kind === "method" && member.function !== undefined)
      data.statics.set(name, written(new Closure(name, member.function, scope, value, data), span));
    if (member.kind === "field") {
      const initial = member.value;
      const made = (): Value => (initial === undefined ? written(null, span) : inPlaceOf(run, evaluate(run, initial, inside), type));
      data.pending.set(name, made);
      steps.push(() => {
        data.pending.delete(name);
        data.statics.set(name, made());
        data.waiting?.delete(name);
      });
      if (member.isConstant === true) data.constants.add(name);
      else waiting.set(name, written(beforeItsTurn(type), span));
    }
    const block = member.kind === "initializer" ? member.function : undefined;
    if (block !== undefined) steps.push(() => void invoke(run, new Closure("", block, scope, value, data), [], span, value));
  }
  data.initialize = () => {
    if (run.dialect.initializesBasesFirst)
      for (const base of data.bases) if (base.data instanceof ClassData && isInitializedWith(base.data)) initialized(base.data);
    data.waiting = waiting;
    try {
      for (const step of steps) step();
    } finally {
      data.waiting = undefined;
    }
  };
}

/** An interface is not initialized with a class that has it, unless it brings code along: https://docs.oracle.com/javase/specs/jls/se17/html/jls-12.html#jls-12.4.1 */
function isInitializedWith({ expression: { isInterface, members } }: ClassData): boolean {
  return isInterface !== true || members.some(({ kind, isStatic }) => kind === "method" && !isStatic);
}

/** A member of an enum that has the value of an earlier one is that one: https://docs.python.org/3/library/enum.html#enum.EnumType */
function firstOfValue(run: Run, { expression, statics, aliases }: ClassData, name: string, member: Value): Value {
  const value = valueOfMember(member);
  if (value === undefined || name.startsWith("_")) return member;
  const fields = new Set(expression.members.flatMap((one) => (one.kind === "field" && one.isStatic ? [one.name] : [])));
  for (const [earlier, other] of statics) {
    const known = fields.has(earlier) && !earlier.startsWith("_") && !aliases.has(earlier) ? valueOfMember(other) : undefined;
    if (known === undefined || earlier === name || run.same(known, value) !== true) continue;
    aliases.add(name);
    return other;
  }
  return member;
}

/** A text or number as the member of an enum that it is as well. */
function memberOfEnum(type: ClassData, name: string, value: Value): Value {
  return isScalar(value.data) && value.data !== null ? { ...value, member: { type, name } } : value;
}

/** What a member of an enum stands for. */
function valueOfMember({ data, ...member }: Value): Value | undefined {
  return data instanceof Instance ? data.fields.get("value")?.value : { ...member, data };
}

/** What a field holds before its initial value is set. */
function beforeItsTurn(type: string | undefined): number | boolean | null {
  if (type === undefined) return null;
  return /^(?:s?byte|u?short|u?int|u?long|double|float|decimal|char)$/.test(type) ? 0 : /^bool(?:ean)?$/.test(type) ? false : null;
}

/** Sets a static member. What is set before its turn is set again when that comes. */
export function setStatic(run: Run, data: ClassData, name: string, value: Value): void {
  initialized(data);
  run.touch(data);
  if (run.dialect.ordersClasses) (data.given ??= new Set()).add(name);
  if (data.waiting?.has(name) === true) {
    data.waiting.set(name, value);
    return;
  }
  data.pending.delete(name);
  data.statics.set(name, value);
}

/** A static member that may not have been evaluated yet; while it is, it is nothing. */
export function pendingOf(data: ClassData, name: string): Value {
  const early = data.waiting?.get(name);
  if (early !== undefined) return early;
  const pending = data.pending.get(name);
  if (pending !== undefined) {
    data.pending.delete(name);
    data.statics.set(name, pending());
  }
  return data.statics.get(name) ?? written(null, data.expression.span);
}

/** Initializes a class, once. */
export function initialized(data: ClassData): void {
  const { initialize } = data;
  data.initialize = undefined;
  initialize?.();
}

/** `new X(...)` of a class of the program. */
export function instantiate(run: Run, type: ClassData, call: Invocation): Value {
  if (type.expression.isEnum === true && !call.isNew) return memberByValue(run, type, call.given, call.span);
  if (run.dialect.makingMethod !== undefined && declaresMethod(type, run.dialect.makingMethod))
    return run.hole(`is made by ${type.name}'s own ${run.dialect.makingMethod}, which is not followed`, call.span, []);
  const instance = new Instance(type);
  const self = written(instance, call.span) as Value & { readonly data: Instance };
  const { initializer } = call;
  initialized(type);
  const around = type.outer === undefined ? undefined : objectOf(type.outer, call.around);
  if (around !== undefined) instance.around = around;
  if (run.dialect.hasStructLiterals && initializer !== undefined) {
    fillStruct(run, type, self, initializer);
    return self;
  }
  run.calls.push(call.span);
  const outer = run.statement;
  try {
    construct(run, type, self, call);
  } finally {
    run.calls.pop();
    run.statement = outer;
  }
  if (initializer?.data instanceof RecordData) for (const [name, field] of initializer.data.fields) initialize(run, self, name, field);
  if (initializer?.data instanceof List) run.touch(instance);
  return self;
}

/** `Port("https")`: the member of an enum that has the value. */
function memberByValue(run: Run, type: ClassData, [given]: readonly Given[], span: Span): Value {
  const wanted = given?.value ?? written(null, span);
  const answers = run.elements(written(type, span), span).items.map(({ value: member }) => {
    if (member.data === wanted.data) return { member, answer: true };
    const value = member.data instanceof Instance ? member.data.fields.get("value")?.value : member;
    return { member, answer: value === undefined ? undefined : run.same(value, wanted) };
  });
  const found = answers.find(({ answer }) => answer !== false);
  if (found === undefined) return run.fail("is no value of an enum's member", span, "ValueError");
  return found.answer === true ? passedOn(found.member, "element", span) : run.hole("is a member of an enum that is not known", span, [wanted]);
}

/** One property of C#'s braces behind `new T(...)`: what stands in braces itself is added to what the property holds. */
function initialize(run: Run, self: Value & { readonly data: Instance }, name: string, field: Field): void {
  const { value, entry } = field;
  const { how, span } = value.origin;
  const held = how === "written" && span.file.text.startsWith("{", span.start) ? self.data.fields.get(name)?.value.data : undefined;
  if (held instanceof List && value.data instanceof List) {
    run.touch(held);
    for (const item of value.data.items) held.items.push(item);
    held.rest ??= value.data.rest;
  } else if (held instanceof RecordData && value.data instanceof RecordData) {
    run.touch(held);
    for (const [key, one] of value.data.fields) held.fields.set(key, one);
    for (const [key, one] of value.data.keys ?? []) (held.keys ??= new Map()).set(key, one);
    held.rest ??= value.data.rest;
  } else if (held instanceof Instance && value.data instanceof RecordData) {
    for (const [key, one] of value.data.fields) initialize(run, { ...value, data: held }, key, one);
  } else if (!setBySetter(run, self, name, value, entry)) self.data.fields.set(name, { ...field, value: structCopy(value) });
}

/** The object of a class, or of one made from it, that a call stands in. */
export function objectOf(type: ClassData, self: Value | undefined): Value | undefined {
  for (let object = self; object?.data instanceof Instance; object = object.data.around) if (isMadeFrom(object.data.type, type, 0)) return object;
  return undefined;
}

function isMadeFrom(type: ClassData, base: ClassData, depth: number): boolean {
  return type === base || (depth < 20 && type.bases.some(({ data }) => data instanceof ClassData && isMadeFrom(data, base, depth + 1)));
}

/** Go's composite literal, with or without the names of the fields; what it does not name has the type's zero value. */
function fillStruct(run: Run, type: ClassData, self: Value & { readonly data: Instance }, initializer: Value): void {
  const fields = type.expression.members.filter(({ kind, isStatic }) => kind === "field" && !isStatic);
  const inside: Frame = { scope: type.scope, self, home: type, returns: [], give: undefined };
  for (const { name, value, span } of fields) if (value !== undefined) setField(run, self, name, evaluate(run, value, inside), span);
  if (initializer.data instanceof RecordData) for (const [name, field] of initializer.data.fields) self.data.fields.set(name, field);
  else if (initializer.data instanceof List) {
    for (const [index, { value }] of initializer.data.items.entries()) {
      const field = fields[index];
      if (field !== undefined) setField(run, self, field.name, value, value.origin.span);
    }
  }
}

function construct(
  run: Run,
  type: ClassData,
  self: Value & { readonly data: Instance },
  call: Pick<Invocation, "given" | "span" | "typeArguments" | "isNew">,
): void {
  const { initializingMethod } = run.dialect;
  if (initializingMethod !== undefined && type.given?.has(initializingMethod) === true) {
    const set = type.statics.get(initializingMethod);
    if (set !== undefined) run.call(set, [{ value: self, span: call.span }, ...call.given], call.span);
    return;
  }
  const constructor = constructorOf(run, type, call);
  const closure = constructor === undefined ? undefined : new Closure("constructor", constructor, type.scope, self, type);
  const callsBase = constructor !== undefined && mentionsSuper(constructor);
  if (!callsBase) {
    // Without a constructor of its own a class takes its base's arguments; with one that does not call the base, the base gets none, or is left out (Python).
    if (run.dialect.initializesFieldsFirst) initializeFields(run, type, self);
    const leavesOut = constructor !== undefined && run.dialect.ordersClasses && type.bases.every(({ data }) => data instanceof ClassData);
    if (leavesOut) initializeFields(run, type, self);
    else if (type.bases.length > 0 || (run.dialect.ordersClasses && (afterIn(self.data, type)?.length ?? 0) > 0))
      runBase(run, type, self, constructor === undefined ? call : { ...call, given: [] });
    if (!leavesOut && !run.dialect.initializesFieldsFirst) initializeFields(run, type, self);
  }
  if (closure !== undefined) invoke(run, closure, call.given, call.span, self);
  else if (run.dialect.generatesConstructors && !type.bases.some(({ data }) => data instanceof ClassData))
    generatedConstructor(run, type, self, call.given, call.span);
}

/** A class without a constructor that is given arguments has one that a library makes (Lombok): for all of its fields, in their order. */
function generatedConstructor(run: Run, { expression }: ClassData, self: Value, given: readonly Given[], span: Span): void {
  const fields = expression.members.filter(({ kind, isStatic }) => kind === "field" && !isStatic);
  if (given.length === 0 || expression.name === "") return;
  for (const [index, { name }] of fields.entries()) {
    const value = given.length === fields.length ? given[index]?.value : undefined;
    setField(run, self, name, value ?? run.hole("is set by a constructor that is not written here", span), given[index]?.span ?? span);
  }
}

/** `this(...)`: another constructor of the same class, which calls the base. */
export function constructAgain(
  run: Run,
  home: ClassData,
  self: Value & { readonly data: Instance },
  call: Pick<Invocation, "given" | "span" | "typeArguments" | "isNew">,
): void {
  construct(run, home, self, call);
}

/** `super(...)`: the base's constructor, then the fields of the class that calls it. */
export function constructBase(
  run: Run,
  home: ClassData,
  self: Value & { readonly data: Instance },
  call: Pick<Invocation, "given" | "span" | "typeArguments" | "isNew">,
): void {
  if (run.dialect.initializesFieldsFirst) initializeFields(run, home, self);
  runBase(run, home, self, call);
  if (!run.dialect.initializesFieldsFirst) initializeFields(run, home, self);
}

function runBase(
  run: Run,
  home: ClassData,
  self: Value & { readonly data: Instance },
  call: Pick<Invocation, "given" | "span" | "typeArguments" | "isNew">,
): void {
  const [next] = (run.dialect.ordersClasses ? afterIn(self.data, home) : undefined) ?? [];
  if (next !== undefined) {
    construct(run, next, self, call);
    return;
  }
  for (const base of run.dialect.ordersClasses ? orderOf(self.data.type).flatMap(({ bases }) => bases) : home.bases) {
    if (base.data instanceof ClassData && run.dialect.ordersClasses) continue;
    if (base.data instanceof ClassData) construct(run, base.data, self, call);
    else if (base.data instanceof SymbolData) run.context.sdk.construct(run, run.dialect.symbolOf(base.data.path), self, call.given, call.span);
    else if (base.data instanceof Native) base.data.behaviour.construct?.(self, call.given, run);
    // An object has one base that is constructed; the others are interfaces.
    if (base.data instanceof ClassData || base.data instanceof SymbolData) return;
  }
}

function initializeFields(run: Run, type: ClassData, self: Value & { readonly data: Instance }): void {
  const inside: Frame = { scope: type.scope, self, home: type, returns: [], give: undefined };
  const { home } = run;
  run.home = type;
  for (const member of type.expression.members) {
    if (member.isStatic) continue;
    if (member.kind === "field" && isOverridden(self.data.type, type, member.name)) continue;
    if (member.kind === "field" && (member.value !== undefined || !self.data.fields.has(member.name))) {
      const value = member.value === undefined ? written(null, member.span) : inPlaceOf(run, evaluate(run, member.value, inside), member.type);
      setField(run, self, member.name, value, member.span);
    }
    if (member.kind === "initializer" && member.function !== undefined)
      invoke(run, new Closure("", member.function, type.scope, self, type), [], member.span, self);
  }
  run.home = home;
}

/** Whether a class further from the base computes what the base keeps: C#'s properties may be overridden. */
function isOverridden(own: ClassData, base: ClassData, name: string): boolean {
  for (let type: ClassData | undefined = own; type !== undefined && type !== base;) {
    if (type.expression.members.some((member) => member.kind === "getter" && !member.isStatic && member.name === name)) return true;
    const next: Value | undefined = type.bases.find(({ data }) => data instanceof ClassData && isMadeFrom(data, base, 0));
    type = next?.data instanceof ClassData ? next.data : undefined;
  }
  return false;
}

/** The constructor whose parameters take as many arguments as there are. */
function constructorOf(run: Run, type: ClassData, { given, span }: Pick<Invocation, "given" | "span">): FunctionExpression | undefined {
  const all = type.expression.members.flatMap((member) => (member.kind === "constructor" && member.function !== undefined ? [member.function] : []));
  const chosen = overloadFor(all, given);
  if (chosen === undefined && all.length > 1) run.gap(`Which constructor of ${type.name} is called is not known`, span);
  return chosen ?? all[0];
}

const superCalls = new WeakMap<FunctionExpression, boolean>();

function mentionsSuper(expression: FunctionExpression): boolean {
  const known = superCalls.get(expression);
  if (known !== undefined) return known;
  const found = hasSuperCall(expression.body);
  superCalls.set(expression, found);
  return found;
}

function hasSuperCall(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasSuperCall);
  if (typeof node !== "object" || node === null) return false;
  const { kind, callee } = node as { readonly kind?: string; readonly callee?: { readonly kind: string } };
  if (kind === "call" && (callee?.kind === "super" || callee?.kind === "this")) return true;
  if (kind === "literal" || kind === "class") return false;
  return Object.entries(node).some(([key, child]) => key !== "span" && !key.endsWith("Span") && hasSuperCall(child));
}

export type { Span };
