import type { BinaryOperator } from "../syntax/tree";
import { longestText, type Data } from "./value";
import type { Dialect } from "../languages/dialect";

/** What an operator makes of two known scalars; undefined where it has no meaning here. */
export function operate(operator: BinaryOperator, a: Data, b: Data, dialect: Calculation): Data | undefined {
  if (operator === "+" && (typeof a === "string" || typeof b === "string")) {
    if (!isScalar(a) || !isScalar(b)) return undefined;
    const text = `${printed(a, dialect)}${printed(b, dialect)}`;
    return text.length > longestText ? undefined : text;
  }
  if (typeof a === "string" && typeof b === "string") return compare(operator, a, b);
  if (operator === "*" && typeof a === "string" && typeof b === "number")
    return b * a.length > longestText ? undefined : a.repeat(Math.max(0, Math.trunc(b)));
  const x = numberOf(a);
  const y = numberOf(b);
  if (x === undefined || y === undefined) return undefined;
  const result = bitwise(operator, x, y, dialect.largestInteger) ?? arithmetic(operator, x, y, dialect.dividesIntegers) ?? compare(operator, x, y);
  return typeof result === "number" && !Number.isFinite(result) ? undefined : result;
}

type Calculation = Pick<Dialect, "dividesIntegers" | "print" | "largestInteger">;

/** Bits of whole numbers that have more of them than JavaScript's operators look at; undefined for all others. */
function bitwise(operator: BinaryOperator, a: number, b: number, largest: number | undefined): number | undefined {
  const isWide = largest !== undefined && (largest > 2 ** 31 || Math.abs(a) >= 2 ** 31 || Math.abs(b) >= 2 ** 31);
  if (!isWide || !/^(?:[&|^]|<<|>>)$/.test(operator) || !Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return undefined;
  const [x, y] = [BigInt(a), BigInt(b)];
  if ((operator === "<<" || operator === ">>") && (b < 0 || b > 4_096)) return Infinity;
  const made = operator === "&" ? x & y : operator === "|" ? x | y : operator === "^" ? x ^ y : operator === "<<" ? x << y : x >> y;
  return Number.isSafeInteger(Number(made)) ? Number(made) : Infinity;
}

function printed(scalar: string | number | boolean | null, dialect: Pick<Dialect, "print">): string {
  return typeof scalar === "string" ? scalar : dialect.print(scalar);
}

export function isScalar(data: Data): data is string | number | boolean | null {
  return data === null || typeof data === "string" || typeof data === "number" || typeof data === "boolean";
}

function numberOf(data: Data): number | undefined {
  if (typeof data === "number") return data;
  return typeof data === "boolean" ? Number(data) : undefined;
}

function compare<T extends string | number>(operator: BinaryOperator, a: T, b: T): boolean | undefined {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return undefined;
  }
}

function arithmetic(operator: BinaryOperator, a: number, b: number, dividesIntegers: boolean): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return dividesIntegers && Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b;
    case "//":
      return Math.floor(a / b);
    case "%":
      return a % b;
    case "**":
      return a ** b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "<<":
      return a << b;
    case ">>":
      return a >> b;
    case ">>>":
      return a >>> b;
    default:
      return undefined;
  }
}
