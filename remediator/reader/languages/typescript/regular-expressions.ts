import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import { computed, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { native, unknownFrom } from "../library";

const compiled = new WeakMap<Native, RegExp>();

/** A regular expression that is safe to run: at most one repetition without a bound, and no reference back, so that no text takes long. */
export function regularExpression(machine: Machine, pattern: unknown, flags: unknown, span: Span): Value {
  const isSafe =
    typeof pattern === "string" &&
    pattern.length <= 200 &&
    (pattern.replace(/\\./g, "").match(/[*+]|\{\d+,\}/g) ?? []).length <= 1 &&
    !/\\[1-9k]/.test(pattern);
  if (!isSafe) return machine.hole("is a regular expression that is not run", span);
  try {
    const expression = new RegExp(pattern, typeof flags === "string" ? flags.replace(/[^gimsu]/g, "") : "");
    const data = new Native("RegExp", {
      member: (name, _, place) =>
        name === "test"
          ? native("test", place, ({ given, span: call, machine: m }) => {
              const text = given[0]?.value;
              return typeof text?.data === "string" && text.data.length <= longestText
                ? computed(new RegExp(expression.source, expression.flags).test(text.data), call, [text])
                : unknownFrom(m, call, [text]);
            })
          : undefined,
    });
    compiled.set(data, expression);
    return written(data, span);
  } catch {
    return machine.hole("is a regular expression that does not parse", span);
  }
}

export const longestText = 2_000;

/** The expression behind a value, if it is one that may be run. */
export function expressionOf({ data }: Value): RegExp | undefined {
  return data instanceof Native ? compiled.get(data) : undefined;
}
