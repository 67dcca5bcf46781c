/**
 * The text of a file that a person or another program wrote: UTF-8, or UTF-16, which PowerShell writes. The byte order mark is left out.
 * Without one, UTF-16 is told by its zeros, as files of ours begin with a character of ASCII.
 */
export function textOf(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** Whether all bytes are of the text: of others, something stands in their place. */
export function isWellEncoded(bytes: Buffer): boolean {
  try {
    new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function encodingOf([first, second]: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return "utf-16be";
  return "utf-8";
}
