import type { SyntaxNode } from "../../syntax/parse";

/** The text of a string literal, interpreted or raw. */
export function textOf(node: SyntaxNode): string {
  if (node.type === "raw_string_literal") return node.text.replace(/^`/, "").replace(/`$/, "").replaceAll("\r", "");
  return unescape(node.text.replace(/^"/, "").replace(/"$/, ""));
}

/** The number of a rune literal. */
export function runeOf(node: SyntaxNode): number {
  return unescape(node.text.replace(/^'/, "").replace(/'$/, "")).codePointAt(0) ?? 0;
}

const simple: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", "'": "'", '"': '"' };

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /((?:\\(?:x[\da-fA-F]{2}|[0-7]{3}))+)|\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([abfnrtv\\'"]))/g,
    (whole, ...groups: (string | undefined)[]) => {
      const [bytes, short, long, letter] = groups;
      if (bytes !== undefined) return bytesOf(bytes);
      if (letter !== undefined) return simple[letter] ?? whole;
      const code = Number.parseInt(short ?? long ?? "", 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Bytes in a text are UTF-8. */
function bytesOf(escapes: string): string {
  const bytes = [...escapes.matchAll(/\\(?:x([\da-fA-F]{2})|([0-7]{3}))/g)].map(([, hex, octal]) =>
    hex === undefined ? Number.parseInt(octal ?? "", 8) & 0xff : Number.parseInt(hex, 16),
  );
  return Buffer.from(bytes).toString("utf8");
}

/** The value of an integer or floating-point literal; undefined for what is none. */
export function numberOf(text: string): number | undefined {
  const plain = text.replaceAll("_", "").toLowerCase();
  const octal = /^0([0-7]+)$/.exec(plain)?.[1];
  const value = octal === undefined ? Number(plain) : Number.parseInt(octal, 8);
  return Number.isNaN(value) ? undefined : value;
}
