import type { Machine, Program } from "../../interpreter/machine";
import type { Given } from "../../interpreter/native";
import { List } from "../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import type { Creation } from "../dialect";
import { filesOf } from "./modules";
import { resultsType } from "./library/support";

/** `NewX(ctx, name, args, options...)`; of what has no `ctx`, the same without it. */
export function creation(given: readonly Given[], machine: Machine, span: Span): Creation {
  const [name, inputs, ...options] = withoutContext(given);
  return { name: name?.value, inputs: inputs?.value, options: mergedOptions(options, machine, span) };
}

/** `LookupX(ctx, args, options...)`. */
export function query(given: readonly Given[]): Value | undefined {
  return withoutContext(given).find(({ value: { data } }) => !(data instanceof RecordData && data.type === undefined && isOptions(data)))?.value;
}

function withoutContext(given: readonly Given[]): readonly Given[] {
  return given.slice(1);
}

function isOptions(data: RecordData): boolean {
  return data.fields.size === 1 && [...data.fields.keys()].every((key) => key === "parent" || key === "provider" || key === "dependsOn");
}

/** One record of all options; later ones win. */
function mergedOptions(given: readonly Given[], machine: Machine, span: Span): Value | undefined {
  if (given.length === 0) return undefined;
  const merged = new RecordData();
  for (const { value } of given.flatMap((one) => optionsIn(one.value, machine, span))) {
    if (!(value.data instanceof RecordData)) continue;
    for (const [key, field] of value.data.fields) merged.fields.set(key, field);
  }
  return written(merged, span);
}

function optionsIn(value: Value, machine: Machine, span: Span): readonly { readonly value: Value }[] {
  return value.data instanceof List ? machine.elements(value, span).items : [{ value }];
}

/** The resource and no error. */
export function created(resource: Value, machine: Machine, span: Span): Value {
  const list = machine.list([resource, computed(null, span, [])], span);
  if (list.data instanceof List) list.data.type = resultsType;
  return list;
}

/** Calls `main` of the package in the program's folder. */
export function start(machine: Machine, program: Program): void {
  const names = filesOf(program.repository, program.mainFolder);
  for (const name of names) {
    const binding = machine.load(name)?.nearest("program").bindings.get("main");
    if (binding === undefined) continue;
    const value = binding.value ?? binding.lazy?.();
    if (value === undefined) continue;
    machine.call(value, [], value.origin.span);
    if (!machine.hasStack) machine.gap("starts no stack in a way that is followed", value.origin.span);
    return;
  }
  machine.gap(
    names.length === 0 ? "has no Go files in the folder of the program" : "has no function main in the folder of the program",
    machine.here,
  );
}
