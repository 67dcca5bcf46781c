import { Native } from "../interpreter/native";
import type { Run } from "../interpreter/run";
import { Hole } from "../interpreter/hole";
import { List } from "../interpreter/list";
import { Closure, passedOn, RecordData, written, type Value } from "../interpreter/value";
import type { Span } from "../syntax/tree";
import { isOfTransformations } from "./transformations";

const built = new WeakMap<Native, Value>();

/**
 * Java's `XArgs.builder()`: every method sets the property of its name, one argument as it is, several as a list; `build()` gives the record. A function as
 * the argument gets a builder of its own. `builder(args)` begins with a copy.
 */
export function builder(run: Run, type: string, initial?: Value): Value {
  const data = new RecordData();
  data.type = type;
  if (initial?.data instanceof RecordData) {
    for (const [name, field] of initial.data.fields) data.fields.set(name, field);
    if (initial.data.rest !== undefined) data.rest = initial.data.rest;
  } else if (initial !== undefined && initial.data !== null)
    data.rest = initial.data instanceof Hole ? initial.data : new Hole("is a copy of what is not known", run.here);
  const record = written(data, run.here);
  const native: Native = new Native("builder", {
    member: (name, machine, span) => {
      if (name === "build") return written(new Native("build", { call: ({ span: whole }) => passedOn(record, "returned", whole) }), span);
      return written(
        new Native(name, {
          call: ({ given, span: whole }) => {
            const values = given.map(({ value }) => (isOfTransformations(name) ? value : resolved(run, value, whole)));
            const [first] = values;
            const value =
              values.length === 1 && first !== undefined
                ? first
                : written(
                    new List(
                      given.map(({ span: argument }, index) => ({
                        value: values[index] ?? written(null, argument),
                        placement: { kind: "literal" as const, list: listIn(whole, span), element: argument },
                      })),
                    ),
                    listIn(whole, span),
                  );
            machine.touch(data);
            data.fields.set(name, { value, entry: { ...whole, start: dotBefore(span, name) }, placement: "builder" });
            return self;
          },
        }),
        span,
      );
    },
  });
  const self = written(native, run.here);
  built.set(native, record);
  return self;
}

/** A lambda that fills a builder gives what the builder built. */
function resolved(run: Run, value: Value, span: Span): Value {
  const given = value.data instanceof Closure ? run.apply(value, [builder(run, "")], span) : value;
  return given.data instanceof Native ? (built.get(given.data) ?? given) : given;
}

/** The parentheses of a call, of which the callee is known. */
function listIn(call: Span, callee: Span): Span {
  const start = call.file.text.indexOf("(", callee.end);
  return { ...call, start: start === -1 ? callee.end : start };
}

/** Where `.name` begins: the dot before the name that ends a member expression. */
function dotBefore({ file, start, end }: Span, name: string): number {
  const dot = file.text.lastIndexOf(".", end - name.length);
  return dot < start ? start : dot;
}
