import type { Semantics } from "../languages/semantics";
import { isNumberType } from "./number-types";
import { ofAnyType, type Value } from "./value";

/** A number or character in a place of a type: characters count, fractions stay, and what a type has no room for is lost. */
export function typedAs({ hasSignedBytes }: Pick<Semantics, "hasSignedBytes">, given: Value, type: string | undefined): Value {
  if (type === undefined || type === "var") return given;
  const value = isNumberType(type.replace(/\?$/, "")) || /^[Oo]bject$/.test(type) ? { ...given, numberType: type } : ofAnyType(given);
  if (typeof value.data !== "number" && value.numeral !== "character") return value;
  const bare = type.replace(/\?$/, "");
  const isDecimal = /^(?:double|float|decimal)$/.test(bare);
  const bits = /^(?:int|Integer|uint)$/.test(bare)
    ? 32
    : /^(?:long|Long|ulong)$/.test(bare)
      ? 64
      : /^u?short$/.test(bare)
        ? 16
        : /^s?byte$/.test(bare)
          ? 8
          : 0;
  if (!isDecimal && bits === 0) return value;
  const { numeral: _, ...plain } = value;
  const number = typeof value.data === "string" ? value.data.charCodeAt(0) : value.data;
  if (typeof number !== "number") return value;
  if (isDecimal) return { ...plain, data: number, numeral: "decimal" };
  if (bits === 64 || !Number.isInteger(number)) return { ...plain, data: number };
  const isSigned = bare === "byte" ? hasSignedBytes : !bare.startsWith("u");
  return { ...plain, data: Number(isSigned ? BigInt.asIntN(bits, BigInt(number)) : BigInt.asUintN(bits, BigInt(number))) };
}
