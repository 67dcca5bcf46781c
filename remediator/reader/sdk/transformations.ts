import { Native, type Given } from "../interpreter/native";
import type { Transformation } from "../interpreter/registration";
import type { Run } from "../interpreter/run";
import { List } from "../interpreter/list";
import { computed, Instance, RecordData, written, type Value } from "../interpreter/value";
import type { TransformationNames } from "../languages/dialect";
import type { Span } from "../syntax/tree";

/*
 * What a program does to resources before they are registered. Transformations run in the program, and see the properties as its SDK names them; transforms
 * are called by the engine, and see the wire's names: https://www.pulumi.com/docs/iac/concepts/options/transformations/,
 * https://www.pulumi.com/docs/iac/concepts/options/transforms/
 */

/** Those that options name: of a resource, for itself and its children; of a stack (C#), for all of it. */
export function transformationsIn(options: Value | undefined): readonly Transformation[] {
  const { data } = options ?? { data: null };
  if (!(data instanceof RecordData)) return [];
  return (["program", "wire"] as const).flatMap((names) => {
    const value = optionNames[names].map((name) => data.fields.get(name)?.value).find((one) => one !== undefined);
    if (value === undefined || value.data === null) return [];
    if (!(value.data instanceof List)) return [{ callback: value, names }];
    const callbacks = value.data.items.map((item): Transformation => ({ callback: item.value, names }));
    const { rest } = value.data;
    return rest === undefined ? callbacks : [...callbacks, { callback: { ...value, data: rest }, names }];
  });
}

const optionNames = {
  program: ["transformations", "resourceTransformations", "ResourceTransformations"],
  wire: ["transforms", "resourceTransforms", "ResourceTransforms"],
} as const;

/** Whether an option takes functions of the program's own. */
export function isOfTransformations(option: string): boolean {
  return Object.values(optionNames).some((names: readonly string[]) => names.includes(option));
}

/** `registerStackTransformation(f)`, `RegisterResourceTransform(f)`: for every resource from now on. */
export function registerTransformation(run: Run, name: string, given: readonly Given[], span: Span): void {
  const callback = given[0]?.value ?? run.hole("is no function", span);
  run.transformations.push({ callback, names: /Transformation/i.test(name) ? "program" : "wire" });
}

/** What starts a stack may be told options of it. */
export function registerStackOptions(run: Run, given: readonly Given[]): void {
  for (const { value } of given) run.transformations.push(...transformationsIn(value));
}

/** `ResourceTransformationResult(props, opts)`, as the functions of the SDK give it. */
export function transformationResult(run: Run, given: readonly Given[], span: Span): Value | undefined {
  const { transformation } = run.dialect;
  if (transformation === undefined) return undefined;
  const { properties, options } = transformation;
  const names = [properties, options];
  return run.record(Object.fromEntries(given.map(({ name, value }, index) => [name ?? names[index] ?? "", value])), span);
}

/** What a resource is registered with. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Value | undefined;
  /** The record of its options, as the npm package names them. */
  readonly options: Value | undefined;
}

/** The same after those transformations, the first of them first. What one of them makes that is not known is a gap. */
export function transformed(run: Run, resource: Registered, transformations: readonly Transformation[], span: Span): Registered {
  const { transformation } = run.dialect;
  let now = resource;
  for (const { callback, names } of transformations) {
    // What the engine gives has the properties that there are, and no others.
    const given = names === "wire" && transformation !== undefined ? { ...transformation, givesNothing: false } : transformation;
    const after = given === undefined ? undefined : answerOf(run, now, callback, given, span);
    if (after === undefined) run.gap("is changed by a transformation that is not known", span);
    else now = after;
  }
  return now;
}

function answerOf(run: Run, resource: Registered, callback: Value, names: TransformationNames, span: Span): Registered | undefined {
  const inputs = copyOf(resource.inputs, names, span);
  const text = (of: string): Value => computed(of, span, []);
  const args = run.record(
    {
      [names.resource]:
        names.resourceMethods === undefined ? run.hole("is the resource that is being made", span) : asked(resource, names.resourceMethods, span),
      [names.type]: text(resource.type),
      [names.name]: text(resource.name),
      [names.properties]: inputs,
      [names.options]: resource.options ?? written(new RecordData(), span),
    },
    span,
  );
  if (args.data instanceof RecordData) args.data.type = "ResourceTransformationArgs";
  const { data } = run.apply(callback, [args], span);
  if (data === null) return { ...resource, inputs };
  if (!(data instanceof RecordData) || data.rest !== undefined) return undefined;
  const given = data.fields.get(names.properties)?.value;
  const options = data.fields.get(names.options)?.value;
  if (!(given?.data instanceof RecordData || given?.data instanceof Instance)) return undefined;
  return { ...resource, inputs: given, options: options?.data instanceof RecordData ? options : resource.options };
}

/** What a function may change, and the program does not see. */
function copyOf(inputs: Value | undefined, { givesNothing }: TransformationNames, span: Span): Value {
  const data = inputs?.data ?? null;
  if (inputs !== undefined && data !== null && !(data instanceof RecordData)) return inputs;
  const copy = new RecordData();
  if (givesNothing) copy.absent = written(null, span);
  if (data instanceof RecordData) {
    for (const [name, field] of data.fields) copy.fields.set(name, field);
    if (data.rest !== undefined) copy.rest = data.rest;
    if (data.type !== undefined) copy.type = data.type;
  }
  return inputs === undefined ? written(copy, span) : { ...inputs, data: copy };
}

/** A resource that says what it is when it is asked. */
function asked({ type, name }: Registered, methods: { readonly type: string; readonly name: string }, span: Span): Value {
  const saying = (text: string): Value => written(new Native("resource", { call: (call) => computed(text, call.span, []) }), span);
  const answers: Readonly<Record<string, string | undefined>> = { [methods.type]: type, [methods.name]: name };
  const member = (asking: string): Value | undefined => (answers[asking] === undefined ? undefined : saying(answers[asking]));
  return written(new Native("resource", { member }), span);
}
