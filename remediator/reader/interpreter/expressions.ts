import type {
  Binary,
  Call,
  Comprehension,
  Conditional,
  Expression,
  ListLiteral,
  Name,
  RecordLiteral,
  Slice,
  Span,
  Template,
  Unary,
} from "../syntax/tree";
import { mergeValues } from "./branches";
import { callValue, withDependencies, type Invocation } from "./calls";
import { constructAgain, makeClass } from "./classes";
import { elementAt, keyText } from "./elements";
import { implicitMember, implicitMethod, ofBase, qualifiedThis } from "./enclosing";
import { inScope, type Frame } from "./frame";
import type { Given } from "./native";
import { isScalar, operate } from "./operators";
import { assign, bind } from "./patterns";
import type { Run } from "./run";
import { Scope } from "./scope";
import { declaredBelow } from "./statements";
import {
  ClassData,
  Closure,
  computed,
  Hole,
  Instance,
  List,
  longestText,
  numeral,
  partOf,
  passedOn,
  RecordData,
  SymbolData,
  written,
  type Item,
  type Value,
} from "./value";

/** Evaluates an expression. What cannot be known is a hole, never an exception. */
export function evaluate(run: Run, expression: Expression, frame: Frame): Value {
  const { span } = expression;
  run.step(span);
  switch (expression.kind) {
    case "literal":
      return numeral(written(expression.value, span), expression.numeral);
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
      if (object.data === null && expression.optional === true) return passedOn(object, "member", span);
      const value = withDependencies(run.member(object, expression.name, span), object);
      return partOf(object, value, "member", span, expression.name);
    }
    case "index":
      return indexed(run, evaluate(run, expression.object, frame), evaluate(run, expression.index, frame), span);
    case "slice":
      return slice(run, expression, frame);
    case "call":
      return call(run, expression, frame);
    case "list":
      return list(run, expression, frame);
    case "record":
      return record(run, expression, frame);
    case "unary":
      return unary(run, expression, frame);
    case "binary":
      return binary(run, expression, frame);
    case "conditional":
      return conditional(run, expression, frame);
    case "assignment": {
      const { operator, target } = expression;
      if (operator === undefined) {
        const value = evaluate(run, expression.value, frame);
        assign(run, target, value, frame, span);
        return value;
      }
      const current =
        target.kind === "name"
          ? named(run, { kind: "name", name: target.name, span: target.span }, frame)
          : target.kind === "target"
            ? evaluate(run, target.target, frame)
            : run.hole("is assigned in a way that is not known", span);
      if (operator === "+" && current.data instanceof List && run.dialect.name === "Python") {
        extend(run, current.data, evaluate(run, expression.value, frame), span);
        return current;
      }
      const value = stepped(
        current,
        combine(run, operator, current, () => evaluate(run, expression.value, frame), span),
      );
      assign(run, target, value, frame, span);
      return value;
    }
    case "function":
      return written(
        new Closure(
          "",
          expression,
          frame.scope,
          expression.bindsOuterThis ? frame.self : undefined,
          expression.bindsOuterThis ? frame.home : undefined,
        ),
        span,
      );
    case "class":
      return makeClass(run, expression, frame);
    case "comprehension":
      return comprehension(run, expression, frame);
    case "opaque":
      return run.hole(expression.reason, span);
  }
}

/** A character that a number is added to in its place stays a character. */
function stepped(before: Value, after: Value): Value {
  return before.numeral === "character" && typeof after.data === "number"
    ? { ...after, data: String.fromCharCode(after.data), numeral: "character" }
    : after;
}

function indexed(run: Run, object: Value, index: Value, span: Span): Value {
  return withDependencies(elementAt(run, object, index, span), object);
}

/** Python's `list += other`. */
function extend(run: Run, list: List, added: Value, span: Span): void {
  const { items, rest } = run.elements(added, span);
  run.touch(list);
  // A list may be added to itself.
  list.items = list.items.concat(items);
  if (rest !== undefined) list.rest ??= rest;
}

