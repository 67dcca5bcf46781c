import type { Span } from "./tree";

/** The source of a span. */
export function textAt({ file, start, end }: Span): string {
  return file.text.slice(start, end);
}
