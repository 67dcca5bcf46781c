import type { Invocation } from "../interpreter/calls";
import type { Given } from "../interpreter/native";
import type { Registration, Transformation } from "../interpreter/registration";
import type { Run } from "../interpreter/run";
import { Hole } from "../interpreter/hole";
import { List, type Item } from "../interpreter/list";
import { computed, Instance, RecordData, ResourceData, written, type Field, type Value } from "../interpreter/value";
import type { Creation, SdkSymbol } from "../languages/dialect";
import type { Span } from "../syntax/tree";
import { defaultDescription, describedByDefault } from "./defaults";
import { expandComponent } from "./components/components";
import { isProvider } from "./packages";
import { tokenOf } from "./tokens";
import { registerStackOptions, transformationsIn, transformed } from "./transformations";

/** `new SecurityGroup("web", {...}, {...})` in whatever form the language has. */
export function createResource(run: Run, symbol: SdkSymbol, token: string, call: Invocation): Value {
  const creation = run.dialect.creation(call.given, run, call.span);
  const name = nameOf(run, creation.name, call.span);
  const isRemote = remotePackages.has(symbol.package) && !token.startsWith("pulumi:providers:");
  gapOfForeign(run, symbol, token, call.span);
  const resource = run.register({
    type: token,
    name,
    ...(creation.name === undefined ? {} : { nameSpan: creation.name.origin.span }),
    kind: isRemote ? "remote" : "custom",
    ...changed(run, creation, { type: token, name, isRemote }, call.span),
    span: call.span,
    inputsSpan: creation.inputs?.origin.span,
  });
  if (isRemote && resource.data instanceof ResourceData) expandComponent(run, resource.data.registration);
  return run.dialect.created(resource, run, call.span);
}

/** Anybody can publish components: what a class makes of a package that is no known provider's is somebody's own code. */
function gapOfForeign(run: Run, symbol: SdkSymbol, token: string, span: Span): void {
  if (token.startsWith("pulumi:providers:") || isProvider(symbol.package)) return;
  run.gap(`${symbol.path.at(-1) ?? ""} is of the package ${symbol.package}, which is not known: resources that it makes are not read`, span);
}

/** Inputs under the wire's names, and options, after everything that changes a resource before it is registered. */
function changed(
  run: Run,
  { inputs, options }: Pick<Creation, "inputs" | "options">,
  { type, name, isRemote }: Pick<Registration, "type" | "name"> & { readonly isRemote: boolean },
  span: Span,
): Pick<Registration, "inputs" | "options"> {
  const own = optionsOf(options);
  const all = [...(own.transformations ?? []), ...inherited(own.parent), ...run.transformations];
  if (isRemote && all.some(({ names }) => names === "wire")) run.gap("makes resources that transforms change, which is not followed", span);
  const seeing = (names: Transformation["names"]): readonly Transformation[] => all.filter((each) => each.names === names);
  const first = transformed(run, { type, name, inputs, options }, seeing("program"), span);
  const last = transformed(run, { ...first, inputs: wired(run, first.inputs, type, span) }, seeing("wire"), span);
  const { provider = own.provider } = optionsOf(last.options);
  return { inputs: last.inputs ?? written(new RecordData(), span), options: { ...own, ...(provider === undefined ? {} : { provider }) } };
}

function inherited(parent: Registration | undefined): readonly Transformation[] {
  return parent === undefined ? [] : [...(parent.options.transformations ?? []), ...inherited(parent.options.parent)];
}

/** Packages of components, whose children are made where the engine is. */
const remotePackages = new Set(["awsx", "eks", "aws-apigateway", "synced-folder"]);

/** `SecurityGroup.get("web", id)`: it exists already, and its content is somebody else's. */
export function readExisting(run: Run, symbol: SdkSymbol, call: Invocation): Value {
  const token = tokenOf(run, symbol);
  if (token === undefined) return run.hole(`is looked up by ${symbol.path.join(".")}.get, which is not known`, call.span);
  const positional = call.given.filter(({ value }) => !isContext(value));
  const named = (keyword: string): Value | undefined => call.given.find(({ name }) => name === keyword)?.value;
  const id = named("id") ?? positional[1]?.value;
  const options =
    named("opts") ?? positional.find(({ value }, index) => index > 1 && value.data instanceof RecordData && value.data.fields.has("parent"))?.value;
  const resource = run.register({
    type: token,
    name: nameOf(run, named("resource_name") ?? named("name") ?? positional[0]?.value, call.span),
    kind: "read",
    inputs: written(new RecordData(), call.span),
    options: { ...optionsOf(options), ...(id === undefined ? {} : { id }) },
    span: call.span,
    inputsSpan: undefined,
  });
  return run.dialect.created(resource, run, call.span);
}

