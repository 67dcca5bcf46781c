import { endOfLoop, endOfRound, mayHaveEnded, until } from "./doubts";
import { withCommas } from "@portcullis/policypack/commas";
import type { Span, Statement } from "../syntax/tree";
import { normal, type Completion } from "./completion";
import { inPlaceOf } from "./defaults";
import { fieldsInOrder } from "./elements";
import { evaluate } from "./expressions";
import { inScope, type Frame } from "./frame";
import { Native } from "./native";
import { textOf } from "./operations";
import { assign, bind } from "./patterns";
import { Exhausted, type Run } from "./run";
import { Scope } from "./scope";
import { block, execute, hoist, ofFunction, undecided } from "./statements";
import { Hole } from "./hole";
import { List, LiveList, type Item, type Pass, type Source } from "./list";
import { Closure, computed, ofAnyType, passedOn, RecordData, written, type Field, type Value } from "./value";

type Loop = Statement & { readonly kind: "for" | "while" | "for each" };

/** What a body's end means for its loop: go on, or stop with this completion. */
function afterBody(end: Completion, label: string | undefined): Completion | undefined {
  if (end.kind === "normal") return undefined;
  if ((end.kind === "break" || end.kind === "continue") && (end.label === undefined || end.label === label))
    return end.kind === "break" ? normal : undefined;
  return end;
}

export function forEach(run: Run, statement: Loop & { readonly kind: "for each" }, frame: Frame): Completion {
  return until(run, endOfLoop(statement.label, frame), () => eachOf(run, statement, { ...frame, breaks: "loop" }));
}

function eachOf(run: Run, statement: Loop & { readonly kind: "for each" }, frame: Frame): Completion {
  const subject = evaluate(run, statement.of, frame);
  const { data } = subject;
  if (data instanceof Closure && run.dialect.functionMethods === undefined) return throughIterator(run, statement, subject, frame);
  const enter = roundsOf(run, statement, frame);
  if (data instanceof List) data.restart();
  if (data instanceof List && data.source !== undefined && statement.over === "elements")
    return whileMade(run, statement, data, data.source, enter, frame);
  const { items, rest } = visited(run, subject, statement.over, statement.of.span);
  for (const { value, pass } of items) {
    const end = afterBody(
      run.passing(pass, () => enter(passedOn(value, "element", statement.of.span))),
      statement.label,
    );
    if (end !== undefined) return end;
  }
  return afterwards(run, statement, subject, rest, enter, frame);
}

/** Runs the body for one of what the loop goes through. */
type Round = (value: Value) => Completion;

function roundsOf(run: Run, statement: Loop & { readonly kind: "for each" }, frame: Frame): Round {
  const isOfFunction = run.dialect.hasFunctionScopes || statement.isOfFunction === true;
  const isShared = run.dialect.sharesLoopVariables?.("for each", statement.span.file, run.program) === true;
  const variables = inScope(frame, new Scope(frame.scope, "block", statement.span));
  let isFirst = true;
  return (given) => {
    const value = inPlaceOf(run, ofAnyType(given), statement.type);
    const inner = isShared
      ? inScope(frame, new Scope(variables.scope, "block", statement.span))
      : inScope(frame, new Scope(frame.scope, "block", statement.span));
    if (isShared && !isFirst) assign(run, statement.pattern, value, variables, statement.span);
    else bind(run, statement.pattern, value, isShared ? variables : isOfFunction ? ofFunction(frame) : inner);
    isFirst = false;
    hoist(run, statement.body, inner);
    return until(run, endOfRound(statement.label, frame), () => execute(run, statement.body, run.dialect.hasFunctionScopes ? frame : inner));
  };
}

