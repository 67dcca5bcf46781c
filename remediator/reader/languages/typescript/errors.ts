import type { Machine } from "../../interpreter/machine";
import { Native, type Given } from "../../interpreter/native";
import { setField } from "../../interpreter/patterns";
import { Hole } from "../../interpreter/hole";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at } from "../library";

export const errorNames = ["Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"] as const;

/** One of JavaScript's errors: called, made with `new`, or the base of a class of the program. */
export function errorClass(name: string, span: Span): Value {
  return written(
    new Native(name, {
      call: ({ given, span: call }) => {
        const data = new RecordData();
        data.type = name;
        data.fields.set("message", { value: messageOf(given, call), entry: call, placement: "argument" });
        return written(data, call);
      },
      construct: (self, given, run) => setField(run, self, "message", messageOf(given, self.origin.span), self.origin.span),
    }),
    span,
  );
}

function messageOf(given: readonly Given[], span: Span): Value {
  return at(given, 0) ?? written("", span);
}

/** What every error has: its name, and a message that may not be known. */
export function memberOfError({ data }: Value, name: string, machine: Machine, span: Span): Value | undefined {
  if (!(data instanceof RecordData) || data.type?.endsWith("Error") !== true) return undefined;
  if (name === "name") return computed(data.type, span, []);
  return name === "message" || name === "stack" ? written(new Hole(`is the ${name} of an error`, machine.here), span) : undefined;
}
