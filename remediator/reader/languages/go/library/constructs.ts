import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, Instance, isHole, numeral, RecordData, written, type Value } from "../../../interpreter/value";
import type { Construct } from "../context";
import { addedItems } from "./builtins";
import { as } from "./errors";
import { listOfShown, shownStruct } from "./format";
import { keyAt, slotIn } from "./keys";
import { concatenated, fence, grow, indexed, keys, make, padded } from "./lists";
import { address, cell, elementAddress, fieldAddress, pointedAt, storedAt } from "./pointers";
import { areEqual, copied, copiedArray } from "./structs";
import { mayReplace } from "../../../interpreter/unsure";
import { argument, native, nil, results, unknown, values, type Implementation } from "./support";
import { narrowed } from "./wholes";
import { describe, isOfType, shaped, zero } from "./types";

/** What the lowering calls for constructs of Go that the common tree does not have. */
export const constructs: Readonly<Record<Construct, Implementation>> = {
  "go copy": (call) => {
    const value = argument(call, 0);
    return value === undefined ? nil(call) : copied(pointedAt(call, value), 0);
  },
  "go copy array": (call) => {
    const value = argument(call, 0);
    return value === undefined ? nil(call) : copiedArray(value, 0);
  },
  "go runes": (call) => {
    const value = argument(call, 0);
    if (typeof value?.data !== "string") return value ?? nil(call);
    return call.machine.list(
      Array.from(value.data, (character) => computed(character.codePointAt(0) ?? 0, call.span, [value])),
      call.span,
    );
  },
  "go narrow": narrowed,
  "go held": (call) => {
    const value = argument(call, 0) ?? nil(call);
    return value.data === null ? written(new Native("go nil pointer", {}), call.span) : value;
  },
  "go divide": (call) => {
    const [a, b] = values(call).map(({ data }) => data);
    return typeof a === "number" && typeof b === "number" && b !== 0
      ? computed(a / b, call.span, values(call))
      : unknown(call, "is divided by what is not known");
  },
  "go fraction": (call) => {
    const value = argument(call, 0) ?? nil(call);
    return typeof value.data === "number" ? numeral(value, "decimal") : value;
  },
  "go as": as,
  "go keys": keys,
  "go key": (call) => {
    const [map, key] = [argument(call, 0)?.data, argument(call, 1)];
    if (key === undefined) return nil(call);
    return map instanceof RecordData && typeof key.data === "string" ? keyAt(map, key.data, call.span, [key]) : key;
  },
  "go failed": (call) => {
    const error = argument(call, 0);
    const isNone = error === undefined || error.data === null || isHole(error);
    return computed(!isNone, call.span, values(call));
  },
  "go results": (call) => results(call, ...values(call)),
  "go first": (call) => {
    const wrapped = argument(call, 0);
    if (wrapped === undefined) return nil(call);
    return native(
      "function",
      ({ machine, given, span }) => {
        const result = machine.call(wrapped, given, span);
        return result.data instanceof List && result.data.type === "results" ? (result.data.items[0]?.value ?? result) : result;
      },
      call.span,
    );
  },
  "go lookup": lookup,
  "go assert": (call) => {
    const [value, type, otherwise] = values(call);
    if (value === undefined) return unknown(call, "is an assertion that is not known");
    const matches = type === undefined ? undefined : isOfType(value, type);
    const held = matches === false && otherwise !== undefined ? otherwise : value;
    return results(call, held, matches === undefined ? unknown(call, "asks for a type") : computed(matches, call.span, [value]));
  },
  "go is": (call) => {
    const [value, type] = [argument(call, 0), argument(call, 1)];
    const matches = value === undefined || type === undefined ? undefined : isOfType(value, type);
    return matches === undefined ? unknown(call, "asks for a type that is not known") : computed(matches, call.span, values(call));
  },
  "go plain": (call) => describe({ kind: "plain", of: argument(call, 0) }, call.span),
  "go slice of": (call) => describe({ kind: "slice", of: argument(call, 0) }, call.span),
  "go map of": (call) => describe({ kind: "map", key: argument(call, 0), of: argument(call, 1) }, call.span),
  "go pointer to": (call) => describe({ kind: "pointer", of: argument(call, 0) }, call.span),
  "go any": (call) => call.initializer ?? argument(call, 0) ?? nil(call),
  "go error": (call) => call.initializer ?? argument(call, 0) ?? nil(call),
  "go function": (call) => argument(call, 0) ?? nil(call),
  "go make": make,
  "go new": (call) => {
    const type = argument(call, 0);
    const first = type === undefined ? nil(call) : zero(call.machine, type, call.span);
    return first.data === null || typeof first.data === "object" ? first : cell(call, first);
  },
  "go indexed": indexed,
  "go padded": padded,
  "go equal": (call) => {
    const [a, b] = values(call);
    const same = a === undefined || b === undefined ? undefined : areEqual(call.machine, a, b);
    return same === undefined ? unknown(call, "is compared with what is not known") : computed(same, call.span, values(call));
  },
  "go grow": (call) => grow(call, addedItems(call)),
  "go grow by": (call) => {
    const added = argument(call, 1);
    const { items, rest } = added === undefined ? { items: [] } : call.machine.elements(added, call.span);
    return grow(call, items, rest);
  },
  "go fence": fence,
  "go concat": concatenated,
  "go decode": (call) => {
    const [given, type, current] = values(call);
    const isTried = given?.data instanceof List && given.data.type === "results";
    const value = isTried && given.data instanceof List ? given.data.items[0]?.value : given;
    if (value === undefined) return nil(call);
    // What is absent leaves the variable as it is.
    if (value.data === null) return current ?? value;
    if (type !== undefined && type.data !== null) return shaped(call.machine, value, type, call.span);
    return current?.data instanceof Instance ? shaped(call.machine, value, written(current.data.type, call.span), call.span) : value;
  },
  "go shown": (call) => shownStruct(argument(call, 0) ?? nil(call), false),
  "go shown list": (call) => shownNothing(call, "[]"),
  "go shown map": (call) => shownNothing(call, "map[]"),
  "go shown of any type": (call) => shownNothing(call, undefined),
  "go shown parts": (call) => listOfShown(argument(call, 0) ?? nil(call)),
  "go shown pointer": (call) => shownStruct(argument(call, 0) ?? nil(call), true),
  "go address": address,
  "go element address": elementAddress,
  "go field address": fieldAddress,
  "go store": store,
  "go error of": (call) => {
    const data = values(call).at(-1)?.data;
    return (data instanceof List ? data.items.at(-1)?.value : undefined) ?? nil(call);
  },
  "go embed": (call) => {
    const path = argument(call, 0);
    const file = typeof path?.data === "string" ? call.machine.program.repository.read(path.data) : undefined;
    return file === undefined ? unknown(call, "is a file that is not in the repository") : computed(file.text, call.span, values(call));
  },
  "go put off": (call) => {
    const [list, later] = [argument(call, 0)?.data, call.given[1]];
    if (!(list instanceof List) || later === undefined) return nil(call);
    call.machine.touch(list);
    list.items.push({ value: later.value, placement: { kind: "added", call: call.span, argument: later.span } });
    return nil(call);
  },
  "go run put off": (call) => {
    const list = argument(call, 0);
    if (list === undefined) return nil(call);
    const { items, rest } = call.machine.elements(list, call.span);
    if (rest !== undefined) call.machine.gap("puts off calls that are not known", call.span);
    for (const { value } of [...items].reverse()) call.machine.call(value, [], call.span);
    return nil(call);
  },
  "go nil after": (call) => nil(call),
};

