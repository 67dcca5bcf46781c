import type { Machine } from "../../interpreter/machine";
import { Native, type Given } from "../../interpreter/native";
import { List } from "../../interpreter/list";
import { type ClassData, Instance, RecordData, written, type Value } from "../../interpreter/value";
import type { ClassMember, Span } from "../../syntax/tree";
import { at, native } from "../library";
import { addTo } from "../java-and-csharp/changes";
import { emptyRecord, put, putAll } from "../java-and-csharp/records";

/** `Rule.builder().port(80).build()` of a class that a library makes a builder for: https://projectlombok.org/features/Builder */
export function objectBuilder(type: ClassData, machine: Machine, span: Span): Value {
  const made = machine.call(written(type, span), [], span);
  const { data } = made;
  if (!(data instanceof Instance)) return made;
  const fields = type.expression.members.filter(({ kind, isStatic }) => kind === "field" && !isStatic);
  for (const field of fields)
    if (field.collects !== undefined) data.fields.set(field.name, { value: emptyOf(field, span), entry: field.span, placement: "computed" });
  const self: Value = written(
    new Native("builder", {
      member: (name, _, place) => {
        if (name === "build") return native(name, place, () => made);
        return native(name, place, ({ machine: run, given, span: call }) => {
          run.touch(data);
          set(run, data, fields, name, given, call);
          return self;
        });
      },
    }),
    span,
  );
  return self;
}

function emptyOf({ type }: ClassMember, span: Span): Value {
  return (type ?? "").includes("Map<") ? emptyRecord(span) : written(new List([]), span);
}

/** What a method of a builder does: it sets its field, adds one to what the field collects, or all of a collection, or empties it. */
function set(machine: Machine, data: Instance, fields: readonly ClassMember[], name: string, given: readonly Given[], span: Span): void {
  const value = at(given, 0);
  const bare = /^(?:with|set)([A-Z]\w*)$/.exec(name)?.[1] ?? "";
  const names = [name, bare.charAt(0).toLowerCase() + bare.slice(1)];
  const field = fields.find((one) => names.includes(one.name));
  const collecting = field?.collects === undefined ? fields.find(({ collects }) => collects !== undefined && names.includes(collects)) : undefined;
  const held = data.fields.get((collecting ?? field)?.name ?? "")?.value;
  const call = { machine, given, span, isNew: false, typeArguments: [] };
  if (collecting !== undefined && held?.data instanceof List) addTo(machine, held, given, span);
  else if (collecting !== undefined && held?.data instanceof RecordData && value !== undefined)
    put(held, call, value, at(given, 1) ?? written(null, span));
  else if (field?.collects !== undefined && held?.data instanceof List && value !== undefined) {
    const { items, rest } = machine.elements(value, span);
    machine.touch(held.data);
    held.data.items.push(...items);
    held.data.rest ??= rest;
  } else if (field?.collects !== undefined && held?.data instanceof RecordData && value !== undefined) putAll(held, call, value);
  else if (field !== undefined && value !== undefined) data.fields.set(field.name, { value, entry: span, placement: "builder" });
  else
    // A method of whose name there is no field may set any of them.
    for (const one of field === undefined && collecting === undefined ? fields : [])
      data.fields.set(one.name, { value: machine.hole(`may be set by ${name}, which is no field`, span), entry: span, placement: "builder" });
}
