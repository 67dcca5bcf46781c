import type { NativeCall } from "../../../interpreter/native";
import { computed, RecordData, written, type Value } from "../../../interpreter/value";
import { argument, native, nil, type Implementation } from "./support";

/** What runs once, however often it is asked for: https://pkg.go.dev/sync#Once */
export const onces: Readonly<Record<string, Implementation>> = {
  "sync.Once": newOnce,
  "sync.OnceFunc": (call) => kept(call),
  "sync.OnceValue": (call) => kept(call),
};

export const onceType = "sync.Once";

function newOnce({ span }: NativeCall): Value {
  const data = new RecordData();
  data.type = onceType;
  data.fields.set("done", { value: computed(false, span, []), entry: span, placement: "computed" });
  return written(data, span);
}

/** `once.Do(f)`: whether it ran before may depend on what nobody knows. */
export function runOnce(call: NativeCall, once: RecordData, run: () => void): void {
  const { machine, span } = call;
  const done = once.fields.get("done")?.value.data;
  machine.touch(once);
  once.fields.set("done", { value: computed(true, span, []), entry: span, placement: "computed" });
  if (done === false) run();
  else if (done !== true) machine.uncertain("whether it ran before", span, run);
}

/** A function that gives what another one gave the first time. */
function kept(call: NativeCall): Value {
  const [once, callee] = [newOnce(call).data, argument(call, 0)];
  let result: Value | undefined;
  return native(
    "once",
    (inner) => {
      if (callee !== undefined && once instanceof RecordData)
        runOnce(inner, once, () => {
          result = inner.machine.call(callee, [], inner.span);
        });
      return result ?? nil(inner);
    },
    call.span,
  );
}
