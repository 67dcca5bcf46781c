import type { NativeCall } from "../../../interpreter/native";
import { computed, Hole, Instance, List, RecordData, ResourceData, type Value } from "../../../interpreter/value";
import { addressText } from "./addresses";
import { write } from "./strings";
import { argument, errorType, failure, nil, succeeds, values, type Implementation } from "./support";

/** The packages fmt and log. */
export const formatting: Readonly<Record<string, Implementation>> = {
  "fmt.Sprintf": (call) => formatted(call, values(call)),
  "fmt.Sprint": (call) => joined(call, ""),
  "fmt.Sprintln": (call) => joined(call, "\n"),
  "fmt.Errorf": (call) => {
    const text = formatted(call, values(call)).data;
    return failure(call, typeof text === "string" ? text : undefined);
  },
  "fmt.Print": nil,
  "fmt.Printf": nil,
  "fmt.Println": nil,
  "fmt.Fprintf": (call) => printed(call, formatted(call, values(call).slice(1))),
  "fmt.Fprint": (call) => printed(call, joined({ ...call, given: call.given.slice(1) }, "")),
  "fmt.Fprintln": (call) => printed(call, joined({ ...call, given: call.given.slice(1) }, "\n")),
  "log.Print": nil,
  "log.Printf": nil,
  "log.Println": nil,
};

function printed(call: NativeCall, text: Value): Value {
  const target = argument(call, 0);
  if (target !== undefined) write(call, target, text);
  return succeeds(call, computed(0, call.span, []));
}

/** `Sprint` puts spaces between operands of which neither is a text, `Sprintln` between all. */
function joined(call: NativeCall, end: string): Value {
  let text = "";
  for (const [index, value] of values(call).entries()) {
    const part = show(call, value, "v", "");
    if (typeof part !== "string") return computed(part, call.span, values(call));
    const before = values(call)[index - 1];
    const isApart = index > 0 && (end !== "" || (typeof value.data !== "string" && typeof before?.data !== "string"));
    text += `${isApart ? " " : ""}${part}`;
  }
  return computed(text + end, call.span, values(call));
}

