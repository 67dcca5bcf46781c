import type { Span, Statement } from "../syntax/tree";
import { makeClass } from "./classes";
import { normal, type Completion } from "./completion";
import { functionMade, inPlaceOf } from "./defaults";
import { endOfBlock, endOfSwitch, isSame, mayLeave, until, type Left } from "./doubts";
import { evaluate } from "./expressions";
import { textOf } from "./operations";
import { inScope, type Frame } from "./frame";
import { forEach, loop } from "./loops";
import { exportDeclared, exportNames, importNames, namesOf } from "./modules";
import { bind } from "./patterns";
import { Left as Unwanted, Raised, type Run } from "./run";
import { handOn } from "./yields";
import { Binding, Scope } from "./scope";
import { within } from "./within";
import { List, type Item } from "./list";
import { isNothing, written, type Origin, type Value } from "./value";

/** Functions are there before the statements above them run. */
export function hoist(run: Run, statements: readonly Statement[], frame: Frame): void {
  if (run.dialect.declaresInOrder) return;
  for (const statement of statements) if (statement.kind === "function declaration") declareFunction(run, statement, frame);
}

export function declareFunction(run: Run, statement: Statement & { readonly kind: "function declaration" }, frame: Frame): void {
  const { name, receiver } = statement;
  const closure = functionMade(run, name, statement.function, frame, frame);
  if (receiver === undefined) frame.scope.declare(name, written(closure, statement.span));
  else {
    const { attached } = frame.scope.nearest("program");
    attached.set(`${receiver}.${name}`, closure);
  }
}

/** Runs statements in the frame's own scope. */
export function execute(run: Run, statements: readonly Statement[], frame: Frame): Completion {
  const outer = run.statement;
  try {
    for (let place = 0; place < statements.length; place++) {
      const statement = statements[place];
      if (statement === undefined) break;
      run.step(statement.span);
      run.statement = statement.span;
      const completion = executeOne(run, statement, frame);
      if (completion.kind === "normal") continue;
      const target = completion.kind === "goto" ? labelled(statements, completion.label) : -1;
      if (target < 0) return completion;
      place = target;
    }
    return normal;
  } finally {
    run.statement = outer;
  }
}

function labelled(statements: readonly Statement[], label: string): number {
  return statements.findIndex((statement) => statement.kind === "label" && statement.label === label);
}

/**
 * A constant that stands below what asks for it: only a callback that waits for a promise can, and it runs when the declaration has been evaluated.
 * https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Statements/let#temporal_dead_zone_tdz
 */
export function declaredBelow(run: Run, name: string, from: Scope): Value | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const { body } = scope;
    const statement = body?.statements.find(
      (one) => one.kind === "declare" && !body.done.has(one) && isConstant(one) && namesOf(one.pattern).includes(name),
    );
    if (body === undefined || statement === undefined) continue;
    body.done.add(statement);
    const outer = run.statement;
    run.statement = statement.span;
    try {
      executeDeclaration(run, statement as Statement & { readonly kind: "declare" }, body.frame);
    } finally {
      run.statement = outer;
    }
    return scope.bindings.get(name)?.value;
  }
  return undefined;
}

function isConstant({ span: { file, start } }: Statement): boolean {
  return !/^(?:export\s+)?var\b/.test(file.text.slice(start, start + 20));
}

/** Runs statements in a scope of their own. */
export function block(run: Run, statements: readonly Statement[], frame: Frame): Completion {
  const [first] = statements;
  if (first === undefined) return normal;
  const span = { ...first.span, end: statements.at(-1)?.span.end ?? first.span.end };
  const inner = inScope(frame, new Scope(frame.scope, "block", span));
  hoist(run, statements, inner);
  return execute(run, statements, inner);
}

function executeDeclaration(run: Run, statement: Statement & { readonly kind: "declare" }, frame: Frame): void {
  const value = statement.value === undefined ? undefined : evaluate(run, statement.value, frame);
  const place = statement.isOfFunction === true ? ofFunction(frame) : frame;
  const isThere =
    value === undefined && statement.isOfFunction === true && namesOf(statement.pattern).every((name) => place.scope.bindings.has(name));
  if (!isThere) bind(run, statement.pattern, value === undefined ? written(null, statement.span) : inPlaceOf(run, value, statement.type), place);
  if (statement.isExported === true) exportDeclared(frame.scope, namesOf(statement.pattern));
}

