import { Native, type NativeCall } from "../../interpreter/native";
import { computed, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, isFunction, native, unknownFrom } from "../library";
import { compiled as compiledAnywhere } from "../regular-expressions";
import { firstOf, type LibraryFunction } from "./methods";
import type { LibraryClass } from "./library-class";

/* Regular expressions of Java and C#, where JavaScript means the same by them. */

const reason = "is matched in a way that is not read";

/** Groups with names are written as in JavaScript. */
function compiled(pattern: string, texts: readonly string[], flags: string): RegExp | undefined {
  return compiledAnywhere(pattern.replace(/\(\?<(?=[A-Za-z])/g, "(?P<"), texts, flags);
}

/** What a pattern and a text give; a hole where the pattern cannot be run. */
type Matching = (expression: RegExp, text: string, call: NativeCall, source: Value) => Value | undefined;

/** A function of a text; the pattern stands before it, or is the one of the object. `flags` of the languages are not read. */
function matching(pattern: Value | undefined, make: Matching, anchor: (source: string) => string = (source) => source): LibraryFunction {
  return (call) => {
    const source = pattern ?? at(call.given, 1);
    const text = at(call.given, 0);
    const isKnown = typeof source?.data === "string" && typeof text?.data === "string";
    const expression = isKnown ? compiled(anchor(source.data), [text.data], "g") : undefined;
    const made = expression === undefined || text === undefined ? undefined : make(expression, text.data as string, call, text);
    return made ?? unknownFrom(call.machine, call.span, [source, text], reason);
  };
}

function allIn(expression: RegExp, text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(expression)];
}

