import type { Given } from "../../interpreter/native";
import { SymbolData, type Value } from "../../interpreter/value";
import type { Creation } from "../dialect";

/** `new X(name, args, options)`. */
export function creation(given: readonly Given[]): Creation {
  const [name, inputs, options] = given.map(({ value }) => value);
  return { name, inputs: present(inputs), options: present(options) };
}

/** `null` and `XArgs.Empty` are no arguments. */
function present(value: Value | undefined): Value | undefined {
  if (value?.data === null) return undefined;
  return value?.data instanceof SymbolData && /^(?:Empty|EMPTY)$/.test(value.data.path.at(-1) ?? "") ? undefined : value;
}

export function query(given: readonly Given[]): Value | undefined {
  return present(given[0]?.value);
}
