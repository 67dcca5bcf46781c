import type { NativeCall } from "../../interpreter/native";
import { computed, numeral, RecordData, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, unknownFrom } from "../library";
import type { LibraryFunction, Method, Methods } from "./methods";
import { emptyRecord } from "./records";

/** `StringBuilder` of both languages: a text that changes in its place. */

export const newTextBuilder: LibraryFunction = ({ machine, given, span }) => {
  const record = emptyRecord(span);
  record.data.type = "StringBuilder";
  const first = at(given, 0);
  keep(record.data, first === undefined || typeof first.data === "number" ? computed("", span, []) : machine.text(first, span), span);
  return record;
};

function keep(data: RecordData, text: Value, span: Span): void {
  data.fields.set("text", { value: text, entry: span, placement: "computed" });
}

export function builtText({ data }: Value, span: Span): Value {
  return data instanceof RecordData ? (data.fields.get("text")?.value ?? computed("", span, [])) : computed("", span, []);
}

const longest = 1_000_000;

/** A method that makes another text of the one so far; undefined where it cannot be known. */
function changing(change: (text: string, ...given: readonly (string | number | undefined)[]) => string | undefined): Method {
  return (self, { machine, given, span }) => {
    const { data } = self;
    if (!(data instanceof RecordData)) return self;
    const before = builtText(self, span);
    const values = given.map(({ value }) => (typeof value.data === "number" ? value : machine.text(value, span)));
    const plain = values.flatMap((value) => (typeof value.data === "string" || typeof value.data === "number" ? [value.data] : []));
    const made = typeof before.data === "string" && plain.length === values.length ? change(before.data, ...plain) : undefined;
    machine.touch(data);
    const all = [before, ...values];
    keep(data, made === undefined || made.length > longest ? unknownFrom(machine, span, all) : computed(made, span, all), span);
    return self;
  };
}

/** One more text, with something behind it. */
export function appending(end: string): Method {
  return (self, call) => {
    const { machine, given, span } = call;
    const { data } = self;
    if (!(data instanceof RecordData)) return self;
    const [before, added] = [builtText(self, span), given[0] === undefined ? computed("", span, []) : machine.text(given[0].value, span)];
    const times = typeof given[1]?.value.data === "number" && given[0]?.value.numeral === "character" ? given[1].value.data : 1;
    const isOther = given.length > 1 && given[0]?.value.numeral !== "character";
    const text =
      typeof before.data === "string" && typeof added.data === "string" && !isOther && before.data.length + added.data.length * times < longest
        ? `${before.data}${added.data.repeat(Math.max(0, times))}${end}`
        : undefined;
    machine.touch(data);
    keep(data, text === undefined ? unknownFrom(machine, span, [before, added]) : computed(text, span, [before, added]), span);
    return self;
  };
}

/** What it says after a change that is not read. */
export function losing(reason: string): Method {
  return (self, { machine, span }) => {
    if (self.data instanceof RecordData) {
      machine.touch(self.data);
      keep(self.data, machine.hole(reason, span), span);
    }
    return self;
  };
}

function cut(text: string, from: string | number, to: string | number): string | undefined {
  return typeof from === "number" && typeof to === "number" && from >= 0 && from <= text.length ? text.slice(0, from) + text.slice(to) : undefined;
}

/** A method that only asks. */
function asking(answer: (text: string, ...given: readonly (string | number)[]) => Value["data"] | undefined, kind?: "character"): Method {
  return (self, { machine, given, span }: NativeCall) => {
    const text = builtText(self, span);
    const plain = given.flatMap(({ value: { data } }) => (typeof data === "string" || typeof data === "number" ? [data] : []));
    const made = typeof text.data === "string" && plain.length === given.length ? answer(text.data, ...plain) : undefined;
    return made === undefined ? unknownFrom(machine, span, [text]) : numeral(computed(made, span, [text]), kind);
  };
}

const insert = changing((text, at_, added) =>
  typeof at_ === "number" && at_ <= text.length && added !== undefined ? text.slice(0, at_) + String(added) + text.slice(at_) : undefined,
);
const toText: Method = (self, { span }) => builtText(self, span);

export const javaBuilders: Methods = {
  append: appending(""),
  insert,
  reverse: changing((text) => Array.from(text).reverse().join("")),
  setLength: changing((text, length) => (typeof length === "number" && length <= text.length ? text.slice(0, length) : undefined)),
  deleteCharAt: changing((text, index = "") => cut(text, index, typeof index === "number" ? index + 1 : index)),
  delete: changing((text, from = "", to = "") => cut(text, from, to)),
  replace: changing((text, from, to, by) =>
    typeof from === "number" && typeof to === "number" ? text.slice(0, from) + String(by ?? "") + text.slice(to) : undefined,
  ),
  setCharAt: changing((text, index, by) =>
    typeof index === "number" && index < text.length ? text.slice(0, index) + String(by ?? "") + text.slice(index + 1) : undefined,
  ),
  length: asking((text) => text.length),
  isEmpty: asking((text) => text === ""),
  charAt: asking((text, index) => (typeof index === "number" ? text[index] : undefined), "character"),
  indexOf: asking((text, part) => (typeof part === "string" ? text.indexOf(part) : undefined)),
  toString: toText,
};

export const netBuilders: Methods = {
  Append: appending(""),
  AppendLine: appending("\n"),
  AppendFormat: losing("is formatted in a way that is not known"),
  AppendJoin: losing("is joined in a way that is not known"),
  Insert: insert,
  Remove: changing((text, from = "", length = "") =>
    cut(text, from, typeof from === "number" && typeof length === "number" ? from + length : length),
  ),
  Replace: changing((text, from, to) =>
    typeof from === "string" && from !== "" && to !== undefined ? text.replaceAll(from, () => String(to)) : undefined,
  ),
  Clear: changing(() => ""),
  ToString: (self, call) => (call.given.length === 0 ? builtText(self, call.span) : unknownFrom(call.machine, call.span, [self])),
};

/** Any other method changes it in a way that is not known. */
export function builderMethod(table: Methods, name: string): Method {
  return (Object.hasOwn(table, name) ? table[name] : undefined) ?? losing(`is changed by ${name}, which is not read`);
}

export function isBuilder({ data }: Value): boolean {
  return data instanceof RecordData && data.type === "StringBuilder";
}
