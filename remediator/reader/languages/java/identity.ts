import type { NativeCall } from "../../interpreter/native";
import { computed, type Origin, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";
import type { LibraryFunction } from "../java-and-csharp/methods";

/** What programs of Java do with objects as such. */
export const identities: Readonly<Record<string, LibraryFunction>> = {
  /** `a == b` of texts and of numbers that are objects. */
  "#identical": identical,
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

function isWritten({ origin }: Value): boolean {
  let step: Origin = origin;
  while (step.from !== undefined && step.how !== "computed" && step.how !== "setting") step = step.from;
  return step.how === "written";
}

/** Numbers that are made into objects once. */
function isSmall(data: Value["data"]): boolean {
  return typeof data === "boolean" || (typeof data === "number" && data >= -128 && data <= 127);
}
