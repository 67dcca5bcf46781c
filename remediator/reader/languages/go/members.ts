import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import type { Scope } from "../../interpreter/scope";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, Closure, computed, Instance, passedOn, RecordData, SymbolData, written, type Data, type Value } from "../../interpreter/value";
import type { Expression, Span } from "../../syntax/tree";
import { sortInPlace } from "./library/collections";
import { addressMember } from "./library/net";
import { emptied, write } from "./library/strings";
import { onceType, runOnce } from "./library/once";
import { argument, errorType, native, results, nil, succeeds, unknown, type Implementation } from "./library/support";

/** Methods that data has without the program's doing: outputs are what they hold, errors say what they are, and named scalars have methods of the package. */
export function memberOf(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (data instanceof SymbolData) return undefined;
  if (data instanceof ClassData) return methodExpression(data, name, span);
  const method = (implementation: Implementation): Value => native(name, implementation, span);
  if (data instanceof Native && data.name === "context") return ofContext(name, machine, method);
  if (data instanceof RecordData) {
    const special = ofRecord(object, data, name, method);
    if (special !== undefined) return special;
  }
  if (data instanceof RecordData || data instanceof List) {
    const special = addressMember(object, name, { span }, machine);
    if (special !== undefined) return special;
  }
  if (data instanceof Instance) return promoted(data, name, machine, span);
  const own = declaredMethod(object, name, machine, span);
  if (own !== undefined) return own;
  if (/^(?:To\w*(?:Output|Input|Ptr)\w*|Elem|Untyped|OutputState)$/.test(name)) return method((call) => passedOn(object, "returned", call.span));
  if (name === "Index" && (data instanceof List || data === null)) return method((call) => elementOf(object, call));
  if (name === "Sort" && data instanceof List) return method((call) => sortInPlace({ ...call, given: [{ value: object, span: call.span }] }));
  if (name === "MapIndex" && data instanceof RecordData) return method((call) => entryOf(object, data, call));
  // What a provider adds to an object that a resource was given.
  const isOutput = data instanceof RecordData && object.from !== undefined && object.from.size > 0 && data.type?.endsWith("Args") === true;
  return isOutput ? machine.hole(`is ${name}, which is known only after the deployment`, span, [object]) : undefined;
}

/** What the context does beyond what all languages know of it. */
function ofContext(name: string, machine: Machine, method: (implementation: Implementation) => Value): Value | undefined {
  const gap = (reason: string): Value =>
    method((call) => {
      machine.gap(reason, call.span);
      return unknown(call, reason);
    });
  if (/^(?:Register|Read|Call|Construct)/.test(name)) return gap(`registers resources with ${name}, which is not followed`);
  if (name !== "GetConfig") return undefined;
  return method((call) => {
    const key = argument(call, 0)?.data;
    const setting = typeof key === "string" ? machine.settings.config.get(key) : undefined;
    if (typeof key !== "string" || (setting !== undefined && typeof setting.value !== "string"))
      return results(call, unknown(call, "is a setting that is not known"), computed(true, call.span, []));
    return results(
      call,
      computed(typeof setting?.value === "string" ? setting.value : "", call.span, []),
      computed(setting !== undefined, call.span, []),
    );
  });
}

/** `T.method`: a function whose first argument is the object. */
function methodExpression(type: ClassData, name: string, span: Span): Value | undefined {
  const attached = type.scope.nearest("program").attached.get(`${type.name}.${name}`);
  if (attached === undefined) return undefined;
  return native(
    name,
    (call) => {
      const [object, ...given] = call.given;
      const closure = new Closure(name, attached.expression, attached.scope, object?.value, type);
      return call.machine.call(written(closure, span), given, call.span);
    },
    span,
  );
}

