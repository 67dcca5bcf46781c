import type { Machine } from "../../interpreter/machine";
import { Hole } from "../../interpreter/hole";
import { isUnordered, List } from "../../interpreter/list";
import { ClassData, Instance, RecordData, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { isBuilder } from "../java-and-csharp/builders";
import { isIterator } from "../java-and-csharp/changes";
import { isEntry } from "../java-and-csharp/records";
import { withoutHolder } from "./optionals";

/** Whoever holds itself has no end. */
const deepest = 20;

/** What `toString` of collections and records says: `[a, b]`, `{k=v}`, `P[x=1]`; undefined where that is not known. */
export function printWhole(value: Value, machine: Machine, span: Span, depth = 0): string | undefined {
  const { data } = value;
  if (depth > deepest) return undefined;
  const print = (one: Value): string | undefined => partText(one, machine, span, depth);
  if (value.holder !== undefined) return heldText(value, value.holder, print);
  if (data instanceof List) {
    if (data.rest !== undefined || data.isArray === true || isUnordered(data)) return undefined;
    const parts = data.items.map((item) => print(item.value));
    if (parts.includes(undefined)) return undefined;
    return isEntry(data) ? parts.join("=") : `[${parts.join(", ")}]`;
  }
  if (data instanceof RecordData) {
    if (!isMap(value, data)) return undefined;
    const parts = [...data.fields].map(([name, field]) => pairText(data.keys?.get(name), name, print(field.value), print));
    return parts.includes(undefined) ? undefined : `{${parts.join(", ")}}`;
  }
  if (!(data instanceof Instance) || data.type.expression.isRecord !== true || saysItself(data.type)) return undefined;
  const parts = [...data.fields].map(([name, field]) => pairText(undefined, name, print(field.value), print));
  return parts.includes(undefined) ? undefined : `${data.type.name}[${parts.join(", ")}]`;
}

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Optional.html#toString() */
function heldText(value: Value, holder: string, print: (one: Value) => string | undefined): string | undefined {
  if (holder === "") return undefined;
  if (value.data === null) return `${holder}.empty`;
  const text = print(withoutHolder(value));
  return text === undefined ? undefined : `${holder}[${text}]`;
}

function pairText(key: Value | undefined, name: string, value: string | undefined, print: (one: Value) => string | undefined): string | undefined {
  const text = key === undefined ? name : print(key);
  return text === undefined || value === undefined ? undefined : `${text}=${value}`;
}

function partText(value: Value, machine: Machine, span: Span, depth: number): string | undefined {
  if (value.data === null && value.holder === undefined) return "null";
  if (value.data instanceof Hole) return undefined;
  const whole = printWhole(value, machine, span, depth + 1);
  if (whole !== undefined || value.data instanceof List || value.data instanceof RecordData) return whole;
  const { data } = machine.text(value, span);
  return typeof data === "string" ? data : undefined;
}

function isMap(value: Value, data: RecordData): boolean {
  return (
    (data.type === "Map" || data.type === "SortedMap") &&
    data.rest === undefined &&
    (data.isUnordered !== true || data.fields.size < 2) &&
    !isBuilder(value) &&
    !isIterator(value)
  );
}

function saysItself({ expression, bases }: ClassData): boolean {
  return expression.members.some(({ name }) => name === "toString") || bases.some(({ data }) => data instanceof ClassData && saysItself(data));
}
