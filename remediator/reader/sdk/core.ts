import { withDependencies, type Invocation } from "../interpreter/calls";
import { joined } from "../interpreter/operations";
import { Native, type Given } from "../interpreter/native";
import type { Run } from "../interpreter/run";
import { Hole } from "../interpreter/hole";
import { List } from "../interpreter/list";
import {
  ClassData,
  computed,
  Instance,
  longestText,
  passedOn,
  plainOf,
  RecordData,
  ResourceData,
  SymbolData,
  written,
  type Value,
} from "../interpreter/value";
import type { Span } from "../syntax/tree";
import { automation } from "./automation";
import { configuration } from "./config";
import { exportOutput, organizationOf, stackContext } from "./context";
import { createResource, nameOf, optionsOf } from "./creation";
import { fromJson, partsOf, plainJson } from "./json";
import { registerStackOptions, registerTransformation, transformationResult } from "./transformations";

/** The SDK itself, under the names of its npm package; other languages' names of the same thing are understood as well. */
export function callCore(run: Run, path: readonly string[], call: Invocation): Value {
  const { given, span } = call;
  const last = path.at(-1) ?? "";
  const first = given[0]?.value;
  if (path[0] === "asset" || /^(?:File|String|Remote)(?:Asset|Archive)$|^AssetArchive$/.test(last)) return asset(run, last, given, span);
  if (/^register_?(?:Stack|Resource)_?Transform/i.test(last)) registerTransformation(run, last, given, span);
  if (path[0] === "automation") return automation(run, last, call, runStack);
  if (path[0] === "log" || path[0] === "runtime" || path[0] === "Log") return written(null, span);
  if (/^(?:Run|RunErr|RunAsync|run|runAsync)$/.test(last)) return runStack(run, call);
  if (path[0] === "config" && last !== "New" && path.length > 1)
    return run.call(run.member(configuration(run, undefined, span), last, span), given, span);
  const known = functions[last.charAt(0).toLowerCase() + last.slice(1)];
  if (known !== undefined && (call.initializer === undefined || last === "Config")) return known(run, call);
  const result = /^ResourceTransform(?:ation)?Result$/.test(last) ? (call.initializer ?? transformationResult(run, given, span)) : undefined;
  if (result !== undefined) return result;
  const option = optionName(last);
  if (option !== undefined && first !== undefined) return run.record({ [option]: first }, span);
  if (last === "StackReference") return stackReference(run, call);
  if (last === "ComponentResource" || last === "CustomResource" || last === "Resource") return component(run, call, last);
  if (last === "builder") return optionsBuilder(run, path.at(-2) ?? "", span);
  if (call.initializer !== undefined) return call.initializer;
  if (/Options?$/.test(last)) return run.dialect.namesOptions ? namedRecord(given, span) : (first ?? written(new RecordData(), span));
  if (given.length === 1 && first !== undefined) return passedOn(first, "returned", span);
  return run.hole(
    `is made by ${path.join(".")} of the SDK, which is not known`,
    span,
    given.map(({ value }) => value),
  );
}

type CoreFunction = (run: Run, call: Invocation) => Value;

const hand: CoreFunction = (_run, { given, span }) => (given[0] === undefined ? written(null, span) : passedOn(given[0].value, "returned", span));

const functions: Readonly<Record<string, CoreFunction | undefined>> = {
  output: hand,
  of: hand,
  ofNullable: hand,
  fromInput: hand,
  unsecret: hand,
  create: (run, call) => (call.given.length === 0 ? run.hole("is an output without a value", call.span) : hand(run, call)),
  all,
  tuple: all,
  zip: all,
  concat: (run, { given, span }) =>
    joined(
      run,
      given.map(({ value }) => plainOf(value)),
      span,
    ),
  interpolate: (run, { given, span }) =>
    joined(
      run,
      given.map(({ value }) => value),
      span,
    ),
  format,
  sprintf: format,
  secret: (run, call) => ({ ...hand(run, call), isSecret: true }),
  createSecret: (run, call) => ({ ...hand(run, call), isSecret: true }),
  ofSecret: (run, call) => ({ ...hand(run, call), isSecret: true }),
  toSecret: (run, call) => ({ ...hand(run, call), isSecret: true }),
  jsonStringify: toJson,
  jsonDumps: toJson,
  jsonSerialize: toJson,
  jSONMarshal: toJson,
  jsonParse: parseJson,
  jsonLoads: parseJson,
  jsonDeserialize: parseJson,
  getStack: (run, { span }) =>
    run.settings.stack === "" ? run.hole("is the name of the stack, and no stack has a file", span) : computed(run.settings.stack, span, []),
  getProject: (run, { span }) => computed(run.settings.project, span, []),
  getOrganization: (run, { span }) => organizationOf(run, span),
  getRootDirectory: (run, { span }) => run.hole("is a folder of the machine that deploys", span),
  config: (run, { given, span }) => configuration(run, given.find(({ value }) => typeof value.data === "string")?.value, span),
  new: (run, { given, span }) => configuration(run, given.find(({ value }) => typeof value.data === "string")?.value, span),
  export: (run, { given, span }) => exportOutput(run, given, span),
  mergeOptions: (_run, { given, span }) => merged(given, span),
  merge: (_run, { given, span }) => merged(given, span),
  composite: (_run, { given, span }) => merged(given, span),
  isOutput: (run, { span }) => run.hole("asks for an output", span),
  isInstance: (run, { span }) => run.hole("asks for a class", span),
};

