import type { Binary, Span, Unary } from "../syntax/tree";
import { isOfEveryObject, nameIn, noteOwnKey } from "./elements";
import { slotOfText } from "./keys";
import { isScalar, operate } from "./operators";
import { promoted } from "./number-types";
import type { Run } from "./run";
import { Hole, isNotANumber, noNumber, partOfText } from "./hole";
import { List } from "./list";
import { chosenBy, ClassData, computed, Instance, longestText, numeral, ofAnyType, ofType, plainOf, RecordData, type Value } from "./value";
import { mayReplace } from "./unsure";

/** What an operator makes of one value. */
export function unary(run: Run, { operator, span }: Unary, value: Value): Value {
  if (operator === "!") {
    const truth = run.truth(value);
    return truth === undefined ? unknownOf(value, span) : computed(!truth, span, [value]);
  }
  if (value.data instanceof Hole && !(operator === "typeof" && isNotANumber(value.data))) return unknownOf(value, span);
  if (operator === "typeof") return computed(typeOf(value), span, [value]);
  if (typeof value.data !== "number") {
    const { data, isNull } = value;
    if (operator !== "+" || !isScalar(data)) return run.hole("is computed in a way that is not known", span, [value]);
    const number = data === null && isNull !== true ? NaN : Number(data);
    return computed(Number.isNaN(number) ? noNumber(span) : number, span, [value]);
  }
  const made = numeral(computed(operator === "-" ? -value.data : operator === "~" ? ~value.data : value.data, span, [value]), value.numeral);
  return ofType(made, promoted(value, value));
}

/** A hole that keeps its reason and its place. */
export function unknownOf(value: Value, span: Span): Value {
  return computed(value.data instanceof Hole ? value.data : new Hole("is not known", span), span, [value]);
}

function isPartOfText({ data }: Value, other: Value): boolean {
  return data instanceof Hole && (typeof other.data === "string" || (other.data instanceof Hole && other.data.text !== undefined));
}

function typeOf({ data, isNull, numeral: numeralOfValue }: Value): string {
  if (data === null) return isNull === true ? "object" : "undefined";
  if (isNotANumber(data)) return "number";
  if (numeralOfValue === "bigint" || numeralOfValue === "symbol") return numeralOfValue;
  if (typeof data !== "object") return typeof data;
  return data.kind === "closure" || data.kind === "class" || data.kind === "native" ? "function" : "object";
}

/** The texts one after the other. */
export function joined(run: Run, values: readonly Value[], span: Span): Value {
  const texts = values.map((value) => run.text(value, span));
  const hole = texts.find(({ data }) => typeof data !== "string");
  if (hole !== undefined) {
    const reason = hole.data instanceof Hole ? hole.data : new Hole("is not a text that is known", span);
    return computed(
      partOfText(
        reason,
        texts.map(({ data }) => data),
      ),
      span,
      values,
    );
  }
  const text = texts.map(({ data }) => data as string).join("");
  return text.length > longestText ? run.hole("is longer than what is read", span, values) : computed(text, span, values);
}

/** What an operator makes of two values, the second of which may never be asked for. */
export function combine(run: Run, operator: Binary["operator"], a: Value, right: () => Value, span: Span): Value {
  if (!run.dialect.convertsToDeclaredTypes) return combined(run, operator, a, right, span);
  let other: Value | undefined;
  const made = combined(run, operator, a, () => (other = right()), span);
  if (typeof made.data !== "number" || other === undefined) return made;
  return ofType(ofAnyType(made), promoted(a, operator.length > 1 ? a : other));
}