/** What follows the elements that are known: perhaps others, and what a loop does that was not left. */
function afterwards(
  run: Run,
  statement: Loop & { readonly kind: "for each" },
  subject: Value,
  rest: Hole | undefined,
  enter: Round,
  frame: Frame,
): Completion {
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

/** Each element is met where it is made: what makes it goes on when the body has ended, and stops where the loop is left. */
function whileMade(run: Run, statement: Loop & { readonly kind: "for each" }, list: List, source: Source, enter: Round, frame: Frame): Completion {
  if (list.isOnce === true) list.items = [];
  let left: Completion | undefined;
  const rest = source((item) => {
    left = afterBody(
      run.passing(item, () => enter(passedOn(item.value, "element", statement.of.span))),
      statement.label,
    );
    return left === undefined;
  });
  if (left === undefined) return afterwards(run, statement, written(list, statement.of.span), rest, enter, frame);
  if (rest !== undefined) run.gap("depends on which element of it a loop was left for", statement.of.span);
  if (list.isOnce === true) list.rest = new Hole("is what is left of a list that was gone through in part", statement.of.span);
  return left;
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
        run.passing({ value: first, placement: { kind: "computed", span } }, () =>
          until(run, endOfRound(statement.label, frame), () => execute(run, statement.body, inner)),
        ),
        statement.label,
      );
      return written(left === undefined, span);
    },
  });
  run.call(iterator, [{ value: written(yielded, span), span }], span);
  return left ?? normal;
}

interface Met {
  readonly value: Value;
  readonly pass: Pass;
}

/** What a loop meets, each with what it comes from. Where the language says so, it meets what the body adds as well. */
function visited(run: Run, subject: Value, over: "elements" | "keys" | "pairs", span: Span): { readonly items: Iterable<Met>; readonly rest?: Hole } {
  const { data } = subject;
  if (typeof data === "number" && over !== "keys") {
    const numbers = Array.from({ length: Math.min(data, 100_000) }, (_, index) => computed(index, span, [subject]));
    return { items: numbers.map((value) => ({ value, pass: { value, placement: { kind: "computed", span } } })) };
  }
  const pair = (key: Value, value: Value): Value => (over === "keys" ? key : run.list([key, value], span));
  if (data instanceof RecordData && over !== "elements") {
    const items = fieldsInOrder(run, data).map(([key, { value, entry }]) => ({
      value: pair(computed(key, span, [subject]), value),
      pass: { record: subject, entry },
    }));
    return data.rest === undefined ? { items } : { items, rest: data.rest };
  }
  const watched =
    over === "elements" && run.dialect.failsByChange !== undefined ? watchedItems(run, subject, span, run.dialect.failsByChange) : undefined;
  if (watched !== undefined) return { items: watched };
  if (data instanceof List && data.rest === undefined && over === "elements" && run.dialect.loopsOverLists === "live")
    return { items: data.type === "Set" ? liveSet(data) : live(data) };
  if (data instanceof List && data.rest === undefined && over === "pairs" && run.dialect.loopsOverLists === "fixed length")
    return { items: range(run, data, span) };
  if (data instanceof RecordData && data.rest === undefined && data.type === "Map" && run.dialect.loopsOverAddedEntries)
    return { items: entries(run, subject, data, span) };
  const { items, rest } = run.elements(subject, span);
  const places = typeof data === "string" && run.dialect.hasNumericTextElements ? bytePlaces(data) : undefined;
  const index = (position: number): Value => computed(over === "keys" ? String(position) : (places?.[position] ?? position), span, []);
  // The body may change the list that it goes through.
  const all = items.map((pass, position) => ({ value: over === "elements" ? pass.value : pair(index(position), pass.value), pass }));
  const met = over === "keys" ? all.filter(({ pass }) => pass.isAbsent !== true) : all;
  return rest === undefined ? { items: met } : { items: met, rest };
}

/** Where the characters of a text begin, in bytes. */
export function bytePlaces(text: string): readonly number[] {
  let place = 0;
  return Array.from(text, (character) => {
    const before = place;
    place += Buffer.byteLength(character);
    return before;
  });
}