function isContext({ data }: Value): boolean {
  return typeof data === "object" && data !== null && data.kind === "native" && data.name === "context";
}

/** The base's constructor, for an object of a class of the program. */
export function constructBaseOf(run: Run, symbol: SdkSymbol, self: Value & { readonly data: Instance }, given: readonly Given[], span: Span): void {
  const last = symbol.path.at(-1) ?? "";
  if (symbol.package === "pulumi") {
    if (last === "ComponentResource") registerComponent(run, self, given, span);
    else if (last === "Stack") {
      self.data.registration = run.stackRegistration;
      registerStackOptions(run, given);
    } else if (last === "Resource" || last === "CustomResource") registerDynamic(run, self, given, span, last);
    return;
  }
  if (symbol.package === "") {
    if (given.some(({ value }) => value.data instanceof ResourceData))
      run.gap(`the base class ${last} is not in the repository: resources that it makes are not read`, span);
    return;
  }
  const token = tokenOf(run, symbol);
  if (token === undefined) return;
  gapOfForeign(run, symbol, token, span);
  const creation = run.dialect.creation(given, run, span);
  const name = nameOf(run, creation.name, span);
  const isRemote = remotePackages.has(symbol.package);
  self.data.registration = run.enroll({
    type: token,
    name,
    kind: isRemote ? "remote" : "custom",
    ...changed(run, creation, { type: token, name, isRemote }, span),
    span,
    inputsSpan: creation.inputs?.origin.span,
  });
  if (self.data.registration.kind === "remote") expandComponent(run, self.data.registration);
}

/** A component of the program's own: type, name, arguments, options; the options come last in every language, or are named. */
export function registerComponent(run: Run, self: Value & { readonly data: Instance }, given: readonly Given[], span: Span): void {
  const named = (...keywords: readonly string[]): Value | undefined => given.find(({ name }) => name !== undefined && keywords.includes(name))?.value;
  const positional = given.filter(({ name }) => name === undefined).map(({ value }) => value);
  const type = run.text(named("t", "type") ?? positional[0] ?? written(null, span), span).data;
  const options = named("opts", "options") ?? positional.slice(2).findLast(({ data }) => data !== null);
  self.data.registration = run.enroll({
    type: typeof type === "string" && type !== "" ? type : "unknown:index:Component",
    name: nameOf(run, named("name") ?? positional[1], span),
    kind: "component",
    inputs: written(new RecordData(), span),
    options: optionsOf(options),
    span: run.calls.at(-1) ?? span,
    inputsSpan: undefined,
  });
}

/** Providers that are written in the program: `pulumi.dynamic.Resource(provider, name, properties, options)`. */
function registerDynamic(
  run: Run,
  self: Value & { readonly data: Instance },
  given: readonly Given[],
  span: Span,
  kind: "Resource" | "CustomResource",
): void {
  const positional = given.filter((each) => each.name === undefined).map(({ value }) => value);
  const of = (keyword: string, index: number): Value | undefined => given.find((each) => each.name === keyword)?.value ?? positional[index];
  const [first, name, properties, options] = [of("provider", 0), of("name", 1), of("props", 2), of("opts", 3)];
  self.data.registration = run.enroll({
    type: kind === "CustomResource" && typeof first?.data === "string" ? first.data : "pulumi-nodejs:dynamic:Resource",
    name: nameOf(run, name, span),
    kind: "custom",
    // What it is told is what it may connect to.
    inputs: properties?.data instanceof RecordData ? properties : written(new RecordData(), span),
    options: optionsOf(options),
    span: run.calls.at(-1) ?? span,
    inputsSpan: undefined,
  });
}

/** A resource's name; one that is not known is its expression in angle brackets, which no name contains. */
export function nameOf(run: Run, name: Value | undefined, span: Span): string {
  if (name === undefined) return "<unnamed>";
  const { data } = run.text(name, span);
  if (typeof data === "string") return data;
  const { file, start, end } = name.origin.span;
  return `<${file.text.slice(start, Math.min(end, start + 60)).replace(/\s+/g, " ")}>`;
}

export function registrationOf({ data }: Value): Registration | undefined {
  if (data instanceof ResourceData) return data.registration;
  return data instanceof Instance ? data.registration : undefined;
}

export function optionsOf(options: Value | undefined): Registration["options"] {
  if (!(options?.data instanceof RecordData)) return {};
  const of = (name: string): Registration | undefined => {
    const value = options.data instanceof RecordData ? options.data.fields.get(name)?.value : undefined;
    return value === undefined ? undefined : registrationOf(value);
  };
  const parent = of("parent");
  const provider = of("provider");
  const transformations = transformationsIn(options);
  return {
    ...(parent === undefined ? {} : { parent }),
    ...(provider === undefined ? {} : { provider }),
    ...(transformations.length === 0 ? {} : { transformations }),
  };
}

