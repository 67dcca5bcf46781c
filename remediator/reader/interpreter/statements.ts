import type { Span, Statement } from "../syntax/tree";
import { makeClass } from "./classes";
import { functionMade, inPlaceOf } from "./defaults";
import { evaluate } from "./expressions";
import { textOf } from "./operations";
import { inScope, type Frame } from "./frame";
import { exportDeclared, exportNames, importNames, namesOf } from "./modules";
import { Native } from "./native";
import { bind } from "./patterns";
import { Exhausted, Raised, type Run } from "./run";
import { Scope } from "./scope";
import { Closure, computed, Hole, List, passedOn, RecordData, written, type Item, type Pass, type Value } from "./value";

/** How a statement ends. */
export type Completion =
  | { readonly kind: "normal" }
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" | "continue"; readonly label: string | undefined }
  | { readonly kind: "throw"; readonly value: Value };

const normal: Completion = { kind: "normal" };

/** Functions are there before the statements above them run. */
export function hoist(run: Run, statements: readonly Statement[], frame: Frame): void {
  if (run.dialect.name === "Python") return;
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
    for (const statement of statements) {
      run.step(statement.span);
      run.statement = statement.span;
      const completion = executeOne(run, statement, frame);
      if (completion.kind !== "normal") return completion;
    }
    return normal;
  } finally {
    run.statement = outer;
  }
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
function block(run: Run, statements: readonly Statement[], frame: Frame): Completion {
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
  if (!isThere) bind(run, statement.pattern, inPlaceOf(run, value ?? written(null, statement.span), statement.type), place);
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
    case "return":
      return { kind: "return", value: statement.value === undefined ? written(null, statement.span) : evaluate(run, statement.value, frame) };
    case "yield": {
      const value = statement.value === undefined ? written(null, statement.span) : evaluate(run, statement.value, frame);
      const given = statement.all
        ? run.elements(value, statement.span).items
        : [{ value, placement: { kind: "computed" as const, span: statement.span } }];
      frame.yields?.push(...given);
      return normal;
    }
    case "break":
    case "continue":
      return { kind: statement.kind, label: statement.label };
    case "throw":
      return { kind: "throw", value: statement.value === undefined ? written(null, statement.span) : evaluate(run, statement.value, frame) };
    case "try":
      return attempt(run, statement, frame);
    case "block":
      return block(run, statement.body, frame);
    case "function declaration":
      if (run.dialect.name === "Python" || frame.scope.bindings.get(statement.name) === undefined) declareFunction(run, statement, frame);
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
      return normal;
  }
}

function branch(run: Run, statement: Statement & { readonly kind: "if" }, frame: Frame): Completion {
  const truth = run.truth(evaluate(run, statement.test, frame));
  if (truth !== undefined) return decided(run, statement, truth, frame);
  const text = textOf(statement.test.span);
  return undecided(run, text, statement.span, frame, [
    { condition: text, body: () => block(run, statement.then, frame) },
    { condition: `not (${text})`, body: () => block(run, statement.otherwise, frame) },
  ]);
}

/** A check that ends the program, as one for settings that a clone does not have, is said, and the program is read as if it had been passed. */
function decided(run: Run, statement: Statement & { readonly kind: "if" }, truth: boolean, frame: Frame): Completion {
  const end = block(run, truth ? statement.then : statement.otherwise, frame);
  if (end.kind !== "throw" || run.tries > 0) return end;
  run.gap("the program ends with an error here, as far as it can be read", end.value.origin.span);
  return block(run, truth ? statement.otherwise : statement.then, frame);
}

/**
 * Goes both ways. Where one way leaves the function, what it returns is kept beside what the rest returns. Where one way fails, the program is taken to go
 * the other one.
 */
function undecided(
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
  const open = ends.filter(({ kind }) => kind !== "throw");
  if (open.length === 0) return ends[0] ?? normal;
  if (open.some(({ kind }) => kind === "normal")) {
    if (open.some(({ kind }) => kind === "break" || kind === "return")) run.doubts++;
    for (const end of open) if (end.kind === "return") frame.returns.push(end.value);
    return normal;
  }
  const returns = open.flatMap((end) => (end.kind === "return" ? [end.value] : []));
  const last = returns.pop();
  if (last === undefined) return open[0] ?? normal;
  frame.returns.push(...returns);
  return { kind: "return", value: last };
}

type Loop = Statement & { readonly kind: "for" | "while" | "for each" };

/** What a body's end means for its loop: go on, or stop with this completion. */
function afterBody(end: Completion, label: string | undefined): Completion | undefined {
  if (end.kind === "normal") return undefined;
  if ((end.kind === "break" || end.kind === "continue") && (end.label === undefined || end.label === label))
    return end.kind === "break" ? normal : undefined;
  return end;
}

function forEach(run: Run, statement: Loop & { readonly kind: "for each" }, frame: Frame): Completion {
  const subject = evaluate(run, statement.of, frame);
  if (subject.data instanceof Closure) return throughIterator(run, statement, subject, frame);
  const { items, rest } = visited(run, subject, statement.over, statement.of.span);
  const enter = (value: Value): Completion => {
    const scope = new Scope(frame.scope, "block", statement.span);
    const inner = inScope(frame, scope);
    bind(run, statement.pattern, value, run.dialect.name === "Python" || statement.isOfFunction === true ? ofFunction(frame) : inner);
    hoist(run, statement.body, inner);
    return execute(run, statement.body, run.dialect.name === "Python" ? frame : inner);
  };
  // The body may change the list that it goes through.
  for (const { value, pass } of [...items]) {
    const end = afterBody(
      run.passing(pass, () => enter(passedOn(value, "element", statement.of.span))),
      statement.label,
    );
    if (end !== undefined) return end.kind === "break" ? normal : end;
  }
  if (rest !== undefined) {
    const text = `each of ${textOf(statement.of.span)}`;
    const end = undecided(run, textOf(statement.of.span), statement.span, frame, [
      { condition: text, body: () => afterBody(enter(computed(rest, statement.of.span, [subject])), statement.label) ?? normal },
      { condition: "", body: () => normal },
    ]);
    if (end.kind !== "normal" && end.kind !== "break") return end;
  }
  return statement.otherwise === undefined ? normal : block(run, statement.otherwise, frame);
}

