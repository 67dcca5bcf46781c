import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import {
  ClassData,
  Closure,
  computed,
  Instance,
  isNothing,
  numeral,
  ofAnyType,
  ofType,
  passedOn,
  RecordData,
  SymbolData,
  written,
  type Data,
  type Value,
} from "../../interpreter/value";
import { isBoxed, isNumberType } from "../../interpreter/number-types";
import { isScalar } from "../../interpreter/operators";
import { typedAs } from "../../interpreter/typed-places";
import { at, native, unknownFrom } from "../library";
import { scalarFunction, type LibraryFunction } from "./methods";
import type { Span } from "../../syntax/tree";
import { asArray } from "./sequences";

/** What lowered programs call under names that no program can write. */
export const natives: Readonly<Record<string, LibraryFunction>> = {
  "#array": newArray,
  "#reference": methodReference,
  "#close": closed,
  "#component": component,
  "#case": enumCase,
  "#present": ({ machine, given, span }) => {
    const value = at(given, 0) ?? written(null, span);
    return isNothing(value) ? machine.fail("is nothing, which is no case", span, "NullPointerException") : value;
  },
  "#is": isOrEquals,
  "#fromEnd": fromEnd,
  "#with": changed,
  "#type": isOfScalarType,
  "#promoted": ({ machine, given, span }) => {
    const [value, type] = [at(given, 0), at(given, 1)?.data];
    if (value === undefined) return machine.hole("is made into another type", span);
    const isNumber = typeof value.data === "number" || value.numeral === "character";
    return isNumber && typeof type === "string" && !/^[Oo]bject$/.test(value.numberType ?? "") ? typedAs(machine.semantics, value, type) : value;
  },
  "#int": toInteger,
  "#char": toCharacter,
  "#orNothing": orNothing,
  "#as": ({ machine, given, span }) => {
    const [value, type] = [at(given, 0), at(given, 1)?.data];
    if (value === undefined) return machine.hole("is made into another type", span);
    return typeof type === "string" && /^(?:float|double)$/.test(type)
      ? typedAs(machine.semantics, value, type)
      : ofType(ofAnyType(value), typeof type === "string" ? type : undefined);
  },
};

/** All of them, as names that are there without an import. */
export function nativeGlobals(machine: Machine, more: Readonly<Record<string, LibraryFunction>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries({ ...natives, ...more }).map(([name, call]) => [name, native(name, machine.here, call)]));
}

/** What an array of a type holds before anything is put into it. */
function zeroOf(type: unknown, span: Span): Value {
  if (type === "boolean" || type === "bool") return written(false, span);
  if (type === "char") return numeral(written("\0", span), "character");
  if (type === "double" || type === "float" || type === "decimal") return numeral(written(0, span), "decimal");
  return written(typeof type === "string" && isNumberType(type) && !isBoxed(type) ? 0 : null, span);
}

/** `new T[3]`, `new T[2][3]`. */
function newArray({ machine, given, span }: NativeCall): Value {
  const [type, ...lengths] = given.map(({ value }) => value.data);
  const made = arrayOf(machine, lengths.length === 0 ? [0] : lengths, zeroOf(type, span), span);
  if (typeof type === "string" && type !== "" && lengths.length === 1 && made.data instanceof List) made.data.type ??= type;
  return made;
}

function arrayOf(machine: Machine, [length, ...inner]: readonly Data[], zero: Value, span: Span): Value {
  if (typeof length !== "number") return computed(new List([], new Hole("has a length that is not known", span)), span, []);
  const made = Array.from({ length: Math.min(Math.max(0, length), 10_000) }, () => (inner.length === 0 ? zero : arrayOf(machine, inner, zero, span)));
  return asArray(machine.list(made, span));
}

/** What an object does when it is closed. */
function closed({ machine, given, span }: NativeCall): Value {
  const object = at(given, 0);
  // A function is one method of whatever it is given as: `AutoCloseable c = () -> ...`.
  if (object?.data instanceof Closure) return machine.apply(object, [], span);
  const closing = object?.data instanceof Instance ? closingMethod(object.data.type) : undefined;
  return object === undefined || closing === undefined ? written(null, span) : callMethod(machine, object, closing, [], span);
}

/** The method of a class or one of its bases that is called when an object is no longer used. */
function closingMethod(type: ClassData, depth = 0): string | undefined {
  const own = type.expression.members.find(({ kind, name }) => kind === "method" && /^(?:close|Dispose|DisposeAsync)$/.test(name))?.name;
  if (own !== undefined || depth > 20) return own;
  return type.bases.flatMap(({ data }) => (data instanceof ClassData ? [closingMethod(data, depth + 1)] : [])).find((name) => name !== undefined);
}

