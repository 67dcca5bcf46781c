import type { NativeCall } from "../../../interpreter/native";
import { Closure, type Value } from "../../../interpreter/value";
import { keyOf } from "./keys";
import { argument, isHoleful, native, unknownOf, type Behaviour, type Table } from "./natives";

/** A function that runs once for the same arguments, and gives the same again. https://docs.python.org/3/library/functools.html#functools.cache */
export function cached(callee: Value): Value {
  const results = new Map<string, Value>();
  return native(
    "cached",
    (call) => {
      const key = argumentsKey(call);
      const known = key === undefined ? undefined : results.get(key);
      if (known !== undefined) return known;
      const made = call.machine.call(callee, call.given, call.span);
      if (key !== undefined) results.set(key, made);
      return made;
    },
    callee.origin.span,
  );
}

function argumentsKey({ given }: NativeCall): string | undefined {
  const parts = given.map(({ name, value, isSpread }) => ({ name: name ?? "", key: isSpread === true ? undefined : keyOf(value) }));
  return parts.some(({ key }) => key === undefined) ? undefined : JSON.stringify(parts.map(({ name, key }) => [name, key?.kind, key?.text]));
}

/** `@cache`, `@lru_cache` and `@lru_cache(maxsize=...)`. */
const decorator: Behaviour = (call) => {
  const callee = argument(call.given, 0);
  if (callee !== undefined && typeof callee.data === "object" && callee.data !== null && !isHoleful(callee)) return cached(callee);
  return native(
    "lru_cache",
    (inner) => {
      const decorated = argument(inner.given, 0);
      return decorated === undefined ? unknownOf(inner, "functools.lru_cache") : cached(decorated);
    },
    call.span,
  );
};

/** `@wraps(function)`: what takes its place has its name. */
const wraps: Behaviour = (call) => {
  const wrapped = argument(call.given, 0);
  return native(
    "wraps",
    (inner) => {
      const made = argument(inner.given, 0);
      if (!(made?.data instanceof Closure)) return made ?? unknownOf(inner, "functools.wraps");
      const { expression, scope, self, home, defaults } = made.data;
      const name = wrapped?.data instanceof Closure ? wrapped.data.name : made.data.name;
      const closure = new Closure(name, expression, scope, self, home);
      if (defaults !== undefined) closure.defaults = defaults;
      return { ...made, data: closure };
    },
    call.span,
  );
};

export const cacheFunctions: Table = {
  "functools.wraps": wraps,
  "functools.lru_cache": decorator,
  "functools.cache": decorator,
};
