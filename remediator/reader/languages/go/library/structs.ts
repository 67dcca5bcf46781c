import type { Machine } from "../../../interpreter/machine";
import { List } from "../../../interpreter/list";
import { Instance, RecordData, type Value } from "../../../interpreter/value";
import { errorType } from "./support";

/** A struct is copied with the structs in it; maps, lists, pointers and resources are shared. */
export function copied(value: Value, depth: number): Value {
  const { data } = value;
  if (depth > 20) return value;
  if (data instanceof Instance && data.registration === undefined) {
    const copy = new Instance(data.type);
    for (const [name, field] of data.fields) {
      const type = data.type.expression.members.find((member) => member.name === name)?.type ?? "";
      copy.fields.set(
        name,
        type.startsWith("*") || type === ""
          ? field
          : {
              ...field,
              value: isArray(type)
                ? copiedArray(field.value, depth + 1)
                : field.value.data instanceof Instance
                  ? copied(field.value, depth + 1)
                  : field.value,
            },
      );
    }
    return { ...value, data: copy };
  }
  if (data instanceof RecordData && isStruct(data)) {
    const copy = new RecordData();
    for (const [name, field] of data.fields) copy.fields.set(name, field);
    if (data.rest !== undefined) copy.rest = data.rest;
    if (data.type !== undefined) copy.type = data.type;
    return { ...value, data: copy };
  }
  return value;
}

/** Structs and arrays are equal where their parts are: https://go.dev/ref/spec#Comparison_operators */
export function areEqual(machine: Machine, a: Value, b: Value, depth = 0): boolean | undefined {
  const [x, y] = [a.data, b.data];
  if (depth > 20) return undefined;
  if (x instanceof Instance && y instanceof Instance) {
    if (x === y) return true;
    if (x.type !== y.type) return undefined;
    const parts = [...x.fields].map(([name, field]) => {
      const other = y.fields.get(name);
      const type = x.type.expression.members.find((member) => member.name === name)?.type ?? "";
      if (other === undefined) return undefined;
      if (type.startsWith("*")) return field.value.data === other.value.data ? true : machine.same(field.value, other.value);
      return areEqual(machine, field.value, other.value, depth + 1);
    });
    return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  }
  return machine.same(a, b);
}

function isArray(type: string): boolean {
  return /^\[[^\]]/.test(type);
}

/** An array is copied with the structs in it. */
export function copiedArray(value: Value, depth: number): Value {
  const { data } = value;
  if (!(data instanceof List)) return value;
  const items = data.items.map((item) => ({ ...item, value: item.value.data instanceof Instance ? copied(item.value, depth) : item.value }));
  return { ...value, data: new List(items, data.rest) };
}

function isStruct({ type }: RecordData): boolean {
  return type !== undefined && type !== errorType && !/^map\[|Map$/.test(type);
}

export function hasNumericKeys({ type }: RecordData): boolean {
  return type !== undefined && /^map\[(?:u?int\d*|byte|rune|float\d*)\]/.test(type);
}
