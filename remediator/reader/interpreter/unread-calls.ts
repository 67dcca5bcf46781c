import type { Span } from "../syntax/tree";
import type { Invocation } from "./calls";
import { Hole } from "./hole";
import { List } from "./list";
import { Native, type Given } from "./native";
import type { Run } from "./run";
import { mayReplace } from "./unsure";
import { Closure, computed, RecordData, type Value } from "./value";

/**
 * What a function that is not read may do, by the names that it goes by, with what it is given and with the object that it is a method of: call functions,
 * set variables, and where nobody takes what it gives, so that it is called for what it does, change lists and objects.
 */
export function runElsewhere(run: Run, { given, span, isDetached }: Invocation, hole: Hole, names: readonly string[], object?: Value): void {
  callBack(run, given, hole, span);
  if (isDetached !== true || names.some((name) => onlyTells.test(name))) return;
  for (const { data } of [...given.map(({ value }) => value), ...(object === undefined ? [] : [object])]) {
    if (!(data instanceof List || data instanceof RecordData)) continue;
    run.touch(data);
    mayReplace(data, hole, span, undefined, `may be changed by ${names.length === 0 ? "a call that" : `${names.join(".")}, which`} is not read`);
  }
}

/** Whatever a function that is not read does with functions that it is given, it may call them; and it may change the variables that it is given. */
function callBack(run: Run, given: readonly Given[], hole: Hole, span: Span): void {
  for (const { value, giveBack } of given) {
    giveBack?.(computed(hole, span, [value]));
    const { data } = value;
    if (!(data instanceof Closure || (data instanceof Native && data.behaviour.call !== undefined))) continue;
    // A method that is handed over (`rules::add`) is given one thing.
    const count = data instanceof Closure ? data.expression.parameters.length : 1;
    run.either(
      "depends on what is not read",
      span,
      ["a call that is not read", ""],
      [
        () =>
          run.apply(
            value,
            Array.from({ length: count }, () => computed(hole, span, [])),
            span,
          ),
        () => undefined,
      ],
    );
  }
}

/** Functions that write, print, check or hand on what they are given. */
const onlyTells =
  /log|debug|info|warn|error|fatal|trace|print|dump|inspect|assert|expect|valid|verif|check|ensure|require|must|equal|test|export|output|notif|write|send|emit|track|report|time|sleep|wait|metric|console|sentry|telemetry|freeze/i;