/** Go's `range` over a function: it calls the body for each of what it gives, until the body wants no more. */
function throughIterator(run: Run, statement: Loop & { readonly kind: "for each" }, iterator: Value, frame: Frame): Completion {
  const { span } = statement.of;
  let left: Completion | undefined;
  const yielded = new Native("yield", {
    call: ({ given }) => {
      if (left !== undefined) return written(false, span);
      const [first = written(null, span), second = written(null, span)] = given.map(({ value }) => value);
      const inner = inScope(frame, new Scope(frame.scope, "block", statement.span));
      bind(run, statement.pattern, statement.over === "pairs" ? run.list([first, second], span) : first, inner);
      hoist(run, statement.body, inner);
      left = afterBody(
        run.passing({ value: first, placement: { kind: "computed", span } }, () => execute(run, statement.body, inner)),
        statement.label,
      );
      return written(left === undefined, span);
    },
  });
  run.call(iterator, [{ value: written(yielded, span), span }], span);
  return left === undefined || left.kind === "break" ? normal : left;
}

/** The frame of the function or module around a block. */
function ofFunction(frame: Frame): Frame {
  return inScope(frame, frame.scope.nearest("function", "module", "program"));
}

/** What a loop meets, each with what it comes from. */
function visited(
  run: Run,
  subject: Value,
  over: "elements" | "keys" | "pairs",
  span: Span,
): { readonly items: readonly { readonly value: Value; readonly pass: Pass }[]; readonly rest?: Hole } {
  const { data } = subject;
  if (typeof data === "number" && over !== "keys") {
    const numbers = Array.from({ length: Math.min(data, 100_000) }, (_, index) => computed(index, span, [subject]));
    return { items: numbers.map((value) => ({ value, pass: { value, placement: { kind: "computed", span } } })) };
  }
  const pair = (key: Value, value: Value): Value => (over === "keys" ? key : run.list([key, value], span));
  if (data instanceof RecordData && over !== "elements") {
    const items = [...data.fields].map(([key, { value, entry }]) => ({
      value: pair(computed(key, span, [subject]), value),
      pass: { record: subject, entry },
    }));
    return data.rest === undefined ? { items } : { items, rest: data.rest };
  }
  const { items, rest } = run.elements(subject, span);
  const index = (position: number): Value => computed(over === "keys" ? String(position) : position, span, []);
  const met = items.map((pass, position) => ({ value: over === "elements" ? pass.value : pair(index(position), pass.value), pass }));
  return rest === undefined ? { items: met } : { items: met, rest };
}

/** More rounds than any list of resources has; each round also counts its steps. */
const mostRounds = 1_000_000;

/** Rounds of a loop that may already have been left: `while True` with a `break` under a condition that nobody can decide. */
const mostDoubtfulRounds = 20;

function loop(run: Run, { first, test, update, body, label, span }: Loop & { readonly kind: "for" }, frame: Frame, bodyFirst = false): Completion {
  const outer = inScope(frame, new Scope(frame.scope, "block", span));
  const begun = execute(run, first, outer);
  if (begun.kind !== "normal") return begun;
  let current = outer;
  for (let round = 0; round < mostRounds; round++) {
    run.step(span);
    const truth = test === undefined || (bodyFirst && round === 0) ? true : run.truth(evaluate(run, test, current));
    if (truth === false) return normal;
    const round_ = current;
    if (truth === undefined) {
      const text = test === undefined ? "a condition" : textOf(test.span);
      const end = undecided(run, text, span, frame, [
        { condition: text, body: () => afterBody(block(run, body, round_), label) ?? normal },
        { condition: "", body: () => normal },
      ]);
      return end.kind === "break" ? normal : end;
    }
    const { doubts } = run;
    const end = afterBody(block(run, body, current), label);
    if (end !== undefined) return end;
    if (run.doubts > doubts && round >= mostDoubtfulRounds) return normal;
    // Each round has variables of its own, which closures keep: the next one's are changed, not theirs.
    const scope = new Scope(frame.scope, "block", span);
    for (const [name, binding] of current.scope.bindings) scope.declare(name, binding.value);
    current = inScope(frame, scope);
    for (const expression of update) evaluate(run, expression, current);
  }
  throw new Exhausted(`a loop went on after ${mostRounds.toLocaleString("en")} rounds`);
}

function choose(run: Run, { subject, cases, fallsThrough, span }: Statement & { readonly kind: "switch" }, frame: Frame): Completion {
  const value = subject === undefined ? undefined : evaluate(run, subject, frame);
  const inner = inScope(frame, new Scope(frame.scope, "block", span));
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

function attempt(run: Run, statement: Statement & { readonly kind: "try" }, frame: Frame): Completion {
  let end = tried(run, () => block(run, statement.body, frame));
  if (end.kind === "throw" && statement.handler !== undefined) {
    const scope = new Scope(frame.scope, "block", statement.span);
    if (statement.parameter !== undefined) bind(run, statement.parameter, end.value, inScope(frame, scope));
    end = block(run, statement.handler, inScope(frame, scope));
  }
  const last = block(run, statement.finally, frame);
  return last.kind === "normal" ? end : last;
}

function tried(run: Run, body: () => Completion): Completion {
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

export type { Item };
export { List };
