import { unknown, type Plain, type Properties, type Resource } from "./resource";

/** Steps from the top of a resource's inputs to a value: property names and array indexes. Always of the inputs as they were before the plan. */
export type Path = readonly (string | number)[];

/** The output of another resource of the stack, as a value in a plan. */
export interface Reference {
  readonly reference: string;
  readonly output: "id" | "arn";
}

export type PlannedValue = Plain | Reference | readonly (Plain | Reference)[];

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
  const whole = steps.find((step) => step.kind === "vary" && step.path.length === 0);
  const finish = (inputs: Properties, urn: string): Resource => {
    const propertyDependencies: Record<string, readonly string[]> = { ...resource.propertyDependencies };
    for (const [property, urns] of dependencies) propertyDependencies[property] = [...new Set([...(propertyDependencies[property] ?? []), ...urns])];
    // What else the provider reported may have followed from the old inputs.
    const outputs = Object.fromEntries(Object.entries(resource.outputs).filter(([property]) => identifying.includes(property)));
    return { ...resource, inputs, outputs, urn, propertyDependencies };
  };
  if (whole?.kind === "vary") {
    return whole.variants.map((variant, index) =>
      finish(vary(resource.inputs, variant, resolver), index === 0 ? resource.urn : `${resource.urn}-${String(index + 1)}`),
    );
  }
  let inputs: Plain = resource.inputs;
  // Later elements first, so that the indexes of earlier ones stay true.
  for (const step of [...steps].sort((a, b) => comparePaths(b.path, a.path))) {
    const top = String(step.path[0]);
    inputs = update(inputs, step.path, (value) => {
      if (step.kind === "set") return [resolve(step.value, resolver(top))];
      const element = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
      return step.variants.map((variant) => vary(element, variant, () => resolver(top)));
    });
  }
  return [finish(inputs as Properties, resource.urn)];
}

function vary(element: Properties, variant: Variant, resolver: (property: string) => ValueOf): Properties {
  const kept = Object.entries(element).filter(([property]) => !(variant.drop ?? []).includes(property));
  const result: Record<string, Plain> = Object.fromEntries(kept);
  for (const [property, indexes] of Object.entries(variant.without ?? {})) {
    const value = result[property];
    if (Array.isArray(value)) result[property] = (value as readonly Plain[]).filter((_, index) => !indexes.includes(index));
  }
  for (const [property, values] of Object.entries(variant.append ?? {})) {
    const value = result[property];
    const added = resolve(values, resolver(property)) as readonly Plain[];
    result[property] = [...(Array.isArray(value) ? (value as readonly Plain[]) : []), ...added];
  }
  for (const [property, value] of Object.entries(variant.set ?? {})) result[property] = resolve(value, resolver(property));
  return result;
}

function resolve(value: PlannedValue, valueOf: ValueOf): Plain {
  if (isReference(value)) return valueOf(value);
  return isList(value) ? value.map((element): Plain => resolve(element, valueOf)) : value;
}

function isList(value: PlannedValue): value is readonly Plain[] | readonly (Plain | Reference)[] {
  return Array.isArray(value);
}

function isPlainList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Replaces the value at the path by zero or more values; inside an object, none removes the property. */
function update(root: Plain, path: Path, change: (value: Plain | undefined) => readonly Plain[]): Plain {
  const [head, ...rest] = path;
  if (head === undefined) return root;
  if (typeof head === "number") {
    if (!isPlainList(root)) return root;
    const element = root[head];
    if (element === undefined) return root;
    const replaced = rest.length === 0 ? change(element) : [update(element, rest, change)];
    return [...root.slice(0, head), ...replaced, ...root.slice(head + 1)];
  }
  const object = typeof root === "object" && root !== null && !Array.isArray(root) ? (root as Properties) : {};
  const replaced = rest.length === 0 ? change(object[head]) : [update(object[head] ?? null, rest, change)];
  const { [head]: _, ...others } = object;
  const result: Properties = replaced[0] === undefined ? others : { ...object, [head]: replaced[0] };
  return result;
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
