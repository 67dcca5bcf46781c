import { keyIn, noteKey, sameValueKey, slotOf } from "../../interpreter/keys";
import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { computed, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { added, at, unknownFrom } from "../library";
import type { Methods } from "./members";
import { mayLose, mayReplace } from "../../interpreter/unsure";

/** Methods of Set and Map, which tell elements and keys apart by what they are. */

export const sets: Methods = {
  entries: (self, { machine, span }) => {
    const { items, rest } = machine.elements(self, span);
    return machine.list(
      items.map(({ value }) => machine.list([value, value], span)),
      span,
      rest,
    );
  },
  delete: (self, { machine, given, span }) => {
    const wanted = at(given, 0) ?? written(null, span);
    if (!(self.data instanceof List)) return written(false, span);
    machine.touch(self.data);
    const answers = self.data.items.map(({ value }) => sameValue(value, wanted));
    if (answers.includes(undefined)) mayLose(self.data, new Hole("is a set of which something is taken that is not known", span));
    self.data.items = self.data.items.filter((_, index) => answers[index] === false);
    return answers.includes(undefined) ? unknownFrom(machine, span, [self, wanted]) : computed(answers.includes(true), span, [self, wanted]);
  },
  clear: (self, { machine, span }) => {
    if (self.data instanceof List) {
      machine.touch(self.data);
      self.data.items = [];
      self.data.rest = undefined;
    }
    return written(null, span);
  },
  add: (self, { machine, given, span }) => {
    const [one] = given;
    if (one !== undefined && self.data instanceof List && !self.data.items.some(({ value }) => sameValue(value, one.value) === true))
      added(machine, self, [one], span);
    return self;
  },
  has: (self, { machine, given, span }) => {
    if (!(self.data instanceof List)) return self;
    const wanted = at(given, 0) ?? written(null, span);
    const answers = self.data.items.map(({ value }) => sameValue(value, wanted));
    if (answers.includes(true)) return computed(true, span, [self, wanted]);
    return answers.includes(undefined) || self.data.rest !== undefined
      ? unknownFrom(machine, span, [self, wanted], "may be in a set that is not known")
      : computed(false, span, [self, wanted]);
  },
};

/** Whether a Set takes two values for one; undefined where that is not known. */
function sameValue(a: Value, b: Value): boolean | undefined {
  const [one, other] = [sameValueKey(a), sameValueKey(b)];
  if (one === undefined || other === undefined) return a.data === b.data && !(a.data instanceof Hole) ? true : undefined;
  return one.text === other.text && one.kind === other.kind;
}

export const maps: Methods = {
  get: (self, { machine, given, span }) => {
    const slot = slotIn(self, at(given, 0) ?? written(null, span));
    const field = self.data instanceof RecordData && slot !== undefined ? self.data.fields.get(slot) : undefined;
    if (field !== undefined) return passedOn(field.value, "element", span);
    return self.data instanceof RecordData && self.data.rest === undefined && slot !== undefined
      ? written(null, span)
      : unknownFrom(machine, span, [self, at(given, 0)]);
  },
  set: (self, { machine, given, span }) => {
    if (self.data instanceof RecordData) {
      machine.touch(self.data);
      putEntry(self.data, at(given, 0) ?? written(null, span), at(given, 1) ?? written(null, span), "assigned", span);
    }
    return self;
  },
  has: (self, { machine, given, span }) => {
    const slot = slotIn(self, at(given, 0) ?? written(null, span));
    if (!(self.data instanceof RecordData) || slot === undefined) return unknownFrom(machine, span, [self, at(given, 0)]);
    const has = self.data.fields.has(slot);
    return has || self.data.rest === undefined ? computed(has, span, [self]) : computed(self.data.rest, span, [self]);
  },
  delete: (self, { machine, given, span }) => {
    const slot = slotIn(self, at(given, 0) ?? written(null, span));
    if (!(self.data instanceof RecordData)) return unknownFrom(machine, span, [self]);
    machine.touch(self.data);
    if (slot === undefined) {
      mayLose(self.data, new Hole("has entries of which one is taken away", span));
      return unknownFrom(machine, span, [self, at(given, 0)]);
    }
    const had = self.data.fields.delete(slot);
    self.data.keys?.delete(slot);
    return had || self.data.rest === undefined ? computed(had, span, [self]) : computed(self.data.rest, span, [self]);
  },
  clear: (self, { machine, span }) => {
    if (self.data instanceof RecordData) {
      machine.touch(self.data);
      self.data.fields.clear();
      self.data.keys?.clear();
      self.data.rest = undefined;
    }
    return written(null, span);
  },
  keys: (self, call) => each(self, call, (key) => key),
  values: (self, call) => each(self, call, (_, value) => value),
  entries: (self, call) => each(self, call, (key, value) => call.machine.list([key, value], call.span)),
  forEach: (self, { machine, given, span }) => {
    const [visit] = given;
    if (self.data instanceof RecordData && visit !== undefined)
      for (const [key, field] of [...self.data.fields]) machine.apply(visit.value, [field.value, keyIn(self.data, key, span, self)], span);
    return written(null, span);
  },
};

/** The name of an entry of a Map; undefined where the key is not known. */
function slotIn({ data }: Value, key: Value): string | undefined {
  const own = sameValueKey(key);
  return own === undefined || !(data instanceof RecordData) ? undefined : slotOf(data, own);
}

/** Gives a Map an entry. */
export function putEntry(map: RecordData, key: Value, value: Value, placement: "assigned" | "computed", span: Span): void {
  const own = sameValueKey(key);
  if (own === undefined) {
    mayReplace(map, key.data instanceof Hole ? key.data : new Hole("has keys that are not known", span), span);
    return;
  }
  const slot = slotOf(map, own);
  map.fields.set(slot, { value, entry: span, placement });
  noteKey(map, slot, own, key);
}

function each(self: Value, { machine, span }: NativeCall, make: (key: Value, value: Value) => Value): Value {
  const { data } = self;
  if (!(data instanceof RecordData)) return unknownFrom(machine, span, [self]);
  return machine.list(
    [...data.fields].map(([key, field]) => make(keyIn(data, key, span, self), field.value)),
    span,
    data.rest,
  );
}
