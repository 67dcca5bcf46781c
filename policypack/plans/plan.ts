import { unknown, type Plain, type Properties, type Resource } from "../resources/resource";

/** Steps from the top of a resource's inputs to a value: property names and array indexes. Always of the inputs as they were before the plan. */
export type Path = readonly (string | number)[];

/** The output of another resource of the stack, as a value in a plan. */
export interface Reference {
  readonly reference: string;
  readonly output: "id" | "arn";
}

export type PlannedElement = Plain | Reference;
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
  readonly append?: Readonly<Record<string, readonly (Plain | Reference)[]>>;
}

/**
 * One change to one resource.
 * - `vary` replaces the array element at `path` (or, where `path` is empty, the resource itself) by variants of it; none removes it.
 * - `set` gives the property at `path` a value, whether it was there or not.
 */
export type Step =
  | { readonly kind: "vary"; readonly urn: string; readonly path: Path; readonly variants: readonly Variant[] }
  | { readonly kind: "set"; readonly urn: string; readonly path: Path; readonly value: PlannedValue };

/** How a finding can be repaired: a plan of steps, or the reason why there is none. Data only: nothing here edits source. */
export type FixPlan =
  | { readonly kind: "plan"; readonly summary: string; readonly losesAccess: string; readonly steps: readonly Step[] }
  | { readonly kind: "declined"; readonly reason: string };

export function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && typeof (value as Reference).reference === "string";
}

/** What the resources would be after the steps. A reference becomes the identifier of its resource, or unknown; the dependency is recorded. */
export function applySteps(resources: readonly Resource[], steps: readonly Step[]): Resource[] {
  const outputs = new Map(resources.map((resource) => [resource.urn, resource.outputs]));
  const valueOf: ValueOf = ({ reference, output }) => outputs.get(reference)?.[output] ?? unknown;
  const byUrn = new Map<string, Step[]>();
  for (const step of steps) byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  return resources.flatMap((resource) => {
    const own = byUrn.get(resource.urn);
    return own === undefined ? [resource] : applyToResource(resource, own, valueOf);
  });
}

const identifying = ["id", "arn", "name"];

type ValueOf = (reference: Reference) => Plain;

function applyToResource(resource: Resource, steps: readonly Step[], valueOf: ValueOf): Resource[] {
  const dependencies = new Map<string, Set<string>>();
  const resolver =
    (property: string): ValueOf =>
    (reference) => {
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
  return applyToInputs(resource.inputs, steps, { valueOf: resolver, ...asTheyAre }).map((inputs, index) =>
    finish(inputs as Properties, index === 0 ? resource.urn : `${resource.urn}-${String(index + 1)}`),
  );
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
export function applyToInputs(inputs: unknown, steps: readonly Step[], handling: Handling): readonly unknown[] {
  const whole = steps.find((step) => step.kind === "vary" && step.path.length === 0);
  if (whole?.kind === "vary") return whole.variants.map((variant) => vary(inputs, variant, handling));
  // Later elements first, so that the indexes of earlier ones stay true.
  return [
    [...steps]
      .sort((a, b) => comparePaths(b.path, a.path))
      .reduce((before, step) => {
        const valueOf = handling.valueOf(String(step.path[0]));
        const change = (value: unknown): readonly unknown[] =>
          step.kind === "set"
            ? [handling.like(value, resolve(step.value, valueOf))]
            : step.variants.map((variant) => handling.like(value, vary(value, variant, { ...handling, valueOf: () => valueOf })));
        return update(before, step.path, change, handling);
      }, inputs),
  ];
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
  return isList(value) ? value.map((element): Plain => resolve(element, valueOf)) : value;
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
