import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole, partOfText } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../../interpreter/value";
import { argument, failure, listOf, nil, pure, results, sequence, succeeds, textsOf, unknown, values, type Implementation } from "./support";

/** A function of texts. */
function ofTexts(compute: (...texts: string[]) => string | number | boolean): Implementation {
  return pure((...texts) => (texts.every((text) => typeof text === "string") ? compute(...texts) : undefined));
}

/** A function of texts that gives several. */
function split(compute: (...parts: (string | number)[]) => readonly string[]): Implementation {
  return (call) => {
    const parts = values(call).map(({ data }) => data);
    if (!parts.every((part) => typeof part === "string" || typeof part === "number")) return unknownList(call);
    return listOf(call, compute(...parts));
  };
}

function unknownList(call: NativeCall): Value {
  const hole = unknown(call, "is a list of parts that are not known").data;
  return hole instanceof Hole ? listOf(call, [], hole) : unknown(call, "is not known");
}

function trim(text: string, cutset: string, sides: "left" | "right" | "both"): string {
  const cut = new Set(cutset);
  const characters = Array.from(text);
  let [start, end] = [0, characters.length];
  if (sides !== "right") while (start < end && cut.has(characters[start] ?? "")) start++;
  if (sides !== "left") while (end > start && cut.has(characters[end - 1] ?? "")) end--;
  return characters.slice(start, end).join("");
}

function splitText(text: string, separator: string, count = -1): readonly string[] {
  if (count === 0) return [];
  const parts = separator === "" ? Array.from(text) : text.split(separator);
  return count < 0 || parts.length <= count ? parts : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

const longest = 1_000_000;

/** Each character for itself: one that would become several stays. */
function eachCharacter(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => {
    const changed = change(character);
    return Array.from(changed).length === 1 ? changed : character;
  }).join("");
}

