import type { Given } from "../../interpreter/native";
import { RecordData, SymbolData, type Value } from "../../interpreter/value";
import type { Creation } from "../dialect";
import { propertyName } from "./names";

/** `new X(name, args, options)`, in this order or by name. */
export function creation(given: readonly Given[]): Creation {
  const positional = given.filter(({ name }) => name === undefined);
  const named = (...names: readonly string[]): Value | undefined => given.find(({ name }) => name !== undefined && names.includes(name))?.value;
  return {
    name: named("name", "resourceName", "uniqueName") ?? positional[0]?.value,
    inputs: present(named("args") ?? positional[1]?.value),
    options: optionsUnderNpmNames(present(named("options", "opts") ?? positional[2]?.value)),
  };
}

/** `null`, `XArgs.Empty` and `default` are no arguments. */
function present(value: Value | undefined): Value | undefined {
  if (value?.data === null) return undefined;
  return value?.data instanceof SymbolData && value.data.path.at(-1) === "Empty" ? undefined : value;
}

/** `Parent` is `parent`. */
export function optionsUnderNpmNames(options: Value | undefined): Value | undefined {
  if (!(options?.data instanceof RecordData)) return options;
  const data = new RecordData();
  for (const [name, field] of options.data.fields) data.fields.set(propertyName(name), field);
  if (options.data.rest !== undefined) data.rest = options.data.rest;
  return { ...options, data };
}

export function query(given: readonly Given[]): Value | undefined {
  return present(given.find(({ name }) => name === "args")?.value ?? given.find(({ name }) => name === undefined)?.value);
}