/** By position, as Python and JavaScript go through lists; what is gone through once gives its elements away. */
function* live(list: List): Generator<Met> {
  const isOnce = list.isOnce === true;
  for (let position = 0; ; position++) {
    const item = isOnce ? list.takeFirst() : list.items[position];
    if (item === undefined) return;
    yield { value: item.value, pass: item };
  }
}

/** The elements of JavaScript's Set in the order in which they were added, those among them that the body adds. */
function* liveSet(set: List): Generator<Met> {
  const seen = new Set<Item>();
  let last: Item | undefined;
  for (let place = 0; ; place++) {
    // What was taken out makes the others move up.
    if (last !== undefined && set.items[place - 1] !== last) place = set.items.findIndex((one) => !seen.has(one));
    const item = set.items[place];
    if (item === undefined) return;
    seen.add(item);
    last = item;
    yield { value: item.value, pass: item };
  }
}

/** The entries of a map, what a view shows of them, or the elements of a set: going through them fails where there are more or fewer of them meanwhile. */
function watchedItems(run: Run, subject: Value, span: Span, error: string): Iterable<Met> | undefined {
  const { data } = subject;
  if (data instanceof List && data.rest !== undefined) return undefined;
  const watch = (size: () => number, items: Iterable<Met>): Iterable<Met> =>
    watched(size, items, () => void run.ends("is changed in a loop over it", span, error));
  if (data instanceof LiveList && data.of instanceof RecordData && data.showEntry !== undefined) {
    const { fields } = data.of;
    return watch(() => fields.size, entriesOf(fields, data.showEntry));
  }
  if (data instanceof RecordData && data.rest === undefined && data.type === undefined && run.dialect.iteratesKeys) {
    const { fields } = data;
    const show = (key: string, { entry }: Field): Item => ({
      value: data.keys?.get(key) ?? computed(key, span, [subject]),
      placement: { kind: "computed", span },
      passes: [{ record: subject, entry }],
    });
    return watch(() => fields.size, entriesOf(fields, show));
  }
  if (!(data instanceof List) || data instanceof LiveList || data.type === "set")
    return data instanceof List && data.type === "set" ? watch(() => data.length, live(data)) : undefined;
  if (run.dialect.loopsOverLists === "live") return undefined;
  return run.dialect.noticesChangesLate ? noticedLate(run, data, span, error) : watch(() => data.length, met(data.items));
}

function* watched(size: () => number, items: Iterable<Met>, fail: () => void): Generator<Met> {
  const before = size();
  for (const item of items) {
    yield item;
    if (size() === before) continue;
    fail();
    return;
  }
}

/** Java asks first whether there is another element, by its place and by how many there are. */
function* noticedLate(run: Run, list: List, span: Span, error: string): Generator<Met> {
  const before = list.length;
  let place = 0;
  for (const item of [...list.items]) {
    if (list.length !== before) {
      if (place !== list.length) run.ends("is changed in a loop over it", span, error);
      return;
    }
    yield { value: item.value, pass: item };
    place++;
  }
  if (list.length !== before && place !== list.length) run.ends("is changed in a loop over it", span, error);
}

function* met(items: readonly Item[]): Generator<Met> {
  for (const item of [...items]) yield { value: item.value, pass: item };
}

/** What is shown of each entry when a loop comes to it. */
function* entriesOf(fields: ReadonlyMap<string, Field>, show: (key: string, field: Field) => Item): Generator<Met> {
  for (const key of [...fields.keys()]) {
    const field = fields.get(key);
    if (field === undefined) continue;
    const item = show(key, field);
    yield { value: item.value, pass: item.passes?.at(-1) ?? item };
  }
}

