import type { Comprehension, Expression, ListLiteral, RecordLiteral, Span, Template } from "../syntax/tree";
import { putAccessor } from "./accessors";
import { maybeThese } from "./choices";
import { evaluate } from "./expressions";
import { structCopy } from "./defaults";
import { joined, spreadInto, textOf } from "./operations";
import { nameIn } from "./elements";
import { inScope, type Frame } from "./frame";
import { noteKey, slotOfText } from "./keys";
import { bind } from "./patterns";
import { Left, type Run } from "./run";
import { Scope } from "./scope";
import { mayReplace } from "./unsure";
import { Hole } from "./hole";
import { isUnordered, List, madeLater, type Item } from "./list";
import { Closure, computed, isHole, passedOn, RecordData, SymbolData, written, type Value } from "./value";

export function template(run: Run, { parts, tag, span }: Template, frame: Frame): Value {
  const values = parts.map((part) => (typeof part === "string" ? written(part, span) : evaluate(run, part, frame)));
  if (tag !== undefined) {
    const tagged = evaluate(run, tag, frame);
    const isInterpolation = tagged.data instanceof SymbolData && run.dialect.symbolOf(tagged.data.path).path.at(-1) === "interpolate";
    if (!isInterpolation) return callTag(run, tagged, parts, values, span);
  }
  return joined(run, values, span);
}

function callTag(run: Run, tag: Value, parts: Template["parts"], values: readonly Value[], span: Span): Value {
  // Before, between and behind the values is a text each, if only an empty one.
  const texts: Value[] = [];
  const holes: Value[] = [];
  for (const [index, value] of values.entries()) {
    if (typeof parts[index] === "string") {
      const last = texts.length > holes.length ? texts.pop() : undefined;
      texts.push(last === undefined ? value : joined(run, [last, value], span));
    } else {
      if (texts.length === holes.length) texts.push(written("", span));
      holes.push(value);
    }
  }
  if (texts.length === holes.length) texts.push(written("", span));
  const given = run.list(texts, span);
  if (given.data instanceof List)
    rawTexts.set(
      given.data,
      run.list(
        rawOf(parts, span).map((text) => written(text, span)),
        span,
      ),
    );
  return run.apply(tag, [given, ...holes], span);
}

/** The texts that a tag is given, as the source writes them. */
export const rawTexts = new WeakMap<List, Value>();

function rawOf(parts: Template["parts"], { file, start, end }: Span): readonly string[] {
  const values = parts.filter((part) => typeof part !== "string");
  const texts: string[] = [];
  let from = file.text.indexOf("`", start) + 1;
  for (const { span } of values) {
    texts.push(file.text.slice(from, file.text.lastIndexOf("${", span.start)));
    from = file.text.indexOf("}", span.end) + 1;
  }
  return [...texts, file.text.slice(from, end - 1)];
}

export function list(run: Run, { elements, span, bracketsSpan, type, isTuple, isArray }: ListLiteral, frame: Frame): Value {
  const items: Item[] = [];
  let rest: Hole | undefined;
  // What follows something of unknown length has no known place.
  let placed = 0;
  for (const element of elements) {
    const value = evaluate(run, element.value, frame);
    if (element.spread === true) {
      const spread = run.elements(value, element.span);
      if (rest === undefined) placed = items.length + (value.data instanceof List ? value.data.inPlace : 0);
      for (const item of spread.items) items.push(item.isAbsent === true ? { value: item.value, placement: item.placement } : item);
      rest ??= spread.rest;
    } else {
      const placement = { kind: "literal" as const, list: bracketsSpan, element: element.span };
      items.push(element.isAbsent === true ? { value, placement, isAbsent: true } : { value: structCopy(value), placement });
    }
  }
  const data = new List(items, rest, placed);
  if (type !== undefined) data.type = typeName(type);
  if (isTuple === true) data.type = "tuple";
  if (isArray === true) data.isArray = true;
  return written(data, span);
}

function typeName(type: Expression): string {
  return type.span.file.text.slice(type.span.start, type.span.end);
}

export function record(run: Run, { entries, span, type }: RecordLiteral, frame: Frame): Value {
  const data = new RecordData();
  if (type !== undefined) data.type = typeName(type);
  const value = written(data, span);
  for (const entry of entries) {
    const given = evaluate(run, entry.value, frame);
    if (entry.kind === "spread") {
      spreadInto(run, data, given, entry.span);
      continue;
    }
    const computedKey = typeof entry.key === "string" ? undefined : evaluate(run, entry.key, frame);
    const key =
      typeof entry.key === "string" ? slotOfText(data, entry.key) : computedKey === undefined ? "" : keyOf(run, data, computedKey, entry.span);
    if (typeof key === "string" && entry.accessor !== undefined) putAccessor(run, data, key, entry.accessor, withSelf(given, value), entry.span);
    else if (typeof key === "string") {
      if (typeof entry.key === "string" && key !== entry.key) noteKey(data, key, { text: entry.key, kind: "string" }, written(entry.key, entry.span));
      data.fields.set(key, { value: withSelf(given, value), entry: entry.span, placement: "literal" });
      if (computedKey !== undefined) noteTypedKey(run, data, key, computedKey);
    } else if (computedKey === undefined || isHole(computedKey)) mayReplace(data, key, entry.span, given);
    // A symbol or an object of the language is no text.
    else data.rest ??= key;
  }
  return value;
}

