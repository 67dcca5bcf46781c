import { type NativeCall } from "../../interpreter/native";
import { computed, isNothing, RecordData, written, type Value } from "../../interpreter/value";
import { firstOf, nothing, type Methods } from "../java-and-csharp/methods";
import { unsettled } from "../java-and-csharp/changes";
import { copiedRecord, entries, fromPairs, hasKey, held, keys, put, putAll, removed, values } from "../java-and-csharp/records";
import { callWith, copied, counted, found } from "../java-and-csharp/sequences";
import { at, eachOf, unknownFrom } from "../library";
import { contains } from "./lists";

/** A map that is in order compares its keys, so that nothing is none. */
function isRefused({ data }: Value, { given }: NativeCall): boolean {
  const key = at(given, 0);
  return data instanceof RecordData && data.type === "SortedMap" && key !== undefined && isNothing(key);
}

/** Methods of Java's maps. */
export const maps: Methods = {
  get: (self, call) => (call.given.length === 0 ? self : held(self, call, at(call.given, 0))),
  getOrDefault: (self, call) => held(self, call, at(call.given, 0), () => at(call.given, 1) ?? nothing(call)),
  put: (self, call) => {
    if (isRefused(self, call)) return call.machine.fail("is put into a map in order under nothing", call.span, "NullPointerException");
    put(self, call, at(call.given, 0), at(call.given, 1) ?? nothing(call));
    return self.data instanceof RecordData && self.data.type === "builder" ? self : written(null, call.span);
  },
  putAll: (self, call) => {
    putAll(self, call, at(call.given, 0));
    return written(null, call.span);
  },
  putIfAbsent: (self, call) => absent(self, call, () => at(call.given, 1) ?? nothing(call)),
  computeIfAbsent: (self, call) => absent(self, call, () => callWith(call, 1)(firstOf(call))),
  compute: (self, call) => recomputed(self, call, () => true),
  computeIfPresent: (self, call) => recomputed(self, call, (isThere) => isThere),
  merge: (self, call) => {
    const [key, value, change] = [at(call.given, 0), at(call.given, 1), at(call.given, 2)];
    const before = held(self, call, key);
    const isThere = hasKey(self, call, key).data;
    const made =
      value === undefined || change === undefined || typeof isThere !== "boolean"
        ? call.machine.hole("is merged with what is not known", call.span)
        : isThere
          ? call.machine.apply(change, [before, value], call.span)
          : value;
    put(self, call, key, made);
    return made;
  },
  replace: (self, call) => {
    const before = held(self, call, at(call.given, 0));
    if (call.given.length === 2 && hasKey(self, call, at(call.given, 0)).data === true)
      put(self, call, at(call.given, 0), at(call.given, 1) ?? nothing(call));
    else if (hasKey(self, call, at(call.given, 0)).data !== false) unsettled(call.machine, self, "is replaced where that is not known", call.span);
    return before;
  },
  replaceAll: (self, call) => {
    const { data } = self;
    if (!(data instanceof RecordData)) return nothing(call);
    for (const [name, field] of [...data.fields]) {
      const key = data.keys?.get(name) ?? computed(name, call.span, []);
      const value = callWith(call)(key, field.value);
      call.machine.touch(data);
      data.fields.set(name, { value, entry: call.span, placement: "computed" });
    }
    return nothing(call);
  },
  clear: (self, { machine, span }) => {
    if (self.data instanceof RecordData) {
      machine.touch(self.data);
      self.data.fields.clear();
      self.data.rest = undefined;
    }
    return written(null, span);
  },
  clone: (self, { machine, span }) => copiedRecord(machine, self, span),
  toString: (self: Value, { machine, span }: NativeCall) => machine.text(self, span),
  containsKey: (self, call) => hasKey(self, call, at(call.given, 0)),
  containsValue: (self, { machine, given, span }) => contains(machine, values(self, span), at(given, 0), span),
  remove: (self, call) => removed(self, call, at(call.given, 0)),
  entrySet: (self, { machine, span }) => entries(self, machine, span),
  keySet: (self, { span }) => keys(self, span),
  navigableKeySet: (self, { span }) => keys(self, span),
  firstKey: (self, call) => found(keys(self, call.span), { ...call, given: [] }),
  lastKey: (self, call) => found(keys(self, call.span), { ...call, given: [] }, true),
  firstEntry: (self, call) => found(copied(call.machine, self, call.span), { ...call, given: [] }),
  lastEntry: (self, call) => found(copied(call.machine, self, call.span), { ...call, given: [] }, true),
  values: (self, { span }) => values(self, span),
  size: (self, { machine, span }) => counted(machine, self, span),
  isEmpty: (self, { machine, span }) => {
    const { data } = counted(machine, self, span);
    return typeof data === "number" ? computed(data === 0, span, [self]) : unknownFrom(machine, span, [self]);
  },
  forEach: (self, call) => {
    eachOf(call.machine, self, call.span, ({ value }) => {
      const [key, one] = call.machine.elements(value, call.span).items;
      const hole = call.machine.hole("is held by a map that is not known", call.span);
      return callWith(call)(key?.value ?? hole, one?.value ?? hole);
    });
    return written(null, call.span);
  },
  build: (self) => self,
  copy: (self, { machine, span }) => fromPairs(machine, self, span),
};

/** `compute(key, (key, before) => after)`; what becomes nothing is taken out. */
function recomputed(self: Value, call: NativeCall, applies: (isThere: boolean) => boolean): Value {
  const { machine, span } = call;
  const key = at(call.given, 0);
  const isThere = hasKey(self, call, key).data;
  if (typeof isThere !== "boolean" || key === undefined) {
    unsettled(machine, self, "is computed where that is not known", span);
    return unknownFrom(machine, span, [self, key]);
  }
  const before = isThere ? held(self, call, key) : written(null, span);
  if (!applies(isThere)) return before;
  const made = callWith(call, 1)(key, before);
  if (made.data === null) removed(self, call, key);
  else put(self, call, key, made);
  return made;
}

function absent(self: Value, call: NativeCall, make: () => Value): Value {
  const key = at(call.given, 0);
  const known = hasKey(self, call, key).data;
  if (known === true) return held(self, call, key);
  const value = make();
  put(self, call, key, value);
  return value;
}
