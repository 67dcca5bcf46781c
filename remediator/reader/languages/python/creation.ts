import type { Given } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import type { Creation } from "../dialect";
import { isOptions } from "./library/options";

const optionKeywords = ["opts", "__opts__"];
const nameKeywords = ["resource_name", "__name__"];

/** `SecurityGroup("web", SecurityGroupArgs(...), ResourceOptions(...))`, or inputs and `opts` as keywords. */
export function creationOf(given: readonly Given[], span: Span): Creation {
  const positional = given.filter(({ name, isSpread }) => name === undefined && isSpread !== true);
  const keyword = (names: readonly string[]): Given | undefined => given.find(({ name }) => name !== undefined && names.includes(name));
  const named = keyword(nameKeywords);
  const [first, ...others] = named === undefined ? positional : [named, ...positional];
  const options = keyword(optionKeywords) ?? others.find(({ value }) => isOptions(value));
  const args = argumentsIn(given) ?? others.find(({ value }) => value !== options?.value && value.data !== null);
  return { name: first?.value, inputs: inputsOf(given, args?.value, span), options: options?.value };
}

/** `args=SecurityGroupArgs(...)`; an input of this name holds no such record. */
function argumentsIn(given: readonly Given[]): Given | undefined {
  return given.find(({ name, value: { data } }) => name === "args" && data instanceof RecordData && /Args(?:Dict)?$/.test(data.type ?? ""));
}

/** The arguments of a data source are keywords. */
export function queryOf(given: readonly Given[], span: Span): Value | undefined {
  const positional = given.find(({ name, value }) => name === undefined && value.data instanceof RecordData && !isOptions(value));
  return inputsOf(given, positional?.value, span);
}

/** The record of arguments as it is, or one of the keywords; one with the other where there are both. */
function inputsOf(given: readonly Given[], args: Value | undefined, span: Span): Value | undefined {
  const keywords = given.filter(
    ({ name, value, isSpread }) =>
      isSpread === true || (name !== undefined && !optionKeywords.includes(name) && !nameKeywords.includes(name) && value !== args),
  );
  if (keywords.length === 0) return args;
  const data = new RecordData();
  if (args?.data instanceof RecordData) {
    for (const [key, field] of args.data.fields) data.fields.set(key, field);
    if (args.data.rest !== undefined) data.rest = args.data.rest;
  }
  for (const { name, value, span: entry, isSpread } of keywords) {
    if (isSpread === true) data.rest ??= value.data instanceof Hole ? value.data : new Hole("are arguments that are not known", entry);
    else if (name !== undefined) data.fields.set(name, { value, entry, placement: "argument" });
  }
  return written(data, listSpan(keywords, span));
}

/** From the first keyword to the last; those of a dictionary that is spread stand elsewhere. */
function listSpan(keywords: readonly Given[], call: Span): Span {
  const own = keywords.filter(({ span }) => span.file === call.file && span.start >= call.start && span.end <= call.end);
  if (own.length === 0) return call;
  return { file: call.file, start: Math.min(...own.map(({ span }) => span.start)), end: Math.max(...own.map(({ span }) => span.end)) };
}
