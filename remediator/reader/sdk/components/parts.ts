import type { Registration } from "../../interpreter/registration";
import type { Run } from "../../interpreter/run";
import { Hole } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { computed, RecordData, ResourceData, resourceValue, type Field, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { defaultDescription, describedByDefault } from "../defaults";

/** What a component's argument is: given, left out, or neither can be said. */
export type Argument =
  { readonly state: "given"; readonly value: Value } | { readonly state: "absent" } | { readonly state: "unknown"; readonly hole: Hole };

/** A value for a component's part: data, or something that is made already. Undefined is left out. */
export type Input = Value | string | number | boolean | undefined | readonly Input[] | Inputs;

/** Inputs by name. */
export interface Inputs {
  readonly [name: string]: Input;
}

/** Makes values that stand for what a package's code makes. */
export class Maker {
  constructor(
    readonly run: Run,
    readonly span: Span,
  ) {}

  hole(reason: string, parts: readonly Value[] = []): Value {
    return computed(new Hole(reason, this.span), this.span, parts);
  }

  /** A list of which nothing is known. */
  unknownList(reason: string): Value {
    return computed(new List([], new Hole(reason, this.span)), this.span, []);
  }

  value(input: Input): Value {
    if (isValue(input)) return input;
    if (input === undefined) return computed(null, this.span, []);
    if (typeof input !== "object") return computed(input, this.span, []);
    if (isInputs(input)) {
      const items = input.map((element): Item => ({ value: this.value(element), placement: { kind: "computed", span: this.span } }));
      return computed(new List(items), this.span, []);
    }
    return this.record(input);
  }

  /** A record of what is not left out; `base` gives what `own` does not. */
  record(own: Inputs, base?: Value): Value {
    const data = new RecordData();
    if (base?.data instanceof RecordData) {
      for (const [name, field] of base.data.fields) data.fields.set(name, field);
      if (base.data.rest !== undefined) data.rest = base.data.rest;
    } else if (base?.data instanceof Hole) data.rest = base.data;
    for (const [name, input] of Object.entries(own)) {
      if (input === undefined) continue;
      const field: Field = { value: this.value(input), entry: this.span, placement: "computed" };
      data.fields.set(name, field);
    }
    return computed(data, this.span, []);
  }

  property(resource: Value, name: string): Value {
    return this.run.member(resource, name, this.span);
  }
}

/** Makes the resources that a component consists of. All of them stand where the component is created. */
export class Parts extends Maker {
  constructor(
    run: Run,
    readonly component: Registration,
    private readonly inputs: Value = component.inputs,
  ) {
    super(run, component.span);
  }

  get name(): string {
    return this.component.name;
  }

  gap(reason: string): void {
    this.run.gap(`${this.name} ${reason}`, this.span);
  }

  argument(name: string): Argument {
    const { data } = this.inputs;
    if (!(data instanceof RecordData)) return data instanceof Hole ? { state: "unknown", hole: data } : { state: "absent" };
    const value = data.fields.get(name)?.value;
    if (value === undefined) return data.rest === undefined ? { state: "absent" } : { state: "unknown", hole: data.rest };
    if (value.data === null) return { state: "absent" };
    return value.data instanceof Hole ? { state: "unknown", hole: value.data } : { state: "given", value };
  }

  /** The argument's value, a hole where it is not known, undefined where it is left out. */
  given(name: string): Value | undefined {
    const argument = this.argument(name);
    if (argument.state === "given") return argument.value;
    const { data } = this.inputs;
    const value = data instanceof RecordData ? data.fields.get(name)?.value : undefined;
    if (argument.state === "unknown") return value ?? computed(argument.hole, this.span, []);
    return undefined;
  }

  /** The same for what is looked up in an argument that is an object. */
  within(name: string): Parts | undefined {
    const value = this.given(name);
    return value === undefined ? undefined : new Parts(this.run, this.component, value);
  }

  /** All arguments but these, as they are given. */
  allBut(...names: readonly string[]): Value {
    const { data } = this.inputs;
    if (!(data instanceof RecordData)) return this.inputs;
    const kept = new RecordData();
    for (const [name, field] of data.fields) if (!names.includes(name)) kept.fields.set(name, field);
    if (data.rest !== undefined) kept.rest = data.rest;
    return computed(kept, this.span, []);
  }

  /** Registers a resource of the component. */
  make(type: string, name: string, inputs: Inputs | Value, parent?: Value): Value {
    const above = parent?.data instanceof ResourceData ? parent.data.registration : this.component;
    const { provider } = this.component.options;
    const registration = this.run.enroll({
      type,
      name,
      kind: "custom",
      inputs: this.described(type, isValue(inputs) ? inputs : this.record(inputs)),
      options: provider === undefined ? { parent: above } : { parent: above, provider },
      span: this.span,
      inputsSpan: undefined,
    });
    return resourceValue(registration, this.span, "computed");
  }

  /** The component makes its resources with the SDK, which says this where nothing is said. */
  private described(type: string, inputs: Value): Value {
    const isSaid = inputs.data instanceof RecordData && (inputs.data.fields.has("description") || inputs.data.rest !== undefined);
    return !describedByDefault.has(type) || isSaid ? inputs : this.record({ description: defaultDescription }, inputs);
  }

  /** A component inside of the component. */
  nest(type: string, name: string): Value {
    const registration = this.run.enroll({
      type,
      name,
      kind: "component",
      inputs: this.record({}),
      options: { parent: this.component },
      span: this.span,
      inputsSpan: undefined,
    });
    return resourceValue(registration, this.span, "computed");
  }

  /** What the component gives away. */
  give(outputs: Inputs): void {
    this.component.outputs = this.record(outputs);
  }
}

function isValue(input: Input | Value): input is Value {
  return typeof input === "object" && "origin" in input && "data" in input;
}

function isInputs(input: object): input is readonly Input[] {
  return Array.isArray(input);
}

/** The text of a value that is known. */
export function textOf(value: Value | undefined): string | undefined {
  return typeof value?.data === "string" ? value.data : undefined;
}