/** Go and the TypeScript form of lists: `all([a, b])`, `All(a, b)`, `all({ a, b })`, `Output.all(a=a)`. */
function all(run: Run, { given, span }: Invocation): Value {
  const [first] = given;
  const takesList = !run.dialect.combinesOneByOne;
  if (
    given.length === 1 &&
    first?.name === undefined &&
    first !== undefined &&
    takesList &&
    (first.value.data instanceof List || first.value.data instanceof RecordData)
  )
    return together(first.value, span);
  if (given.some(({ name }) => name !== undefined)) return together(namedRecord(given, span), span);
  return together(
    run.list(
      given.map(({ value }) => value),
      span,
    ),
    span,
  );
}

/** What is made of several outputs depends on all of them. */
function together(value: Value, span: Span): Value {
  const { data } = value;
  const parts =
    data instanceof List
      ? data.items.map((item) => item.value)
      : data instanceof RecordData
        ? [...data.fields.values()].map((field) => field.value)
        : [];
  return computed(data, span, [value, ...parts]);
}

function format(run: Run, call: Invocation): Value {
  const { given, span } = call;
  const [first, ...rest] = given;
  if (first === undefined) return written("", span);
  if (rest.length === 0 && run.dialect.formatsComplete) return run.text(first.value, span);
  const own = run.dialect.formatFunction;
  const formatter = own === undefined ? run.member(first.value, "format", span) : run.dialect.library(own, run, span);
  return formatter === undefined
    ? run.hole("is formatted in a way that is not known", span)
    : run.call(formatter, own === undefined ? rest : given, span);
}

function toJson(run: Run, { given, span }: Invocation): Value {
  const { jsonFunction, library } = run.dialect;
  const own = jsonFunction === undefined ? undefined : library(jsonFunction, run, span);
  if (own !== undefined) return run.call(own, given, span);
  const value =
    given.find(({ value: { data } }) => data instanceof RecordData || data instanceof List || typeof data === "string")?.value ?? given[0]?.value;
  if (value === undefined) return run.hole("is the text of nothing", span);
  const json = plainJson(value);
  if (json === undefined) return run.hole("is a JSON text with parts that are not known", span, partsOf(value));
  const text = JSON.stringify(json);
  return text.length > longestText ? run.hole("is longer than what is read", span) : computed(text, span, partsOf(value));
}

function parseJson(run: Run, { given, span }: Invocation): Value {
  const [first] = given;
  if (typeof first?.value.data !== "string")
    return first === undefined
      ? written(null, span)
      : computed(first.value.data instanceof Hole ? first.value.data : new Hole("is no JSON text", span), span, [first.value]);
  try {
    return withDependencies(fromJson(JSON.parse(first.value.data), span), first.value);
  } catch {
    return run.hole("is a text that is no JSON", span, [first.value]);
  }
}

function namedRecord(given: readonly Given[], span: Span): Value {
  const data = new RecordData();
  for (const { name, value, span: entry, isSpread } of given) {
    if (isSpread === true) data.rest ??= value.data instanceof Hole ? value.data : new Hole("is not known", entry);
    else if (name !== undefined) data.fields.set(name, { value, entry, placement: "argument" });
  }
  return written(data, span);
}

