import { noteCall } from "../../interpreter/foreign-calls";
import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { computed, type Data, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, native, unknownFrom } from "../library";

/** What a method of the languages' own data does. */
export type Method = (self: Value, call: NativeCall) => Value;
export type Methods = Readonly<Record<string, Method | undefined>>;

/** A function of a class of the library, or a constant of it. */
export type LibraryFunction = (call: NativeCall) => Value;

type Scalar = string | number | boolean | null;

export function isScalar(data: Data): data is Scalar {
  return data === null || typeof data !== "object";
}

/** The method of a name as a value, or undefined where the table has none. */
export function methodIn(table: Methods, name: string, self: Value, span: Span): Value | undefined {
  const method = Object.hasOwn(table, name) ? table[name] : undefined;
  return method === undefined ? undefined : native(name, span, (call) => method(self, call));
}

/** A method that makes a scalar of known scalars; undefined where these have no answer. */
export function scalarMethod(compute: (self: Scalar, ...given: readonly Scalar[]) => Scalar | undefined): Method {
  return (self, call) => scalarOf(call, [self, ...call.given.map(({ value }) => value)], ([first = null, ...rest]) => compute(first, ...rest));
}

/** A function that makes a scalar of known scalars. */
export function scalarFunction(compute: (...given: readonly Scalar[]) => Scalar | undefined): LibraryFunction {
  return (call) =>
    scalarOf(
      call,
      call.given.map(({ value }) => value),
      (given) => compute(...given),
    );
}

/** A function of a text that ends with an error where the text is known, and is not what it should be. */
export function orFailing(error: string, compute: LibraryFunction): LibraryFunction {
  return (call) => {
    const made = compute(call);
    const isKnown = call.given.length > 0 && call.given.every(({ value }) => isScalar(value.data));
    return made.data instanceof Hole && isKnown ? call.machine.fail("is made of a text that is none of what it should be", call.span, error) : made;
  };
}

/** The longest text that is made. */
const longestText = 1_000_000;

export function scalarOf(
  { machine, span }: Pick<NativeCall, "machine" | "span">,
  values: readonly Value[],
  compute: (given: readonly Scalar[]) => Scalar | undefined,
): Value {
  const given: Scalar[] = [];
  for (const { data } of values) {
    if (!isScalar(data)) return unknownFrom(machine, span, values);
    given.push(data);
  }
  const made = compute(given);
  if (made === undefined || (typeof made === "number" && !Number.isFinite(made))) return unknownFrom(machine, span, values);
  return typeof made === "string" && made.length > longestText ? machine.hole("is longer than what is read", span) : computed(made, span, values);
}

/** A list of texts that is made of known scalars. */
export function textsOf(
  { machine, span }: Pick<NativeCall, "machine" | "span">,
  values: readonly Value[],
  compute: (given: readonly Scalar[]) => readonly string[] | undefined,
): Value {
  const given = values.map(({ data }) => data);
  const made = given.every(isScalar) ? compute(given) : undefined;
  if (made === undefined) return unknownFrom(machine, span, values);
  return machine.list(
    made.map((text) => computed(text, span, values)),
    span,
  );
}

/** The first argument, or nothing. */
export function firstOf({ given, span }: NativeCall): Value {
  return at(given, 0) ?? computed(null, span, []);
}

export function nothing({ span }: NativeCall): Value {
  return computed(null, span, []);
}

/** A hole with this reason, whatever is given. */
export function hidden(reason: string): LibraryFunction {
  return ({ machine, span }) => machine.hole(reason, span);
}

/** What cannot be read calls the functions that it is given, or not. */
export function foreignCall(name: string): LibraryFunction {
  return ({ machine, given, span, initializer }) => {
    const reason = `is made by ${name}, which is not read`;
    for (const { value } of given) {
      if (typeof value.data !== "object" || value.data?.kind !== "closure") continue;
      const { parameters } = value.data.expression;
      machine.uncertain("a call that is not read", span, () => {
        machine.apply(
          value,
          parameters.map(() => machine.hole(reason, span)),
          span,
        );
      });
    }
    const values = given.map(({ value }) => value);
    const made = unknownFrom(machine, span, values, reason);
    const own = made.data instanceof Hole && values.every(({ data }) => data !== made.data) ? made.data : new Hole(reason, span);
    noteCall(machine, own, name.split("."), initializer === undefined ? given : [...given, { value: initializer, span }]);
    return made;
  };
}
