import type { Declared } from "../reader/interpreter/registration";
import type { Span } from "../reader/syntax/tree";
import { isIn, type EditContext } from "./context";
import type { SyntaxIndex } from "./syntax-index";

/** Whether a name is visible at a place. */
export function isVisibleAt({ declared, visible }: Declared, place: Span): boolean {
  return declared.file === place.file && (visible === undefined || isIn(place, visible));
}

/** Whether a name that is declared somewhere can be written at a place that sees it. */
export function isUsableAt({ printer, syntax }: EditContext, name: string, declared: Span, place: Span): boolean {
  const index = syntax(place.file.name);
  if (index === undefined) return true;
  const [first = ""] = name.split(".");
  return (
    !isDeclaredBelow(index, printer.hoists, first, declared, place) && (printer.capturesOnce !== true || isCaptured(index, first, declared, place))
  );
}

/**
 * Whether the block or function around a place declares a name again further down: where a language knows names from the beginning of those, it is without a
 * value until then, or an error.
 */
function isDeclaredBelow(index: SyntaxIndex, hoists: "blocks" | "functions" | undefined, name: string, declared: Span, place: Span): boolean {
  if (hoists === undefined) return false;
  return index.declarations(name).some(({ span, isAssignment }) => {
    if (span.start < place.end || (isAssignment && hoists === "blocks")) return false;
    if (hoists === "functions") {
      const [around] = index.functions(span);
      return around !== undefined && isIn(place, around.span) && !isWithin(declared.end, around.span);
    }
    const { siblings } = index.statement(span) ?? { siblings: [] };
    const [first, last] = [siblings[0], siblings.at(-1)];
    if (first === undefined || last === undefined) return false;
    const block = { start: first.span.start, end: last.span.end };
    return isWithin(place.start, block) && !isWithin(declared.end, block);
  });
}

/** Of what is to be moved, the end of its span alone says where it is declared. */
function isWithin(position: number, { start, end }: Pick<Span, "start" | "end">): boolean {
  return position >= start && position <= end;
}

/** Whether a place is in the function that declares a variable, or the variable keeps what it was given. */
function isCaptured(index: SyntaxIndex, name: string, declared: Span, place: Span): boolean {
  const [owner] = index.functions(declared);
  if (owner === undefined || index.functions(place)[0] === owner) return true;
  return !index.declarations(name).some(({ span, isAssignment }) => isAssignment && isIn(span, owner.span));
}
