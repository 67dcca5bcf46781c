import type { Span } from "../syntax/tree";
import { invoke } from "./calls";
import { declaresMethod, memberOf } from "./members";
import { Native } from "./native";
import { isScalar } from "./operators";
import type { Run } from "./run";
import { Hole, isNotANumber } from "./hole";
import { List } from "./list";
import { Closure, computed, Instance, plainOf, type Value } from "./value";

/** Methods that say how an object is printed; of Python's, the second is asked where there is no first. */
const printers = ["toString", "ToString", "__str__", "__repr__", "String"];

/** How a value is printed in a text. */
export function printed(run: Run, value: Value, span: Span): Value {
  const { data } = value;
  const { dialect } = run;
  if (value.member !== undefined) return textOfMember(run, value, value.member, span);
  if (value.numeral === "flags") return run.hole("is printed as the names of several members of an enum", span, [value]);
  if (typeof data === "string" && value.numeral === "bytes") {
    const shown = dialect.printValue?.(value);
    return shown === undefined ? run.hole("is printed as its bytes", span, [value]) : computed(shown, span, [value]);
  }
  const isHeld = value.holder !== undefined;
  if (typeof data === "string" && !isHeld) return value.numeral === undefined ? value : computed(data, span, [value]);
  if (isScalar(data) && !isHeld) return computed(dialect.printValue?.(value) ?? dialect.print(data), span, [value]);
  if (data instanceof Hole) return isNotANumber(data) ? computed("NaN", span, [value]) : value;
  const whole = dialect.printWhole?.(value, run, span);
  if (whole !== undefined) return computed(whole, span, [value]);
  if (data instanceof List && !isHeld) return texts(run, data, value, span);
  if (data instanceof Native && data.behaviour.text !== undefined) return computed(data.behaviour.text, span, [value]);
  if (data instanceof Instance) return textOfObject(run, value, data, span);
  return run.hole("is printed as a text that is not known", span, [value]);
}

/** A member of an enum that is a text or number is printed as that, unless its class says otherwise. */
function textOfMember(run: Run, value: Value, { type }: NonNullable<Value["member"]>, span: Span): Value {
  const own = type.expression.members.find((one) => one.name === "__str__");
  if (own === undefined) return printed(run, plainOf(value), span);
  if (own.function === undefined) {
    // `__str__ = str.__str__`
    const isPlain = own.value?.kind === "member" && own.value.object.kind === "name" && ["str", "int", "float"].includes(own.value.object.name);
    return isPlain ? printed(run, plainOf(value), span) : run.hole("is printed in a way that is not read", span, [value]);
  }
  const text = invoke(run, new Closure(own.name, own.function, type.scope, value, type), [], span, value);
  return printed(run, plainOf(text), span);
}

/** What the object's own class says of it. */
function textOfObject(run: Run, value: Value, { type }: Instance, span: Span): Value {
  const name = printers.find((one) => declaresMethod(type, one));
  const method = name === undefined ? undefined : memberOf(run, value, name, span, true);
  const text = method === undefined ? undefined : run.apply(method, [], span);
  return text !== undefined && (typeof text.data === "string" || text.data instanceof Hole)
    ? text
    : run.hole("is printed as a text that is not known", span, [value]);
}

function texts(run: Run, list: List, value: Value, span: Span): Value {
  if (list.type === "Set" && run.dialect.printsListsJoined) return computed("[object Set]", span, [value]);
  const parts = list.items.map((item) => (item.value.data === null ? "" : run.text(item.value, span).data));
  if (list.rest !== undefined || !parts.every((part) => typeof part === "string") || !run.dialect.printsListsJoined)
    return run.hole("is a list printed as a text", span, [value]);
  return computed(parts.join(","), span, [value]);
}
