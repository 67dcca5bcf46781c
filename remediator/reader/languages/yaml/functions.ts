import { createHash } from "node:crypto";
import type { Invocation } from "../../interpreter/calls";
import { elementAt } from "../../interpreter/elements";
import { Hole, partOfText } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { computed, passedOn, RecordData, ResourceData, written, type Value } from "../../interpreter/value";
import { callCore } from "../../sdk/core";
import { callDataSource } from "../../sdk/data-sources";
import { plainJson } from "../../sdk/json";
import { packageSchema } from "../../sdk/table";
import type { Span } from "../../syntax/tree";
import { fieldOf, textOf, type YamlEntry, type YamlMap, type YamlNode } from "../../syntax/yaml";
import { repositoryName } from "../paths";
import type { Template } from "./template";
import { functionSymbol } from "./tokens";

/** An object with one key that begins with `fn::`; undefined for other objects. */
export function callFunction(template: Template, node: YamlMap): Value | undefined {
  const [entry, ...others] = node.entries;
  if (entry === undefined || others.length > 0 || !/^fn::/i.test(entry.key)) return undefined;
  const name = entry.key.slice("fn::".length);
  const known = functions.get(name.toLowerCase());
  if (known !== undefined) return known({ template, entry, argument: entry.value, span: node.span });
  if (/^[^:]+:[^:]+(?::[^:]+)?$/.test(name))
    return invoke(template, name, entry.value.kind === "map" ? entry.value : undefined, undefined, node.span);
  template.run.gap(`${entry.key} is a function that is not known`, entry.keySpan);
  return template.run.hole(`is given by ${entry.key}, which is not known`, node.span, [template.value(entry.value)]);
}

interface Call {
  readonly template: Template;
  readonly entry: YamlEntry;
  readonly argument: YamlNode;
  readonly span: Span;
}

/** The call of something that has no callee in the document. */
export function callValueOf(span: Span): Invocation {
  return { callee: written(null, span), given: [], span, isNew: false, typeArguments: [] };
}

const functions: ReadonlyMap<string, (call: Call) => Value> = new Map([
  ["invoke", invocation],
  ["join", join],
  ["select", select],
  ["split", split],
  ["tojson", toJson],
  ["tobase64", texts((text) => Buffer.from(text).toString("base64"))],
  ["frombase64", texts((text) => Buffer.from(text, "base64").toString())],
  ["sha1", texts((text) => createHash("sha1").update(text).digest("hex"))],
  ["readfile", files((text) => text)],
  ["filebase64", files((text) => Buffer.from(text).toString("base64"))],
  ["filebase64sha256", files((text) => createHash("sha256").update(text).digest("base64"))],
  ["stringasset", asset("StringAsset")],
  ["fileasset", asset("FileAsset")],
  ["remoteasset", asset("RemoteAsset")],
  ["filearchive", asset("FileArchive")],
  ["remotearchive", asset("RemoteArchive")],
  ["assetarchive", asset("AssetArchive")],
  ["secret", ({ template, argument, span }: Call) => ({ ...passedOn(template.value(argument), "returned", span), isSecret: true })],
  ["unsecret", ({ template, argument, span }: Call) => passedOn(template.value(argument), "returned", span)],
  ["stackreference", stackReference],
  ["length", length],
  ["singleornone", singleOrNone],
  ["pulumiresourcename", ofResource("name")],
  ["pulumiresourcetype", ofResource("type")],
]);

function invocation({ template, argument, entry, span }: Call): Value {
  const name = textOf(fieldOf(argument, "function")?.value);
  if (name === undefined) {
    template.run.gap("names no function to invoke", entry.span);
    return template.run.hole("is the answer of a function that is not named", span);
  }
  const options = fieldOf(argument, "options")?.value;
  for (const option of ["dependsOn", "parent", "provider"]) {
    const node = fieldOf(options, option)?.value;
    if (node !== undefined) template.value(node);
  }
  const args = fieldOf(argument, "arguments")?.value;
  return invoke(template, name, args?.kind === "map" ? args : undefined, textOf(fieldOf(argument, "return")?.value), span);
}

function invoke(template: Template, name: string, args: YamlMap | undefined, property: string | undefined, span: Span): Value {
  const { run } = template;
  const symbol = functionSymbol(name);
  const given = args === undefined ? run.record({}, span) : template.map(args);
  const source = symbol && packageSchema.dataSource(symbol);
  if (symbol === undefined || source === undefined) return run.hole(`is the answer of ${name}, which is known only when it is asked`, span, [given]);
  const answer = callDataSource(run, symbol, source, { ...callValueOf(span), given: [{ value: given, span: given.origin.span }] });
  return property === undefined ? answer : template.step(answer, property, span);
}

/** The elements of an argument that has to be a list of two. */
function pair({ template, argument, entry }: Call): readonly [Value, Value] | undefined {
  const items = argument.kind === "list" && argument.items.length === 2 ? argument.items.map(({ value }) => template.value(value)) : [];
  const [first, second] = items;
  if (first !== undefined && second !== undefined) return [first, second];
  template.run.gap(`${entry.key} takes a list of two`, entry.span);
  return undefined;
}

