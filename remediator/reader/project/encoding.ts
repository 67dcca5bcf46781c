import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";

/** A file's bytes as text, with what is to be said about how they were read; or why they are none. */
export type Decoded =
  | { readonly kind: "text"; readonly text: string; readonly isRecoded?: true; readonly doubt?: string }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * The text of source in whichever encoding it is. A byte order mark stays in the text. Where nothing says the encoding, what a program is made of is
 * ASCII in all of them, so that it is read, and the letters of its comments and texts may be others.
 */
export function decode(bytes: Buffer): Decoded {
  const wide = wideEncodingOf(bytes);
  if (wide !== undefined) return wideText(bytes, wide);
  if (bytes.includes(0)) return { kind: "unreadable", reason: "is not text: it has bytes of zero" };
  if (isUtf8(bytes)) return { kind: "text", text: bytes.toString("utf8") };
  const declared = declaredEncoding(bytes);
  if (declared !== undefined) return recoded(declared.decode(bytes));
  return undeclared(bytes);
}

interface Wide {
  readonly label: "utf-16le" | "utf-16be";
  readonly isMarked: boolean;
}

/** UTF-16 by its mark, or by the zeros that every second byte of mostly ASCII text is. */
function wideEncodingOf(bytes: Buffer): Wide | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { label: "utf-16le", isMarked: true };
  if (first === 0xfe && second === 0xff) return { label: "utf-16be", isMarked: true };
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined;
  const zeros: [even: number, odd: number] = [0, 0];
  for (let index = bytes.indexOf(0); index >= 0; index = bytes.indexOf(0, index + 1)) zeros[index % 2 === 0 ? 0 : 1]++;
  const [even, odd] = zeros;
  if (even > 0 === odd > 0 || Math.max(even, odd) * 4 < bytes.length) return undefined;
  return { label: odd > 0 ? "utf-16le" : "utf-16be", isMarked: false };
}

function wideText(bytes: Buffer, { label, isMarked }: Wide): Decoded {
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes("\0")) return recoded(text);
  } catch {
    // Halves of pairs.
  }
  return { kind: "unreadable", reason: isMarked ? "begins like UTF-16 and is not" : "is not text: it has bytes of zero" };
}

/** What one of the first two lines says to Python and to editors: `# -*- coding: latin-1 -*-`, `# vim: set fileencoding=cp1252 :`. */
function declaredEncoding(bytes: Buffer): TextDecoder | undefined {
  const [first = "", second = ""] = bytes.toString("latin1", 0, 400).split(/\r\n?|\n/);
  const [, label] = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/m.exec(`${first}\n${second}`) ?? [];
  if (label === undefined || /^utf/i.test(label)) return undefined;
  try {
    return new TextDecoder(label.replaceAll("_", "-").replace(/^latin-(?=\d$)/i, "latin"), { ignoreBOM: true });
  } catch {
    return undefined;
  }
}

function undeclared(bytes: Buffer): Decoded {
  const japanese = shiftJis(bytes);
  if (japanese !== undefined) return { ...recoded(japanese), doubt: doubt("Shift JIS") };
  const text = bytes.toString("utf8");
  const [others = [], broken = []] = [/[^\0-\x7F\uFFFD]/g, /\uFFFD/g].map((pattern) => text.match(pattern) ?? []);
  if (others.length > broken.length) return { ...recoded(text), doubt: "has bytes that are not UTF-8: which letters they are is not known" };
  return { ...recoded(new TextDecoder("windows-1252", { ignoreBOM: true }).decode(bytes)), doubt: doubt("Windows-1252") };
}

/** Half of a letter may be a backslash there, so that texts would end elsewhere in any other reading. Nobody writes Japanese without kana. */
function shiftJis(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder("shift_jis", { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\u3041-\u30FA]/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Text whose bytes are others in UTF-8. */
function recoded(text: string): Extract<Decoded, { readonly kind: "text" }> {
  return { kind: "text", text, isRecoded: true };
}

function doubt(encoding: string): string {
  return `is not UTF-8: it is read as ${encoding}, and letters beyond ASCII may be others`;
}