function named(run: Run, { name, span }: Name, frame: Frame): Value {
  const binding = frame.scope.find(name);
  if (binding !== undefined) {
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
    (run.dialect.name.endsWith("Script") ? declaredBelow(run, name, frame.scope) : undefined);
  return found === undefined ? run.hole(`is ${name}, which is declared nowhere in the repository`, span) : passedOn(found, "name", span, name);
}

/** `this(...)` in a constructor: another constructor of the class. */
function callThis(run: Run, call: Omit<Invocation, "callee" | "self">, { self, home }: Frame): Value {
  if (!(self?.data instanceof Instance) || home === undefined) return run.hole("calls a constructor that is not known", call.span);
  constructAgain(run, home, self as Value & { readonly data: Instance }, call);
  return self;
}

function template(run: Run, { parts, tag, span }: Template, frame: Frame): Value {
  const values = parts.map((part) => (typeof part === "string" ? written(part, span) : evaluate(run, part, frame)));
  if (tag !== undefined) {
    const tagged = evaluate(run, tag, frame);
    const isInterpolation = tagged.data instanceof SymbolData && run.dialect.symbolOf(tagged.data.path).path.at(-1) === "interpolate";
    if (!isInterpolation) return callTag(run, tagged, parts, values, span);
  }
  return joined(run, values, span);
}

function callTag(run: Run, tag: Value, parts: Template["parts"], values: readonly Value[], span: Span): Value {
  const texts = values.filter((_, index) => typeof parts[index] === "string");
  const holes = values.filter((_, index) => typeof parts[index] !== "string");
  return run.apply(tag, [run.list(texts, span), ...holes], span);
}

/** The texts one after the other. */
export function joined(run: Run, values: readonly Value[], span: Span): Value {
  const texts = values.map((value) => run.text(value, span));
  const hole = texts.find(({ data }) => typeof data !== "string");
  if (hole !== undefined) return computed(hole.data instanceof Hole ? hole.data : new Hole("is not a text that is known", span), span, values);
  const text = texts.map(({ data }) => data as string).join("");
  return text.length > longestText ? run.hole("is longer than what is read", span, values) : computed(text, span, values);
}

function list(run: Run, { elements, span, bracketsSpan, type }: ListLiteral, frame: Frame): Value {
  const items: Item[] = [];
  let rest: Hole | undefined;
  for (const element of elements) {
    const value = evaluate(run, element.value, frame);
    if (element.spread === true) {
      const spread = run.elements(value, element.span);
      // What follows something of unknown length has no known index, which the judge does not ask for.
      for (const item of spread.items) items.push(item);
      rest ??= spread.rest;
    } else items.push({ value, placement: { kind: "literal", list: bracketsSpan, element: element.span } });
  }
  const data = rest === undefined ? new List(items) : new List(items, rest);
  if (type !== undefined) data.type = typeName(type);
  return written(data, span);
}

function typeName(type: Expression): string {
  return type.span.file.text.slice(type.span.start, type.span.end);
}

function record(run: Run, { entries, span, type }: RecordLiteral, frame: Frame): Value {
  const data = new RecordData();
  if (type !== undefined) data.type = typeName(type);
  const value = written(data, span);
  for (const entry of entries) {
    const given = evaluate(run, entry.value, frame);
    if (entry.kind === "spread") {
      spreadInto(data, given, entry.span);
      continue;
    }
    const computedKey = typeof entry.key === "string" ? undefined : evaluate(run, entry.key, frame);
    const key = typeof entry.key === "string" ? entry.key : computedKey === undefined ? "" : keyOf(run, computedKey, entry.span);
    if (typeof key === "string") {
      data.fields.set(key, { value: withSelf(given, value), entry: entry.span, placement: "literal" });
      if (computedKey !== undefined && isTypedKey(run, computedKey)) (data.keys ??= new Map()).set(key, computedKey);
    } else data.rest ??= key;
  }
  return value;
}

/** Whether a map tells a key from the text that stands for it. */
function isTypedKey({ dialect }: Run, { data }: Value): boolean {
  return (
    typeof data === "number" || (typeof data === "boolean" && dialect.name === "Python") || (dialect.hasImplicitThis && typeof data !== "string")
  );
}

/** A method that is written in an object literal knows the object. */
function withSelf(value: Value, self: Value): Value {
  const { data } = value;
  if (!(data instanceof Closure) || data.expression.bindsOuterThis || data.self !== undefined) return value;
  return { ...value, data: new Closure(data.name, data.expression, data.scope, self, data.home) };
}

function spreadInto(data: RecordData, { data: given }: Value, span: Span): void {
  if (given instanceof RecordData || (typeof given === "object" && given !== null && given.kind === "instance")) {
    if (given instanceof RecordData && given.rest !== undefined) overrideWith(data, given.rest, span);
    for (const [key, field] of given.fields) data.fields.set(key, { ...field, placement: "computed", entry: field.entry });
  } else if (given !== null && given !== false) overrideWith(data, given instanceof Hole ? given : new Hole("spreads what is not known", span), span);
}

/** What is not known may hold any key, those that are there already too. */
function overrideWith(data: RecordData, rest: Hole, span: Span): void {
  data.rest ??= rest;
  const hole = new Hole("may be replaced by what is spread after it, which is not known", span);
  for (const [key, field] of data.fields) data.fields.set(key, { ...field, value: computed(hole, span, [field.value]) });
}

function keyOf(run: Run, key: Value, span: Span): string | Hole {
  const data = keyText(run, key) ?? (run.dialect.hasImplicitThis ? key.data : run.text(key, span).data);
  return typeof data === "string" ? data : data instanceof Hole ? data : new Hole("has a key that is not known", span);
}

function unary(run: Run, { operator, operand, span }: Unary, frame: Frame): Value {
  const value = evaluate(run, operand, frame);
  if (operator === "!") {
    const truth = run.truth(value);
    return truth === undefined ? unknownOf(value, span) : computed(!truth, span, [value]);
  }
  if (value.data instanceof Hole) return unknownOf(value, span);
  if (operator === "typeof") return computed(typeOf(value), span, [value]);
  if (typeof value.data !== "number") {
    const number = typeof value.data === "string" && value.data.trim() !== "" ? Number(value.data) : NaN;
    return operator === "+" && !Number.isNaN(number)
      ? computed(number, span, [value])
      : run.hole("is computed in a way that is not known", span, [value]);
  }
  return numeral(computed(operator === "-" ? -value.data : operator === "~" ? ~value.data : value.data, span, [value]), value.numeral);
}

/** A hole that keeps its reason and its place. */
function unknownOf(value: Value, span: Span): Value {
  return computed(value.data instanceof Hole ? value.data : new Hole("is not known", span), span, [value]);
}

function typeOf({ data }: Value): string {
  if (data === null) return "undefined";
  if (typeof data !== "object") return typeof data;
  return data.kind === "closure" || data.kind === "class" || data.kind === "native" ? "function" : "object";
}

function binary(run: Run, { operator, left, right, span }: Binary, frame: Frame): Value {
  return combine(run, operator, evaluate(run, left, frame), () => evaluate(run, right, frame), span);
}

function combine(run: Run, operator: Binary["operator"], a: Value, right: () => Value, span: Span): Value {
  if (operator === "&&" || operator === "||" || operator === "??") {
    const takesRight = operator === "??" ? (a.data instanceof Hole ? undefined : a.data === null) : decided(run.truth(a), operator);
    if (takesRight === true) return passedOn(right(), "chosen", span);
    if (takesRight === false) return passedOn(a, "chosen", span);
    const [b] = run.either("depends on what is not known", span, [textOf(a.origin.span)], [right]);
    if (b?.data === a.data) return a;
    return computed(a.data instanceof Hole ? a.data : new Hole("is not known", span), span, b === undefined ? [a] : [a, b]);
  }
  const b = right();
  const own = run.dialect.operate?.(operator, a, b, run, span);
  if (own !== undefined) return own;
  if (operator === "===" || operator === "!==") {
    const same = run.same(a, b);
    return same === undefined ? unknownOf(a.data instanceof Hole ? a : b, span) : computed(same === (operator === "==="), span, [a, b]);
  }
  if (operator === "in" || operator === "not in") return contains(run, a, b, operator === "in", span);
  if (operator === "instanceof") return isOf(run, a, b, span);
  if (operator === "+" && a.data instanceof List) return concatenated(run, a, b, span);
  if (operator === "|" && a.data instanceof RecordData && b.data instanceof RecordData) {
    const data = new RecordData();
    spreadInto(data, a, span);
    spreadInto(data, b, span);
    return computed(data, span, [a, b]);
  }
  if (operator === "*" && a.data instanceof List && typeof b.data === "number") {
    const times = Math.min(Math.max(0, b.data), 10_000);
    const { items, rest } = a.data;
    return run.list(Array.from({ length: times }, () => items.map(({ value }) => value)).flat(), span, rest);
  }
  if (a.data instanceof Hole || b.data instanceof Hole) return computed(a.data instanceof Hole ? a.data : b.data, span, [a, b]);
  if (operator === "+" && run.dialect.printValue !== undefined && (typeof a.data === "string" || typeof b.data === "string"))
    return joined(run, [a, b], span);
  const result = operate(operator, a.data, b.data, run.dialect);
  return result === undefined ? run.hole("is computed in a way that is not known", span, [a, b]) : computed(result, span, [a, b]);
}

/** Whether an object belongs to a class of the program. */
function isOf(run: Run, a: Value, b: Value, span: Span): Value {
  const { data } = a;
  if (data === null) return computed(false, span, [a]);
  if (!(b.data instanceof ClassData) || data instanceof Hole) return run.hole("asks for a class", span, [a, b]);
  if (data instanceof Instance) return computed(isOfClass(data.type, b.data, 0), span, [a]);
  return isScalar(data) ? computed(false, span, [a]) : run.hole("asks for a class", span, [a, b]);
}

function isOfClass(type: ClassData, base: ClassData, depth: number): boolean {
  if (type === base) return true;
  return depth < 20 && type.bases.some(({ data }) => data instanceof ClassData && isOfClass(data, base, depth + 1));
}

function decided(truth: boolean | undefined, operator: "&&" | "||"): boolean | undefined {
  return truth === undefined ? undefined : truth === (operator === "&&");
}

function concatenated(run: Run, a: Value, b: Value, span: Span): Value {
  if (!(a.data instanceof List)) return a;
  const added = run.elements(b, span);
  const rest = a.data.rest ?? added.rest;
  const items = [...a.data.items, ...added.items];
  return computed(rest === undefined ? new List(items) : new List(items, rest), span, [a, b]);
}

function contains(run: Run, a: Value, b: Value, positive: boolean, span: Span): Value {
  if (a.data instanceof Hole) return unknownOf(a, span);
  if (b.data instanceof RecordData && typeof a.data === "string") {
    if (b.data.fields.has(a.data)) return computed(positive, span, [a, b]);
    return b.data.rest === undefined ? computed(!positive, span, [a, b]) : run.hole("may be among keys that are not known", span, [a, b]);
  }
  if (typeof b.data === "string" && typeof a.data === "string") return computed(b.data.includes(a.data) === positive, span, [a, b]);
  if (b.data instanceof List) {
    const found = b.data.items.map(({ value }) => run.same(a, value));
    if (found.includes(true)) return computed(positive, span, [a, b]);
    if (!found.includes(undefined) && b.data.rest === undefined) return computed(!positive, span, [a, b]);
  }
  return run.hole("may be among what is not known", span, [a, b]);
}

function conditional(run: Run, { test, then, otherwise, span }: Conditional, frame: Frame): Value {
  const value = evaluate(run, test, frame);
  const truth = run.truth(value);
  if (truth !== undefined) return passedOn(evaluate(run, truth ? then : otherwise, frame), "chosen", span);
  const text = textOf(test.span);
  const reason = `depends on ${text}, which is not known`;
  const values = run.either(reason, span, [text, `not (${text})`], [() => evaluate(run, then, frame), () => evaluate(run, otherwise, frame)]);
  return passedOn(mergeValues(values, new Hole(reason, span)) ?? run.hole(reason, span), "chosen", span);
}

/** The source of a condition, short enough for a sentence. */
export function textOf({ file, start, end }: Span): string {
  const text = file.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function slice(run: Run, { object, from, to, step, span }: Slice, frame: Frame): Value {
  const value = evaluate(run, object, frame);
  const [first, last, every] = [from, to, step].map((bound) => (bound === undefined ? written(null, span) : evaluate(run, bound, frame)));
  const [start, end, stride] = [first, last, every].map((bound) =>
    typeof bound?.data === "number" ? bound.data : bound?.data === null ? undefined : NaN,
  );
  if ([start, end, stride].some((bound) => Number.isNaN(bound))) return run.hole("is a part between bounds that are not known", span, [value]);
  if (typeof value.data === "string") return computed([...sliced(Array.from(value.data), start, end, stride)].join(""), span, [value]);
  if (!(value.data instanceof List)) return unknownOf(value, span);
  const items = sliced(value.data.items, start, end, stride);
  return computed(value.data.rest === undefined ? new List(items) : new List(items, value.data.rest), span, [value]);
}

function sliced<T>(items: readonly T[], start: number | undefined, end: number | undefined, stride = 1): T[] {
  if (stride === -1 && start === undefined && end === undefined) return [...items].reverse();
  return items.slice(start, end).filter((_, index) => stride <= 1 || index % stride === 0);
}

function comprehension(run: Run, { of, key, value, clauses, span }: Comprehension, frame: Frame): Value {
  const items: Item[] = [];
  const fields = new RecordData();
  let rest: Hole | undefined;
  const visit = (index: number, inner: Frame): void => {
    const clause = clauses[index];
    if (clause === undefined) {
      const made = evaluate(run, value, inner);
      if (of === "list") {
        items.push({ value: made, placement: { kind: "computed", span }, passes: run.passes });
        return;
      }
      const computedKey = key === undefined ? run.hole("has no key", span) : evaluate(run, key, inner);
      const name = keyOf(run, computedKey, span);
      if (isTypedKey(run, computedKey) && typeof name === "string") (fields.keys ??= new Map()).set(name, computedKey);
      if (typeof name === "string") fields.fields.set(name, { value: made, entry: value.span, placement: "computed" });
      else rest ??= name;
      return;
    }
    if (clause.kind === "if") {
      const test = evaluate(run, clause.test, inner);
      const truth = run.truth(test);
      if (truth === true) visit(index + 1, inner);
      if (truth === undefined) {
        rest ??= test.data instanceof Hole ? test.data : new Hole(`depends on ${textOf(clause.test.span)}, which is not known`, clause.test.span);
        const kept = items.length;
        visit(index + 1, inner);
        items.length = kept;
      }
      return;
    }
    const elements = run.elements(evaluate(run, clause.of, inner), clause.of.span);
    const enter = (element: Value): void => {
      const scope = new Scope(inner.scope, "block");
      bind(run, clause.pattern, element, inScope(inner, scope));
      visit(index + 1, inScope(inner, scope));
    };
    for (const item of elements.items) run.passing(item, () => enter(passedOn(item.value, "element", clause.of.span)));
    if (elements.rest !== undefined) {
      rest ??= elements.rest;
      const kept = items.length;
      run.conditions.push(`each of ${textOf(clause.of.span)}`);
      enter(computed(elements.rest, clause.of.span, []));
      run.conditions.pop();
      items.length = kept;
    }
  };
  visit(0, frame);
  if (of === "list") return written(rest === undefined ? new List(items) : new List(items, rest), span);
  if (rest !== undefined) fields.rest = rest;
  return written(fields, span);
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
      for (const item of items) given.push({ value: item.value, span: argument.span });
      if (rest !== undefined) given.push({ value: computed(rest, argument.span, [value]), span: argument.span, isSpread: true });
    } else if (argument.spread === "map") {
      if (value.data instanceof RecordData) {
        for (const [name, field] of value.data.fields) given.push({ name, value: field.value, span: field.entry });
        if (value.data.rest !== undefined)
          given.push({ name: "**", value: computed(value.data.rest, argument.span, [value]), span: argument.span, isSpread: true });
      } else given.push({ name: "**", value, span: argument.span, isSpread: true });
    } else given.push(argument.name === undefined ? { value, span: argument.span } : { name: argument.name, value, span: argument.span });
  }
  return given;
}

