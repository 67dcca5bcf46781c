import { Native, type NativeCall } from "../../interpreter/native";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";

/** `new Proxy(target, handler)`: the target, except for what the handler does itself. */
export function proxyOf({ machine: maker, given, span }: NativeCall): Value {
  const [target, handler] = [at(given, 0), at(given, 1)];
  const traps = handler?.data;
  if (target === undefined || !(traps instanceof RecordData) || traps.rest !== undefined) return unknownFrom(maker, span, [target, handler]);
  if (traps.fields.size === 0) return target;
  const trap = (name: string): Value | undefined => traps.fields.get(name)?.value;
  const get = trap("get");
  const proxy: Value = written(
    new Native("proxy", {
      member: (name, machine, place) =>
        get === undefined ? machine.member(target, name, place) : machine.apply(get, [target, computed(name, place, []), proxy], place),
      element: (index, machine, place) => {
        if (typeof index.data !== "string" && typeof index.data !== "number") return undefined;
        const name = String(index.data);
        return get === undefined ? machine.member(target, name, place) : machine.apply(get, [target, computed(name, place, []), proxy], place);
      },
      set: (name, value, machine) => {
        const set = trap("set");
        const place = value.origin.span;
        if (set === undefined) machine.setMember(target, name, value, place);
        else machine.apply(set, [target, computed(name, place, []), value, proxy], place);
      },
    }),
    span,
  );
  return proxy;
}
