import type { NativeCall } from "../../../interpreter/native";
import { Hole, partOfText } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, longestText, numeral, RecordData, type Value } from "../../../interpreter/value";
import { argument, itemOf, listOf, numberArgument, scalar, textArgument, unknownOf } from "./natives";
import { brace } from "./printing";

type Method = (text: string, call: NativeCall, object: Value) => Value;

/** Calls a method of a text; undefined where texts have none of this name. */
export function textMethod(name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** A method that needs nothing but the text. */
function plain(make: (text: string) => string | number | boolean): Method {
  return (text, call, object) => scalar(make(text), call, object);
}

function bySide(pattern: (characters: string) => RegExp): Method {
  return (text, call, object) => {
    const given = argument(call.given, 0);
    if (given !== undefined && given.data !== null && typeof given.data !== "string") return unknownOf(call, "strip", object);
    const characters = typeof given?.data === "string" ? `[${given.data.replace(/[\\\]^-]/g, "\\$&")}]` : "\\s";
    return scalar(given?.data === "" ? text : text.replace(pattern(characters), ""), call, object);
  };
}

function padded(pad: (text: string, missing: number, fill: string) => string): Method {
  return (text, call, object) => {
    const width = numberArgument(call.given, 0);
    const fill = argument(call.given, 1) === undefined ? " " : textArgument(call.given, 1);
    if (width === undefined || fill === undefined || width > longestText) return unknownOf(call, "padding", object);
    return scalar(pad(text, Math.max(0, width - text.length), fill), call, object);
  };
}

/** Whether the text begins or ends with one of several. */
function affix(test: (text: string, part: string) => boolean): Method {
  return (text, call, object) => {
    const given = argument(call.given, 0);
    const parts = given?.data instanceof List && given.data.rest === undefined ? given.data.items.map((item) => item.value.data) : [given?.data];
    if (call.given.length !== 1 || !parts.every((part) => typeof part === "string")) return unknownOf(call, "startswith", object);
    return scalar(
      parts.some((part) => test(text, part)),
      call,
      object,
    );
  };
}

function search(find: (text: string, part: string) => number): Method {
  return (text, call, object) => {
    const part = textArgument(call.given, 0);
    return part === undefined || call.given.length > 1 ? unknownOf(call, "find", object) : scalar(find(text, part), call, object);
  };
}

function split(pieces: (text: string, separator: string | undefined, most: number) => readonly string[]): Method {
  return (text, call, object) => {
    const separator = argument(call.given, 0, "sep");
    const most = argument(call.given, 1, "maxsplit");
    const isKnown = separator === undefined || separator.data === null || (typeof separator.data === "string" && separator.data !== "");
    if (!isKnown || (most !== undefined && typeof most.data !== "number")) return unknownOf(call, "split", object);
    const count = typeof most?.data === "number" && most.data >= 0 ? most.data : Infinity;
    return texts(pieces(text, typeof separator?.data === "string" ? separator.data : undefined, count), call, object);
  };
}

function texts(pieces: readonly string[], { span }: NativeCall, object: Value): Value {
  return listOf(
    pieces.map((piece) => itemOf(computed(piece, span, [object]), span)),
    undefined,
    span,
    [object],
  );
}

/** Without a separator: at blanks, which do not count at the ends. */
function splitForward(text: string, separator: string | undefined, most: number): readonly string[] {
  const pieces: string[] = [];
  let rest = separator === undefined ? text.trimStart() : text;
  const pattern = separator === undefined ? /\s+/ : undefined;
  while (pieces.length < most) {
    const found = pattern === undefined ? rest.indexOf(separator ?? " ") : rest.search(pattern);
    if (found < 0) break;
    const length = pattern === undefined ? (separator ?? " ").length : (pattern.exec(rest)?.[0].length ?? 1);
    if (pattern !== undefined && found + length >= rest.length) break;
    pieces.push(rest.slice(0, found));
    rest = rest.slice(found + length);
  }
  const last = separator === undefined && pieces.length < most ? rest.trimEnd() : rest;
  return separator === undefined && last === "" ? pieces : [...pieces, last];
}

function splitBackward(text: string, separator: string | undefined, most: number): readonly string[] {
  const all = splitForward(text, separator, Infinity);
  if (most >= all.length - 1) return all;
  const joint = separator ?? " ";
  return [all.slice(0, all.length - most).join(joint), ...all.slice(all.length - most)];
}

function partition(find: (text: string, separator: string) => number, last: boolean): Method {
  return (text, call, object) => {
    const separator = textArgument(call.given, 0);
    if (separator === undefined || separator === "") return unknownOf(call, "partition", object);
    const at = find(text, separator);
    const pieces = at < 0 ? (last ? ["", "", text] : [text, "", ""]) : [text.slice(0, at), separator, text.slice(at + separator.length)];
    return texts(pieces, call, object);
  };
}

const join: Method = (text, call, object) => {
  const given = argument(call.given, 0);
  if (given === undefined) return unknownOf(call, "join", object);
  const { items, rest } = call.machine.elements(given, call.span);
  const parts = items.map((item) => item.value);
  const hole = rest ?? parts.find(({ data }) => data instanceof Hole)?.data;
  const all = [object, given, ...parts];
  const pieces = parts.map(({ data }) => data);
  if (hole instanceof Hole) return computed(partOfText(hole, pieces, text), call.span, all);
  if (!pieces.every((piece) => typeof piece === "string")) return call.machine.hole("joins what are no texts", call.span, all);
  const joined = pieces.join(text);
  return joined.length > longestText ? call.machine.hole("is longer than what is read", call.span, all) : computed(joined, call.span, all);
};

const replace: Method = (text, call, object) => {
  const [from, to] = [textArgument(call.given, 0, "old"), textArgument(call.given, 1, "new")];
  const count = argument(call.given, 2, "count");
  if (from === undefined || to === undefined || (count !== undefined && typeof count.data !== "number")) return unknownOf(call, "replace", object);
  if (from === "" && text.length * to.length > longestText) return unknownOf(call, "replace", object);
  const most = typeof count?.data === "number" && count.data >= 0 ? count.data : Infinity;
  if (most === Infinity)
    return scalar(
      text.replaceAll(from, () => to),
      call,
      object,
    );
  const pieces = text.split(from);
  const head = pieces.slice(0, most + 1);
  return scalar([head.join(to), ...pieces.slice(most + 1)].join(from), call, object);
};

const formatMap: Method = (_, call, object) => {
  const given = argument(call.given, 0);
  if (!(given?.data instanceof RecordData)) return unknownOf(call, "format_map", object);
  const named = [...given.data.fields].map(([name, { value }]) => ({ name, value, span: call.span }));
  return brace(object, { ...call, given: named });
};

/** A letter behind another one is a small one, all others are large. */
function title(text: string): string {
  let isInside = false;
  return Array.from(text, (character) => {
    const isCased = /[\p{Lu}\p{Ll}\p{Lt}]/u.test(character);
    const made = !isCased ? character : isInside ? character.toLowerCase() : titled(character);
    isInside = isCased;
    return made;
  }).join("");
}

/** The large form of a letter at the start of a word, which has one of its own where two letters are one character. */
function titled(letter: string): string {
  const large = letter.toUpperCase();
  const place = ["\u01c4", "\u01c7", "\u01ca", "\u01f1"].indexOf(large);
  if (place >= 0) return String.fromCharCode(large.charCodeAt(0) + 1);
  return large.length === 1 ? large : large.charAt(0) + large.slice(1).toLowerCase();
}

/** Whether bytes are those of a text as most programs have them. */
function isUtf8({ given }: NativeCall): boolean {
  const encoding = argument(given, 0, "encoding")?.data ?? "utf-8";
  return typeof encoding === "string" && /^(?:utf[-_]?8|ascii|us-ascii)$/i.test(encoding);
}

const same: Method = (_, call, object) => computed(object.data, call.span, [object]);

const methods: Readonly<Record<string, Method>> = {
  upper: plain((text) => text.toUpperCase()),
  lower: plain((text) => text.toLowerCase()),
  casefold: plain((text) => text.toLowerCase().replaceAll("\u00df", "ss").replaceAll("\u03c2", "\u03c3")),
  title: plain(title),
  capitalize: plain((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()),
  swapcase: plain((text) => Array.from(text, (one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join("")),
  isdigit: plain((text) => /^\d+$/.test(text)),
  isdecimal: plain((text) => /^\d+$/.test(text)),
  isnumeric: plain((text) => /^\d+$/.test(text)),
  isalpha: plain((text) => /^\p{L}+$/u.test(text)),
  isalnum: plain((text) => /^[\p{L}\p{N}]+$/u.test(text)),
  isspace: plain((text) => /^\s+$/.test(text)),
  isupper: plain((text) => text !== text.toLowerCase() && text === text.toUpperCase()),
  islower: plain((text) => text !== text.toUpperCase() && text === text.toLowerCase()),
  isidentifier: plain((text) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)),
  strip: bySide((characters) => new RegExp(`^${characters}+|${characters}+$`, "gu")),
  lstrip: bySide((characters) => new RegExp(`^${characters}+`, "u")),
  rstrip: bySide((characters) => new RegExp(`${characters}+$`, "u")),
  startswith: affix((text, part) => text.startsWith(part)),
  endswith: affix((text, part) => text.endsWith(part)),
  find: search((text, part) => text.indexOf(part)),
  rfind: search((text, part) => text.lastIndexOf(part)),
  index: search((text, part) => text.indexOf(part)),
  rindex: search((text, part) => text.lastIndexOf(part)),
  count: search((text, part) => (part === "" ? text.length + 1 : text.split(part).length - 1)),
  split: split(splitForward),
  rsplit: split(splitBackward),
  splitlines: (text, call, object) => texts(text === "" ? [] : text.replace(/(?:\r\n|\n|\r)$/, "").split(/\r\n|\n|\r/), call, object),
  partition: partition((text, separator) => text.indexOf(separator), false),
  rpartition: partition((text, separator) => text.lastIndexOf(separator), true),
  ljust: padded((text, missing, fill) => text + fill.repeat(missing)),
  rjust: padded((text, missing, fill) => fill.repeat(missing) + text),
  center: padded((text, missing, fill) => fill.repeat(Math.floor(missing / 2)) + text + fill.repeat(Math.ceil(missing / 2))),
  zfill: (text, call, object) => {
    const width = numberArgument(call.given, 0);
    if (width === undefined || width > longestText) return unknownOf(call, "zfill", object);
    const sign = /^[+-]/.exec(text)?.[0] ?? "";
    return scalar(sign + text.slice(sign.length).padStart(width - sign.length, "0"), call, object);
  },
  removeprefix: (text, call, object) => {
    const part = textArgument(call.given, 0);
    return part === undefined
      ? unknownOf(call, "removeprefix", object)
      : scalar(text.startsWith(part) ? text.slice(part.length) : text, call, object);
  },
  removesuffix: (text, call, object) => {
    const part = textArgument(call.given, 0);
    if (part === undefined) return unknownOf(call, "removesuffix", object);
    return scalar(part !== "" && text.endsWith(part) ? text.slice(0, -part.length) : text, call, object);
  },
  join,
  replace,
  format: (_, call, object) => brace(object, call),
  format_map: formatMap,
  encode: (text, call, object) => (isUtf8(call) ? numeral(same(text, call, object), "bytes") : unknownOf(call, "encode", object)),
  decode: (text, call, object) => (isUtf8(call) ? same(text, call, object) : unknownOf(call, "decode", object)),
};
