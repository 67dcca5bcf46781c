import type { Binary, Call, Conditional, Expression, Index, Literal, Name, Slice, Span } from "../syntax/tree";
import { comprehension, list, record, template } from "./literals";
import { combine, textOf, unary, unknownOf } from "./operations";
import { mergeValues } from "./branches";
import { orderOf } from "./order";
import { handOn } from "./yields";
import { calledOn, takenOut } from "./this";
import { typedAs } from "./typed-places";
import { callValue, leftOut, withDependencies, type Invocation } from "./calls";
import { constructAgain, makeClass } from "./classes";
import { functionMade, structCopy } from "./defaults";
import { elementAt } from "./elements";
import { hidesVariable, implicitMember, implicitMethod, ofBase, qualifiedThis } from "./enclosing";
import { type Frame } from "./frame";
import { memberOf } from "./members";
import type { Given } from "./native";
import { assign, placeOf, put, type Place } from "./patterns";
import type { Run } from "./run";
import { declaredBelow } from "./statements";
import { Hole } from "./hole";
import { isUnordered, List } from "./list";
import { chosenBy, ClassData, computed, Instance, numeral, ofType, partOf, passedOn, RecordData, written, type Value } from "./value";

/** Evaluates an expression. What cannot be known is a hole, never an exception. */
export function evaluate(run: Run, expression: Expression, frame: Frame): Value {
  const { span } = expression;
  run.step(span);
  switch (expression.kind) {
    case "literal":
      return literal(expression);
    case "template":
      return template(run, expression, frame);
    case "name":
      return named(run, expression, frame);
    case "this":
      if (expression.of !== undefined) return qualifiedThis(run, expression.of, frame, span);
      return frame.self === undefined ? run.hole("has no object around it", span) : passedOn(frame.self, "name", span, "this");
    case "super":
      return frame.self ?? run.hole("has no object around it", span);
    case "member": {
      const inBase = expression.object.kind === "super" ? ofBase(run, expression.name, frame, span) : undefined;
      if (inBase !== undefined) return passedOn(inBase, "member", span, expression.name);
      const object = evaluate(run, expression.object, frame);
      if (object.data === null && expression.optional === true) return leftOut(run, passedOn(object, "member", span));
      return takenOut(run.dialect, memberIn(run, object, expression.name, span));
    }
    case "index":
      return takenOut(run.dialect, elementIn(run, expression, frame));
    case "slice":
      return slice(run, expression, frame);
    case "call":
      return call(run, expression, frame);
    case "list":
      return list(run, expression, frame);
    case "record":
      return record(run, expression, frame);
    case "unary":
      return unary(run, expression, evaluate(run, expression.operand, frame));
    case "binary":
      return binary(run, expression, frame);
    case "conditional":
      return conditional(run, expression, frame);
    case "assignment": {
      const { operator, target } = expression;
      // What is assigned to is found before the value, except in Python.
      const place =
        target.kind === "target" && (operator !== undefined || !run.dialect.evaluatesValueFirst) ? placeOf(run, target.target, frame) : undefined;
      if (operator === undefined) {
        const own = evaluate(run, expression.value, frame);
        const value = run.decider === undefined || typeof own.data !== "string" ? own : chosenBy(run.decider, own, expression.value.span);
        if (place === undefined) assign(run, target, value, frame, span);
        else put(run, place, value, frame, target.span);
        return value;
      }
      const current =
        target.kind === "name"
          ? named(run, { kind: "name", name: target.name, span: target.span }, frame)
          : place !== undefined
            ? held(run, place)
            : run.hole("is assigned in a way that is not known", span);
      const { changedInPlace } = run.dialect;
      const given = changedInPlace === undefined ? undefined : evaluate(run, expression.value, frame);
      const changed = given === undefined ? undefined : changedInPlace?.(operator, current, given, run, span);
      const value =
        changed ??
        stepped(
          run,
          current,
          combine(run, operator, current, () => given ?? evaluate(run, expression.value, frame), span),
        );
      if (changed?.data === current.data && !asksItsHolder(place)) return current;
      if (place === undefined) assign(run, target, value, frame, span);
      else put(run, place, value, frame, target.span);
      return value;
    }
    case "function":
      return written(functionMade(run, "", expression, frame, expression.bindsOuterThis ? frame : { self: undefined, home: undefined }), span);
    case "class":
      return makeClass(run, expression, frame);
    case "comprehension":
      return comprehension(run, expression, frame);
    case "yield":
      return handOn(run, frame, expression.value === undefined ? written(null, span) : evaluate(run, expression.value, frame), expression.all, span);
    case "opaque":
      return run.hole(expression.reason, span);
  }
}

