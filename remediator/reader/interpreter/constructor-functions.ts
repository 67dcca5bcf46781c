import { attributeOf, setAttribute } from "./attributes";
import { invoke } from "./calls";
import type { Given } from "./native";
import type { Run } from "./run";
import { type Closure, Hole, type Instance, type List, RecordData, written, type Value } from "./value";
import type { Span } from "../syntax/tree";

/** What objects that a function makes have in common: JavaScript's `F.prototype`. */
export function sharedBy(run: Run, closure: Closure, span: Span): Value {
  const known = attributeOf(run, closure, "prototype");
  if (known !== undefined) return known;
  const made = written(new RecordData(), span);
  setAttribute(run, closure, "prototype", made);
  return made;
}

/** `new F(...)` of a plain function: https://tc39.es/ecma262/#sec-ecmascript-function-objects-construct-argumentslist-newtarget */
export function constructedBy(run: Run, closure: Closure, given: readonly Given[], span: Span): Value {
  const object = new RecordData();
  const shared = sharedBy(run, closure, span).data;
  if (shared instanceof RecordData) {
    for (const [name, field] of shared.fields) object.fields.set(name, field);
    if (shared.rest !== undefined) object.rest = shared.rest;
  } else if (shared instanceof Hole) object.rest = shared;
  const self = written(object, span);
  const made = invoke(run, closure, given, span, self);
  return isObject(made.data) ? made : self;
}

function isObject(data: Value["data"]): data is Instance | List | RecordData | Hole {
  return typeof data === "object" && data !== null;
}
