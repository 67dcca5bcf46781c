import type { Machine } from "../../interpreter/machine";
import type { Given, NativeCall } from "../../interpreter/native";
import { computed, written, type Value } from "../../interpreter/value";
import { at, isFunction, unknownFrom } from "../library";
import type { Method, Methods } from "./members";
import type { Span } from "../../syntax/tree";
import { expressionOf, matchValue, mayRun } from "./regular-expressions";

/** A method of texts whose arguments are all known scalars. */
const text =
  (make: (self: string, args: readonly (string | number | undefined)[]) => string | number | boolean | undefined): Method =>
  (self, { machine, given, span }) => {
    const args = given.map(({ value }) => value.data);
    if (typeof self.data !== "string" || !args.every((arg) => typeof arg === "string" || typeof arg === "number"))
      return unknownFrom(machine, span, [self, ...given.map(({ value }) => value)]);
    const made = make(self.data, args);
    return made === undefined
      ? machine.hole("is a text that is not known", span, [self])
      : computed(made, span, [self, ...given.map(({ value }) => value)]);
  };

function placeIn(argument: string | number | undefined): number | undefined {
  return argument === undefined ? undefined : Number(argument);
}

/** Methods of texts. */
export const texts: Methods = {
  toString: (self: Value) => self,
  toLowerCase: text((self) => self.toLowerCase()),
  toUpperCase: text((self) => self.toUpperCase()),
  toLocaleUpperCase: text((self) => self.toUpperCase()),
  at: text((self, [index]) => self.at(Number(index ?? 0))),
  localeCompare: text((self, [other]) => self.localeCompare(String(other), "en")),
  normalize: text((self, [form]) => self.normalize(form === undefined ? "NFC" : String(form))),
  toLocaleLowerCase: text((self) => self.toLowerCase()),
  trim: text((self) => self.trim()),
  trimEnd: text((self) => self.trimEnd()),
  trimStart: text((self) => self.trimStart()),
  startsWith: text((self, [start, from]) => self.startsWith(String(start), placeIn(from))),
  endsWith: text((self, [end, to]) => self.endsWith(String(end), placeIn(to))),
  includes: text((self, [part, from]) => self.includes(String(part), placeIn(from))),
  indexOf: text((self, [part, from]) => self.indexOf(String(part), placeIn(from))),
  lastIndexOf: text((self, [part, from]) => self.lastIndexOf(String(part), placeIn(from))),
  substring: text((self, [from, to]) => self.substring(Number(from), to === undefined ? undefined : Number(to))),
  substr: text((self, [from, length]) => self.slice(Number(from)).slice(0, length === undefined ? undefined : Number(length))),
  slice: text((self, [from, to]) => self.slice(Number(from), to === undefined ? undefined : Number(to))),
  charAt: text((self, [index]) => self.charAt(Number(index ?? 0))),
  charCodeAt: text((self, [index]) => self.charCodeAt(Number(index ?? 0))),
  codePointAt: text((self, [index]) => self.codePointAt(Number(index ?? 0))),
  concat: text((self, parts) => self + parts.join("")),
  repeat: text((self, [count]) => (Number(count) * self.length > 100_000 ? undefined : self.repeat(Math.max(0, Number(count))))),
  padStart: text((self, [length, fill]) =>
    Number(length) > 10_000 ? undefined : self.padStart(Number(length), fill === undefined ? " " : String(fill)),
  ),
  padEnd: text((self, [length, fill]) =>
    Number(length) > 10_000 ? undefined : self.padEnd(Number(length), fill === undefined ? " " : String(fill)),
  ),
  replace: (self, call) => replaced(self, call, false),
  replaceAll: (self, call) => replaced(self, call, true),
  split: (self, { machine, given, span }) => {
    const separator = at(given, 0);
    if (typeof self.data !== "string" || self.data.length > 1_000_000) return unknownFrom(machine, span, [self]);
    const expression = separator === undefined ? undefined : expressionOf(separator);
    if (expression !== undefined && mayRun(expression, self))
      return machine.list(
        self.data.split(expression).map((part: string | undefined) => computed(part ?? null, span, [self])),
        span,
      );
    if (separator !== undefined && typeof separator.data !== "string") return unknownFrom(machine, span, [self, separator]);
    const limit = at(given, 1)?.data;
    const most = typeof limit === "number" ? limit : undefined;
    const parts = separator === undefined ? [self.data] : self.data.split(separator.data as string, most);
    return machine.list(
      parts.map((part) => computed(part, span, [self])),
      span,
    );
  },
  match: (self, { machine, given, span }) => {
    const expression = given[0] === undefined ? undefined : expressionOf(given[0].value);
    return expression === undefined || !mayRun(expression, self)
      ? unknownFrom(machine, span, [self, at(given, 0)])
      : matchValue(machine, self.data.match(expression), self, span);
  },
  matchAll: (self, { machine, given, span }) => {
    const expression = given[0] === undefined ? undefined : expressionOf(given[0].value);
    return expression?.global !== true || !mayRun(expression, self)
      ? unknownFrom(machine, span, [self, at(given, 0)])
      : machine.list(
          [...self.data.matchAll(expression)].map((found) => matchValue(machine, found, self, span)),
          span,
        );
  },
};

function replaced(self: Value, { machine, given, span }: NativeCall, isGlobal: boolean): Value {
  const [wanted, replacement] = given.map(({ value }: Given) => value);
  if (wanted !== undefined && replacement !== undefined && isFunction(replacement))
    return replacedBy(self, wanted, replacement, isGlobal, machine, span);
  if (
    typeof self.data !== "string" ||
    typeof replacement?.data !== "string" ||
    wanted === undefined ||
    (isFunction(wanted) && expressionOf(wanted) === undefined)
  )
    return unknownFrom(machine, span, [self, wanted, replacement]);
  const expression = expressionOf(wanted);
  const { data } = replacement;
  if (expression !== undefined && mayRun(expression, self)) return computed(self.data.replace(expression, data), span, [self, replacement]);
  if (typeof wanted.data !== "string") return unknownFrom(machine, span, [self, wanted]);
  return computed(isGlobal ? self.data.replaceAll(wanted.data, data) : self.data.replace(wanted.data, data), span, [self, wanted, replacement]);
}

/** What a function makes of each match. */
function replacedBy(self: Value, wanted: Value, replacement: Value, isGlobal: boolean, machine: Machine, span: Span): Value {
  const expression = expressionOf(wanted);
  const pattern = expression ?? (typeof wanted.data === "string" ? new RegExp(escaped(wanted.data), isGlobal ? "g" : "") : undefined);
  if (typeof self.data !== "string" || pattern === undefined || (expression !== undefined && !mayRun(expression, self)))
    return unknownFrom(machine, span, [self, wanted, replacement]);
  const parts: Value[] = [self];
  const made = self.data.replace(pattern, (...found: unknown[]) => {
    const given = found
      .filter((one) => typeof one !== "object")
      .map((one) => (typeof one === "string" || typeof one === "number" ? computed(one, span, [self]) : written(null, span)));
    const part = machine.text(machine.apply(replacement, given, span), span);
    parts.push(part);
    return typeof part.data === "string" ? part.data : "";
  });
  return parts.every(({ data }) => typeof data === "string")
    ? computed(made, span, parts)
    : unknownFrom(
        machine,
        span,
        parts.filter(({ data }) => typeof data !== "string"),
      );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