function literal({ value, numeral: kind, numberType, isNull, span }: Literal): Value {
  const made = ofType(numeral(written(value, span), kind), numberType);
  return isNull === true ? { ...made, isNull } : made;
}

/** Whether what holds an element has a say in whether it is given the element again that has changed: objects and tuples of Python. */
function asksItsHolder(place: Place | undefined): boolean {
  const data = place?.index === undefined ? undefined : place.object.data;
  return data instanceof Instance || (data instanceof List && data.type === "tuple");
}

/** A character that a number is added to in its place stays a character. */
function stepped(run: Run, before: Value, after: Value): Value {
  // What a narrow type has no room for is lost.
  if (run.dialect.convertsToDeclaredTypes && /^(?:s?byte|u?short)$/.test(before.numberType ?? ""))
    return typedAs(run.dialect, after, before.numberType);
  // Java's `i *= 1.5` keeps a whole number one.
  const isCut = run.dialect.cutsCompoundAssignments && typeof before.data === "number" && before.numeral === undefined && after.numeral === "decimal";
  if (isCut && typeof after.data === "number") {
    const { numeral: _, ...plain } = after;
    return { ...plain, data: Math.trunc(after.data) };
  }
  return before.numeral === "character" && typeof after.data === "number"
    ? { ...after, data: String.fromCharCode(after.data), numeral: "character" }
    : after;
}

function memberIn(run: Run, object: Value, name: string, span: Span): Value {
  return partOf(object, withDependencies(run.member(object, name, span), object), "member", span, name);
}

/** What a place holds before something is assigned to it. */
function held(run: Run, { target, object, index }: Place): Value {
  return target.kind === "member"
    ? memberIn(run, object, target.name, target.span)
    : indexed(run, object, index ?? written(null, target.span), target.span);
}

/** An element; a method among them knows the object that it is asked of. */
function elementIn(run: Run, { object: holder, index, optional, span }: Index, frame: Frame): Value {
  const object = evaluate(run, holder, frame);
  if (object.data === null && optional === true) return leftOut(run, passedOn(object, "element", span));
  return calledOn(run.dialect, object, indexed(run, object, evaluate(run, index, frame), span));
}

function indexed(run: Run, object: Value, index: Value, span: Span): Value {
  return withDependencies(elementAt(run, object, index, span), object);
}

function named(run: Run, { name, span }: Name, frame: Frame): Value {
  const binding = frame.scope.find(name);
  if (binding !== undefined && !hidesVariable(run, name, frame)) {
    if (binding.value === undefined && binding.lazy !== undefined) {
      const { lazy } = binding;
      delete binding.lazy;
      binding.value = lazy();
    }
    return binding.value === undefined ? written(null, span) : passedOn(binding.value, "name", span, name);
  }
  const implicit = run.dialect.hasImplicitThis ? implicitMember(run, name, frame, span) : undefined;
  if (implicit !== undefined) return passedOn(implicit, "name", span, name);
  const { opened } = frame.scope.nearest("module");
  const found =
    run.dialect.unresolved?.(name, opened, frame.scope, run, span) ??
    run.globals.get(name) ??
    (run.dialect.findsDeclaredBelow ? declaredBelow(run, name, frame.scope) : undefined);
  return found === undefined ? run.hole(`is ${name}, which is declared nowhere in the repository`, span) : passedOn(found, "name", span, name);
}

/** `this(...)` in a constructor: another constructor of the class. */
function callThis(run: Run, call: Omit<Invocation, "callee" | "self">, { self, home }: Frame): Value {
  if (!(self?.data instanceof Instance) || home === undefined) return run.hole("calls a constructor that is not known", call.span);
  constructAgain(run, home, self as Value & { readonly data: Instance }, call);
  return self;
}

function binary(run: Run, { operator, left, right, span }: Binary, frame: Frame): Value {
  return combine(run, operator, evaluate(run, left, frame), () => evaluate(run, right, frame), span);
}

function conditional(run: Run, { test, then, otherwise, span }: Conditional, frame: Frame): Value {
  const value = evaluate(run, test, frame);
  const truth = run.truth(value);
  if (truth !== undefined) return chosenBy(value, evaluate(run, truth ? then : otherwise, frame), span);
  const text = textOf(test.span);
  const reason = `depends on ${text}, which is not known`;
  const values = run.either(reason, span, [text, `not (${text})`], [() => evaluate(run, then, frame), () => evaluate(run, otherwise, frame)]);
  return passedOn(mergeValues(values, new Hole(reason, span)) ?? run.hole(reason, span), "chosen", span);
}