function call(run: Run, expression: Call, frame: Frame): Value {
  const { callee, isNew, initializer, typeArguments = [], span } = expression;
  const types = typeArguments.map((type) => evaluate(run, type, frame));
  const rest = (): Omit<Invocation, "callee" | "self"> => ({
    given: givenOf(run, expression, frame),
    span,
    isNew,
    typeArguments: types,
    ...(expression.argumentsSpan === undefined ? {} : { argumentsSpan: expression.argumentsSpan }),
    ...(initializer === undefined ? {} : { initializer: evaluate(run, initializer, frame) }),
    ...(isNew && frame.self?.data instanceof Instance ? { around: frame.self } : {}),
  });
  if (callee.kind === "this" && !isNew) return callThis(run, rest(), frame);
  if (callee.kind === "super") return callValue(run, { ...rest(), callee: written(null, callee.span), superOf: frame });
  if (callee.kind === "member") {
    if (callee.object.kind === "super") return callValue(run, { ...rest(), callee: written(null, callee.span), superOf: frame, method: callee.name });
    const object = evaluate(run, callee.object, frame);
    if (object.data === null && (callee.optional === true || expression.optional === true)) return passedOn(object, "member", span);
    return callValue(run, { ...rest(), callee: object, method: callee.name, methodSpan: callee.span });
  }
  const method = callee.kind === "name" && !isNew && run.dialect.separatesMethods === true ? implicitMethod(run, callee, frame) : undefined;
  if (method !== undefined) return callValue(run, { ...rest(), callee: method });
  const target = evaluate(run, callee, frame);
  if (target.data === null && expression.optional === true) return target;
  return callValue(run, { ...rest(), callee: target });
}

export { isScalar };
