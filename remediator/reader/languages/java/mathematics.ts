import { computed, numeral } from "../../interpreter/value";
import { unknownFrom } from "../library";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { scalarFunction, type LibraryFunction } from "../java-and-csharp/methods";

/** Decimal where one of the arguments is. */
function math(compute: (...numbers: number[]) => number): LibraryFunction {
  const made = numbers(compute);
  return (call) => numeral(made(call), call.given.find(({ value }) => value.numeral === "decimal")?.value.numeral);
}

function decimals(compute: (...numbers: number[]) => number): LibraryFunction {
  const made = numbers(compute);
  return (call) => numeral(made(call), "decimal");
}

export function numbers(compute: (...numbers: number[]) => number): LibraryFunction {
  return scalarFunction((...given) => (given.every((number) => typeof number === "number") ? compute(...given) : undefined));
}

/** Ends with an error where the type has no room for the result, which is the type of whole numbers unless an argument is of a wider one. */
function exact(compute: (a: number, b: number) => number): LibraryFunction {
  return (call) => {
    const values = call.given.map(({ value }) => value);
    const [a, b = a] = values.map(({ data }) => data);
    if (typeof a !== "number" || typeof b !== "number") return unknownFrom(call.machine, call.span, values);
    const made = compute(a, b);
    const isWide = values.length > 1 && values.some(({ numberType }) => numberType === "long" || numberType === "Long");
    if (Math.abs(made) < (isWide ? Number.MAX_SAFE_INTEGER : 2 ** 31) || made === -(2 ** 31)) return computed(made, call.span, values);
    return isWide
      ? call.machine.hole("is a whole number that is larger than what is counted with", call.span, values)
      : call.machine.fail("is larger than its type has room for", call.span, "ArithmeticException");
  };
}

/** `Math`. */
export const mathematics: LibraryClass = {
  members: {
    max: math(Math.max),
    min: math(Math.min),
    abs: math(Math.abs),
    floor: decimals(Math.floor),
    ceil: decimals(Math.ceil),
    round: numbers(Math.round),
    pow: decimals(Math.pow),
    sqrt: decimals(Math.sqrt),
    log: decimals(Math.log),
    log10: decimals(Math.log10),
    hypot: decimals(Math.hypot),
    cbrt: decimals(Math.cbrt),
    signum: decimals(Math.sign),
    floorDiv: numbers((a, b) => Math.floor(a / b)),
    ceilDiv: numbers((a, b) => Math.ceil(a / b)),
    floorMod: numbers((a, b) => ((a % b) + b) % b),
    addExact: exact((a, b) => a + b),
    multiplyExact: exact((a, b) => a * b),
    subtractExact: exact((a, b) => a - b),
    toIntExact: exact((a) => a),
  },
};