/** The packages strings, strconv, unicode, math and errors. */
export const texts: Readonly<Record<string, Implementation>> = {
  "strings.Split": split((text, separator) => splitText(String(text), String(separator))),
  "strings.SplitN": split((text, separator, count) => splitText(String(text), String(separator), Number(count))),
  "strings.Fields": split((text) =>
    String(text)
      .split(/\s+/)
      .filter((part) => part !== ""),
  ),
  "strings.SplitSeq": (call) => sequence(split((text, separator) => splitText(String(text), String(separator)))(call)),
  "strings.FieldsSeq": (call) =>
    sequence(
      split((text) =>
        String(text)
          .split(/\s+/)
          .filter((part) => part !== ""),
      )(call),
    ),
  "strings.Join": (call) => {
    const parts = textsOf(argument(call, 0));
    const separator = argument(call, 1)?.data;
    return parts === undefined || typeof separator !== "string" ? unknownJoin(call) : computed(parts.join(separator), call.span, values(call));
  },
  "strings.Replace": pure((text, old, by, count) => {
    if (typeof text !== "string" || typeof old !== "string" || typeof by !== "string") return undefined;
    if (typeof count !== "number" || count < 0) return text.replaceAll(old, () => by);
    const parts = splitText(text, old, count + 1);
    return parts.join(by);
  }),
  "strings.ReplaceAll": ofTexts((text, old = "", by = "") => text.replaceAll(old, () => by)),
  "strings.ToLower": ofTexts((text) => eachCharacter(text, (one) => one.toLowerCase())),
  "strings.ToUpper": ofTexts((text) => eachCharacter(text, (one) => one.toUpperCase())),
  "strings.Title": ofTexts((text) =>
    text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  ),
  "strings.ToTitle": ofTexts((text) => eachCharacter(text, (one) => one.toUpperCase())),
  "strings.TrimSpace": ofTexts((text) => text.trim()),
  "strings.Trim": ofTexts((text, cutset = "") => trim(text, cutset, "both")),
  "strings.TrimLeft": ofTexts((text, cutset = "") => trim(text, cutset, "left")),
  "strings.TrimRight": ofTexts((text, cutset = "") => trim(text, cutset, "right")),
  "strings.TrimPrefix": ofTexts((text, prefix = "") => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  "strings.TrimSuffix": ofTexts((text, suffix = "") => (suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  "strings.HasPrefix": ofTexts((text, prefix = "") => text.startsWith(prefix)),
  "strings.HasSuffix": ofTexts((text, suffix = "") => text.endsWith(suffix)),
  "strings.Contains": ofTexts((text, part = "") => text.includes(part)),
  "strings.ContainsAny": ofTexts((text, characters = "") => Array.from(characters).some((character) => text.includes(character))),
  "strings.EqualFold": ofTexts((a, b = "") => a.toLowerCase() === b.toLowerCase()),
  "strings.Compare": ofTexts((a, b = "") => (a < b ? -1 : a > b ? 1 : 0)),
  "strings.Index": ofTexts((text, part = "") => inBytes(text, text.indexOf(part))),
  "strings.LastIndex": ofTexts((text, part = "") => inBytes(text, text.lastIndexOf(part))),
  "strings.Count": ofTexts((text, part = "") => (part === "" ? Array.from(text).length + 1 : text.split(part).length - 1)),
  "strings.Repeat": pure((text, count) =>
    typeof text === "string" && typeof count === "number" && count >= 0 && text.length * count <= longest ? text.repeat(count) : undefined,
  ),
  "strings.Map": (call) => {
    const [change, text] = values(call);
    if (change === undefined || typeof text?.data !== "string") return unknown(call, "is made of a text that is not known");
    let result = "";
    for (const character of text.data) {
      const { data } = call.machine.apply(change, [computed(character.codePointAt(0) ?? 0, call.span, [])], call.span);
      if (typeof data !== "number") return unknown(call, "is made by a function that is not known");
      if (data >= 0) result += String.fromCodePoint(Math.min(data, 0x10ffff));
    }
    return computed(result, call.span, values(call));
  },
  "strings.Cut": (call) => {
    const [text, separator] = values(call).map(({ data }) => data);
    if (typeof text !== "string" || typeof separator !== "string") {
      const hole = unknown(call, "is cut where it is not known");
      return results(call, hole, hole, hole);
    }
    const at = text.indexOf(separator);
    const parts = at === -1 ? ([text, "", false] as const) : ([text.slice(0, at), text.slice(at + separator.length), true] as const);
    return results(call, ...parts.map((part) => computed(part, call.span, values(call))));
  },
  "strings.NewReplacer": (call) => {
    const pairs = values(call).map(({ data }) => data);
    return written(
      new Native("Replacer", {
        member: (name, _, span) =>
          name === "Replace"
            ? written(
                new Native(name, {
                  call: (inner) => {
                    const text = argument(inner, 0)?.data;
                    const isKnown = typeof text === "string" && pairs.every((part) => typeof part === "string");
                    return isKnown
                      ? computed(replaceOnce(text, pairs), inner.span, values(inner))
                      : unknown(inner, "is replaced in a way that is not known");
                  },
                }),
                span,
              )
            : undefined,
      }),
      call.span,
    );
  },
  "strings.Builder": builder,
  "bytes.Buffer": builder,
  "strconv.Itoa": pure((number) => (typeof number === "number" ? String(Math.trunc(number)) : typeof number === "string" ? number : undefined)),
  "strconv.Atoi": (call) => parsed(call, (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined)),
  "strconv.ParseInt": (call) => parsed(call, (text) => parseInteger(text, argument(call, 1)?.data), rangeOf(call, true)),
  "strconv.ParseUint": (call) =>
    parsed(call, (text) => (text.startsWith("-") ? undefined : parseInteger(text, argument(call, 1)?.data)), rangeOf(call, false)),
  "strconv.ParseFloat": (call) => parsed(call, (text) => (text !== "" && !Number.isNaN(Number(text)) ? Number(text) : undefined)),
  "strconv.ParseBool": (call) =>
    parsed(call, (text) => (/^(?:1|t|T|TRUE|true|True)$/.test(text) ? true : /^(?:0|f|F|FALSE|false|False)$/.test(text) ? false : undefined)),
  "strconv.FormatInt": pure((number, base) =>
    typeof number === "number" ? number.toString(typeof base === "number" && base >= 2 && base <= 36 ? base : 10) : undefined,
  ),
  "strconv.FormatBool": pure((flag) => (typeof flag === "boolean" ? String(flag) : undefined)),
  "strconv.Quote": ofTexts((text) => JSON.stringify(text)),
  "math.Max": pure((a, b) => (typeof a === "number" && typeof b === "number" ? Math.max(a, b) : undefined)),
  "math.Min": pure((a, b) => (typeof a === "number" && typeof b === "number" ? Math.min(a, b) : undefined)),
  "math.Floor": pure((a) => (typeof a === "number" ? Math.floor(a) : undefined)),
  "math.Ceil": pure((a) => (typeof a === "number" ? Math.ceil(a) : undefined)),
  "math.Round": pure((a) => (typeof a === "number" ? Math.sign(a) * Math.round(Math.abs(a)) : undefined)),
  "math.Abs": pure((a) => (typeof a === "number" ? Math.abs(a) : undefined)),
  "math.Sqrt": pure((a) => (typeof a === "number" && a >= 0 ? Math.sqrt(a) : undefined)),
  "math.Log2": pure((a) => (typeof a === "number" && a > 0 ? Math.log2(a) : undefined)),
  "math.Pow": pure((a, b) => (typeof a === "number" && typeof b === "number" && Number.isFinite(a ** b) ? a ** b : undefined)),
  "errors.New": (call) => failure(call, textOf(argument(call, 0))),
  "errors.Errorf": (call) => failure(call, undefined),
  "errors.Wrap": wrapped,
  "errors.Wrapf": wrapped,
  "errors.WithStack": wrapped,
  "errors.WithMessage": wrapped,
};

function textOf(value: Value | undefined): string | undefined {
  return typeof value?.data === "string" ? value.data : undefined;
}

/** An error around an error; nothing around nothing. */
function wrapped(call: NativeCall): Value {
  const error = argument(call, 0);
  return error === undefined || error.data === null || error.data instanceof Hole ? (error ?? nil(call)) : failure(call, undefined, [error]);
}

function unknownJoin(call: NativeCall): Value {
  const list = argument(call, 0)?.data;
  const hole = list instanceof List ? (list.rest ?? list.items.map((item) => item.value.data).find((data) => data instanceof Hole)) : undefined;
  if (hole === undefined) return unknown(call, "is joined from texts that are not known");
  const parts = list instanceof List ? list.items.map(({ value }) => value) : [];
  const separator = argument(call, 1)?.data;
  const texts = parts.map(({ data }) => data);
  return computed(partOfText(hole, texts, typeof separator === "string" ? separator : "\n"), call.span, [...parts, ...values(call)]);
}

/** The least and the most that a type of so many bits holds. */
function rangeOf(call: NativeCall, isSigned: boolean): readonly [number, number] | undefined {
  const bits = argument(call, 2)?.data;
  if (typeof bits !== "number" || bits === 0 || bits >= 64) return undefined;
  return isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

function parsed(call: NativeCall, parse: (text: string) => number | boolean | undefined, range?: readonly [number, number]): Value {
  const text = argument(call, 0)?.data;
  if (typeof text === "number" || typeof text === "boolean") return succeeds(call, computed(text, call.span, values(call)));
  if (typeof text !== "string") return results(call, unknown(call, "is read from a text that is not known"), nil(call));
  const result = parse(text);
  const [least, most] = range ?? [-Infinity, Infinity];
  if (typeof result === "number" && (result < least || result > most))
    return results(call, computed(result < least ? least : most, call.span, values(call)), failure(call, undefined));
  return result === undefined
    ? results(call, computed(0, call.span, values(call)), failure(call, undefined))
    : succeeds(call, computed(result, call.span, values(call)));
}

function parseInteger(text: string, base: unknown): number | undefined {
  if (base === 0) return /^[+-]?(?:0[xob])?[\da-f_]+$/i.test(text) ? prefixed(text.replaceAll("_", "")) : undefined;
  if (base === 10) return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
  const result = typeof base === "number" && base >= 2 && base <= 36 ? Number.parseInt(text, base) : NaN;
  return Number.isNaN(result) ? undefined : result;
}

/** A number whose prefix says its base; one that begins with nothing but 0 is octal. */
function prefixed(text: string): number | undefined {
  const [, sign = "", digits = ""] = /^([+-]?)(.*)$/.exec(text) ?? [];
  const value = /^0\d+$/.test(digits) ? Number(`0o${digits}`) : Number(digits);
  return Number.isNaN(value) ? undefined : sign === "-" ? -value : value;
}

/** The earliest match wins, and of those at one place the first pair. */
function replaceOnce(text: string, pairs: readonly string[]): string {
  const olds = pairs.filter((_, index) => index % 2 === 0);
  let result = "";
  for (let at = 0; at < text.length;) {
    const index = olds.findIndex((old) => old !== "" && text.startsWith(old, at));
    const old = olds[index];
    if (old === undefined) result += text[at++] ?? "";
    else {
      result += pairs[index * 2 + 1] ?? "";
      at += old.length;
    }
  }
  return result;
}

/** `strings.Builder` and `bytes.Buffer`: a record whose text grows. */
function builder(call: NativeCall): Value {
  const data = new RecordData();
  data.type = "strings.Builder";
  data.fields.set("text", { value: computed("", call.span, []), entry: call.span, placement: "computed" });
  return written(data, call.span);
}

/** A builder to which nothing was written yet. */
export function emptied({ machine, span }: NativeCall, { data }: Value): void {
  if (!(data instanceof RecordData)) return;
  machine.touch(data);
  data.fields.set("text", { value: computed("", span, []), entry: span, placement: "computed" });
}

/** What is written to a builder. */
export function write(call: NativeCall, target: Value, text: Value): void {
  const { data } = target;
  if (!(data instanceof RecordData) || data.type !== "strings.Builder") return;
  const before = data.fields.get("text")?.value;
  const isKnown = typeof before?.data === "string" && typeof text.data === "string" && before.data.length + text.data.length <= longest;
  const parts = before === undefined ? [text] : [before, text];
  const hole = parts.find((part) => part.data instanceof Hole)?.data;
  const next = isKnown ? `${before.data}${text.data}` : hole instanceof Hole ? hole : new Hole("is a text that is not known", call.span);
  call.machine.touch(data);
  data.fields.set("text", { value: computed(next, call.span, parts), entry: call.span, placement: "computed" });
}

/** A place in a text as Go counts it. */
function inBytes(text: string, place: number): number {
  return place < 0 ? place : Buffer.byteLength(text.slice(0, place));
}
