import type { ClassMember, Span } from "../syntax/tree";
import { attributeOf } from "./attributes";
import { sharedBy, sharedMember } from "./constructor-functions";
import { withEachChoice } from "./branches";
import { descriptorSetter } from "./descriptors";
import { invoke } from "./calls";
import { initialized } from "./classes";
import { fieldIn, viewOf } from "./hiding";
import { Native } from "./native";
import { afterIn, orderOf } from "./order";
import { overloadFor } from "./overloads";
import type { Run } from "./run";
import { Hole, partOfText } from "./hole";
import { asItself, ClassData, Closure, computed, Instance, isNothing, RecordData, ResourceData, SymbolData, written, type Value } from "./value";

/** A property or method; undefined where there is none. `ownOnly`: what the program itself declares, not what the language brings along. */
export function memberOf(run: Run, object: Value, name: string, span: Span, ownOnly = false): Value | undefined {
  const { data } = object;
  if (data instanceof Hole) {
    if (ownOnly) return undefined;
    if (object.addressOf !== undefined && name === run.dialect.joiningMethod) return joining(run, object, data, span);
    return withEachChoice(run, object, span, (choice) => run.member(choice, name, span)) ?? computed(data, span, [object]);
  }
  if (data instanceof Instance)
    return (
      ofInstance(run, object, data, name, span) ??
      (ownOnly
        ? undefined
        : (run.context.sdk.member(run, object, name, span) ?? run.dialect.memberOf(object, name, run, span) ?? ofAbsent(run, object, name, span)))
    );
  if (data instanceof ClassData && name === "prototype" && run.dialect.hasPrototypes) return written(prototypeOf(data), span);
  if (data instanceof ClassData) return ofClass(run, data, name, span) ?? (ownOnly ? undefined : run.dialect.memberOf(object, name, run, span));
  if (ownOnly) return undefined;
  if (data instanceof Closure && name === "prototype" && run.dialect.hasPrototypes) return sharedBy(run, data, span);
  const attribute = attributeOf(run, data, name);
  if (attribute !== undefined) return attribute;
  if (data instanceof RecordData) return ofRecord(run, object, data, name, span);
  if (data instanceof ResourceData) return run.dialect.ofOptional?.(object, name, span) ?? run.context.sdk.member(run, object, name, span);
  if (data instanceof SymbolData) return ofSymbol(run, data, name, span);
  if (data instanceof Native) return data.behaviour.member?.(name, run, span) ?? run.dialect.memberOf(object, name, run, span);
  return run.dialect.memberOf(object, name, run, span);
}

/** What a class's method for attributes that its objects do not have gives. */
function ofAbsent(run: Run, object: Value, name: string, span: Span): Value | undefined {
  const { absentMethod } = run.dialect;
  const method = absentMethod === undefined || name.startsWith("__") ? undefined : methodOf(run, object, absentMethod, span);
  return method === undefined ? undefined : run.apply(method, [computed(name, span, [])], span);
}

/** What the objects of a class have of it: what the program sets there, they have from then on. */
function prototypeOf(type: ClassData): RecordData {
  if (type.prototype !== undefined) return type.prototype;
  const made = new RecordData();
  for (const { kind, isStatic, name, function: body, span } of type.expression.members)
    if (kind === "method" && !isStatic && body !== undefined)
      made.fields.set(name, { value: written(new Closure(name, body, type.scope, undefined, type), span), entry: span, placement: "literal" });
  return (type.prototype = made);
}

/** The method that puts texts behind one of which it is known whose address it is. */
function joining(run: Run, object: Value, hole: Hole, span: Span): Value {
  const call: Native["behaviour"]["call"] = ({ given, span: place }) => {
    const all = [object, ...given.map(({ value }) => value)];
    const texts = all.map((value) => run.text(value, place).data);
    return computed(partOfText(hole, texts), place, all);
  };
  return written(new Native("concat", { call }), span);
}

