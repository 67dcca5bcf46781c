import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import { Further, Hole } from "../../interpreter/hole";
import { written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, native } from "../library";
import type { LibraryFunction } from "../java-and-csharp/methods";

/** Streams without an end: elements are made when they are asked for. */

type Source = () => Generator<Value, void>;

/** How many elements are asked for at most. */
const most = 1_000;

function taken(machine: Machine, source: Source, span: Span, isWithin: (value: Value, index: number) => boolean | undefined): Value {
  const made: Value[] = [];
  for (const value of source()) {
    const answer = made.length >= most ? undefined : isWithin(value, made.length);
    if (answer === false) break;
    if (answer === undefined) return machine.list(made, span, new Hole("is a sequence whose end is not known", span));
    made.push(value);
  }
  return machine.list(made, span);
}

/** The first elements of it. */
function first(machine: Machine, source: Source, count: number, span: Span): Value {
  const made: Value[] = [];
  if (count > 0)
    for (const value of source()) {
      made.push(value);
      if (made.length >= Math.min(count, most)) break;
    }
  return machine.list(made, span, count > most ? new Further("is longer than what is read", span) : undefined);
}

function stream(source: Source, span: Span): Value {
  return written(
    new Native("stream", {
      member: (name, _, place) => {
        if (name === "boxed" || name === "sequential") return native(name, place, () => stream(source, place));
        if (name === "limit")
          return native(name, place, ({ machine, given, span: call }) => {
            const count = at(given, 0)?.data;
            return typeof count === "number" ? first(machine, source, count, call) : machine.hole("is as long as nobody knows", call);
          });
        if (name === "takeWhile")
          return native(name, place, ({ machine, given, span: call }) => {
            const test = at(given, 0);
            return taken(machine, source, call, (value) => (test === undefined ? undefined : machine.truth(machine.apply(test, [value], call))));
          });
        if (!/^map(?:To\w+)?$/.test(name)) return undefined;
        return native(name, place, ({ machine, given, span: call }) => {
          const change = at(given, 0);
          return stream(function* () {
            for (const value of source()) yield change === undefined ? value : machine.apply(change, [value], call);
          }, call);
        });
      },
    }),
    span,
  );
}

/** `iterate(first, next)` and `iterate(first, isWithin, next)`. */
export const iterated: LibraryFunction = ({ machine, given, span }) => {
  const [start, second, third] = [at(given, 0), at(given, 1), at(given, 2)];
  const next = third ?? second;
  if (start === undefined || second === undefined || next === undefined) return machine.hole("is a sequence that is not known", span);
  const source: Source = function* () {
    for (let value = start; ; value = machine.apply(next, [value], span)) yield value;
  };
  return third === undefined ? stream(source, span) : taken(machine, source, span, (value) => machine.truth(machine.apply(second, [value], span)));
};

export const generated: LibraryFunction = ({ machine, given, span }) => {
  const supplier = at(given, 0);
  if (supplier === undefined) return machine.hole("is a sequence that is not known", span);
  return stream(function* () {
    for (;;) yield machine.apply(supplier, [], span);
  }, span);
};