function executeOne(run: Run, statement: Statement, frame: Frame): Completion {
  switch (statement.kind) {
    case "declare":
      if (frame.scope.body?.done.has(statement) !== true) executeDeclaration(run, statement, frame);
      return normal;
    case "expression":
      evaluate(run, statement.expression, frame);
      return normal;
    case "if":
      return branch(run, statement, frame);
    case "for each":
      return forEach(run, statement, frame);
    case "for":
      return loop(run, statement, frame);
    case "while":
      return loop(run, { ...statement, kind: "for", first: [], update: [] }, frame, statement.bodyFirst);
    case "switch":
      return choose(run, statement, frame);
    case "with":
      return within(run, statement, frame);
    case "global":
      for (const name of statement.names) meanOfModule(frame, name);
      return normal;
    case "return":
      return { kind: "return", value: statement.value === undefined ? written(null, statement.span) : evaluate(run, statement.value, frame) };
    case "yield": {
      const value = statement.value === undefined ? written(null, statement.span) : evaluate(run, statement.value, frame);
      handOn(run, frame, value, statement.all, statement.span);
      return normal;
    }
    case "break":
    case "continue":
      return { kind: statement.kind, label: statement.label };
    case "label":
      return normal;
    case "goto":
      return { kind: "goto", label: statement.label };
    case "throw":
      return thrown(run, statement, frame);
    case "try":
      return attempt(run, statement, frame);
    case "block": {
      const end = until(run, endOfBlock(statement.label, frame), () => block(run, statement.body, frame));
      return end.kind === "break" && end.label !== undefined && end.label === statement.label ? normal : end;
    }
    case "function declaration":
      if (run.dialect.declaresInOrder || frame.scope.bindings.get(statement.name) === undefined) declareFunction(run, statement, frame);
      if (statement.isExported === true) exportDeclared(frame.scope, [statement.name]);
      return normal;
    case "class declaration":
      if (frame.scope.bindings.get(statement.class.name)?.lazy === undefined)
        frame.scope.declare(statement.class.name, makeClass(run, statement.class, frame));
      if (statement.isExported === true) exportDeclared(frame.scope, [statement.class.name]);
      return normal;
    case "import":
      importNames(run, statement, frame);
      return normal;
    case "export":
    case "export all":
    case "export value":
      exportNames(run, statement, frame);
      return normal;
    case "unreadable":
      run.gap(statement.reason, statement.span);
      run.unread++;
      return normal;
  }
}

function branch(run: Run, statement: Statement & { readonly kind: "if" }, frame: Frame): Completion {
  const test = evaluate(run, statement.test, frame);
  const truth = run.truth(test);
  if (truth !== undefined) {
    const outer = run.decider;
    // What a setting decides is chosen by it, as in `setting ?? other`.
    if (isOfSetting(test.origin)) run.decider = test;
    try {
      return decided(run, statement, truth, frame);
    } finally {
      run.decider = outer;
    }
  }
  const text = textOf(statement.test.span);
  return undecided(run, text, statement.span, frame, [
    { condition: text, body: () => block(run, statement.then, frame) },
    { condition: `not (${text})`, body: () => block(run, statement.otherwise, frame) },
  ]);
}

/** Where a function around has a variable of the name, the module's takes its place. */
function meanOfModule({ scope }: Frame, name: string): void {
  const module = scope.nearest("module");
  if (scope.find(name) === module.bindings.get(name) && module.bindings.has(name)) return;
  const binding = module.bindings.get(name) ?? new Binding(undefined);
  module.bindings.set(name, binding);
  scope.bindings.set(name, binding);
}

/** How far a condition is followed: through a comparison or a negation of what a setting gave. */
const mostSteps = 50;

function isOfSetting(origin: Origin): boolean {
  const open = [origin];
  for (let count = 0; count < mostSteps; count++) {
    const step = open.pop();
    if (step === undefined) return false;
    if (step.how === "setting") return true;
    if (step.from !== undefined) open.push(step.from);
    open.push(...(step.parts ?? []));
  }
  return false;
}

