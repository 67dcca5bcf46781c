import { Instance, List, RecordData, type Value } from "../../../interpreter/value";
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