function wrong({ template, entry, span }: Call, parts: readonly Value[] = []): Value {
  const hole = parts.map(({ data }) => data).find((data) => data instanceof Hole);
  return hole === undefined
    ? template.run.hole(`is given by ${entry.key} with arguments that it does not take`, span, parts)
    : computed(hole, span, parts);
}

function join(call: Call): Value {
  const given = pair(call);
  if (given === undefined) return wrong(call);
  const [delimiter, list] = given;
  const between = delimiter.data ?? "";
  if (typeof between !== "string" || !(list.data instanceof List)) return wrong(call, given);
  const parts = list.data.items.map(({ value }) => value);
  const found = parts.map(({ data }) => data);
  const hole = list.data.rest ?? found.find((data) => data instanceof Hole);
  if (hole instanceof Hole) return computed(partOfText(hole, found, between), call.span, [delimiter, ...parts]);
  return found.every((data) => typeof data === "string") ? computed(found.join(between), call.span, [delimiter, ...parts]) : wrong(call, given);
}

function select(call: Call): Value {
  const given = pair(call);
  return given === undefined ? wrong(call) : elementAt(call.template.run, given[1], given[0], call.span);
}

function split(call: Call): Value {
  const given = pair(call);
  if (given === undefined) return wrong(call);
  const [delimiter, source] = given;
  if (typeof delimiter.data !== "string" || typeof source.data !== "string") return wrong(call, given);
  const parts = delimiter.data === "" ? Array.from(source.data) : source.data.split(delimiter.data);
  return call.template.run.list(
    parts.map((part) => computed(part, call.span, given)),
    call.span,
  );
}

/** As Go writes JSON: keys in order, and no signs that mean something to HTML. */
function toJson(call: Call): Value {
  const value = call.template.value(call.argument);
  const plain = plainJson(value);
  if (plain === undefined) return computed(holeIn(value) ?? new Hole("is JSON of what is not known", call.span), call.span, [value]);
  const text = JSON.stringify(plain, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return computed(
    text.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`),
    call.span,
    partsOf(value),
  );
}

/** Every value in a value, so that what the text was computed from is known. */
function partsOf(value: Value, depth = 0): readonly Value[] {
  const { data } = value;
  if (depth > 100) return [value];
  if (data instanceof List) return data.items.flatMap((item) => partsOf(item.value, depth + 1));
  return data instanceof RecordData ? [...data.fields.values()].flatMap((field) => partsOf(field.value, depth + 1)) : [value];
}

function holeIn(value: Value): Hole | undefined {
  return partsOf(value)
    .map(({ data }) => data)
    .find((data) => data instanceof Hole);
}

function texts(change: (text: string) => string): (call: Call) => Value {
  return (call) => {
    const value = call.template.value(call.argument);
    return typeof value.data === "string" ? computed(change(value.data), call.span, [value]) : wrong(call, [value]);
  };
}

function files(change: (text: string) => string): (call: Call) => Value {
  return (call) => {
    const { run, surroundings } = call.template;
    const value = call.template.value(call.argument);
    if (typeof value.data !== "string") return wrong(call, [value]);
    const name = repositoryName(value.data, surroundings.folder);
    const file = name === undefined ? undefined : run.program.repository.read(name);
    if (file === undefined) return run.hole(`is the content of ${value.data}, which is not in the repository`, call.span, [value]);
    return computed(change(file.text), call.span, [value]);
  };
}

function asset(kind: string): (call: Call) => Value {
  return ({ template, argument, span }) =>
    callCore(template.run, [kind], { ...callValueOf(span), given: [{ value: template.value(argument), span: argument.span }] });
}

function stackReference(call: Call): Value {
  const given = pair(call);
  if (given === undefined) return wrong(call);
  const [stack, output] = given.map(({ data }) => (typeof data === "string" ? data : "that is not known"));
  return call.template.run.hole(`is the output ${output ?? ""} of the stack ${stack ?? ""}, which is known only to the engine`, call.span, given);
}

function length(call: Call): Value {
  const value = call.template.value(call.argument);
  const { data } = value;
  if (typeof data === "string") return computed(Array.from(data).length, call.span, [value]);
  if (data instanceof List) return computed(data.rest ?? data.items.length, call.span, [value]);
  return data instanceof RecordData ? computed(data.rest ?? data.fields.size, call.span, [value]) : wrong(call, [value]);
}

function singleOrNone(call: Call): Value {
  const value = call.template.value(call.argument);
  const { data } = value;
  if (!(data instanceof List) || data.items.length > 1) return wrong(call, [value]);
  if (data.rest !== undefined) return computed(data.rest, call.span, [value]);
  const [only] = data.items;
  return only === undefined ? written(null, call.span) : passedOn(only.value, "element", call.span, "0");
}

function ofResource(property: "name" | "type"): (call: Call) => Value {
  return (call) => {
    const value = call.template.value(call.argument);
    return value.data instanceof ResourceData ? computed(value.data.registration[property], call.span, []) : wrong(call, [value]);
  };
}