/** The entries of JavaScript's Map, those among them that the body adds. */
function* entries(run: Run, subject: Value, data: RecordData, span: Span): Generator<Met> {
  const seen = new Set<string>();
  for (let open = [...data.fields]; open.length > 0; open = [...data.fields].filter(([key]) => !seen.has(key))) {
    for (const [key] of open) {
      seen.add(key);
      const field = data.fields.get(key);
      if (field === undefined) continue;
      const value = run.list([data.keys?.get(key) ?? computed(key, span, [subject]), field.value], span);
      yield { value, pass: { record: subject, entry: field.entry } };
    }
  }
}

/** Go's `range` asks for the length once, and for each element when it comes to it. */
function* range(run: Run, list: List, span: Span): Generator<Met> {
  const { length } = list.items;
  for (let position = 0; position < length; position++) {
    const item = list.items[position];
    if (item === undefined) return;
    yield { value: run.list([computed(position, span, []), item.value], span), pass: item };
  }
}

/** More rounds than any list of resources has; each round also counts its steps. */
const mostRounds = 1_000_000;

/** Rounds of a loop that has no condition, and asks something that is not read whether it goes on. */
const mostEndlessRounds = 10_000;

/** Rounds of a loop that may already have been left: `while True` with a `break` under a condition that nobody can decide. */
const mostDoubtfulRounds = 20;

export function loop(run: Run, statement: Loop & { readonly kind: "for" }, frame: Frame, bodyFirst = false): Completion {
  return until(run, endOfLoop(statement.label, frame), () => rounds(run, statement, { ...frame, breaks: "loop" }, bodyFirst));
}

function rounds(
  run: Run,
  { first, test, update, body, otherwise, label, span }: Loop & { readonly kind: "for" },
  frame: Frame,
  bodyFirst: boolean,
): Completion {
  const outer = inScope(frame, new Scope(frame.scope, "block", span));
  const begun = execute(run, first, outer);
  if (begun.kind !== "normal") return begun;
  const isShared = run.dialect.sharesLoopVariables?.("for", span.file, run.program) === true;
  let current = outer;
  const isEndless = test === undefined || (test.kind === "literal" && test.value === true);
  const most = isEndless ? mostEndlessRounds : mostRounds;
  const level = run.journals.length;
  const ended = (): Completion => {
    if (otherwise === undefined) return normal;
    if (mayHaveEnded(run, level, frame)) run.gap("depends on whether the loop above it was left", otherwise[0]?.span ?? span);
    return block(run, otherwise, frame);
  };
  for (let round = 0; round < most; round++) {
    run.step(span);
    const truth = test === undefined || (bodyFirst && round === 0) ? true : run.truth(evaluate(run, test, current));
    if (truth === false) return ended();
    const round_ = current;
    if (truth === undefined) {
      const text = test === undefined ? "a condition" : textOf(test.span);
      const end = undecided(run, text, span, frame, [
        { condition: text, body: () => afterBody(block(run, body, round_), label) ?? normal },
        { condition: "", body: () => normal },
      ]);
      if (end.kind === "normal" && otherwise !== undefined) {
        run.gap("depends on whether the loop above it was left", otherwise[0]?.span ?? span);
        return block(run, otherwise, frame);
      }
      return end.kind === "break" ? normal : end;
    }
    const { unread } = run;
    const end = afterBody(
      until(run, endOfRound(label, frame), () => block(run, body, round_)),
      label,
    );
    if (end !== undefined) return end;
    const mayBeLeft = mayHaveEnded(run, level, frame) || (isEndless && run.unread > unread);
    if (mayBeLeft && round >= (isEndless ? mostDoubtfulRounds : mostEndlessRounds)) return normal;
    // Each round has variables of its own, which closures keep: the next one's are changed, not theirs.
    if (!isShared) {
      const scope = new Scope(frame.scope, "block", span);
      for (const [name, binding] of current.scope.bindings) scope.declare(name, binding.value);
      current = inScope(frame, scope);
    }
    for (const expression of update) evaluate(run, expression, current);
  }
  throw new Exhausted(`a loop went on after ${withCommas(most)} rounds`);
}
