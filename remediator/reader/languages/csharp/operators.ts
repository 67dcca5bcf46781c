import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import { Closure, computed, Instance, written, type Value } from "../../interpreter/value";
import type { BinaryOperator, Span } from "../../syntax/tree";
import { equalTo } from "../java-and-csharp/equality";
import { arithmetic } from "../java-and-csharp/arithmetic";

/** What operators make of objects whose class declares them, and of delegates, which are called one after the other. */
export function operate(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (operator === "+" && isDelegate(b) && (isDelegate(a) || a.data === null)) return a.data === null ? b : both(a, b, span);
  const isEquality = operator === "===" || operator === "!==";
  if (isEquality && isBox(a) && isBox(b) && a.data === b.data)
    return machine.hole("is compared as an object, which may be another one with the same content", span, [a, b]);
  return (
    ofClass(operator, a, b, machine, span) ??
    (isEquality ? ofRecords(operator, a, b, machine, span) : undefined) ??
    arithmetic(operator, a, b, machine, span)
  );
}

/** A number or truth in a place for objects. */
function isBox({ data, numberType }: Value): boolean {
  return numberType === "object" && (typeof data === "number" || typeof data === "boolean");
}

function isDelegate({ data }: Value): boolean {
  return data instanceof Closure || (data instanceof Native && data.name === delegates);
}

const delegates = "delegates";

function both(first: Value, second: Value, span: Span): Value {
  const call: Native = new Native(delegates, {
    call: ({ machine, given, span: place }) => {
      machine.call(first, given, place);
      return machine.call(second, given, place);
    },
    member: (name) => (name === "Invoke" ? written(call, span) : undefined),
  });
  return computed(call, span, [first, second]);
}

const spelled: Readonly<Record<string, string>> = { "===": "==", "!==": "!=" };

function ofClass(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const name = `operator ${spelled[operator] ?? operator}`;
  for (const { data } of [a, b]) {
    if (!(data instanceof Instance) || !data.type.expression.members.some((member) => member.name === name)) continue;
    return machine.apply(machine.member(written(data.type, span), name, span), [a, b], span);
  }
  return undefined;
}

/** Records of one type are equal by their parts: https://learn.microsoft.com/dotnet/csharp/language-reference/builtin-types/record#value-equality */
function ofRecords(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (!(a.data instanceof Instance && b.data instanceof Instance) || a.data.type.expression.isRecord !== true) return undefined;
  const same = equalTo(machine, a, b);
  return same === undefined ? undefined : computed(same === (operator === "==="), span, [a, b]);
}

/** An object in a place whose type it is made into: `implicit operator int(Port port)`. */
export function convertedTo(value: Value, type: string | undefined, machine: Machine, span: Span): Value {
  const { data } = value;
  if (type === undefined || !(data instanceof Instance) || data.type.name === type.replace(/\?$/, "")) return value;
  const name = `conversion to ${type.replace(/\?$/, "")}`;
  if (!data.type.expression.members.some((member) => member.name === name)) return value;
  return machine.apply(machine.member(written(data.type, span), name, span), [value], span);
}