/** `Type::method`: a static method, or a method of the first argument. */
function methodReference({ machine, given, span }: NativeCall): Value {
  const [type, name] = [at(given, 0), at(given, 1)?.data];
  if (type === undefined || typeof name !== "string") return machine.hole("is a method that is not known", span);
  return written(
    new Native(name, {
      call: ({ given: values, span: call }) => {
        if (isStatic(type, name, machine, values.length)) return machine.call(machine.member(type, name, span), values, call);
        const [self, ...rest] = values;
        return self === undefined ? machine.hole("calls a method of nothing", call) : callMethod(machine, self.value, name, rest, call);
      },
    }),
    span,
  );
}

export function callMethod(machine: Machine, self: Value, name: string, given: NativeCall["given"], span: NativeCall["span"]): Value {
  const member = machine.member(self, name, span);
  const isCallable = member.data instanceof Closure || (member.data instanceof Native && member.data.behaviour.call !== undefined);
  return isCallable ? machine.call(member, given, span) : member;
}

function isStatic({ data }: Value, name: string, machine: Machine, count: number): boolean {
  if (data instanceof ClassData) return data.expression.members.some((member) => member.isStatic && member.name === name);
  if (!(data instanceof SymbolData)) return data instanceof Native;
  // `Output::of` and `List::of` are static, `SecurityGroup::id` and `String::trim` are not.
  const member = machine.member({ data, origin: { span: machine.here, how: "written" } }, name, machine.here);
  return (
    // What the library does not know has members of its own, whatever they are: it may be a method of an object as well.
    (member.data instanceof Native && member.data.behaviour.member === undefined) ||
    (member.data instanceof SymbolData && count > 0 && /^(?:of|all|tuple|format|ofSecret|ofNullable|get[A-Z]\w*)$/.test(name) && !isResource(data))
  );
}

function isResource({ path }: SymbolData): boolean {
  return path.length > 3 && /^\p{Lu}/u.test(path.at(-1) ?? "") && !/(?:Functions|Output)$/.test(path.at(-1) ?? "");
}

/** A part of a record or tuple by its position. */
function component({ machine, given, span }: NativeCall): Value {
  const [subject, index, count] = [at(given, 0), at(given, 1)?.data, at(given, 2)?.data];
  if (subject === undefined || typeof index !== "number") return machine.hole("is a part that is not known", span);
  const { data } = subject;
  const part = typeof count === "number" ? machine.parts(subject, count, span)?.items[index] : undefined;
  if (part !== undefined) return part.value;
  if (data instanceof List) return data.items[index]?.value ?? unknownFrom(machine, span, [subject], "is a part that is not there");
  if (data instanceof Instance) {
    const constructor = data.type.expression.members.find(({ kind, function: own }) => kind === "constructor" && own !== undefined)?.function;
    const pattern = constructor?.parameters[index]?.pattern;
    if (pattern?.kind === "name") return machine.member(subject, pattern.name, span);
  }
  return unknownFrom(machine, span, [subject], "is a part that is not known");
}

/** `case NAME`: the member of the enum that the subject belongs to. */
function enumCase({ machine, given, span }: NativeCall): Value {
  const [subject, name] = [at(given, 0), at(given, 1)?.data];
  if (subject === undefined || typeof name !== "string") return machine.hole("is a case that is not known", span);
  if (subject.data instanceof Instance) {
    const type = baseEnum(subject.data.type) ?? subject.data.type;
    return machine.member(written(type, span), name, span);
  }
  return subject.data instanceof Hole ? computed(subject.data, span, [subject]) : computed(name, span, []);
}

/** A constant with a body of its own belongs to a class of its own. */
function baseEnum(type: ClassData): ClassData | undefined {
  const [base] = type.bases;
  return base?.data instanceof ClassData ? base.data : undefined;
}

/** `x is Name`, where the name may be a type or a constant. */
function isOrEquals({ machine, given, span }: NativeCall): Value {
  const [subject, other] = [at(given, 0), at(given, 1)];
  if (subject === undefined || other === undefined) return machine.hole("asks for what is not known", span);
  const answer =
    other.data instanceof ClassData
      ? isInstance(subject, other.data)
      : other.data instanceof SymbolData || other.data instanceof Native
        ? undefined
        : machine.same(subject, other);
  return answer === undefined ? unknownFrom(machine, span, [subject, other], "asks for a type") : computed(answer, span, [subject]);
}

/** `value is int`: by what is known of how the number was written. */
function isOfScalarType({ machine, given, span }: NativeCall): Value {
  const [subject, type] = [at(given, 0), at(given, 1)?.data];
  if (subject === undefined || typeof type !== "string" || subject.data instanceof Hole) return unknownFrom(machine, span, [subject]);
  return computed(isScalarType(subject, type), span, [subject]);
}

