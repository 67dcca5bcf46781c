import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { computed, Instance, RecordData, written, type Field, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, unknownFrom } from "../library";
import { mayLose, mayReplace } from "../../interpreter/unsure";

/** Changes of lists as JavaScript has them: in place, or of a copy. */

/** `list.sort(compare)`: by what the function answers, else by text. In an order that is not known the list may be any of its elements. */
export function sort(self: Value, { machine, given, span }: NativeCall): Value {
  const { data } = self;
  if (!(data instanceof List)) return self;
  machine.touch(data);
  const compare = at(given, 0);
  let unsure: Hole | undefined;
  const textOf = ({ value }: Item): string => {
    const text = machine.text(value, span).data;
    if (typeof text === "string") return text;
    unsure ??= text instanceof Hole ? text : new Hole("is sorted by what is not known", span);
    return "";
  };
  data.items = data.items.toSorted((a, b) => {
    if (compare === undefined || compare.data === null) {
      const [left, right] = [textOf(a), textOf(b)];
      return left < right ? -1 : left > right ? 1 : 0;
    }
    const answer = machine.apply(compare, [a.value, b.value], span).data;
    if (typeof answer === "number") return answer;
    unsure ??= answer instanceof Hole ? answer : new Hole("is sorted by what is not known", span);
    return 0;
  });
  if (unsure === undefined) return self;
  data.rest ??= unsure;
  data.isUnordered = true;
  return self;
}

export function reverse(self: Value, { machine }: NativeCall): Value {
  if (!(self.data instanceof List)) return self;
  machine.touch(self.data);
  self.data.items = self.data.items.toReversed();
  return self;
}

/** `list.splice(start, count, ...elements)`: gives what it takes out. */
export function splice(self: Value, { machine, given, span }: NativeCall): Value {
  const { data } = self;
  if (!(data instanceof List)) return unknownFrom(machine, span, [self]);
  machine.touch(data);
  const [start, count] = given.map(({ value }) => value.data);
  const isKnown = typeof start === "number" && (count === undefined || typeof count === "number") && given.every(({ isSpread }) => isSpread !== true);
  if (!isKnown || data.rest !== undefined) {
    mayLose(data, new Hole("is a list of which a part is cut out", span));
    return machine.hole("is cut out of a list", span, [self]);
  }
  const added = given
    .slice(2)
    .map(({ value, span: argument }): Item => ({ value, placement: { kind: "added", call: span, argument }, passes: machine.passes }));
  const items = [...data.items];
  const taken = items.splice(start, count ?? items.length, ...added);
  data.items = items;
  return computed(new List(taken), span, [self]);
}

/** The same change of a copy: `toSorted`, `toReversed`; `toSpliced` gives the copy. */
export function ofCopy(change: (self: Value, call: NativeCall) => Value): (self: Value, call: NativeCall) => Value {
  return (self, call) => {
    if (!(self.data instanceof List)) return unknownFrom(call.machine, call.span, [self]);
    const list = new List([...self.data.items], self.data.rest, self.data.inPlace);
    const copy = computed(list, call.span, [self]);
    change(copy, call);
    return copy;
  };
}

/** `list.with(index, value)`. */
export function withElement(self: Value, { machine, given, span }: NativeCall): Value {
  const [index, value] = [at(given, 0)?.data, at(given, 1)];
  if (!(self.data instanceof List) || typeof index !== "number" || value === undefined) return unknownFrom(machine, span, [self]);
  const place = index < 0 ? self.data.items.length + index : index;
  const items = self.data.items.map((item, position): Item => (position === place ? { value, placement: { kind: "computed", span } } : item));
  return computed(new List(items, self.data.rest), span, [self]);
}

/** `delete object.name`. */
export function removed({ machine, given, span }: NativeCall): Value {
  const [object, key] = [at(given, 0)?.data, at(given, 1)?.data];
  if (object instanceof RecordData || object instanceof Instance) {
    machine.touch(object);
    if (typeof key === "string" || typeof key === "number") object.fields.delete(String(key));
    else if (object instanceof RecordData) mayLose(object, new Hole("has properties of which one is taken away", span));
  } else if (object instanceof List) {
    machine.touch(object);
    const place = typeof key === "number" || (typeof key === "string" && /^\d+$/.test(key)) ? Number(key) : undefined;
    if (place === undefined) mayReplace(object, new Hole("is a list of which an element is taken away", span), span);
    else
      object.items = object.items.map((item, index): Item =>
        index === place ? { value: written(null, span), placement: { kind: "computed", span }, isAbsent: true } : item,
      );
  }
  return written(true, span);
}

/** `structuredClone(value)`: nothing of it is shared. */
export function cloned({ given, span }: NativeCall): Value {
  return copyOf(at(given, 0) ?? written(null, span), span, new Map());
}

function copyOf(value: Value, span: Span, known: Map<Value["data"], Value["data"]>): Value {
  const { data } = value;
  if (!(data instanceof List || data instanceof RecordData) || known.size > 100_000) return value;
  const earlier = known.get(data);
  if (earlier !== undefined) return { ...value, data: earlier };
  if (data instanceof List) {
    const copy = new List([], data.rest);
    if (data.type !== undefined) copy.type = data.type;
    known.set(data, copy);
    copy.items = data.items.map((item): Item => ({ ...item, value: copyOf(item.value, span, known) }));
    return { ...value, data: copy };
  }
  const copy = new RecordData();
  known.set(data, copy);
  for (const name of ["rest", "type", "keys", "missing"] as const) if (data[name] !== undefined) Object.assign(copy, { [name]: data[name] });
  for (const [key, field] of data.fields) copy.fields.set(key, { ...field, value: copyOf(field.value, span, known) } satisfies Field);
  return { ...value, data: copy };
}