function combined(run: Run, operator: Binary["operator"], a: Value, right: () => Value, span: Span): Value {
  if (operator === "&&" || operator === "||" || operator === "??") {
    const takesRight = operator === "??" ? (a.data instanceof Hole ? undefined : a.data === null) : decided(run.truth(a), operator);
    if (takesRight === true) return chosenBy(a, right(), span);
    if (takesRight === false) return chosenBy(a, a, span);
    const [b] = run.either<Value | undefined>("depends on what is not known", span, [textOf(a.origin.span)], [right, () => undefined]);
    if (b?.data === a.data) return a;
    return computed(a.data instanceof Hole ? a.data : new Hole("is not known", span), span, b === undefined ? [a] : [a, b]);
  }
  const b = right();
  const own = run.dialect.operate?.(operator, a, b, run, span);
  if (own !== undefined) return own;
  if ((isNotANumber(a.data) || isNotANumber(b.data)) && /^[<>]=?$/.test(operator)) return computed(false, span, [a, b]);
  if (operator === "==" || operator === "!=") return loosely(run, a, b, operator === "==", span);
  if (operator === "===" || operator === "!==") {
    const same = run.same(a, b);
    return same === undefined ? unknownOf(a.data instanceof Hole ? a : b, span) : computed(same === (operator === "==="), span, [a, b]);
  }
  if (operator === "in" || operator === "not in") return contains(run, a, b, operator === "in", span);
  if (operator === "instanceof") return isOf(run, a, b, span);
  if (operator === "+" && a.data instanceof List && typeof b.data !== "string") return concatenated(run, a, b, span);
  if (operator === "|" && a.data instanceof RecordData && b.data instanceof RecordData) {
    const data = new RecordData();
    spreadInto(run, data, a, span);
    spreadInto(run, data, b, span);
    return computed(data, span, [a, b]);
  }
  if (operator === "*" && a.data instanceof List && typeof b.data === "number") {
    const times = Math.min(Math.max(0, b.data), 10_000);
    const { items, rest } = a.data;
    return run.list(Array.from({ length: times }, () => items.map(({ value }) => value)).flat(), span, rest);
  }
  if (operator === "+" && typeof a.data === "string" && typeof b.data === "string" && (a.numeral === "bytes" || b.numeral === "bytes"))
    return a.numeral === b.numeral ? numeral(computed(a.data + b.data, span, [a, b]), "bytes") : run.fail("adds bytes to a text", span, "TypeError");
  if (operator === "+" && (isPartOfText(a, b) || isPartOfText(b, a))) return joined(run, [a, b], span);
  if (a.data instanceof Hole || b.data instanceof Hole) return computed(a.data instanceof Hole ? a.data : b.data, span, [a, b]);
  if (operator === "+" && run.dialect.printValue !== undefined && (typeof a.data === "string" || typeof b.data === "string"))
    return joined(run, [plainOf(a), plainOf(b)], span);
  if (run.dialect.failsByZero !== undefined && b.data === 0 && typeof a.data === "number" && /^(?:\/\/?|%)$/.test(operator))
    return run.fail("is divided by zero", span, run.dialect.failsByZero);
  const type = run.dialect.convertsToDeclaredTypes ? promoted(a, /^(?:<<|>>>?)$/.test(operator) ? a : b) : undefined;
  const largest = type === "long" ? Number.MAX_SAFE_INTEGER : run.dialect.largestInteger;
  const isNarrow = type === "int" && /^[-+*]$/.test(operator);
  const { dividesIntegers, print } = run.dialect;
  const result =
    isNarrow && typeof a.data === "number" && typeof b.data === "number"
      ? ofInt(operator, a.data, b.data)
      : operate(operator, a.data, b.data, largest === undefined ? run.dialect : { dividesIntegers, print, largestInteger: largest });
  if (
    typeof result === "number" &&
    !isNarrow &&
    largest !== undefined &&
    Math.abs(result) > largest &&
    ![a.data, b.data].some((one) => typeof one === "number" && Math.abs(one) > largest && largest < Number.MAX_SAFE_INTEGER)
  )
    return run.hole("is a whole number that is larger than what is counted with", span, [a, b]);
  return result === undefined ? run.hole("is computed in a way that is not known", span, [a, b]) : computed(result, span, [a, b]);
}

/** Whole numbers of 32 bits lose what they have no room for. */
function ofInt(operator: string, a: number, b: number): number {
  return operator === "*" ? Math.imul(a, b) : (operator === "+" ? a + b : a - b) | 0;
}

/** https://tc39.es/ecma262/#sec-islooselyequal */
function loosely(run: Run, a: Value, b: Value, positive: boolean, span: Span): Value {
  const [x, y] = [a.data, b.data];
  if (isNotANumber(x) || isNotANumber(y)) return computed(!positive, span, [a, b]);
  if (x === null || y === null)
    return x instanceof Hole || y instanceof Hole ? unknownOf(x instanceof Hole ? a : b, span) : computed((x === y) === positive, span, [a, b]);
  if (isScalar(x) && isScalar(y)) {
    const same = typeof x === typeof y ? x === y : Number(x) === Number(y);
    return computed(same === positive, span, [a, b]);
  }
  if (isScalar(x) !== isScalar(y) && !(x instanceof Hole || y instanceof Hole))
    return run.hole("is compared with what is made into a text", span, [a, b]);
  const same = run.same(a, b);
  return same === undefined ? unknownOf(x instanceof Hole ? a : b, span) : computed(same === positive, span, [a, b]);
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
    if (isOfEveryObject(run, a.data)) return computed(positive, span, [a, b]);
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

/** The source of a condition, short enough for a sentence. */
export function textOf({ file, start, end }: Span): string {
  const text = file.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The entries of a value beside those that are there, which they replace. */
export function spreadInto(run: Run, data: RecordData, { data: given }: Value, span: Span): void {
  if (given instanceof RecordData || (typeof given === "object" && given !== null && given.kind === "instance")) {
    if (given instanceof RecordData && given.rest !== undefined) mayReplace(data, given.rest, span);
    const isObject = given.kind === "instance";
    const keys = given instanceof RecordData ? given.keys : undefined;
    for (const [name, field] of given.fields) {
      if (isObject && name.startsWith("#")) continue;
      const key = keys?.get(name);
      const slot = key === undefined ? slotOfText(data, name) : (nameIn(run, data, key) ?? name);
      data.fields.set(slot, { ...field, placement: "computed", entry: field.entry });
      if (key !== undefined) noteOwnKey(run, data, slot, key);
    }
  } else if (given !== null && given !== false) mayReplace(data, given instanceof Hole ? given : new Hole("spreads what is not known", span), span);
}
