import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { chosenBy, computed, Instance, numeral, RecordData, written, type Value } from "../../interpreter/value";
import { firstOf, methodIn, nothing, type Methods } from "../java-and-csharp/methods";
import { callWith } from "../java-and-csharp/sequences";
import { textAt } from "../../syntax/spans";
import type { Span } from "../../syntax/tree";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { at } from "../library";

/** An Optional is read as what it holds, or nothing. */
export function holding(value: Value, holder: string): Value {
  return { ...value, holder };
}

export function withoutHolder(value: Value): Value {
  if (value.holder === undefined) return value;
  const { holder: _, ...held } = value;
  return held;
}

const empty = (holder: string): LibraryClass["members"] => ({ empty: ({ span }) => holding(written(null, span), holder) });

const ofNumber = (holder: string): LibraryClass => ({ members: { ...empty(holder), of: (call) => holding(firstOf(call), holder) } });

export const optionalClasses: Readonly<Record<string, LibraryClass>> = {
  Optional: {
    members: {
      ...empty("Optional"),
      of: (call) => {
        const value = at(call.given, 0);
        return value?.data === null
          ? call.machine.fail("is nothing", call.span, "NullPointerException")
          : holding(value ?? nothing(call), "Optional");
      },
      ofNullable: (call) => holding(firstOf(call), "Optional"),
      // `Optional::get`
      get: (call) => held(firstOf(call), call.machine, call.span),
    },
  },
  OptionalInt: ofNumber("OptionalInt"),
  OptionalLong: ofNumber("OptionalLong"),
  OptionalDouble: { members: { ...empty("OptionalDouble"), of: (call) => holding(numeral(firstOf(call), "decimal"), "OptionalDouble") } },
};

/** A known value is present; `null` is an empty Optional. */
export const optionals: Methods = {
  orElse: (self, call) => (self.data === null ? chosenBy(self, firstOf(call), call.span) : chosenBy(self, withoutHolder(self), call.span)),
  orElseGet: (self, { machine, given, span }) => {
    const [supplier] = given;
    return self.data === null && supplier !== undefined
      ? chosenBy(self, machine.apply(supplier.value, [], span), span)
      : chosenBy(self, withoutHolder(self), span);
  },
  orElseThrow: (self, call) => (self.data === null ? thrown(call) : withoutHolder(self)),
  get: (self, { machine, span }) => held(self, machine, span),
  getAsInt: (self, { machine, span }) => held(self, machine, span),
  getAsLong: (self, { machine, span }) => held(self, machine, span),
  getAsDouble: (self, { machine, span }) => held(self, machine, span),
  or: (self, { machine, given, span }) => (self.data === null && given[0] !== undefined ? machine.apply(given[0].value, [], span) : self),
  isPresent: (self, { span }) => computed(self.data !== null, span, [self]),
  isEmpty: (self, { span }) => computed(self.data === null, span, [self]),
  ifPresent: (self, { machine, given, span }) => {
    if (self.data !== null && given[0] !== undefined) machine.apply(given[0].value, [withoutHolder(self)], span);
    return written(null, span);
  },
  ifPresentOrElse: (self, { machine, given, span }) => {
    const [present, absent] = given;
    if (self.data !== null && present !== undefined) machine.apply(present.value, [withoutHolder(self)], span);
    if (self.data === null && absent !== undefined) machine.apply(absent.value, [], span);
    return written(null, span);
  },
  map: (self, call) => (self.data === null ? self : holding(callWith(call)(withoutHolder(self)), "Optional")),
  flatMap: (self, call) => (self.data === null ? self : callWith(call)(withoutHolder(self))),
  filter: (self, call) => {
    if (self.data === null) return self;
    const truth = call.machine.truth(callWith(call)(withoutHolder(self)));
    return truth === undefined
      ? call.machine.hole("is chosen by a condition that is not known", call.span, [self])
      : truth
        ? self
        : holding(written(null, call.span), "Optional");
  },
  stream: (self, { machine, span }) => machine.list(self.data === null ? [] : [withoutHolder(self)], span),
};

/** A component gives away a resource that it may not make as an Optional. */
export function ofOptional(object: Value, name: string, span: Span): Value | undefined {
  return ofResources.has(name) ? methodIn(optionals, name, object, span) : undefined;
}

/** What no resource has as an output. */
const ofResources: ReadonlySet<string> = new Set([
  "get",
  "orElse",
  "orElseGet",
  "orElseThrow",
  "isPresent",
  "isEmpty",
  "ifPresent",
  "map",
  "flatMap",
]);

function held(self: Value, machine: Machine, span: NativeCall["span"]): Value {
  return self.data === null ? machine.fail("is not there", span, "NoSuchElementException") : withoutHolder(self);
}

/** What a supplier makes to be thrown. */
function thrown({ machine, given: [supplier], span }: NativeCall): Value {
  const made = supplier === undefined ? undefined : machine.apply(supplier.value, [], span);
  const isError = made?.data instanceof Instance || (made?.data instanceof RecordData && made.data.type !== undefined);
  if (made !== undefined && isError) return machine.raise(made, "is not there", span);
  const text = supplier === undefined ? "" : textAt(supplier.span);
  return machine.fail("is not there", span, /(\w+(?:Exception|Error))\b/.exec(text)?.[1] ?? "NoSuchElementException");
}
