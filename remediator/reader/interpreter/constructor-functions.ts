import { attributeOf, setAttribute } from "./attributes";
import { invoke } from "./calls";
import type { Given } from "./native";
import type { Run } from "./run";
import { Hole } from "./hole";
import { type List } from "./list";
import { type Closure, computed, type Instance, RecordData, written, type Value } from "./value";
import type { Span } from "../syntax/tree";

/** What objects that a function makes have in common: JavaScript's `F.prototype`. */
export function sharedBy(run: Run, closure: Closure, span: Span): Value {
  const known = attributeOf(run, closure, "prototype");
  if (known !== undefined) return known;
  const made = written(new RecordData(), span);
  setAttribute(run, closure, "prototype", made);
  return made;
}

/** What an object has of the prototype of the function that made it. */
export function sharedMember(run: Run, maker: Closure, name: string, span: Span): Value | undefined {
  const shared = attributeOf(run, maker, "prototype");
  if (shared === undefined) return undefined;
  if (!(shared.data instanceof RecordData)) return shared.data instanceof Hole ? computed(shared.data, span, [shared]) : undefined;
  const { fields, rest } = shared.data;
  return fields.get(name)?.value ?? (rest === undefined ? undefined : computed(rest, span, [shared]));
}

/** `new F(...)` of a plain function: https://tc39.es/ecma262/#sec-ecmascript-function-objects-construct-argumentslist-newtarget */
export function constructedBy(run: Run, closure: Closure, given: readonly Given[], span: Span): Value {
  const object = new RecordData();
  object.maker = closure;
  const self = written(object, span);
  const made = invoke(run, closure, given, span, self);
  return isObject(made.data) ? made : self;
}

function isObject(data: Value["data"]): data is Instance | List | RecordData | Hole {
  return typeof data === "object" && data !== null;
}
