import type { Literal, Span } from "../../syntax/tree";
import { literal } from "./nodes";

/** The value of a number as Java and C# write it: underscores, prefixes, suffixes. */
export function numberOf(written: string): number {
  const text = written.replaceAll("_", "").toLowerCase();
  if (/^0[xb]/.test(text)) return Number(text.replace(/u?l?u?$/, ""));
  return Number(text.replace(/[lfdmu]+$/, ""));
}

/** The type of a number by its spelling: https://docs.oracle.com/javase/specs/jls/se17/html/jls-3.html#jls-3.10 */
export function numberTypeOf(written: string): "int" | "long" | "float" | "double" | "decimal" | undefined {
  const text = written.toLowerCase();
  if (text.includes("u")) return undefined;
  if (text.endsWith("l")) return "long";
  if (/^0[xb]/.test(text)) return Number(text.replaceAll("_", "")) < 2 ** 31 ? "int" : undefined;
  return text.endsWith("f")
    ? "float"
    : text.endsWith("m")
      ? "decimal"
      : /[.ed]/.test(text)
        ? "double"
        : numberOf(written) < 2 ** 31
          ? "int"
          : undefined;
}

/** A number that stands in the source. */
export function numberLiteral(written: string, value: number, span: Span): Literal {
  const type = numberTypeOf(written);
  return {
    ...literal(value, span),
    ...(/^(?:float|double|decimal)$/.test(type ?? "") ? { numeral: "decimal" as const } : {}),
    ...(type === undefined ? {} : { numberType: type }),
  };
}

/** The octal numbers of Java: a leading zero. */
export function octalOf(written: string): number {
  const digits = written.replaceAll("_", "").replace(/[lL]$/, "");
  return /^0[0-7]*$/.test(digits) ? parseInt(digits, 8) : NaN;
}

const simple: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\u0007",
  e: "\u001b",
  s: " ",
  "0": "\0",
  "\n": "",
  "\r": "",
};

/** What an escape sequence stands for, backslash included. */
export function unescaped(sequence: string): string {
  const body = sequence.slice(1);
  const code = /^(?:u+([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,4}))$/.exec(body);
  if (code !== null) return characterOf(parseInt(code[1] ?? code[2] ?? code[3] ?? "", 16));
  if (/^[0-7]{2,3}$/.test(body)) return characterOf(parseInt(body, 8));
  return Object.hasOwn(simple, body) ? (simple[body] ?? "") : body;
}

function characterOf(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "\ufffd";
}

/** A text with its escape sequences replaced. */
export function unescapedText(text: string): string {
  return text.replace(/\\(?:u+[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{1,4}|[0-7]{1,3}|\r\n|[\s\S])/g, (sequence) =>
    sequence === "\\\r\n" ? "" : unescaped(sequence),
  );
}
