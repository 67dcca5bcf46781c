import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import type { RawConfiguration } from "@portcullis/policypack/contract/settings";
import type { Corpus } from "./fuzz/corpus";
import { mutatedStack, randomStack, withCanaries } from "./fuzz/generate";
import { isList, isObject, pathsIn, textOf, valueAt, withInput } from "./fuzz/plain";
import { propertiesFor, type Property } from "./fuzz/properties";
import { Random } from "./fuzz/random";

/** A stack for which something does not hold, as small as it could be made. */
export interface Failure {
  /** Makes the same stack again, with the same programs. */
  readonly seed: number;
  readonly property: string;
  readonly problem: string;
  readonly configuration: RawConfiguration;
  readonly resources: readonly Resource[];
}

export interface FuzzOptions {
  readonly seed: number;
  /** How many resources to judge, in stacks of 20 to 200. */
  readonly resources: number;
  readonly progress?: (resources: number) => void;
}

/** Makes stacks, random and mutated in turn, until something does not hold. */
export function fuzz(corpus: Corpus, options: FuzzOptions): Failure | undefined {
  let count = 0;
  for (let seed = options.seed; count < options.resources; seed++) {
    const { resources, configuration, properties } = stackOfSeed(corpus, seed);
    count += resources.length;
    for (const property of properties) {
      const problem = property.problem(resources);
      if (problem === undefined) continue;
      const smallest = shrink(resources, property);
      return { seed, property: property.name, problem: property.problem(smallest) ?? problem, configuration, resources: smallest };
    }
    options.progress?.(count);
  }
  return undefined;
}

export function stackOfSeed(
  corpus: Corpus,
  seed: number,
): { readonly resources: readonly Resource[]; readonly configuration: RawConfiguration; readonly properties: readonly Property[] } {
  const random = new Random(seed);
  const made = random.chance(0.5) ? randomStack(random, corpus) : mutatedStack(random, corpus);
  const resources = random.chance(0.5) ? withCanaries(made) : made;
  const configuration = random.chance(0.5) ? noConfiguration : random.pick(corpus.configurations);
  return { resources, configuration, properties: propertiesFor(random, resources, configuration) };
}

const noConfiguration: RawConfiguration = {};

/** Leaves out resources, then properties, as long as the problem stays. */
function shrink(resources: readonly Resource[], { problem }: Property): readonly Resource[] {
  const until = Date.now() + 20_000;
  const fails = (candidate: readonly Resource[]): boolean => Date.now() < until && problem(candidate) !== undefined;
  let smallest = resources;
  for (let size = Math.ceil(smallest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < smallest.length;) {
      const candidate = [...smallest.slice(0, from), ...smallest.slice(from + size)];
      if (fails(candidate)) smallest = candidate;
      else from += size;
    }
  const attempt = (index: number, change: (resource: Resource) => Resource): void => {
    const resource = smallest[index];
    if (resource === undefined) return;
    const candidate = smallest.with(index, change(resource));
    if (fails(candidate)) smallest = candidate;
  };
  for (let index = 0; index < smallest.length; index++) {
    attempt(index, (resource) => ({ ...resource, outputs: {} }));
    attempt(index, (resource) => ({ ...resource, propertyDependencies: {} }));
    // From the end, so that what is still to be looked at keeps its place.
    for (const path of pathsIn(smallest[index]?.inputs ?? {}).reverse()) {
      attempt(index, (resource) => withInput(resource, path, undefined));
      attempt(index, (resource) => withInput(resource, path, simpler(valueAt(resource.inputs, path))));
    }
    for (const name of Object.keys(smallest[index]?.outputs ?? {}))
      attempt(index, (resource) => ({ ...resource, outputs: Object.fromEntries(Object.entries(resource.outputs).filter(([key]) => key !== name)) }));
  }
  return smallest;
}

function simpler(value: Plain | undefined): Plain {
  if (value === undefined || value === unknown || value === null) return value ?? null;
  if (isList(value)) return value.slice(0, 1);
  if (isObject(value)) return {};
  return typeof value === "string" ? value.slice(0, 8) : value;
}

/** A failure as a test can begin with it. */
export function reportOf({ seed, property, problem, configuration, resources }: Failure): string {
  return [
    `seed ${seed}: ${property}`,
    problem,
    `const configuration: RawConfiguration = ${textOf(configuration)};`,
    `const resources: readonly Resource[] = [`,
    ...resources.map((resource) => `  ${textOf(resource)},`),
    "];",
  ].join("\n");
}