/** What is asked for a member that it does not have: of nothing, that may be the end of the program. */
export function missingMember(run: Run, object: Value, name: string, span: Span): Value {
  const { failsByNothing, hasNo } = run.dialect;
  if (hasNo?.(object, name) === true) return written(null, span);
  return isNothing(object) && failsByNothing !== undefined
    ? run.fail(`is ${name} of nothing`, span, failsByNothing)
    : run.hole(`has no property ${name} that is known`, span, [object]);
}

function ofRecord(run: Run, object: Value, data: RecordData, name: string, span: Span): Value | undefined {
  const known = run.dialect.memberOf(object, name, run, span);
  // The entries of a dictionary are no attributes.
  if (known !== undefined && run.dialect.separatesEntries && data.type === undefined) return known;
  const field = data.fields.get(name) ?? data.fields.get(run.dialect.propertyName(name));
  if (field !== undefined) return field.value;
  const inherited = data.maker === undefined ? undefined : sharedMember(run, data.maker, name, span);
  if (inherited !== undefined) return inherited;
  if (known !== undefined) return known;
  const spelled = inverse(run, data, name);
  if (spelled !== undefined) return spelled.value;
  if (data.rest !== undefined) return computed(data.rest, span, [object]);
  // What a program asks an object of the language's own for is there, whether it is known or not; arguments that nobody gave are nothing.
  return run.dialect.separatesEntries && data.type !== undefined && !data.type.endsWith("Args") ? undefined : written(null, span);
}

/** Arguments and answers are read under the language's own names, whatever they were written with. */
function inverse(run: Run, data: RecordData, name: string): { readonly value: Value } | undefined {
  // A map's keys are no names.
  if (data.type === undefined || data.type === "Map" || data.type === "SortedMap") return undefined;
  for (const [key, field] of data.fields) if (run.dialect.propertyName(key) === name) return field;
  return undefined;
}

/** A static member; one that was not asked for before is evaluated now. */
export function staticOf(type: ClassData, name: string): Value | undefined {
  const value = staticAlone(type, name);
  const member = value !== undefined && type.expression.isGeneric === true ? type.expression.members.find((one) => one.name === name) : undefined;
  return member?.kind === "field" && member.isConstant !== true
    ? written(new Hole("is one for each type that its class is made for", member.span), member.span)
    : value;
}

function staticAlone(type: ClassData, name: string): Value | undefined {
  if (!type.statics.has(name) && !type.pending.has(name)) return undefined;
  if (!type.constants.has(name)) initialized(type);
  const early = type.waiting?.get(name);
  if (early !== undefined) return early;
  const pending = type.pending.get(name);
  if (pending !== undefined) {
    type.pending.delete(name);
    type.statics.set(name, pending());
  }
  return type.statics.get(name);
}

/** A method that the program declares, whatever fields have its name. */
export function methodOf(run: Run, object: Value, name: string, span: Span): Value | undefined {
  const { data } = object;
  if (data instanceof Instance && declaresMethod(data.type, name, 0)) {
    const view = viewOf(run, data, name, object.seenAs);
    return view === "unknown"
      ? run.hole(`is ${name}, which several classes of the object have`, span, [object])
      : ofType(run, view, asItself(object), name, span, 0);
  }
  if (data instanceof ClassData && data.expression.members.some((member) => isMethod(member, name) && member.isStatic))
    return ofClass(run, data, name, span);
  return undefined;
}

export function declaresMethod(type: ClassData, name: string, depth = 0): boolean {
  if (type.expression.members.some((member) => isMethod(member, name))) return true;
  return depth < 20 && type.bases.some(({ data }) => data instanceof ClassData && declaresMethod(data, name, depth + 1));
}

function isMethod({ kind, name: own }: ClassMember, name: string): boolean {
  return kind === "method" && own === name;
}

function ofInstance(run: Run, object: Value, data: Instance, name: string, span: Span): Value | undefined {
  const view = viewOf(run, data, name, object.seenAs);
  const kept = view === "unknown" ? undefined : view === data.type ? name : fieldIn(run, data, name, object.seenAs);
  if (view === "unknown" || kept === undefined) return run.hole(`is ${name}, which several classes of the object have`, span, [object]);
  const field = data.fields.get(kept);
  if (field !== undefined && descriptorSetter(run, data.type, name, span) === undefined) return field.value;
  return ofType(run, view, asItself(object), name, span, 0);
}

