import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import { List } from "../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { native, unknownFrom } from "../library";

const compiled = new WeakMap<Native, RegExp>();

/** How often a pattern repeats something without a bound. */
function repetitionsOf(pattern: string): number {
  return (pattern.replace(/\\./g, "").match(/[*+]|\{\d+,\}/g) ?? []).length;
}

/** The longest text that a pattern may be tried on: each repetition that it has takes as many steps as the text is long. */
const longest: readonly number[] = [2_000, 2_000, 200, 60, 40, 20, 20];

/** A regular expression that is safe to run: few repetitions without a bound, none of them of a group, and no reference back, so that no text takes long. */
export function regularExpression(machine: Machine, pattern: unknown, flags: unknown, span: Span): Value {
  const isSafe =
    typeof pattern === "string" &&
    pattern.length <= 200 &&
    repetitionsOf(pattern) < longest.length &&
    (repetitionsOf(pattern) <= 1 || !/\)(?:[*+]|\{\d+,)/.test(pattern.replace(/\\./g, ""))) &&
    !/\\[1-9k]/.test(pattern);
  if (!isSafe) return machine.hole("is a regular expression that is not run", span);
  try {
    const expression = new RegExp(pattern, typeof flags === "string" ? flags.replace(/[^gimsuy]/g, "") : "");
    const state = new RecordData();
    const goOn = (to: Value): void => {
      machine.touch(state);
      state.fields.set("lastIndex", { value: to, entry: span, placement: "computed" });
    };
    goOn(computed(0, span, []));
    const lastIndex = (): Value => state.fields.get("lastIndex")?.value ?? written(0, span);
    const data = new Native("RegExp", {
      member: (name, _, place) =>
        name === "lastIndex"
          ? lastIndex()
          : name === "test" || name === "exec"
            ? native(name, place, ({ given, span: call, machine: m }) => {
                const text = given[0]?.value;
                const from = lastIndex();
                // With a flag for all matches, or for the one at its place, it goes on where the last one ended.
                const goesOn = expression.global || expression.sticky;
                if (text === undefined || !mayRun(expression, text) || (goesOn && typeof from.data !== "number")) {
                  const unknown = unknownFrom(m, call, [text, from]);
                  if (goesOn) goOn(unknown);
                  return unknown;
                }
                const own = new RegExp(expression.source, expression.flags);
                own.lastIndex = typeof from.data === "number" ? from.data : 0;
                const found = own.exec(text.data);
                if (goesOn) goOn(computed(own.lastIndex, call, [text]));
                return name === "test" ? computed(found !== null, call, [text]) : matchValue(m, found, text, call);
              })
            : undefined,
      set: (name, value) => {
        if (name === "lastIndex") goOn(value);
      },
    });
    compiled.set(data, expression);
    return written(data, span);
  } catch {
    return machine.hole("is a regular expression that does not parse", span);
  }
}

/** Whether a text is short enough for an expression. */
export function mayRun({ source }: RegExp, text: Value): text is Value & { readonly data: string } {
  return typeof text.data === "string" && text.data.length <= (longest[repetitionsOf(source)] ?? 0);
}

const matches = new WeakMap<List, { readonly groups: Value; readonly index: Value }>();

/** What was found: a list of the whole and its groups, which also have names. */
export function matchValue(machine: Machine, found: RegExpExecArray | RegExpMatchArray | null, text: Value, span: Span): Value {
  if (found === null) return { ...written(null, span), isNull: true };
  const partOf = (part: string | undefined): Value => (part === undefined ? written(null, span) : computed(part, span, [text]));
  const made = machine.list(Array.from(found, partOf), span);
  const named = Object.entries(found.groups ?? {}).map(([name, part]) => [name, partOf(part)] as const);
  const groups = found.groups === undefined ? written(null, span) : machine.record(Object.fromEntries(named), span);
  if (made.data instanceof List) matches.set(made.data, { groups, index: computed(found.index ?? 0, span, [text]) });
  return made;
}

/** `groups` and `index` of what was found. */
export function memberOfMatch({ data }: Value, name: string): Value | undefined {
  const match = data instanceof List ? matches.get(data) : undefined;
  return name === "groups" ? match?.groups : name === "index" ? match?.index : undefined;
}

/** Whether a list is what an expression found: it has properties, of which not all are read. */
export function isMatch(list: List): boolean {
  return matches.has(list);
}

/** The expression behind a value, if it is one that may be run. */
export function expressionOf({ data }: Value): RegExp | undefined {
  return data instanceof Native ? compiled.get(data) : undefined;
}