/** Inputs under the wire's names. Keys that are the program's own (tags, variables) stay. */
export function wired(run: Run, inputs: Value | undefined, token: string, span: Span): Value {
  const data = inputs?.data;
  if (inputs === undefined || data === null || data === undefined) return described(written(new RecordData(), span), token);
  if (data instanceof RecordData || data instanceof Instance) return described(rename(run, inputs, token, [], 0), token);
  const open = new RecordData();
  open.rest = data instanceof Hole ? data : new Hole("are arguments that are not known", inputs.origin.span);
  return computed(open, inputs.origin.span, [inputs]);
}

function described(inputs: Value, token: string): Value {
  const { data } = inputs;
  if (!describedByDefault.has(token) || !(data instanceof RecordData) || data.rest !== undefined) return inputs;
  if ((data.fields.get("description")?.value.data ?? null) === null) {
    const { span } = inputs.origin;
    data.fields.set("description", { value: computed(defaultDescription, span, []), entry: span, placement: "computed" });
  }
  return inputs;
}

function rename(run: Run, value: Value, token: string, path: readonly string[], depth: number): Value {
  const { data } = value;
  if (depth > 30) return value;
  if (data instanceof List) {
    const items = data.items.map((item) => ({ ...item, value: rename(run, item.value, token, path, depth + 1) }));
    const list = data.rest === undefined ? new List(items) : new List(items, data.rest);
    return { ...value, data: list };
  }
  if (!(data instanceof RecordData) && !(data instanceof Instance && data.registration === undefined)) return value;
  const isOwn = path.length > 0 && run.context.schema.isFreeForm(token, path);
  const result = new RecordData();
  if (data instanceof RecordData) {
    if (data.rest !== undefined) result.rest = data.rest;
    if (data.type !== undefined) result.type = data.type;
  }
  const put = (key: string, field: Field): void => {
    if (isOwn) {
      result.fields.set(key, field);
      return;
    }
    const renamed = rename(run, field.value, token, [...path, key], depth + 1);
    result.fields.set(key, {
      ...field,
      value: run.dialect.takesSingleElements && run.context.schema.isList(token, [...path, key]) ? asList(renamed, field) : renamed,
    });
  };
  for (const [key, field] of data.fields) put(isOwn ? key : wireName(run, key, token, path), field);
  return { ...value, data: result };
}

function wireName(run: Run, key: string, token: string, path: readonly string[]): string {
  const name = run.context.schema.propertyName(key) ?? run.dialect.propertyName(key);
  return path.length > 0 && token.startsWith("aws:") && !path.some(isDocument) ? bridged(name) : name;
}

/** Policies may be given as objects, which are documents and nothing that the provider knows the names in. */
function isDocument(property: string): boolean {
  return /policy(?:Document)?$/i.test(property);
}

/**
 * The provider aws translates the names in nested objects letter by letter, so that it takes `FromPort` and `from_port` for `fromPort`:
 * https://github.com/pulumi/pulumi-terraform-bridge/blob/master/pkg/tfbridge/names.go
 */
function bridged(name: string): string {
  const camel = name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}

/** Java's and C#'s lists may be given as a single element. The one argument of a builder's call is an element between its parentheses. */
function asList(value: Value, { entry, placement }: Field): Value {
  const { data, origin } = value;
  if (data === null || data instanceof Hole) return value;
  if (data instanceof List) return flat(value, data);
  // `Ingress = new() { }` says of no type what it is.
  if (data instanceof RecordData && data.fields.size === 0 && data.rest === undefined && data.type === undefined)
    return { ...value, data: new List([]) };
  const open = placement === "builder" ? entry.file.text.indexOf("(", entry.start) : -1;
  const item: Item =
    open === -1
      ? { value, placement: { kind: "computed", span: origin.span } }
      : { value, placement: { kind: "literal", list: { ...entry, start: open }, element: argumentIn(entry, open) } };
  return { ...value, data: new List([item]) };
}

/** `Ingress = { rules }` adds all of the rules. */
function flat(value: Value, data: List): Value {
  if (!data.items.some((item) => item.value.data instanceof List)) return value;
  const inner = data.items.map((item) => (item.value.data instanceof List ? item.value.data : new List([item])));
  const rest = data.rest ?? inner.find((list) => list.rest !== undefined)?.rest;
  const items = inner.flatMap((list) => list.items);
  return { ...value, data: rest === undefined ? new List(items) : new List(items, rest) };
}

function argumentIn({ file, end }: Span, open: number): Span {
  const inside = file.text.slice(open + 1, end - 1);
  const start = open + 1 + (inside.length - inside.trimStart().length);
  return { file, start, end: start + inside.trim().length };
}
