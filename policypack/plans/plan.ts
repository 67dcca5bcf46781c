import { defaultVpcBlock, defaultVpcId } from "../resources/default-vpc";
import { identifiersOf, withoutNumber, withSuffix } from "../resources/identity";
import { unknown, type Plain, type Properties, type Resource } from "../resources/resource";

/** Steps from the top of a resource's inputs to a value: property names and array indexes. Always of the inputs as they were before the plan. */
export type Path = readonly (string | number)[];

/** The output of another resource of the stack, or of the default VPC of the account, as a value in a plan. */
export interface Reference {
  readonly reference: string;
  readonly output: "id" | "arn" | "cidrBlock" | SubnetsOutput;
}

/** Outputs that are lists of subnets. */
export type SubnetsOutput = "subnets" | "publicSubnetIds" | "privateSubnetIds";

/**
 * What an optional key of the program's own configuration names: none, one or several address blocks. In a list it stands for all of them;
 * a rule that takes one source is made once for each.
 */
export interface Setting {
  readonly setting: string;
}

export type PlannedElement = Plain | Reference | Setting;
export type PlannedValue = PlannedElement | readonly PlannedElement[];

/** A copy of a rule with some of its properties changed. */
export interface Variant {
  /** Properties to give another value. */
  readonly set?: Readonly<Record<string, PlannedValue>>;
  /** Properties to leave out. */
  readonly drop?: readonly string[];
  /** Elements to leave out of array properties, by index. */
  readonly without?: Readonly<Record<string, readonly number[]>>;
  /** Elements to append to array properties, which may be absent. */
  readonly append?: Readonly<Record<string, readonly PlannedElement[]>>;
}

/**
 * What becomes of one source in the program. Where several stacks share it, and not all of them are wrong, it is for the editor to change the value
 * where it is wrong, or to decline.
 */
export interface SourceChange {
  /** Of the element, from the top of the resource's inputs. */
  readonly path: Path;
  /** The value that this stack has there. */
  readonly text: string;
  readonly becomes: "removed" | "narrowed" | "restricted" | "replaced";
  /** Who has to get through by what takes its place. */
  readonly keeps?: readonly string[];
}

/** A resource that the program does not have yet. */
export interface NewResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** What its name has beyond that of the resource whose step makes it. */
  readonly suffix: string;
  readonly inputs: Readonly<Record<string, PlannedValue>>;
  /** The resource whose place it takes. */
  readonly instead: string;
}

/**
 * One change to one resource.
 * - `vary` replaces the array element at `path` (or, where `path` is empty, the resource itself) by variants of it; none removes it.
 * - `set` gives the property at `path` a value, whether it was there or not.
 * - `argument` is said in the call of a component, which the package of somebody else makes resources of: `said` are steps of the component's own inputs,
 *   `effect` is what becomes of what it makes, and `makes` what the program makes itself from then on, for the call to name.
 */
export type Step =
  | {
      readonly kind: "vary";
      readonly urn: string;
      readonly path: Path;
      readonly variants: readonly Variant[];
      readonly sources?: readonly SourceChange[];
    }
  | { readonly kind: "set"; readonly urn: string; readonly path: Path; readonly value: PlannedValue }
  | {
      readonly kind: "argument";
      readonly urn: string;
      readonly said: readonly ResourceStep[];
      readonly effect: readonly ResourceStep[];
      readonly makes?: NewResource;
    };

/** A step that changes a resource by its own inputs. */
export type ResourceStep = Exclude<Step, { readonly kind: "argument" }>;

/** How a finding can be repaired: a plan of steps, or the reason why there is none. Data only: nothing here edits source. */
export type FixPlan =
  | {
      readonly kind: "plan";
      readonly summary: string;
      readonly losesAccess: string;
      readonly steps: readonly Step[];
      /** The summary in its parts, where it is about several rules: each with the rules that it changes, by `declarationKey`. */
      readonly parts?: readonly { readonly says: string; readonly of: readonly string[] }[];
    }
  | { readonly kind: "declined"; readonly reason: string };

