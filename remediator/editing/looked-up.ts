import { RecordData, type Origin } from "../reader/interpreter/value";
import { textAt } from "../reader/syntax/spans";
import type { Span } from "../reader/syntax/tree";
import { isIn, type EditContext } from "./context";
import type { Surroundings } from "./printer";

/** What is asked for of something that the program looks up: by the property that names it, and what stands for its identifier. */
interface LookedUp {
  readonly property: string;
  readonly identifier: string;
  readonly output: string;
}

/**
 * An output of something that is looked up, as it can be said at a place: like its identifier beside it, `vpc.then((found) => found.id)`. Whether it is a
 * promise, an output or a plain value need not be known.
 */
export function outputLookedUp(
  context: EditContext,
  { property, identifier, output }: LookedUp,
  place: Span,
  around: Surroundings,
): string | undefined {
  const { printer, registrations } = context;
  const name = nameIn(printer.output("", output, around));
  for (const { inputs, span } of registrations.values()) {
    const named = inputs.data instanceof RecordData ? inputs.data.fields.get(property)?.value : undefined;
    if (named?.data !== identifier) continue;
    for (let step: Origin | undefined = named.origin; step !== undefined; step = step.from) {
      const [, before, after] = isSeenFrom(context, step.span, place, span) ? (identified.exec(textAt(step.span)) ?? []) : [];
      if (before === undefined || after === undefined || asks.test(before)) continue;
      const [, key] = /^\$\{(.*)\.$/.exec(before) ?? [];
      return key === undefined ? `${before}${name}${after}` : printer.output(key, output, around);
    }
  }
  return undefined;
}

/** `vpc.id`, `pulumi.String(vpc.Id)`, `vpc.applyValue(v -> v.id())`, `${vpc.id}`. */
const identified = /^(?=.{1,120}$)(\S.*\.)(?:id|Id)((?:\(\))?\)*\}?)$/;

/** What is looked up once need not be looked up again. */
const asks = /\b(?:get_?vpc|lookup_?vpc)/i;

/** Whether the names in a piece of source mean the same at a place behind it: nothing that declares some is around the one and not around the other. */
function isSeenFrom({ syntax, printer }: EditContext, span: Span, place: Span, resource: Span): boolean {
  if (span.file !== place.file) return false;
  if (printer.ordersNames === false) return true;
  const index = syntax(span.file.name);
  if (index?.functions(span)[0] !== index?.functions(place)[0]) return false;
  if (isIn(span, resource) && isIn(place, resource)) return true;
  const siblings = index?.statement(span)?.siblings ?? [];
  const [first, last] = [siblings[0]?.span, siblings.at(-1)?.span];
  return first !== undefined && last !== undefined && span.end <= place.start && isIn(place, { ...first, end: last.end });
}

/** The name in what asks for it. */
function nameIn(member: string): string {
  return member.replace(/^\W+|\W+$/g, "");
}
