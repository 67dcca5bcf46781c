import { type NativeCall } from "../../interpreter/native";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import { firstOf, nothing, type Methods } from "../java-and-csharp/methods";
import { fromPairs, hasKey, held, keys, put, putAll, removed, values } from "../java-and-csharp/records";
import { callWith, copied, counted } from "../java-and-csharp/sequences";
import { at, eachOf, unknownFrom } from "../library";
import { contains } from "./lists";

/** Methods of Java's maps. */
export const maps: Methods = {
  get: (self, call) => (call.given.length === 0 ? self : held(self, call, at(call.given, 0))),
  getOrDefault: (self, call) => held(self, call, at(call.given, 0), () => at(call.given, 1) ?? nothing(call)),
  put: (self, call) => {
    put(self, call, at(call.given, 0), at(call.given, 1) ?? nothing(call));
    return self.data instanceof RecordData && self.data.type === "builder" ? self : written(null, call.span);
  },
  putAll: (self, call) => {
    putAll(self, call, at(call.given, 0));
    return written(null, call.span);
  },
  putIfAbsent: (self, call) => absent(self, call, () => at(call.given, 1) ?? nothing(call)),
  computeIfAbsent: (self, call) => absent(self, call, () => callWith(call, 1)(firstOf(call))),
  containsKey: (self, call) => hasKey(self, call, at(call.given, 0)),
  containsValue: (self, { machine, given, span }) => contains(machine, values(self, span), at(given, 0), span),
  remove: (self, call) => removed(self, call, at(call.given, 0)),
  entrySet: (self, { machine, span }) => copied(machine, self, span),
  keySet: (self, { span }) => keys(self, span),
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

function absent(self: Value, call: NativeCall, make: () => Value): Value {
  const key = at(call.given, 0);
  const known = hasKey(self, call, key).data;
  if (known === true) return held(self, call, key);
  const value = make();
  put(self, call, key, value);
  return value;
}