/** A check that ends the program, as one for settings that a clone does not have, is said, and the program is read as if it had been passed. */
function decided(run: Run, statement: Statement & { readonly kind: "if" }, truth: boolean, frame: Frame): Completion {
  const end = block(run, truth ? statement.then : statement.otherwise, frame);
  if (end.kind !== "throw" || end.isAgain === true || run.tries > 0) return end;
  run.gap("the program ends with an error here, as far as it can be read", end.value.origin.span);
  return block(run, truth ? statement.otherwise : statement.then, frame);
}

/**
 * Goes both ways. Where one way leaves the function, what it returns is kept beside what the rest returns. Where one way fails, the program is taken to go
 * the other one.
 */
export function undecided(
  run: Run,
  text: string,
  span: Span,
  frame: Frame,
  ways: readonly { readonly condition: string; readonly body: () => Completion }[],
): Completion {
  const ends = run.either(
    `depends on ${text}, which is not known`,
    span,
    ways.map(({ condition }) => condition),
    ways.map(({ body }) => body),
  );
  const reason = `depends on ${text}, which is not known`;
  const open = ends.filter(({ kind }) => kind !== "throw");
  const [first = ends[0] ?? normal] = open;
  const end = open.reduce((nearest, one) => (reach(one, frame) <= reach(nearest, frame) ? one : nearest), first);
  const own = leftBy(end, frame, true);
  const others = ends.filter((one) => one !== end);
  if (others.some(({ kind }) => kind === "goto")) run.gap("jumps with goto under a condition that is not known", span);
  for (const one of others) {
    if (one.kind === "return") frame.returns.push(one.value);
    const left = leftBy(one, frame, run.tries > 0);
    if (left !== undefined && (own === undefined || !isSame(left, own))) mayLeave(run, left, reason, span);
  }
  return end;
}

/** How far an end leads: a program is read on from where the nearest leads. A `break` in a switch leads nearer than `continue`. */
function reach(end: Completion, { breaks }: Frame): number {
  if (end.kind === "normal") return 0;
  if (end.kind === "break" || end.kind === "continue")
    return end.label !== undefined ? 3 : (end.kind === "continue") === (breaks === "switch") ? 2 : 1;
  return 4;
}

/** What a way leaves; an error only where somebody may handle it. */
function leftBy(end: Completion, { returns: of }: Frame, isTried: boolean): Left | undefined {
  if (end.kind === "return") return { what: "function", of };
  if (end.kind === "break" || end.kind === "continue") return { what: end.kind === "break" ? "loop" : "round", label: end.label, of };
  return end.kind === "throw" && isTried ? { what: "try" } : undefined;
}

/** The frame of the function or module around a block. */
export function ofFunction(frame: Frame): Frame {
  return inScope(frame, frame.scope.nearest("function", "module", "program"));
}

function choose(run: Run, statement: Statement & { readonly kind: "switch" }, frame: Frame): Completion {
  return until(run, endOfSwitch(frame), () => chosenCase(run, statement, frame));
}

function chosenCase(run: Run, { subject, cases, fallsThrough, span }: Statement & { readonly kind: "switch" }, frame: Frame): Completion {
  const value = subject === undefined ? undefined : evaluate(run, subject, frame);
  const inner: Frame = { ...inScope(frame, new Scope(frame.scope, "block", span)), breaks: "switch" };
  const bodyOf = (index: number): Statement[] => (fallsThrough ? cases.slice(index).flatMap(({ body }) => body) : [...(cases[index]?.body ?? [])]);
  const leave = (end: Completion): Completion => (end.kind === "break" && end.label === undefined ? normal : end);
  const possible: number[] = [];
  for (const [index, { tests }] of cases.entries()) {
    const answers = tests.map((test) => {
      const tested = evaluate(run, test, inner);
      return value === undefined ? run.truth(tested) : run.same(value, tested);
    });
    if (answers.includes(true)) {
      if (possible.length === 0) return leave(block(run, bodyOf(index), inner));
      possible.push(index);
      break;
    }
    if (answers.includes(undefined)) possible.push(index);
  }
  const fallback = cases.findIndex(({ tests }) => tests.length === 0);
  if (possible.length === 0) return fallback === -1 ? normal : leave(block(run, bodyOf(fallback), inner));
  const text = subject === undefined ? "a condition" : textOf(subject.span);
  const ways = [...new Set([...possible, ...(fallback === -1 ? [] : [fallback])])];
  return undecided(run, text, span, frame, [
    ...ways.map((index) => ({ condition: `a case of ${text}`, body: () => leave(block(run, bodyOf(index), inner)) })),
    ...(fallback === -1 ? [{ condition: "", body: () => normal }] : []),
  ]);
}