/** `$1` and `${name}` mean the same in all three; other signs do not. */
function replaced(
  expression: RegExp,
  text: string,
  { given, machine, span }: NativeCall,
  by: Value | undefined,
  wrap: (match: RegExpExecArray) => Value,
): string | undefined {
  if (typeof by?.data === "string") {
    const plain = by.data;
    return /[\\$]/.test(plain.replace(/\$\d(?!\d)/g, "")) || given.length > 3 ? undefined : text.replace(expression, plain);
  }
  if (by === undefined || !isFunction(by)) return undefined;
  let result = "";
  let end = 0;
  for (const match of allIn(expression, text)) {
    const { data } = machine.apply(by, [wrap(match)], span);
    if (typeof data !== "string") return undefined;
    result += text.slice(end, match.index) + data;
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

/* C# */

/** A `Match`, a `Group` or a `Capture`: whether there is one, what it is and where. */
function found(match: RegExpExecArray | null, text: Value, span: Span): Value {
  const group = (part: string | undefined, place: Span): Value =>
    written(
      new Native("group", {
        member: (name) =>
          ({
            Success: computed(part !== undefined, place, [text]),
            Value: computed(part ?? "", place, [text]),
            Length: computed((part ?? "").length, place, [text]),
          })[name],
      }),
      place,
    );
  const groups = written(
    new Native("groups", {
      member: (name, _, place) => (name === "Count" ? computed(match?.length ?? 1, place, [text]) : undefined),
      element: ({ data }, _, place) =>
        // Groups with names are counted behind the others.
        typeof data === "number" && (data === 0 || match?.groups === undefined)
          ? group(match?.[data], place)
          : typeof data === "string"
            ? group(match?.groups?.[data], place)
            : undefined,
    }),
    span,
  );
  return written(
    new Native("match", {
      text: match?.[0] ?? "",
      member: (name, _, place) =>
        ({
          Success: computed(match !== null, place, [text]),
          Value: computed(match?.[0] ?? "", place, [text]),
          Index: computed(match?.index ?? 0, place, [text]),
          Length: computed(match?.[0].length ?? 0, place, [text]),
          Groups: groups,
        })[name],
    }),
    span,
  );
}

const netFunctions: Readonly<Record<string, (pattern?: Value) => LibraryFunction>> = {
  IsMatch: (pattern) => matching(pattern, (expression, text, { span }, source) => computed(expression.test(text), span, [source])),
  Match: (pattern) => matching(pattern, (expression, text, { span }, source) => found(allIn(expression, text)[0] ?? null, source, span)),
  Matches: (pattern) =>
    matching(pattern, (expression, text, { machine, span }, source) =>
      machine.list(
        allIn(expression, text).map((match) => found(match, source, span)),
        span,
      ),
    ),
  Replace: (pattern) =>
    matching(pattern, (expression, text, call, source) => {
      const made = replaced(expression, text, call, at(call.given, pattern === undefined ? 2 : 1), (match) => found(match, source, call.span));
      return made === undefined ? undefined : computed(made, call.span, [source]);
    }),
  Split: (pattern) => matching(pattern, (expression, text, call, source) => piecesOf(expression, text, call, source)),
};

function piecesOf(expression: RegExp, text: string, { machine, span }: NativeCall, source: Value): Value | undefined {
  return /\((?!\?)/.test(expression.source)
    ? undefined
    : machine.list(
        text.split(expression).map((piece) => computed(piece, span, [source])),
        span,
      );
}

/** `Regex`: an object of a pattern, or the same functions with the pattern behind the text. Options are not read. */
export const regexClass: LibraryClass = {
  create: (call) => {
    const pattern = firstOf(call);
    if (call.given.length !== 1) return call.machine.hole(reason, call.span, [pattern]);
    return written(
      new Native("Regex", {
        member: (name, _, place) => (Object.hasOwn(netFunctions, name) ? native(name, place, netFunctions[name]?.(pattern) ?? firstOf) : undefined),
      }),
      call.span,
    );
  },
  members: Object.fromEntries(
    Object.entries(netFunctions).map(([name, make]): [string, LibraryFunction] => {
      const most = name === "Replace" ? 3 : 2;
      return [name, (call) => (call.given.length > most ? unknownFrom(call.machine, call.span, [], reason) : make()(call))];
    }),
  ),
};

/* Java */

/** `Pattern.compile(source)`: flags are not read. */
export const patternClass: LibraryClass = {
  members: {
    compile: (call) => {
      const pattern = firstOf(call);
      return call.given.length === 1 ? patternObject(pattern, call.span) : call.machine.hole(reason, call.span, [pattern]);
    },
    matches: (call) => matching(at(call.given, 0), tested, whole)({ ...call, given: call.given.slice(1) }),
    quote: (call) => {
      const { data } = firstOf(call);
      return typeof data === "string"
        ? computed(data.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&"), call.span, [])
        : unknownFrom(call.machine, call.span, [firstOf(call)]);
    },
  },
};

const tested: Matching = (expression, text, { span }, source) => computed(expression.test(text), span, [source]);
const whole = (source: string): string => `^(?:${source})$`;

function patternObject(pattern: Value, span: Span): Value {
  const members: Readonly<Record<string, LibraryFunction>> = {
    matcher: (call) => matcher(pattern, firstOf(call), call),
    pattern: () => pattern,
    split: matching(pattern, piecesOf),
    splitAsStream: matching(pattern, piecesOf),
    asPredicate: ({ span: place }) => native("predicate", place, matching(pattern, tested)),
    asMatchPredicate: ({ span: place }) => native("predicate", place, matching(pattern, tested, whole)),
  };
  return written(
    new Native("Pattern", { member: (name, _, place) => (Object.hasOwn(members, name) ? native(name, place, members[name] ?? firstOf) : undefined) }),
    span,
  );
}

/** A `Matcher` goes from one place where the pattern is found to the next. */
function matcher(pattern: Value, text: Value, { machine, span }: NativeCall): Value {
  const isKnown = typeof pattern.data === "string" && typeof text.data === "string";
  const expression = isKnown ? compiled(pattern.data, [text.data], "g") : undefined;
  const complete = isKnown ? compiled(whole(pattern.data), [text.data], "") : undefined;
  // What is asked for under a condition that nobody can decide may have been asked for or not.
  if (expression === undefined || complete === undefined || machine.conditions.length > 0) return unknownFrom(machine, span, [pattern, text], reason);
  const source = text.data as string;
  const all = allIn(expression, source);
  let place = 0;
  let current: RegExpExecArray | null = null;
  const depth = machine.conditions.length;
  const stepping =
    (step: () => RegExpExecArray | null): LibraryFunction =>
    (call) => {
      if (call.machine.conditions.length !== depth) return call.machine.hole(reason, call.span, [text]);
      current = step();
      return computed(current !== null, call.span, [text]);
    };
  const members: Readonly<Record<string, LibraryFunction>> = {
    find: stepping(() => all[place++] ?? null),
    matches: stepping(() => complete.exec(source)),
    lookingAt: stepping(() => (all[0]?.index === 0 ? all[0] : null)),
    groupCount: ({ span: call }) => computed((new RegExp(`${expression.source}|`).exec("")?.length ?? 1) - 1, call, [text]),
    results: ({ machine: run, span: call }) =>
      run.list(
        all.map((match) => resultOf(match, text, call)),
        call,
      ),
    replaceAll: (call) => {
      const made = replaced(expression, source, call, at(call.given, 0), (match) => resultOf(match, text, call.span));
      return made === undefined ? unknownFrom(call.machine, call.span, [text], reason) : computed(made, call.span, [text]);
    },
    ...Object.fromEntries(
      ["group", "start", "end"].map((name): [string, LibraryFunction] => [
        name,
        (call) =>
          current === null ? call.machine.fail("asks for what was not found", call.span, "IllegalStateException") : partOf(current, name, text, call),
      ]),
    ),
  };
  return written(
    new Native("Matcher", { member: (name, _, at_) => (Object.hasOwn(members, name) ? native(name, at_, members[name] ?? firstOf) : undefined) }),
    span,
  );
}

function resultOf(match: RegExpExecArray, text: Value, span: Span): Value {
  return written(
    new Native("MatchResult", {
      member: (name, _, place) => (/^(?:group|start|end)$/.test(name) ? native(name, place, (call) => partOf(match, name, text, call)) : undefined),
    }),
    span,
  );
}

function partOf(match: RegExpExecArray, name: string, text: Value, call: NativeCall): Value {
  const { given, span, machine } = call;
  const key = at(given, 0)?.data;
  if (name !== "group") {
    const index = match.index;
    return given.length > 0 ? unknownFrom(machine, span, [text], reason) : computed(name === "start" ? index : index + match[0].length, span, [text]);
  }
  const part = given.length === 0 ? match[0] : typeof key === "number" ? match[key] : typeof key === "string" ? match.groups?.[key] : "";
  return key !== undefined && typeof key === "object" ? unknownFrom(machine, span, [text], reason) : computed(part ?? null, span, [text]);
}