function merged(given: readonly Given[], span: Span): Value {
  const data = new RecordData();
  for (const { value } of given) if (value.data instanceof RecordData) for (const [key, field] of value.data.fields) data.fields.set(key, field);
  return written(data, span);
}

/** Go's options are functions: `pulumi.Parent(x)`. */
function optionName(name: string): string | undefined {
  return /^(?:Parent|Provider|Providers|ProviderMap|DependsOn|DependsOnInputs|Protect|DeleteBeforeReplace|Aliases|IgnoreChanges|ReplaceOnChanges|Import|Timeouts|Version|Transformations|Transforms|RetainOnDelete|DeletedWith|AdditionalSecretOutputs|PluginDownloadURL|URN_)$/.test(
    name,
  )
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : undefined;
}

function optionsBuilder(run: Run, type: string, span: Span): Value {
  const found = run.context.sdk.call(
    run,
    { package: "options", path: [type, "builder"] },
    { callee: written(null, span), given: [], span, isNew: false, typeArguments: [] },
  );
  return found;
}

function asset(run: Run, kind: string, given: readonly Given[], span: Span): Value {
  const [first] = given;
  const property = kind.startsWith("String") ? "text" : kind === "AssetArchive" ? "assets" : kind.startsWith("Remote") ? "uri" : "path";
  const mark = kind.endsWith("Archive") ? "__pulumiArchive" : "__pulumiAsset";
  return first === undefined ? run.hole("is a file", span) : run.record({ [mark]: computed(true, span, []), [property]: first.value }, span);
}

function stackReference(run: Run, { given, span }: Invocation): Value {
  const creation = run.dialect.creation(given, run, span);
  const resource = run.register({
    type: "pulumi:pulumi:StackReference",
    name: nameOf(run, creation.name, span),
    kind: "read",
    inputs: written(new RecordData(), span),
    options: optionsOf(creation.options),
    span,
    inputsSpan: undefined,
  });
  return run.dialect.created(resource, run, span);
}

/** `new pulumi.ComponentResource(type, name, {}, options)` without a class of its own. */
function component(run: Run, { given, span }: Invocation, kind: string): Value {
  const [type, ...rest] = given;
  const token = type === undefined ? undefined : run.text(type.value, span).data;
  const made = createResource(run, { package: "pulumi", path: [kind] }, typeof token === "string" ? token : "unknown:index:Component", {
    callee: written(null, span),
    given: rest,
    span,
    isNew: true,
    typeArguments: [],
  });
  if (kind === "ComponentResource" && made.data instanceof ResourceData) Object.assign(made.data.registration, { kind: "component" });
  return made;
}

/** `pulumi.Run(func)`, `Deployment.RunAsync(() => ...)`, `Deployment.RunAsync<MyStack>()`, `Pulumi.run(App::stack)`. */
function runStack(run: Run, { given, typeArguments, span }: Invocation): Value {
  run.hasStack = true;
  registerStackOptions(run, given);
  const type = typeArguments.find(({ data }) => data instanceof ClassData);
  if (type !== undefined) {
    const stack = run.call(type, [], span);
    if (stack.data instanceof Instance) exportFields(run, stack.data);
    return computed(0, span, []);
  }
  const program = given.find(
    ({ value: { data } }) => typeof data === "object" && data !== null && (data.kind === "closure" || data.kind === "native"),
  );
  if (program === undefined) {
    run.gap("starts the stack with a function that is not known", span);
    return computed(0, span, []);
  }
  const outputs = run.apply(program.value, [stackContext(run, span)], span);
  if (run.dialect.returnsErrors) return endedWith(run, outputs, span);
  if (outputs.data instanceof RecordData)
    for (const [key, field] of outputs.data.fields)
      exportOutput(
        run,
        [
          { value: written(key, span), span },
          { value: field.value, span },
        ],
        span,
      );
  return computed(0, span, []);
}

/** Go's functions give an error, and none where all went well. */
function endedWith(run: Run, { data, origin }: Value, span: Span): Value {
  const isError = data instanceof RecordData && data.type === "error";
  if (isError) run.gap("the program ends with an error here, as far as it can be read", origin.span);
  return computed(null, span, []);
}

function exportFields(run: Run, stack: Instance): void {
  for (const [name, field] of stack.fields) {
    if (/^[A-Z]/.test(name))
      exportOutput(
        run,
        [
          { value: written(name, field.entry), span: field.entry },
          { value: field.value, span: field.entry },
        ],
        field.entry,
      );
  }
}

export { Native, SymbolData };
