import { setGlobal } from "../../../interpreter/modules";
import { Native, type NativeCall } from "../../../interpreter/native";
import { RecordData, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { argument, native, scalar, textArgument, unknownOf } from "./natives";

/** `globals()`: the names of a module, as a dictionary that changes them. Those of a function may be meant (`locals()`): then nobody knows what it gives. */
export function globalsOfModule(call: NativeCall, mayBeOfFunction: boolean): Value {
  const scope = call.machine.load(call.span.file.name);
  if (scope === undefined) return unknownOf(call, "globals");
  const give = (name: string, span: Span): Value | undefined => {
    const value = scope.bindings.get(name)?.value;
    return mayBeOfFunction && value !== undefined ? call.machine.hole("is a name of a function or of its module", span, [value]) : value;
  };
  const set = (name: string, value: Value): void => {
    if (mayBeOfFunction && !scope.bindings.has(name)) return;
    setGlobal(
      call.machine,
      scope,
      name,
      mayBeOfFunction ? call.machine.hole("is a name of a function or of its module, which is set", value.origin.span, [value]) : value,
    );
  };
  const methods: Readonly<Record<string, (inner: NativeCall) => Value>> = {
    get: (inner) => {
      const name = textArgument(inner.given, 0);
      if (name === undefined) return unknownOf(inner, "globals");
      return give(name, inner.span) ?? (mayBeOfFunction ? unknownOf(inner, "locals") : (argument(inner.given, 1) ?? written(null, inner.span)));
    },
    setdefault: (inner) => {
      const name = textArgument(inner.given, 0);
      if (name === undefined) return unknownOf(inner, "globals");
      const held = give(name, inner.span);
      if (held === undefined) set(name, argument(inner.given, 1) ?? written(null, inner.span));
      return give(name, inner.span) ?? unknownOf(inner, "locals");
    },
    update: (inner) => {
      for (const { name, value } of inner.given) {
        if (name !== undefined) set(name, value);
        else if (value.data instanceof RecordData && value.data.rest === undefined)
          for (const [key, field] of value.data.fields) set(key, field.value);
        else inner.machine.gap("sets names that are not known", inner.span);
      }
      return written(null, inner.span);
    },
    __contains__: (inner) => {
      const name = textArgument(inner.given, 0);
      return name === undefined || mayBeOfFunction ? unknownOf(inner, "globals") : scalar(scope.bindings.has(name), inner);
    },
  };
  return written(
    new Native("globals", {
      member: (name, _, span) => {
        const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
        return method === undefined ? undefined : native(name, method, span);
      },
      element: (index, machine, span) => {
        if (typeof index.data !== "string") return undefined;
        return give(index.data, span) ?? (mayBeOfFunction ? undefined : machine.fail("is under a key that is not there", span, "KeyError"));
      },
      set,
    }),
    call.span,
  );
}