type Try = Statement & { readonly kind: "try" };

/** Where a module is imported that may be missing, the handler may run. */
function attempt(run: Run, statement: Try, frame: Frame): Completion {
  const error = run.dialect.failsByImport;
  const missing = statement.handler === undefined || error === undefined ? -1 : statement.body.findIndex((one) => mayFail(run, one));
  const first = statement.body[missing];
  if (first?.kind !== "import" || error === undefined) return attempted(run, statement, frame, () => block(run, statement.body, frame));
  const without = (): Completion => {
    const end = block(run, statement.body.slice(0, missing), frame);
    if (end.kind !== "normal") return end;
    run.fail(`imports ${first.module}, which is not installed`, first.span, error);
    return normal;
  };
  return undecided(run, `whether ${first.module} is installed`, first.span, frame, [
    { condition: `${first.module} is installed`, body: () => attempted(run, statement, frame, () => block(run, statement.body, frame)) },
    { condition: `${first.module} is not installed`, body: () => attempted(run, statement, frame, without) },
  ]);
}

function mayFail(run: Run, statement: Statement): boolean {
  return statement.kind === "import" && run.dialect.mayBeAbsent?.(statement.module, statement.span.file, run.program) === true;
}

function attempted(run: Run, statement: Try, frame: Frame, body: () => Completion): Completion {
  let end: Completion;
  const errors: Left[] = [];
  const isError = (left: Left): boolean => left.what === "try" && statement.handler !== undefined && errors.push(left) > 0;
  try {
    end = until(run, isError, () => tried(run, body));
  } catch (error) {
    if (error instanceof Unwanted) block(run, statement.finally, frame);
    throw error;
  }
  if (end.kind === "throw" && statement.handler !== undefined) {
    const scope = new Scope(frame.scope, "block", statement.span);
    if (statement.parameter !== undefined) bind(run, statement.parameter, end.value, inScope(frame, scope));
    end = block(run, statement.handler, inScope(frame, scope));
  } else if (errors.length > 0 && statement.handler !== undefined && end.kind !== "throw")
    end = perhapsHandled(run, statement, statement.handler, end, frame);
  if (end.kind !== "throw" || !run.dialect.recoversFromErrors) {
    const last = block(run, statement.finally, frame);
    return last.kind === "normal" ? end : last;
  }
  const panic = { value: end.value, isRecovered: false };
  run.panics.push(panic);
  try {
    const last = block(run, statement.finally, frame);
    return last.kind !== "normal" ? last : panic.isRecovered ? normal : end;
  } finally {
    run.panics.pop();
  }
}

/** What handles an error that nobody knows to be there, and how it ends without one. */
function perhapsHandled(run: Run, { parameter, span }: Try, handler: readonly Statement[], end: Completion, frame: Frame): Completion {
  const body = (): Completion => {
    const inner = inScope(frame, new Scope(frame.scope, "block", span));
    if (parameter !== undefined) bind(run, parameter, run.hole("is an error that may not be there", span), inner);
    return block(run, handler, inner);
  };
  return undecided(run, "whether there is an error", span, frame, [
    { condition: "there is an error", body },
    { condition: "", body: () => end },
  ]);
}

export function tried(run: Run, body: () => Completion): Completion {
  const { conditions } = run.trying;
  run.trying = { conditions: run.conditions.length };
  run.tries++;
  try {
    return body();
  } catch (error) {
    if (error instanceof Raised) return { kind: "throw", value: error.value };
    throw error;
  } finally {
    run.tries--;
    run.trying = { conditions };
  }
}

/** To throw nothing is an error of its own, where nothing is none. */
function thrown(run: Run, { value, isAgain, span }: Statement & { readonly kind: "throw" }, frame: Frame): Completion {
  const error = value === undefined ? written(null, span) : evaluate(run, value, frame);
  const isNone = value !== undefined && isNothing(error) && run.dialect.failsByNothing !== undefined;
  return {
    kind: "throw",
    value: isNone ? run.errorOf(run.dialect.failsByNothing, run.hole("throws nothing", span), {}, span) : error,
    ...(isAgain === true ? { isAgain: true } : {}),
  };
}

export type { Item };
export { List };
