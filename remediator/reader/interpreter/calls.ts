import { endOfFunction, mayHaveEnded, mayLeave, until } from "./doubts";
import { withCommas } from "@portcullis/policypack/commas";
import type { FunctionExpression, Span } from "../syntax/tree";
import { mergeValues, withEachChoice } from "./branches";
import { fromWithin } from "./choices";
import { constructBase, instantiate } from "./classes";
import { isOfEveryObject } from "./elements";
import { evaluate } from "./expressions";
import { noteCall, noteFurtherCall } from "./foreign-calls";
import { apart } from "./later";
import type { Frame } from "./frame";
import { memberOf, methodOf, methodOfBase } from "./members";
import { calledOn } from "./this";
import { Native, type Given, type NativeCall } from "./native";
import { constructedBy } from "./constructor-functions";
import { bindParameters } from "./parameters";
import { runElsewhere } from "./unread-calls";
import { Exhausted, Left, Raised, type Run } from "./run";
import { Scope } from "./scope";
import { execute, hoist } from "./statements";
import { Hole } from "./hole";
import { type Item, List, madeLater, type Source } from "./list";
import {
  ClassData,
  Closure,
  computed,
  Instance,
  isHole,
  isNothing,
  passedOn,
  RecordData,
  ResourceData,
  SymbolData,
  written,
  type Value,
} from "./value";

/** A call as it stands in the program, evaluated up to its callee and arguments. */
export interface Invocation {
  /** What is called; with `method`, the object whose method is called. */
  readonly callee: Value;
  readonly method?: string | undefined;
  readonly methodSpan?: Span | undefined;
  /** Set for calls through `super`: the frame that they stand in. */
  readonly superOf?: Frame | undefined;
  readonly given: readonly Given[];
  readonly span: Span;
  readonly isNew: boolean;
  /** `method?.()`: nothing is given where there is no such method. */
  readonly isOptional?: boolean | undefined;
  readonly typeArguments: readonly Value[];
  readonly initializer?: Value | undefined;
  readonly argumentsSpan?: Span | undefined;
  /** Nobody takes what it gives, nor waits for it. */
  readonly isDetached?: true | undefined;
  /** What it gives is kept before anybody waits for it. */
  readonly isKept?: true | undefined;
  /** Of `new`: the object that the call stands in. */
  readonly around?: Value | undefined;
}

export function callValue(run: Run, call: Invocation): Value {
  if (call.superOf !== undefined) return callSuper(run, call, call.superOf);
  if (call.method !== undefined) return callMethod(run, call, call.method);
  const { callee, span, given } = call;
  const { data } = callee;
  if (data instanceof Closure && call.isNew && !data.expression.bindsOuterThis) return constructedBy(run, data, given, span);
  if (data instanceof Closure) {
    const invoked = (): Value => invoke(run, data, given, span, data.self);
    const isAsync = data.expression.isAsync === true;
    if (isAsync && call.isDetached === true && run.dialect.runsWhenAwaited) return run.hole("is never awaited", span);
    if (isAsync && call.isKept === true && run.dialect.runsWhenAwaited && data.expression.isGenerator !== true) return awaitable(invoked, span);
    const runsApart = isAsync && !run.dialect.runsWhenAwaited;
    return passedOn(runsApart ? apart(run, span, false, invoked) : invoked(), "returned", span);
  }
  if (data instanceof ClassData) return instantiate(run, data, call);
  if (data instanceof Native && data.behaviour.call !== undefined)
    return fromWithin(
      data.behaviour.call(nativeCall(run, call)),
      given.map(({ value }) => value),
    );
  if (data instanceof SymbolData) return callSymbol(run, data, call);
  const chosen = withEachChoice(run, callee, span, (choice) => callValue(run, { ...call, callee: choice }));
  if (chosen !== undefined) return chosen;
  const name = run.dialect.callMethod ?? (data instanceof Instance ? functionOf(run, data.type) : undefined);
  const own = name === undefined ? undefined : methodOf(run, callee, name, span);
  if (own !== undefined) return callValue(run, onlyCalling(own, call));
  if (call.initializer !== undefined) return call.initializer;
  if (isNothing(callee) && run.dialect.failsByCall !== undefined) return run.fail("calls nothing", span, run.dialect.failsByCall);
  if (data instanceof Hole) noteFurtherCall(run, data, undefined, given);
  const unread = data instanceof Hole ? data : new Hole("is given by a call that is not read", span);
  runElsewhere(run, call, unread, []);
  return computed(data instanceof Hole ? data : new Hole("calls what is not known", span), span, [callee, ...given.map(({ value }) => value)]);
}

