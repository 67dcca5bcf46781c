import type { SyntaxNode } from "../../syntax/parse";
import type { Expression } from "../../syntax/tree";
import type { Context } from "./context";
import { runeOf } from "./scalars";

/**
 * Constants without a type are exact, however large they are on the way: https://go.dev/ref/spec#Constant_expressions. A number is a fraction of two whole
 * ones; `isFloat` where it was written with a point, so that it is divided as one.
 */
export interface Exact {
  readonly over: bigint;
  readonly under: bigint;
  readonly isFloat: boolean;
  /** On the way to it, there was a number that is not counted with otherwise. */
  readonly isBeyond: boolean;
}

/** More digits than any program needs. */
const largest = 1n << 1_024n;

/** The value of an expression of literals and constants; undefined for all others, and for what needs no exactness. */
export function lowerExact(context: Context, node: SyntaxNode): Expression | undefined {
  if (node.type !== "binary_expression") return undefined;
  const exact = exactOf(context, node);
  if (exact === undefined || (!exact.isBeyond && !exact.isFloat)) return undefined;
  const { span } = node;
  const value = numberOf(exact);
  return value === undefined
    ? { kind: "opaque", reason: "is a whole number that is larger than what is counted with", span }
    : { kind: "literal", value, span };
}

function numberOf({ over, under, isFloat }: Exact): number | undefined {
  if (!isFloat && over % under === 0n) {
    const whole = Number(over / under);
    return Number.isSafeInteger(whole) ? whole : undefined;
  }
  // More digits than the number has room for, of which the last ones are cut.
  const size = over.toString(2).length - under.toString(2).length;
  const shift = BigInt(Math.max(0, 80 - size));
  const value = Number((over << shift) / under) / 2 ** Number(shift);
  return Number.isFinite(value) ? value : undefined;
}

/** The exact value of an expression; undefined where one of its parts has a type, or is no constant. */
export function exactOf(context: Context, node: SyntaxNode | undefined, depth = 0): Exact | undefined {
  if (node === undefined || depth > 50) return undefined;
  switch (node.type) {
    case "int_literal":
      return whole(node.text);
    case "rune_literal":
      return exact(BigInt(runeOf(node)), 1n, false, false);
    case "float_literal":
      return fraction(node.text);
    case "parenthesized_expression":
      return exactOf(context, node.named[0], depth + 1);
    case "iota":
      return context.iota === undefined ? undefined : exact(BigInt(context.iota), 1n, false, false);
    case "identifier":
      return context.exactNamed(node.text);
    case "unary_expression": {
      const operand = exactOf(context, node.at("operand"), depth + 1);
      const operator = node.at("operator")?.text;
      if (operand === undefined || (operator !== "-" && operator !== "+")) return undefined;
      return operator === "-" ? { ...operand, over: -operand.over } : operand;
    }
    case "binary_expression": {
      const [a, b] = [exactOf(context, node.at("left"), depth + 1), exactOf(context, node.at("right"), depth + 1)];
      return a === undefined || b === undefined ? undefined : calculated(node.at("operator")?.text ?? "", a, b);
    }
    default:
      return undefined;
  }
}

function calculated(operator: string, a: Exact, b: Exact): Exact | undefined {
  const isFloat = a.isFloat || b.isFloat;
  const isBeyond = a.isBeyond || b.isBeyond;
  const made = (over: bigint, under = 1n): Exact | undefined => exact(over, under, isFloat, isBeyond);
  switch (operator) {
    case "+":
      return made(a.over * b.under + b.over * a.under, a.under * b.under);
    case "-":
      return made(a.over * b.under - b.over * a.under, a.under * b.under);
    case "*":
      return made(a.over * b.over, a.under * b.under);
    case "/":
      if (b.over === 0n) return undefined;
      return isFloat ? made(a.over * b.under, a.under * b.over) : made(a.over / b.over);
  }
  if (a.under !== 1n || b.under !== 1n) return undefined;
  const [x, y] = [a.over, b.over];
  switch (operator) {
    case "%":
      return y === 0n ? undefined : made(x % y);
    case "<<":
      return y < 0n || y > 1_000n ? undefined : exact(x << y, 1n, false, isBeyond);
    case ">>":
      return y < 0n || y > 2_000n ? undefined : exact(x >> y, 1n, false, isBeyond);
    case "&":
      return made(x & y);
    case "|":
      return made(x | y);
    case "^":
      return made(x ^ y);
    case "&^":
      return made(x & ~y);
    default:
      return undefined;
  }
}

function exact(over: bigint, under: bigint, isFloat: boolean, isBeyond: boolean): Exact | undefined {
  const [top, bottom] = under < 0n ? [-over, -under] : [over, under];
  const divisor = common(top < 0n ? -top : top, bottom);
  const [x, y] = [top / divisor, bottom / divisor];
  if (x > largest || -x > largest || y > largest) return undefined;
  return { over: x, under: y, isFloat, isBeyond: isBeyond || (y === 1n && !Number.isSafeInteger(Number(x))) };
}

function common(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}

function whole(text: string): Exact | undefined {
  const plain = text.replaceAll("_", "").toLowerCase();
  const digits = /^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain;
  return /^(?:\d+|0x[\da-f]+|0o[0-7]+|0b[01]+)$/.test(digits) ? exact(BigInt(digits), 1n, false, false) : undefined;
}

function fraction(text: string): Exact | undefined {
  const [, before = "", after = "", power = "0"] = /^(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text.replaceAll("_", "")) ?? [];
  const exponent = Number(power) - after.length;
  if (before + after === "" || Math.abs(exponent) > 300) return undefined;
  const digits = BigInt(before + after);
  return exponent >= 0 ? exact(digits * 10n ** BigInt(exponent), 1n, true, false) : exact(digits, 10n ** BigInt(-exponent), true, false);
}