/** A rule by where it is written. */
export function declarationKey(urn: string, path: Path): string {
  return `${urn} ${JSON.stringify(path)}`;
}

/** What a plan does, from the parts of it. */
export function inOneSentence([first = "", ...others]: readonly string[]): string {
  return [first, ...others.map((text) => text.charAt(0).toLowerCase() + text.slice(1))].join("; ");
}

export function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && typeof (value as Reference).reference === "string";
}

export function isSetting(value: unknown): value is Setting {
  return typeof value === "object" && value !== null && typeof (value as Setting).setting === "string";
}

/** The settings that steps read, by the step. */
export function settingsIn(step: ResourceStep): readonly string[] {
  const values =
    step.kind === "set" ? [step.value] : step.variants.flatMap(({ set, append }) => [...Object.values(set ?? {}), ...Object.values(append ?? {})]);
  return [...new Set(values.flat().flatMap((value) => (isSetting(value) ? [value.setting] : [])))];
}

/** What steps do to resources, components and what these make included. */
export function effectsOf(steps: readonly Step[]): readonly ResourceStep[] {
  return steps.flatMap((step) => (step.kind === "argument" ? [...step.said, ...step.effect] : [step]));
}

/** What steps make that the program does not have yet. */
export function madeBy(steps: readonly Step[]): readonly NewResource[] {
  return steps.flatMap((step) => (step.kind === "argument" ? (step.makes ?? []) : []));
}

/** What of steps is written in the program: what a component makes follows from its call. */
export function writtenOf(steps: readonly Step[]): readonly ResourceStep[] {
  return steps.flatMap((step) => (step.kind === "argument" ? step.said : [step]));
}

/** What the resources would be after the steps, where `named` is what every setting names. A reference becomes the identifier of its resource, or unknown; the dependency is recorded. */
export function applySteps(resources: readonly Resource[], steps: readonly Step[], named: readonly string[] = []): Resource[] {
  const fresh = madeBy(steps);
  const known = new Map<string, Pick<Resource, "inputs" | "outputs">>(resources.map((resource) => [resource.urn, resource]));
  for (const made of fresh) known.set(made.urn, { inputs: {}, outputs: identifiersOf(made) });
  known.set(defaultVpcId, { inputs: {}, outputs: { cidrBlock: defaultVpcBlock } });
  const valueOf: ValueOf = ({ reference, output }) => {
    const target = known.get(reference);
    return target?.outputs[output] ?? (output === "id" || output === "arn" ? undefined : target?.inputs[output]) ?? unknown;
  };
  const byUrn = new Map<string, ResourceStep[]>();
  for (const step of effectsOf(steps)) {
    const own = byUrn.get(step.urn);
    if (own === undefined) byUrn.set(step.urn, [step]);
    else own.push(step);
  }
  const taken = new Set(known.keys());
  const nameOf: Naming = (urn, index) => {
    if (index === 0) return urn;
    let number = index + 1;
    while (taken.has(withSuffix(urn, `-${String(number)}`))) number++;
    const name = withSuffix(urn, `-${String(number)}`);
    taken.add(name);
    return name;
  };
  const around: Around = { valueOf, named, nameOf };
  const changed = resources.flatMap((resource) => {
    const own = byUrn.get(resource.urn);
    return own === undefined ? [resource] : applyToResource(resource, own, around);
  });
  return [...changed, ...fresh.flatMap((made) => newResource(made, around))];
}

/** One that has nothing yet, and the step that gives it what it is to have. */
function newResource(made: NewResource, around: Around): Resource[] {
  const { urn, type, name, inputs } = made;
  const nowhere = { id: undefined, parent: undefined, provider: undefined, positions: [] };
  const empty = { urn, type, name, custom: true, inputs: {}, outputs: identifiersOf(made), propertyDependencies: {}, ...nowhere };
  return applyToResource(empty, [{ kind: "vary", urn, path: [], variants: [{ set: inputs }] }], around);
}