/** Remembers a key that a map tells from the text that stands for it. */
function noteTypedKey({ dialect }: Run, map: RecordData, name: string, key: Value): void {
  const own = dialect.keyOf?.(key, map);
  if (own !== undefined) noteKey(map, name, own, key);
  else if (typeof key.data === "number" || (dialect.typedKeys === "all" && typeof key.data !== "string")) (map.keys ??= new Map()).set(name, key);
}

/** A method that is written in an object literal knows the object. */
function withSelf(value: Value, self: Value): Value {
  const { data } = value;
  if (!(data instanceof Closure) || data.expression.bindsOuterThis || data.self !== undefined) return value;
  return { ...value, data: new Closure(data.name, data.expression, data.scope, self, data.home) };
}

function keyOf(run: Run, map: RecordData, key: Value, span: Span): string | Hole {
  const data =
    nameIn(run, map, key) ??
    (run.dialect.keyOf === undefined ? undefined : run.hole("has a key that is not known", span, [key]).data) ??
    (run.dialect.typedKeys === "all" ? key.data : run.text(key, span).data);
  return typeof data === "string" ? data : data instanceof Hole ? data : new Hole("has a key that is not known", span);
}

export function comprehension(run: Run, expression: Comprehension, frame: Frame): Value {
  const { of, isLater, clauses, span } = expression;
  const [first] = clauses;
  const outermost = first?.kind === "for" ? evaluate(run, first.of, frame) : undefined;
  if (isLater === true) {
    const later: List = madeLater((give) => made(run, expression, outermost, give, frame, (hole) => (later.doubt ??= hole)).rest, true);
    return written(later, span);
  }
  const items: Item[] = [];
  const { fields, rest, isShuffled } = made(run, expression, outermost, (item) => items.push(item) > 0, frame);
  if (of === "list") {
    const list = new List(items, rest, clauses.length === 1 && outermost?.data instanceof List ? outermost.data.inPlace : 0);
    if (isShuffled) list.isUnordered = true;
    return written(list, span);
  }
  fields.rest = rest;
  return written(fields, span);
}

/** Goes through the clauses. What the first one goes through is asked for outside, where the comprehension stands. */
function made(
  run: Run,
  { of, key, value, clauses, span }: Comprehension,
  outermost: Value | undefined,
  give: (item: Item) => boolean,
  frame: Frame,
  doubt: (hole: Hole) => void = () => undefined,
): { readonly fields: RecordData; readonly rest: Hole | undefined; readonly isShuffled: boolean } {
  const fields = new RecordData();
  let doubts = 0;
  let isShuffled = false;
  let rest: Hole | undefined;
  const doubtful: Value[] = [];
  const visit = (index: number, inner: Frame): void => {
    const clause = clauses[index];
    if (clause === undefined) {
      const made = evaluate(run, value, inner);
      if (of === "list") {
        if (doubts > 0) doubtful.push(made);
        else if (!give({ value: made, placement: { kind: "computed", span }, passes: run.passes })) throw new Left("nobody wants more");
        return;
      }
      const computedKey = key === undefined ? run.hole("has no key", span) : evaluate(run, key, inner);
      const name = keyOf(run, fields, computedKey, span);
      if (typeof name === "string") noteTypedKey(run, fields, name, computedKey);
      if (typeof name === "string") fields.fields.set(name, { value: made, entry: value.span, placement: "computed" });
      else {
        rest ??= name;
        mayReplace(fields, name, value.span, made);
      }
      return;
    }
    if (clause.kind === "if") {
      const test = evaluate(run, clause.test, inner);
      const truth = run.truth(test);
      if (truth === true) visit(index + 1, inner);
      if (truth === undefined) {
        rest ??= test.data instanceof Hole ? test.data : new Hole(`depends on ${textOf(clause.test.span)}, which is not known`, clause.test.span);
        doubt(rest);
        doubts++;
        visit(index + 1, inner);
        doubts--;
      }
      return;
    }
    const subject = index === 0 && outermost !== undefined ? outermost : evaluate(run, clause.of, inner);
    if (subject.data instanceof List && isUnordered(subject.data)) isShuffled = true;
    const elements = run.elements(subject, clause.of.span);
    // Python's functions in a comprehension see the variable's last value.
    const shared = run.dialect.hasFunctionScopes ? new Scope(inner.scope, "block") : undefined;
    const enter = (element: Value): void => {
      const scope = shared ?? new Scope(inner.scope, "block");
      bind(run, clause.pattern, element, inScope(inner, scope));
      visit(index + 1, inScope(inner, scope));
    };
    const placed = subject.data instanceof List ? subject.data.inPlace : 0;
    for (const [place, item] of elements.items.entries()) {
      if (elements.rest !== undefined && place === placed) doubt(elements.rest);
      run.passing(item, () => enter(passedOn(item.value, "element", clause.of.span)));
    }
    if (elements.rest !== undefined) {
      rest ??= elements.rest;
      doubt(rest);
      doubts++;
      run.conditions.push(`each of ${textOf(clause.of.span)}`);
      enter(computed(elements.rest, clause.of.span, []));
      run.conditions.pop();
      doubts--;
    }
  };
  try {
    visit(0, frame);
  } catch (error) {
    if (!(error instanceof Left)) throw error;
  }
  return { fields, rest: rest === undefined ? undefined : maybeThese(rest, doubtful), isShuffled };
}