function slice(run: Run, { object, from, to, step, capacity, span }: Slice, frame: Frame): Value {
  const value = evaluate(run, object, frame);
  const [first, last, every] = [from, to, step].map((bound) => (bound === undefined ? written(null, span) : evaluate(run, bound, frame)));
  const [start, end, stride] = [first, last, every].map((bound) =>
    typeof bound?.data === "number" ? bound.data : bound?.data === null ? undefined : NaN,
  );
  if ([start, end, stride].some((bound) => Number.isNaN(bound))) return run.hole("is a part between bounds that are not known", span, [value]);
  if (typeof value.data === "string") {
    // Go counts bytes.
    const parts = run.dialect.sliced === undefined ? Array.from(value.data) : undefined;
    if (value.numeral === "bytes" && /[^\0-\x7f]/.test(value.data)) return run.hole("is a part of bytes, which is not read", span, [value]);
    const text = parts === undefined ? Buffer.from(value.data).subarray(start, end).toString() : sliced(parts, start, end, stride).join("");
    return numeral(computed(text, span, [value]), value.numeral === "bytes" ? "bytes" : undefined);
  }
  if (!(value.data instanceof List)) return unknownOf(value, span);
  if (run.dialect.sliced !== undefined) {
    const most = capacity === undefined ? undefined : evaluate(run, capacity, frame).data;
    return run.dialect.sliced(value, start, end, typeof most === "number" ? most : undefined, run, span);
  }
  if (isUnordered(value.data)) return run.hole("is a part of a set, whose order is not known", span, [value]);
  const items = sliced(value.data.items, start, end, stride);
  return computed(value.data.rest === undefined ? new List(items) : new List(items, value.data.rest), span, [value]);
}

function sliced<T>(items: readonly T[], start: number | undefined, end: number | undefined, stride = 1): T[] {
  if (stride >= 0) return items.slice(start, end).filter((_, index) => stride <= 1 || index % stride === 0);
  // Backwards, from `start` down to `end`, which stays out.
  const placed = (bound: number): number => (bound < 0 ? bound + items.length : bound);
  const first = Math.min(start === undefined ? items.length - 1 : placed(start), items.length - 1);
  const last = end === undefined ? -1 : Math.max(-1, placed(end));
  const taken: T[] = [];
  for (let index = first; index > last; index += stride) taken.push(...items.slice(index, index + 1));
  return taken;
}

/** What a call leaves in a variable of its caller: what the function gave it, or in C# something that is not known. */
function returning(run: Run, name: string, span: Span, frame: Frame): (left: Value | undefined) => void {
  let isGiven = false;
  return (left) => {
    if (left === undefined && (isGiven || !run.dialect.assignsOutArguments)) return;
    isGiven = true;
    const value = left ?? run.hole("is given by a method through an argument", span);
    assign(run, { kind: "name", name, span }, value, frame, span);
  };
}

/** The arguments of a call, spread ones taken apart. */
export function givenOf(run: Run, { arguments: args }: Pick<Call, "arguments">, frame: Frame): Given[] {
  const given: Given[] = [];
  for (const argument of args) {
    const value = evaluate(run, argument.value, frame);
    // Go: what a function returns may be all arguments of another one.
    const isResults = args.length === 1 && value.data instanceof List && value.data.type === "results";
    if (argument.spread === "list" || isResults) {
      const { items, rest } = run.elements(value, argument.span);
      const whole = argument.spread === "list" && run.dialect.sliced !== undefined ? { whole: value } : {};
      for (const item of items) given.push({ value: item.value, span: argument.span, item, ...whole });
      if (rest !== undefined) given.push({ value: computed(rest, argument.span, [value]), span: argument.span, isSpread: true });
    } else if (argument.spread === "map") {
      if (value.data instanceof RecordData) {
        for (const [name, field] of value.data.fields) given.push({ name, value: field.value, span: field.entry });
        if (value.data.rest !== undefined)
          given.push({ name: "**", value: computed(value.data.rest, argument.span, [value]), span: argument.span, isSpread: true });
      } else given.push({ name: "**", value, span: argument.span, isSpread: true });
    } else {
      given.push({
        ...(argument.name === undefined ? {} : { name: argument.name }),
        value,
        span: argument.span,
        ...(argument.givesBack === undefined ? {} : { giveBack: returning(run, argument.givesBack, argument.span, frame) }),
      });
    }
  }
  return given;
}

