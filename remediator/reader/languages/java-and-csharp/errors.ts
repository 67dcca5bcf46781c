import type { Machine } from "../../interpreter/machine";
import { Native, type Given } from "../../interpreter/native";
import { setField } from "../../interpreter/patterns";
import { Hole } from "../../interpreter/hole";
import { ClassData, computed, Instance, RecordData, SymbolData, written, type Value } from "../../interpreter/value";
import type { Expression, Pattern, Span, Statement } from "../../syntax/tree";
import { at, unknownFrom } from "../library";
import type { LibraryFunction } from "./methods";
import { isInstance } from "./natives";
import { all, callOf, declare, literal, nameOf, named } from "./nodes";

/** Errors of Java and C#: what they are made with, and which handler catches them. */

/** The names of the libraries' own errors. */
export const errorName = /^(?:\p{Lu}\w*)?(?:Exception|Error)$|^Throwable$/u;

/** A class of errors of the library: made with a message and what caused it, or the base of a class of the program. */
export function errorClass(name: string, span: Span): Value {
  return written(
    new Native(name, {
      call: ({ given, span: call, machine }) => {
        const error = machine.record(partsOf(given, machine, call), call);
        if (error.data instanceof RecordData) error.data.type = name;
        return error;
      },
      construct: (self, given, run) => {
        for (const [field, value] of Object.entries(partsOf(given, run, self.origin.span))) setField(run, self, field, value, self.origin.span);
      },
    }),
    span,
  );
}

/** The message is a text, or the cause says it. */
function partsOf(given: readonly Given[], machine: Machine, span: Span): Readonly<Record<string, Value>> {
  const [first, second] = [at(given, 0), at(given, 1)];
  const isText = first === undefined || typeof first.data === "string" || first.data === null;
  const hole = machine.hole("is the message of an error", span);
  const message = first === undefined ? hole : isText ? first : hole;
  const cause = second ?? (isText ? written(null, span) : first);
  return { message, cause, Message: message, InnerException: cause };
}

/** What the libraries' errors are made from, as far as programs tell them apart. */
const bases: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  NumberFormatException: "IllegalArgumentException",
  ArrayIndexOutOfBoundsException: "IndexOutOfBoundsException",
  StringIndexOutOfBoundsException: "IndexOutOfBoundsException",
  InputMismatchException: "NoSuchElementException",
  UncheckedIOException: "RuntimeException",
  FileNotFoundException: "IOException",
  DivideByZeroException: "ArithmeticException",
  OverflowException: "ArithmeticException",
  ArgumentNullException: "ArgumentException",
  ArgumentOutOfRangeException: "ArgumentException",
  KeyNotFoundException: "SystemException",
};
/** Those of Java that need not be declared. */
const unchecked =
  /^(?:NullPointer|ClassCast|IllegalArgument|IllegalState|Arithmetic|IndexOutOfBounds|UnsupportedOperation|NoSuchElement|ConcurrentModification|NegativeArraySize|DateTime)Exception$/;

/** Whether an error of one name is one of another; undefined where that is not known. */
function isNamed(name: string, wanted: string, depth = 0): boolean | undefined {
  if (name === wanted || wanted === "Throwable") return true;
  if (wanted === "Exception") return name.endsWith("Exception") ? true : name.endsWith("Error") ? false : undefined;
  if (wanted === "Error") return name.endsWith("Error");
  const base = bases[name];
  if (base !== undefined && depth < 10) return isNamed(base, wanted, depth + 1);
  if (wanted === "RuntimeException") return unchecked.test(name) ? true : undefined;
  if (wanted === "SystemException") return undefined;
  return unchecked.test(name) ||
    name in bases ||
    /^(?:InvalidOperation|Format|InvalidCast|NullReference|IndexOutOfRange|NotSupported|Argument|Arithmetic|Runtime)Exception$/.test(name) ||
    name === "Exception"
    ? false
    : undefined;
}

/** Whether an error is of a class; undefined where that is not known. */
function isCaught(error: Value, wanted: Value, name: string): boolean | undefined {
  const { data } = error;
  if (name === "Throwable") return true;
  if (wanted.data instanceof ClassData) {
    if (data instanceof Instance) return isInstance(error, wanted.data);
    return data instanceof RecordData && data.type !== undefined ? false : undefined;
  }
  if (data instanceof RecordData && data.type !== undefined) return isNamed(data.type, name);
  return data instanceof Instance ? isMadeFrom(data.type, name) : name === "Exception" && !(data instanceof Hole) ? true : undefined;
}

function isMadeFrom(type: ClassData, name: string, depth = 0): boolean | undefined {
  if (depth > 20) return undefined;
  const answers = type.bases.map(({ data }) => {
    if (data instanceof ClassData) return isMadeFrom(data, name, depth + 1);
    const own = data instanceof Native ? data.name : data instanceof SymbolData ? data.path.at(-1) : undefined;
    return own === undefined ? undefined : errorName.test(own) ? isNamed(own, name) : false;
  });
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** Whether an error is of one of some classes: the error, then each class and its name. */
export const caught: LibraryFunction = ({ machine, given, span }) => {
  const error = at(given, 0);
  if (error === undefined) return machine.hole("is the error that is caught", span);
  const answers = given.slice(1).flatMap(({ value }, index) => {
    const name = index % 2 === 0 ? at(given, index + 2)?.data : undefined;
    return typeof name === "string" ? [isCaught(error, value, name)] : [];
  });
  if (answers.includes(true)) return computed(true, span, [error]);
  return answers.includes(undefined) ? unknownFrom(machine, span, [], "is the error that is caught, or another one") : computed(false, span, [error]);
};

/** What a handler catches, and does. */
export interface Handler {
  readonly types: readonly { readonly type: Expression; readonly name: string }[];
  readonly pattern: Pattern | undefined;
  /** Beside the class: a condition. */
  readonly filter: Expression | undefined;
  readonly body: readonly Statement[];
  readonly span: Span;
}

const error = "#error";

/** The first handler that catches an error runs; one that none of them catches goes on. */
export function handling(handlers: readonly Handler[]): { readonly parameter?: Pattern; readonly handler?: readonly Statement[] } {
  const [first] = handlers;
  if (first === undefined) return {};
  const only = handlers.length === 1 && catchesAll(first);
  if (only) return { ...(first.pattern === undefined ? {} : { parameter: first.pattern }), handler: first.body };
  return { parameter: named(error, first.span), handler: chain(handlers, first.span) };
}

function catchesAll({ types, filter }: Handler): boolean {
  return filter === undefined && (types.length === 0 || types.some(({ name }) => name === "Throwable"));
}

function chain([first, ...others]: readonly Handler[], span: Span): readonly Statement[] {
  if (first === undefined) return [{ kind: "throw", value: nameOf(error, span), isAgain: true, span }];
  const { pattern } = first;
  const bound: readonly Statement[] =
    pattern === undefined ? [] : pattern.kind === "name" ? [declare(pattern.name, pattern.span, nameOf(error, pattern.span))] : [];
  if (catchesAll(first)) return [...bound, ...first.body];
  const types = first.types.flatMap(({ type, name }): readonly Expression[] => [type, literal(name, type.span)]);
  const isOne = types.length === 0 ? literal(true, first.span) : callOf("#caught", [nameOf(error, first.span), ...types], first.span);
  const test = first.filter === undefined ? isOne : all([isOne, first.filter], first.span);
  const statement: Statement = { kind: "if", test, then: first.body, otherwise: chain(others, span), span: first.span };
  return [...bound, statement];
}
