import type { NativeCall } from "../../interpreter/native";
import { boxOf, isBoxed, isNumberType, numberTypesOf } from "../../interpreter/number-types";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, computed, Instance, ofAnyType, ofType, RecordData, type Origin, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";
import { ofWiderOrPlainType } from "../java-and-csharp/conditional-types";
import { caught } from "../java-and-csharp/errors";
import type { LibraryFunction } from "../java-and-csharp/methods";
import { isInstance } from "../java-and-csharp/natives";

/** What programs of Java do with objects as such. */
export const identities: Readonly<Record<string, LibraryFunction>> = {
  /** `a == b` of texts and of numbers that are objects. */
  "#identical": identical,
  "#cast": cast,
  "#conditional": ofWiderOrPlainType,
  "#caught": caught,
  "#noConstant": ({ machine, span }) => machine.fail("is no constant of an enum", span, "IllegalArgumentException"),
};

/**
 * Texts that the source writes are one object where they are equal, and so are small numbers: https://docs.oracle.com/javase/specs/jls/se17/html/jls-3.html#jls-3.10.5,
 * https://docs.oracle.com/javase/specs/jls/se17/html/jls-5.html#jls-5.1.7. Of others it is not known.
 */
function identical({ machine, given, span }: NativeCall): Value {
  const [a, b, isSameName] = [at(given, 0), at(given, 1), at(given, 2)?.data === true];
  if (a === undefined || b === undefined) return unknownFrom(machine, span, [a, b]);
  const same = machine.same(a, b);
  const isOne =
    same !== true ||
    a.data === null ||
    isSameName ||
    (typeof a.data === "string" ? isWritten(a) && isWritten(b) : isSmall(a.data)) ||
    typeof a.data === "object";
  return same !== undefined && isOne
    ? computed(same, span, [a, b])
    : unknownFrom(machine, span, [a, b], "is compared as an object, which may be another one with the same content");
}

/** `(Type) value`: what is surely of another type ends with an error. */
function cast({ machine, given, span }: NativeCall): Value {
  const [value, type] = [at(given, 0), at(given, 1)?.data];
  if (value === undefined) return machine.hole("is made into another type", span);
  if (isOther(value, type)) return machine.fail("is no object of the class that it is made into", span, "ClassCastException");
  if (type instanceof ClassData) return { ...value, seenAs: type };
  return typeof type === "string" && isBoxed(type) ? ofType(ofAnyType(value), type) : value;
}

function isOther(value: Value, type: unknown): boolean {
  const { data, numeral } = value;
  if (data === null || data instanceof Hole) return false;
  const isText = typeof data === "string" && numeral !== "character";
  const isCollection = data instanceof List || data instanceof RecordData;
  if (type instanceof ClassData) {
    if (data instanceof Instance) return isInstance(value, type) === false;
    return isText || typeof data === "number" || typeof data === "boolean";
  }
  if (typeof type !== "string") return false;
  if (isBoxed(type)) {
    const types = typesOf(value);
    return isText || isCollection || typeof data === "boolean" || (types.length > 0 && !types.some((one) => isLike(one, type)));
  }
  if (type === "String") return !isText && (typeof data !== "object" || isCollection || data instanceof Instance);
  if (type === "Boolean") return typeof data !== "boolean" && (typeof data !== "object" || isCollection);
  if (type === "Map") return typeof data !== "object" || (data instanceof List && data.type !== undefined);
  return typeof data !== "object";
}

/** The types that a number may have been of before it was an object. */
function typesOf(value: Value): readonly string[] {
  const { numberType } = value;
  if (numberType !== undefined && isNumberType(numberType)) return [numberType];
  const { start, end, file } = rootOf(value.origin).span;
  // Numbers of an object in the configuration are of the type that the program asks for, which a class may say: nothing is known of it here.
  if (/\.ya?ml$/.test(file.name)) return [];
  const text = file.text.slice(start, Math.min(end, start + 40));
  if (/^\d[\d_]*$/.test(text)) return ["int"];
  return /^\d[\d_]*[lL]$/.test(text) ? ["long"] : numberTypesOf(ofAnyType(value));
}

/** Whether a number of a type may be one of a class that holds numbers. */
function isLike(type: string, box: string): boolean {
  return type === box || boxOf(type) === box;
}

function isWritten({ origin }: Value): boolean {
  return rootOf(origin).how === "written";
}

/** What wrote or made a value that was only passed on since. */
function rootOf(origin: Origin): Origin {
  let step = origin;
  while (step.from !== undefined && step.how !== "computed" && step.how !== "setting") step = step.from;
  return step;
}

/** Numbers that are made into objects once. */
function isSmall(data: Value["data"]): boolean {
  return typeof data === "boolean" || (typeof data === "number" && data >= -128 && data <= 127);
}