const verb = /%([-+# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:\.(\*|\d+)?)?(?:\[(\d+)\])?([a-zA-Z%])/g;

/** What Sprintf makes of a pattern and its operands; a hole where either is not known. */
export function formatted(call: NativeCall, [pattern, ...operands]: readonly Value[]): Value {
  const all = pattern === undefined ? operands : [pattern, ...operands];
  if (typeof pattern?.data !== "string") {
    const hole = pattern?.data instanceof Hole ? pattern.data : new Hole("is formatted in a way that is not known", call.span);
    return computed(hole, call.span, all);
  }
  let next = 0;
  let failed: Hole | undefined;
  const number = (text: string | undefined): number | undefined => {
    if (text !== "*") return text === undefined || text === "" ? undefined : Number(text);
    const operand = operands[next++]?.data;
    return typeof operand === "number" ? operand : undefined;
  };
  const text = pattern.data.replace(verb, (whole: string, ...groups: readonly (string | undefined)[]) => {
    const [flags = "", first, width, precision, second, letter = "v"] = groups;
    if (letter === "%") return "%";
    const [wide, precise] = [number(width), number(precision)];
    const position = first ?? second;
    if (position !== undefined) next = Number(position) - 1;
    const operand = operands[next++];
    if (operand === undefined) return `%!${letter}(MISSING)`;
    const shown = show(call, operand, letter, flags, precise);
    if (typeof shown === "string") return padded(shown, wide, flags, operand);
    failed ??= shown;
    return whole;
  });
  if (failed !== undefined) return computed(failed, call.span, all);
  // What is left over is printed as well, with its type, which values do not know.
  if (next < operands.length && !pattern.data.includes("[")) return call.machine.hole("has more operands than its pattern", call.span, all);
  return text.length > 1_000_000 ? call.machine.hole("is longer than what is read", call.span, all) : computed(text, call.span, all);
}

function padded(text: string, width: number | undefined, flags: string, { data }: Value): string {
  const wide = Math.min(width ?? 0, 10_000);
  if (text.length >= wide) return text;
  if (flags.includes("-")) return text.padEnd(wide);
  if (!flags.includes("0") || typeof data !== "number") return text.padStart(wide);
  return text.startsWith("-") ? `-${text.slice(1).padStart(wide - 1, "0")}` : text.padStart(wide, "0");
}

/** One operand under a verb. */
function show(call: NativeCall, value: Value, letter: string, flags: string, precision?: number): string | Hole {
  const { data } = value;
  if (data instanceof Hole) return data;
  if (letter === "T") return new Hole("is the name of a type", call.span);
  if (typeof data === "number") return showNumber(data, letter, flags, precision) ?? `%!${letter}(int=${String(data)})`;
  const text = plain(call, value, letter, 0);
  if (typeof text !== "string") return text;
  switch (letter) {
    case "q":
      return JSON.stringify(text);
    case "x":
      return Buffer.from(text).toString("hex");
    case "X":
      return Buffer.from(text).toString("hex").toUpperCase();
    case "s":
      return precision === undefined ? text : Array.from(text).slice(0, precision).join("");
    default:
      return text;
  }
}

function showNumber(number: number, letter: string, flags: string, precision: number | undefined): string | undefined {
  const sign = flags.includes("+") && number >= 0 ? "+" : "";
  switch (letter) {
    case "v":
      return String(number);
    case "d":
      return `${sign}${String(number)}`;
    case "x":
      return `${flags.includes("#") ? "0x" : ""}${number.toString(16)}`;
    case "X":
      return number.toString(16).toUpperCase();
    case "o":
      return number.toString(8);
    case "b":
      return number.toString(2);
    case "c":
      return String.fromCodePoint(Math.min(Math.max(0, Math.trunc(number)), 0x10ffff));
    case "f":
    case "F":
      return `${sign}${number.toFixed(Math.min(precision ?? 6, 50))}`;
    case "g":
      return precision === undefined ? String(number) : String(Number(number.toPrecision(Math.min(Math.max(1, precision), 50))));
    case "e":
      return number.toExponential(Math.min(precision ?? 6, 50)).replace(/e([+-])(\d)$/, "e$10$2");
    case "q":
      return `'${String.fromCodePoint(Math.min(Math.max(0, Math.trunc(number)), 0x10ffff))}'`;
    case "s":
      // A key of a map whose type is not seen may be a number that stands for a text.
      return String(number);
    default:
      return undefined;
  }
}

/** As `%v` shows it. */
function plain(call: NativeCall, value: Value, letter: string, depth: number): string | Hole {
  const { data } = value;
  if (data instanceof Hole) return data;
  if (data === null) return letter === "s" ? "%!s(<nil>)" : "<nil>";
  if (typeof data !== "object") return String(data);
  if (depth > 20) return new Hole("nests too deeply to be printed", call.span);
  const address = addressText(value);
  if (address !== undefined) return address;
  if (data instanceof List) {
    if (data.rest !== undefined) return data.rest;
    const parts = data.items.map((item) => plain(call, item.value, "v", depth + 1));
    const texts = parts.filter((part) => typeof part === "string");
    return parts.find((part) => part instanceof Hole) ?? `[${texts.join(" ")}]`;
  }
  if (data instanceof RecordData && data.type === errorType) {
    const message = data.fields.get("message")?.value;
    return message === undefined ? "error" : plain(call, message, letter, depth + 1);
  }
  if (data instanceof Instance || (data instanceof RecordData && data.rest === undefined)) {
    const own = data instanceof Instance ? ownText(call, value) : undefined;
    if (own !== undefined) return own;
    const isMap = data instanceof RecordData && (data.type === undefined || data.type.startsWith("map["));
    const parts = [...data.fields].map(([key, field]) => {
      const part = plain(call, field.value, "v", depth + 1);
      return part instanceof Hole ? part : isMap ? `${key}:${part}` : part;
    });
    const texts = parts.filter((part) => typeof part === "string");
    const hole = parts.find((part) => part instanceof Hole);
    return hole ?? (isMap ? `map[${texts.sort().join(" ")}]` : `{${texts.join(" ")}}`);
  }
  if (data instanceof ResourceData) return new Hole("is a resource printed as a text", call.span);
  return new Hole("is printed in a way that is not known", call.span);
}

/** What the type's own String or Error says. */
function ownText(call: NativeCall, value: Value): string | undefined {
  const { data } = value;
  if (!(data instanceof Instance)) return undefined;
  for (const name of ["Error", "String"]) {
    const method = call.machine.member(value, name, call.span);
    if (method.data instanceof Hole || method.data === null || typeof method.data !== "object" || method.data.kind !== "closure") continue;
    const text = call.machine.call(method, [], call.span).data;
    if (typeof text === "string") return text;
  }
  return undefined;
}