/** What the copies of a resource are called: the first one is itself. */
type Naming = (urn: string, index: number) => string;

/** The resources that a copy of a resource may be a copy of, by its name. */
export function originalsOf(urn: string): readonly string[] {
  const shorter = withoutNumber(urn);
  return shorter === undefined ? [] : [shorter, ...originalsOf(shorter)];
}

const identifying = ["id", "arn", "name"];

/** What steps of one resource have to know of the others. */
interface Around {
  readonly valueOf: ValueOf;
  readonly named: readonly string[];
  readonly nameOf: Naming;
}

/** The same step with what its settings name in their place. */
function withSettings(step: ResourceStep, named: readonly string[]): ResourceStep {
  const [first] = named;
  if (first === undefined || step.kind === "set") return step;
  const element = (value: PlannedElement): readonly PlannedElement[] => (isSetting(value) ? named : [value]);
  return {
    ...step,
    variants: step.variants.map((variant) => ({
      ...variant,
      ...(variant.append === undefined
        ? {}
        : { append: Object.fromEntries(Object.entries(variant.append).map(([property, values]) => [property, values.flatMap(element)])) }),
      ...(variant.set === undefined
        ? {}
        : {
            set: Object.fromEntries(
              Object.entries(variant.set).map(([property, value]) => [
                property,
                isSetting(value) ? first : Array.isArray(value) ? value.flatMap(element) : value,
              ]),
            ),
          }),
    })),
  };
}

type ValueOf = (reference: Reference) => Plain;

function applyToResource(resource: Resource, steps: readonly ResourceStep[], around: Around): Resource[] {
  const { valueOf, named, nameOf } = around;
  const dependencies = new Map<string, Set<string>>();
  const resolver =
    (property: string): ValueOf =>
    (reference) => {
      if (reference.reference !== defaultVpcId)
        dependencies.set(property, (dependencies.get(property) ?? new Set<string>()).add(reference.reference));
      return valueOf(reference);
    };
  const finish = (inputs: Properties, urn: string): Resource => {
    const propertyDependencies: Record<string, readonly string[]> = { ...resource.propertyDependencies };
    for (const [property, urns] of dependencies) propertyDependencies[property] = [...new Set([...(propertyDependencies[property] ?? []), ...urns])];
    // What else the provider reported may have followed from the old inputs.
    const outputs = Object.fromEntries(Object.entries(resource.outputs).filter(([property]) => identifying.includes(property)));
    return { ...resource, inputs, outputs, urn, propertyDependencies };
  };
  return applyToInputs(
    resource.inputs,
    steps.map((step) => withSettings(step, named)),
    { valueOf: resolver, ...asTheyAre },
  ).map((inputs, index) => finish(inputs as Properties, nameOf(resource.urn, index)));
}

/** How steps find their way through inputs. */
export interface Handling {
  /** What references in the value of a property stand for. */
  readonly valueOf: (property: string) => ValueOf;
  /** What is inside of a value, which may be wrapped. */
  readonly inside: (value: unknown) => unknown;
  /** Wraps what takes the place of a value as that was wrapped. */
  readonly like: (before: unknown, after: unknown) => unknown;
}

const asTheyAre = { inside: (value: unknown): unknown => value, like: (_before: unknown, after: unknown): unknown => after };

/** What the inputs of one resource would be after the steps: none where it goes, several where it becomes several resources. */
export function applyToInputs(inputs: unknown, steps: readonly ResourceStep[], handling: Handling): readonly unknown[] {
  const whole = steps.find((step) => step.kind === "vary" && step.path.length === 0);
  if (whole?.kind === "vary") return whole.variants.filter(isMade).map((variant) => vary(inputs, variant, handling));
  // Later elements first, so that the indexes of earlier ones stay true.
  return [
    [...steps]
      .sort((a, b) => comparePaths(b.path, a.path))
      .reduce((before, step) => {
        const valueOf = handling.valueOf(String(step.path[0]));
        const change = (value: unknown): readonly unknown[] =>
          step.kind === "set"
            ? [handling.like(value, resolve(step.value, valueOf))]
            : step.variants.filter(isMade).map((variant) => handling.like(value, vary(value, variant, { ...handling, valueOf: () => valueOf })));
        return update(before, step.path, change, handling);
      }, inputs),
  ];
}