/** Of a list or map that is nil its brackets are printed; whether it is one is not known where an interface stands before it. */
function shownNothing(call: NativeCall, brackets: string | undefined): Value {
  const value = argument(call, 0) ?? nil(call);
  if (value.data !== null) return value;
  return brackets === undefined ? unknown(call, "is nothing of a type that is not known, which is printed") : computed(brackets, call.span, [value]);
}

function lookup(call: NativeCall): Value {
  const [map, key, fallback] = values(call);
  const absent = (): Value => results(call, fallback ?? nil(call), computed(false, call.span, []));
  if (map === undefined || map.data === null) return absent();
  const name = map.data instanceof RecordData ? slotIn(map.data, key) : undefined;
  if (!(map.data instanceof RecordData) || name === undefined) {
    const hole = unknown(call, "is looked up in what is not known");
    return results(call, hole, hole);
  }
  const field = map.data.fields.get(name);
  if (field !== undefined) return results(call, field.value, computed(true, call.span, []));
  if (map.data.rest === undefined) return absent();
  const hole = computed(map.data.rest, call.span, [map]);
  return results(call, hole, hole);
}

/** `*p = x`. */
function store(call: NativeCall): Value {
  const [pointer, value, isGivenBack] = values(call);
  if (pointer !== undefined && value !== undefined && storedAt(call, pointer, value)) return isGivenBack === undefined ? nil(call) : pointer;
  const isPlain = pointer === undefined || pointer.data === null || typeof pointer.data !== "object" || pointer.data instanceof Hole;
  if (isGivenBack !== undefined && isPlain) return value ?? nil(call);
  const [target, source] = [pointer?.data, value?.data];
  const { machine, span } = call;
  if (target instanceof List && (source instanceof List || source instanceof Hole)) {
    machine.touch(target);
    target.items = source instanceof List ? [...source.items] : [];
    target.rest = source instanceof List ? source.rest : source;
  } else if ((target instanceof Instance || target instanceof RecordData) && (source instanceof Instance || source instanceof RecordData)) {
    machine.touch(target);
    target.fields.clear();
    for (const [name, field] of source.fields) target.fields.set(name, field);
  } else if (target instanceof Instance && source instanceof Hole) {
    machine.touch(target);
    for (const [name, field] of target.fields) target.fields.set(name, { ...field, value: written(source, span) });
  } else if (target instanceof RecordData && source instanceof Hole) {
    machine.touch(target);
    mayReplace(target, source, span);
  } else if (!(target instanceof Hole)) machine.gap("changes what a pointer points to, which is not followed", span);
  return isGivenBack === undefined ? nil(call) : (pointer ?? nil(call));
}
