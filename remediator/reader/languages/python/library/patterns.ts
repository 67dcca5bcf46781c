import { Native, type NativeCall } from "../../../interpreter/native";
import { computed, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { argument, itemOf, listOf, native, numberArgument, scalar, textArgument, unknownOf, type Behaviour, type Table } from "./natives";

/** A pattern that JavaScript reads alike and that takes no more than a moment: short texts, no repetition within a repetition. */
function compiled(pattern: string | undefined, texts: readonly (string | undefined)[], flags: string): RegExp | undefined {
  if (pattern === undefined || pattern.length > 200 || texts.some((text) => text === undefined || text.length > 1_000)) return undefined;
  const repeats = pattern.match(/(?<!\\)(?:[*+]|\{\d*,\d*\})/g) ?? [];
  if (repeats.length > 2 || /\)[*+{]/.test(pattern) || /\\[AZzGpPN]|\(\?[^:P]|\(\?P[^<]/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern.replaceAll("(?P<", "(?<"), `${flags}u`);
  } catch {
    return undefined;
  }
}

function substitute(call: NativeCall): Value {
  const [pattern, by, text] = [textArgument(call.given, 0), textArgument(call.given, 1), textArgument(call.given, 2)];
  const expression = call.given.length === 3 && by?.includes("\\") === false ? compiled(pattern, [text], "g") : undefined;
  if (expression === undefined || text === undefined) return unknownOf(call, "re.sub");
  return scalar(
    text.replace(expression, () => by ?? ""),
    call,
  );
}

function searching(anchor: (pattern: string) => string): Behaviour {
  return (call) => {
    const [pattern, text] = [textArgument(call.given, 0), textArgument(call.given, 1)];
    const expression = call.given.length === 2 && pattern !== undefined ? compiled(anchor(pattern), [text], "") : undefined;
    if (expression === undefined || text === undefined) return unknownOf(call, "re");
    const match = expression.exec(text);
    return match === null ? scalar(null, call) : matchValue(match, call.span, argument(call.given, 1));
  };
}

function matchValue(match: RegExpExecArray, span: Span, text: Value | undefined): Value {
  const parts = text === undefined ? [] : [text];
  const group: Behaviour = (call) => {
    if (call.given.length > 1) return unknownOf(call, "a match's groups");
    const key = textArgument(call.given, 0) ?? numberArgument(call.given, 0) ?? 0;
    const found = typeof key === "string" ? match.groups?.[key] : match[key];
    return computed(found ?? null, call.span, parts);
  };
  const groups: Behaviour = (call) =>
    listOf(
      match.slice(1).map((one) => itemOf(computed(one, call.span, parts), call.span)),
      undefined,
      call.span,
      parts,
    );
  const members: Table = { group, groups };
  return written(
    new Native("match", {
      member: (name, _, place) => {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        return member === undefined ? undefined : native(name, member, place);
      },
    }),
    span,
  );
}

function split(call: NativeCall): Value {
  const [pattern, text] = [textArgument(call.given, 0), textArgument(call.given, 1)];
  const expression = call.given.length === 2 ? compiled(pattern, [text], "") : undefined;
  if (expression === undefined || text === undefined) return unknownOf(call, "re.split");
  return listOf(
    text.split(expression).map((piece) => itemOf(computed(piece, call.span, []), call.span)),
    undefined,
    call.span,
    call.given.map(({ value }) => value),
  );
}

/** Functions of `re`, for patterns that are simple enough. */
export const patternFunctions: Table = {
  "re.sub": substitute,
  "re.split": split,
  "re.match": searching((pattern) => `^(?:${pattern})`),
  "re.fullmatch": searching((pattern) => `^(?:${pattern})$`),
  "re.search": searching((pattern) => pattern),
};
