import { initialized } from "../../interpreter/classes";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, computed, Instance, RecordData, type Value } from "../../interpreter/value";
import { ofWiderType } from "../java-and-csharp/conditional-types";
import { memberWith } from "../java-and-csharp/arithmetic";
import type { LibraryFunction } from "../java-and-csharp/methods";
import { isInstance } from "../java-and-csharp/natives";
import { at, unknownFrom } from "../library";

/** What C# makes of casts: what is surely of another type ends with an error. */
export const casts: Readonly<Record<string, LibraryFunction>> = {
  "#conditional": ofWiderType,
  /** Whether a value may be taken apart by its places: an array or a text may not. */
  "#positional": ({ machine, given, span }) => {
    const value = at(given, 0);
    if (value === undefined || value.data instanceof Hole) return unknownFrom(machine, span, [value]);
    return computed(typeof value.data === "object" && value.data !== null && !(value.data instanceof List && value.data.isArray === true), span, [
      value,
    ]);
  },
  /** `(int)x`, `(string)x`. */
  "#unboxed": ({ machine, given, span }) => {
    const [value, type] = [at(given, 0), at(given, 1)?.data];
    if (value === undefined) return machine.hole("is made into another type", span);
    return isOther(value, type) ? machine.fail("is nothing of the type that it is made into", span, "InvalidCastException") : value;
  },
  /** `(T)x` of a class or enum of the program. */
  "#made": ({ machine, given, span }) => {
    const [value, type] = [at(given, 0), at(given, 1)?.data];
    if (value === undefined) return machine.hole("is made into another type", span);
    if (!(type instanceof ClassData)) return value;
    if (value.data instanceof Instance) {
      const converts = value.data.type.expression.members.some(({ name }) => name.startsWith("conversion to "));
      return isInstance(value, type) === false && !converts && !isEnum(type)
        ? machine.fail("is no object of the class that it is made into", span, "InvalidCastException")
        : { ...value, seenAs: type };
    }
    return typeof value.data === "number" && isEnum(type)
      ? (passed(memberWith(type, value.data), value) ?? machine.hole("is no member of an enum that has a name", span, [value]))
      : value;
  },
};

function isOther({ data, numeral }: Value, type: unknown): boolean {
  if (data === null || data instanceof Hole || data instanceof Instance) return false;
  const isText = typeof data === "string" && numeral !== "character";
  const isCollection = data instanceof List || data instanceof RecordData;
  if (type === "string") return !isText && (typeof data !== "object" || isCollection);
  if (type === "bool") return typeof data !== "boolean" && (typeof data !== "object" || isCollection);
  return isText || isCollection || typeof data === "boolean";
}

function isEnum(type: ClassData): boolean {
  initialized(type);
  return [...type.statics.values()].some(({ data }) => data instanceof Instance && data.fields.has("#ordinal"));
}

/** A member in the place of its number. */
function passed(member: Value | undefined, { origin }: Value): Value | undefined {
  return member === undefined ? undefined : { ...member, origin };
}
