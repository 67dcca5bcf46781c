/** What formats take. */
type Scalar = string | number | boolean | null;

/** Wider than any text that says something. */
const widest = 10_000;

/** The mini-language of format specifications. https://docs.python.org/3/library/string.html#format-specification-mini-language */
export function formatted(value: Scalar, specification: string, print: (value: Scalar) => string): string | undefined {
  if (specification === "") return print(value);
  const match = /^(?:(.)?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su.exec(specification);
  if (match === null) return undefined;
  const [, fill, align, sign = "-", , alternate, zero, width, grouping, precision, type] = match;
  if (Number(width ?? 0) > widest) return undefined;
  const number = typeof value === "boolean" && type !== "s" && type !== undefined ? Number(value) : value;
  const body = typeof number === "number" ? digits(number, { type, precision, grouping, alternate: alternate !== undefined, print }) : undefined;
  const text = body ?? (typeof number === "number" ? undefined : textOf(print(value), type, precision));
  if (text === undefined) return undefined;
  const prefix = typeof number === "number" ? (number < 0 ? "-" : sign === "-" ? "" : sign) : "";
  const missing = Math.max(0, Number(width ?? 0) - prefix.length - Array.from(text).length);
  const side = align ?? (zero !== undefined ? "=" : typeof number === "number" ? ">" : "<");
  const padding = (fill ?? (zero !== undefined ? "0" : " ")).repeat(missing);
  if (side === "<") return prefix + text + padding;
  if (side === "=") return prefix + padding + text;
  const before = side === "^" ? padding.slice(0, Math.floor(missing / 2) * (fill?.length ?? 1)) : padding;
  return before + prefix + text + (side === "^" ? padding.slice(before.length) : "");
}

function textOf(text: string, type: string | undefined, precision: string | undefined): string | undefined {
  if (type !== undefined && type !== "s") return undefined;
  return precision === undefined ? text : Array.from(text).slice(0, Number(precision)).join("");
}

/** With so many places; halves go to the even neighbour. */
function fixed(size: number, places: number): string {
  const text = size.toFixed(places);
  // All digits of what lies exactly in the middle: a number has no more of them than these.
  const [, behind = ""] = size.toFixed(Math.min(100, places + 60)).split(".");
  const isHalf = /^50*$/.test(behind.slice(places));
  return isHalf && Number(text.at(-1)) % 2 === 1 ? (size - 10 ** -places / 2).toFixed(places) : text;
}

interface Digits {
  readonly type: string | undefined;
  readonly precision: string | undefined;
  readonly grouping: string | undefined;
  readonly alternate: boolean;
  readonly print: (value: number) => string;
}

/** A number without its sign. */
function digits(number: number, { type, precision, grouping, alternate, print }: Digits): string | undefined {
  const size = Math.abs(number);
  const places = Math.min(Number(precision ?? 6), 100);
  switch (type) {
    case undefined:
      return group(precision === undefined ? print(size) : general(size, places), grouping);
    case "d":
    case "n":
      return Number.isInteger(size) ? group(String(size), grouping) : undefined;
    case "f":
    case "F":
      return group(fixed(size, places), grouping);
    case "%":
      return `${group(fixed(size * 100, places), grouping)}%`;
    case "e":
    case "E":
      return exponent(size.toExponential(places), type);
    case "g":
    case "G":
      return general(size, places);
    case "c":
      return size <= 0x10ffff && Number.isInteger(size) ? String.fromCodePoint(size) : undefined;
    case "b":
    case "o":
    case "x":
    case "X": {
      if (!Number.isInteger(size)) return undefined;
      const text = size.toString(type === "b" ? 2 : type === "o" ? 8 : 16);
      return (alternate ? `0${type}` : "") + (type === "X" ? text.toUpperCase() : text);
    }
    default:
      return undefined;
  }
}

function group(text: string, grouping: string | undefined): string {
  if (grouping === undefined) return text;
  const [whole = "", ...rest] = text.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, grouping), ...rest].join(".");
}

function exponent(text: string, type: "e" | "E"): string {
  const padded = text.replace(/e([+-])(\d)$/, "e$10$2");
  return type === "E" ? padded.toUpperCase() : padded;
}

function general(size: number, precision: number): string {
  const text = size.toPrecision(Math.max(1, precision));
  return text.includes("e") ? exponent(text.replace(/\.?0+e/, "e"), "e") : text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A piece of a `%` format or of a `str.format` template. */
export type Piece = string | { readonly key: string | undefined; readonly path: string; readonly conversion: string; readonly specification: string };

/** `%s`, `%(name)d`, `%5.2f`; undefined where it is malformed. https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting */
export function percentPieces(template: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  const pattern = /%(?:\(([^)]*)\))?([#0\- +]*)(\d+)?(?:\.(\d+))?[hlL]?([%diouxXeEfFgGcrsa])/g;
  let at = 0;
  for (let match = pattern.exec(template); match !== null; match = pattern.exec(template)) {
    const [whole, key, flags = "", width = "", precision, type = "s"] = match;
    pieces.push(template.slice(at, match.index));
    at = match.index + whole.length;
    if (type === "%") {
      pieces.push("%");
      continue;
    }
    const isText = "rsa".includes(type);
    const side = flags.includes("-") ? "<" : isText && width !== "" ? ">" : "";
    const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
    const zero = flags.includes("0") && !flags.includes("-") && !isText ? "0" : "";
    const places = precision === undefined ? "" : `.${precision}`;
    const kind = isText ? "s" : "diu".includes(type) ? "d" : type;
    const specification = isText && width === "" && places === "" ? "" : `${side}${isText ? "" : sign}${zero}${width}${places}${kind}`;
    pieces.push({ key, path: "", conversion: type === "r" || type === "a" ? "r" : "", specification });
  }
  if (template.slice(at).includes("%")) return undefined;
  pieces.push(template.slice(at));
  return pieces;
}

/** `{}`, `{0}`, `{name.attribute[key]!r:>10}`. https://docs.python.org/3/library/string.html#format-string-syntax */
export function bracePieces(template: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  const pattern = /\{\{|\}\}|\{([^{}.[!:]*)((?:\.\w+|\[[^\]]*\])*)(?:!([rsa]))?(?::([^{}]*))?\}/g;
  let at = 0;
  for (let match = pattern.exec(template); match !== null; match = pattern.exec(template)) {
    const [whole, key = "", path = "", conversion = "", specification = ""] = match;
    const between = template.slice(at, match.index);
    if (/[{}]/.test(between)) return undefined;
    pieces.push(between);
    at = match.index + whole.length;
    if (whole === "{{" || whole === "}}") pieces.push(whole.slice(1));
    else pieces.push({ key: key === "" ? undefined : key, path, conversion: conversion === "s" ? "" : conversion, specification });
  }
  const rest = template.slice(at);
  if (/[{}]/.test(rest)) return undefined;
  return [...pieces, rest];
}

/** As `repr` shows a text. */
export function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}