/** `value as Type`: the value where it is of the type, otherwise nothing. */
function orNothing({ given, span }: NativeCall): Value {
  const [value, type, name] = [at(given, 0), at(given, 1)?.data, at(given, 2)?.data];
  if (value === undefined) return written(null, span);
  const scalar = typeof name === "string" ? name.replace(/\?$/, "") : "";
  const isOther = isScalar(value.data)
    ? type instanceof ClassData || (scalars.test(scalar) && !isScalarType(value, scalar))
    : type instanceof ClassData && value.data instanceof Instance && isInstance(value, type) === false;
  return isOther ? computed(null, span, [value]) : value;
}

/** C#'s names of types whose values are texts, numbers and truths. */
export const scalars = /^(?:string|bool|char|s?byte|u?short|u?int|u?long|double|float|decimal)$/;

export function isScalarType({ data, numeral: kind }: Value, type: string): boolean {
  if (type === "bool") return typeof data === "boolean";
  if (type === "char") return kind === "character";
  if (type === "string") return typeof data === "string" && kind !== "character";
  return typeof data === "number" && /^(?:double|float|decimal)$/.test(type) === (kind === "decimal" || !Number.isInteger(data));
}

/** Whether a value is an object of a class or of one that is made from it; undefined where that is not known. */
export function isInstance({ data }: Value, type: ClassData): boolean | undefined {
  if (data instanceof Hole) return undefined;
  return data instanceof Instance && inherits(data.type, type, 0);
}

function inherits(type: ClassData, base: ClassData, depth: number): boolean {
  if (type === base || type.expression === base.expression) return true;
  return depth < 20 && type.bases.some(({ data }) => data instanceof ClassData && inherits(data, base, depth + 1));
}

function fromEnd({ machine, given, span }: NativeCall): Value {
  const [list, distance] = [at(given, 0), at(given, 1)?.data];
  if (list === undefined || typeof distance !== "number") return unknownFrom(machine, span, [list]);
  const { items, rest } = machine.elements(list, span);
  const item = rest === undefined ? items[items.length - distance] : undefined;
  return item === undefined ? unknownFrom(machine, span, [list], "is at an end that is not known") : passedOn(item.value, "element", span);
}

/** `x with { A = 1 }`. */
function changed({ machine, given, span }: NativeCall): Value {
  const [base, changes] = [at(given, 0), at(given, 1)?.data];
  if (base === undefined || !(changes instanceof RecordData)) return machine.hole("is a copy of what is not known", span);
  const { data } = base;
  if (!(data instanceof Instance) && !(data instanceof RecordData)) return unknownFrom(machine, span, [base], "is a copy of what is not known");
  const copy = data instanceof Instance ? new Instance(data.type) : new RecordData();
  for (const [name, field] of [...data.fields, ...changes.fields]) copy.fields.set(name, field);
  if (copy instanceof RecordData && data instanceof RecordData) {
    if (data.type !== undefined) copy.type = data.type;
    if (data.rest !== undefined) copy.rest = data.rest;
  }
  return computed(copy, span, [base]);
}

/** `(int) x`: of a fraction its whole part, of a character its code, of an enum's member its number. */
function toInteger(call: NativeCall): Value {
  const value = at(call.given, 0);
  if (value?.data instanceof Instance) return call.machine.member(value, "#ordinal", call.span);
  const type = at(call.given, 1)?.data;
  const { semantics } = call.machine;
  const made =
    semantics.convertsToNearest && value?.numeral === "decimal"
      ? nearest(call, value, type === "long")
      : whole({ ...call, given: call.given.slice(0, 1) });
  return typeof type === "string" ? typedAs(semantics, made, type) : made;
}

/** What is larger than the largest number becomes that one: https://docs.oracle.com/javase/specs/jls/se17/html/jls-5.html#jls-5.1.3 */
function nearest({ machine, span }: NativeCall, value: Value, isLong: boolean): Value {
  const { data } = value;
  if (typeof data !== "number") return unknownFrom(machine, span, [value]);
  const most = isLong ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1;
  if (isLong && Math.abs(data) > most) return machine.hole("is a whole number that is larger than what is counted with", span, [value]);
  return computed(Math.min(most, Math.max(-most - 1, Math.trunc(data))), span, [value]);
}

const whole = scalarFunction((value) =>
  typeof value === "number" ? Math.trunc(value) : typeof value === "string" && value.length === 1 ? value.charCodeAt(0) : undefined,
);

function toCharacter(call: NativeCall): Value {
  const made = character(call);
  return typeof made.data === "string" ? numeral(made, "character") : made;
}

const character = scalarFunction((value) =>
  typeof value === "number" ? String.fromCharCode(value) : typeof value === "string" && value.length === 1 ? value : undefined,
);
