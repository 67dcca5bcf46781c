import { scalarMethod, textsOf, type Method, type Methods } from "../java-and-csharp/methods";
import { computed, numeral, type Value } from "../../interpreter/value";
import { longestSearched, patternOf } from "../java-and-csharp/patterns";
import { textAt } from "../../syntax/spans";
import { copied } from "../java-and-csharp/sequences";
import { texts, trimmed } from "../java-and-csharp/texts";
import { format } from "./formats";

/** Those whose letters, numbers and signs are everybody's. */
const neutral = /^(?:java\.util\.)?Locale\.(?:ROOT|ENGLISH|US|UK)$/;

/** `text.toUpperCase(Locale.ROOT)`, as without it. Other languages have other letters. */
function withoutLocale(method: Method): Method {
  return (self, call) => method(self, { ...call, given: call.given.filter(({ span }) => !neutral.test(textAt(span))) });
}

/** Methods of Java's texts. */
export const strings: Methods = {
  ...texts,
  length: scalarMethod((self) => (typeof self === "string" ? self.length : undefined)),
  isEmpty: scalarMethod((self) => self === ""),
  isBlank: scalarMethod((self) => typeof self === "string" && self.trim() === ""),
  charAt: (self, call) => numeral(characterAt(self, call), "character"),
  chars: (self, { machine, span }) =>
    typeof self.data === "string"
      ? machine.list(
          Array.from({ length: self.data.length }, (_, index) =>
            computed(typeof self.data === "string" ? self.data.charCodeAt(index) : 0, span, [self]),
          ),
          span,
        )
      : self,
  substring: scalarMethod((self, from, to) =>
    typeof self === "string" && typeof from === "number" && from <= self.length
      ? self.slice(from, typeof to === "number" ? to : undefined)
      : undefined,
  ),
  replaceAll: scalarMethod((self, pattern, by) => replaced(self, pattern, by, "g")),
  replaceFirst: scalarMethod((self, pattern, by) => replaced(self, pattern, by, "")),
  matches: scalarMethod((self, pattern) => {
    const expression = typeof pattern === "string" ? patternOf(`^(?:${pattern})$`, "") : undefined;
    return expression === undefined || typeof self !== "string" || self.length > longestSearched ? undefined : expression.test(self);
  }),
  split: (self, call) => textsOf(call, [self, ...call.given.map(({ value }) => value)], ([text, pattern, limit]) => split(text, pattern, limit)),
  lines: (self, call) => textsOf(call, [self], ([text]) => (typeof text === "string" ? text.replace(/\r?\n$/, "").split(/\r?\n/) : undefined)),
  strip: scalarMethod((self) => (typeof self === "string" ? self.trim() : undefined)),
  stripLeading: scalarMethod((self) => (typeof self === "string" ? trimmed(self, [], "start") : undefined)),
  stripTrailing: scalarMethod((self) => (typeof self === "string" ? trimmed(self, [], "end") : undefined)),
  toLowerCase: withoutLocale(scalarMethod((self, ...others) => (typeof self === "string" && others.length === 0 ? self.toLowerCase() : undefined))),
  toUpperCase: withoutLocale(scalarMethod((self, ...others) => (typeof self === "string" && others.length === 0 ? self.toUpperCase() : undefined))),
  concat: scalarMethod((self, other) => (typeof self === "string" && typeof other === "string" ? self + other : undefined)),
  equalsIgnoreCase: scalarMethod((self, other) =>
    typeof self === "string" && typeof other === "string" ? self.toLowerCase() === other.toLowerCase() : false,
  ),
  repeat: scalarMethod((self, times) =>
    typeof self === "string" && typeof times === "number" && times >= 0 && times * self.length < 1_000_000 ? self.repeat(times) : undefined,
  ),
  formatted: (self, call) => format({ ...call, given: [{ value: self, span: call.span }, ...call.given] }),
  toCharArray: (self, { machine, span }) => copied(machine, self, span),
  getBytes: (self) => self,
  intern: (self) => self,
  name: (self) => self,
  toString: (self: Value) => self,
  stripIndent: (self) => self,
};

const characterAt = scalarMethod((self, index) => (typeof self === "string" && typeof index === "number" ? self[index] : undefined));

function replaced(self: unknown, pattern: unknown, by: unknown, flags: string): string | undefined {
  const expression = typeof pattern === "string" ? patternOf(pattern, flags) : undefined;
  if (expression === undefined || typeof self !== "string" || typeof by !== "string" || self.length > longestSearched || /[\\]/.test(by))
    return undefined;
  return self.replace(expression, by);
}

/** Java drops empty texts at the end, unless there is a limit. */
function split(text: unknown, pattern: unknown, limit: unknown): readonly string[] | undefined {
  const expression = typeof pattern === "string" ? patternOf(pattern, "") : undefined;
  if (expression === undefined || typeof text !== "string" || text.length > longestSearched) return undefined;
  const parts = text.split(expression);
  if (typeof limit === "number" && limit > 0 && parts.length > limit) return undefined;
  const last = parts.findLastIndex((part_) => part_ !== "");
  return limit === undefined ? parts.slice(0, Math.max(last + 1, parts.length === 1 ? 1 : 0)) : parts;
}
