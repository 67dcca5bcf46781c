import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { RecordData, written, type Field, type Value } from "../../../interpreter/value";
import { camelCase } from "../names";
import type { Table } from "./natives";

/** The type under which options are told from arguments. */
export const optionsType = "ResourceOptions";

export function isOptions(value: Value | undefined): boolean {
  return value?.data instanceof RecordData && value.data.type === optionsType;
}

/** `pulumi.ResourceOptions(parent=self, depends_on=[...])`, under the names of the npm package. */
function options({ given, span }: NativeCall): Value {
  const data = new RecordData();
  data.type = optionsType;
  for (const { name, value, span: entry, isSpread } of given) {
    if (isSpread === true) data.rest ??= value.data instanceof Hole ? value.data : new Hole("are options that are not known", entry);
    else if (name !== undefined) data.fields.set(name === "import_" ? "import" : camelCase(name), { value, entry, placement: "argument" });
  }
  return written(data, span);
}

/** The second ones win; dependencies, providers and aliases come together. */
function merged({ given, span }: NativeCall): Value {
  const data = new RecordData();
  data.type = optionsType;
  for (const { value } of given) {
    if (value.data instanceof Hole) data.rest ??= value.data;
    if (!(value.data instanceof RecordData)) continue;
    if (value.data.rest !== undefined) data.rest ??= value.data.rest;
    for (const [key, field] of value.data.fields) {
      if (field.value.data === null) continue;
      const before = data.fields.get(key);
      data.fields.set(key, before === undefined ? field : together(before, field));
    }
  }
  return written(data, span);
}

function together(before: Field, after: Field): Field {
  const [a, b] = [before.value.data, after.value.data];
  if (!(a instanceof List) || !(b instanceof List)) return after;
  const rest = a.rest ?? b.rest;
  const items = [...a.items, ...b.items];
  return { ...after, value: { ...after.value, data: rest === undefined ? new List(items) : new List(items, rest) } };
}

/** Classes are also found in the file that they are written in: `pulumi.resource.ResourceOptions`. */
export const optionFunctions: Table = {
  "pulumi.ResourceOptions": options,
  "pulumi.ResourceOptions.merge": merged,
  "pulumi.resource.ResourceOptions": options,
  "pulumi.resource.ResourceOptions.merge": merged,
  "pulumi.InvokeOptions": options,
  "pulumi.invoke.InvokeOptions": options,
  "pulumi.InvokeOutputOptions": options,
  "pulumi.invoke.InvokeOutputOptions": options,
};
