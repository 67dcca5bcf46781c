import type { SdkSymbol } from "../languages/dialect";
import type { Span } from "../syntax/tree";
import type { Invocation } from "../interpreter/calls";
import type { Given } from "../interpreter/native";
import type { Run } from "../interpreter/run";
import { Hole } from "../interpreter/hole";
import { passedOn, RecordData, written, type Instance, type Value } from "../interpreter/value";
import { builder } from "./builder";
import { callClassic } from "./components/classic";
import { constructBaseOf, createResource, readExisting } from "./creation";
import { callCore } from "./core";
import { callDataSource } from "./data-sources";
import { resourceMember } from "./outputs";
import { helpers } from "./helpers";
import { tokenOf } from "./tokens";

/** What the things of Pulumi's packages do. */
export interface Sdk {
  /** Calls a function of a package, or creates one of its resources or arguments. */
  readonly call: (run: Run, symbol: SdkSymbol, call: Invocation) => Value;
  /** Runs the constructor of a package's class for an object of the program's own class. */
  readonly construct: (run: Run, symbol: SdkSymbol, self: Value & { readonly data: Instance }, given: readonly Given[], span: Span) => void;
  /** A property of a resource. */
  readonly member: (run: Run, object: Value, name: string, span: Span) => Value | undefined;
}

export const sdk: Sdk = { call: callPackage, construct: constructBaseOf, member: resourceMember };

function callPackage(run: Run, symbol: SdkSymbol, call: Invocation): Value {
  if (symbol.package === "pulumi") return callCore(run, symbol.path, call);
  const { path } = symbol;
  const last = path.at(-1) ?? "";
  if (last === "builder") return builder(run, path.at(-2) ?? "", call.given[0]?.value);
  if (last === "get" || last === "isInstance")
    return last === "get" ? readExisting(run, { ...symbol, path: path.slice(0, -1) }, call) : run.hole("asks for a class", call.span);
  if (isArguments(last) && !isClass(run, symbol)) return argumentsOf(last, call);
  // What has braces is data, what is given one thing is a conversion, and what is given a name is a resource that exists.
  if (run.dialect.hasStructLiterals) {
    const [only, name] = call.given;
    if (call.initializer !== undefined) return withType(call.initializer, last);
    if (only !== undefined && name === undefined) return passedOn(only.value, "returned", call.span);
    if (call.given.length >= 4 && /^get[A-Z]/.test(last) && !(name?.value.data instanceof RecordData))
      return readExisting(run, { ...symbol, path: [...path.slice(0, -1), last.slice("get".length)] }, call);
  }
  const classic = callClassic(run, symbol, call);
  if (classic !== undefined) return classic;
  const source = run.context.schema.dataSource(symbol);
  if (source !== undefined) return callDataSource(run, symbol, source, call);
  const helper = helpers[[symbol.package, ...path].join(".")];
  if (helper !== undefined) return helper(run, call);
  const token = tokenOf(run, symbol);
  if (token !== undefined) return createResource(run, symbol, token, call);
  if (call.initializer !== undefined) return call.initializer;
  const name = [symbol.package, ...path].join(".");
  if (/^(?:get|lookup)/i.test(last))
    return run.hole(
      `is the answer of ${name}, which is known only when it is asked`,
      call.span,
      call.given.map(({ value }) => value),
    );
  return run.hole(
    `is made by ${name}, which is not known`,
    call.span,
    call.given.map(({ value }) => value),
  );
}

/** Some classes are named like arguments: PeeringConnectionOptions. */
function isClass(run: Run, { package: name, path }: SdkSymbol): boolean {
  const last = path.at(-1) ?? "";
  return !last.endsWith("Args") && run.context.schema.has(name, path.slice(0, -1).join("/"), last);
}

function isArguments(name: string): boolean {
  return /(?:Args|ArgsDict|State|Array|Input|InputList|InputMap|Map|Options)$/.test(name) && !/^(?:get|new)/.test(name);
}

/** `XArgs(...)`, `new XArgs { ... }`, `ec2.XArgs{...}`: what stands in it. */
function argumentsOf(type: string, { given, initializer, span }: Invocation): Value {
  if (initializer !== undefined) return withType(initializer, type);
  const [first] = given;
  if (first?.name === undefined && first !== undefined && given.length === 1) return withType(first.value, type);
  const data = new RecordData();
  data.type = type;
  for (const { name, value, span: entry, isSpread } of given) {
    if (isSpread === true) data.rest ??= value.data instanceof Hole ? value.data : new Hole("has arguments that are not known", entry);
    else if (name !== undefined) data.fields.set(name, { value, entry, placement: "argument" });
  }
  return written(data, span);
}

function withType(value: Value, type: string): Value {
  if (value.data instanceof RecordData) value.data.type ??= type;
  return value;
}
