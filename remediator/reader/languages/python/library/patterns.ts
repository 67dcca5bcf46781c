import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { isFunction } from "../../library";
import { compiled } from "../../regular-expressions";
import { argument, itemOf, listOf, native, numberArgument, scalar, textArgument, unknownOf, type Behaviour, type Table } from "./natives";

/** `re.sub(pattern, by, text)`, by a text without references or by a function. */
function substitute(call: NativeCall): Value {
  const [pattern, by, given] = [textArgument(call.given, 0), argument(call.given, 1), argument(call.given, 2)];
  const text = typeof given?.data === "string" ? given.data : undefined;
  const expression = call.given.length === 3 ? compiled(pattern, [text], "g") : undefined;
  if (expression === undefined || text === undefined || given === undefined || by === undefined) return unknownOf(call, "re.sub");
  if (typeof by.data === "string" && !by.data.includes("\\")) {
    const plain = by.data;
    return scalar(
      text.replace(expression, () => plain),
      call,
    );
  }
  if (!isFunction(by)) return unknownOf(call, "re.sub");
  let result = "";
  let end = 0;
  for (const match of text.matchAll(expression)) {
    const { data } = call.machine.apply(by, [matchValue(match, call.span, given)], call.span);
    if (typeof data !== "string") return unknownOf(call, "re.sub");
    result += text.slice(end, match.index) + data;
    end = match.index + match[0].length;
  }
  return scalar(result + text.slice(end), call);
}

/** `re.finditer` and `re.findall`. */
function all(make: (match: RegExpExecArray, text: Value, call: NativeCall) => Value, isOnce: boolean): Behaviour {
  return (call) => {
    const [pattern, text] = [textArgument(call.given, 0), argument(call.given, 1)];
    const data = typeof text?.data === "string" ? text.data : undefined;
    const expression = call.given.length === 2 ? compiled(pattern, [data], "g") : undefined;
    if (expression === undefined || data === undefined || text === undefined) return unknownOf(call, "re");
    const made = listOf(
      [...data.matchAll(expression)].map((match) => itemOf(make(match, text, call), call.span)),
      undefined,
      call.span,
      [text],
    );
    if (isOnce && made.data instanceof List) made.data.isOnce = true;
    return made;
  };
}

/** What `findall` gives for a match: its only group, all of its groups, or all of it. */
function partsOf(match: RegExpExecArray, text: Value, call: NativeCall): Value {
  const groups = match.slice(1).map((group: string | undefined) => computed(group ?? "", call.span, [text]));
  const [only] = groups;
  if (only === undefined) return computed(match[0], call.span, [text]);
  if (groups.length === 1) return only;
  const tuple = listOf(
    groups.map((group) => itemOf(group, call.span)),
    undefined,
    call.span,
    [text],
  );
  if (tuple.data instanceof List) tuple.data.type = "tuple";
  return tuple;
}

/** `re.compile(pattern)`: what the functions do with the pattern before their arguments. */
function compile(call: NativeCall): Value {
  const [pattern] = call.given;
  if (pattern === undefined || call.given.length !== 1 || typeof pattern.value.data !== "string") return unknownOf(call, "re.compile");
  return written(
    new Native("pattern", {
      member: (name, _, place) => {
        if (name === "pattern") return pattern.value;
        const behaviour = Object.hasOwn(patternFunctions, `re.${name}`) && name !== "compile" ? patternFunctions[`re.${name}`] : undefined;
        return behaviour === undefined ? undefined : native(name, (inner) => behaviour({ ...inner, given: [pattern, ...inner.given] }), place);
      },
    }),
    call.span,
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
  const groupAt = (key: string | number, place: Span): Value =>
    computed((typeof key === "string" ? match.groups?.[key] : match[key]) ?? null, place, parts);
  const group: Behaviour = (call) => {
    if (call.given.length > 1) return unknownOf(call, "a match's groups");
    if (argument(call.given, 0)?.data instanceof Hole) return unknownOf(call, "a match's groups");
    return groupAt(textArgument(call.given, 0) ?? numberArgument(call.given, 0) ?? 0, call.span);
  };
  const groupdict: Behaviour = ({ machine, span: place }) =>
    machine.record(Object.fromEntries(Object.keys(match.groups ?? {}).map((name) => [name, groupAt(name, place)])), place);
  const starts =
    (offset: number): Behaviour =>
    (call) =>
      call.given.length > 0 ? unknownOf(call, "a match's place") : computed(match.index + offset, call.span, parts);
  const groups: Behaviour = (call) =>
    listOf(
      match.slice(1).map((one: string | undefined) => itemOf(computed(one ?? argument(call.given, 0)?.data ?? null, call.span, parts), call.span)),
      undefined,
      call.span,
      parts,
    );
  const members: Table = { group, groups, groupdict, start: starts(0), end: starts(match[0].length) };
  return written(
    new Native("match", {
      member: (name, _, place) => {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        return member === undefined ? undefined : native(name, member, place);
      },
      element: ({ data }, _, place) => (typeof data === "string" || typeof data === "number" ? groupAt(data, place) : undefined),
    }),
    span,
  );
}

function split(call: NativeCall): Value {
  const [pattern, text] = [textArgument(call.given, 0), textArgument(call.given, 1)];
  const expression = call.given.length === 2 ? compiled(pattern, [text], "") : undefined;
  if (expression === undefined || text === undefined) return unknownOf(call, "re.split");
  return listOf(
    text.split(expression).map((piece: string | undefined) => itemOf(computed(piece ?? null, call.span, []), call.span)),
    undefined,
    call.span,
    call.given.map(({ value }) => value),
  );
}

/** Functions of `re`, for patterns that are simple enough. */
export const patternFunctions: Table = {
  "re.sub": substitute,
  "re.split": split,
  "re.compile": compile,
  "re.finditer": all((match, text, { span }) => matchValue(match, span, text), true),
  "re.findall": all(partsOf, false),
  "re.match": searching((pattern) => `^(?:${pattern})`),
  "re.fullmatch": searching((pattern) => `^(?:${pattern})$`),
  "re.search": searching((pattern) => pattern),
};