const noTypes: readonly Value[] = [];

function call(run: Run, expression: Call, frame: Frame): Value {
  const { callee, isNew, initializer, typeArguments, argumentsSpan, span } = expression;
  const types = typeArguments === undefined ? noTypes : typeArguments.map((type) => evaluate(run, type, frame));
  const invocationOf = (target: Value, method?: string, methodSpan?: Span, superOf?: Frame): Invocation => ({
    callee: target,
    method,
    methodSpan,
    superOf,
    given: givenOf(run, expression, frame),
    span,
    isNew,
    typeArguments: types,
    argumentsSpan,
    initializer: initializer === undefined ? undefined : evaluate(run, initializer, frame),
    around: isNew && frame.self?.data instanceof Instance ? frame.self : undefined,
    isOptional: expression.optional,
    isDetached: expression.isDetached,
    isKept: expression.isKept,
  });
  if (expression.around !== undefined) {
    const around = evaluate(run, expression.around, frame);
    const type =
      callee.kind === "name" && around.data instanceof Instance
        ? memberOf(run, written(around.data.type, callee.span), callee.name, span, true)
        : undefined;
    return invoked(run, { ...invocationOf(type ?? evaluate(run, callee, frame)), around });
  }
  if (callee.kind === "this" && !isNew) return callThis(run, invocationOf(written(null, callee.span)), frame);
  if (callee.kind === "super") return invoked(run, invocationOf(written(null, callee.span), undefined, undefined, frame));
  if (callee.kind === "member") {
    if (callee.object.kind === "super") return invoked(run, invocationOf(written(null, callee.span), callee.name, undefined, frame));
    const object = objectCalled(run, callee.object, frame);
    if (object.data === null && (callee.optional === true || expression.optional === true)) return leftOut(run, passedOn(object, "member", span));
    return invoked(run, invocationOf(object, callee.name, callee.span));
  }
  const method = callee.kind === "name" && !isNew && run.dialect.separatesMethods ? implicitMethod(run, callee, frame) : undefined;
  if (method !== undefined) return invoked(run, invocationOf(method));
  const target = callee.kind === "index" && !isNew ? elementIn(run, callee, frame) : evaluate(run, callee, frame);
  if (target.data === null && expression.optional === true) return leftOut(run, target);
  return invoked(run, invocationOf(target));
}

/** What a method is called on: a variable, field or element of an array itself, of all else a copy where it is a struct. */
function objectCalled(run: Run, expression: Expression, frame: Frame): Value {
  if (expression.kind === "index") return elementCalled(run, expression, frame);
  const isMember = expression.kind === "member" && expression.object.kind !== "super" && expression.optional !== true;
  if (!isMember) {
    const object = evaluate(run, expression, frame);
    if (!isStruct(object)) return object;
    const isComputed = expression.kind === "call" || (expression.kind === "name" && frame.scope.find(expression.name) === undefined);
    return isComputed && !(expression.kind === "name" && isField(frame.self, expression.name)) ? structCopy(object) : object;
  }
  const owner = evaluate(run, expression.object, frame);
  const object = memberIn(run, owner, expression.name, expression.span);
  return !isStruct(object) || isField(owner, expression.name) ? object : structCopy(object);
}

function isStruct({ data }: Value): boolean {
  return data instanceof Instance && data.type.expression.isStruct === true;
}

/** Whether a name is a field of an object or class, rather than a property. */
function isField(owner: Value | undefined, name: string): boolean {
  const data = owner?.data;
  const type = data instanceof Instance ? data.type : data instanceof ClassData ? data : undefined;
  const member = type === undefined ? undefined : orderOf(type).flatMap(({ expression }) => expression.members.filter((one) => one.name === name))[0];
  return member?.kind === "field" && member.isProperty !== true;
}

/** What a method of an element is called on: a collection gives a copy of a struct that it holds, an array the struct itself. */
function elementCalled(run: Run, { object, index, optional, span }: Index, frame: Frame): Value {
  const held = evaluate(run, object, frame);
  if (held.data === null && optional === true) return leftOut(run, passedOn(held, "element", span));
  const element = indexed(run, held, evaluate(run, index, frame), span);
  return held.data instanceof List && held.data.isArray === true ? element : structCopy(element);
}

/** Calls, and says of variables that nothing was given back to them. */
function invoked(run: Run, invocation: Invocation): Value {
  const value = callValue(run, invocation);
  for (const { giveBack } of invocation.given) giveBack?.(undefined);
  return value;
}
