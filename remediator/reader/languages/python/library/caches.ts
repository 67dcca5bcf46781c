import { Native, type NativeCall } from "../../../interpreter/native";
import { Closure, written, type Value } from "../../../interpreter/value";
import { keyOf } from "./keys";
import { isOf, isOfBuiltin } from "./objects";
import { argument, isHoleful, native, unknownOf, type Behaviour, type Table } from "./natives";

/** A function that runs once for the same arguments, and gives the same again. https://docs.python.org/3/library/functools.html#functools.cache */
export function cached(callee: Value): Value {
  const results = new Map<string, Value>();
  const cleared: Behaviour = ({ span }) => {
    results.clear();
    return written(null, span);
  };
  const made = new Native("cached", {
    member: (name, _, span) => (name === "cache_clear" ? native(name, cleared, span) : undefined),
    call: (call) => {
      const key = argumentsKey(call);
      const known = key === undefined ? undefined : results.get(key);
      if (known !== undefined) return known;
      const result = call.machine.call(callee, call.given, call.span);
      if (key !== undefined) results.set(key, result);
      return result;
    },
  });
  return written(made, callee.origin.span);
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

/** `@singledispatch`: what is called depends on the class of the first argument. https://docs.python.org/3/library/functools.html#functools.singledispatch */
const dispatching: Behaviour = (call) => {
  const fallback = argument(call.given, 0);
  if (fallback === undefined) return unknownOf(call, "functools.singledispatch");
  const ways: { readonly takes: (value: Value) => boolean | undefined; readonly callee: Value }[] = [];
  const registered = (type: Value | undefined, callee: Value): Value => {
    const name = callee.data instanceof Closure ? callee.data.expression.parameters[0]?.type : undefined;
    ways.push({ takes: (value) => (type !== undefined ? isOf(value, type) : name === undefined ? undefined : isOfBuiltin(value, name)), callee });
    return callee;
  };
  const register: Behaviour = ({ given, span }) => {
    const [first, second] = [argument(given, 0), argument(given, 1)];
    if (first === undefined) return written(null, span);
    if (second !== undefined) return registered(first, second);
    if (first.data instanceof Closure) return registered(undefined, first);
    return native("register", (inner) => registered(first, argument(inner.given, 0) ?? written(null, inner.span)), span);
  };
  const made = new Native("singledispatch", {
    member: (name, _, span) => (name === "register" ? native(name, register, span) : undefined),
    call: (inner) => {
      const value = argument(inner.given, 0);
      const answers = ways.map(({ takes }) => (value === undefined ? undefined : takes(value)));
      const fitting = ways.filter((_, index) => answers[index] === true);
      // Of several classes the closest counts, which is not followed.
      if (answers.includes(undefined) || fitting.length > 1) return unknownOf(inner, "functools.singledispatch");
      return inner.machine.call(fitting[0]?.callee ?? fallback, inner.given, inner.span);
    },
  });
  return written(made, call.span);
};

export const cacheFunctions: Table = {
  "functools.singledispatch": dispatching,
  "functools.wraps": wraps,
  "functools.lru_cache": decorator,
  "functools.cache": decorator,
};
