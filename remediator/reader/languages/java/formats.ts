import type { NativeCall } from "../../interpreter/native";
import { List } from "../../interpreter/list";
import { computed, type Value } from "../../interpreter/value";
import { unknownFrom } from "../library";

/** `String.format` and `Output.format`: `%s`, `%d`, `%05d`, `%.2f`, `%x`, `%2$s`, `%n`. */
export function format(call: NativeCall): Value {
  const { machine, given, span } = call;
  const values = given.map(({ value }) => value);
  const [template, ...rest] = values[0]?.data !== null && typeof values[0]?.data === "object" ? values.slice(1) : values;
  const parts =
    rest.length === 1 && rest[0]?.data instanceof List && rest[0].data.isArray === true ? rest[0].data.items.map(({ value }) => value) : rest;
  if (typeof template?.data !== "string") return unknownFrom(machine, span, values);
  let next = 0;
  const unknown: string[] = [];
  const text = template.data.replace(
    /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g,
    (_, position: string | undefined, flags: string, width: string | undefined, digits: string | undefined, kind: string) => {
      if (kind === "%") return "%";
      if (kind === "n") return "\n";
      const value = parts[position === undefined ? next++ : Number(position) - 1];
      const printed = value === undefined ? undefined : machine.text(value, span).data;
      const made = typeof printed === "string" && value !== undefined && !flags.includes("(") ? converted(value, printed, kind, digits) : undefined;
      if (made === undefined) {
        unknown.push(kind);
        return "";
      }
      return padded(signed(flags.includes(",") ? grouped(made) : made, value, kind, flags), flags, Number(width ?? 0));
    },
  );
  return unknown.length === 0 ? computed(text, span, values) : unknownFrom(machine, span, values, "is formatted in a way that is not known", [text]);
}

function converted({ data }: Value, text: string, kind: string, digits: string | undefined): string | undefined {
  switch (kind) {
    case "s":
      return digits === undefined ? text : text.slice(0, Number(digits));
    case "S":
      return text.toUpperCase();
    case "d":
      return typeof data === "number" ? String(data) : undefined;
    case "x":
    case "X":
    case "o":
      if (typeof data !== "number" || data < 0) return undefined;
      return kind === "o" ? data.toString(8) : kind === "x" ? data.toString(16) : data.toString(16).toUpperCase();
    case "f":
      return typeof data === "number" ? rounded(data, Number(digits ?? 6)) : undefined;
    case "b":
      return typeof data === "boolean" ? String(data) : undefined;
    case "c":
      return typeof data === "string" ? data : undefined;
    default:
      return undefined;
  }
}

/** Halves go up, as the number is written: 1.005 becomes 1.01. */
function rounded(number: number, digits: number): string | undefined {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(number)) ?? [];
  if (whole === "" || digits > 50) return undefined;
  const isUp = fraction.charAt(digits) >= "5";
  const all = (BigInt(whole + fraction.padEnd(digits, "0").slice(0, digits)) + (isUp ? 1n : 0n)).toString().padStart(digits + 1, "0");
  return `${sign}${digits === 0 ? all : `${all.slice(0, -digits)}.${all.slice(-digits)}`}`;
}

/** The sign of numbers that are not negative, and what tells the base: `%+d`, `% d`, `%#x`. */
function signed(text: string, value: Value | undefined, kind: string, flags: string): string {
  if (typeof value?.data !== "number") return text;
  if (flags.includes("#")) return kind === "x" ? `0x${text}` : kind === "X" ? `0X${text}` : kind === "o" ? `0${text}` : text;
  return text.startsWith("-") || !/[df]/.test(kind) ? text : flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;
}

/** Thousands by themselves: "1,234,567.8". */
function grouped(text: string): string {
  const [whole = "", ...fraction] = text.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...fraction].join(".");
}

function padded(text: string, flags: string, width: number): string {
  if (width > 1_000 || text.length >= width) return text;
  if (flags.includes("-")) return text.padEnd(width);
  const [, sign = "", digits = ""] = /^([-+ ]|0[xX])?(.*)$/s.exec(text) ?? [];
  return flags.includes("0") ? sign + digits.padStart(width - sign.length, "0") : text.padStart(width);
}
