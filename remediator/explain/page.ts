import type { Place } from "../report/report";
import type { Written } from "../sources/source";

/** An explanation as a text with headings, whatever shows it. Its texts are what others may have chosen: who shows them makes them harmless. */
export interface Page {
  readonly title: string;
  /** `false` is a section that there is nothing to say in. */
  readonly sections: readonly (Section | false)[];
}

export interface Section {
  readonly heading: string | undefined;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  /** A table of which the first column names what the others are about. */
  | { readonly kind: "rows"; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  /** The source line of a place. */
  | { readonly kind: "source"; readonly written: Written | undefined; readonly place: Place };

export function section(heading: string | undefined, ...blocks: readonly (Block | false)[]): Section {
  return { heading, blocks: blocks.filter((block) => block !== false) };
}

export function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}

export function list(items: readonly string[]): Block {
  return { kind: "list", items };
}

export function rows(all: readonly (readonly string[])[]): Block {
  return { kind: "rows", rows: all };
}

export function code(language: string, text: string): Block {
  return { kind: "code", language, text };
}

/** The sections that say something. */
export function sectionsOf({ sections }: Page): readonly Section[] {
  return sections.filter((each) => each !== false).filter(({ blocks }) => blocks.length > 0);
}
