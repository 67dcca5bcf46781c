import type { NativeCall } from "../../interpreter/native";
import { computed, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";

/** `{value,alignment:format}` of an interpolated string. */
export function formatOne({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0);
  const [format, alignment] = [at(given, 1)?.data, at(given, 2)?.data];
  if (value === undefined) return computed("", span, []);
  const text = formatted(value, typeof format === "string" ? format : "", machine.text(value, span).data);
  if (text === undefined) return unknownFrom(machine, span, [value, machine.text(value, span)], "is formatted in a way that is not known");
  return computed(aligned(text, typeof alignment === "number" ? alignment : 0), span, [value]);
}

/** `string.Format("{0}-{1:D2}", ...)`. */
export function format(call: NativeCall): Value {
  const { machine, given, span } = call;
  const values = given.map(({ value }) => value);
  const [template, ...rest] = values[0] !== undefined && typeof values[0].data === "object" && values[0].data !== null ? values.slice(1) : values;
  const [only] = rest;
  const parts = rest.length === 1 && typeof only?.data === "object" && only.data?.kind === "list" ? only.data.items.map(({ value }) => value) : rest;
  if (typeof template?.data !== "string") return unknownFrom(machine, span, values);
  const unknown: string[] = [];
  const text = template.data.replace(
    /\{\{|\}\}|\{(\d+)(?:,(-?\d+))?(?::([^{}]*))?\}/g,
    (match, index: string | undefined, alignment: string | undefined, pattern: string | undefined) => {
      if (match === "{{" || match === "}}") return match.charAt(0);
      const value = parts[Number(index)];
      const made = value === undefined ? undefined : formatted(value, pattern ?? "", machine.text(value, span).data);
      if (made === undefined) unknown.push(index ?? "");
      return aligned(made ?? "", Number(alignment ?? 0));
    },
  );
  return unknown.length === 0 ? computed(text, span, values) : unknownFrom(machine, span, values, "is formatted in a way that is not known", [text]);
}

function formatted({ data }: Value, format: string, text: unknown): string | undefined {
  if (format === "" || format === "G" || format === "g") return typeof text === "string" ? text : undefined;
  const [, kind = "", digits = ""] = /^([a-zA-Z])(\d*)$/.exec(format) ?? [];
  if (typeof data !== "number" || digits.length > 3) return undefined;
  const width = digits === "" ? undefined : Number(digits);
  switch (kind.toLowerCase()) {
    case "d":
      return Number.isInteger(data) ? (data < 0 ? "-" : "") + String(Math.abs(data)).padStart(width ?? 0, "0") : undefined;
    case "x": {
      if (!Number.isInteger(data) || data < 0) return undefined;
      const hex = data.toString(16).padStart(width ?? 0, "0");
      return kind === "X" ? hex.toUpperCase() : hex;
    }
    case "f":
      return data.toFixed(width ?? 2);
    default:
      return /^0+$/.test(format) && Number.isInteger(data) && data >= 0 ? String(data).padStart(format.length, "0") : undefined;
  }
}

function aligned(text: string, alignment: number): string {
  if (Math.abs(alignment) > 1_000) return text;
  return alignment < 0 ? text.padEnd(-alignment) : text.padStart(alignment);
}