/** A rule of its own whose only source comes from configuration is not there until that names one. */
export function isMade(variant: Variant): boolean {
  return settingOf(variant) === undefined;
}

/** The key of the configuration that names the only sources of a rule of its own: it is made once for each of them. */
export function settingOf({ set = {} }: Variant): string | undefined {
  for (const value of Object.values(set)) {
    const values: readonly PlannedValue[] = Array.isArray(value) ? value : [value];
    const [first] = values;
    if (isSetting(first) && values.every(isSetting)) return first.setting;
  }
  return undefined;
}

function vary(
  value: unknown,
  { drop = [], without = {}, append = {}, set = {} }: Variant,
  { inside, like, valueOf }: Handling,
): Readonly<Record<string, unknown>> {
  const element = objectIn(inside(value));
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(element).filter(([property]) => !drop.includes(property)));
  const put = (property: string, after: unknown): void => {
    result[property] = like(element[property], after);
  };
  for (const [property, indexes] of Object.entries(without)) {
    const list = inside(result[property]);
    if (isList(list))
      put(
        property,
        list.filter((_, index) => !indexes.includes(index)),
      );
  }
  for (const [property, values] of Object.entries(append)) {
    const list = inside(result[property]);
    put(property, [...(isList(list) ? list : []), ...(resolve(values, valueOf(property)) as readonly Plain[])]);
  }
  for (const [property, planned] of Object.entries(set)) put(property, resolve(planned, valueOf(property)));
  return result;
}

function resolve(value: PlannedValue, valueOf: ValueOf): Plain {
  if (isReference(value)) return valueOf(value);
  // A key that names nothing stands for no address.
  if (isSetting(value)) return [];
  if (isList(value))
    return (value as readonly PlannedElement[]).filter((element) => !isSetting(element)).map((element): Plain => resolve(element, valueOf));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([property, part]: [string, Plain]) => [property, resolve(part, valueOf)]));
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Replaces the value at the path by zero or more values. A single object stands for a list of one, as in attributes-as-blocks. */
function update(root: unknown, path: Path, change: (value: unknown) => readonly unknown[], handling: Handling): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return root;
  const holder = handling.inside(root);
  if (typeof head === "number") {
    if (!isList(holder) || holder[head] === undefined) return root;
    const replaced = rest.length === 0 ? change(holder[head]) : [update(holder[head], rest, change, handling)];
    return handling.like(root, [...holder.slice(0, head), ...replaced, ...holder.slice(head + 1)]);
  }
  const object = objectIn(holder);
  const replaced = rest.length === 0 ? change(object[head]) : [update(object[head], rest, change, handling)];
  return handling.like(root, { ...object, [head]: replaced.length === 1 ? replaced[0] : replaced });
}

function comparePaths(a: Path, b: Path): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const x = a[index];
    const y = b[index];
    if (x === y || x === undefined || y === undefined) continue;
    return typeof x === "number" && typeof y === "number" ? x - y : String(x) < String(y) ? -1 : 1;
  }
  return a.length - b.length;
}

/** A rule by what it says, wherever it stands among others: what is inside of the inputs of its resource at a path. */
export function contentKey(urn: string, inputs: Plain, path: Path): string {
  const content = path.reduce<Plain | undefined>(
    (within, step) => (typeof within === "object" && within !== null ? (within as Readonly<Record<string, Plain>>)[step] : undefined),
    inputs,
  );
  return `${urn} ${JSON.stringify(content)}`;
}

/** A resource that a plan would name in what another one is given, by the URNs of both. */
export function namingKey(where: string, what: string): string {
  return `${where} ${what}`;
}
