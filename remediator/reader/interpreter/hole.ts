import type { Span } from "../syntax/tree";
import { longestText, type Choices, type Data } from "./value";

/** What cannot be known, and why: a predicate with the value as its subject, e.g. "is the answer of aws.ec2.getVpc". */
export class Hole {
  readonly kind = "hole";
  constructor(
    readonly reason: string,
    readonly span: Span,
    /** Of a text that is not known as a whole: what is known of it, one after the other. */
    readonly text?: string,
    /** Of what a list may hold: the things among which it is, if it holds them. */
    readonly choices?: Choices,
  ) {}
}

/** What a list holds behind the elements that are followed. */
export class Further extends Hole {}

/** A hole that says what is known of the texts that it would be made of, one after the other. */
export function partOfText(hole: Hole, texts: readonly Data[], separator = ""): Hole {
  const known = texts.map((data) => (data instanceof Hole ? (data.text ?? "") : typeof data === "string" ? data : "")).join(separator);
  return known === "" || known.length > longestText ? hole : new Hole(hole.reason, hole.span, known);
}

/** The predicate of JavaScript's NaN, the one hole of which something is known: it is a number that is none. */
const notANumber = "is no number";

export function noNumber(span: Span): Hole {
  return new Hole(notANumber, span);
}

export function isNotANumber(data: Data): boolean {
  return data instanceof Hole && data.reason === notANumber;
}
