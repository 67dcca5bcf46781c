import type { NewResource } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../../reader/interpreter/registration";
import type { EditContext } from "../context";
import { entriesOf, type Creation } from "../creations";
import { isBlank, leadOf, lineBreakOf, lineStart } from "../lines";
import { declined, isDeclined, type Outcome } from "../outcome";
import { blockOf, commentsAbove } from "./collections";
import { entryAt } from "./nodes";

/** An entry for a resource anew, above the one that is to name it. */
export function entryFor(context: EditContext, user: Registration, made: NewResource): Outcome<Creation> {
  const placed = entryAt(user.span);
  if (placed === undefined || user.calls.length > 0) return declined(`${user.name} is made by a component`);
  const { file, start } = placed.entry.span;
  const indentation = file.text.slice(lineStart(file.text, start), start);
  if (!isBlank(indentation)) return declined(`${user.name} does not have its lines for itself`);
  if (placed.entry.key !== user.name) return declined(`${user.name} has a name of its own, so that a group of its own cannot be called after it`);
  const name = made.name;
  const entries = entriesOf(context, made, { file, start, end: start }, "literal");
  if (isDeclined(entries)) return entries;
  const type = made.type.replace(/\/\w+(?=:)/, "");
  const whole = `${name}: { type: ${type}, properties: { ${entries.join(", ")} } }`;
  const line = lineBreakOf(file.text);
  const at = lineStart(file.text, leadOf(file.text, commentsAbove(file.text, start), start, { line: "#" }));
  const isApart = /(?:^|\n)[ \t]*\r?\n$/.test(file.text.slice(0, at));
  return {
    edits: [{ file: file.name, start: at, end: at, text: `${indentation}${blockOf(whole, indentation, file)}${line.repeat(isApart ? 2 : 1)}` }],
    name,
  };
}
