import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";

/** A value in a case: plain data, with references to other resources of the case in it. */
export type CaseValue = Plain | Ref | readonly CaseValue[] | { readonly [key: string]: CaseValue };

interface Ref {
  readonly $ref: string;
  readonly output: string;
}

/** A reference to an output of another resource: its id, unless said otherwise. */
export function ref(name: string, output = "id"): Ref {
  return { $ref: name, output };
}

/** One resource of a case, before references are put in. */
export interface Entry {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, CaseValue>>;
  readonly parent?: string;
  /** The name of the provider that makes it, where the case has that. */
  readonly provider?: string;
}

/** Declares a resource of a case. */
export function resource(type: string, name: string, props: Entry["props"] = {}): Entry {
  return { type, name, props };
}

/**
 * When the stack is looked at: before the first deployment, when identifiers are unknown and references are known by dependency;
 * or afterwards, when everything has an identifier.
 */
export type Stage = "preview" | "deployed";

export function urnOf({ type, name }: Pick<Entry, "type" | "name">): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}

/** Turns the entries of a case into the resources that a source would give. */
export function stackOf(entries: readonly Entry[], stage: Stage): Resource[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return entries.map((entry): Resource => {
    const propertyDependencies: Record<string, string[]> = {};
    const inputs: Record<string, Plain> = {};
    for (const [property, value] of Object.entries(entry.props)) {
      const urns = new Set<string>();
      inputs[property] = resolve(value, byName, stage, urns);
      if (urns.size > 0) propertyDependencies[property] = [...urns];
    }
    const id = stage === "deployed" ? idOf(entry) : undefined;
    return {
      urn: urnOf(entry),
      type: entry.type,
      name: entry.name,
      custom: true,
      inputs,
      outputs: id === undefined ? {} : { ...inputs, id, arn: arnOf(entry) },
      id,
      parent: entry.parent,
      provider: entry.provider === undefined ? undefined : providerOf(entry.provider, byName),
      propertyDependencies,
      positions: [],
    };
  });
}

function providerOf(name: string, byName: ReadonlyMap<string, Entry>): string | undefined {
  const made = byName.get(name);
  return made === undefined ? undefined : urnOf(made);
}

function idOf(entry: Entry): string {
  return `${entry.type.split(":").at(-1)?.toLowerCase() ?? ""}-${entry.name}`;
}

function arnOf(entry: Entry): string {
  return `arn:aws:${idOf(entry)}`;
}

function resolve(value: CaseValue, byName: ReadonlyMap<string, Entry>, stage: Stage, urns: Set<string>): Plain {
  if (isRef(value)) {
    const target = byName.get(value.$ref);
    if (target === undefined) throw new Error(`the case has no resource ${value.$ref}`);
    urns.add(urnOf(target));
    if (value.output === "arn") return stage === "deployed" ? arnOf(target) : unknown;
    if (value.output === "id") return stage === "deployed" ? idOf(target) : unknown;
    return resolve(target.props[value.output] ?? unknown, byName, stage, new Set());
  }
  if (Array.isArray(value)) return value.map((element: CaseValue): Plain => resolve(element, byName, stage, urns));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, resolve(nested, byName, stage, urns)]));
  return value as Plain;
}

export function isRef(value: CaseValue | undefined): value is Ref {
  return isObject(value) && "$ref" in value;
}

export function isObject(value: CaseValue | undefined): value is Readonly<Record<string, CaseValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