/** The method by which an object is called that is given as a function, its only one of those that are called so. */
function functionOf({ dialect: { functionMethods } }: Run, type: ClassData): string | undefined {
  const found = new Set<string>();
  for (let line = [type]; line.length > 0; line = line.flatMap(({ bases }) => bases.flatMap(({ data }) => (data instanceof ClassData ? [data] : []))))
    for (const { kind, name } of line.flatMap(({ expression }) => expression.members))
      if (kind === "method" && functionMethods?.has(name)) found.add(name);
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

/** What an asynchronous function gives that runs when somebody awaits it, once. */
function awaitable(run: () => Value, span: Span): Value {
  let made: Value | undefined;
  return written(new Native("coroutine", { awaited: () => (made ??= run()) }), span);
}

function nativeCall(run: Run, { given, span, isNew, initializer, typeArguments, argumentsSpan }: Invocation): NativeCall {
  return { machine: run, given, span, isNew, typeArguments, initializer, argumentsSpan };
}

/** Functions that hand an output's or promise's value on. */
const applies = /^(?:apply|then|Apply|ApplyT|ApplyTWithContext|Apply[A-Z]\w*|applyValue|applyOptional|apply_t)$/;
/** Conversions between a value and its output. */
const conversions =
  /^(?:To\w*(?:Output|Input|Ptr)\w*|AsOutput|ToOutput|toOutput|asOutput|ToTask|GetAwaiter|GetResult|ConfigureAwait|AsTask|OutputType)$/;

function callMethod(run: Run, call: Invocation, method: string): Value {
  const { callee: object, given, span, methodSpan = span } = call;
  const [first] = given;
  if (
    applies.test(method) &&
    first !== undefined &&
    isFunction(first.value) &&
    !(object.data instanceof SymbolData) &&
    !isFunction(object) &&
    !hasOwn(object, method)
  ) {
    const apply = (): Value => run.apply(first.value, [{ ...object, origin: object.origin }], span);
    const applied = apart(run, span, true, apply);
    return withDependencies(passedOn(applied, "returned", span), object);
  }
  // `then` with an error's handler, `catch` and `finally`: the program is taken to go well.
  if ((method === "catch" || method === "finally") && !hasOwn(object, method) && !(object.data instanceof SymbolData)) return object;
  const chosen = withEachChoice(run, object, span, (choice) => callMethod(run, { ...call, callee: choice }, method));
  if (chosen !== undefined) return chosen;
  const member = calledMember(run, object, method, methodSpan);
  if (member === undefined) {
    if (conversions.test(method)) return passedOn(object, "returned", span);
    if (isNothing(object) && run.dialect.failsByNothing !== undefined)
      return run.fail(`calls ${method} of nothing`, span, run.dialect.failsByNothing);
    const hole = isHole(object) ? object.data : new Hole(`calls ${method}, which is not known`, span);
    noteFurtherCall(run, hole, method, given);
    runElsewhere(run, call, hole, [method], object);
    return computed(hole, span, [object, ...given.map(({ value }) => value)]);
  }
  if (isCallable(run, member)) {
    const made = callValue(run, onlyCalling(calledOn(run.dialect, object, member), call));
    return member.data instanceof Native ? fromWithin(made, [object]) : made;
  }
  if (isNothing(member) && call.isOptional === true) return leftOut(run, member);
  if (isNothing(member) && run.dialect.failsByCall !== undefined && isPlain(object) && !isOfEveryObject(run, method))
    return run.fail(`calls ${method}, which is nothing`, span, run.dialect.failsByCall);
  // Getters of Java and of records are written as calls.
  if (given.length === 0 || isHole(member)) {
    if (isHole(member)) noteFurtherCall(run, member.data, method, given);
    if (isHole(member)) runElsewhere(run, call, member.data, [method]);
    return passedOn(member, "member", span, method);
  }
  const noFunction = new Hole(`calls ${method}, which is no function`, span);
  runElsewhere(run, call, noFunction, [method]);
  return computed(noFunction, span, [object]);
}

/** Whether all that an object has is known: one that the program wrote. */
function isPlain({ data }: Value): boolean {
  return data instanceof RecordData && data.type === undefined && data.rest === undefined && data.maker === undefined;
}

/** What `?.` gives of nothing: where there is a second nothing, it is that one. */
export function leftOut({ dialect }: Run, nothing: Value): Value {
  if (!dialect.hasUndefined || nothing.isNull !== true) return nothing;
  return { ...nothing, isNull: false };
}

/** What a method's name means: in Java a method rather than a field, in C# also a function that extends what it is called on. */
function calledMember(run: Run, object: Value, method: string, span: Span): Value | undefined {
  const { separatesMethods, extension } = run.dialect;
  const own = separatesMethods || extension !== undefined ? methodOf(run, object, method, span) : undefined;
  return own ?? extension?.(object, method, run, span) ?? memberOf(run, object, method, span);
}

/** The same call of what its method has turned out to be. */
function onlyCalling(
  callee: Value,
  { given, span, isNew, typeArguments, initializer, argumentsSpan, around, isDetached, isKept }: Invocation,
): Invocation {
  return {
    callee,
    given,
    span,
    isNew,
    typeArguments,
    initializer,
    argumentsSpan,
    around,
    isDetached,
    isKept,
    method: undefined,
    methodSpan: undefined,
    superOf: undefined,
  };
}

function hasOwn({ data }: Value, name: string): boolean {
  return (data instanceof RecordData || data instanceof Instance) && data.fields.has(name);
}

/** What a function makes of an output, and a part of it, depend on what the output does. */
export function withDependencies(value: Value, output: Value): Value {
  const { from, isSecret } = output;
  if (from === undefined && isSecret !== true) return value;
  const all = from === undefined ? value.from : value.from === undefined ? from : new Set([...value.from, ...from]);
  const identifies = identifiedBy(value, output);
  return {
    ...value,
    ...(all === undefined ? {} : { from: all }),
    ...(identifies === undefined ? {} : { identifies }),
    ...(isSecret === true ? { isSecret } : {}),
  };
}

/** Where what was made shows what of a resource went into it, that counts: `group.ownerId`, or `output(group).apply((it) => it.ownerId)`. */
function identifiedBy(made: Value, output: Value): Value["identifies"] {
  const others = [...(output.identifies ?? [])].filter((registration) => made.from?.has(registration) !== true);
  return others.length === 0 ? made.identifies : new Set([...(made.identifies ?? []), ...others]);
}

function isFunction({ data }: Value): boolean {
  return (
    data instanceof Closure ||
    (data instanceof Native && data.behaviour.call !== undefined) ||
    data instanceof SymbolData ||
    data instanceof ClassData
  );
}

function isCallable(run: Run, value: Value): boolean {
  return isFunction(value) || (run.dialect.callMethod !== undefined && value.data instanceof Instance);
}

function callSymbol(run: Run, symbol: SymbolData, call: Invocation): Value {
  const meaning = run.dialect.symbolOf(symbol.path);
  if (meaning.package !== "") return run.context.sdk.call(run, meaning, call);
  const found = run.dialect.library(symbol.path, run, call.span);
  if (found !== undefined && !(found.data instanceof SymbolData)) return callValue(run, onlyCalling(found, call));
  if (call.initializer !== undefined) return call.initializer;
  const name = symbol.path.at(-1) ?? "";
  const hole = new Hole(`is made by ${symbol.path.join(".")}, which is not read`, call.span);
  noteCall(run, hole, symbol.path, call.given);
  runElsewhere(run, call, hole, symbol.path);
  const home = symbol.path.slice(0, -1).join(".");
  if (mayRegister(call))
    run.gap(`${name}${home === "" ? "" : ` of ${home}`} is not in the repository: resources that it makes are not read`, call.span);
  return computed(
    hole,
    call.span,
    call.given.map(({ value }) => value),
  );
}

/** A call of foreign code that is given resources, or has the form of a resource's creation: a name and an object. */
function mayRegister({ given, isNew }: Invocation): boolean {
  const [first, second] = given;
  const isResource = ({ value }: Given): boolean =>
    value.data instanceof ResourceData || (value.data instanceof Instance && value.data.registration !== undefined);
  // Go's programs make nothing without the context.
  const isContext = ({ value: { data } }: Given): boolean => data instanceof Native && data.name === "context";
  return (
    given.some(isContext) ||
    given.some(isResource) ||
    (isNew && typeof first?.value.data === "string" && (second === undefined || second.value.data instanceof RecordData))
  );
}

function callSuper(run: Run, call: Invocation, frame: Frame): Value {
  const { self, home } = frame;
  if (self === undefined || home === undefined || !(self.data instanceof Instance))
    return run.hole("calls a base class that is not known", call.span);
  if (call.method === undefined) {
    constructBase(run, home, self as Value & { readonly data: Instance }, call);
    return self;
  }
  const method = methodOfBase(run, home, call.method, self);
  return method === undefined
    ? run.hole(`calls ${call.method} of a base class that is not read`, call.span)
    : callValue(run, onlyCalling(method, call));
}

/** How often one call, or one function wherever it calls itself, is followed into itself under conditions that nobody can decide. */
const mostDoubtfulCalls = 3;

/**
 * Whether a call, or a function under another such condition each time, is followed into itself too often: with several calls in it, their number would grow
 * with each. `entries` are how many conditions there were at its calls that have not ended, which are never fewer inside of another.
 */
function isEndless({ conditions, calls }: Run, { start, file }: Span, entries: readonly number[]): boolean {
  if (conditions.length === 0) return false;
  const same = calls.filter((call) => call.start === start && call.file === file);
  return same.length >= mostDoubtfulCalls || new Set([...entries, conditions.length]).size - 1 > mostDoubtfulCalls;
}

/** Runs a function of the program. */
export function invoke(run: Run, closure: Closure, given: readonly Given[], span: Span, self: Value | undefined): Value {
  if (run.calls.length >= run.context.bounds.depth) {
    run.gap(`calls nest deeper than ${withCommas(run.context.bounds.depth)}`, span);
    return run.hole("is the result of a recursion that is not followed to its end", span);
  }
  const { expression } = closure;
  // A method that is asked of its class is given its object first.
  const [first, ...others] = given;
  if (expression.receiver !== undefined && self === undefined && closure.self === undefined && first !== undefined && first.name === undefined)
    return invoke(run, closure, others, span, first.value);
  const entries = run.entries.get(expression) ?? [];
  if (isEndless(run, span, entries)) return run.hole("is the result of a recursion that nobody can follow", span);
  run.entries.set(expression, entries);
  const scope = new Scope(closure.scope, "function", expression.span);
  const returns: Value[] = [];
  const frame: Frame = { scope, self, home: closure.home, returns, give: undefined };
  if (expression.receiver !== undefined && self !== undefined) scope.declare(expression.receiver, self);
  const outer = run.statement;
  run.calls.push(span);
  try {
    bindParameters(run, closure, given, frame, span);
  } finally {
    run.calls.pop();
  }
  if (expression.isGenerator === true) {
    const list: List = madeLater(
      generated(
        run,
        expression,
        frame,
        span,
        (value) => (list.returned = value),
        (hole) => (list.doubt ??= hole),
      ),
      !run.dialect.restartsIterators,
    );
    return written(list, span);
  }
  run.calls.push(span);
  entries.push(run.conditions.length);
  const { home, decider } = run;
  run.home = closure.home;
  run.decider = undefined;
  try {
    if (!isStatements(expression.body)) {
      const made = evaluate(run, expression.body, frame);
      giveBack(expression, given, scope);
      return made;
    }
    hoist(run, expression.body, frame);
    if (run.dialect.findsDeclaredBelow) scope.body = { statements: expression.body, frame, done: new Set() };
    const statements = expression.body;
    const end = until(run, endOfFunction(frame), () => execute(run, statements, frame));
    giveBack(expression, given, scope);
    const value = end.kind === "return" ? end.value : undefined;
    if (end.kind === "throw" && returns.length === 0 && run.trying.conditions === run.conditions.length) throw new Raised(end.value);
    if (end.kind === "throw" && run.tries > 0) mayLeave(run, { what: "try" }, "depends on whether there is an error", end.value.origin.span);
    else if (end.kind === "throw" && run.conditions.length === 0)
      run.gap("the program ends with an error here, as far as it can be read", end.value.origin.span);
    if (returns.length === 0)
      return value ?? (end.kind === "throw" ? run.hole("is given by a call that ends with an error", span) : written(null, span));
    const hole = new Hole("depends on a condition that is not known", span);
    return mergeValues([...returns, ...(value === undefined ? [] : [value])], hole) ?? written(null, span);
  } catch (error) {
    if (error instanceof RangeError) throw new Exhausted("the program nests too deeply");
    throw error;
  } finally {
    run.calls.pop();
    entries.pop();
    run.statement = outer;
    run.home = home;
    run.decider = decider;
  }
}

/** Runs a generator's body, each time that its elements are asked for. */
function generated(
  run: Run,
  { body }: FunctionExpression,
  frame: Frame,
  span: Span,
  end: (value: Value) => void,
  doubt: (hole: Hole) => void,
): Source {
  return (give) => {
    if (!isStatements(body)) return undefined;
    run.calls.push(span);
    const outer = run.statement;
    const { length } = run.conditions;
    const level = run.journals.length;
    let open: Hole | undefined;
    // What it gives under a condition that nobody can decide, it perhaps does not give.
    const giveOrDoubt = (item: Item): boolean => {
      if (run.conditions.length === length && !mayHaveEnded(run, level, frame)) return give(item);
      const condition = run.conditions[length];
      open ??= new Hole(`is given under a condition that is not known${condition === undefined ? "" : `: ${condition}`}`, item.value.origin.span);
      doubt(open);
      return true;
    };
    const inner: Frame = { ...frame, give: giveOrDoubt };
    try {
      hoist(run, body, inner);
      const completion = until(run, endOfFunction(frame), () => execute(run, body, inner));
      if (completion.kind === "return") end(completion.value);
      else if (frame.returns.length > 0) end(run.hole("depends on a condition that is not known", span));
    } catch (error) {
      if (!(error instanceof Left)) throw error;
    } finally {
      run.calls.pop();
      run.statement = outer;
    }
    return open;
  };
}

/** What a function leaves in parameters whose arguments are variables of the caller. */
function giveBack({ parameters }: FunctionExpression, given: readonly Given[], scope: Scope): void {
  for (const [index, one] of given.entries()) {
    const pattern = parameters[index]?.pattern;
    if (one.giveBack !== undefined && pattern?.kind === "name") one.giveBack(scope.bindings.get(pattern.name)?.value);
  }
}

function isStatements<T>(body: readonly T[] | object): body is readonly T[] {
  return Array.isArray(body);
}
