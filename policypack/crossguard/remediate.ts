import { Secret, type ResourceValidationArgs } from "@pulumi/policy";
import { evaluateAlone, type EvaluateOptions } from "../evaluate";
import type { Policy } from "../policy";
import { isReference, type Step, type Variant } from "../plan";
import type { Plain, Properties, Resource } from "../resource";
import { plainOf as wirePlainOf } from "../wire";

type Raw = Record<string, unknown>;

/**
 * Repairs the inputs of one resource where its own inputs are enough to know how. Returns the SDK's own object, changed, so that secrets in it
 * stay secret; undefined where there is nothing to do.
 */
export function remediate(policy: Policy, args: ResourceValidationArgs, options: EvaluateOptions): Raw | undefined {
  const root = unwrapped(args.props);
  if (typeof root !== "object" || root === null) return undefined;
  const resource: Resource = {
    urn: args.urn,
    type: args.type,
    name: args.name,
    custom: true,
    inputs: propertiesOfProxy(root),
    outputs: {},
    id: undefined,
    parent: undefined,
    provider: undefined,
    propertyDependencies: {},
    positions: [],
  };
  const findings = evaluateAlone(resource, { ...options, policies: [policy], withFixes: true, exemptible: () => false });
  const steps = findings.flatMap(({ fix }) => (fix?.kind === "plan" ? fix.steps : [])).filter((step) => isWithin(step, args.urn));
  if (steps.length === 0) return undefined;
  // Later elements first, so that the indexes of earlier ones stay true.
  for (const step of [...steps].reverse()) apply(root as Raw, step);
  return args.props;
}

/** A remediation changes inputs. It cannot remove the resource, make another one, or refer to one. */
function isWithin(step: Step, urn: string): boolean {
  if (step.urn !== urn) return false;
  if (step.kind === "set") return step.path.length === 1 && !isReference(step.value);
  return (
    (step.path.length === 2 || (step.path.length === 0 && step.variants.length === 1)) &&
    step.variants.every(({ append, set }) => ![...Object.values(append ?? {}).flat(), ...Object.values(set ?? {})].some(isReference))
  );
}

function apply(root: Raw, step: Step): void {
  const [property, index] = step.path;
  if (step.kind === "set") root[String(property)] = step.value;
  else if (property === undefined) {
    const [variant] = step.variants;
    if (variant === undefined) return;
    const varied = vary(root, variant);
    for (const key of Object.keys(root)) root[key] = varied[key];
  } else replaceElement(root, String(property), Number(index), step.variants);
}

function replaceElement(root: Raw, property: string, index: number, variants: readonly Variant[]): void {
  const holder = unwrapped(root[property], false);
  const isSecret = holder instanceof Secret;
  const list = unwrapped(holder);
  if (!Array.isArray(list)) return;
  const before = list as readonly unknown[];
  const element = unwrapped(before[index], false);
  const content = unwrapped(element);
  const changed = variants.map((variant) => {
    const varied = vary(content as Raw, variant);
    return element instanceof Secret ? new Secret(varied) : varied;
  });
  const after = [...before.slice(0, index), ...changed, ...before.slice(index + 1)];
  root[property] = isSecret ? new Secret(after) : after;
}

function vary(element: Raw, { drop = [], without = {}, append = {}, set = {} }: Variant): Raw {
  const result: Raw = Object.fromEntries(Object.entries(element).filter(([key]) => !drop.includes(key)));
  for (const [key, indexes] of Object.entries(without)) {
    const holder = unwrapped(result[key], false);
    const list = unwrapped(holder);
    if (!Array.isArray(list)) continue;
    const kept = (list as readonly unknown[]).filter((_, index) => !indexes.includes(index));
    result[key] = holder instanceof Secret ? new Secret(kept) : kept;
  }
  for (const [key, values] of Object.entries(append)) {
    const list = unwrapped(result[key]);
    result[key] = [...(Array.isArray(list) ? (list as readonly unknown[]) : []), ...values];
  }
  return Object.assign(result, set);
}

/** What is behind the SDK's proxies, of which there may be several; and inside a secret, unless told otherwise. */
function unwrapped(value: unknown, throughSecrets = true): unknown {
  let current = value;
  for (;;) {
    if (typeof current !== "object" || current === null) return current;
    const target = isProxy(current) ? (current as Raw).__getSpecialProxyTarget : undefined;
    if (target !== undefined) current = target;
    else if (throughSecrets && current instanceof Secret) current = current.value as unknown;
    else return current;
  }
}

function isProxy(value: object): boolean {
  return (value as Raw).__isSpecialProxy === true;
}

/** The properties of a resource as the SDK hands them over, as plain data. */
export function propertiesOfProxy(props: unknown): Properties {
  const plain = plainOf(props);
  return typeof plain === "object" && plain !== null && !Array.isArray(plain) ? (plain as Properties) : {};
}

/** Plain data of the SDK's objects, with holes where the sentinels of unknown values are. */
function plainOf(value: unknown): Plain {
  const raw = unwrapped(value);
  if (typeof raw !== "object") return wirePlainOf(raw);
  if (Array.isArray(raw)) return raw.map((element): Plain => plainOf(element));
  if (raw !== null) return Object.fromEntries(Object.entries(raw).map(([key, nested]): [string, Plain] => [key, plainOf(nested)]));
  return null;
}
