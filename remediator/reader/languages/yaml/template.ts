import { elementAt } from "../../interpreter/elements";
import type { Registration } from "../../interpreter/registration";
import type { Run } from "../../interpreter/run";
import { Hole, partOfText } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { computed, passedOn, RecordData, ResourceData, written, type Field, type Value } from "../../interpreter/value";
import { exportOutput } from "../../sdk/context";
import type { Span } from "../../syntax/tree";
import {
  entriesOf,
  fieldOf,
  isNothing,
  type YamlEntry,
  type YamlFile,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from "../../syntax/yaml";
import { mount } from "../paths";
import { callFunction } from "./functions";
import { interpolation, type Part, type Step } from "./interpolation";
import { registerResource } from "./resources";
import { declaredSetting, setting } from "./settings";

/** Where a template is evaluated: as the program, or as one component of it. */
export interface Surroundings {
  /** What is given to a component; a program takes its configuration. */
  readonly inputs?: Value;
  readonly parent?: Registration;
  /** What the names of a component's resources begin with. */
  readonly prefix: string;
  /** The folder that paths in it begin at. */
  readonly folder: string;
}

/** A document's resources, variables, settings and outputs, each evaluated when it is first needed. */
export class Template {
  private readonly resources: ReadonlyMap<string, YamlEntry>;
  private readonly variables: ReadonlyMap<string, YamlEntry>;
  private readonly declared: ReadonlyMap<string, YamlEntry>;
  private readonly defaultProviders: ReadonlyMap<string, string>;
  private readonly values = new Map<string, Value>();
  private readonly collections = new Map<string, Value>();
  /** What is being evaluated, to see what depends on itself. */
  private readonly open: string[] = [];

  constructor(
    readonly run: Run,
    readonly document: YamlFile,
    readonly root: YamlNode | undefined,
    readonly surroundings: Surroundings,
  ) {
    this.resources = byName(root, "resources");
    this.variables = byName(root, "variables");
    this.declared =
      surroundings.inputs === undefined ? new Map([...byName(root, "configuration"), ...byName(root, "config")]) : byName(root, "inputs");
    this.defaultProviders = defaultProvidersOf(this.resources);
    for (const [name, { keySpan }] of this.variables) {
      if (this.resources.has(name)) run.gap(`${name} is the name of a variable and of a resource`, keySpan);
    }
  }

  /** Registers all resources and gives the outputs. */
  evaluate(): Value {
    for (const section of ["resources", "variables", "outputs"]) {
      const node = fieldOf(this.root, section)?.value;
      if (node !== undefined && node.kind !== "map" && !isNothing(node)) this.run.gap(`${section} is not an object`, node.span);
    }
    for (const { key, keySpan } of [...this.resources.values(), ...this.variables.values()]) this.reference(key, keySpan);
    const outputs = new RecordData();
    for (const { key, value, span } of entriesOf(fieldOf(this.root, "outputs")?.value)) {
      outputs.fields.set(key, { value: this.value(value), entry: span, placement: "literal" });
    }
    return written(outputs, fieldOf(this.root, "outputs")?.span ?? { file: this.document.file, start: 0, end: 0 });
  }

  /** A resource, variable or setting by its name. */
  reference(name: string, span: Span): Value {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    if (this.open.includes(name)) {
      const circle = [...this.open.slice(this.open.indexOf(name)), name].join(" → ");
      this.run.gap(`depends on itself: ${circle}`, span);
      return this.run.hole(`depends on itself: ${circle}`, span);
    }
    this.open.push(name);
    const value = this.evaluateName(name, span);
    this.open.pop();
    this.values.set(name, value);
    return value;
  }

  private evaluateName(name: string, span: Span): Value {
    if (name === "pulumi") return this.pulumi(span);
    const resource = this.resources.get(name);
    if (resource !== undefined) return registerResource(this, resource);
    const variable = this.variables.get(name);
    if (variable !== undefined) return this.value(variable.value);
    const { inputs } = this.surroundings;
    if (inputs !== undefined) {
      const given = inputs.data instanceof RecordData ? inputs.data.fields.get(name)?.value : undefined;
      if (given !== undefined) return given;
      if (inputs.data instanceof RecordData && inputs.data.rest !== undefined) return computed(inputs.data.rest, span, [inputs]);
    }
    const declaration = this.declared.get(name);
    if (declaration !== undefined) return declaredSetting(this, declaration);
    const found = inputs === undefined ? setting(this.run, name, span) : undefined;
    if (found !== undefined) return found;
    this.run.gap(`There is no resource, variable or setting called ${name}`, span);
    return this.run.hole(`is ${name}, which is not there`, span);
  }

  private pulumi(span: Span): Value {
    const { project, stack, organization } = this.run.settings;
    const text = (value: string, what: string): Value =>
      value === "" ? this.run.hole(`is the ${what}, which is not known`, span) : written(value, span);
    const { mainFolder } = this.run.program;
    return this.run.record(
      {
        cwd: written(mainFolder === "" ? mount : `${mount}/${mainFolder}`, span),
        rootDirectory: written(this.run.program.folder === "" ? mount : `${mount}/${this.run.program.folder}`, span),
        project: written(project, span),
        stack: text(stack, "stack's name"),
        organization: text(organization, "organization"),
      },
      span,
    );
  }

  /** The resource that is the provider of a package's resources which name none. */
  defaultProvider(packageName: string, span: Span): Value | undefined {
    const name = this.defaultProviders.get(packageName);
    return name === undefined || this.open.includes(name) ? undefined : this.reference(name, span);
  }

  value(node: YamlNode): Value {
    this.run.step(node.span);
    const value = node.kind === "scalar" ? this.scalar(node) : this.collection(node);
    return node.alias === undefined ? value : passedOn(value, "name", node.alias.span, node.alias.name);
  }

  /** An alias stands for the same list or map as its anchor. */
  private collection(node: YamlList | YamlMap): Value {
    const key = `${String(node.span.start)}-${String(node.span.end)}`;
    const known = this.collections.get(key);
    if (known !== undefined) return known;
    const made = node.kind === "list" ? this.list(node) : (callFunction(this, node) ?? this.map(node));
    this.collections.set(key, made);
    return made;
  }

  private list(node: YamlList): Value {
    const items = node.items.map(({ value, span }): Item => ({
      value: this.value(value),
      placement: { kind: "literal", list: node.span, element: span },
    }));
    return written(new List(items), node.span);
  }

  map(node: YamlMap): Value {
    const data = new RecordData();
    for (const { key, keySpan, value, span, mergedBy } of node.entries) {
      const field: Field = { value: this.value(value), entry: span, placement: mergedBy === undefined ? "literal" : "computed" };
      const name = key.includes("$") ? this.text(key, keySpan).data : key;
      if (typeof name === "string") data.fields.set(name, field);
      else data.rest = name instanceof Hole ? name : new Hole("has a key that is not known", keySpan);
    }
    return written(data, node.span);
  }

  private scalar(node: YamlScalar): Value {
    if (node.isBroken === true) return this.run.hole("is not YAML", node.span);
    return typeof node.value === "string" ? this.text(node.value, node.span) : written(node.value, node.span);
  }

  /** A text with what it refers to. A reference alone keeps its type. */
  private text(value: string, span: Span): Value {
    if (!value.includes("$")) return written(value, span);
    const read = interpolation(value);
    if ("error" in read) {
      this.run.gap(`The text ${read.error}`, span);
      return this.run.hole(read.error, span);
    }
    const [first, ...others] = read.parts;
    if (first === undefined) return written("", span);
    if (others.length === 0) return first.kind === "text" ? written(first.text, span) : this.access(first.steps, span);
    const values = read.parts.map((part) => (part.kind === "text" ? written(part.text, span) : this.access(part.steps, placeOf(value, part, span))));
    const texts = values.map((part) => this.run.text(part, span).data);
    const hole = texts.find((text) => text instanceof Hole);
    return computed(
      hole instanceof Hole ? partOfText(hole, texts) : texts.map((text) => (typeof text === "string" ? text : "")).join(""),
      span,
      values,
    );
  }

  private access([root, ...steps]: readonly Step[], span: Span): Value {
    const start = passedOn(this.reference(String(root), span), "name", span, String(root));
    return steps.reduce((value: Value, step) => this.step(value, step, span), start);
  }

  step(value: Value, step: Step, span: Span): Value {
    const { data } = value;
    if (typeof step === "number" || data instanceof RecordData) return elementAt(this.run, value, written(step, span), span);
    const outputs = data instanceof ResourceData && data.registration.kind === "component" ? data.registration.outputs : undefined;
    const output = outputs?.data instanceof RecordData ? outputs.data.fields.get(step) : undefined;
    return output === undefined ? this.run.member(value, step, span) : passedOn(output.value, "member", span, step);
  }
}

/** Gives a program's outputs to its stack. */
export function exportOutputs(run: Run, outputs: Value): void {
  if (!(outputs.data instanceof RecordData)) return;
  for (const [name, { value, entry }] of outputs.data.fields) {
    exportOutput(
      run,
      [
        { value: written(name, entry), span: entry },
        { value, span: entry },
      ],
      entry,
    );
  }
}

function byName(root: YamlNode | undefined, section: string): ReadonlyMap<string, YamlEntry> {
  return new Map(entriesOf(fieldOf(root, section)?.value).map((entry) => [entry.key, entry]));
}

function defaultProvidersOf(resources: ReadonlyMap<string, YamlEntry>): ReadonlyMap<string, string> {
  return new Map(
    [...resources].flatMap(([name, { value }]) => {
      const type = fieldOf(value, "type")?.value;
      const isDefault = fieldOf(value, "defaultProvider")?.value;
      const [, packageName] = type?.kind === "scalar" ? (/^pulumi:providers:(.+)$/.exec(String(type.value)) ?? []) : [];
      return packageName !== undefined && isDefault?.kind === "scalar" && isDefault.value === true ? [[packageName, name] as const] : [];
    }),
  );
}

/** The place of a part, where the text stands as it is written: not where it is folded or has escapes. */
function placeOf(value: string, part: Part & { readonly kind: "access" }, whole: Span): Span {
  const at = whole.file.text.slice(whole.start, whole.end).indexOf(value);
  return at < 0 ? whole : { file: whole.file, start: whole.start + at + part.start, end: whole.start + at + part.end };
}