function ofType(run: Run, type: ClassData, object: Value, name: string, span: Span, depth: number): Value | undefined {
  if (depth > 20) return undefined;
  if (run.dialect.ordersClasses) return ofFirst(run, orderOf(type), object, name, span);
  const own = ofOwn(run, type, object, name, span);
  if (own !== undefined) return own;
  for (const base of type.bases) {
    if (!(base.data instanceof ClassData)) continue;
    // Go's embedded struct is a field under its type's name.
    const embedded = object.data instanceof Instance ? object.data.fields.get(base.data.name)?.value : undefined;
    const found = embedded?.data instanceof Instance ? ofInstance(run, embedded, embedded.data, name, span) : undefined;
    const inherited = found ?? ofType(run, base.data, object, name, span, depth + 1);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

function ofFirst(run: Run, types: readonly ClassData[], object: Value, name: string, span: Span): Value | undefined {
  for (const type of types) {
    const found = ofOwn(run, type, object, name, span);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a class itself declares, or was given, without its bases. */
function ofOwn(run: Run, type: ClassData, object: Value, name: string, span: Span): Value | undefined {
  const given = type.prototype?.fields.get(name)?.value ?? (type.given?.has(name) === true ? staticOf(type, name) : undefined);
  if (given !== undefined) return asMethod(run, type, given, object, span);
  const decorated = type.decorated.get(name);
  if (decorated !== undefined) return object.data instanceof Instance ? withObject(object, decorated, span) : decorated;
  const members = type.expression.members.filter((member) => !member.isStatic && member.name === name);
  const getter = members.find(({ kind }) => kind === "getter");
  if (getter?.function !== undefined) {
    const value = invoke(run, new Closure(name, getter.function, type.scope, object, type), [], span, object);
    if (getter.isCached === true && object.data instanceof Instance) {
      run.touch(object.data);
      object.data.fields.set(name, { value, entry: span, placement: "computed" });
    }
    return value;
  }
  const methods = members.flatMap((member) =>
    member.kind === "method" && member.function !== undefined ? [new Closure(name, member.function, type.scope, object, type)] : [],
  );
  const attached = type.scope.nearest("program").attached.get(`${type.name}.${name}`);
  if (attached !== undefined) methods.push(new Closure(name, attached.expression, attached.scope, object, type));
  if (methods.length > 0) return overloaded(methods, span);
  const constant = staticOf(type, name);
  if (constant === undefined || !(object.data instanceof Instance)) return constant;
  const { descriptorMethods } = run.dialect;
  const descriptor = descriptorMethods === undefined ? undefined : methodOf(run, constant, descriptorMethods.getting, span);
  if (descriptor !== undefined) return run.apply(descriptor, [object, written(object.data.type, span)], span);
  return run.dialect.bindsFunctions
    ? asMethod(run, type, boundTo(object.data.type, constant, span), object, span)
    : boundTo(object.data.type, constant, span);
}

/** A function that was given to a class is a method of its objects. */
function asMethod(run: Run, type: ClassData, given: Value, object: Value, span: Span): Value {
  const { data } = given;
  if (!(object.data instanceof Instance)) return given;
  if (data instanceof Native) return data.behaviour.ofObject?.(object, run, span) ?? given;
  if (!(data instanceof Closure) || data.isBound === true) return given;
  // What is declared static, or of the class, has no other object.
  if (data.self?.data instanceof ClassData && data.home?.expression.members.some((member) => member.function === data.expression) === true)
    return given;
  const { name, expression, scope, self, home = type } = data;
  if (expression.receiver !== undefined || !expression.bindsOuterThis)
    return self === undefined ? { ...given, data: new Closure(name, expression, scope, object, home) } : given;
  return run.dialect.bindsFunctions ? withObject(object, given, span) : given;
}

/** A function that is given the object that it is asked of, before its arguments. */
function withObject(object: Value, callee: Value, span: Span): Value {
  if (!(callee.data instanceof Closure || callee.data instanceof Native)) return callee;
  const { name } = callee.data;
  return written(
    new Native(name, { call: ({ machine, given, span: call }) => machine.call(callee, [{ value: object, span: call }, ...given], call) }),
    span,
  );
}

/** One function, or the one of several that takes as many arguments as a call gives. */
function overloaded(methods: readonly Closure[], span: Span): Value {
  const [only] = methods;
  if (methods.length === 1 && only !== undefined) return written(only, span);
  return written(
    new Native(only?.name ?? "", {
      call: ({ machine, given, span: call }) => {
        const expression = overloadFor(
          methods.map((method) => method.expression),
          given,
        );
        const chosen = methods.find((method) => method.expression === expression) ?? (methods.length > 1 ? undefined : only);
        return chosen === undefined
          ? machine.hole(`calls one of several ${only?.name ?? "methods"}, and nobody knows which`, call)
          : machine.call(written(chosen, call), given, call);
      },
    }),
    span,
  );
}

export function methodOfBase(run: Run, home: ClassData, name: string, self: Value): Value | undefined {
  const next = run.dialect.ordersClasses && self.data instanceof Instance ? afterIn(self.data, home) : undefined;
  const inOrder = next === undefined ? undefined : ofFirst(run, next, self, name, self.origin.span);
  if (inOrder !== undefined) return inOrder;
  for (const base of home.bases) {
    if (base.data instanceof ClassData) {
      const found = ofType(run, base.data, self, name, base.origin.span, 0);
      if (found !== undefined) return found;
    }
  }
  return run.context.sdk.member(run, self, name, self.origin.span) ?? run.dialect.memberOf(self, name, run, self.origin.span);
}

/** `super.name`, `base.Name`: what the base computes or declares, or what the object keeps. */
export function memberOfBase(run: Run, home: ClassData, name: string, self: Value, span: Span): Value | undefined {
  for (const base of home.bases) {
    const found = base.data instanceof ClassData ? ofType(run, base.data, self, name, span, 0) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A method of a class (Python's `cls`) knows the class that it is asked of, not only the one that it is written in. */
function boundTo(type: ClassData, value: Value, span: Span): Value {
  const { data } = value;
  if (
    !(data instanceof Closure) ||
    !(data.self?.data instanceof ClassData) ||
    (data.expression.receiver === undefined && data.expression.bindsOuterThis)
  )
    return value;
  return { ...value, data: new Closure(data.name, data.expression, data.scope, written(type, span), data.home) };
}

function ofClass(run: Run, type: ClassData, name: string, span: Span): Value | undefined {
  const own = staticOf(type, name);
  const overloads = type.expression.members.filter((member) => member.isStatic && member.kind === "method" && member.name === name);
  if (overloads.length > 1)
    return overloaded(
      overloads.flatMap((member) =>
        member.function === undefined ? [] : [new Closure(name, member.function, type.scope, written(type, span), type)],
      ),
      span,
    );
  if (own !== undefined) return own;
  const method = run.dialect.ordersClasses
    ? type.expression.members.find(({ isStatic, kind, name: given }) => !isStatic && given === name && (kind === "method" || kind === "constructor"))
    : undefined;
  if (method?.function !== undefined)
    return type.decorated.get(name) ?? written(new Closure(name, method.function, type.scope, undefined, type), span);
  const getter = type.expression.members.find((member) => member.isStatic && member.kind === "getter" && member.name === name);
  if (getter?.function !== undefined)
    return invoke(run, new Closure(name, getter.function, type.scope, written(type, span), type), [], span, written(type, span));
  if (name === "name") return computed(type.name, span, []);
  for (const base of type.bases) {
    if (!(base.data instanceof ClassData)) continue;
    const inherited = ofClass(run, base.data, name, span);
    if (inherited !== undefined) return boundTo(type, inherited, span);
  }
  return undefined;
}

function ofSymbol(run: Run, symbol: SymbolData, name: string, span: Span): Value {
  const path = [...symbol.path, name];
  const meaning = run.dialect.symbolOf(path);
  if (meaning.package === "") return run.dialect.library(path, run, span) ?? written(new SymbolData(path), span);
  const constant = run.context.schema.constant(meaning);
  return constant === undefined ? written(new SymbolData(path), span) : computed(constant, span, []);
}
