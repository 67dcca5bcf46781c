import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Origin } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import { isStackFile } from "../reader/project/stack-files";
import { textAt } from "../reader/syntax/spans";
import type { Span } from "../reader/syntax/tree";
import { sharedUrn, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { isDocument } from "./yaml/nodes";

/**
 * The word for true or false that a property has for want of a setting, or that a file of the configuration says of one: turned there, the program still
 * asks for the setting. Where stacks say it in different kinds of places, none of them is the one to change.
 */
export function switchAt(context: EditContext, registration: Registration, path: Path): Span | undefined {
  const { data, origin } = valueAt(registration, path);
  const place = switchIn(origin);
  if (place === undefined || !words.has(bare(place)) || isAskedElsewhere(context, origin, place)) return undefined;
  for (const other of context.everywhere.values()) {
    if (other.urn === registration.urn || sharedUrn(other.urn) !== sharedUrn(registration.urn)) continue;
    const own = valueAt(other, path);
    if (own.data !== data) continue;
    const elsewhere = switchIn(own.origin);
    if (elsewhere === undefined || isStackFile(elsewhere.file.name) !== isStackFile(place.file.name)) return undefined;
  }
  return place;
}

/** Whether the source names what has the value, or its key, for more than the resources that are known to have it: a condition, perhaps. */
function isAskedElsewhere({ uses, syntax, modules }: EditContext, origin: Origin, place: Span): boolean {
  const users = new Set(uses.of(place).map(({ registration: { span } }) => `${span.file.name}:${span.start}`)).size;
  return wayOf(origin).some(({ how, name = "", span, from }) => {
    if (how === "name" && from?.how !== "argument") return (syntax(span.file.name)?.occurrences(textAt(span)).length ?? 0) > users + 1;
    if (how !== "setting") return false;
    const quoted = ['"', "'", "`"].map((quote) => quote + (name.split(":").at(-1) ?? "") + quote);
    return modules.flatMap(({ file }) => quoted.map((text) => file.text.split(text).length - 1)).reduce((sum, count) => sum + count, 0) > users;
  });
}

/** The same word turned. */
export function turned(place: Span): TextEdit {
  const text = textAt(place);
  return { file: place.file.name, start: place.start, end: place.end, text: text.replace(bare(place), words.get(bare(place)) ?? "") };
}

const words: ReadonlyMap<string, string> = new Map([
  ["true", "false"],
  ["false", "true"],
  ["True", "False"],
  ["False", "True"],
]);

/** Data may have it in quotes. */
function bare(place: Span): string {
  const text = textAt(place);
  return isDocument(place.file.name) ? text.replace(/^(["'])(.*)\1$/, "$2") : text;
}

/** Where a value is written that came through a setting, or instead of what was not given: nothing was made of it on its way but its opposite. */
function switchIn(origin: Origin): Span | undefined {
  for (const step of wayOf(origin)) {
    if (step.how === "written") return !isDocument(step.span.file.name) && standsIn(step.span) ? step.span : undefined;
    // A part of what a setting says is left to whoever set it.
    if (step.how === "setting") return step.from?.how === "written" && meant.test(step.name ?? "") ? step.from.span : undefined;
  }
  return undefined;
}

/** The steps of a value that was handed on, or made of one other value. */
function wayOf(origin: Origin): readonly Origin[] {
  const way = [origin];
  for (const { how, parts = [], from } of way) {
    const next = how !== "computed" ? from : parts.length === 1 ? parts[0] : undefined;
    if (next !== undefined) way.push(next);
  }
  return way;
}

/** Whether it is what an expression gives where something that is called after an address was not given: `database.get("public", True)`, `isPublic ?? true`. */
function standsIn({ file, start }: Span): boolean {
  const before = file.text.slice(Math.max(0, start - longestCall), start);
  const [asked] =
    /[\w$.]+\s*(?:\((?:[^()]|\([^()]*\))*\)\s*)*(?:\?\?|\|\||\bor\b|\.orElse\s*\()\s*$|\.(?:get\w*|pop|setdefault)\s*\((?:[^()]|\([^()]*\))*,\s*(?:\w+\s*[=:]\s*)?$/.exec(
      before,
    ) ?? [];
  return asked !== undefined && meant.test(asked);
}

/** How something is called that is there to say whether strangers have a way: another one says more than that. */
const meant = /public|private|internet|expos|external/i;

/** So many characters before a default are looked at for what it stands in for. */
const longestCall = 200;
