import type { Value } from "./value";

/** Java's and C#'s types of numbers: each may stand where one that comes after it is asked for. */
const widening = ["byte", "short", "int", "long", "float", "double"];

/** Java's classes of what they hold. */
const boxes: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  Byte: "byte",
  Short: "short",
  Character: "char",
  Integer: "int",
  Long: "long",
  Float: "float",
  Double: "double",
};

/** What a number of unknown type may be of. */
const wholes = ["int", "Integer", "long", "Long"];
const fractions = ["double", "Double", "float"];

/** Whether a type is one of numbers or characters. */
export function isNumberType(type: string): boolean {
  return widening.includes(type) || type in boxes || /^(?:char|decimal|sbyte|u(?:short|int|long))$/.test(type);
}

/** Java's class of what holds a number of a type. */
export function boxOf(type: string): string | undefined {
  return Object.keys(boxes).find((box) => boxes[box] === type);
}

/** Whether a type is Java's class of what it holds. */
export function isBoxed(type: string): boolean {
  return type in boxes;
}

/** The types that the expression which gave a value may be of; empty for what is no number. */
export function numberTypesOf({ data, numeral, numberType }: Value): readonly string[] {
  if (numberType !== undefined) return [numberType];
  if (numeral === "character") return ["char"];
  if (typeof data !== "number") return [];
  return numeral === "decimal" ? fractions : wholes;
}

/** The type of what an operator makes of two numbers; undefined where theirs are not known. */
export function promoted(a: Value, b: Value): string | undefined {
  const [x, y] = [primitive(a), primitive(b)];
  if (x === undefined || y === undefined) return undefined;
  const place = Math.max(widening.indexOf("int"), widening.indexOf(x), widening.indexOf(y));
  return x === "decimal" || y === "decimal" ? "decimal" : widening[place];
}

function primitive({ numeral, numberType }: Value): string | undefined {
  if (numberType === undefined) return numeral === "character" ? "char" : undefined;
  const type = boxes[numberType] ?? numberType;
  return widening.includes(type) || type === "decimal" || type === "char" ? type : undefined;
}

/**
 * How far a type is from that of a parameter, the nearest 0: wider numbers come first, then what is put into an object or taken out of one.
 * https://docs.oracle.com/javase/specs/jls/se17/html/jls-15.html#jls-15.12.2
 */
export function distanceTo(type: string, parameter: string): number {
  if (type === parameter) return 0;
  const isNullable = parameter.endsWith("?");
  const wanted = parameter.replace(/\?$/, "");
  if (isNullable) return distanceTo(type, wanted) + objects / 2;
  const box = boxes[type];
  if (box !== undefined) return isAnything(wanted) ? 1 : Math.min(farthest, objects + distanceTo(box, wanted));
  if (boxes[wanted] !== undefined) return boxes[wanted] === type ? objects : farthest;
  if (isAnything(wanted)) return 2 * objects;
  const from = type === "char" ? widening.indexOf("short") : widening.indexOf(type);
  const to = widening.indexOf(wanted);
  if (wanted === "decimal") return from >= 0 && from < widening.indexOf("float") ? widening.length : farthest;
  return from >= 0 && to > from ? to - from : farthest;
}

const objects = 20;
/** The one is no other. */
export const farthest = 60;

/** Types that everything is of. */
export function isAnything(type: string): boolean {
  return /^(?:Object|object|dynamic|var|any|T|Number|Comparable(?:<.*>)?)$/.test(type);
}