function ofRecord(object: Value, data: RecordData, name: string, method: (implementation: Implementation) => Value): Value | undefined {
  if (data.type === errorType && name === "Error") return method(() => data.fields.get("message")?.value ?? object);
  if (data.type === onceType && name === "Do")
    return method((call) => {
      const callee = argument(call, 0);
      if (callee !== undefined) runOnce(call, data, () => void call.machine.call(callee, [], call.span));
      return nil(call);
    });
  if (data.type === "strings.Builder") {
    if (name === "String") return method((call) => data.fields.get("text")?.value ?? nil(call));
    if (name === "Len")
      return method((call) => {
        const text = data.fields.get("text")?.value.data ?? "";
        return typeof text === "string" ? computed(Buffer.byteLength(text), call.span, [object]) : unknown(call, "is a length that is not known");
      });
    if (name === "WriteString" || name === "Write" || name === "WriteByte" || name === "WriteRune") {
      return method((call) => {
        const text = argument(call, 0);
        if (text !== undefined)
          write(call, object, typeof text.data === "number" ? computed(String.fromCodePoint(text.data), call.span, [text]) : text);
        return succeeds(call, computed(0, call.span, []));
      });
    }
    if (name === "Reset" || name === "Grow") {
      return method((call) => {
        if (name === "Reset") emptied(call, object);
        return nil(call);
      });
    }
    if (name === "Cap" || name === "Available") return method((call) => unknown(call, "is a capacity that Go decides"));
    return method((call) => {
      const hole = unknown(call, `is changed by ${name}, which is not read`);
      call.machine.touch(data);
      data.fields.set("text", { value: hole, entry: call.span, placement: "computed" });
      return hole;
    });
  }
  return undefined;
}

/** `ids.Index(pulumi.Int(0))`. */
function elementOf(object: Value, call: Parameters<Implementation>[0]): Value {
  const { data } = object;
  const index = argument(call, 0)?.data;
  if (!(data instanceof List) || typeof index !== "number") return unknown(call, "has an index that is not known");
  const item = data.itemAt(index);
  if (item !== undefined) return passedOn(item.value, "element", call.span, String(index));
  return data.rest === undefined ? computed(null, call.span, [object]) : computed(data.rest, call.span, [object]);
}

function entryOf(object: Value, data: RecordData, call: Parameters<Implementation>[0]): Value {
  const key = argument(call, 0)?.data;
  if (typeof key !== "string") return unknown(call, "has a key that is not known");
  const field = data.fields.get(key);
  if (field !== undefined) return passedOn(field.value, "element", call.span, key);
  return data.rest === undefined ? computed(null, call.span, [object]) : computed(data.rest, call.span, [object]);
}

/** A method or field of what the struct embeds behind an interface. */
function promoted(instance: Instance, name: string, machine: Machine, span: Span): Value | undefined {
  for (const base of instance.type.expression.bases) {
    const field = instance.fields.get(lastName(base))?.value;
    if (field === undefined || field.data === null || field.data instanceof Hole) continue;
    const found = machine.member(field, name, span);
    if (!(found.data instanceof Hole)) return found;
  }
  return undefined;
}

function lastName(type: Expression): string {
  if (type.kind === "name" || type.kind === "member") return type.name;
  const [inner] = type.kind === "call" ? type.arguments : [];
  return inner === undefined ? "" : lastName(inner.value);
}

/**
 * A method of a named type that is no struct: `func (e Environment) IsProduction() bool`. Such a value does not know its type: it is the one type of the
 * place's package, or of the value's, that has the method and can hold the value.
 */
function declaredMethod(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (data instanceof Hole || (typeof data === "object" && data !== null && !/^(?:list|record|closure)$/.test(data.kind))) return undefined;
  for (const file of new Set([span.file.name, object.origin.span.file.name])) {
    const scope = file.endsWith(".go") ? machine.load(file)?.nearest("program") : undefined;
    const found = [...(scope?.attached ?? [])].filter(([key]) => key.endsWith(`.${name}`) && mayHold(scope, key.slice(0, -name.length - 1), data));
    const [only] = found;
    if (only !== undefined && found.length === 1) return written(new Closure(name, only[1].expression, only[1].scope, object, undefined), span);
  }
  return undefined;
}

/** Whether a variable of the named type can hold the data, as far as the type's declaration says. */
function mayHold(scope: Scope | undefined, type: string, data: Data): boolean {
  const binding = scope?.bindings.get(type);
  if (binding?.lazy !== undefined) {
    const { lazy } = binding;
    delete binding.lazy;
    binding.value = lazy();
  }
  const declared = binding?.value?.data;
  if (!(declared instanceof Native)) return !(declared instanceof ClassData);
  if (/^(?:u?int\d*|uintptr|byte|rune|float\d+)$/.test(declared.name)) return typeof data === "number";
  if (declared.name === "string") return typeof data === "string";
  if (declared.name === "bool") return typeof data === "boolean";
  if (declared.name === "slice") return data === null || data instanceof List;
  if (declared.name === "map") return data === null || data instanceof RecordData;
  return declared.name === "go function" ? data instanceof Closure : true;
}
